"""What a person sees while guides are printed: a live panel on a terminal, plain lines without one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import click

from .model.outcome import Event, Listener


@contextmanager
def progress(*, live: bool, quiet: bool) -> Iterator[Listener]:
    """A listener for the build's events."""
    if quiet:
        yield _ignore
    elif live:
        with _panel() as listen:
            yield listen
    else:
        yield _line


def _ignore(event: Event) -> None:
    """Quiet."""


def _line(event: Event) -> None:
    if event.kind != "started":
        click.echo(_words(event))


def _words(event: Event) -> str:
    details = {
        "printed": f"{event.pages} pages in {event.seconds:.1f} s",
        "unchanged": "same pages as before",
        "failed": "not printed",
    }[event.kind]
    return f"[{event.done}/{event.total}] {event.name}: {details}"


@contextmanager
def _panel() -> Iterator[Listener]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (
        SpinnerColumn("line", style="blue"),
        TextColumn("{task.description}"),
        BarColumn(complete_style="blue", finished_style="blue"),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(), transient=True) as bar:
        task = bar.add_task("printing", total=None)
        running: dict[str, None] = {}

        def listen(event: Event) -> None:
            if event.kind == "started":
                running[event.name] = None
            else:
                running.pop(event.name, None)
                bar.console.print(_words(event), highlight=False)
            bar.update(task, total=event.total, completed=event.done, description=", ".join(list(running)[:2]) or "printing")

        yield listen
