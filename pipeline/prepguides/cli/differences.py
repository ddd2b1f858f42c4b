"""diff: what changed between two states of the content, or between two output folders."""

from __future__ import annotations

from pathlib import Path
from typing import IO, TYPE_CHECKING

import click

from .options import CLEAN, CONTENT_ERRORS, Console, common

if TYPE_CHECKING:
    from ..build.content_difference import Compared, State
    from ..model.request import Project


@click.command()
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="[NEW]", default=None, required=False)
@click.option("--exit-code", "differing_fails", is_flag=True, help="End with 1 when something differs, as git diff does.")
@click.option("--summary", type=click.File("w", encoding="utf-8", lazy=True), help="Write what changed as Markdown.")
@common
def diff(console: Console, project: Project, old: str, new: str | None, differing_fails: bool, summary: IO[str] | None) -> int:
    """Say what changed from OLD to NEW: questions and sections added, removed, renamed, reworded, moved.

    OLD and NEW are git revisions or folders with a project. Without NEW, OLD is compared with the working tree.
    """
    from ..build.content_difference import content_difference
    from ..stages.revision import NoRevision

    try:
        compared = content_difference(project, _state(old), _working_tree(project) if new is None else _state(new))
    except NoRevision as error:
        raise click.BadParameter("; ".join(filter(None, (str(error), error.hint))), param_hint="OLD or NEW") from None
    if summary:
        from ..report.difference_summary import as_markdown

        summary.write(as_markdown(compared.difference, compared.old, compared.new))
    _tell(console, compared)
    if any(unread.side == "new" and unread.problem.is_error for unread in compared.difference.unread):
        return CONTENT_ERRORS
    return CONTENT_ERRORS if differing_fails and compared.difference else CLEAN


def _state(name: str) -> State:
    """A folder that holds a project where that is the name of one, else a revision."""
    from ..build.content_difference import State
    from ..model.request import PROJECT_FILE

    folder = Path(name)
    return State(name, folder.resolve()) if name and (folder / PROJECT_FILE).is_file() else State(name)


def _working_tree(project: Project) -> State:
    from ..build.content_difference import State

    return State("the working tree", project.root)


def _tell(console: Console, compared: Compared) -> None:
    from ..report import difference_text

    if console.format == "json":
        click.echo(difference_text.as_json(compared.difference, compared.old, compared.new), nl=False)
    elif console.format == "github":
        click.echo(difference_text.as_github(compared.difference), nl=False)
    else:
        text = difference_text.as_text(compared.difference, compared.old, compared.new, color=console.color)
        click.echo(text, nl=False, color=console.color)
