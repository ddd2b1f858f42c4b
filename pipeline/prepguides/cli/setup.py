"""doctor and completion: the machine and its shell."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from .options import CLEAN, USAGE, Console, common, exit_code

if TYPE_CHECKING:
    from ..model.request import Project


@click.command()
@common
def doctor(console: Console, project: Project) -> int:
    """Look for the system libraries and fonts that printing needs, and say which package brings what is missing."""
    from ..build import isolation
    from ..project import doctor

    for library in doctor.LIBRARIES:
        console.say(f"{'ok     ' if doctor.is_there(library) else 'missing'}  {library.title:<16} {library.why}")
    fonts = doctor.missing_fonts()
    console.say(f"{'missing' if fonts else 'ok     '}  {'Fonts':<16} Source Serif and Source Sans, of two Python packages")
    engine = doctor.other_engine()
    console.say(f"{'other  ' if engine else 'ok     '}  {'WeasyPrint':<16} the version whose inner workings are known; any other is slower")
    kept = isolation.available()
    state = "ok     " if kept.files and kept.network else "partly " if kept.files or kept.network else "none   "
    console.say(f"{state}  {'Isolation':<16} {kept}")
    found = (*doctor.diagnose(), *fonts, *engine)
    console.report(found)
    return exit_code(found)


@click.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion(context: click.Context, shell: str) -> int:
    """Print the completion script of a shell: prepguides completion bash >> ~/.bashrc"""
    from click.shell_completion import get_completion_class

    found = get_completion_class(shell)
    if found is None:
        return USAGE
    click.echo(found(context.find_root().command, {}, "prepguides", "_PREPGUIDES_COMPLETE").source())
    return CLEAN
