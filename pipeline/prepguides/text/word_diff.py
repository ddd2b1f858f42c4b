"""Two texts word by word, and which items of two lists belong together."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from difflib import SequenceMatcher

from ..model.difference import Run

_WORD = re.compile(r"\s+|[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]|\w+(?:['’.,]\w+)*|[^\w\s]")
"""White space, a word with the points and commas inside it (`2,400.50`, `don't`), a sign. Scripts without spaces: by letters."""
_UNLIKE = 0.3
"""Texts that share fewer of their words are two texts: word by word, one could read neither."""
_POPULAR_FROM = 2_000
"""Words from which those that stand everywhere are passed over, as comparing them takes time squared."""
_BLOCK = re.compile(r"\n[ \t]*\n\s*|\n(?=[ \t]*(?:[-*+]|\d+[.)])[ \t])")
"""Where a paragraph or an item of a Markdown list ends."""


def words_of(text: str) -> list[str]:
    """Words, signs and the white space between them; joined they are the text."""
    return _WORD.findall(text)


def blocks_of(text: str) -> list[str]:
    """The paragraphs and list items of a Markdown text, each without its line breaks."""
    return [block for part in _BLOCK.split(text) if (block := " ".join(part.split()))]


def likeness(old: Sequence[str], new: Sequence[str]) -> float:
    """The share of words that both have in the same order, from 0 to 1."""
    from rapidfuzz.distance import Indel

    return Indel.normalized_similarity(old, new)


def word_runs(old: str, new: str) -> list[Run]:
    """Both texts in one: runs of words that stand in both or in one of them, what was removed before what was added."""
    before, after = words_of(old), words_of(new)
    if likeness(_said(before), _said(after)) < _UNLIKE:
        return _joined([Run("removed", old), Run("added", new)])
    matcher = SequenceMatcher(None, before, after, autojunk=max(len(before), len(after)) > _POPULAR_FROM)
    runs: list[Run] = []
    for operation, first, last, start, end in matcher.get_opcodes():
        if operation == "equal":
            runs.append(Run("same", "".join(before[first:last])))
        else:
            runs += [Run("removed", "".join(before[first:last])), Run("added", "".join(after[start:end]))]
    return _joined(_without_islands(runs))


def changed_words(old: Sequence[str], new: Sequence[str]) -> tuple[list[int], list[int]]:
    """The numbers of the old words that went and of the new ones that came."""
    matcher = SequenceMatcher(None, old, new, autojunk=max(len(old), len(new)) > _POPULAR_FROM)
    differing = [operation for operation in matcher.get_opcodes() if operation[0] != "equal"]
    gone = [index for _, first, last, _, _ in differing for index in range(first, last)]
    return gone, [index for _, _, _, start, end in differing for index in range(start, end)]


def _said(words: list[str]) -> list[str]:
    return [word.casefold() for word in words if not word.isspace()]


def _without_islands(runs: list[Run]) -> list[Run]:
    """A blank or a sign that two changes have between them is read with them: "[-fell by-]{+rose to+}", not word for word."""
    found: list[Run] = []
    for index, (what, text) in enumerate(runs):
        inside = 0 < index < len(runs) - 1
        if what == "same" and inside and not re.search(r"\w", text) and not re.search(r"[.!?]", text):
            found += [Run("removed", text), Run("added", text)]
        else:
            found.append(Run(what, text))
    return found


def _joined(runs: list[Run]) -> list[Run]:
    """All that is removed and added between two runs of the same, each in one piece; nothing empty."""
    found: list[Run] = []
    removed = added = ""
    for what, text in [*runs, Run("same", "")]:
        if what == "removed":
            removed += text
        elif what == "added":
            added += text
        else:
            found += [run for run in (Run("removed", removed), Run("added", added)) if run.text]
            removed = added = ""
            if text:
                found.append(Run("same", text))
    return found


def paired(old: Sequence[Sequence[str]], new: Sequence[Sequence[str]], least: float) -> list[tuple[int, int]]:
    """Old and new items that are at least so alike, as pairs of their numbers: one to one, the most alike first."""
    scored = [
        (score, first, second)
        for first, before in enumerate(old)
        for second, after in enumerate(new)
        if (score := likeness(before, after)) >= least
    ]
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for _, first, second in sorted(scored, key=lambda each: (-each[0], abs(each[1] - each[2]), each[1:])):
        if first not in pairs and second not in taken:
            pairs[first] = second
            taken.add(second)
    return sorted(pairs.items())


def in_place(numbers: Sequence[int]) -> set[int]:
    """The longest part of these numbers that rises: of things in a new order, those that need not have moved."""
    tails: list[int] = []
    before: dict[int, int | None] = {}
    for number in numbers:
        at = bisect_left(tails, number)
        before[number] = tails[at - 1] if at else None
        tails[at : at + 1] = [number]
    found: set[int] = set()
    last = tails[-1] if tails else None
    while last is not None:
        found.add(last)
        last = before[last]
    return found
