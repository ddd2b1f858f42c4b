"""The specimen: three small projects that show every kind of section with the least content, with typical content and with the worst."""

from __future__ import annotations

from pathlib import Path

from ...model.request import Project

SIZES = ("least", "typical", "worst")


def specimen_of(size: str, theme_folder: Path) -> Project:
    """The project of that size, whose themes are looked for in `theme_folder` before the bundled ones."""
    return Project(Path(__file__).resolve().parent / size, theme_folder)
