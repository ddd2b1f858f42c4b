"""What differs between two output folders, as text, JSON, annotations and Markdown."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator

from ..model.difference import Run
from ..model.output_difference import EditionChange, OutputDifference, PageChange
from .difference_summary import plain, run_as_markdown
from .difference_text import cut, run_as_text, shortened, styled

_MARKS = {"added": "+", "removed": "-", "changed": "~"}
_SIMPLE = {"numbers": "numbers alone differ", "look": "the look alone differs"}
_MOST = 60
"""Pages listed for an edition in Markdown; services cut long pages."""


def as_text(difference: OutputDifference, old: str, new: str, *, color: bool) -> str:
    """Edition by edition, with the pages that differ; then how many there are."""
    lines: list[str] = []
    for change in difference.editions:
        style = change.kind if change.kind != "changed" else "moved"
        lines += [f"{styled(f'{_MARKS[change.kind]} {change.key}', style, color)}  {headline(change)}"]
        lines += [f"    {line}" for line in _pages(change, color)]
    return "\n".join([*lines, f"from {old} to {new}: {counts(difference)}"]) + "\n"


def counts(difference: OutputDifference) -> str:
    """ "1 edition added, 2 changed", or that nothing differs."""
    found = Counter(change.kind for change in difference.editions)
    return ", ".join(f"{count} edition{'s' if count > 1 else ''} {kind}" for kind, count in sorted(found.items())) or "no difference"


def headline(change: EditionChange) -> str:
    """Why an edition differs, its pages, and its files."""
    before, after = change.pages
    pages = f"{before} → {after} pages" if before != after and before and after else f"{after or before} pages" if after or before else ""
    compared = f"compared in {change.compared}" if change.changes else change.note
    return "; ".join(filter(None, (", ".join(change.reasons), pages, compared)))


def _pages(change: EditionChange, color: bool) -> Iterator[str]:
    for page in change.changes:
        if page.kind not in _SIMPLE:
            yield f"{number(page)}: {''.join(run_as_text(run, color) for run in _told(page))}"
    yield from in_bulk(change)


def in_bulk(change: EditionChange) -> Iterator[str]:
    """Pages whose words are the same, in one line for each reason."""
    for kind, words in _SIMPLE.items():
        if numbers := [page.new or 0 for page in change.changes if page.kind == kind]:
            yield f"{words} on p. {ranges(numbers)}"


def number(page: PageChange) -> str:
    """ "p. 13, was 12"."""
    if page.new is None:
        return f"p. {page.old} removed"
    if page.old is None:
        return f"p. {page.new} added"
    return f"p. {page.new}" if page.old == page.new else f"p. {page.new}, was {page.old}"


def ranges(numbers: Iterable[int]) -> str:
    """ "3, 5–9"."""
    runs: list[list[int]] = []
    for each in sorted(numbers):
        if runs and each == runs[-1][-1] + 1:
            runs[-1].append(each)
        else:
            runs.append([each])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)


def _told(page: PageChange) -> tuple[Run, ...]:
    """What was reworded, or the first words of a page that came or went."""
    return tuple(run if run.what == "same" else Run(run.what, cut(run.text)) for run in shortened(page.words))


# --- for programs, and for a run's page ---


def as_json(difference: OutputDifference, old: str, new: str) -> str:
    """An object with `old`, `new` and `editions`. docs/changes.md says what they hold."""
    editions = [
        {
            "edition": change.key,
            "change": change.kind,
            "pages": list(change.pages),
            "reasons": list(change.reasons),
            "files": list(change.files),
            "compared": change.compared or None,
            "note": change.note or None,
            "changes": [
                {
                    "change": page.kind,
                    "old": page.old,
                    "new": page.new,
                    "words": [{"what": run.what, "text": run.text} for run in page.words],
                }
                for page in change.changes
            ],
        }
        for change in difference.editions
    ]
    return json.dumps({"old": old, "new": new, "editions": editions}, indent=2, ensure_ascii=False) + "\n"


def as_github(difference: OutputDifference) -> str:
    """A notice for each edition, as a workflow command."""
    return "".join(f"::notice title={change.key} {change.kind}::{headline(change)}\n".replace("%", "%25") for change in difference.editions)


def as_markdown(difference: OutputDifference, old: str, new: str) -> str:
    """The editions, each with the pages that differ."""
    lines = [f"## Pages that changed from {plain(old)} to {plain(new)}", "", f"{counts(difference).capitalize()}.", ""]
    for change in difference.editions:
        lines += [f"### {plain(change.key)} {change.kind}", "", plain(headline(change)), ""]
        told = [page for page in change.changes if page.kind not in _SIMPLE]
        lines += [f"- {plain(number(page))}: {''.join(map(run_as_markdown, _told(page)))}" for page in told[:_MOST]]
        lines += [f"- and {len(told) - _MOST} more"] if len(told) > _MOST else []
        lines += [f"- {plain(line)}" for line in in_bulk(change)] + [""]
    return "\n".join(lines).rstrip() + "\n"
