"""What is wrong with the texts of one entity, whether its other fields are sound or not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from ...model.content import KINDS
from ...model.content.base import MAX_TEXT, Identified, Markup, Plain
from ...model.content.practice import Page
from ...model.diagnostic import Diagnostic
from ...model.rules import RULES
from ...model.source import Loc, Source
from ...model.unread import marked_in
from ...model.walk import marked
from ...text.markdown import placeholders_in, problems_in, run_together

Prose = tuple[tuple[Loc, Markup, str], ...]


def problems_of_texts(entity: Identified, source: Source, loc: Loc, assets: frozenset[str]) -> Iterator[Diagnostic]:
    """Of an entity whose fields are sound."""
    lines = ((at, text) for at, _, text in marked(entity, Plain))
    yield from _problems(tuple(marked(entity, Markup)), lines, source, loc, assets, page=isinstance(entity, Page))


def problems_of_raw_texts(kind: str, raw: object, source: Source, loc: Loc, assets: frozenset[str]) -> Iterator[Diagnostic]:
    """Of an item of a file that is no entity: of those texts whose fields can be told."""
    prose = tuple((each.loc, each.mark, each.text) for each in marked_in(raw, KINDS[kind], Markup) if len(each.text) <= MAX_TEXT)
    lines = ((each.loc, each.text) for each in marked_in(raw, KINDS[kind], Plain) if len(each.text) <= MAX_TEXT)
    yield from _problems(prose, lines, source, loc, assets, page=kind == "pages")


def _problems(
    prose: Prose, plain: Iterable[tuple[Loc, str]], source: Source, loc: Loc, assets: frozenset[str], *, page: bool
) -> Iterator[Diagnostic]:
    yield from _joined_lists(prose, source, loc)
    texts = ((at, problems_in(text, block=mark.block, page=page, assets=assets)) for at, mark, text in prose)
    lines = ((at, placeholders_in(text)) for at, text in plain)
    for field_loc, problems in chain(texts, lines):
        for problem in problems:
            place = source.place_in((*loc, *field_loc), problem.line, problem.column, problem.width)
            yield Diagnostic(RULES[problem.code], problem.message, place, problem.hint)


def _joined_lists(prose: Prose, source: Source, loc: Loc) -> Iterator[Diagnostic]:
    """Lists and tables whose lines are joined before anybody reads them: those that YAML folds, and those in a field of one paragraph."""
    for field_loc, mark, _ in prose:
        written = source.written_lines((*loc, *field_loc))
        if not written.folded and mark.block:
            continue
        index = run_together(written.lines)
        if index is not None:
            hint = "write | in place of >" if mark.block else "write items of their own, or one sentence"
            line = written.lines[index]
            place = source.at(written.first + index, len(line) - len(line.lstrip()), len(line.strip()))
            yield Diagnostic(RULES["PG205"], "a list or table whose lines are joined to one", place, hint)
