"""init, stats and schema: a project as a whole."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .options import CLEAN, CONTENT_ERRORS, FOLDER, USAGE, Console, common, exit_code

if TYPE_CHECKING:
    from ..model.request import Project


@click.command()
@click.argument("folder", type=FOLDER, metavar="DIR")
@click.option("--ci", "service", type=click.Choice(["github", "gitlab"]), help="Add a workflow that builds on a schedule.")
@common
def init(console: Console, project: Project, folder: Path, service: str | None) -> int:
    """Make a complete project in DIR. Nothing that stands there is overwritten; a project that is there already gets what --ci adds."""
    from ..project import scaffold

    made = scaffold.init(folder, service)
    console.report(made.diagnostics)
    if made.has_errors:
        return USAGE
    console.say(f"{len(made.value)} files in {folder}" if len(made.value) > 1 else str(made.value[0]))
    console.say(f"Next: prepguides build --project {shlex.quote(str(folder))}")
    return CLEAN


@click.command()
@common
def stats(console: Console, project: Project) -> int:
    """Count the content against its bars, and the claims that are covered."""
    import json

    from ..report import statistics

    counts, prepared = statistics.counted(project)
    if prepared.library is None:
        console.report(prepared.diagnostics)
        return CONTENT_ERRORS
    if console.format == "json":
        click.echo(json.dumps(counts, indent=2, ensure_ascii=False))
    else:
        console.say(statistics.as_text(counts))
    return exit_code(prepared.diagnostics)


@click.command()
@click.option("--output", "folder", type=FOLDER, help="Default: content/schemas/ in the project.")
@click.option("--check", "check_only", is_flag=True, help="Write nothing; fail when a schema is not up to date.")
@click.option("--manifest", is_flag=True, help="Print the schema of output/manifest.json instead.")
@common
def schema(console: Console, project: Project, folder: Path | None, check_only: bool, manifest: bool) -> int:
    """Write the JSON Schemas of the content's files, for editors to complete and check with."""
    from ..project import json_schemas

    if manifest:
        click.echo(json_schemas.manifest_schema(), nl=False)
        return CLEAN
    target = folder or project.content / "schemas"
    if check_only:
        old = json_schemas.outdated(target)
        for name in old:
            console.warn(f"{target / name} is not up to date; run: prepguides schema")
        return CONTENT_ERRORS if old else CLEAN
    for path in json_schemas.write_all(target):
        console.say(str(path))
    return CLEAN


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

    if not re.match(SLUG_PATTERN, name):
        raise click.BadParameter(f'"{name}" is not lowercase words joined by hyphens', param_hint="NAME")
    known = load_theme(parent, bundled.theme_folders(project))
    console.report(known.diagnostics)
    if known.has_errors:
        return USAGE
    made = scaffold.new_theme(name, parent, project.templates)
    console.report(made.diagnostics)
    if made.has_errors:
        return USAGE
    for path in made.value:
        console.say(str(path))
    console.say(f"Next: write theme: {name} in a guide or a cohort, then prepguides check")
    return CLEAN
