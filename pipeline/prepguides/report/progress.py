"""What a person sees while guides are printed: a live panel on a terminal, plain lines without one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from time import monotonic

import click

from ..build.eta import in_words
from ..model.outcome import EditionResult, Event, Listener


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
    if event.result:
        click.echo(_line_of(event, event.result))


def _line_of(event: Event, result: EditionResult) -> str:
    left = f", {in_words(event.left)}" if event.left and event.done < event.total else ""
    return f"[{event.done:>{len(str(event.total))}}/{event.total}] {result.name}: {_details(result)}{left}"


def _details(result: EditionResult) -> str:
    if result.status == "printed":
        return f"{result.pages} pages in {result.seconds:.1f} s"
    return "same pages as before" if result.status == "same pages" else "not printed"


@contextmanager
def _panel() -> Iterator[Listener]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, SpinnerColumn, Task, TextColumn, TimeElapsedColumn
    from rich.text import Text

    class _TimeLeft(ProgressColumn):
        """Counts down from what was expected when a job last began or ended."""

        def render(self, task: Task) -> Text:
            ends = task.fields.get("ends")
            return Text(in_words(ends - monotonic()) if ends and ends > monotonic() else "", style="dim")

    columns = (
        SpinnerColumn("line", style="blue"),
        TextColumn("{task.description}"),
        BarColumn(complete_style="blue", finished_style="blue"),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        _TimeLeft(),
    )
    with Progress(*columns, console=Console(), transient=True) as bar:
        task = bar.add_task("printing", total=None)
        running: dict[str, None] = {}

        def listen(event: Event) -> None:
            if event.result:
                running.pop(event.name, None)
                bar.console.print(_line_of(replace(event, left=None), event.result), highlight=False, markup=False)
            elif event.kind == "started":
                running[event.name] = None
            ends = monotonic() + event.left if event.left else None
            shown = ", ".join(list(running)[:2]) or "printing"
            bar.update(task, total=event.total, completed=event.done, description=shown, ends=ends)

        yield listen
