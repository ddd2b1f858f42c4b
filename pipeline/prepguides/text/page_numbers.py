"""The numbers of pages that a document's links lead to, printed into it: style sheets show them with `attr(page)`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import pairwise

_LINK = re.compile(r"""<a(?P<head>(?:\s[^<>]*?)?\shref=")#(?P<id>[^"<>]+)\"""")
"""A tag is read up to the next one at most: `<` in an attribute is written `&lt;`, and a tag without an end costs no more."""
_RUN = re.compile(r"""\sclass="(?:[^"]*\s)?run[\s"]""")
"""A link of several that are called alike, and not the last of them."""


def with_page_numbers(html: str, pages: Mapping[str, int]) -> str:
    """The document, every link into it with the number of the page that it leads to. `pages` are by HTML id.

    A link of the class `run` gets `shared` too where the next link leads to the same page.
    """
    return _numbered(html, pages, "")


def with_outward_links(html: str, pages: Mapping[str, int], address: str) -> str:
    """The document, its links to what another document prints turned to that address, with the number of the page there."""
    own = frozenset(ids(html))
    return _numbered(html, {id: page for id, page in pages.items() if id not in own}, address)


def _numbered(html: str, pages: Mapping[str, int], address: str) -> str:
    after = {link.start(): pages.get(then["id"]) for link, then in pairwise(_LINK.finditer(html))}

    def numbered(match: re.Match[str]) -> str:
        page = pages.get(match["id"])
        if page is None:
            return match[0]
        shared = " shared" if _RUN.search(match["head"]) and after.get(match.start()) == page else ""
        return f'<a page="{page}"{shared}{match["head"]}{address}#{match["id"]}"'

    return _LINK.sub(numbered, html)


_PRINTED = re.compile(r"""<a page="(?P<page>\d+)"(?=[^<>]*?\shref="[^"<>#]*#(?P<id>[^"<>]+)")""")


def changed_numbers(before: str, after: str) -> dict[str, tuple[str, str]] | None:
    """HTML id to the page numbers that links to it have in two documents, where these differ. None if anything else differs too."""
    if _PRINTED.sub("<a", before) != _PRINTED.sub("<a", after):
        return None
    pairs = zip(_PRINTED.finditer(before), _PRINTED.finditer(after), strict=True)
    return {one["id"]: (one["page"], other["page"]) for one, other in pairs if one["page"] != other["page"]}


def linked(html: str) -> frozenset[str]:
    """The ids that the document links to."""
    return frozenset(match["id"] for match in _LINK.finditer(html))


_ID = re.compile(r"""<[A-Za-z][^<>]*?\sid="([^"<>]+)\"""")


def ids(html: str) -> list[str]:
    """The ids of a document's elements, in their order; one that two elements have stands there twice."""
    return _ID.findall(html)


def first_id(html: str) -> str:
    """The first of the ids of a document's elements; empty where they have none."""
    found = _ID.search(html)
    return found[1] if found else ""


CHARACTERS = 3900
"""Of HTML on a page, by and large."""


def guessed_pages(html: str) -> dict[str, int]:
    """The page of each id, as far as it can be told from how much HTML stands before it."""
    return {found[1]: 1 + found.start() // CHARACTERS for found in reversed([*_ID.finditer(html)])}


def placeholder_pages(html: str) -> dict[str, int]:
    """A number for each id, to be laid out until its page is known: as many digits as the guessed page has, and all of them eights.

    The guess itself would be wrong by a page or two as often as not, and different in two editions of one guide, which would have to lay
    out what refers to later pages once for each of them.
    """
    return {id: int("8" * len(str(page))) for id, page in guessed_pages(html).items()}
