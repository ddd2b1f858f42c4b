"""init, new, stats and schema: a project as a whole."""

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
@click.option("--blank", is_flag=True, help="A small project to be filled: one role, one interview type, two questions.")
@common
def init(console: Console, project: Project, folder: Path, service: str | None, blank: bool) -> int:
    """Make a complete project in DIR. Nothing that stands there is overwritten; a project that is there already gets what --ci adds."""
    from ..project import scaffold
    from ..stages.record import write_files

    planned = scaffold.init(folder, service, blank=blank)
    if planned.has_errors:
        console.report(planned.diagnostics)
        return USAGE
    made = write_files(planned.value)
    console.report(made.diagnostics)
    if made.has_errors:
        return CONTENT_ERRORS
    console.say(f"{len(made.value)} files in {folder}" if len(made.value) > 1 else str(made.value[0]))
    console.say(f"Next: prepguides build --project {shlex.quote(str(folder))}")
    return CLEAN


@click.command()
@click.argument("kind", type=click.Choice(["question", "role", "cohort", "guide"]))
@click.argument("id", metavar="ID")
@common
def new(console: Console, project: Project, kind: str, id: str) -> int:
    """Start a question, role, cohort or guide: a file with comments, in which check says what is left to write."""
    import re

    from ..build.prepare import content_of
    from ..model.content.base import SLUG_PATTERN
    from ..project import skeletons
    from ..stages.record import write_files

    if not re.fullmatch(SLUG_PATTERN, id) or len(id) > 64:
        raise click.BadParameter(f'"{id}" is not of small letters, digits and hyphens, such as metric-drop', param_hint="ID")
    read = content_of(project)
    if read.value is None:
        console.report(read.diagnostics)
        return CONTENT_ERRORS
    planned = skeletons.skeleton(kind, id, read.value, project)
    made = write_files(planned.value)
    found = (*planned.diagnostics, *made.diagnostics)
    console.report(found)
    for path in made.value:
        console.say(f"{path.relative_to(project.root)}\nWhat is left to write: prepguides check")
    return exit_code(found)


@click.command()
@common
def stats(console: Console, project: Project) -> int:
    """Count the content against its quotas, and the claims that are covered."""
    import json

    from ..report import statistics

    counts, prepared = statistics.counted(project)
    if counts is None:
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
        old = json_schemas.outdated(project, target)
        for name in old:
            console.warn(f"{target / name} is not up to date; run: prepguides schema")
        return CONTENT_ERRORS if old else CLEAN
    made = json_schemas.write_all(project, target)
    for path in made.value:
        console.say(str(path))
    console.report(made.diagnostics)
    return exit_code(made.diagnostics)
