"""Work that WeasyPrint does twice and needs to do once: the same bytes in less time. And one fault of its own, mended (`line_ends`).

For as long as one document is typeset, functions of WeasyPrint and pydyf are replaced by ones that remember: lines of text
(`line_memory`), values that are written with `var()` (`value_memory`), and the references to a PDF's pages, which tags are full of. All of
them depend on how these libraries work inside, so nothing is replaced in a version that was not tested. See
docs/adr/0015-no-memory-of-column-trials.md for what was remembered besides.

This folder goes when both patches in docs/upstream/ are in the versions that `pyproject.toml` pins and the shipped guides then take no
more than 1.2 times as long without it: measure with `benchmarks/patches.py`. A rule that saves less than 3 % goes before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pydyf
import weasyprint
from weasyprint.css.tokens import Pending
from weasyprint.layout import inline, preferred

from ....model.engine import TESTED
from ..untyped import Value
from .line_ends import keeping_whole
from .line_memory import Lines
from .value_memory import Values


@dataclass
class References:
    """`PDF.page_references` with a memory: a tuple of all pages that is asked for with every element, and made anew each time."""

    made: property
    remembered: int = 0

    def __post_init__(self) -> None:
        self._known: tuple[Value, int, Value] = (None, 0, None)

    def of(self, pdf: Value) -> Value:
        """Pages are only ever added."""
        kids = pdf.pages["Kids"]
        if self._known[0] is kids and self._known[1] == len(kids):
            self.remembered += 1
        else:
            self._known = (kids, len(kids), self.made.__get__(pdf))
        return self._known[2]


@dataclass(frozen=True)
class CacheHits:
    """How often a rule found in its memory what WeasyPrint would have done again."""

    lines: int = 0
    struts: int = 0
    values: int = 0
    references: int = 0


@dataclass(frozen=True)
class Shortcuts:
    """The memories of one document's layout."""

    lines: Lines
    values: Values
    references: References

    @property
    def cache_hits(self) -> CacheHits:
        return CacheHits(self.lines.remembered, self.lines.struts_remembered, self.values.remembered, self.references.remembered)


Replacement = tuple[object, str, object]
"""A module or class, a name in it, and what stands there instead."""
RULES: dict[str, Callable[[Shortcuts], tuple[Replacement, ...]]] = {
    "lines": lambda made: tuple((module, "split_first_line", made.lines.first) for module in (inline, preferred)),
    "struts": lambda made: ((inline, "strut", made.lines.strut_of),),
    "values": lambda made: ((Pending, "solve", made.values.method()),),
    "references": lambda made: ((pydyf.PDF, "page_references", property(made.references.of)),),
}
"""What is remembered, by the name of its count. The benchmark takes one out at a time."""


def are_tested() -> bool:
    """Whether the libraries are those whose inner workings are known."""
    return {"weasyprint": weasyprint.__version__, "pydyf": pydyf.VERSION} == TESTED


@contextmanager
def remembering() -> Iterator[Shortcuts]:
    """While the block runs, WeasyPrint remembers; what it remembered is forgotten afterwards."""
    made = Shortcuts(
        Lines(keeping_whole(inline.split_first_line), inline.strut),
        Values(Pending.solve),
        References(pydyf.PDF.page_references),
    )
    replacements = [replacement for rule in RULES.values() for replacement in rule(made)] if are_tested() else []
    originals = [(owner, name, getattr(owner, name)) for owner, name, _ in replacements]
    try:
        for owner, name, replacement in replacements:
            setattr(owner, name, replacement)
        yield made
    finally:
        for owner, name, original in originals:
            setattr(owner, name, original)
