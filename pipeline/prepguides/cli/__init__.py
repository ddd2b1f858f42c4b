"""Flags to Requests, results to exit codes: 0 clean, 1 content errors, 2 usage, 3 a bug of ours.

What a command needs is imported when it runs, so that `--help` and completion answer at once.
"""

from __future__ import annotations

import atexit
import gc
import signal
import sys
import traceback

import click

from .. import __version__
from .building import build, check_, explain, list_
from .differences import diff
from .endings import endings
from .exchange import export, import_
from .looking import preview, watch
from .options import BUG, BUG_WORDS, CLEAN, CONTENT_ERRORS, USAGE
from .output_files import clean, publish, verify
from .projects import init, new, schema, stats
from .setup import completion, doctor
from .themes import theme

__all__ = ["cli", "main"]

OBJECTS = 100_000
"""That a command makes more than it gives up before Python looks for garbage among them; by itself, Python looks after 700."""


class _Commands(click.Group):
    """Lists commands in the order in which a newcomer meets them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="prepguides")
def cli() -> None:
    """Print interview-prep guides from structured content.

    Start with "prepguides init DIR", then "prepguides build" in that folder.
    """


for _command in (
    init,
    build,
    preview,
    watch,
    check_,
    list_,
    explain,
    stats,
    new,
    diff,
    import_,
    export,
    verify,
    publish,
    clean,
    schema,
    theme,
    doctor,
    completion,
):
    cli.add_command(_command)


def main() -> None:
    """The one place that turns results and exceptions into exit codes."""
    # What a command makes is there to the end or goes by itself. Looking for garbage among it took a fifth of a `check`.
    gc.set_threshold(OBJECTS)
    atexit.register(gc.freeze)  # which the end of the process would walk through again
    with endings() as heard:
        code = _run(heard)
    sys.exit(code or CLEAN)


def _run(heard: list[int]) -> int:
    """The command's exit code. `heard` are the signals that ended it."""
    try:
        code: int = cli.main(prog_name="prepguides", standalone_mode=False)
    except (click.exceptions.Abort, KeyboardInterrupt):
        click.echo("stopped", err=True)
        code = 128 + (heard or [signal.SIGINT])[0]
    except click.ClickException as error:
        error.show()
        code = USAGE
    except BrokenPipeError:
        code = CLEAN
    except OSError as error:
        if error.errno is None:  # a library's own
            return _bug()
        click.echo(f"{error.filename or 'prepguides'}: error PG803 {error.strerror}", err=True)
        code = CONTENT_ERRORS
    except Exception:
        return _bug()
    return code


def _bug() -> int:
    traceback.print_exc()
    click.echo(BUG_WORDS, err=True)
    return BUG
