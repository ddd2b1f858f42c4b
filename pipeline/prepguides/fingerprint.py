"""Digests of what outputs are made from."""

from __future__ import annotations

import json
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

from . import __version__, bundled
from .model.project import Project, Request
from .stages.record import sha256

if TYPE_CHECKING:
    from .model.edition import Edition
    from .model.theme import Theme

ENGINE = (
    "weasyprint",
    "pydyf",
    "pikepdf",
    "jinja2",
    "markdown-it-py",
    "mdit-py-plugins",
    "pydantic",
    "fonttools",
    "tinycss2",
    "pyphen",
    "pillow",
)
"""Distributions whose versions can change the bytes."""


def digests(edition: Edition, theme: Theme, tools: str, assets: str, obligations: str) -> dict[str, str]:
    """Of one edition; named, because the names that differ are the reasons that a rebuild prints.

    `obligations` is the digest of what the edition must and must not print: claims and coach-only texts.
    """
    return {
        "content": sha256(edition.model_dump_json(exclude={"papers"}).encode()),
        "obligations": obligations,
        "templates": digest_of({name: file.text for name, file in theme.templates.items()}),
        "styles": digest_of([[file.path, file.text] for file in theme.styles]),
        "fonts": digest_of([[font.face.model_dump(mode="json"), sha256(font.path.read_bytes())] for font in theme.fonts]),
        "assets": digest_of([assets, *(folder_digest(folder / "assets") for folder in theme.folders)]),
        "tools": tools,
    }


def digest_of(value: object) -> str:
    """SHA-256 of plain data."""
    return sha256(json.dumps(value, sort_keys=True).encode())


def folder_digest(folder: Path) -> str:
    """SHA-256 of a folder's files and their names; of nothing when there is no such folder."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return digest_of([[path.relative_to(folder).as_posix(), sha256(path.read_bytes())] for path in files])


def tool_versions() -> dict[str, str]:
    """Of this program and of the libraries that it prints with."""
    return {"prepguides": __version__, **{name: _version(name) for name in ENGINE}}


def tools_digest() -> str:
    """SHA-256 of this program and of the versions of the libraries that it prints with."""
    package = Path(__file__).parent
    program = [[path.relative_to(package).as_posix(), sha256(path.read_bytes())] for path in sorted(package.rglob("*.py"))]
    return digest_of([program, tool_versions()])


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "absent"


def run_fingerprint(project: Project, request: Request) -> str:
    """SHA-256 of everything that a build with this request reads. Equal fingerprints mean equal outputs and diagnostics."""
    asked = [request.guides, request.cohorts, request.editions, request.papers, request.sets]
    folders = [project.content, project.templates, bundled.templates()]
    return digest_of([asked, [folder_digest(folder) for folder in folders], tools_digest()])
