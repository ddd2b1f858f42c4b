"""Markdown gives the tags that the parser makes, and nothing that an author typed."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from prepguides.text.markdown import block_html, claims_in, curly, inline_html, plain, problems_in, without_code

MADE = {
    "p", "em", "strong", "s", "a", "img", "code", "pre", "ul", "ol", "li", "blockquote", "hr", "br", "span",
    "h1", "h2", "h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
ATTRIBUTES = {"href", "title", "src", "alt", "claim", "start", "class", "style"}


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment got through: {data!r}")

    def handle_decl(self, decl: str) -> None:
        raise AssertionError(f"a declaration got through: {decl!r}")

    def handle_pi(self, data: str) -> None:
        raise AssertionError(f"an instruction got through: {data!r}")


def tags(html: str) -> list[tuple[str, dict[str, str | None]]]:
    reader = _Tags()
    reader.feed(html)
    reader.close()
    return reader.seen


HOSTILE = st.lists(
    st.one_of(
        st.sampled_from(
            [
                "<script>", "</p>", "<b>", "<!--", "-->", "<!DOCTYPE x>", "<?php ?>", "<img src=x onerror=y>", "<a href='javascript:x'>",
                "[a](", "](javascript:x)", "![", "](file:///etc/passwd)", "](x.png \"t\")", "{claim=P1}", "{claim='x\" onclick=y'}",
                "{onclick=x}", "{.c #i}", "[x]{claim=P1 style=y}", "`", "```\n", "> ", "- ", "1. ", "# ", "|a|b|\n|-|-|\n", "\\", "&lt;",
                "&#60;", "\x00", "*", "**", "_", "~~", "\n", "\n\n", " ", "\t", "http://x.y", "<https://x.y>", "[r]: javascript:x\n",
                "][r]",
                '"', "'", "--", "...", "(c)", "\u2028", "🎈",
            ]
        ),
        st.text(max_size=8),
    ),
    max_size=25,
).map("".join)  # fmt: skip


@given(HOSTILE)
@example("[a](<javascript:alert(1)>)")
@example("[a]: data:text/html,x\n\n[a]")
@example("<script>alert(1)</script>")
@example('[a](https://x.y/"onmouseover=z)')
@example('[x]{claim="P1\\" onclick=\\"y"}')
@example("```html onclick=x\n<b>\n```")
def test_no_raw_markup_gets_through(text: str) -> None:
    for html in (block_html(text), inline_html(text)):
        for tag, attributes in tags(html):
            assert tag in MADE
            assert set(attributes) <= ATTRIBUTES
            assert not re.match(r"(?i)\s*(javascript|file|data|http):", attributes.get("href") or "")
            assert re.match(
                r"^(?:[A-Za-z0-9_/-]+\.(?:png|PNG|jpe?g|JPE?G|svg|SVG)|https://.*|mailto:.*|)$", attributes.get("src") or "", re.DOTALL
            )
            assert set(re.findall(r"[a-z-]+(?=:)", attributes.get("style") or "")) <= {"text-align"}


@given(HOSTILE, st.booleans(), st.booleans())
def test_problems_are_found_without_failing_and_lie_in_the_text(text: str, block: bool, page: bool) -> None:
    lines = text.split("\n")
    for problem in problems_in(text, block=block, page=page):
        assert problem.code in {"PG205", "PG207", "PG601"}
        assert 0 <= problem.line < len(lines)
        assert 0 <= problem.column <= len(lines[problem.line])


@given(HOSTILE)
def test_plain_words_and_claims_are_read_from_any_text(text: str) -> None:
    assert isinstance(plain(text), str)
    assert all("}" not in claim for claim in claims_in(text))


def problems(text: str, *, block: bool = True, page: bool = False, assets: frozenset[str] = frozenset()) -> list[str]:
    return [f"{found.line}:{found.column} {found.code}" for found in problems_in(text, block=block, page=page, assets=assets)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("fine **and** *fine*, a < b, 3 > 2", []),
        ("one\n<b>two</b>", ["1:0 PG205", "1:6 PG205"]),
        ("<div>\nx\n</div>", ["0:0 PG205"]),
        ("a <!-- b --> c", ["0:2 PG205"]),
        ("a\n\n![x](y.png)", ["2:0 PG205"]),
        ("# Big", ["0:0 PG205"]),
        ("Big\n===", ["1:0 PG205"]),
        ("[a](http://x.y)", ["0:2 PG205"]),
        ("[a](javascript:x)", ["0:2 PG205"]),
        ("[a](/x)", ["0:2 PG205"]),
        ("[a](https://x.y) and [b](mailto:a@b.c)", []),
        ("TODO later", ["0:0 PG207"]),
        ("all\nTBD, and FIXME", ["1:0 PG207", "1:9 PG207"]),
        ("a mastodon is no TODOist", []),
        ("a TODO app, `TODO` in code", []),
        ("a TODO: say which", ["0:2 PG207"]),
        ("so ^[as they say] it is", ["0:3 PG205"]),
        ("to **each alone", ["0:3 PG205"]),
        ("a **b** and\nto each** alone", ["1:3 PG205"]),
        ("the **evening\n\nbefore**", ["0:4 PG205", "2:0 PG205"]),
        ("**a **b", ["0:0 PG205", "0:4 PG205"]),
        ("a **b** **[c](https://x.y) d", ["0:8 PG205"]),
        ("a ~~b~~ ~~c and `d", ["0:8 PG205", "0:16 PG205"]),
        ("the **evening\nbefore**, **`a`** and **[b](https://x.y)**, `` a ` b ``, `**c`", []),
        ("2**10, 2 ** 10, f***, it`s, a \\*\\*b, ~5, __c", []),
        ("a\n\n```sql\nSELECT 1\n\nb", ["2:0 PG205"]),
        ("> ~~~\n> a\n\nb", ["0:2 PG205"]),
        ("```\na\n```\n\n- ~~~~\n  ~~~\n  ~~~~\n\n> ```\n> b\n> ```", []),
        ("- [ ] pen\n- [x] ink\n- [a]", ["0:2 PG205", "1:2 PG205"]),
        ("`x^[1]` is code", []),
        ("one\n" + "w" * 1001 + " " + "[" * 1001, ["1:0 PG205", "1:1002 PG205"]),
        (("w" * 1000 + " ") * 2, []),
        ("[ " * 501, ["0:0 PG205"]),
        ("w !" * 500, ["0:0 PG205"]),
        ("(w) " * 500, []),
        ("語" * 1001 + "ก" * 1001 + "w\u200b" * 1001 + "w\u00ad" * 1001, []),
    ],
)
def test_what_a_field_may_not_hold_is_reported_where_it_stands(text: str, expected: list[str]) -> None:
    assert problems(text) == expected


def test_an_inline_field_holds_one_paragraph() -> None:
    assert problems("a\n\nb", block=False) == ["1:0 PG205"]
    assert problems("a\n\nb", block=True) == []


def test_only_a_page_holds_headings_and_images_and_an_image_must_be_there_and_speak() -> None:
    assets = frozenset({"a.png"})
    assert problems("# A\n\n![words](a.png)", page=True, assets=assets) == []
    assert problems("# A\n\n![words](b.png)", page=True, assets=assets) == ["2:9 PG601"]
    assert problems("x\n\n![](a.png)", page=True, assets=assets) == ["2:0 PG205"]


def test_a_claim_mark_becomes_an_attribute_and_no_other_attribute_does() -> None:
    assert inline_html("[so]{claim=P1}") == '<span claim="P1">so</span>'
    assert "onclick" not in re.sub(r">[^<]*<", "><", inline_html("[so]{claim=P1 onclick=x .c #i}"))
    assert claims_in("[a]{claim=P1} b [c *d*]{claim=B12}") == ("P1", "B12")


def test_plain_text_drops_marks_and_addresses() -> None:
    assert plain('**A** *b* `c` [d](https://x.y) [e]{claim=P1}\n"f"') == "A b c d e “f”"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the agent's 'no'", "the agent’s ‘no’"),
        ('*a* b_c_ "d"', "*a* b_c_ “d”"),
        ("<b>&amp; teams' \n line", "<b>&amp; teams’ \n line"),
        ("plain", "plain"),
    ],
)
def test_plain_text_gets_typographic_quotes_and_stays_plain(text: str, expected: str) -> None:
    assert curly(text) == expected


def test_letters_in_parentheses_stay_letters() -> None:
    assert block_html("(a) x, (b) y, (c) z, (r) w, (tm) v -- and ...") == "<p>(a) x, (b) y, (c) z, (r) w, (tm) v – and …</p>\n"


def test_signs_that_mean_what_they_are_stay_and_dashes_are_set() -> None:
    assert block_html("1..5 a,,b ?!?! .... ----x +- ---") == "<p>1..5 a,,b ?!?! .... ----x ± —</p>\n"


def test_a_speech_of_several_paragraphs_opens_each_and_closes_the_last() -> None:
    made = block_html('> "One begins.\n>\n> "Two goes on, the \'90s\' way.\n>\n> Three ends."')
    assert '"' not in made
    assert "“One begins." in made
    assert "“Two goes on" in made
    assert "Three ends.”" in made


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en-GB", "“He said ‘go’.” It’s"),
        ("de", "„He said ‚go‘.“ It’s"),
        ("de-CH", "«He said ‹go›.» It’s"),
        ("fr", "«\u00a0He said ‹\u00a0go\u00a0›.\u00a0» It’s"),
        ("tlh", "“He said ‘go’.” It’s"),
    ],
)
def test_quotation_marks_are_those_of_the_language(language: str, expected: str) -> None:
    text = "\"He said 'go'.\" It's"
    assert inline_html(text, language=language) == curly(text, language=language) == plain(text, language=language) == expected


def test_quotes_between_words_without_spaces_open_and_close_in_turn() -> None:
    assert inline_html('写下"决定"和"代价"。', language="zh-Hans") == "写下“决定”和“代价”。"


def test_indented_code_is_code_where_the_parser_says_so() -> None:
    text = "As in\n\n    SELECT a\n\n- an item\n\n    that has a SECOND paragraph\n"
    assert without_code(text).split() == ["As", "in", "-", "an", "item", "that", "has", "a", "SECOND", "paragraph"]


def test_code_is_left_out_and_the_rest_stays_where_it_stood() -> None:
    """An acronym in code is no acronym."""
    text = "Run `SELECT 1` first.\n\n```sql\nSELECT *\nFROM t\n```\n\nThen the ``a ` b`` rest."
    rest = without_code(text)
    assert len(rest) == len(text)
    assert rest.split() == ["Run", "first.", "Then", "the", "rest."]
    assert rest.index("rest.") == text.index("rest.")


@pytest.mark.parametrize(
    ("levels", "printed"),
    [((2, 3, 2), (3, 4, 3)), ((3, 4), (3, 4)), ((1, 2, 6), (3, 4, 6)), ((3, 2), (4, 3)), ((4,), (4,))],
)
def test_headings_of_a_page_are_below_the_title_of_its_section(levels: tuple[int, ...], printed: tuple[int, ...]) -> None:
    html = block_html("\n\n".join(f"{'#' * level} A head\n\nSome text." for level in levels))
    assert tuple(int(level) for level in re.findall(r"<h(\d)>A head</h\1>", html)) == printed
