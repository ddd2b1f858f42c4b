"""What a finished document loads, claims and says, in one pass over its text.

Each character is passed once, whatever the text: a parser that builds a tree is quadratic where elements are nested deep, and templates
are not to be trusted with the main process (docs/adr/0014-one-scan-of-the-html.md).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from html import unescape

import tinycss2

LOADING = {
    "img": "src",
    "link": "href",
    "object": "data",
    "embed": "src",
    "iframe": "src",
    "source": "src",
    "image": "href",
    "use": "href",
}
"""Elements that load something, and the attribute that says what."""
_SPOKEN = ("alt", "title", "content", "aria-label")
_TAG = re.compile(r"<(?:(?P<comment>!--)|(?P<other>[!?])|(?P<closing>/?)(?P<name>[A-Za-z][^\s/>]*+))")
_REST = re.compile(r"""(?P<attributes>(?:[^>=]++|=\s*+(?:"[^"]*+"|'[^']*+'|))*+)>""")
"""To the end of a tag. A quotation mark counts after an equals sign alone, and one that ends nowhere is a letter."""
_ODD = re.compile(r"""(?:[^=]++|=\s*+(?:"[^"]*+"|'[^']*+'|(?!["'])))*+=""")
"""To an equals sign before a quotation mark that ends nowhere: in a piece of a document, another further on may end it."""
_ATTRIBUTE = re.compile(r"""(?P<name>[^\s/>="'][^\s/>=]*+)(?:\s*+=\s*+(?:"(?P<double>[^"]*+)"|'(?P<single>[^']*+)'|(?P<bare>[^\s>]++)))?""")
_OF_INTEREST = re.compile(r"\b(?:style|alt|title|content|aria-label|claims?)\s*=", re.IGNORECASE)
_RAW = {name: re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE) for name in ("style", "script", "textarea", "title")}
"""Elements in which a tag is no tag, but for the one that ends them."""
_HUGE_NUMBER = re.compile(r"&#(?:[0-9]{8,}+|[xX][0-9a-fA-F]{7,}+);?")
"""No character has it, and `unescape` gives up on the longest of them."""


@dataclass(frozen=True)
class HtmlScan:
    """What one document holds."""

    loads: tuple[str, ...]
    """Addresses as they are written, those in its CSS included."""
    links: tuple[str, ...]
    """Addresses that it links to, those in the document itself left out."""
    claims: frozenset[str]
    """The ids in `claim` and `claims` attributes."""
    words: str = field(repr=False)
    """All that is read or read aloud, as it is written."""

    @cached_property
    def text(self) -> str:
        """All that is read or read aloud, white space folded: made when it is asked for, in a preview after it has shown the page."""
        return " ".join(_plain(self.words).split())


@lru_cache(maxsize=2)
def scanned(html: str) -> HtmlScan:
    """The document's addresses, claims and words. Linear in its length, and remembered for the next who asks of the same text."""
    scan = _whole(html)
    words = "".join([*scan.text, " ", " ".join(scan.spoken)])
    loads = [*scan.loads, *(address for css in scan.styles for address in loads_of_css(css))]
    return HtmlScan(tuple(dict.fromkeys(loads)), tuple(dict.fromkeys(scan.links)), frozenset(scan.claims), words)


def _pieces(html: str) -> Iterator[str]:
    """The document, cut before tags: while it is written, it differs from the one before in a few pieces."""
    for outer, section in enumerate(html.split("<section")):
        for inner, piece in enumerate(section.split("<article")):
            begins = "<article" if inner else "<section" if outer else ""
            if begins or piece:
                yield f"{begins}{piece}"


def _whole(html: str) -> _Scan:
    """A scan of all, put together from its pieces, which are remembered. In one piece where a tag or a comment goes across a cut."""
    pieces = [_piece(piece) for piece in _pieces(html)]
    if not all(piece.is_closed for piece in pieces[:-1]):
        scan = _Scan(html)
        scan.run()
        return scan
    whole = _Scan(html)
    for piece in pieces:
        whole.append(piece)
    return whole


@lru_cache(maxsize=1024)
def _piece(html: str) -> _Scan:
    """The scan of a piece in few words, for what is between its first and its last is the same wherever it stands."""
    scan = _Scan(html)
    scan.run()
    scan.html = ""
    scan.styles = list(dict.fromkeys(scan.styles))
    scan.spoken = [" ".join(scan.spoken)] if scan.spoken else []
    if len(scan.text) > 3:
        scan.text[1:-1] = ["".join(scan.text[1:-1])]
    return scan


@dataclass
class _Scan:
    """One pass."""

    html: str
    loads: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    styles: list[str] = field(default_factory=list)
    claims: set[str] = field(default_factory=set)
    text: list[str] = field(default_factory=list)
    spoken: list[str] = field(default_factory=list)
    is_closed: bool = False
    """Whether each tag, comment and element of raw text that begins in it ends in it: what follows is then read as if it stood alone."""
    _opened: bool = False

    def append(self, piece: _Scan) -> None:
        """What was scanned of the piece behind this one, which begins with a tag."""
        self.loads += piece.loads
        self.links += piece.links
        self.styles += piece.styles
        self.claims |= piece.claims
        self.spoken += piece.spoken
        if self.text:  # before a tag stand the words that the piece before ended with
            self.text[-1:] = [self.text[-1] or " ", *piece.text[1:]]
        else:
            self.text += piece.text

    def run(self) -> None:
        html, at = self.html, 0
        while match := _TAG.search(html, at):
            # Words of two elements that touch are two words.
            self.text.append(html[at : match.start()] or " ")
            if match["comment"]:
                at = html.find("-->", match.end()) + 3
                if at < 3:
                    return
                continue
            rest = _REST.match(html, match.end())
            if rest is None:  # the text ends inside the tag, which is then none
                return
            at = rest.end()
            written = rest["attributes"]
            self._opened |= _ODD.match(written) is not None
            if match["name"] and not match["closing"]:
                at = self._element(match["name"].lower(), written, at)
        self.text.append(html[at:])
        self.is_closed = not self._opened

    def _element(self, name: str, written: str, at: int) -> int:
        """Take down what the tag says; returns where to read on."""
        if name in LOADING or name == "a" or _OF_INTEREST.search(written):
            self._attributes(name, written)
        if name not in _RAW:
            return at
        ending = _RAW[name].search(self.html, at)
        end = ending.start() if ending else len(self.html)
        self._opened |= ending is None
        if name == "style":
            self.styles.append(self.html[at:end])
        elif name != "script":
            self.text.append(self.html[at:end])
        return end

    def _attributes(self, name: str, written: str) -> None:
        values: dict[str, str] = {}
        for match in _ATTRIBUTE.finditer(written):
            values.setdefault(match["name"].lower(), match["double"] or match["single"] or match["bare"] or "")
        wanted = LOADING.get(name, "")
        address = _plain(values.get(wanted) or values.get(f"xlink:{wanted}") or "")
        if address and not address.startswith("#"):
            self.loads.append(address)
        if name == "a" and (link := _plain(values.get("href", ""))) and not link.startswith("#"):
            self.links.append(link)
        if "style" in values:
            self.styles.append(_plain(values["style"]))
        self.claims.update(f"{values.get('claim', '')} {values.get('claims', '')}".split())
        self.spoken += [values[each] for each in _SPOKEN if each in values]


def _plain(text: str) -> str:
    """With its character references put in."""
    return unescape(_HUGE_NUMBER.sub("\ufffd", text)) if "&" in text else text


_MAY_LOAD = re.compile(r"url|@import|\\", re.IGNORECASE)


@lru_cache(maxsize=1024)
def loads_of_css(text: str) -> tuple[str, ...]:
    """The addresses in a style sheet's `url()` and `@import`, comments left out."""
    if not _MAY_LOAD.search(text):
        return ()
    found = _addresses(tinycss2.parse_component_value_list(text, skip_comments=True))
    return tuple(address for address in found if address and not address.startswith("#"))


def _addresses(nodes: list[tinycss2.ast.Node]) -> Iterator[str]:
    """In the order in which they are written, without recursion: nesting is the author's to choose."""
    waiting, importing = nodes[::-1], False
    while waiting:
        node = waiting.pop()
        if node.type == "url" or (node.type == "string" and importing):
            yield str(node.value)
        elif node.type == "function" and node.lower_name == "url":
            yield from (str(argument.value) for argument in node.arguments if argument.type == "string")
        else:
            waiting += (getattr(node, "content", None) or getattr(node, "arguments", None) or [])[::-1]
        importing = (node.type == "at-keyword" and node.lower_value == "import") or (importing and node.type == "whitespace")
