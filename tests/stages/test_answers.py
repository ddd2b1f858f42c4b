"""A full answer: its rows, and where its notes stand on the page."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from subprocess import run

import pytest

from bench import WORD, WordBox, assets_of, page_of
from kit import located
from prepguides.model.assets import Folder
from prepguides.project import bundled
from prepguides.stages.load_theme import load_theme
from prepguides.stages.resolve.annotated import turns
from prepguides.stages.typeset import Typesetter, typeset
from prepguides.text.annotations import Annotation, annotated_html
from prepguides.views.passage_views import NoteView, SegmentView

SENTENCE = "The keeper reads the barometer before she climbs the long stairs. "
LONG = "It says more than a line of the column holds, and so it goes on for some lines more. " * 2


def note(at: str | None, mark: str = "a", text: str = LONG) -> NoteView:
    return NoteView(mark=mark, criterion="care", at=at, note=text)


def segment(text: str, *notes: NoteView) -> SegmentView:
    return SegmentView(minute=3, text=text, speaker="candidate", notes=notes)


def test_notes_with_room_between_their_phrases_stay_with_one_paragraph() -> None:
    text = f"First words. {SENTENCE * 9}Last words."
    ((passage,),) = turns([segment(text, note("First words"), note("Last words", "b"))])
    assert (passage.text, passage.minute) == (text, 3)
    assert [[one.mark for one in group] for group in passage.notes] == [["a"], ["b"]]


def test_a_text_is_parted_where_a_note_would_come_too_late() -> None:
    ((first,), (second,)) = turns([segment(f"First words. {SENTENCE}Last words.", note("First words"), note("Last words", "b"))])
    assert (first.text, second.text, second.minute) == (f"First words. {SENTENCE.strip()}", "Last words.", None)


@pytest.mark.parametrize("text", ["First words and last words.", "*First words. Then last words.*", "- First words\n- last words"])
def test_notes_on_what_cannot_be_parted_stand_one_below_the_other(text: str) -> None:
    ((passage,),) = turns([segment(text, note("First words"), note("last words", "b"))])
    assert [[one.mark for one in group] for group in passage.notes] == [["a", "b"]]


def test_what_has_no_note_joins_the_row_before_while_there_is_room() -> None:
    rows = turns([segment("One.", note("One")), segment("Two."), segment("Three.", note(None, text="Short.")), segment(SENTENCE * 9)])
    assert [len(row) for row in rows] == [2, 2]
    assert [len(row) for row in turns([segment(SENTENCE * 9, note("barometer")), segment("Two.")])] == [1, 1]


def body(count: int) -> str:
    """Rows of a text with a phrase and its note, each called by its number."""
    rows = []
    for number in range(count):
        text = f"{SENTENCE * (2 + number % 4)}And phrase{number} stands here. {SENTENCE * (number % 3)}"
        shown = f'<span class="noted"><span class="margin-note"><b>note{number}</b> {LONG}</span></span>'
        rows.append(f'<div class="spoken">{annotated_html(text, [Annotation(f"phrase{number} stands", "", shown)])}</div>')
    return f'<article class="full">{"".join(rows)}</article>'


def test_a_note_stands_at_the_line_of_its_phrase_on_the_outer_side_and_on_its_page(tmp_path: Path) -> None:
    base = load_theme("base", (Folder(bundled.templates(), bundled.templates()),)).value
    assert base is not None
    style = "<style>:root { --accent: #004488; --tint: #eee; --rule: #aac }</style>"
    html = page_of(style + body(24))
    made = typeset(html, Typesetter(base, assets_of(html, base)))
    assert made.value is not None, located(made.diagnostics)
    (tmp_path / "a.pdf").write_bytes(made.value.pdf)
    done = run(["pdftotext", "-bbox", tmp_path / "a.pdf", "-"], check=True, capture_output=True)
    pages = [{word.text: word for word in map(WordBox.of, WORD.finditer(page))} for page in done.stdout.decode().split("<page ")[1:]]
    assert len(pages) > 3
    seen = 0
    for number, words in enumerate(pages, 1):
        for phrase in (name for name in words if name.startswith("phrase")):
            beside = words[phrase.replace("phrase", "note")]
            assert abs(words[phrase].top - beside.top) < 4, phrase
            assert (beside.left > words[phrase].right) == (number % 2 == 1), phrase
            seen += 1
    assert seen == 24
    tops = [[word.top for name, word in words.items() if name.startswith("note")] for words in pages]
    assert all(later - earlier > 60 for page in tops for earlier, later in pairwise(sorted(page)))
