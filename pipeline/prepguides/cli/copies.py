"""build --learners: a copy for each learner of a roster."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..model.request import Project, Request, Selection
from .options import BUG, Command, Console, counted, exit_code

if TYPE_CHECKING:
    from ..model.diagnostic import Diagnostic


def for_learners(command: Command) -> Command:
    """The options of a build that copies are asked for with."""
    command = click.option(
        "--name-pattern",
        default="",
        metavar="PATTERN",
        callback=_name_pattern,
        help="What copies are called. Default: {name}-{guide}-{paper}.pdf",
    )(command)
    command = click.option(
        "--merge", is_flag=True, help="Put the copies into one file for the print shop too, each from a right-hand page."
    )(command)
    roster = click.Path(dir_okay=False, path_type=Path)
    help = "A copy for each learner of a roster: .csv, .xlsx or .yaml."
    return click.option("--learners", type=roster, callback=_whole, metavar="FILE", help=help)(command)


def _whole(context: click.Context, parameter: click.Parameter, path: Path | None) -> Path | None:
    return path.resolve() if path else None


def _name_pattern(context: click.Context, parameter: click.Parameter, pattern: str) -> str:
    from ..text.file_names import pattern_problem

    if pattern and (problem := pattern_problem(pattern)):
        raise click.BadParameter(problem)
    return pattern


def unusable(project: Project, request: Request) -> tuple[Diagnostic, ...]:
    """What is wrong with the roster as a whole: told before the guide is printed, rather than after."""
    if request.learners is None:
        return ()
    from ..build.learners import unusable_roster

    return unusable_roster(project, request)


def copies_made(console: Console, project: Project, selection: Selection, request: Request) -> int:
    """The copies of a roster's learners, of what the build has left in the output folder; the exit code."""
    from ..build.learners import print_copies
    from ..build.pools import unreachable_cluster
    from ..report.progress import progress

    if unreachable := unreachable_cluster(request):
        console.report(unreachable)
        return exit_code(unreachable)
    live = sys.stdout.isatty() and console.format == "text"
    with progress(live=live, quiet=console.quiet or console.format != "text") as show:
        copies = print_copies(project, selection, request, show)
    console.report(copies.problems)
    counts = ((copies.made, "made"), (copies.unchanged, "unchanged"))
    words = ", ".join(f"{counted(count, 'copy')} {word}" for count, word in counts if count)
    console.say(words or "no copies made")
    for crash in copies.crashes[:1]:
        console.warn(crash)
    return BUG if copies.crashes else exit_code(copies.problems)
