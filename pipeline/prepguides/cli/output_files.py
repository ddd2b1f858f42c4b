"""verify and clean: what was printed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from .options import FOLDER, Console, common, counted, exit_code

if TYPE_CHECKING:
    from ..model.request import Project


@click.command()
@click.option("--output", type=FOLDER, help="Default: output/ in the project.")
@common
def verify(console: Console, project: Project, output: Path | None) -> int:
    """Check the printed files against the manifest."""
    from ..build import output_folder
    from ..model.request import Request

    count, problems = output_folder.verify(Request(output=output).output_in(project))
    console.report(problems)
    if not problems:
        console.say(f"{counted(count, 'file')}, all as {'it was' if count == 1 else 'they were'} built")
    return exit_code(problems)


@click.command()
@click.option("--output", type=FOLDER, help="Default: output/ in the project.")
@common
def clean(console: Console, project: Project, output: Path | None) -> int:
    """Remove what builds have made, by the manifest; nothing else."""
    from ..build import output_folder
    from ..model.request import Request

    removed = output_folder.clean(Request(output=output).output_in(project))
    console.report(removed.diagnostics)
    console.say(f"{counted(len(removed.value), 'file')} removed")
    return exit_code(removed.diagnostics)
