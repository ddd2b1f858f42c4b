"""HTML + theme -> the assets that they load, found before anything is pressed."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import urljoin

from ..model.assets import BASE_ADDRESS, Absence, AssetResolver, Refusal
from ..model.diagnostic import Checked, Diagnostic, Place
from ..model.rules import RULES
from ..model.theme import Theme

_CSS_URL = re.compile(r"""url\(\s*(?:"([^"]*)"|'([^']*)'|([^)"'\s]*))\s*\)|@import\s+["']([^"']+)["']""")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_LOADING = {
    "img": "src",
    "link": "href",
    "object": "data",
    "embed": "src",
    "iframe": "src",
    "source": "src",
    "image": "href",
    "use": "href",
}


_TAG = re.compile(rf"""<!--.*?-->|<(?:{"|".join(_LOADING)})\b(?:[^>"']|"[^"]*"|'[^']*'|["'])*+>""", re.DOTALL | re.IGNORECASE)
"""A tag that loads something; or a comment, which may hold one that does not. A quote that ends nowhere is a letter."""


class _Loads(HTMLParser):
    """Reads these tags alone: a guide has thousands of others."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.addresses: list[str] = []
        for tag in _TAG.finditer(html):
            self.feed(tag[0])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        wanted = _LOADING.get(tag)
        if wanted and (address := values.get(wanted) or values.get(f"xlink:{wanted}")) and not address.startswith("#"):
            self.addresses.append(address)


def resolver_for(theme: Theme, assets: object) -> AssetResolver:
    """The shelf of a theme: the project's assets before the theme's own, and its parents' after."""
    fonts = {font.address: font.path for font in theme.fonts}
    return AssetResolver(fonts, (assets, *(folder / "assets" for folder in theme.folders)))  # type: ignore[arg-type]


def resolve_assets(html: str, theme: Theme, resolver: AssetResolver, name: str) -> Checked[str]:
    """The SHA-256 of all that the document loads; an address that is not served is a problem where it is written."""
    addresses = dict.fromkeys([*_Loads(html).addresses, *_in_css(html), *(url for file in theme.styles for url in _in_css(file.text))])
    digest = hashlib.sha256()
    diagnostics: list[Diagnostic] = []
    for address in addresses:
        url = urljoin(f"{BASE_ADDRESS}assets/", address)
        try:
            digest.update(address.encode() + resolver.read(url)[0])
        except (Refusal, Absence) as failure:
            diagnostics.append(_problem(address, failure, theme, name))
    return Checked(digest.hexdigest(), tuple(diagnostics))


def _in_css(text: str) -> Iterator[str]:
    for found in _CSS_URL.finditer(_COMMENT.sub("", text)):
        address = next((group for group in found.groups() if group), "")
        if address and not address.startswith("#"):
            yield address


def _problem(address: str, failure: Exception, theme: Theme, name: str) -> Diagnostic:
    rule = RULES["PG601" if isinstance(failure, Absence) else "PG602"]
    place = place_of(address, theme) or Place.of_subject(name)
    return Diagnostic(rule, f"{address}: {failure}", place, "assets lie in content/assets/ or in a theme's assets/")


def place_of(words: str, theme: Theme) -> Place | None:
    """Where a template or style sheet says these words."""
    for file in (*theme.templates.values(), *theme.styles):
        for number, line in enumerate(file.text.split("\n"), 1):
            if words in line:
                return Place(file.path, number, line.index(words) + 1, len(words), line)
    return None
