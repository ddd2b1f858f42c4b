"""The summary page of a scheduled run, from results alone."""

from __future__ import annotations

import pytest

from prepguides.model.diagnostic import Diagnostic, Place
from prepguides.model.outcome import CompanionResult, EditionResult, Outcome, Status
from prepguides.model.rules import RULES
from prepguides.report.summary import as_markdown


@pytest.mark.parametrize(
    ("status", "row"),
    [
        ("printed", "| pm (candidate) | printed | content, accent | 12 |"),
        ("same pages", "| pm (candidate) | same pages | content, accent | 12 |"),
        ("to print", "| pm (candidate) | to print | content, accent | 12 |"),
        ("failed", "| pm (candidate) | **not printed** | content, accent | 12 |"),
        ("unchanged", "| pm (candidate) | unchanged | content, accent | 12 |"),
        ("blocked", "| pm (candidate) | **blocked** | needs content, accent | 12 |"),
    ],
)
def test_each_status_has_its_words(status: Status, row: str) -> None:
    page = as_markdown(Outcome((EditionResult("pm (candidate)", "k", status, ("content", "accent"), pages=12),)))
    assert page.splitlines()[-1] == row


def test_the_stale_come_first_then_the_blocked_then_the_rest() -> None:
    results = (EditionResult("a", "k", "unchanged"), EditionResult("b", "", "blocked"), EditionResult("c", "k", "failed"))
    rows = as_markdown(Outcome(results)).splitlines()[-3:]
    assert [row.split(" | ")[0] for row in rows] == ["| c", "| b", "| a"]


def test_files_are_counted_by_status() -> None:
    results = (
        EditionResult("a", "k", "printed", files=("1", "2")),
        EditionResult("b", "k", "same pages", files=("3",)),
        EditionResult("c", "k", "unchanged", files=("4",)),
    )
    page = as_markdown(Outcome(results, removed=("5",)))
    assert "2 files printed, 2 files unchanged, 1 files removed" in page
    assert "- `5`" in page
    assert "No file was printed." in as_markdown(Outcome(()))


def test_companions_have_a_table_of_their_own() -> None:
    results = (
        CompanionResult("pm (Anki deck)", "a", "made", ("content",), ("1",)),
        CompanionResult("calendar", "b", "unchanged", files=("2",)),
    )
    page = as_markdown(Outcome((), companions=results))
    assert "1 files made beside them, 1 files unchanged" in page
    assert page.splitlines()[-2:] == ["| pm (Anki deck) | made | content |", "| calendar | unchanged |  |"]


def test_a_dry_run_counts_editions() -> None:
    results = (EditionResult("a", "k", "to print"), EditionResult("c", "k", "unchanged"))
    assert "1 to print, 1 fresh" in as_markdown(Outcome(results), dry_run=True)


def test_words_cannot_break_the_table() -> None:
    page = as_markdown(Outcome((EditionResult("a|b\n<c>", "k", "printed"),)))
    assert page.splitlines()[-1] == "| a\\|b &lt;c> | printed |  |  |"


def test_long_lists_are_cut_and_say_so() -> None:
    found = tuple(Diagnostic(RULES["PG101"], f"problem {number:03}", Place("a.yaml", number)) for number in range(1, 104))
    lines = as_markdown(Outcome((), found)).splitlines()
    assert lines[-1] == "- and 3 more"
    assert "- `a.yaml:100:0` PG101 problem 100" in lines
