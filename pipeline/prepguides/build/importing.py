"""A file of questions into the content: everything is read, merged and checked before anything is written, and written together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from difflib import unified_diff
from pathlib import Path

from ..model.diagnostic import Checked, Diagnostic, Place
from ..model.library import Library
from ..model.question_table import TITLES, QuestionRow, Value, written_questions
from ..model.request import Project
from ..model.rules import RULES
from ..model.source import Source, Sources
from ..stages.load import MAX_BYTES
from ..stages.merge_questions import Merge, merge_questions
from ..stages.read_questions import read_questions, value_of
from ..stages.record import write_together
from ..stages.validate import validate
from ..text.strict_yaml import parse_yaml
from ..text.yaml_edits import NotEditable, edited, new_file
from .prepare import whole_content

Pairs = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Import:
    """What an import writes, before it is written."""

    project: Project
    before: Mapping[str, str]
    """By path in the project, the texts of the files that change; empty for a new one."""
    after: Mapping[str, str]
    merge: Merge

    def diff(self) -> str:
        """What changes, as a unified diff."""
        return "".join(
            line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"
            for path, text in self.after.items()
            for line in unified_diff(
                self.before[path].splitlines(keepends=True),
                text.splitlines(keepends=True),
                f"a/{path}" if self.before[path] else "/dev/null",
                f"b/{path}",
            )
        )

    def write(self) -> Checked[bool]:
        """Write all files or none. A file that somebody has saved since it was read is not overwritten. OSError."""
        files: dict[Path, bytes] = {}
        for path, text in self.after.items():
            file = (self.project.root / path).resolve()
            content = file.read_bytes() if file.is_file() else b""
            if content.decode("utf-8-sig", "replace").replace("\r\n", "\n") != self.before[path]:
                return Checked(False, (Diagnostic(RULES["PG426"], "the file was changed while it was read", Place(path), "import again"),))
            ends = text.replace("\n", "\r\n") if b"\r\n" in content else text
            files[file] = ends.encode("utf-8-sig" if content.startswith(b"\xef\xbb\xbf") else "utf-8")
        write_together(files)
        return Checked(True)


def plan_import(project: Project, file: Path, into: str, maps: Pairs = (), sets: Pairs = ()) -> Checked[Import | None]:
    """What importing the file would write; None when anything in it, or in the content's files, does not allow that.

    New questions go into the content file `into`; `sets` are what they have where their row says nothing. NoYamlEditor.
    """
    content = whole_content(project)
    if content.value is None:
        return Checked(None, content.diagnostics)
    sources, library = content.value.sources, content.value.library
    defaults = _defaults(sets, library)
    rows = read_questions(file, library, maps)
    merged = merge_questions(rows.value, sources.content, defaults.value)
    problems = (*defaults.diagnostics, *rows.diagnostics, *merged.diagnostics)
    if problems:
        return Checked(None, problems)
    try:
        planned = _planned(project, sources, merged.value, into)
    except NotEditable as error:
        hint = "write a question as a mapping of its own lines, in a list below questions:"
        return Checked(None, (Diagnostic(RULES["PG425"], "not written in a way that can be edited", Place(str(error)), hint),))
    large = tuple(_too_large(planned))
    if large:
        return Checked(None, large)
    found = tuple(_refused(planned, sources, {(each.rule.code, each.message) for each in content.diagnostics}))
    return Checked(None if found else planned, found)


def _defaults(sets: Pairs, library: Library) -> Checked[Mapping[str, Value]]:
    values: dict[str, Value] = {}
    problems: list[Diagnostic] = []
    for field, text in sets:
        value, message, hint = value_of(field, text, library)
        if value is None:
            problems.append(Diagnostic(RULES["PG425"], f"--set {field}: {message}", Place.of_subject("command line"), hint))
        else:
            values[field] = value
    return Checked(values, tuple(problems))


def _planned(project: Project, sources: Sources, merge: Merge, into: str) -> Import:
    """The texts of the files that change."""
    before: dict[str, str] = {}
    after: dict[str, str] = {}
    for source in sources.content:
        edits, added = merge.edits.get(source.path, ()), merge.added if source.path == into else ()
        if edits or added:
            before[source.path] = source.text
            after[source.path] = edited(source, edits, added, "questions", tuple(TITLES))
    if merge.added and into not in after:
        before[into] = ""
        after[into] = new_file("questions", merge.added, _head(project, into))
    return Import(project, before, after, merge)


def _too_large(planned: Import) -> Iterator[Diagnostic]:
    """Files that would be longer than a content file may be."""
    for path, text in planned.after.items():
        size = len(text.encode())
        if size > MAX_BYTES:
            hint = "import the rows in parts, each --into a file of its own"
            yield Diagnostic(RULES["PG105"], f"{size:,} bytes would be too many; a content file may have {MAX_BYTES:,}", Place(path), hint)


def _head(project: Project, into: str) -> str:
    """The line by which editors find the schema, where it is."""
    if not (project.content / "schemas" / "content.schema.json").is_file():
        return ""
    up = "../" * (len(Path(into).parts) - 2)
    return f"# yaml-language-server: $schema={up}schemas/content.schema.json\n"


def _refused(planned: Import, sources: Sources, known: Set[tuple[str, str]]) -> Iterator[Diagnostic]:
    """What would not be read again: faults of single questions that were not there before, each at the cell that it came from."""
    parsed = {path: parse_yaml(path, text) for path, text in planned.after.items()}
    changed = {path: read.value for path, read in parsed.items() if read.value}
    kept = [changed.get(source.path, source) for source in sources.content]
    added = [source for path, source in changed.items() if all(each.path != path for each in sources.content)]
    checked = validate(replace(sources, content=(*kept, *added)))
    spots = {path: _spots(source, planned.merge.rows) for path, source in changed.items()}
    for problem in checked.diagnostics:
        found = _row_of(problem.place.line, spots.get(problem.place.path, ()))
        is_own = (problem.rule.code, problem.message) not in known
        if found and is_own and problem.is_error and (problem.rule.code.startswith("PG2") or problem.rule.code == "PG308"):
            row, field = found
            cell = row.cells.get(field, row.anchor)
            named = row.cell_name(field) if field in row.cells else f"row of {cell.name}, {field}"
            yield Diagnostic(problem.rule, f"{named}: {problem.message.removeprefix(f'{field}: ')}", cell.place, problem.hint)


Spots = Sequence[tuple[int, QuestionRow | None, str]]


def _spots(source: Source, rows: Mapping[str, QuestionRow]) -> Spots:
    """From which line on a file says which field of which row's question; None for questions of no row."""
    found: list[tuple[int, QuestionRow | None, str]] = []
    for question in written_questions([source]):
        row = rows.get(question.id)
        keys = {loc[-1]: span.line for loc, span in source.key_spans.items() if loc[:-1] == question.loc}
        found += [(line + 1, row, str(key)) for key, line in keys.items()]
    return sorted(found, key=lambda spot: spot[0])


def _row_of(line: int, spots: Spots) -> tuple[QuestionRow, str] | None:
    before = [spot for spot in spots if spot[0] <= line]
    return (before[-1][1], before[-1][2]) if before and before[-1][1] else None


def summary(planned: Import) -> str:
    """ "10 questions added, 2 changed, 3 unchanged; 10 are drafts" """
    merge = planned.merge
    changed = sum(len(edits) for edits in merge.edits.values())
    counts = ((len(merge.added), "added"), (changed, "changed"), (merge.unchanged, "unchanged"))
    parts = [f"{count} {word}" for count, word in counts if count]
    drafts = f"; {len(merge.drafts)} {'is a draft' if len(merge.drafts) == 1 else 'are drafts'}" if merge.drafts else ""
    return f"{', '.join(parts)}{drafts}"
