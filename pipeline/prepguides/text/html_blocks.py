"""A document in blocks: what stands directly in its parts, each as it is written. A few of them can then be laid out without the rest."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

_VOID = frozenset(["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"])
"""Elements that have no end tag."""
_RAW = {name: re.compile(rf"</{name}\s*>", re.IGNORECASE) for name in ("style", "script", "textarea", "title")}
"""Elements in which a tag is no tag, but for the one that ends them."""
_TAG = re.compile(r"<(?:(?P<comment>!--)|(?P<other>!)|(?P<closing>/?)(?P<name>[A-Za-z][^\s/>]*))")
_ATTRIBUTES = re.compile(r"""((?:[^>"']++|"[^"]*+"|'[^']*+')*+)>""")


@dataclass(frozen=True)
class Part:
    """An element that stands directly in the body: its tags, and the elements in it."""

    opening: str
    blocks: tuple[str, ...]
    """Each with the white space before it."""
    closing: str


@dataclass(frozen=True)
class Book:
    """A document whose body holds parts, and whose parts hold blocks, with nothing but white space between."""

    head: str
    """Whatever stands before the body."""
    body: str
    """Its opening tag."""
    parts: tuple[Part, ...]

    @property
    def page_head(self) -> str:
        """The head without what its pages do not show: title and metadata."""
        return _METADATA.sub("", self.head)

    @property
    def outline(self) -> str:
        """The document without its words: see `outline`."""
        parts = (f"{part.opening}{''.join(map(outline, part.blocks))}{part.closing}" for part in self.parts)
        return f"{self.page_head}{self.body}{''.join(parts)}</body></html>"


_METADATA = re.compile(r"<title\b[^<]*</title>\s*|<meta\s+name=[^<>]*>\s*", re.IGNORECASE)


class _Tag(NamedTuple):
    """Where a tag stands; `level` is +1 for one that opens an element, -1 for one that closes it, 0 for both in one."""

    start: int
    end: int
    name: str
    level: int
    attributes: str = ""


class _Read(NamedTuple):
    """A document that was read, and what stands behind its last part."""

    book: Book
    tail: str


_RECENT: deque[_Read] = deque(maxlen=4)
"""The documents that were read last: one that is written differs from the one before in a few blocks."""


@lru_cache(maxsize=4)
def blocks_of(html: str) -> Book | None:
    """The document in blocks. None for one that is not made so, or whose end tags are not all written."""
    found = next(filter(None, (_changed(html, *read) for read in reversed(_RECENT))), None) or _in_blocks(html)
    if found is not None:
        _RECENT.append(found)
    return found.book if found else None


def _in_blocks(html: str) -> _Read | None:
    tags = list(_tags(html))
    body = next((index for index, tag in enumerate(tags) if tag.name == "body" and tag.level > 0), None)
    if body is None:
        return None
    ends = _ends(tags)
    if ends is None:
        return None
    parts = _parts(html, tags, ends, body)
    if parts is None:
        return None
    *_, last = _children(html, tags, ends, body)
    book = Book(html[: tags[body].start], html[tags[body].start : tags[body].end], parts)
    return None if last is None else _Read(book, html[tags[ends[last]].end :])


def _changed(html: str, book: Book, tail: str) -> _Read | None:
    """A document that is one that was read but for some blocks, each of which has one in its place. None for any other.

    What is the same up to the end of a tag is read the same, so that the changed blocks alone are looked through.
    """
    at = len(book.head) + len(book.body)
    if not (html.startswith(book.head) and html.startswith(book.body, len(book.head)) and html.endswith(tail)):
        return None
    parts = []
    for part in book.parts:
        at = _behind_space(html, at)
        if not html.startswith(part.opening, at):
            return None
        at += len(part.opening)
        blocks = []
        for known in part.blocks:
            block = known if html.startswith(known, at) else _block_at(html, at)
            if block is None:
                return None
            blocks.append(block)
            at += len(block)
        at = _behind_space(html, at)
        if not html.startswith(part.closing, at):
            return None
        at += len(part.closing)
        parts.append(Part(part.opening, tuple(blocks), part.closing))
    return _Read(Book(book.head, book.body, tuple(parts)), tail) if at == len(html) - len(tail) else None


_WORD = re.compile(r"\S")


def _behind_space(html: str, at: int) -> int:
    word = _WORD.search(html, at)
    return word.start() if word else len(html)


def _block_at(html: str, at: int) -> str | None:
    """The element that begins there, with the white space before it. None where there is none, or one that does not end."""
    opened: list[str] = []
    for tag in _tags(html, at):
        if not opened and (tag.level < 0 or html[at : tag.start].strip()):
            return None
        if tag.level > 0:
            opened.append(tag.name)
        elif tag.level < 0 and opened.pop() != tag.name:
            return None
        if not opened:
            return html[at : tag.end]
    return None


def _parts(html: str, tags: list[_Tag], ends: dict[int, int], body: int) -> tuple[Part, ...] | None:
    found = []
    for part in _children(html, tags, ends, body):
        if part is None or tags[part].level == 0:
            return None
        blocks, at = [], tags[part].end
        for block in _children(html, tags, ends, part):
            if block is None:
                return None
            blocks.append(html[at : tags[ends[block]].end])
            at = tags[ends[block]].end
        closing = tags[ends[part]]
        found.append(Part(html[tags[part].start : tags[part].end], tuple(blocks), html[closing.start : closing.end]))
    return tuple(found) or None


def _children(html: str, tags: list[_Tag], ends: dict[int, int], parent: int) -> Iterator[int | None]:
    """The tags that open the elements in an element; None where words stand between them."""
    at, index = tags[parent].end, parent + 1
    while index < ends[parent]:
        if html[at : tags[index].start].strip():
            yield None
        yield index
        at, index = tags[ends[index]].end, ends[index] + 1
    if html[at : tags[ends[parent]].start].strip():
        yield None


def _tags(html: str, at: int = 0) -> Iterator[_Tag]:
    """Every tag from there on, in one pass: where a tag or a comment does not end, what follows is part of it."""
    while match := _TAG.search(html, at):
        if match["comment"] or match["other"]:
            ending = "-->" if match["comment"] else ">"
            at = html.find(ending, match.end()) + len(ending)
            if at < len(ending):
                return
            continue
        attributes = _ATTRIBUTES.match(html, match.end())
        if attributes is None:
            return
        at, name = attributes.end(), match["name"].lower()
        if match["closing"]:
            yield _Tag(match.start(), at, name, -1)
            continue
        empty = name in _VOID or attributes[1].endswith("/")
        yield _Tag(match.start(), at, name, 0 if empty else 1, attributes[1])
        if name in _RAW and not empty:
            raw_ends = _RAW[name].search(html, at)
            if raw_ends is None:
                return
            at = raw_ends.start()


def _ends(tags: list[_Tag]) -> dict[int, int] | None:
    """Each opening tag to the tag that closes it, by their numbers; None where one has no other."""
    ends: dict[int, int] = {}
    opened: list[int] = []
    for index, tag in enumerate(tags):
        if tag.level > 0:
            opened.append(index)
        elif tag.level == 0:
            ends[index] = index
        elif opened and tags[opened[-1]].name == tag.name:
            ends[opened.pop()] = index
        else:
            return None
    return None if opened else ends


def opening_tag(block: str) -> str:
    """The tag that opens a block."""
    tag = next(_tags(block), None)
    return block[tag.start : tag.end] if tag else ""


def hollow(opening: str, style: str, inner: str = "") -> str:
    """An element with a style of its own over the one that it has, and with nothing in it but `inner`. No ids are lost."""
    tag = next(_tags(opening), None)
    if tag is None:
        return ""
    attributes = tag.attributes.rstrip("/")
    own = _STYLE.search(attributes)
    written = f"{own[1]}; {style}" if own else style
    if own:
        attributes = attributes[: own.start()] + attributes[own.end() :]
    name = opening[tag.start + 1 :][: len(tag.name)]
    closing = "" if tag.name in _VOID else f"</{name}>"
    return f'<{name}{attributes} style="{written}">{inner if closing else ""}{closing}'


_STYLE = re.compile(r"""\sstyle\s*=\s*"([^"]*)\"""")


@dataclass
class _Node:
    opening: str
    name: str
    children: list[_Node] = field(default_factory=list)


_ATOMIC = frozenset(["svg", "math", "select", "textarea", "p", "h1", "h2", "h3", "h4", "h5", "h6"])
_LOADING = re.compile(r"""\s(?:src|srcset|href|data)\s*=\s*"[^"]*\"""")


@lru_cache(maxsize=2048)
def outline(block: str) -> str:
    """The block without its words: the elements that begin it and end it, each among its empty siblings. Breaks are told by these alone."""
    root = _Node("", "")
    path = [root]
    for tag in _tags(block):
        if tag.level < 0:
            if len(path) == 1:
                return block
            path.pop()
            continue
        node = _Node(block[tag.start : tag.end], tag.name)
        path[-1].children.append(node)
        if tag.level > 0:
            path.append(node)
    return "".join(_pruned(child, True, True) for child in root.children)


def _pruned(node: _Node, first: bool, last: bool) -> str:
    """A node on the way to the first or to the last element."""
    opening = _LOADING.sub("", node.opening)
    if node.name in _VOID or opening.endswith("/>"):
        return opening
    if not (first or last) or node.name in _ATOMIC:
        return f"{opening}</{node.name}>"
    end = len(node.children) - 1
    inner = (_pruned(child, first and index == 0, last and index == end) for index, child in enumerate(node.children))
    return f"{opening}{''.join(inner)}</{node.name}>"
