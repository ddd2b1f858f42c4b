"""The finished file is looked through once more."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from bench import repaired
from prepguides.model.diagnostic import Place
from prepguides.stages.crop import open_canvas
from prepguides.stages.preflight import preflight

FAMILIES = frozenset({"Source Serif Pro", "Source Sans Pro"})
WRITTEN = Place("content/coach.yaml", 13, 12)


def findings(pdf: bytes, families: frozenset[str] = FAMILIES, coach_texts: tuple[str, ...] = ()) -> list[str]:
    with open_canvas(pdf) as document:
        return [problem.rule.code for problem in preflight(document, "tiny", families, dict.fromkeys(coach_texts, WRITTEN))]


def changed(change: Callable[[pikepdf.Pdf], object], pdf: bytes | None = None) -> bytes:
    with open_canvas(pdf or repaired()) as document:
        change(document)
        target = BytesIO()
        document.save(target)
        return target.getvalue()


def test_a_sound_file_has_no_finding() -> None:
    assert findings(repaired()) == []


def test_a_family_that_is_not_the_theme_s_is_found() -> None:
    assert set(findings(repaired(), frozenset({"Source Serif Pro"}))) == {"PG701"}


def test_a_font_that_is_not_embedded_is_found() -> None:
    def strip(pdf: pikepdf.Pdf) -> None:
        for item in pdf.objects:
            if isinstance(item, Dictionary) and item.get("/Type") == Name.FontDescriptor:
                for name in ("/FontFile", "/FontFile2", "/FontFile3"):
                    if name in item:
                        del item[name]

    assert "PG701" in findings(changed(strip))


@pytest.mark.parametrize("address", ["javascript:alert(1)", "file:///etc/passwd", "http://example.org", "relative.html", ""])
def test_an_unsafe_link_is_found(address: str) -> None:
    def add(pdf: pikepdf.Pdf) -> None:
        action = Dictionary(S=Name.URI, URI=String(address))
        link = pdf.make_indirect(Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]), A=action))
        pdf.pages[0].obj["/Annots"] = Array([link])

    assert findings(changed(add)) == ["PG602"]


@pytest.mark.parametrize("action", [Name.Launch, Name.JavaScript, Name.GoToR, Name.SubmitForm])
def test_a_link_that_does_something_else_is_found(action: pikepdf.Object) -> None:
    def add(pdf: pikepdf.Pdf) -> None:
        link = pdf.make_indirect(Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]), A=Dictionary(S=action)))
        pdf.pages[0].obj["/Annots"] = Array([link])

    assert findings(changed(add)) == ["PG602"]


def test_an_attachment_is_found() -> None:
    def attach(pdf: pikepdf.Pdf) -> None:
        pdf.attachments["secret.txt"] = b"secret"

    assert findings(changed(attach)) == ["PG602"]


def _untag(pdf: pikepdf.Pdf) -> None:
    del pdf.Root["/StructTreeRoot"]


def _unname(pdf: pikepdf.Pdf) -> None:
    del pdf.docinfo["/Title"]


def _mute(pdf: pikepdf.Pdf) -> None:
    del pdf.Root["/Lang"]


@pytest.mark.parametrize("change", [_untag, _unname, _mute])
def test_a_file_without_tags_title_or_language_is_found(change: Callable[[pikepdf.Pdf], object]) -> None:
    assert findings(changed(change)) == ["PG703"]


def test_a_figure_without_words_is_found() -> None:
    silent = repaired('<h1>x</h1><svg viewBox="0 0 9 9" width="9" height="9"><path d="M0 0h9v9z"/></svg>')
    assert findings(silent) == ["PG703"]


@pytest.mark.parametrize("body", ["<h2>x</h2>", "<h1>x</h1><h3>y</h3>", "<h1>x</h1><h2>y</h2><h4>z</h4>"])
def test_a_heading_level_skipped_is_found(body: str) -> None:
    assert findings(repaired(body)) == ["PG703"]


def test_heading_levels_may_go_up_by_any_number() -> None:
    assert findings(repaired("<h1>x</h1><h2>y</h2><h3>z</h3><h1>a</h1><h2>b</h2>")) == []


def test_a_secret_in_metadata_bookmarks_or_alternative_text_is_found() -> None:
    coach_text = "the second loaf came out of a freezer"
    assert findings(repaired(), coach_texts=(coach_text,)) == []

    def entitle(pdf: pikepdf.Pdf) -> None:
        pdf.docinfo["/Subject"] = String(f"Know: {coach_text}.")

    assert findings(changed(entitle), coach_texts=(coach_text,)) == ["PG705"]
    assert findings(repaired(f"<h1>{coach_text}</h1>"), coach_texts=(coach_text,)) == ["PG705"]
    told = f'<h1>x</h1><svg viewBox="0 0 9 9" width="9" height="9"><title>{coach_text}</title><path d="M0 0h9v9z"/></svg>'
    assert findings(repaired(told), coach_texts=(coach_text,)) == ["PG705"]


def test_a_secret_on_the_pages_is_found_however_it_is_broken() -> None:
    coach_text = "It's the second loaf that came out of a freezer."
    drawn = "Read this. It’s the sec\u2010 ond loaf that came\nout of a freezer. And this."
    with open_canvas(repaired()) as document:
        (found,) = preflight(document, "tiny", FAMILIES, {coach_text: WRITTEN}, drawn)
        other = drawn.replace("second", "first").replace("sec\u2010 ond", "first")
        assert preflight(document, "tiny", FAMILIES, {coach_text: WRITTEN}, other) == ()
    assert (found.rule.code, found.place) == ("PG705", WRITTEN)
    assert "the PDF of tiny" in found.message
