"""What differs between two states of the content, as text for a terminal, as JSON and as annotations. No colors unless asked for."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from itertools import groupby

from ..model.diagnostic_json import encoded
from ..model.difference import Difference, Edit, EntityChange, Run

_STYLES = {"removed": "\x1b[31m", "added": "\x1b[32m", "moved": "\x1b[36m", "head": "\x1b[1m", "end": "\x1b[0m"}
_MARKS = {"added": "+", "removed": "-", "renamed": ">", "changed": "~"}
_WORDS_AROUND = 8
"""Unchanged words that are shown before and behind a change."""
_WIDEST = 90
"""Characters of a title, and of a value that was added or removed."""


def as_text(difference: Difference, old: str, new: str, *, color: bool) -> str:
    """Kind by kind, every entity that differs with what became of it; then how many there are."""
    lines: list[str] = []
    for kind, changes in groupby(difference.entities, key=lambda change: change.ref.kind):
        lines += [styled(kind, "head", color), *(line for change in changes for line in _entity(change, color)), ""]
    if difference.assets:
        lines += [
            styled("files in content/assets/", "head", color),
            *(f"  {_mark(edit)} {edit.path[0]}" for edit in difference.assets),
            "",
        ]
    lines += [f"not compared: {unread.problem.place} of the {unread.side} state: {unread.problem.message}" for unread in difference.unread]
    return "\n".join([*lines, f"from {old} to {new}: {counts(difference)}"]) + "\n"


def counts(difference: Difference) -> str:
    """ "2 added, 1 removed, 5 changed", or that nothing differs."""
    found = difference.counts()
    files = found.pop("files", 0)
    parts = [f"{count} {name}" for name, count in found.items()]
    parts += [f"{files} file{'s' if files > 1 else ''} of content/assets/"] if files else []
    return ", ".join(parts) or "no difference"


def styled(words: str, style: str, color: bool) -> str:
    """The words in the color of what became of them."""
    return f"{_STYLES[style]}{words}{_STYLES['end']}" if color else words


def _mark(edit: Edit) -> str:
    return _MARKS.get(edit.kind, "~")


def _entity(change: EntityChange, color: bool) -> Iterator[str]:
    name = f"{change.old_ref.id} → {change.ref.id}" if change.old_ref else change.ref.id
    title = f'  "{cut(change.title)}"' if change.kind in ("added", "removed") and change.title else ""
    style = change.kind if change.kind in ("added", "removed") else "moved"
    yield f"  {styled(f'{_MARKS[change.kind]} {name}', style, color)}{title}  {change.place}"
    if change.moved:
        yield f"      moved from {change.moved[0]} to {change.moved[1]}"
    for edit in change.edits:
        yield f"      {told(edit, color=color)}"


def told(edit: Edit, *, color: bool = False) -> str:
    """One edit in a line: `prompt: A key metric fell [-12%-]{+15%+} overnight`."""
    where = " > ".join(edit.path) or "text"
    if edit.kind == "reworded":
        return f"{where}: {''.join(run_as_text(run, color) for run in shortened(edit.words))}"
    if edit.kind == "added":
        return f"{where}: {run_as_text(Run('added', cut(edit.after)), color)}"
    if edit.kind == "removed":
        return f"{where}: {run_as_text(Run('removed', cut(edit.before)), color)}"
    if edit.kind == "moved":
        return f"{where}: moved from {edit.before} to {edit.after}"
    return f"{where}: {run_as_text(Run('removed', cut(edit.before)), color)}{run_as_text(Run('added', cut(edit.after)), color)}"


def run_as_text(run: Run, color: bool) -> str:
    """The words as git diff --word-diff marks them."""
    if run.what == "same":
        return run.text
    left, right = ("[-", "-]") if run.what == "removed" else ("{+", "+}")
    return styled(f"{left}{run.text}{right}", run.what, color)


def shortened(runs: tuple[Run, ...]) -> Iterator[Run]:
    """The runs, unchanged ones cut to the words beside a change."""
    for index, run in enumerate(runs):
        if run.what != "same":
            yield run
            continue
        words = re.findall(r"\s*\S+|\s+", run.text)
        first, last = index == 0, index == len(runs) - 1
        around = _WORDS_AROUND if first or last else 2 * _WORDS_AROUND
        if len(words) <= around:
            yield run
        elif first:
            yield Run("same", f"… {''.join(words[-_WORDS_AROUND:]).lstrip()}")
        elif last:
            yield Run("same", f"{''.join(words[:_WORDS_AROUND])} …")
        else:
            yield Run("same", f"{''.join(words[:_WORDS_AROUND])} …{''.join(words[-_WORDS_AROUND:])}")


def cut(text: str) -> str:
    """The text, or as much of it as a line has room for."""
    return text if len(text) <= _WIDEST else f"{text[: _WIDEST - 1].rstrip()}…"


# --- for programs ---


def as_json(difference: Difference, old: str, new: str) -> str:
    """An object with `old`, `new`, `counts`, `changes`, `files` and `unread`. docs/changes.md says what they hold."""
    told = {
        "old": old,
        "new": new,
        "counts": difference.counts(),
        "changes": [_as_data(change) for change in difference.entities],
        "files": [{"path": edit.path[0], "change": edit.kind} for edit in difference.assets],
        "unread": [{"side": unread.side, **encoded(unread.problem)} for unread in difference.unread],
    }
    return json.dumps(told, indent=2, ensure_ascii=False) + "\n"


def _as_data(change: EntityChange) -> dict[str, object]:
    return {
        "ref": str(change.ref),
        "change": change.kind,
        "title": change.title,
        "was": str(change.old_ref) if change.old_ref else None,
        "path": change.place.path,
        "line": change.place.line,
        "moved": {"from": change.moved[0], "to": change.moved[1]} if change.moved else None,
        "edits": [
            {
                "change": edit.kind,
                "field": list(edit.path),
                "before": edit.before,
                "after": edit.after,
                "words": [{"what": run.what, "text": run.text} for run in edit.words],
            }
            for edit in change.edits
        ],
    }


def as_github(difference: Difference) -> str:
    """A notice for each entity at its line, as a workflow command."""
    return "".join(
        f"::notice file={change.place.path},line={change.place.line},title={_notice(change)}\n" for change in _standing(difference.entities)
    )


def _standing(changes: Iterable[EntityChange]) -> Iterator[EntityChange]:
    return (change for change in changes if change.kind != "removed" and change.place.line)


def _notice(change: EntityChange) -> str:
    fields = ", ".join(dict.fromkeys(edit.path[0] for edit in change.edits if edit.path))
    return f"{change.ref} {change.kind}::{fields or change.title or change.kind}".replace("%", "%25").replace("\n", " ")
