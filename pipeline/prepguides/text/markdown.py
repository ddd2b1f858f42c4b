"""Markdown: what it may hold, and its conversion to HTML.

Both `validate` (problems, at their place) and `render` (HTML) need it: docs/adr/0003-markdown-in-the-model.md.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache, partial

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from mdit_py_plugins.attrs import attrs_plugin

from ..model.diagnostic import nearest
from .characters import HINT, UNSEEN, what_is
from .link_addresses import SAFE_SCHEMES, TYPED_LINK, is_safe, refused_image, refused_link
from .markup_problem import MarkupProblem, long_words, position
from .open_marks import is_open_fence, may_hold_open_marks, open_marks
from .quotes import quotes_of

CLAIM_MARK = re.compile(r"\]\{claim=([^}\s]*)\}")
_SUSPECT = re.compile(r"<[A-Za-z!/?]|\]\(|!\[|^ {0,3}#|\]\{|^\s*\[[^\]]+\]:|^(?:-{3,}|={3,})\s*$|\]\[|&[#a-zA-Z]", re.MULTILINE)
_PLACEHOLDER = re.compile(r"\b(?:TODO|TBD|TBC|FIXME|XXX|TK|TKTK)\b|\?\?\?|[Ll]orem ipsum|\[(?:[Ii]nsert|[Pp]laceholder)\b[^\]]*\]")

_IN_A_SENTENCE = re.compile(r"\b(?:a|an|the|this|that|your|my|our|their|his|her|its|each|every) $", re.IGNORECASE)
"""Before a noun."""


@cache
def _parser(html: bool, language: str = "en") -> MarkdownIt:
    quotes = quotes_of(language)
    parser = MarkdownIt("commonmark", {"html": html, "linkify": False, "typographer": True, "quotes": quotes})
    parser.enable(["table", "strikethrough", "replacements", "smartquotes"])
    parser.core.ruler.at("replacements", _set_dashes)
    parser.core.ruler.after("smartquotes", "lone_quotes", partial(_set_lone_quotes, quotes, language))
    parser.use(attrs_plugin, spans=True, allowed=["claim", "ref"])
    if html:
        parser.core.ruler.disable("text_join")  # what was escaped stays a token of its own
    parser.validateLink = is_safe  # type: ignore[method-assign, assignment]
    return parser


def _set_dashes(state: StateCore) -> None:
    """Dashes, ellipses and ±. What Markdown parsers also make of (c), `..`, `,,` and `?!?!` stays as it was written."""
    for token in state.tokens:
        for child in token.children or ():
            if child.type == "text":
                child.content = _DASHES.sub(lambda typed: _SET[typed[0]], child.content)


_DASHES = re.compile(r"(?<![-.])(?:-{2,3}(?!-)|\.{3}(?!\.))|\+-")
_SET = {"--": "–", "---": "—", "...": "…", "+-": "±"}


def _set_lone_quotes(quotes: Sequence[str], language: str, state: StateCore) -> None:
    """Quotes without a partner: those of a speech of several paragraphs, each of which opens with one and only the last closes.

    Where words stand without spaces between them, nothing tells which way a quote looks but the one before it.
    """
    for token in state.tokens:
        opened = False
        for child in token.children or ():
            if child.type == "text" and language.partition("-")[0] in _WITHOUT_SPACES:
                for _ in range(child.content.count('"')):
                    opened = not opened
                    child.content = child.content.replace('"', quotes[0 if opened else 1], 1)
            if child.type == "text" and ('"' in child.content or "'" in child.content):
                begun = _OPENING.sub(lambda quote: quotes[0 if quote[0] == '"' else 2], child.content)
                child.content = begun.replace('"', quotes[1]).replace("'", "’")


_WITHOUT_SPACES = ("ja", "km", "lo", "my", "th", "zh")
_OPENING = re.compile(r"""(?:(?<=^)|(?<=[\s(\[—]))["'](?=\w)""")
"""A quote before a word, at the beginning or behind a space."""


@cache
def _typographer(language: str = "en") -> MarkdownIt:
    """Knows no Markdown, and the same quotes."""
    return MarkdownIt("zero", {"typographer": True, "quotes": quotes_of(language)}).enable("smartquotes")


remembered = lru_cache(maxsize=16_384)
"""What is asked of a text again and again: by several checks and editions, and after each edit of another text."""


@remembered
def curly(text: str, *, language: str = "en") -> str:
    """Plain text, in which * and _ are what they look like, with the quotation marks and apostrophes that are printed."""
    if "'" not in text and '"' not in text:
        return text
    return "".join(words(_typographer(language).parseInline(text)))


@remembered
def block_html(text: str, *, language: str = "en") -> str:
    """The HTML of block Markdown: paragraphs, lists, tables, in pages also headings, which are below the title of their section."""
    parser = _parser(False, language)
    tokens = parser.parse(text)
    _lower_headings(tokens)
    return str(parser.renderer.render(tokens, parser.options, {}))


SECTION_LEVEL = 2
"""Of the headings that are titles of sections."""


def _lower_headings(tokens: Sequence[Token]) -> None:
    """The highest heading of a text becomes one level lower than its section's title, and the others as much lower, down to the last."""
    headings = [token for token in tokens if token.type in ("heading_open", "heading_close")]
    lower = SECTION_LEVEL + 1 - min((int(token.tag[1:]) for token in headings), default=SECTION_LEVEL + 1)
    for token in headings if lower > 0 else ():
        token.tag = f"h{min(6, int(token.tag[1:]) + lower)}"


def block_tokens(text: str, *, language: str = "en") -> list[Token]:
    """The tokens of block Markdown, to be changed and rendered."""
    return _parser(False, language).parse(text)


def rendered(tokens: Sequence[Token]) -> str:
    """The HTML of such tokens."""
    parser = _parser(False)
    return str(parser.renderer.render(tokens, parser.options, {}))


@remembered
def inline_html(text: str, *, language: str = "en") -> str:
    """The HTML of one run of Markdown, without a paragraph around it."""
    return str(_parser(False, language).renderInline(" ".join(text.split())))


@remembered
def plain(text: str, *, language: str = "en") -> str:
    """The words alone: no emphasis, no addresses, no claim marks."""
    tokens = _parser(False, language).parseInline(" ".join(text.split()))
    return "".join(words(tokens))


def words(tokens: Sequence[Token]) -> Iterator[str]:
    """What the tokens say, piece by piece."""
    for token in tokens:
        if token.children:
            yield from words(token.children)
        elif token.type in ("text", "code_inline"):
            yield token.content
        elif token.type in ("softbreak", "hardbreak"):
            yield " "


def claims_in(text: str) -> tuple[str, ...]:
    """The ids of the claims that `text` says it states."""
    return tuple(CLAIM_MARK.findall(text))


def problems_in(text: str, *, block: bool, page: bool, assets: frozenset[str] = frozenset()) -> Iterator[MarkupProblem]:
    """What the text may not hold; only a page may hold headings and images, of `assets`. Never raises, whatever the text."""
    yield from placeholders_in(text)
    yield from long_words(text)
    yield from _footnotes(text)
    if not block and "\n\n" in text.strip():
        line, _ = position(text, text.index("\n\n", len(text) - len(text.lstrip())) + 1)
        yield MarkupProblem("PG205", "a blank line in a field that holds one paragraph", line, 0, 1, "join the paragraphs")
    if not (_SUSPECT.search(text) or may_hold_open_marks(text)):
        return
    tokens = _parser(True).parse(text)
    for token in _all_tokens(tokens, 0):
        yield from _token_problems(token, text, page, assets)
    yield from _left_open(tokens, text.split("\n"))


_CODE = re.compile(
    r"^ {0,3}(?P<fence>`{3,}|~{3,}).*?(?:^ {0,3}(?P=fence)|\Z)|(?P<ticks>`+)(?!`).+?(?<!`)(?P=ticks)(?!`)", re.MULTILINE | re.DOTALL
)
_FOOTNOTE = re.compile(r"\[\^[^\]\s]+\]|\^\[[^\]\n]*\]")
_LISTED = re.compile(r"^\s*(?:[-*+]\s+\S|\|.*\|\s*$)")


def without_code(text: str) -> str:
    """The text with spaces in place of its code, so that what is left stands where it stood."""
    if "\n\n    " in text:
        text = _without_indented_code(text)
    return _CODE.sub(lambda code: re.sub(r"[^\n]", " ", code[0]), text) if "`" in text or "~~~" in text else text


def _without_indented_code(text: str) -> str:
    """Only the parser knows whether an indented line is code or goes on with an item of a list."""
    lines = text.split("\n")
    for token in _parser(False).parse(text):
        if token.type == "code_block" and token.map:
            for number in range(*token.map):
                lines[number] = " " * len(lines[number])
    return "\n".join(lines)


def _footnotes(text: str) -> Iterator[MarkupProblem]:
    """Marks of footnotes, which Markdown would take for the address of a link; of the notes themselves one is enough to be told."""
    match = _FOOTNOTE.search(without_code(text)) if "[^" in text or "^[" in text else None
    if match:
        line, column = position(text, match.start())
        yield MarkupProblem("PG205", f"a footnote, {match[0]}", line, column, len(match[0]), "say it in the text, in brackets")


def run_together(lines: Sequence[str]) -> int | None:
    """The index of the first line after another that is an item of a list or a row of a table: where lines are joined, it is neither."""
    return next((index for index, line in enumerate(lines) if index and _LISTED.match(line)), None)


def placeholders_in(text: str) -> Iterator[MarkupProblem]:
    """What was left to be written. Code says what it says, and “a TODO app” is one."""
    for match in _PLACEHOLDER.finditer(without_code(text)):
        if match[0] == "TODO" and _IN_A_SENTENCE.search(text[: match.start()]) and text[match.end() :][:1] == " ":
            continue
        line, column = position(text, match.start())
        yield MarkupProblem("PG207", f'placeholder "{match[0]}"', line, column, len(match[0]), "write the text, or leave the item out")


def _left_open(tokens: Sequence[Token], lines: Sequence[str]) -> Iterator[MarkupProblem]:
    """Signs that the parser has found no meaning for, and code that runs to the end."""
    for token in tokens:
        first, end = token.map or (0, 1)
        if token.type == "fence" and first < len(lines) and is_open_fence(token.markup, lines[first:end]):
            hint = f"end the code with a line {token.markup}"
            yield MarkupProblem("PG205", "code that is never closed", first, lines[first].find(token.markup), len(token.markup), hint)
        said = "".join(map(_said, token.children or ())) if token.type == "inline" else ""
        for mark in open_marks(said):
            line = min(first + said.count("\n", 0, mark.offset), len(lines) - 1)
            least = mark.offset - (said.rfind("\n", 0, mark.offset) + 1)  # what was parsed is shorter than what was typed
            column = max(lines[line].find(mark.found, least), lines[line].find(mark.found), 0)
            yield MarkupProblem("PG205", mark.message, line, column, len(mark.found), mark.hint)


def _said(token: Token) -> str:
    if token.type in ("softbreak", "hardbreak"):
        return "\n"
    return token.content if token.type == "text" else "."


@dataclass(frozen=True)
class _Placed:
    token: Token
    line: int


def _all_tokens(tokens: Sequence[Token], line: int) -> Iterator[_Placed]:
    for token in tokens:
        at = token.map[0] if token.map else line
        yield _Placed(token, at)
        inner = at
        for child in token.children or ():
            yield from _all_tokens([child], inner)
            if child.type in ("softbreak", "hardbreak"):
                inner += 1


def _token_problems(placed: _Placed, text: str, page: bool, assets: frozenset[str]) -> Iterator[MarkupProblem]:
    token = placed.token

    def problem(needle: str, message: str, hint: str, code: str = "PG205") -> MarkupProblem:
        lines = text.split("\n")
        # The parser counts a lone carriage return as a line's end; the file, as we read it, does not.
        start = min(placed.line, len(lines) - 1)
        line = next((number for number in range(start, len(lines)) if needle in lines[number]), start)
        column = max(0, lines[line].find(needle)) if line < len(lines) else 0
        return MarkupProblem(code, message, line, column, max(1, len(needle)), hint)

    if token.type in ("text", "text_special") and (unseen := UNSEEN.search(token.content)):  # written as a character reference
        yield problem("&", what_is(unseen[0]), HINT)
    yield from _token_findings(token, problem, page, assets)


_Problem = Callable[..., MarkupProblem]
"""Makes a problem of what stands in the text, a message, a hint and a rule."""


def _token_findings(token: Token, problem: _Problem, page: bool, assets: frozenset[str]) -> Iterator[MarkupProblem]:
    if token.type in ("html_inline", "html_block"):
        tag = token.content.strip().split("\n")[0]
        yield problem(tag, f"raw HTML: {tag[:40]}", "use Markdown; write &lt; for a less-than sign")
    elif token.type == "image":
        address = str(token.attrs["src"])
        if not page:
            yield problem("![", "an image in a field", "images belong to pages, themes and brands")
        elif address not in assets:
            yield problem(address, f"{address}: no such file", nearest(address, assets) or "put it under content/assets/", "PG601")
        elif not token.content.strip():
            yield problem("![", "an image without alternative text", "say what a reader who cannot see it needs to know")
    elif token.type == "link_open" and not str(token.attrs["href"]).startswith(SAFE_SCHEMES):
        address = str(token.attrs["href"])
        yield problem(f"]({address}", *refused_link(address))
    elif token.type == "heading_open" and not page:
        yield problem(token.markup, "a heading in a field", "use **bold** words, or split the field")
    elif token.type == "text" and "](" in token.content:
        for link in TYPED_LINK.finditer(token.content):
            yield problem(f"]({link['address']}", *(refused_image(link["address"]) if link["image"] else refused_link(link["address"])))
