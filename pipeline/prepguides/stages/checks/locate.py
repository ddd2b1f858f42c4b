"""A place on a page -> the file, line and column where it is written. The reader's half of `model/source_map.py`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from ...model.content.base import Ref
from ...model.diagnostic import Diagnostic, Place
from ...model.library import Library
from ...model.page_finding import PageFinding, Trail
from ...model.rules import RULES
from ...model.source import Loc
from ...model.source_map import SourceMap, Written
from ...model.theme import Theme
from ...text.markdown import plain

_WORD = re.compile(r"[^\W_]+")
SHORTEST = 3
"""Characters: what is shorter stands in every text by chance."""
LONGEST_NEEDLE = 12
"""Words by which a stretch of text is found again where it is written."""
SHORTEST_OF_A_TEMPLATE = 5
"""Characters of a label: what is shorter may be the name of a tag."""
MOST_OF_A_LINE = 80
"""Characters of a text that are looked for where none of its words are known."""
OWNERS = ("guides", "cohorts")
"""Kinds in which sections are written."""


@dataclass(frozen=True)
class _Text:
    """A text of the content, as it is written and as it is compared."""

    written: Written
    raw: str
    folded: str

    def meets(self, folded: str) -> bool:
        """Whether one of the two holds the other: a paragraph is part of its text, and a row holds the texts of its cells."""
        return folded in self.folded or (len(self.folded) >= SHORTEST and self.folded in folded)


class Locator:
    """Finds what stands on pages in a library's files."""

    def __init__(self, library: Library) -> None:
        self.library = library

    def place(self, trail: Trail, sources: SourceMap, theme: Theme | None = None) -> Place:
        """Where the words are written that stand there; else what is printed beside them; else the template that has these words of its
        own; else the entity, the section or the guide."""
        nearest: Place | None = None
        for written in sources.around(trail):
            found = self._of_words(trail, self._texts_of(written))
            if found is not None:
                return found
            nearest = nearest or self._place_of(written[0])
        if nearest is None and trail.words:
            nearest = self._in_a_margin(trail.words[0], sources)
        return (
            _in_templates(trail.words[0] if trail.words else "", theme)
            or nearest
            or (self._place_of(sources.whole) if sources.whole else Place.of_subject("the guide"))
        )

    def section(self, trail: Trail, sources: SourceMap) -> Place:
        """The entry of the section, in its guide or cohort, that prints what stands there."""
        for written in sources.around(trail):
            if written[0].ref.kind in OWNERS:
                return self._place_of(written[0])
        return self.place(Trail(), sources)

    def diagnostic(self, finding: PageFinding, sources: SourceMap, name: str, theme: Theme | None = None) -> Diagnostic:
        """The finding at the content's line, of the edition of that name, which wears the theme."""
        place = self.library.place_of_asset(finding.subject) if finding.code in OF_IMAGES else None
        if place is None:
            place = self.section(finding.trail, sources) if finding.code in OF_SECTIONS else self.place(finding.trail, sources, theme)
        where = f"page {finding.page} of {name}" if finding.page else name
        return Diagnostic(RULES[finding.code], f"{where}: {finding.message}", place, finding.hint)

    @cached_property
    def _texts(self) -> dict[Ref, list[_Text]]:
        """Every text of the library, by entity."""
        found: dict[Ref, list[_Text]] = {}
        for ref, loc, raw in self.library.texts():
            if folded := _folded(plain(raw)):
                found.setdefault(ref, []).append(_Text(Written(ref, loc), raw, folded))
        return found

    def _texts_of(self, sources: Iterable[Written]) -> list[_Text]:
        """Texts of the entities, or of the part of one that is named; of a guide's parts and sections, their own words alone."""
        return [text for written in sources for text in self._texts.get(written.ref, ()) if _is_of(text.written.loc, written)]

    def _of_words(self, trail: Trail, texts: list[_Text]) -> Place | None:
        """The text that is printed there, told by the words of the elements around: what is drawn alone may stand in many texts."""
        around = [_folded(each) for each in trail.words[1:]]
        for index, needle in enumerate(around):
            found = [text for text in texts if len(needle) >= SHORTEST and text.meets(needle)]
            if found:
                return self._within(_told_apart(found, around[index:]), trail.words[0])
        return None

    def _in_a_margin(self, words: str, sources: SourceMap) -> Place | None:
        """What the margin of a page repeats, such as a title."""
        needle = _folded(words)
        texts = (text for written in sources.elements.values() for text in self._texts_of(written))
        found = next((text for text in texts if needle and text.folded == needle), None)
        return self._within(found, words) if found else None

    def _within(self, text: _Text, words: str) -> Place:
        at = _found_in(text.raw, words if _folded(words) in text.folded else text.raw[:MOST_OF_A_LINE])
        return self.library.place(text.written.ref, (*text.written.loc, at) if at else text.written.loc)

    def _place_of(self, written: Written) -> Place:
        return self.library.place(written.ref, written.loc)


OF_IMAGES = ("PG712", "PG715", "PG716")
"""Rules whose subject is an image's address."""
OF_SECTIONS = ("PG706",)
"""Rules about what a section makes of a page, which its guide decides."""


def _in_templates(words: str, theme: Theme | None) -> Place | None:
    """Where a template says these words, which stand in no content."""
    if theme is None or len(_folded(words)) < SHORTEST_OF_A_TEMPLATE:
        return None
    return next((place for file in theme.templates.values() if (place := file.place_of(words))), None)


def _is_of(loc: Loc, written: Written) -> bool:
    """Whether a text at `loc` belongs to what is written there, and not to a section of that part."""
    inner = loc[len(written.loc) :]
    return loc[: len(written.loc)] == written.loc and not (written.ref.kind in OWNERS and len(inner) > 1)


def _told_apart(texts: list[_Text], around: Iterable[str]) -> _Text:
    """Of texts that all hold the same words, the one that the words around tell."""
    for needle in around:
        same = [text for text in texts if text.folded == needle]
        holding = [text for text in texts if needle in text.folded]
        texts = same or holding or [text for text in texts if text.meets(needle)] or texts
        if len(texts) == 1:
            break
    return max(texts, key=lambda text: len(text.folded))


def _found_in(raw: str, words: str) -> range | None:
    """The characters of a Markdown text in which the words stand, whatever marks part them; as many of the words as can be found."""
    wanted = _WORD.findall(words)[:LONGEST_NEEDLE]
    for count in _fewer(len(wanted)):
        match = re.search(r"[\W_]+".join(map(re.escape, wanted[:count])), raw, re.IGNORECASE)
        if match:
            return range(*match.span())
    return None


def _fewer(count: int) -> Iterator[int]:
    """All words, half of them, and so on down to one."""
    while count:
        yield count
        count //= 2


def _folded(text: str) -> str:
    """The words alone, as one writes them in search: no marks, no capitals."""
    return " ".join(_WORD.findall(text.casefold()))
