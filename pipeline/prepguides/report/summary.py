"""What a build did, as Markdown: for the summary page of a scheduled run."""

from __future__ import annotations

from ..model.outcome import CompanionResult, EditionResult, Outcome, Status
from .diagnostics import summary

_MOST = 100
"""Diagnostics listed; services cut long pages."""
_RESULTS: dict[Status, str] = {
    "to print": "to print",
    "printed": "printed",
    "same pages": "same pages",
    "failed": "**not printed**",
    "blocked": "**blocked**",
    "unchanged": "unchanged",
}
"""What the table calls each."""


def as_markdown(outcome: Outcome, *, dry_run: bool = False) -> str:
    """A table of the editions: printed, unchanged or blocked, with the reasons and the pages; then what was reported."""
    lines = ["## Guides", "", _counts(outcome, dry_run=dry_run), ""]
    if outcome.results:
        stale = outcome.having("to print", "printed", "same pages", "failed")
        in_order = (*stale, *outcome.having("blocked"), *outcome.having("unchanged"))
        lines += ["| Edition | Result | Why | Pages |", "| --- | --- | --- | ---: |"]
        lines += [_row(result) for result in in_order]
    if outcome.companions:
        lines += ["", "| Beside them | Result | Why |", "| --- | --- | --- |", *map(_companion_row, outcome.companions)]
    if outcome.removed:
        lines += ["", "Removed, because no edition is written there any more:", "", *(f"- `{path}`" for path in outcome.removed)]
    found = outcome.diagnostics
    if found:
        lines += ["", f"### {summary(found)}", ""]
        lines += [f"- `{problem.place}` {problem.rule.code} {_cell(problem.message)}" for problem in found[:_MOST]]
        lines += [f"- and {len(found) - _MOST} more"] if len(found) > _MOST else []
    return "\n".join(lines) + "\n"


def _counts(outcome: Outcome, *, dry_run: bool) -> str:
    if dry_run:
        return f"{len(outcome.having('to print'))} to print, {len(outcome.having('unchanged'))} fresh"
    counts = (
        (len(outcome.files("printed")), "printed"),
        (len(outcome.beside("made")), "made beside them"),
        (len((*outcome.files("unchanged", "same pages"), *outcome.beside("unchanged"))), "unchanged"),
        (len(outcome.removed), "removed"),
    )
    return ", ".join(f"{count} files {word}" for count, word in counts if count) or "No file was printed."


def _row(result: EditionResult) -> str:
    why = ", ".join(result.reasons)
    cells = (result.name, _RESULTS[result.status], f"needs {why}" if result.status == "blocked" else why, str(result.pages or ""))
    return f"| {' | '.join(_cell(cell) for cell in cells)} |"


def _companion_row(result: CompanionResult) -> str:
    return f"| {' | '.join(_cell(cell) for cell in (result.name, result.status, ', '.join(result.reasons)))} |"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ").replace("<", "&lt;")
