"""What a document loads, claims and says is found in one pass, whatever the document."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prepguides.text import html_scan
from prepguides.text.html_scan import loads_of_css, scanned


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>wo<b>rd</b></p><p>next</p>", "word next"),
        ("<p>a &amp; b&nbsp;c &lt;d></p>", "a & b c <d>"),
        ("<style>p { content: 'no' }</style><script>no</script>yes", "yes"),
        ("<!-- no --><p>yes <!-- <b> --> too", "yes too"),
        ("<img alt=\"A dot\"><svg><title>A leaf</title></svg><b aria-label='Said' title=Told>x</b>", "A leaf x A dot Told Said"),
        ("3 < 4 and <5", "3 < 4 and <5"),
        ('<p title="a > b">x</p>', "x a > b"),
        ("<title>a <b> c</title>", "a <b> c"),
        ("&#99999999999999999999;x", "\ufffdx"),
        ("<p>x</p><p never ends", "x"),
    ],
)
def test_the_words_are_those_that_a_reader_sees_or_hears(html: str, text: str) -> None:
    assert scanned(html).text == text


def test_claims_are_read_from_attributes_alone() -> None:
    html = '<p claims="P1 P2">x <span claim=P3>y</span></p><code>claim="P4"</code><!-- <i claim="P5"> --><i data-claim="P6">'
    assert scanned(html).claims == {"P1", "P2", "P3"}


@pytest.mark.parametrize(
    ("css", "loads"),
    [
        ("a { b: url(x.png), url(\"y.png\"), url( 'z.png' ) }", ("x.png", "y.png", "z.png")),
        ('@import "a.css"; @import url(b.css); p::after { content: "c.css" }', ("a.css", "b.css")),
        ("/* url(no.png) */ p { fill: url(#g) }", ()),
        (r"p { background: u\72l(x.png); b: UR\4C(y.png) }", ("x.png", "y.png")),
        ('p { content: "url(no.png)" }', ()),
        ("@media print { p { background: image-set(url(x.png) 1x) } }", ("x.png",)),
        ("p { background: url(", ()),
    ],
)
def test_a_style_sheet_s_addresses_are_found_and_its_words_are_not(css: str, loads: tuple[str, ...]) -> None:
    assert loads_of_css(css) == loads


def test_code_that_is_printed_is_no_style_sheet() -> None:
    assert scanned("<p>Write <code>url(logo.png)</code></p>").loads == ()


HOSTILE = [
    *("<!--", "<style>", "<p", '<p a="', "<p a='", """<a b="'" """, "<div>", "<img src=", "&#", "<title>", '="', "url(", "url( "),
    *('<p style="a:url(', "</style ", "<section", "<section>", '<article a="'),
]


class Counted:
    """A pattern that counts the characters that it is given to look through."""

    def __init__(self, pattern: re.Pattern[str], spent: list[int]) -> None:
        self.pattern, self.spent = pattern, spent

    def _told(self, found: re.Match[str] | None, text: str, at: int) -> re.Match[str] | None:
        self.spent[0] += (found.end() if found else len(text)) - at
        return found

    def search(self, text: str, at: int = 0) -> re.Match[str] | None:
        return self._told(self.pattern.search(text, at), text, at)

    def match(self, text: str, at: int = 0) -> re.Match[str] | None:
        return self._told(self.pattern.match(text, at), text, at)


@pytest.mark.parametrize("words", HOSTILE)
def test_each_character_is_passed_a_few_times_at_most(words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    spent = [0]
    for name in ("_TAG", "_REST"):
        monkeypatch.setattr(html_scan, name, Counted(getattr(html_scan, name), spent))
    monkeypatch.setattr(html_scan, "_RAW", {name: Counted(each, spent) for name, each in html_scan._RAW.items()})
    html = words * 5000
    scanned.__wrapped__(html)
    assert spent[0] <= 4 * len(html)


PIECES = st.sampled_from(
    [
        *("<", ">", "</", "<!--", "-->", "<p ", "<style>", "</style>", "a=", '"', "'", "x", " ", "&amp;", "&#", "\0", "=", "url("),
        *("<img src=b.svg>", "<section>", "<section title='", '<article id="a">', "<article", "<title>", "</title>", "<img alt='b'>"),
    ]
)


@given(st.lists(PIECES, max_size=40).map("".join))
def test_whatever_the_text_it_is_scanned(html: str) -> None:
    found: Any = scanned(html)
    assert isinstance(found.text, str)
    assert all(address and not address.startswith("#") for address in found.loads)


@given(st.lists(PIECES, max_size=40).map("".join))
def test_a_document_is_scanned_in_pieces_as_it_is_in_one(html: str) -> None:
    whole = html_scan._Scan(html)
    whole.run()
    found = html_scan._whole(html)
    assert ("".join(found.text), " ".join(found.spoken)) == ("".join(whole.text), " ".join(whole.spoken))
    assert (found.loads, found.links, found.claims) == (whole.loads, whole.links, whole.claims)
    assert list(dict.fromkeys(found.styles)) == list(dict.fromkeys(whole.styles))


@pytest.mark.parametrize(
    "opened",
    ["<!-- ", "<style>", "<title>", "<p title='", "<p title='>", '<p title=">', "<p ", "<p"],
    ids=["a comment", "a style sheet", "a title", "a value", "a value with a sign", "another value", "a tag", "a name"],
)
def test_what_goes_on_in_the_next_piece_is_scanned_in_one(opened: str) -> None:
    html = f"<section>x{opened} <section title='y'><img alt=z></section> --></style></title>\">'>w"
    whole = html_scan._Scan(html)
    whole.run()
    assert "".join(html_scan._whole(html).text) == "".join(whole.text)


def test_pieces_that_are_as_before_are_not_scanned_again(monkeypatch: pytest.MonkeyPatch) -> None:
    pieces = [f"<section><p>{number} of a hundred pieces</p></section>" for number in range(100)]
    scanned("".join(pieces))
    spent = [0]
    monkeypatch.setattr(html_scan, "_TAG", Counted(html_scan._TAG, spent))
    pieces[7] = "<section><p>another one</p></section>"
    assert "another one 8 of a hundred pieces" in scanned("".join(pieces)).text
    assert 0 < spent[0] <= 2 * len(pieces[7])
