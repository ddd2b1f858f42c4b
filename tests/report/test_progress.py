"""A person sees what is printed, and how long it takes: line by line, or in a panel on a terminal."""

from __future__ import annotations

import re

import pytest

from prepguides.model.outcome import EditionResult, Event
from prepguides.report.progress import progress

EVENTS = (
    Event("planned", total=3, left=90.0),
    Event("started", "one", 0, 3, 90.0),
    Event("started", "two [bold]", 0, 3, 90.0),
    Event("finished", "one", 1, 3, 60.0, EditionResult("one", "k", "printed", pages=12, seconds=3.21)),
    Event("finished", "two [bold]", 2, 3, 30.0, EditionResult("two [bold]", "k", "same pages", pages=8)),
    Event("finished", "three", 3, 3, 1.0, EditionResult("three", "k", "failed")),
)
ESCAPES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


def said(capsys: pytest.CaptureFixture[str], *, live: bool = False, quiet: bool = False) -> str:
    with progress(live=live, quiet=quiet) as listen:
        for event in EVENTS:
            listen(event)
    return capsys.readouterr().out


def test_without_a_terminal_each_edition_that_ended_is_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    """The last one says nothing of the time that is left."""
    one, two, three = said(capsys).splitlines()
    assert one.startswith("[1/3] one: 12 pages in 3.2 s, ")
    assert one.endswith("left")
    assert two.startswith("[2/3] two [bold]: same pages as before, ")
    assert three == "[3/3] three: not printed"


def test_a_quiet_build_says_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert said(capsys, quiet=True) == ""
    assert said(capsys, quiet=True, live=True) == ""


def test_a_terminal_keeps_a_line_of_what_ended(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Names are printed as they are, whatever brackets they have. The time that is left stands in the panel alone."""
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "160")
    shown = ESCAPES.sub("", said(capsys, live=True))
    kept = [line.strip() for line in re.split(r"[\r\n]+", shown) if re.match(r"\s*\[\d/3\]", line)]
    assert kept == ["[1/3] one: 12 pages in 3.2 s", "[2/3] two [bold]: same pages as before", "[3/3] three: not printed"]


def test_the_panel_is_gone_at_the_end(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")
    assert said(capsys, live=True).rstrip().endswith("\x1b[2K"), "the last line is erased"
