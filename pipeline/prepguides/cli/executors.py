"""build --executor: what prints, the processes of this machine or the workers of a cluster."""

from __future__ import annotations

from importlib.util import find_spec

import click

from .options import Command

_KEY = "prepguides.executor"


def with_executors(command: Command) -> Command:
    """The options that a build is told where to print with."""
    command = click.option(
        "--scheduler",
        default="",
        metavar="ADDRESS",
        callback=_scheduler,
        help="Of --executor dask: where its scheduler is, as tcp://10.0.0.4:8786.",
    )(command)
    return click.option(
        "--executor",
        type=click.Choice(["processes", "dask"]),
        default="processes",
        show_default=True,
        is_eager=True,  # known before the scheduler's address is looked at
        expose_value=False,
        callback=_executor,
        help="What prints.",
    )(command)


def _executor(context: click.Context, parameter: click.Parameter, name: str) -> None:
    context.meta[_KEY] = name


def _scheduler(context: click.Context, parameter: click.Parameter, address: str) -> str:
    if (context.meta[_KEY] == "dask") is not bool(address):
        raise click.UsageError("--executor dask and --scheduler ADDRESS go together")
    if address and find_spec("distributed") is None:
        raise click.UsageError('a cluster is reached with Dask: pip install "prepguides[dask]"')
    return address
