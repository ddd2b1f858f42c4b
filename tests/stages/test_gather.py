"""What a document loads is known before it is pressed."""

from __future__ import annotations

from pathlib import Path

import pytest

from kit import located
from prepguides.model.assets import AssetShelf
from prepguides.model.theme import Theme, ThemeFile
from prepguides.stages.gather import gather

SVG = '<svg xmlns="http://www.w3.org/2000/svg"><title>A</title></svg>'


@pytest.fixture
def shelf(tmp_path: Path) -> AssetShelf:
    (tmp_path / "a.svg").write_text(SVG)
    return AssetShelf({}, (tmp_path,))


def theme(*styles: str) -> Theme:
    return Theme("own", {}, tuple(ThemeFile(f"templates/own/{n}.css", text) for n, text in enumerate(styles)), (), ())


@pytest.mark.parametrize(
    "html",
    [
        '<img src="b.svg">', "<img src='b.svg'>", "<IMG SRC=b.svg>",
        '<link rel="stylesheet" href="b.svg">', '<object data="b.svg"></object>',
        '<embed src="b.svg">', '<iframe src="b.svg"></iframe>', '<svg><image href="b.svg"/></svg>',
        '<svg><image xlink:href="b.svg"/></svg>', "<img alt=it's src=b.svg>", "<img alt=it's><p class='x'><img src=b.svg>",
        '<svg><use href="b.svg#x"/></svg>', '<p style="background: url(b.svg)">', "<style>p { background: url('b.svg') }</style>",
        '<style>@import "b.svg";</style>', '<style>p { background: url( "b.svg" ) }</style>', '<picture><source src="b.svg"></picture>',
    ],
)  # fmt: skip
def test_every_way_to_load_a_file_is_found(shelf: AssetShelf, html: str) -> None:
    assert [problem.rule.code for problem in gather(html, theme(), shelf, "one").diagnostics] in (["PG601"], ["PG602"])


def test_a_style_sheet_s_asset_has_its_place(shelf: AssetShelf) -> None:
    sheet = "p { color: red }\nq { background: url(a.svg), url(b.svg) }"
    assert located(gather("", theme(sheet), shelf, "one").diagnostics) == ["templates/own/0.css:2:33 PG601"]


def test_comments_load_nothing(shelf: AssetShelf) -> None:
    assert gather("<!-- <img src=b.svg> -->", theme("/* url(b.svg) */ p { color: red }"), shelf, "one").diagnostics == ()


@pytest.mark.parametrize("html", ['<a href="b.svg">x</a>', '<svg><path fill="url(#g)"/></svg>', '<img src="#x">', '<p title="url(b.svg)">'])
def test_links_and_fragments_load_nothing(shelf: AssetShelf, html: str) -> None:
    found = gather(html, theme(), shelf, "one").diagnostics
    assert found == () or "title" in html


@pytest.mark.parametrize(
    "address", ["file:///etc/passwd", "https://example.org/x.png", "data:image/svg+xml,x", "//example.org/x.png", "C:/x.png"]
)
def test_what_lies_outside_is_refused_by_name(shelf: AssetShelf, address: str) -> None:
    (problem,) = gather(f'<img src="{address}">', theme(), shelf, "one").diagnostics
    assert problem.rule.code == "PG602"
    assert problem.message.startswith(address)


def test_the_digest_follows_the_bytes_and_not_the_folder(shelf: AssetShelf, tmp_path: Path) -> None:
    before = gather('<img src="a.svg">', theme(), shelf, "one").value
    moved = tmp_path / "moved"
    moved.mkdir()
    (moved / "a.svg").write_text(SVG)
    assert gather('<img src="a.svg">', theme(), AssetShelf({}, (moved,)), "one").value == before
    (moved / "a.svg").write_text(SVG.replace("A", "B"))
    assert gather('<img src="a.svg">', theme(), AssetShelf({}, (moved,)), "one").value != before
