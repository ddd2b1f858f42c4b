"""What a finished document loads, claims and says, in one pass over its text.

Each character is passed once, whatever the text: a parser that builds a tree is quadratic where elements are nested deep, and templates
are not to be trusted with the main process (docs/adr/0014-one-scan-of-the-html.md).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
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
    text: str
    """All that is read or read aloud, white space folded."""


@lru_cache(maxsize=2)
def scanned(html: str) -> HtmlScan:
    """The document's addresses, claims and words. Linear in its length, and remembered for the next who asks of the same text."""
    scan = _Scan(html)
    scan.run()
    words = _plain("".join([*scan.text, " ", " ".join(scan.spoken)]))
    loads = [*scan.loads, *(address for css in scan.styles for address in loads_of_css(css))]
    return HtmlScan(tuple(dict.fromkeys(loads)), tuple(dict.fromkeys(scan.links)), frozenset(scan.claims), " ".join(words.split()))


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
            if match["name"] and not match["closing"]:
                at = self._element(match["name"].lower(), rest["attributes"], at)
        self.text.append(html[at:])

    def _element(self, name: str, written: str, at: int) -> int:
        """Take down what the tag says; returns where to read on."""
        if name in LOADING or name == "a" or _OF_INTEREST.search(written):
            self._attributes(name, written)
        if name not in _RAW:
            return at
        ending = _RAW[name].search(self.html, at)
        end = ending.start() if ending else len(self.html)
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
