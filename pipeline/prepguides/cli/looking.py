"""preview and watch: guides while they are written."""

from __future__ import annotations

import signal
from threading import Event
from typing import TYPE_CHECKING, get_args

import click

from ..model.request import Audience, Project, Request, Selection
from ..model.variant import LAYOUTS
from .options import BUG_WORDS, CLEAN, USAGE, Console, common, complete_guides, counted, selected, settling

if TYPE_CHECKING:
    from types import FrameType

    from ..preview.rebuild import Rebuilt

MISSING = 'this needs more packages: pip install "prepguides[preview]"'


@click.command()
@click.argument("guide", default="", metavar="[GUIDE]", shell_complete=complete_guides)
@click.option("--cohort", default="", metavar="ID", help="Default: what project.yaml lists first, as for the rest.")
@click.option("--edition", type=click.Choice(get_args(Audience)), default=None)
@click.option("--paper", type=click.Choice(["a4", "letter"]), default="a4", show_default=True)
@click.option("--theme", default="", metavar="NAME")
@click.option("--layout", type=click.Choice(LAYOUTS), default=None, help="Of the variants that set the text anew.")
@click.option("--port", type=click.IntRange(1, 65_485), default=8430, show_default=True, help="The next that is free is taken.")
@click.option(
    "--editor",
    default="vscode",
    show_default=True,
    envvar="PREPGUIDES_EDITOR",
    metavar="NAME",
    help="What a click on a page opens: vscode, cursor, zed, idea, textmate; copy, to copy the place; or an address with {path}, {line}"
    " and {column}. Default also from PREPGUIDES_EDITOR.",
)
@click.option("--open/--no-open", "opens", default=True, help="Open the browser. Default: do.")
@settling("As for build.")
@common
def preview(
    console: Console,
    project: Project,
    port: int,
    editor: str,
    opens: bool,
    sets: tuple[tuple[str, str], ...],
    **choice: str | None,
) -> int:
    """Show a guide's pages in the browser, and again at every save. Ctrl-C ends it.

    A click on a page opens what is written there in your editor. The pages are at an address of this machine that nobody else can guess.
    """
    from urllib.parse import urlencode

    try:
        from ..preview.serving import serve
    except ModuleNotFoundError as error:
        return _missing(console, error)

    def started(address: str) -> None:
        chosen = urlencode({name: value for name, value in choice.items() if value})
        whole = f"{address}?{chosen}" if chosen else address
        click.echo(f"{whole}\nCtrl-C ends the preview.", nl=True)
        if opens:
            click.launch(whole)

    try:
        serve(project, port, editor, sets, started, lambda trace: console.warn(f"{trace}{BUG_WORDS}"))
    except OSError as error:
        console.warn(f"no port from {port} on is free: {error.strerror}")
        return USAGE
    return CLEAN


@click.command()
@selected
@click.option("--jobs", type=click.IntRange(min=0), default=0, help="Worker processes. Default: one per core.")
@common
def watch(console: Console, project: Project, selection: Selection, request: Request) -> int:
    """Build now, and again at every save: one line for each. Ctrl-C ends it."""
    try:
        from ..preview.rebuild import rebuilt
    except ModuleNotFoundError as error:
        return _missing(console, error)

    stop = Event()

    def end(number: int, frame: FrameType | None) -> None:
        stop.set()
        raise KeyboardInterrupt

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):  # who waits for changes hears of no interrupt but by `stop`
        signal.signal(number, end)
    try:
        for each in rebuilt(project, selection, request, stop):
            console.report(each.outcome.diagnostics)
            console.say(line(each))
    except KeyboardInterrupt:
        stop.set()
    return CLEAN


def line(each: Rebuilt) -> str:
    """ "content/questions/mine.yaml: 2 files printed, 22 unchanged in 3.1 s"."""
    outcome = each.outcome
    printed, same = outcome.files("printed"), outcome.files("unchanged", "same pages")
    blocked = outcome.having("blocked", "failed")
    parts = [f"{counted(len(printed), 'file')} printed" if printed else "nothing printed"]
    made = outcome.beside("made")
    parts += [f"{len(made)} made beside them"] if made else []
    parts += [f"{len(same)} unchanged"] if same else []
    parts += [f"{counted(len(blocked), 'edition')} not printed"] if blocked else []
    more = f" and {len(each.changed) - 2} more" if len(each.changed) > 2 else ""
    what = f"{', '.join(each.changed[:2])}{more}" if each.changed else "start"
    return f"{what}: {', '.join(parts)} in {each.seconds:.1f} s"


def _missing(console: Console, error: ModuleNotFoundError) -> int:
    if (error.name or "").split(".")[0] not in ("starlette", "uvicorn", "watchfiles"):
        raise error
    console.warn(MISSING)
    return USAGE
