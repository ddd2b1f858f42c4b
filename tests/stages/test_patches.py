"""Work that is remembered gives the bytes of work that is done."""

from __future__ import annotations

import inspect
import re
from dataclasses import asdict
from typing import Any

import pydyf
import pytest
from weasyprint.css.tokens import Pending
from weasyprint.layout import inline, preferred
from weasyprint.text import fonts, line_break

from bench import CSS, RICH, assets_of, page_of, sound, tiny_theme
from kit import ROOT
from prepguides.model.engine import TESTED
from prepguides.stages.typeset import TypesetResult, Typesetter, patches, typeset
from prepguides.stages.typeset.patches.line_ends import keeping_whole
from prepguides.stages.typeset.patches.line_memory import OF_A_LINE, OF_A_STRUT
from prepguides.stages.typeset.patches.value_memory import MOST_VALUES, Values

WORDS = "Columns are laid out again and again, each time a little higher, until the last of them is no longer the highest one. "
DRAWING = '<svg class="tick" viewBox="0 0 9 9" width="9" height="9"><title>x</title><path d="M0 0h9v9z"/></svg>'
INLINE_BLOCK = "<div class=keep><h2>{number}</h2><p><span style=display:inline-block>{words}</span></p></div>"
ROW_ALONE = "<table class=keep><tbody><tr><th>{number}</th><td>{words}</td></tr></tbody></table>"
COLUMNS = """
.c { columns: 3; column-gap: 5mm; padding-bottom: 2pt }
.new { break-before: page }
.keep { break-inside: avoid; margin-bottom: 3pt }
.hyphens { hyphens: auto; text-align: justify }
.no { float: left; width: 6mm }
.to { display: block; position: relative; padding-right: 5mm }
.to::after { content: target-counter(attr(href url), page); position: absolute; right: 0; bottom: 0 }
.rel { position: relative }
.all { column-span: all }
.tick { position: absolute; left: 0; top: 1mm }
.grid { display: grid; grid-template-columns: 1fr 1fr }
.flex { display: flex }
.note { float: footnote }
.head { position: running(head) }
.high { height: 60mm }
.clone { box-decoration-break: clone; border: 1pt solid; padding: 3pt }
html { --ink: var(--of-themes); --of-themes: #123456 }
p, li, td { color: var(--ink) }
"""


def items(count: int, item: str = "<p>{words}</p>") -> str:
    return "".join(item.format(words=WORDS * (1 + number % 3), number=number) for number in range(count))


REMEMBERED = {
    "paragraphs": f'<div class="c">{items(7)}</div>',
    "kept whole": f'<div class="c"><div>{items(12, "<div class=keep><h2>{number}</h2><p>{words}</p></div>")}</div></div>',
    "hyphens": f'<div class="c"><div class="hyphens">{items(8, "<p class=keep>{words}</p>")}</div></div>',
    "lists": f'<div class="c"><ul>{items(9, "<li><p>{words}</p><ol><li>{number}</li></ol></li>")}</ul></div>',
    "floats": f'<div class="c">{items(5, "<p class=keep><span class=no>{number}</span>{words}</p>")}</div>',
    "links": f'<h2 id="far">x</h2><div class="c">{items(5, "<p class=keep><a class=to href=#far>{words}</a></p>")}</div>',
    "tables": f'<div class="c"><div>{items(9, ROW_ALONE)}</div></div>',
    "a long table": f'<div class="c"><table><thead><tr><th>n</th></tr></thead><tbody>'
    f"{items(27, '<tr><td>{number} {words}</td></tr>')}</tbody></table></div>",
    "drawings": f'<div class="c">{items(9, f"<p class=rel>{DRAWING}{{words}}</p>")}</div>',
    "over all columns": f'<div class="c">{items(7)}<h2 class="all">All</h2>{items(6)}<h2 class="all">All</h2></div>',
    "where pages are asked for": f'<p>See <a class="to" href="#end">the end</a></p><div class="c">{items(37)}</div><h2 id="end">End</h2>',
    "inline blocks": f'<div class="c"><div>{items(9, INLINE_BLOCK)}</div></div>',
}
NEW_EACH_TIME = {
    "with borders": f'<div class="c"><div>{items(9, "<div class=clone><p class=keep>{words}</p></div>")}</div></div>',
    "over pages": f'<div class="c">{items(50)}</div>',
    "one paragraph": f'<div class="c"><p>{WORDS * 12}</p></div>',
    "of fixed height": f'<div class="c high">{items(4)}</div>',
    "a column in a row": f'<table><tr><td><div class="c">{items(2)}</div></td></tr></table>',
}
DONE_AGAIN = {
    "grids": f'<div class="c">{items(6, "<div class=grid><p>{words}</p><p>{number}</p></div>")}</div>',
    "flex boxes": f'<div class="c">{items(3, "<div class=flex><p>{words}</p><p>{number}</p></div>")}</div>',
    "footnotes": f'<div class="c">{items(6, "<p>{words}<span class=note>{number}</span></p>")}</div>',
    "running elements": f'<div class="c">{items(6, "<p class=head>{number}</p><p>{words}</p>")}</div>',
}


def result(body: str) -> TypesetResult:
    theme = tiny_theme(CSS + COLUMNS)
    return sound(typeset(page_of(body), Typesetter(theme, assets_of())))


def done_again(body: str, monkeypatch: pytest.MonkeyPatch) -> TypesetResult:
    """Nothing is remembered; the ends of lines are mended as they are where it is."""
    with monkeypatch.context() as patched:
        patched.setattr(patches, "are_tested", lambda: False)
        for module in (inline, preferred):
            patched.setattr(module, "split_first_line", keeping_whole(module.split_first_line))
        return result(body)


@pytest.mark.parametrize("body", REMEMBERED.values(), ids=REMEMBERED)
def test_columns_have_the_same_bytes_from_memory(body: str, monkeypatch: pytest.MonkeyPatch) -> None:
    made, plain = result(body), done_again(body, monkeypatch)
    assert made.pdf == plain.pdf
    assert made.cache_hits.lines, "no line was remembered: the test shows nothing"
    assert not plain.cache_hits.lines


@pytest.mark.parametrize("body", NEW_EACH_TIME.values(), ids=NEW_EACH_TIME)
def test_columns_of_every_kind_have_the_same_bytes(body: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert result(body).pdf == done_again(body, monkeypatch).pdf


@pytest.mark.parametrize("body", DONE_AGAIN.values(), ids=DONE_AGAIN)
def test_boxes_of_every_kind_in_columns_have_the_same_bytes(body: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert result(body).pdf == done_again(body, monkeypatch).pdf


@pytest.mark.parametrize(
    "body",
    [
        f'<div class="c"><p>x</p><div class="c">{items(2)}</div><p>{WORDS}</p></div>',
        f'<div class="c"><div style="float: left; width: 20mm">{items(30)}</div>{items(9)}</div>',
        (
            f'<div class="c"><div style="position: relative">'
            f'<div style="position: absolute; transform: rotate(0deg)">{items(30)}</div></div>{items(9)}</div>'
        ),
    ],
    ids=["columns in columns", "a broken float", "a broken box out of the flow"],
)
def test_boxes_that_break_have_the_same_bytes(body: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert result(body).pdf == done_again(body, monkeypatch).pdf


VARIABLES = """
html { --gap: 1pt; --edge: 1pt solid var(--ink); --ink: #123456 }
p { padding-left: var(--gap); border-left: var(--edge) }
.other { --gap: calc(2 * 1pt); --ink: #654321; --edge: 2pt dotted var(--ink) }
.wrong { --gap: red; --edge: wide }
"""
USES = (
    "<div><p>x</p></div>",
    '<div class="other"><p>x</p></div>',
    '<div style="--gap: 9pt"><p>x</p></div>',
    '<div class="wrong"><p>x</p></div>',
)


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (0, 3, 2, 1), (3, 2, 0)], ids=str)
def test_a_variable_has_the_value_that_it_has_where_it_is_used(order: tuple[int, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    """What is invalid is complained of as without a memory."""
    typesetter = Typesetter(tiny_theme(CSS + VARIABLES), assets_of())
    html = page_of("".join(USES[number] for number in order) * 3)
    made, again = (typeset(html, typesetter).value for _ in "12")
    with monkeypatch.context() as patched:
        patched.setattr(patches, "are_tested", lambda: False)
        without = typeset(html, Typesetter(tiny_theme(CSS + VARIABLES), assets_of())).value
    assert made.cache_hits.values > 0 == without.cache_hits.values
    assert (made.pdf, made.findings) == (without.pdf, without.findings)
    assert again.pdf == without.pdf


def test_values_are_forgotten_before_they_fill_the_memory() -> None:
    pending, solved = object(), Values(lambda pending, tokens, key, base: [key])
    solve = solved.method()
    first = solve(pending, ["x"], "color", None)
    tokens = ["y"]
    assert solve(pending, tokens, "top", None) is solve(pending, tokens, "top", None) is not first
    for number in range(MOST_VALUES):
        solve(pending, tokens, f"--{number}", None)
    assert solve(pending, ["x"], "color", None) is not first
    assert len(solved._values) < MOST_VALUES


def test_each_rule_counts_what_it_remembers() -> None:
    cache_hits = result(RICH + f"<table><tr><td>{WORDS}</td></tr></table>").cache_hits
    assert set(asdict(cache_hits)) == set(patches.RULES)
    assert all(asdict(cache_hits).values())


@pytest.mark.parametrize("rule", patches.RULES)
def test_without_a_rule_the_bytes_are_the_same(rule: str, monkeypatch: pytest.MonkeyPatch) -> None:
    made = result(RICH)
    monkeypatch.delitem(patches.RULES, rule)
    without = result(RICH)
    assert without.pdf == made.pdf
    assert asdict(without.cache_hits)[rule] == 0


@pytest.mark.parametrize("version", [{"weasyprint": "70.1", "pydyf": "0.13.0"}, {"weasyprint": "70.0", "pydyf": "0.14.0"}])
def test_another_version_is_left_as_it_is(version: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patches, "TESTED", version)
    assert result(REMEMBERED["paragraphs"]).cache_hits == patches.CacheHits()


def test_after_a_press_everything_is_as_before(monkeypatch: pytest.MonkeyPatch) -> None:
    def state() -> tuple[Any, ...]:
        ours = (inline.split_first_line, preferred.split_first_line, inline.strut)
        return (*ours, Pending.solve, pydyf.PDF.page_references)

    before = state()
    result("<p>x</p>")
    assert state() == before
    with pytest.raises(ZeroDivisionError), patches.remembering():
        raise ZeroDivisionError if state() != before else AssertionError
    assert state() == before


def test_the_tested_versions_are_those_that_are_installed_and_pinned() -> None:
    assert patches.are_tested()
    pins = dict(re.findall(r'"(weasyprint|pydyf)==([\d.]+)"', (ROOT / "pyproject.toml").read_text(encoding="utf-8")))
    assert pins == TESTED


def test_a_line_is_known_by_all_that_breaking_it_reads_of_a_style() -> None:
    readers = (
        line_break.split_first_line,
        line_break.Layout,
        line_break.create_layout,
        line_break.line_size,
        line_break.first_line_metrics,
    )
    read = set().union(*map(read_of_styles, (*readers, fonts.get_font_description)))
    assert len(read) > 20
    assert read - set(OF_A_LINE) == set()


def test_a_strut_is_known_by_what_weasyprint_knows_it_by() -> None:
    assert set(OF_A_STRUT) == read_of_styles(line_break._font_style_cache_key)
    assert read_of_styles(line_break.strut) <= set(OF_A_STRUT)


def read_of_styles(function: Any) -> set[str]:
    return set(re.findall(r"""style\[['"](\w+)['"]\]""", inspect.getsource(function)))
