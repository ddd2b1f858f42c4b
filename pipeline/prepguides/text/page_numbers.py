"""The numbers of pages that a document's links lead to, printed into it: style sheets show them with `attr(page)`."""

from __future__ import annotations

import re
from collections.abc import Mapping

_LINK = re.compile(r"""<a(?=\s)(?=[^>]*?\shref="#([^">]+)")""")


def with_page_numbers(html: str, pages: Mapping[str, int]) -> str:
    """The document, every link into it with the number of the page that it leads to. `pages` are by HTML id."""

    def numbered(match: re.Match[str]) -> str:
        page = pages.get(match[1])
        return match[0] if page is None else f'{match[0]} page="{page}"'

    return _LINK.sub(numbered, html)


def with_outward_links(html: str, pages: Mapping[str, int], address: str) -> str:
    """The document, its links to what another document prints turned to that address, with the number of the page there."""
    own = frozenset(ids(html))

    def turned(match: re.Match[str]) -> str:
        id = match[1]
        if id in own or id not in pages:
            return match[0]
        before = match[0].removesuffix(f'#{id}"')
        return f'{before}{address}#{id}" page="{pages[id]}"'

    return _LINK.sub(turned, html)


def linked(html: str) -> frozenset[str]:
    """The ids that the document links to."""
    return frozenset(_LINK.findall(html))


_ID = re.compile(r"""<[A-Za-z][^>]*?\sid="([^">]+)\"""")


def ids(html: str) -> list[str]:
    """The ids of a document's elements, in their order; one that two elements have stands there twice."""
    return _ID.findall(html)


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
