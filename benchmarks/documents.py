"""The documents that the pipeline renders, written out as files for other programs: HTML, CSS, fonts by file address, assets beside."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from prepguides.build.prepare import checked_page, prepare
from prepguides.model.assets import BASE_ADDRESS
from prepguides.model.request import Audience, Project, Selection
from prepguides.model.sheet import BLOCK_HEIGHT, BLOCK_WIDTH, FOOTER, HEADER, INNER_MARGIN, SHEETS, Sheet
from prepguides.model.theme import Theme
from prepguides.project import bundled
from prepguides.stages.render import render

EDITIONS = {"all": ("candidate", "coach")}


@dataclass(frozen=True)
class Sources:
    """One document for one paper. `page` loads `style` by a link; `words` is the page without drawings, fields and links."""

    name: str
    page: Path
    style: Path


def written(project: Path, asked: tuple[str, ...], folder: Path) -> list[Sources]:
    """Every edition on every paper that the build would print, in its order: all that WeasyPrint is given, and where its files are."""
    options: dict[str, list[str]] = {}
    for option, value in zip(asked[::2], asked[1::2], strict=True):
        options.setdefault(option, []).append(value)
    editions: tuple[Audience, ...] = ("candidate", "coach") if "--edition" in options else ("candidate",)
    place = Project(project)
    prepared = prepare(place, Selection(cohorts=tuple(options.get("--cohort", ())), editions=editions, papers=tuple(SHEETS)))
    folder.mkdir(parents=True)
    for assets in (bundled.templates() / "base" / "assets", place.assets):
        if assets.is_dir():
            shutil.copytree(assets, folder, dirs_exist_ok=True)
    found = []
    for edition in prepared.editions:
        theme = prepared.themes[edition.theme_key]
        checked = checked_page(edition, render(edition, theme), prepared, place)
        document = checked.value
        if document is None:
            raise SystemExit(f"{edition.name}: {checked.diagnostics}")
        for paper in edition.papers:
            name = f"{edition.cohort}-{edition.guide}-{edition.audience}-{paper}"
            style = folder / f"{edition.theme_key.replace(', ', '-')}-{paper}.css"
            style.write_text(_style(theme, SHEETS[paper]), encoding="utf-8")
            page = folder / f"{name}.html"
            link = f'<link rel="stylesheet" href="{style.name}">'
            page.write_text(
                document.page.html.replace("</head>", f"{link}</head>", 1).replace(f"{BASE_ADDRESS}assets/", ""), encoding="utf-8"
            )
            found.append(Sources(name, page, style))
    return found


def _style(theme: Theme, sheet: Sheet) -> str:
    """The theme's style sheets under the geometry of one paper: the text block that the pipeline's canvas has."""
    fonts = theme.font_rules(lambda font: font.path.as_uri())
    margin, outer = (sheet.height - BLOCK_HEIGHT) / 2, sheet.width - INNER_MARGIN - BLOCK_WIDTH
    geometry = (
        f"@page {{ size: {sheet.width}mm {sheet.height}mm; margin: {margin + HEADER}mm {outer}mm {margin + FOOTER}mm {INNER_MARGIN}mm }}\n"
        f"@page :left {{ margin-left: {outer}mm; margin-right: {INNER_MARGIN}mm }}\n"
    )
    return fonts + geometry + "\n".join(file.text for file in theme.styles)
