"""diff: what changed between two states of the content, or between two output folders."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import IO, TYPE_CHECKING

import click

from .options import CLEAN, CONTENT_ERRORS, USAGE, Console, common, exit_code

if TYPE_CHECKING:
    from ..build.content_difference import State
    from ..build.output_comparison import Printout
    from ..model.difference import Difference
    from ..model.output_difference import OutputDifference
    from ..model.request import Project

MANIFEST = "manifest.json"
_SIDES = "OLD or NEW"


@click.command()
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="[NEW]", default=None, required=False)
@click.option("--exit-code", "differing_fails", is_flag=True, help="End with 1 when something differs, as git diff does.")
@click.option("--summary", type=click.File("w", encoding="utf-8", lazy=True), help="Write what changed as Markdown.")
@click.option(
    "--pages", type=click.Path(dir_okay=False, path_type=Path), help="Write the pages that changed, side by side, as one HTML file."
)
@click.option("--page", type=click.Path(dir_okay=False, path_type=Path), help="Write a page for readers of an earlier copy, as Markdown.")
@click.option("--guide", default="", metavar="ID", help="Whose readers --page is for; the guide that --pages prints of revisions.")
@common
def diff(
    console: Console,
    project: Project,
    old: str,
    new: str | None,
    differing_fails: bool,
    summary: IO[str] | None,
    pages: Path | None,
    page: Path | None,
    guide: str,
) -> int:
    """Say what changed from OLD to NEW: questions and sections added, removed, renamed, reworded, moved; or pages.

    OLD and NEW are git revisions or folders with a project; or both are output folders or manifests. Without NEW, OLD is compared with the
    working tree, or with the project's output folder.
    """
    printed = [name for name in (old, new) if name is not None and _is_printout(name)]
    if printed and new is not None and len(printed) < 2:
        raise click.BadParameter("one is an output folder, and the other is not", param_hint=_SIDES)
    if (page and not guide) or (guide and not page and (printed or not pages)):
        raise click.BadParameter("--page and --guide are given together", param_hint="--page")
    if page and (printed or new is not None):
        raise click.BadParameter("the page is about the working tree: name an earlier revision or folder alone", param_hint="--page")
    if printed:
        beside = new or str(project.root / "output")
        return _outputs(console, (old, Path(old)), (beside, Path(beside)), differing_fails, summary, pages)
    if page and pages:
        raise click.BadParameter("--page says what changed in words, --pages in pictures: ask for one of them", param_hint="--pages")
    if pages:
        return _printed(console, project, (old, new), differing_fails, summary, pages, guide)
    return _contents(console, project, old, new, differing_fails, summary, (page, guide) if page else None)


def _is_printout(name: str) -> bool:
    path = Path(name)
    return (path / MANIFEST).is_file() or (path.suffix == ".json" and path.is_file())


# --- content ---


def _contents(
    console: Console,
    project: Project,
    old: str,
    new: str | None,
    differing_fails: bool,
    summary: IO[str] | None,
    page: tuple[Path, str] | None,
) -> int:
    from ..build.content_difference import State, content_difference
    from ..report import difference_summary, difference_text
    from ..stages.revision import NoRevision

    state = State("the working tree", project.root) if new is None else _state(new)
    try:
        compared = content_difference(project, _state(old), state)
    except NoRevision as error:
        raise click.BadParameter("; ".join(filter(None, (str(error), error.hint))), param_hint=_SIDES) from None
    told = (compared.difference, compared.old, compared.new)
    if summary:
        summary.write(difference_summary.as_markdown(*told))
    if console.format == "json":
        click.echo(difference_text.as_json(*told), nl=False)
    elif console.format == "github":
        click.echo(difference_text.as_github(compared.difference), nl=False)
    else:
        click.echo(difference_text.as_text(*told, color=console.color), nl=False, color=console.color)
    if page and (code := _page_written(console, project, compared.difference, *page)):
        return code
    if any(unread.side == "new" and unread.problem.is_error for unread in compared.difference.unread):
        return CONTENT_ERRORS
    return CONTENT_ERRORS if differing_fails and compared.difference else CLEAN


def _page_written(console: Console, project: Project, difference: Difference, path: Path, guide: str) -> int:
    from ..build.changes_page import changes_page
    from ..stages.record import write_files

    made = changes_page(project, difference, guide, path.stem)
    if made.value is None:
        console.report(made.diagnostics)
        return CONTENT_ERRORS
    written = write_files({path: made.value.encode()})
    console.report(written.diagnostics)
    if not written.has_errors:
        console.say(f"{path}: a guide prints it with {{kind: page, item: pages/{path.stem}}}")
    return exit_code(written.diagnostics)


def _state(name: str) -> State:
    """A folder that holds a project where that is the name of one, else a revision."""
    from ..build.content_difference import State
    from ..model.request import PROJECT_FILE

    folder = Path(name)
    return State(name, folder.resolve()) if name and (folder / PROJECT_FILE).is_file() else State(name)


# --- output folders ---


def _printed(
    console: Console,
    project: Project,
    sides: tuple[str, str | None],
    differing_fails: bool,
    summary: IO[str] | None,
    pages: Path,
    guide: str,
) -> int:
    """The pages of revisions or folders with a project, which are printed for it."""
    from ..build.content_difference import State
    from ..build.printed_states import printed_states
    from ..report.progress import progress
    from ..stages.revision import NoRevision

    old, new = sides
    states = (_state(old), State("the working tree", project.root) if new is None else _state(new))
    live = sys.stdout.isatty() and console.format == "text"
    show = progress(live=live, quiet=console.quiet or console.format != "text")
    try:
        with show as listen, printed_states(project, states, guide, listen) as printed:
            for state in printed:
                if not state.is_whole:
                    console.report(state.outcome.diagnostics)
                    console.warn(f"{state.name} cannot be printed as a whole, so that its pages are not compared")
                    return CONTENT_ERRORS
            before, after = ((state.name, state.folder) for state in printed)
            return _outputs(console, before, after, differing_fails, summary, pages)
    except NoRevision as error:
        raise click.BadParameter("; ".join(filter(None, (str(error), error.hint))), param_hint=_SIDES) from None


Named = tuple[str, Path]
"""An output folder or a manifest, and what a report calls it."""


def _outputs(console: Console, old: Named, new: Named, differing_fails: bool, summary: IO[str] | None, pages: Path | None) -> int:
    from ..build.output_comparison import MISSING, NoManifest, output_difference, printout
    from ..report import output_changes

    try:
        before, after = printout(*old), printout(*new)
    except NoManifest as error:
        raise click.BadParameter(str(error), param_hint=_SIDES) from None
    difference = output_difference(before, after, pictures=pages is not None)
    if pages and any(change.note == MISSING for change in difference.editions):
        console.warn(MISSING)
        return USAGE
    told = (difference, old[0], new[0])
    if summary:
        summary.write(output_changes.as_markdown(*told))
    if console.format == "json":
        click.echo(output_changes.as_json(*told), nl=False)
    elif console.format == "github":
        click.echo(output_changes.as_github(difference), nl=False)
    else:
        click.echo(output_changes.as_text(*told, color=console.color), nl=False, color=console.color)
    written = _written(console, difference, before, after, pages) if pages else CLEAN
    return written or (CONTENT_ERRORS if differing_fails and difference else CLEAN)


def _written(console: Console, difference: OutputDifference, old: Printout, new: Printout, pages: Path) -> int:
    """The report with pictures, whole or not at all."""
    from ..build.page_shots import PageShots
    from ..report.page_pictures import as_html
    from ..stages.record import write_files

    with PageShots(old, new) as shots:
        text = as_html(difference, old.name, new.name, shots)
    made = write_files({pages: text.encode()})
    console.report(made.diagnostics)
    if not made.has_errors:
        console.say(f"pages: {pages}")
    return exit_code(made.diagnostics)
