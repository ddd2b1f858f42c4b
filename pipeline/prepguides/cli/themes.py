"""theme: themes of a project."""

from __future__ import annotations

from pathlib import Path
from typing import cast, get_args

import click

from ..model.request import Audience, Project, Request, Selection
from ..model.variant import VARIANTS
from .building import tell
from .options import CLEAN, CONTENT_ERRORS, FOLDER, USAGE, Console, common, some_or_all

AUDIENCES: tuple[Audience, ...] = get_args(Audience)


@click.group()
def theme() -> None:
    """Themes of this project."""


@theme.command("new")
@click.argument("name", metavar="NAME")
@click.option("--extends", "parent", default="base", help="The theme to inherit from. Default: base.")
@common
def new_theme(console: Console, project: Project, name: str, parent: str) -> int:
    """Make templates/NAME with comments, inheriting everything."""
    import re

    from ..model.content.base import SLUG_PATTERN
    from ..project import bundled, scaffold
    from ..stages.load_theme import load_theme
    from ..stages.record import write_files

    if not re.match(SLUG_PATTERN, name):
        raise click.BadParameter(f'"{name}" is not lowercase words joined by hyphens', param_hint="NAME")
    known = load_theme(parent, bundled.theme_folders(project))
    console.report(known.diagnostics)
    if known.has_errors:
        return USAGE
    planned = scaffold.new_theme(name, parent, project.templates)
    if planned.has_errors:
        console.report(planned.diagnostics)
        return USAGE
    made = write_files(planned.value)
    console.report(made.diagnostics)
    if made.has_errors:
        return CONTENT_ERRORS
    for path in made.value:
        console.say(str(path))
    console.say(f"Next: write theme: {name} in a guide or a cohort, then prepguides check")
    return CLEAN


@theme.command("path")
@click.argument("name", metavar="NAME")
@common
def path(console: Console, project: Project, name: str) -> int:
    """Say where the theme NAME lies, and below it those that it extends: where their tokens, styles and partials can be read."""
    from ..project import bundled
    from ..stages.load_theme import load_theme

    found = load_theme(name, bundled.theme_folders(project))
    console.report(found.diagnostics)
    if found.value is None:
        return USAGE
    for folder in found.value.folders:
        console.say(str(folder.path))
    return CLEAN


@theme.command("specimen")
@click.argument("name", metavar="NAME")
@click.option(
    "--size", type=click.Choice(["least", "typical", "worst", "all"]), default="all", help="How much content. Default: all three."
)
@click.option("--edition", type=click.Choice([*AUDIENCES, "all"]), default="all", help="Default: both.")
@some_or_all("--variant", "variants", VARIANTS, default="standard")
@click.option("--output", type=FOLDER, help="Default: output/specimen/NAME in the project.")
@click.option("--strict", is_flag=True, help="Warnings count as errors.")
@common
def specimen(
    console: Console, project: Project, name: str, size: str, edition: str, variants: tuple[str, ...], output: Path | None, strict: bool
) -> int:
    """Print every kind of section in the theme NAME: with the least content, with typical content, and with the worst.

    The worst is what an author may write and no author should: titles as long as the models allow, an unbreakable word in every cell, lists
    of forty, code, tables in tables. A theme that holds it holds any book.
    """
    from ..build.run import build
    from ..project.specimen import SIZES, specimen_of

    selection = Selection(editions=AUDIENCES if edition == "all" else (cast(Audience, edition),), variants=variants)
    codes = [CLEAN]
    for each in SIZES if size == "all" else (size,):
        folder = (output.resolve() if output else project.root / "output" / "specimen" / name) / each
        request = Request(output=folder, sets=(("theme", name),))
        outcome = build(specimen_of(each, project.templates), selection, request, lambda event: None)
        codes.append(tell(console, outcome, folder, dry_run=False, strict=strict))
    return max(codes)
