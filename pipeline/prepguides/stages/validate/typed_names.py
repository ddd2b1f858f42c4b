"""Names that an author typed where a reference would keep up with them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from rapidfuzz import fuzz

from ...model.content.base import Ref
from ...model.content.interviews import Rubric
from ...model.diagnostic import Diagnostic
from ...model.library import Library
from ...model.naming import name_of
from ...model.rules import RULES
from .finding import Found

NAMED_KINDS = ("worksheets", "checklists", "cases", "drills", "frameworks", "pages")
"""Kinds whose titles texts call them by."""
_EMPHASIZED = re.compile(r"(?<![*\w\\])\*(?![*\s])([^*\n]+(?:\n[^*\n]+)?)(?<![\s*])\*(?![*\w])")
_NEARLY = 88
"""Of 100: emphasized words so close to a criterion's name are what it was called before, or a slip."""
_SHORTEST = 8
"""Characters of a criterion's name; shorter ones are words of the language too."""


def typed_names(library: Library) -> Iterator[Found]:
    """Emphasized words that are the name of a sheet, a case, a framework or a criterion, or nearly that of a criterion."""
    titles, criteria = _titles(library), _criteria(library)
    if not titles and not criteria:
        return
    for ref, loc, text in library.texts():
        for match in _EMPHASIZED.finditer(text) if "*" in text and ref.kind != "claims" else ():
            words = " ".join(match[1].split())
            written = titles.get(words) or criteria.get(words) or _nearly(words, criteria)
            if written:
                hint = f"write [[{written}]]: it prints the name of the day, and the page where there is one"
                place = library.place(ref, (*loc, range(*match.span())))
                yield ref, Diagnostic(RULES["PG330"], f"“{words}” is a name that was typed", place, hint)


def _titles(library: Library) -> dict[str, str]:
    every = ((kind, entity) for kind in NAMED_KINDS for entity in library.of_kind(kind))
    return {name: str(Ref(kind, entity.id)) for kind, entity in every if (name := name_of(entity))}


def _criteria(library: Library) -> dict[str, str]:
    return {row.name: f"rubrics/{rubric.id}#{row.id}" for rubric in library.all(Rubric) for row in rubric.criteria}


def _nearly(words: str, criteria: Mapping[str, str]) -> str | None:
    if len(words) < _SHORTEST:
        return None
    return next((written for name, written in criteria.items() if len(name) >= _SHORTEST and fuzz.ratio(words, name) >= _NEARLY), None)
