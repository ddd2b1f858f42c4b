"""The shipped content and themes: beside the package in a wheel, at the top of a checkout."""

from __future__ import annotations

from pathlib import Path

from ..model.assets import Folder
from ..model.request import Project

_PACKAGE = Path(__file__).resolve().parents[1]
_WHEEL = _PACKAGE / "bundle"
_CHECKOUT = _PACKAGE.parent.parent


def bundle() -> Path:
    """The folder that holds the shipped `content/` and `templates/`."""
    return _WHEEL if (_WHEEL / "templates").is_dir() else _CHECKOUT


def templates() -> Path:
    return bundle() / "templates"


def theme_folders(project: Project) -> tuple[Folder, ...]:
    """Where themes are looked for: the project's come before the shipped ones."""
    own = project.theme_folder.parent if project.theme_folder else project.root
    return Folder(project.templates, own), Folder(templates(), templates())
