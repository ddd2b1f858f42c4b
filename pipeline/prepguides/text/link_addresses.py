"""The addresses that a text may lead to: of other sites, and of the project's own pictures."""

from __future__ import annotations

import re

SAFE_SCHEMES = ("https://", "mailto:")
_ASSET = re.compile(r"^[A-Za-z0-9_-]+(?:/[A-Za-z0-9_-]+)*\.(?:png|PNG|jpe?g|JPE?G|svg|SVG)$")
TYPED_LINK = re.compile(r"(?P<image>!\[[^\]]*)?\]\((?P<address>[^)]*)")
"""One that stayed text, for it may not lead there."""


def is_safe(address: str) -> bool:
    return address.startswith(SAFE_SCHEMES) or bool(_ASSET.match(address))


def refused_link(address: str) -> tuple[str, str]:
    """Message and hint."""
    return f'link to "{address}"', f"a link starts with {' or '.join(SAFE_SCHEMES)}"


def refused_image(address: str) -> tuple[str, str]:
    """Message and hint: an address elsewhere, a picture of a kind that is not printed, or a name that is none of ours."""
    if ":" in address or address.startswith(("/", ".")):
        return f'image at "{address}"', "put the file under content/assets/ and name it from there"
    if re.search(r"\.(?:png|jpe?g|svg)$", address, re.IGNORECASE):
        return f'"{address}" is no name for a file', "name it with letters, digits, - and _, and its ending in lower case"
    return f"{address}: not a PNG, JPEG or SVG", "save it as one of these"
