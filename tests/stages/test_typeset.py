"""What the engine only mumbles is a finding with a rule."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from bench import CSS, RICH, assets_of, canvas, codes, page_of, sound, tiny_theme, typeset_body
from prepguides.model.assets import BASE_ADDRESS
from prepguides.model.diagnostic import in_order
from prepguides.stages.crop import open_canvas
from prepguides.stages.typeset import Typesetter, Unprintable, typeset
from prepguides.stages.typeset.asset_fetcher import AssetFetcher


def found(body: str, css: str = CSS, assets: Path = Path("/nonexistent")) -> list[str]:
    """The rules that are broken, with the file and line of the style sheets'."""
    made = typeset_body(body, css, assets)
    of_files = [f"{problem.place} {problem.rule.code}" for problem in in_order(made.diagnostics) if problem.place.is_file]
    return of_files or codes(made, "error")


def test_a_sound_document_has_no_finding() -> None:
    assert found(RICH) == []


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ('<p><a href="#nowhere">x</a></p>', ["PG604"]),
        ("<p>\U0001f956</p>", ["PG605"]),
        ('<p style="font-family: Nonesuch">x</p>', ["PG701"]),
        ('<img src="none.png" alt="x">', ["PG601"]),
        ('<img src="file:///etc/passwd" alt="x">', ["PG602"]),
        ('<img src="../../etc/passwd.png" alt="x">', ["PG601"]),
        ('<img src="https://example.org/x.png" alt="x">', ["PG602"]),
        ('<img src="data:image/png;base64,AAAA" alt="x">', ["PG602"]),
        ('<base href="file:///etc/"><img src="passwd.png" alt="x">', ["PG602"]),
        ('<link rel="stylesheet" href="file:///etc/passwd">', ["PG602"]),
        ('<style>p { background: url("file:///etc/passwd") }</style><p>x</p>', ["PG602"]),
        ('<svg viewBox="0 0 9 9"><title>x</title><image href="file:///etc/passwd" width="9" height="9"/></svg>', ["PG602"]),
        ('<style>p { colour: red }</style><p>x</p>', ["PG603"]),
        (
            '<p style="width: 3mm">incomprehensibility</p>' + "<table><tr><td>incomprehensibilities</td>" + "<td>x</td>" * 30,
            ["PG702", "PG707"],
        ),
    ],
)  # fmt: skip
def test_each_complaint_has_its_rule(body: str, expected: list[str]) -> None:
    assert sorted(set(found(body))) == expected


def test_a_complaint_of_a_style_sheet_has_its_line() -> None:
    assert found("<p>x</p>", CSS + "p {\n  colour: red;\n}\n") == ["templates/tiny/tiny.css:8:3 PG603"]


@pytest.mark.parametrize(
    ("body", "css"),
    [
        ('<p style="font-size: 1e30px">x</p>', CSS),
        ("<ul><li>x</li></ul>", CSS + 'li::marker { content: "x" }'),
    ],
)
def test_what_the_engine_cannot_lay_out_or_write_is_a_finding(body: str, css: str) -> None:
    with pytest.raises(Unprintable) as raised:
        typeset_body(body, css)
    assert raised.value.finding.code == "PG606"
    assert raised.value.finding.message.startswith("WeasyPrint failed in ")


def test_a_style_sheet_that_the_engine_cannot_read_is_named() -> None:
    assert found("<p>x</p>", CSS + "p { width: " + "calc(" * 2000 + "1px" + ")" * 2000 + " }") == ["templates/tiny/tiny.css PG606"]


def test_an_exception_of_ours_is_no_finding() -> None:
    def fail(pdf: object) -> None:
        raise KeyError("ours")

    with pytest.raises(KeyError):
        typeset_body("<p>x</p>", finish=fail)


def test_a_resource_that_only_the_press_meets_is_a_finding(tmp_path: Path) -> None:
    (tmp_path / "torn.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"><path></svg>')
    assert found('<img src="torn.svg" alt="x">', assets=tmp_path) == ["PG607"]


def test_an_attachment_never_gets_into_the_file() -> None:
    made = typeset_body('<link rel="attachment" href="file:///etc/passwd"><p><a rel="attachment" href="file:///etc/passwd">x</a></p>')
    assert set(codes(made, "error")) == {"PG602"}


def test_findings_of_one_document_are_not_those_of_the_next() -> None:
    theme = tiny_theme()
    ready = Typesetter(theme, assets_of())
    assert typeset(page_of('<img src="none.png" alt="x">'), ready).value.findings
    assert typeset(page_of("<p>x</p>"), ready).value.findings[1:] == ()


def test_a_document_has_the_same_bytes_whatever_was_pressed_before_it() -> None:
    """Which guides share a worker is chance."""
    theme = tiny_theme()
    ready = Typesetter(theme, assets_of())
    assert typeset(page_of("<h1>Other</h1><p>words: ÄÖÜ 0123</p>"), ready).value.pdf
    second = sound(typeset(page_of(RICH), ready))
    assert second.pdf == canvas()


def test_an_image_has_the_same_bytes_from_any_folder(tmp_path: Path) -> None:
    made = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        content = BytesIO()
        Image.new("RGB", (8, 8), "red").save(content, "PNG")
        (tmp_path / name / "dot.png").write_bytes(content.getvalue())
        made.append(sound(typeset_body('<h1>x</h1><p><img src="dot.png" alt="A dot"></p>', assets=tmp_path / name)).pdf)
    assert made[0] == made[1]
    assert str(tmp_path).encode() not in made[0]


def test_title_language_and_conformance_are_in_the_file() -> None:
    with open_canvas(canvas()) as pdf:
        assert str(pdf.docinfo["/Title"]) == "A title"
        assert str(pdf.Root.Lang) == "en-US"
        assert b"pdfuaid:part" in pdf.Root.Metadata.read_bytes()
        assert "/CreationDate" not in pdf.docinfo


def test_only_the_theme_s_families_are_drawn_with() -> None:
    made = sound(typeset_body(RICH))
    assert made.families == {"Source Serif Pro", "Source Sans Pro"}


def test_the_fetcher_remembers_what_an_svg_swallows(tmp_path: Path) -> None:
    fetcher = AssetFetcher(assets_of(page_of('<img src="file:///etc/passwd"><img src="x.png">'), folder=tmp_path))
    with pytest.raises(ValueError, match="only files of the project"):
        fetcher.fetch("file:///etc/passwd")
    with pytest.raises(ValueError, match="no such file"):
        fetcher.fetch(f"{BASE_ADDRESS}assets/x.png")
    assert [url for url, _ in fetcher.failures] == ["file:///etc/passwd", f"{BASE_ADDRESS}assets/x.png"]


def test_a_link_says_its_words_and_one_around_a_drawing_what_it_leads_to() -> None:
    drawing = '<svg viewBox="0 0 9 9" width="9" height="9"><title>A leaf</title><path d="M0 0h9v9z"/></svg>'
    with open_canvas(
        canvas(f'<h1 id="top">x</h1><p><a href="#top">Back to\n <b>the top</b></a> <a href="https://example.org/">{drawing}</a></p>')
    ) as pdf:
        said = [str(annotation.Contents) for annotation in pdf.pages[0].Annots if "/Dest" in annotation or "/A" in annotation]
    assert "Back to the top" in said
    assert "https://example.org/" in said
