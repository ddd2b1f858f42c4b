"""The pages of two files -> what became of each page. Knows texts, and nothing of PDF."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from difflib import SequenceMatcher

from ...model.difference import Run
from ...model.output_difference import PageChange
from ...text.word_diff import paired, word_runs
from .values import words_in

_ONE_PAGE = 0.4
"""Pages between the same neighbors that share at least this part of their words are one page that was reworded."""
_NUMBER = re.compile(r"\d+")
_HYPHEN = re.compile("[\u00ad\x02\ufffe]\\s*")
"""Where a line ends inside a word."""
SameLook = Callable[[int, int], bool]
"""Whether two pages of the same text, by their indices, look the same too."""


def page_changes(old: Sequence[str], new: Sequence[str], same_look: SameLook = lambda old, new: True) -> tuple[PageChange, ...]:
    """What became of each page, in the order of the new file; pages that are the same are left out."""
    before, after = [_plain(text) for text in old], [_plain(text) for text in new]
    found: list[PageChange] = []
    matcher = SequenceMatcher(None, [_NUMBER.sub("#", text) for text in before], [_NUMBER.sub("#", text) for text in after], autojunk=False)
    for operation, first, last, start, end in matcher.get_opcodes():
        if operation == "equal":
            found += _of_the_same_words(before, after, zip(range(first, last), range(start, end), strict=True), same_look)
        else:
            found += _between(before, after, range(first, last), range(start, end))
    return tuple(sorted(found, key=lambda change: change.new or change.old or 0))


def _plain(text: str) -> str:
    return " ".join(_HYPHEN.sub("", text).split())


def _of_the_same_words(old: list[str], new: list[str], pairs: Iterator[tuple[int, int]], same_look: SameLook) -> Iterator[PageChange]:
    for first, second in pairs:
        if old[first] != new[second]:
            yield PageChange("numbers", first + 1, second + 1, tuple(word_runs(old[first], new[second])))
        elif not same_look(first, second):
            yield PageChange("look", first + 1, second + 1)


def _between(old: list[str], new: list[str], gone: range, come: range) -> Iterator[PageChange]:
    """Pages that stand between the same neighbors: alike ones were reworded, the others removed and added."""
    alike = paired([words_in(old[index]) for index in gone], [words_in(new[index]) for index in come], _ONE_PAGE)
    pairs = {come[second]: gone[first] for first, second in alike}
    for index in gone:
        if index not in pairs.values():
            yield PageChange("removed", index + 1, None, (Run("removed", old[index]),))
    for index in come:
        if index in pairs:
            yield PageChange("reworded", pairs[index] + 1, index + 1, tuple(word_runs(old[pairs[index]], new[index])))
        else:
            yield PageChange("added", None, index + 1, (Run("added", new[index]),))
