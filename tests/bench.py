"""A small theme: the shipped fonts, ten lines of CSS, and documents that show one thing each. Loads WeasyPrint."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from subprocess import run
from typing import Any, NamedTuple

import page as page_validation
import pikepdf
from pydyf import PDF

from prepguides.model.assets import AssetTable, Folder
from prepguides.model.diagnostic import Checked
from prepguides.model.rules import RULES
from prepguides.model.sheet import SHEETS
from prepguides.model.theme import Theme, ThemeFile
from prepguides.project import bundled
from prepguides.stages.crop import crop, open_canvas
from prepguides.stages.load_theme import load_theme
from prepguides.stages.repair_tags import repair_tags
from prepguides.stages.resolve_assets import resolve_assets, resolver_for
from prepguides.stages.typeset import TypesetResult, Typesetter, UnitMemory, typeset

CSS = """
html { font-family: "Source Serif Pro"; font-size: 11pt }
@page { font-family: "Source Sans Pro"; @top-left { content: "Running words" } @bottom-right { content: counter(page) } }
table { width: 100%; table-layout: fixed }
ul ul { list-style: disc }
.new { break-before: page }
"""
RICH = """
<h1>One</h1><p id="here">Text with <a href="https://example.org/">an address</a> and <a href="#there">a <strong>strong</strong> way</a>.</p>
<ul><li>plain</li><li><p>a paragraph</p><ul><li>nested</li></ul></li><li><b>bold</b> first</li></ul>
<ol><li>first</li></ol>
<section class="new"><h2 id="there">Two</h2>
<table><thead><tr><th>Head</th><th>Other</th></tr></thead><tbody><tr><th>Row</th><td>cell</td></tr></tbody></table>
<svg viewBox="0 0 9 9" width="9" height="9"><title>A triangle</title><path d="M0 0h9v9z"/></svg></section>
<section class="new"><h2>Three</h2><p>The last page, with an <span></span> empty span.</p></section>
"""


@cache
def tiny_theme(css: str = CSS) -> Theme:
    base = load_theme("base", (Folder(bundled.templates(), bundled.templates()),)).value
    assert base is not None
    return Theme("tiny", {}, (ThemeFile("templates/tiny/tiny.css", css),), base.fonts, ())


def page_of(body: str, title: str = "A title", lang: str = "en-US") -> str:
    return f'<!DOCTYPE html><html lang="{lang}"><head><meta charset="utf-8"><title>{title}</title></head><body>{body}</body></html>'


def typeset_body(
    body: str, css: str = CSS, assets: Path = Path("/nonexistent"), finish: Callable[[PDF], object] = lambda _: None
) -> Checked[TypesetResult]:
    theme = tiny_theme(css)
    html = page_of(body)
    return typeset(html, Typesetter(theme, assets_of(html, theme, assets)), finish)


@cache
def canvas(body: str = RICH, css: str = CSS) -> bytes:
    """The typeset document, its tags as WeasyPrint makes them."""
    return sound(typeset_body(body, css)).pdf


@cache
def repaired(body: str = RICH, css: str = CSS) -> bytes:
    """The typeset document, its tags as PDF/UA asks for."""
    return sound(typeset_body(body, css, finish=repair_tags)).pdf


def sound(made: Checked[TypesetResult]) -> TypesetResult:
    """A document without an error, but for headings: one that shows a single thing begins with whichever it needs."""
    assert [code for code in codes(made, "error") if code != "PG703"] == []
    return made.value


def codes(made: Checked[TypesetResult], *severities: str) -> list[str]:
    """The rules that a document breaks, once for each time that it does."""
    found = [*(problem.rule for problem in made.diagnostics), *(RULES[finding.code] for finding in made.value.findings)]
    return [rule.code for rule in found if not severities or rule.severity in severities]


def on_paper(pdf: bytes, name: str) -> bytes:
    """Cut from the canvas."""
    with open_canvas(pdf) as document:
        return crop(document, (SHEETS[name],))[name]


def assets_of(html: str = "", theme: Theme | None = None, folder: Path = Path("/nonexistent")) -> AssetTable:
    """What a document loads from a folder of assets, the shipped fonts included."""
    known = theme or tiny_theme()
    return resolve_assets(html, known, resolver_for(known, Folder(folder, folder)), "tiny").value


def elements(pdf: pikepdf.Pdf) -> Iterator[tuple[Any, Any]]:
    """Each element of the structure tree with its parent."""
    yield from _below(pdf.Root.StructTreeRoot)


def _below(parent: Any) -> Iterator[tuple[Any, Any]]:
    for kid in kids(parent):
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid, parent
            yield from _below(kid)


def kids(element: Any) -> list[Any]:
    found = element.get("/K")
    return [] if found is None else list(found) if isinstance(found, pikepdf.Array) else [found]


def kind(element: Any) -> str:
    return str(element.S).removeprefix("/")


def ua_failures(pdf: bytes) -> list[str]:
    """Rules of PDF/UA-1 that the file breaks."""
    report = page_validation.validate_pdf_bytes(pdf, profile="ua1")
    return [f"{failure.rule_id}: {failure.message}" for failure in report.failures]


def texts(path: Path) -> list[str]:
    """What poppler reads on each page, white space folded."""
    done = run(["pdftotext", "-layout", "-enc", "UTF-8", path, "-"], check=True, capture_output=True)
    return [re.sub(r"\s+", " ", text).strip() for text in done.stdout.decode().split("\f")[:-1]]


WORD = re.compile(r'<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">(.*?)</word>')


class WordBox(NamedTuple):
    left: float
    top: float
    right: float
    bottom: float
    text: str

    @classmethod
    def of(cls, match: re.Match[str]) -> WordBox:
        left, top, right, bottom = (float(edge) for edge in match.groups()[:4])
        return cls(left, top, right, bottom, match[5])


def collisions(path: Path) -> list[tuple[int, str, str]]:
    """Page and words of each two that are printed over one another: by more than 1.5 points across and most of a line's height."""
    done = run(["pdftotext", "-bbox", "-enc", "UTF-8", path, "-"], check=True, capture_output=True)
    found = []
    for number, page in enumerate(done.stdout.decode().split("<page ")[1:], 1):
        words = sorted(map(WordBox.of, WORD.finditer(page)), key=lambda word: word.top)
        for index, word in enumerate(words):
            for other in words[index + 1 :]:
                if other.top >= word.bottom:
                    break
                across = min(word.right, other.right) - max(word.left, other.left)
                down = min(word.bottom, other.bottom) - other.top
                if across > 1.5 and down > 0.6 * min(word.bottom - word.top, other.bottom - other.top):
                    found.append((number, word.text, other.text))
    return found


def box(page: pikepdf.Page) -> tuple[float, ...]:
    return tuple(float(edge) for edge in page["/MediaBox"])


PAGED = (
    CSS
    + """
@page { @top-left { content: string(part, first-except) } @top-right { content: string(section, start) } }
@page :right { @right-top { content: element(tab) } }
@page cover { @top-right { content: none } @bottom-right { content: none } }
.cover { page: cover; break-after: page }
.opener { break-before: right; break-after: page; string-set: section "" }
.opener h1 { string-set: part content() }
h2 { string-set: section content(); bookmark-level: 2 }
.tab { position: running(tab) }
.leaf { break-before: right; break-after: right }
.plan + .plan { break-before: page }
.new { break-before: page }
.new + p { color: #990000 }
section + section { margin-top: 20mm; margin-break: discard }
.ref::after { content: " p. " attr(page) }
"""
)
WORDS = "<p>" + "Words that fill a line of the page and go on to the next one without any hurry at all. " * 3 + "</p>"
FRONT = '<section><div class="cover"><p>Cover</p></div><section class="new"><h2 id="toc">Contents</h2>{links}</section></section>'
LINKS = "".join(f'<p><a class="ref" href="#{id}">To {id}</a></p>' for id in ("toc", "one", "one-a", "leaf", "two", "two-b", "end"))


def part(number: int, *sections: str) -> str:
    tab = f'<div><p class="tab">{number}</p></div>'
    opener = f'<header class="opener"><h1 id="p{number}">Part {number}</h1>{tab}</header>'
    return f'<section id="part-{number}">{opener}{"".join(sections)}</section>'


def section(id: str, lines: int = 1, kind: str = "new") -> str:
    return f'<section class="{kind}"><h2 id="{id}">About {id}</h2>{WORDS * lines}<p>Aside</p></section>'


LIKE_A_GUIDE = FRONT.format(links=LINKS) + "".join(
    [
        part(1, section("one", 6), section("one-a", 1, ""), section("leaf", 1, "leaf"), section("last", 1, "")),
        part(2, section("two", 12), section("two-a", 1, "plan"), section("two-b", 1, "plan")),
        part(3, section("three"), '<section class="new"><h2 id="end">End</h2><a class="ref" href="#one">Back</a></section>'),
    ]
)
"""A cover, contents, parts that open on a right page with a running tab, a leaf of its own, and references forth and back."""


def ready(css: str = PAGED, pages: int = 1000) -> Typesetter:
    """A typesetter with these style sheets, which remembers so many pages."""
    return Typesetter(tiny_theme(css), assets_of(), UnitMemory(pages))
