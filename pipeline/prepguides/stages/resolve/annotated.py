"""A full answer in rows: passages of its segments, each with the notes that have room beside it.

A note stands beside the line of the phrase that it judges. Where the note above it reaches further down than that line, the text is parted
at the beginning of the phrase's sentence, and waits; where that cannot be, the two notes stand one below the other. Lines are estimated,
carefully: the layout decides where a note stands, but two that share a line would be drawn over one another.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ...model.content.interviews import Note
from ...text.annotations import spans_of
from ...text.markdown import plain
from ...views.passage_views import NoteView, PassageView, SegmentView

TEXT_LINE, NOTE_LINE = 66, 26
"""Characters in a line of what is said, as many as there may be, and of a note, as few."""
NOTE_SHARE, NOTE_GAP = 0.8, 0.6
"""Lines of text beside a line of a note, 12 pt to 15, and beside the space below it."""
NAME = 24
"""Characters of a note's letter, criterion and level."""
_SENTENCE = re.compile(r"(?<=[.!?])[\"”’')\]]*\s+(?=[A-Z\"“(\d])")
_PARAGRAPH = re.compile(r"\n\s*\n")
_STRUCTURE = re.compile(r"^\s*(?:[-*+>|]|\d+[.)])\s|^\s*\|", re.MULTILINE)
"""What begins a list, a quotation or a table: such a text stays whole."""


@dataclass(frozen=True)
class _Part:
    """A paragraph of a segment or a run of its sentences, and the notes on its phrases."""

    text: str
    notes: tuple[NoteView, ...]


def in_order(text: str, notes: Sequence[Note]) -> tuple[Note, ...]:
    """Notes by where their phrases begin; one that judges the whole comes first."""
    return tuple(sorted(notes, key=lambda note: _start(text, note.at)))


def turns(segments: Sequence[SegmentView]) -> tuple[tuple[PassageView, ...], ...]:
    """The segments' passages in rows."""
    rows: list[tuple[PassageView, ...]] = []
    room = 0.0
    for passage in (passage for segment in segments for passage in _passages(segment)):
        if rows and not passage.notes and room > 0:
            rows[-1] = (*rows[-1], passage)
            room -= _lines(passage.text)
        else:
            rows.append((passage,))
            room = _reach(passage.text, passage.notes) - _lines(passage.text)
    return tuple(rows)


def _passages(segment: SegmentView) -> Iterator[PassageView]:
    """The segment as few passages, so that each note can stand beside its phrase."""
    for index, part in enumerate(_parts(segment)):
        minute = segment.minute if index == 0 else None
        yield PassageView(minute=minute, text=part.text, speaker=segment.speaker, notes=_grouped(part.text, part.notes))


def _parts(segment: SegmentView) -> Iterator[_Part]:
    """The segment whole, or where it has notes its paragraphs, those without a note with the one that follows."""
    notes = segment.notes
    if not notes or _STRUCTURE.search(segment.text):
        yield _Part(segment.text, notes)
        return
    paragraphs = [" ".join(text.split()) for text in _PARAGRAPH.split(segment.text)]
    waiting: list[str] = []
    for index, text in enumerate(paragraphs):
        own = tuple(note for note in notes if (spans_of(text, note.at) if note.at else index == 0))
        if not own and index + 1 < len(paragraphs):
            waiting.append(text)
            continue
        first, *others = _parted(_Part(text, own))
        yield _Part("\n\n".join([*waiting, first.text]), first.notes)
        yield from others
        waiting = []


def _parted(part: _Part) -> Iterator[_Part]:
    """Parted before the first sentence whose note has none of its line left, where that can be."""
    for index, note in enumerate(part.notes[1:], 1):
        before = part.notes[:index]
        late = _reach(part.text, _grouped(part.text, before)) > _line_of(part.text, note)
        at = _sentence_start(part.text, note, before) if late else None
        if at is not None:
            yield _Part(part.text[:at].rstrip(), before)
            yield from _parted(_Part(part.text[at:], part.notes[index:]))
            return
    yield part


def _sentence_start(text: str, note: NoteView, before: Sequence[NoteView]) -> int | None:
    """Where the sentence of the note's phrase begins, behind all phrases before it and with no emphasis open; None where there is none."""
    for found in reversed([*_SENTENCE.finditer(text)]):
        head, tail = text[: found.end()].rstrip(), text[found.end() :]
        if note.at and not spans_of(tail, note.at):
            continue
        whole = all(not other.at or spans_of(head, other.at) for other in before) and f"{plain(head)} {plain(tail)}" == plain(text)
        return found.end() if whole else None
    return None


def _grouped(text: str, notes: Sequence[NoteView]) -> tuple[tuple[NoteView, ...], ...]:
    """The notes, those together that stand one below the other because the first reaches to the line of the next."""
    groups: list[tuple[NoteView, ...]] = []
    for note in notes:
        if groups and _reach(text, groups) > _line_of(text, note):
            groups[-1] = (*groups[-1], note)
        else:
            groups.append((note,))
    return tuple(groups)


def _reach(text: str, groups: Sequence[Sequence[NoteView]]) -> float:
    """The line at which the last group of notes ends."""
    return max((_line_of(text, group[0]) + sum(map(_height, group)) for group in groups), default=0.0)


def _height(note: NoteView) -> float:
    return -(-(len(plain(note.note)) + NAME) // NOTE_LINE) * NOTE_SHARE + NOTE_GAP


def _line_of(text: str, note: NoteView) -> int:
    """The line, from 0, in which the note's phrase begins."""
    return max(0, _start(text, note.at)) // TEXT_LINE


def _start(text: str, phrase: str | None) -> int:
    return next((start for start, _ in spans_of(text, phrase)), -1) if phrase else -1


def _lines(text: str) -> float:
    return sum(-(-len(paragraph) // TEXT_LINE) + 0.5 for paragraph in _PARAGRAPH.split(text))
