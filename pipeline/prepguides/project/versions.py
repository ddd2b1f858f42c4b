"""The versions of this program and of the libraries that it prints with."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

from .. import __version__

ENGINE = (
    "weasyprint",
    "pydyf",
    "pikepdf",
    "jinja2",
    "babel",
    "segno",
    "markdown-it-py",
    "mdit-py-plugins",
    "pydantic",
    "fonttools",
    "tinycss2",
    "pyphen",
    "pillow",
)
"""Distributions whose versions can change the bytes."""


def tool_versions() -> dict[str, str]:
    """Of this program and of the libraries that it prints with."""
    return {"prepguides": __version__, **{name: version_of(name) for name in ENGINE}}


def version_of(name: str) -> str:
    """Of a distribution; "absent" where it is not installed, or has no name."""
    try:
        return version(name) if name else "absent"
    except PackageNotFoundError:
        return "absent"
