"""A roster -> learners. Nothing of a row but its place is in any diagnostic: reports are read by others than the roster is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TypeVar

from ..model.content.question import Seniority
from ..model.content.roles import Competency
from ..model.diagnostic import Checked, Diagnostic, Place, capped, nearest
from ..model.learner import Learner, RosterRow
from ..model.library import Library
from ..model.rules import RULES
from ..model.table import Cell, Record
from ..text.moments import moment_of, weekdays_of
from ..text.spreadsheets import MAX_BYTES, parse_table
from ..text.strict_yaml import parse_yaml
from ..text.tables import folded, records, unknown_column
from .project_files import Unreadable, decoded, read_file

T = TypeVar("T")
COLUMNS = {
    "name": "name",
    "id": "id",
    "email": "id",
    "role": "role",
    "company": "company",
    "interview date": "interview date",
    "interview": "interview date",
    "level": "level",
    "focus competencies": "focus competencies",
    "focus": "focus competencies",
    "time zone": "time zone",
    "start": "start",
    "start date": "start",
    "rest days": "rest days",
}
"""What a column may be called, and what it is."""
LONGEST = 120
"""Characters of a name, a role or a company."""


def read_roster(path: Path, root: Path, library: Library) -> Checked[tuple[RosterRow, ...]]:
    """The learners of a roster, .csv, .xlsx or .yaml, in its order. A faulty row is reported and costs no other."""
    found = roster_records(path, root)
    reader = _Reader(library)
    rows = [row for record in found.value if (row := reader.row(record))]
    problems = (*found.diagnostics, *(_unshown(problem) for problem in reader.problems))
    return Checked(tuple(rows), capped(problems))


def roster_records(path: Path, root: Path) -> Checked[tuple[Record, ...]]:
    """The rows of a roster by the names of its columns, before any of them is read. None, and the reason, of one that is no roster."""
    name = path.relative_to(root).as_posix() if path.is_relative_to(root) else path.name
    try:
        content = read_file(path, path.parent, MAX_BYTES)
        found = _of_yaml(name, decoded(content)) if path.suffix in (".yaml", ".yml") else _of_table(name, content)
    except Unreadable as error:
        return Checked((), (Diagnostic(RULES["PG101"], str(error), Place(name)),))
    if not found.value and not found.diagnostics:
        return Checked((), (Diagnostic(RULES["PG420"], "nobody is in this roster", Place(name), "write a row for each learner"),))
    return Checked(found.value, tuple(map(_unshown, found.diagnostics)))


def _unshown(problem: Diagnostic) -> Diagnostic:
    """The problem without the words that stand there."""
    return replace(problem, place=replace(problem.place, excerpt=""))


def _of_table(name: str, content: bytes) -> Checked[tuple[Record, ...]]:
    table = parse_table(name, content)
    if table.value is None:
        return Checked((), table.diagnostics)
    found = records(table.value, COLUMNS)
    if not found.diagnostics and not any(folded(head.text) == "name" for head in table.value.heads):
        return _nameless(table.value.heads[0].place)
    return Checked(found.value, (*table.diagnostics, *found.diagnostics))


def _nameless(place: Place) -> Checked[tuple[Record, ...]]:
    """Said once: every row would lack a name."""
    hint = 'call the one that holds what each copy bears "name"; the others may be left out'
    return Checked((), (Diagnostic(RULES["PG109"], 'no column "name"', place, hint),))


def _of_yaml(name: str, text: str) -> Checked[tuple[Record, ...]]:
    """`learners:`, a list of mappings whose keys are the columns."""
    source = parse_yaml(name, text)
    if source.value is None:
        return Checked((), source.diagnostics)
    value = source.value.value
    listed = value.get("learners") if isinstance(value, Mapping) else None
    if not isinstance(listed, list):
        return Checked((), (*source.diagnostics, Diagnostic(RULES["PG109"], "no list of learners", Place(name), "begin it with learners:")))
    known = {folded(written): column for written, column in COLUMNS.items()}
    found: list[Record] = []
    problems = list(source.diagnostics)
    for index, item in enumerate(listed):
        loc = ("learners", index)
        entries = item.items() if isinstance(item, Mapping) else ()
        strange = [key for key in map(str, dict(entries)) if folded(key) not in known]
        problems += [unknown_column(key, source.value.place((*loc, key), key=True), COLUMNS) for key in strange]
        if not strange and loc not in source.value.damaged_parts:
            place = source.value.place(loc)
            cells = {known[folded(str(key))]: Cell(_words(said), source.value.place((*loc, str(key))), str(key)) for key, said in entries}
            found.append({"name": Cell("", place, "name"), **cells})
    if len(found) > 1 and not problems and not any(record["name"].text for record in found):
        return _nameless(source.value.place(("learners",)))
    return Checked(tuple(found), tuple(problems))


def _words(value: object) -> str:
    if isinstance(value, list):
        return "; ".join(map(_words, value))
    return "" if value is None else " ".join(str(value).split())


@dataclass
class _Reader:
    """Rows of one roster."""

    library: Library

    def __post_init__(self) -> None:
        self.problems: list[Diagnostic] = []
        self._ids: dict[str, int] = {}
        self._competencies = {id: entity.name for id, entity in self._entities(Competency)}
        self._levels = {id: entity.name for id, entity in self._entities(Seniority)}

    def _entities(self, model: type[Competency] | type[Seniority]) -> Iterator[tuple[str, Competency | Seniority]]:
        yield from ((entity.id, entity) for entity in self.library.all(model))

    def row(self, record: Record) -> RosterRow | None:
        """The row's learner; None where anything in it is faulty, and all of that is reported."""
        before = len(self.problems)
        said = {name: cell.text for name, cell in record.items()}
        zone = self._read(record, "time zone", _zone, "no time zone that is known", "write one such as America/New_York")
        when = self._read(record, "interview date", lambda text: moment_of(text, zone), "no day that can be read", DAY_HINT)
        start = self._read(record, "start", moment_of, "no day that can be read", DAY_HINT)
        rest = self._read(
            record, "rest days", _rest_days, "no days of the week that leave one to practice", "write such as Fri, Sat; or none"
        )
        level = self._read(record, "level", lambda text: _named(text, self._levels), "no such level", "", self._levels)
        focus = self._focus(record)
        line = self._checked(record, said, when.day if when else None, start.day if start else None)
        if len(self.problems) > before:
            return None
        learner = Learner(
            name=" ".join(said["name"].split()),
            role=" ".join(said.get("role", "").split()) or None,
            company=" ".join(said.get("company", "").split()) or None,
            date=when.day.isoformat() if when else None,
            time=when.time if when else None,
            time_zone=zone,
            level=level,
            level_name=self._levels[level] if level else None,
            focus=focus,
            focus_names=tuple(self._competencies[id] for id in focus),
            start=start.day.isoformat() if start else None,
            rest_days=rest,
        )
        return RosterRow(learner, line, said.get("id", ""))

    def _checked(self, record: Record, said: Mapping[str, str], when: date | None, start: date | None) -> int:
        """What the row has to say in any case, and what its values have to say together; its line."""
        anchor = record.get("name") or next(iter(record.values()))
        for column in ("name", "role", "company"):
            if len(said.get(column, "")) > LONGEST:
                self._fault(record[column], f"more than {LONGEST} characters", "shorten it", column)
        if not said.get("name"):
            self._fault(anchor, "no name", "write the name that the copy bears", "name")
        if when and start and start >= when:
            self._fault(record["start"], "not before the interview", "", "start")
        id, line = said.get("id", ""), anchor.place.line
        if id and self._ids.setdefault(id.casefold(), line) != line:
            self._fault(record["id"], f"the row on line {self._ids[id.casefold()]} has the same", "each learner has one of their own", "id")
        return line

    def _read(
        self, record: Record, column: str, read: Callable[[str], T | None], message: str, hint: str, known: Mapping[str, str] | None = None
    ) -> T | None:
        """What a cell says; a problem on record where it cannot be read."""
        cell = record.get(column)
        if cell is None or not cell.text:
            return None
        value = read(cell.text)
        if value is None:
            self._fault(
                cell, message, (nearest(cell.text, (*known, *known.values())) or f"known are {', '.join(known)}") if known else hint, column
            )
        return value

    def _focus(self, record: Record) -> tuple[str, ...]:
        cell = record.get("focus competencies")
        words = [word.strip() for word in re.split(r"[;,\n]", cell.text) if word.strip()] if cell else []
        found: list[str] = []
        for word in words:
            id = _named(word, self._competencies)
            if id is None and cell:
                self._fault(
                    cell, "no such competency", nearest(word, (*self._competencies, *self._competencies.values())), "focus competencies"
                )
            elif id:
                found.append(id)
        return tuple(dict.fromkeys(found))

    def _fault(self, cell: Cell, message: str, hint: str, column: str = "") -> None:
        where = f"{column or 'this value'} ({cell.name})" if column != cell.name else column
        self.problems.append(Diagnostic(RULES["PG420"], f"{where}: {message}", cell.place, hint))


DAY_HINT = "write it as 2026-12-01, with a time as 2026-12-01 09:30"


def _named(word: str, known: Mapping[str, str]) -> str | None:
    """The id of what is called so, by its id or its name."""
    return next((id for id, name in known.items() if folded(word) in (folded(id), folded(name))), None)


def _zone(text: str) -> str | None:
    import zoneinfo

    known = {name.casefold(): name for name in zoneinfo.available_timezones()}
    return known.get("_".join(text.split()).casefold())


def _rest_days(text: str) -> tuple[int, ...] | None:
    if text.casefold() in ("none", "-"):
        return ()
    found = weekdays_of([word for word in re.split(r"[\s;,/]+", text) if word and word != "and"])
    return found if found and len(found) < 7 else None
