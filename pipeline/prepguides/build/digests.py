"""Digests of what outputs are made from."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from ..model.assets import Folder
from ..model.companion import COMPANIONS, CompanionKind
from ..model.request import Project, Request, Selection, shaping
from ..project import bundled
from ..project.versions import tool_versions, version_of
from ..stages.project_files import Outside, Unreadable, is_inside, read_file
from ..stages.record import sha256
from ..text.color import SHARES, tint

if TYPE_CHECKING:
    from ..model.edition import Edition
    from ..model.theme import Theme


MAX_BYTES = 256 * 1024 * 1024
"""Of a file whose content is digested; no stage reads one that is larger."""
_INPUTS = ("palette", "brand", "language", "labels", "direction", "programme", "must_cover", "fonts", "parts")
_NOT_WRITTEN = (*_INPUTS, "papers", "layout", "variants")
"""Fields of an edition that are inputs of their own, named for what was changed; the parts are, without the cohort's page."""


def digests(edition: Edition, theme: Theme, tools: str, assets: str, owed: object, withheld: object) -> dict[str, str]:
    """Of one edition; named, because the names that differ are the reasons that a rebuild prints.

    `owed` are the claims that the edition must print, `withheld` the coach's texts that it must not.
    """
    from ..model.theme import BRAND_STYLES  # brings Pydantic, which a build with nothing to do can spare itself

    of_programme = [section for section in edition.sections if section.kind == "programme"]
    parts = [replace(part, sections=tuple(section for section in part.sections if section.kind != "programme")) for part in edition.parts]
    written = {name: value for name, value in shallow(edition).items() if name not in _NOT_WRITTEN}
    palette = shallow(edition.palette)
    accent = edition.palette.accent
    del palette["accent"]
    if len(edition.roles) == 1:
        del palette["sides"]  # colors of a comparison
    tokens = [file for file in theme.styles if file.holds_tokens]
    brand_styles = [file.text for file in theme.styles if file.path == BRAND_STYLES]
    styles = [file for file in theme.styles if file not in tokens and file.path != BRAND_STYLES]
    return {
        "content": digest_of({**written, "parts": parts}),
        "claims": digest_of(owed),
        "coach_texts": digest_of(withheld),
        "accent": digest_of(accent),
        "palette": digest_of(_chosen(accent, palette)),
        "brand": digest_of(edition.brand),
        "language": digest_of([edition.language, edition.labels]),
        "programme": digest_of([edition.programme, of_programme]),
        "templates": digest_of({name: file.text for name, file in theme.templates.items()}),
        "tokens": digest_of([[file.path, file.text] for file in tokens]),
        "styles": digest_of([[file.path, file.text] for file in styles]),
        "fonts": digest_of(
            [brand_styles, [[font.face.model_dump(mode="json"), _file_digest(font.path, font.root)] for font in theme.fonts]]
        ),
        "assets": digest_of([assets, *(folder_digest(folder / "assets") for folder in theme.folders)]),
        "tools": tools,
    }


def _chosen(accent: str, palette: dict[str, object]) -> dict[str, object]:
    """The palette without what follows from the accent, so that a new accent is one reason and not two."""
    follows = {name: tint(accent, share) for name, share in SHARES.items()}
    return {name: None if follows.get(name) == color else color for name, color in palette.items()}


def digest_of(value: object) -> str:
    """SHA-256 of plain data and frozen dataclasses, at any depth."""
    return sha256(json.dumps(value, sort_keys=True, default=shallow).encode())


def shallow(value: object) -> dict[str, object]:
    """The fields of a dataclass, as they are."""
    if isinstance(value, type) or not is_dataclass(value):
        raise TypeError(f"{type(value).__name__} is no plain data")
    return {field.name: getattr(value, field.name) for field in fields(value)}


def folder_digest(folder: Folder) -> str:
    """SHA-256 of a folder's files and their names; of nothing when there is no such folder.

    What no stage would read (a folder that lies outside, a pipe, a file outside the root or too large) is not read here either: that it is
    such a thing is digested.
    """
    if not is_inside(folder.path, folder.root):
        return digest_of(str(Outside()))
    files = sorted(path for path in folder.path.rglob("*") if not path.is_dir() and "__pycache__" not in path.parts)
    return digest_of([[path.relative_to(folder.path).as_posix(), _file_digest(path, folder.root)] for path in files])


def _file_digest(path: Path, root: Path) -> str:
    try:
        return sha256(read_file(path, root, MAX_BYTES))
    except Unreadable as error:
        return str(error)


def tools_digest() -> str:
    """SHA-256 of this program and of the versions of the libraries that it prints with."""
    package = Path(__file__).parents[1]
    files = sorted([*package.rglob("*.py"), *package.rglob("*.po")])
    program = [[path.relative_to(package).as_posix(), sha256(path.read_bytes())] for path in files]
    return digest_of([program, tool_versions()])


def companion_tools() -> dict[CompanionKind, str]:
    """By kind of companion, SHA-256 of this program and of the version of the library that writes it."""
    program = tools_digest()
    return {kind: digest_of([program, version_of(companion.library)]) for kind, companion in COMPANIONS.items()}


def run_fingerprint(project: Project, selection: Selection, request: Request) -> str:
    """SHA-256 of everything that such a build reads. Equal fingerprints mean equal outputs and diagnostics."""
    folders = [
        Folder(project.content, project.root),
        Folder(project.templates, project.root),
        Folder(bundled.templates(), bundled.templates()),
    ]
    return digest_of([shaping(selection, request), [folder_digest(folder) for folder in folders], companion_tools()])
