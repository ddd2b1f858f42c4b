"""What a build did, as Markdown: for the summary page of a scheduled run."""

from __future__ import annotations

from collections.abc import Iterator

from ..model.manifest import Manifest
from ..model.outcome import Outcome
from .diagnostics import summary

_MOST = 100
"""Diagnostics listed; services cut long pages."""


def as_markdown(outcome: Outcome, manifest: Manifest, *, dry_run: bool = False) -> str:
    """A table of the editions: printed, unchanged or blocked, with the reasons and the pages; then what was reported."""
    rows = [*_stale(outcome, manifest, dry_run=dry_run), *_blocked(outcome), *_fresh(outcome, manifest)]
    lines = ["## Guides", "", _counts(outcome, dry_run=dry_run), ""]
    if rows:
        lines += ["| Edition | Result | Why | Pages |", "| --- | --- | --- | ---: |"]
        lines += [f"| {' | '.join(_cell(cell) for cell in row)} |" for row in rows]
    if outcome.removed:
        lines += ["", "Removed, because no edition is written there any more:", "", *(f"- `{path}`" for path in outcome.removed)]
    if outcome.diagnostics:
        lines += ["", f"### {summary(outcome.diagnostics)}", ""]
        lines += [f"- `{found.place}` {found.rule.code} {_cell(found.message)}" for found in outcome.diagnostics[:_MOST]]
        lines += [f"- and {len(outcome.diagnostics) - _MOST} more"] if len(outcome.diagnostics) > _MOST else []
    return "\n".join(lines) + "\n"


def _counts(outcome: Outcome, *, dry_run: bool) -> str:
    if dry_run:
        return f"{len(outcome.stale)} to print, {len(outcome.fresh)} fresh"
    counts = (
        (len(outcome.printed), "printed"),
        (len(outcome.unchanged), "unchanged"),
        (len(outcome.removed), "removed"),
    )
    return ", ".join(f"{count} files {word}" for count, word in counts if count) or "No file was printed."


def _stale(outcome: Outcome, manifest: Manifest, *, dry_run: bool) -> Iterator[tuple[str, str, str, str]]:
    known = {artifact.edition: artifact for artifact in manifest.artifacts.values()}
    for name, reasons in outcome.stale:
        artifact = known.get(name)
        paths = set(artifact.outputs) if artifact else set()
        if dry_run:
            result = "to print"
        elif paths & set(outcome.printed):
            result = "printed"
        else:
            result = "same pages" if paths & set(outcome.unchanged) else "**not printed**"
        yield name, result, ", ".join(reasons), str(artifact.pages) if artifact else ""


def _blocked(outcome: Outcome) -> Iterator[tuple[str, str, str, str]]:
    for name, missing in outcome.blocked:
        yield name, "**blocked**", f"needs {', '.join(missing)}", ""


def _fresh(outcome: Outcome, manifest: Manifest) -> Iterator[tuple[str, str, str, str]]:
    pages = {artifact.edition: str(artifact.pages) for artifact in manifest.artifacts.values()}
    for name in outcome.fresh:
        yield name, "unchanged", "", pages.get(name, "")


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ").replace("<", "&lt;")
