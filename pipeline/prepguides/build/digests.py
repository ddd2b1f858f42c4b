"""Digests of what outputs are made from."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from ..project import bundled
from ..project.versions import tool_versions
from ..text.color import SHARES, tint
from ..model.request import Project, Request
from ..stages.record import sha256

if TYPE_CHECKING:
    from ..model.edition import Edition
    from ..model.theme import Theme



_OF_THE_READERS = ("palette", "brand", "language", "programme")
"""Fields of an edition that its cohort or the command line settles: each is an input of its own, named for what was changed."""


def digests(edition: Edition, theme: Theme, tools: str, assets: str, owed: object, withheld: object) -> dict[str, str]:
    """Of one edition; named, because the names that differ are the reasons that a rebuild prints.

    `owed` are the claims that the edition must print, `withheld` the coach's texts that it must not.
    """
    from ..model.theme import BRAND_STYLES  # brings Pydantic, which a build with nothing to do can spare itself

    written = edition.model_dump(mode="json", exclude={"papers", "must_cover", "fonts"})
    readers = {name: written.pop(name) for name in _OF_THE_READERS}
    told = [section for part in written["parts"] for section in part["sections"] if section["kind"] == "programme"]
    for part in written["parts"]:
        part["sections"] = [section for section in part["sections"] if section["kind"] != "programme"]
    accent = readers["palette"].pop("accent")
    if len(edition.roles) == 1:
        readers["palette"].pop("sides")  # colors of a comparison
    tokens = [file for file in theme.styles if file.path.endswith("/tokens.css")]
    worn = [file.text for file in theme.styles if file.path == BRAND_STYLES]
    styles = [file for file in theme.styles if file not in tokens and file.path != BRAND_STYLES]
    return {
        "content": digest_of(written),
        "claims": digest_of(owed),
        "coach_texts": digest_of(withheld),
        "accent": digest_of(accent),
        "palette": digest_of(_chosen(accent, readers["palette"])),
        "brand": digest_of(readers["brand"]),
        "language": digest_of(readers["language"]),
        "programme": digest_of([readers["programme"], told]),
        "templates": digest_of({name: file.text for name, file in theme.templates.items()}),
        "tokens": digest_of([[file.path, file.text] for file in tokens]),
        "styles": digest_of([[file.path, file.text] for file in styles]),
        "fonts": digest_of([worn, [[font.face.model_dump(mode="json"), sha256(font.path.read_bytes())] for font in theme.fonts]]),
        "assets": digest_of([assets, *(folder_digest(folder.path / "assets") for folder in theme.folders)]),
        "tools": tools,
    }


def _chosen(accent: str, palette: dict[str, object]) -> dict[str, object]:
    """The palette without what follows from the accent, so that a new accent is one reason and not two."""
    follows = {name: tint(accent, share) for name, share in SHARES.items()}
    return {name: None if follows.get(name) == color else color for name, color in palette.items()}


def digest_of(value: object) -> str:
    """SHA-256 of plain data."""
    return sha256(json.dumps(value, sort_keys=True).encode())


def folder_digest(folder: Path) -> str:
    """SHA-256 of a folder's files and their names; of nothing when there is no such folder."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return digest_of([[path.relative_to(folder).as_posix(), sha256(path.read_bytes())] for path in files])


def tools_digest() -> str:
    """SHA-256 of this program and of the versions of the libraries that it prints with."""
    package = Path(__file__).parents[1]
    program = [[path.relative_to(package).as_posix(), sha256(path.read_bytes())] for path in sorted(package.rglob("*.py"))]
    return digest_of([program, tool_versions()])


def run_fingerprint(project: Project, request: Request) -> str:
    """SHA-256 of everything that a build with this request reads. Equal fingerprints mean equal outputs and diagnostics."""
    asked = [request.guides, request.cohorts, request.editions, request.papers, request.sets]
    folders = [project.content, project.templates, bundled.templates()]
    return digest_of([asked, [folder_digest(folder) for folder in folders], tools_digest()])
