"""What a document loads is known before it is typeset."""

from __future__ import annotations

from pathlib import Path

import pytest

from kit import located
from prepguides.model.assets import Folder
from prepguides.model.theme import Theme, ThemeFile
from prepguides.stages.resolve_assets import AssetResolver, resolve_assets

SVG = '<svg xmlns="http://www.w3.org/2000/svg"><title>A</title></svg>'


@pytest.fixture
def resolver(tmp_path: Path) -> AssetResolver:
    (tmp_path / "a.svg").write_text(SVG)
    return AssetResolver({}, (Folder(tmp_path, tmp_path),))


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
def test_every_way_to_load_a_file_is_found(resolver: AssetResolver, html: str) -> None:
    assert [problem.rule.code for problem in resolve_assets(html, theme(), resolver, "one").diagnostics] in (["PG601"], ["PG602"])


def test_a_style_sheet_s_asset_has_its_place(resolver: AssetResolver) -> None:
    sheet = "p { color: red }\nq { background: url(a.svg), url(b.svg) }"
    assert located(resolve_assets("", theme(sheet), resolver, "one").diagnostics) == ["templates/own/0.css:2:33 PG601"]


def test_comments_load_nothing(resolver: AssetResolver) -> None:
    assert resolve_assets("<!-- <img src=b.svg> -->", theme("/* url(b.svg) */ p { color: red }"), resolver, "one").diagnostics == ()


@pytest.mark.parametrize("link", ["javascript:alert(1)", "file:///etc/passwd", "b.svg", "JavaScript&#58;x"])
def test_a_link_of_a_templates_own_is_looked_at_too(resolver: AssetResolver, link: str) -> None:
    (problem,) = resolve_assets(f'<a class="x" href="{link}">x</a><a href="#x">x</a>', theme(), resolver, "one").diagnostics
    assert (problem.rule.code, "a link to" in problem.message) == ("PG602", True)


@pytest.mark.parametrize(
    "html", ['<a href="https://b.example/b.svg">x</a>', '<svg><path fill="url(#g)"/></svg>', '<img src="#x">', '<p title="url(b.svg)">']
)
def test_links_and_fragments_load_nothing(resolver: AssetResolver, html: str) -> None:
    found = resolve_assets(html, theme(), resolver, "one").diagnostics
    assert found == ()


@pytest.mark.parametrize(
    "address", ["file:///etc/passwd", "https://example.org/x.png", "data:image/svg+xml,x", "//example.org/x.png", "C:/x.png"]
)
def test_what_lies_outside_is_refused_by_name(resolver: AssetResolver, address: str) -> None:
    (problem,) = resolve_assets(f'<img src="{address}">', theme(), resolver, "one").diagnostics
    assert problem.rule.code == "PG602"
    assert problem.message.startswith(address)


def test_the_digest_follows_the_bytes_and_not_the_folder(resolver: AssetResolver, tmp_path: Path) -> None:
    before = resolve_assets('<img src="a.svg">', theme(), resolver, "one").value.digest
    moved = tmp_path / "moved"
    moved.mkdir()
    (moved / "a.svg").write_text(SVG)
    assert resolve_assets('<img src="a.svg">', theme(), AssetResolver({}, (Folder(moved, moved),)), "one").value.digest == before
    (moved / "a.svg").write_text(SVG.replace("A", "B"))
    assert resolve_assets('<img src="a.svg">', theme(), AssetResolver({}, (Folder(moved, moved),)), "one").value.digest != before
