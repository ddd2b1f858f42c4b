"""Rows of questions and the content's files -> what changes in the files. Pure: nothing is written, and nothing is lost from a file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from ..model.diagnostic import Checked, Diagnostic
from ..model.draft_question import lacking
from ..model.question_table import STATUS, TITLES, QuestionRow, Value, WrittenQuestion, written_questions
from ..model.rules import RULES
from ..model.source import Source
from ..text.question_cells import as_lines, cell_text, digest
from ..text.slugs import slug_of
from ..text.yaml_edits import ItemEdit


@dataclass(frozen=True)
class Merge:
    """What a list of rows does to the questions."""

    edits: Mapping[str, Sequence[ItemEdit]]
    """By the file's path, of the questions that are there."""
    added: tuple[Mapping[str, Value], ...]
    rows: Mapping[str, QuestionRow]
    """By the id of each question that is added or changed."""
    unchanged: int
    drafts: tuple[str, ...]
    """Ids of the rows' questions that are drafts from now on, or still."""
    finished: tuple[str, ...]
    """Those of them that lack nothing."""


def merge_questions(rows: Iterable[QuestionRow], sources: Sequence[Source], defaults: Mapping[str, Value]) -> Checked[Merge]:
    """Each row changes the question of its id or, without one, the question of its prompt; or it is a new one, with these defaults.

    A cell that was edited in a table and in the file since the table was exported is a conflict. Empty cells take nothing away, unless they
    were exported with something in them. What lacks something that a finished question needs is a draft.
    """
    merger = _Merger(list(written_questions(sources)), defaults)
    for row in rows:
        merger.row(row)
    return merger.merged()


@dataclass
class _Merger:
    written: list[WrittenQuestion]
    defaults: Mapping[str, Value]
    problems: list[Diagnostic] = field(default_factory=list)
    edits: dict[str, list[ItemEdit]] = field(default_factory=dict)
    added: list[Mapping[str, Value]] = field(default_factory=list)
    rows: dict[str, QuestionRow] = field(default_factory=dict)
    drafts: dict[str, bool] = field(default_factory=dict)
    """Ids, and whether they lack nothing."""

    def __post_init__(self) -> None:
        self.by_id: dict[str, WrittenQuestion] = {}
        self.by_prompt: dict[str, str] = {}
        self.seen: dict[str, QuestionRow] = {}
        for question in self.written:
            self.by_id.setdefault(question.id, question)
            if isinstance(prompt := question.raw.get("prompt"), str) and prompt.strip():
                self.by_prompt.setdefault(_folded(prompt), question.id)

    def merged(self) -> Checked[Merge]:
        finished = tuple(id for id, complete in self.drafts.items() if complete)
        unchanged = len(self.seen) - len(self.rows)
        merge = Merge(self.edits, tuple(self.added), self.rows, unchanged, tuple(self.drafts), finished)
        return Checked(merge, tuple(self.problems))

    def row(self, row: QuestionRow) -> None:
        id, prompt = row.values.get("id"), row.cells.get("prompt")
        said = prompt.text if prompt else ""
        if not isinstance(id, str):
            if not said:
                self._fault("PG425", row, "neither a prompt nor an id", "write the question, or delete the row")
                return
            id = self.by_prompt.get(_folded(said)) or slug_of(said, {*self.by_id, *self.seen})
            self.by_prompt.setdefault(_folded(said), id)
        if id in self.seen:
            first = self.seen[id].anchor
            self._fault("PG425", row, f'a second row of "{id}"', f"the first is at {first.name}: delete one of the two")
            return
        self.seen[id] = row
        if id in self.by_id:
            self._change(row, self.by_id[id])
        elif row.exported is not None:
            self._fault(
                "PG426", row, f'"{id}" is in no file any more', "delete the row; or its id and version, to add it as a new question"
            )
        else:
            self._add(row, id)

    def _add(self, row: QuestionRow, id: str) -> None:
        said = {**self.defaults, **{name: value for name, value in row.values.items() if value is not None}}
        lacks = lacking(said)
        if lacks or said.get(STATUS) == "draft":
            said[STATUS] = "draft"
            self.drafts[id] = not lacks
        else:
            said.pop(STATUS, None)
        said["id"] = id
        self.added.append({name: said[name] for name in TITLES if name in said})
        self.rows[id] = row

    def _change(self, row: QuestionRow, question: WrittenQuestion) -> None:
        changes: dict[str, Value | None] = {}
        for name, said in row.values.items():
            if name == "id" or (said is None and row.exported is None):
                continue
            value = None if name == STATUS and said == "ready" else said
            if _same(value, question.raw.get(name)):
                continue
            now = cell_text(question.raw.get(name))
            if row.exported is not None and digest(now) != row.exported.get(name, digest("")):
                self._conflict(row, name, question)
                continue
            changes[name] = _with_kept_items(value, question.raw.get(name))
        after = {name: value for name, value in {**question.raw, **changes}.items() if value is not None}
        lacks, is_draft = lacking(after), after.get(STATUS) == "draft"
        if lacks and not is_draft:
            changes[STATUS] = "draft"
        if lacks or is_draft:
            self.drafts[question.id] = not lacks
        changes = {name: value for name, value in changes.items() if not _same(value, question.raw.get(name))}
        if changes:
            self.edits.setdefault(question.source.path, []).append(ItemEdit(question.loc, changes))
            self.rows[question.id] = row

    def _conflict(self, row: QuestionRow, name: str, question: WrittenQuestion) -> None:
        place = question.source.place((*question.loc, name))
        now = cell_text(question.raw.get(name)) or "nothing"
        shown = " ".join(now.split())
        hint = f"copy into the cell what is right, and delete the row's version; {place} says: {shown[:80]}{'…' if len(shown) > 80 else ''}"
        self._fault("PG426", row, "changed in this cell, and in the file since the export", hint, name)

    def _fault(self, code: str, row: QuestionRow, message: str, hint: str, name: str = "") -> None:
        cell = row.cells[name] if name else row.anchor
        column = name or next(name for name, each in row.cells.items() if each is cell)
        self.problems.append(Diagnostic(RULES[code], f"{row.cell_name(column)}: {message}", cell.place, hint))


def _folded(prompt: str) -> str:
    """A prompt as it is compared with others."""
    return " ".join(prompt.split()).casefold()


def _same(value: Value | None, raw: object) -> bool:
    """Whether the file says the same already."""
    if value is None or raw in (None, "", []):
        return value in (None, ()) and raw in (None, "", [])
    if isinstance(value, tuple):
        return isinstance(raw, list) and [_spaced(item) for item in raw] == [_spaced(item) for item in value]
    return isinstance(raw, str) and as_lines(raw) == as_lines(str(value))


def _spaced(item: object) -> str:
    return " ".join(str(item).split())


def _with_kept_items(value: Value | None, raw: object) -> Value | None:
    """A list whose items are written as the file has them, where they are the same but for space."""
    if not isinstance(value, tuple) or not isinstance(raw, list):
        return value
    kept = {_spaced(item): item for item in raw if isinstance(item, str)}
    return tuple(kept.get(_spaced(item), item) for item in value)
