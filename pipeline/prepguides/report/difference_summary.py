"""What differs between two states of the content, as Markdown: for the summary page of a scheduled run."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from itertools import groupby

from ..model.difference import Difference, Edit, EntityChange, Run
from .difference_text import counts, cut, shortened

_MOST = 200
"""Entities listed; services cut long pages."""
_OTHER = re.compile(r"([\\`*_{}\[\]()#+\-!|~$@:])")
"""Signs that Markdown, and what services add to it, could read as their own."""


def as_markdown(difference: Difference, old: str, new: str) -> str:
    """The counts, then kind by kind every entity and what became of it, removed words struck out and added ones underlined."""
    lines = [f"## Changes from {plain(old)} to {plain(new)}", "", counts(difference).capitalize() + ".", ""]
    for kind, changes in groupby(difference.entities[:_MOST], key=lambda change: change.ref.kind):
        lines += [f"### {plain(kind)}", "", *(line for change in changes for line in _entity(change)), ""]
    if len(difference.entities) > _MOST:
        lines += [f"And {len(difference.entities) - _MOST} more.", ""]
    if difference.assets:
        lines += ["### Files", "", *(f"- {edit.kind}: {plain(edit.path[0])}" for edit in difference.assets), ""]
    if difference.unread:
        lines += ["### Not compared", ""]
        lines += [f"- {plain(str(each.problem.place))} ({each.side}): {plain(each.problem.message)}" for each in difference.unread]
    return "\n".join(lines).rstrip() + "\n"


def _entity(change: EntityChange) -> Iterator[str]:
    was = f", {plain(change.old_ref.id)} before" if change.old_ref else ""
    title = f": {plain(cut(change.title))}" if change.title else ""
    yield f"- **{plain(change.ref.id)}** {change.kind if change.edits or change.kind != 'changed' else 'moved'}{was}{title}"
    if change.moved:
        yield f"  - moved from {plain(change.moved[0])} to {plain(change.moved[1])}"
    yield from (f"  - {_edit(edit)}" for edit in change.edits)


def _edit(edit: Edit) -> str:
    where = plain(" > ".join(edit.path))
    if edit.kind == "moved":
        return f"{where}: moved from {plain(edit.before)} to {plain(edit.after)}"
    runs = shortened(edit.words) if edit.words else (Run("removed", cut(edit.before)), Run("added", cut(edit.after)))
    return f"{where}: {''.join(run_as_markdown(run) for run in runs if run.text)}"


def run_as_markdown(run: Run) -> str:
    """The words, struck out or underlined."""
    tag = {"removed": "del", "added": "ins"}.get(run.what)
    text = plain(run.text)
    return f"<{tag}>{text}</{tag}>" if tag else text


def plain(text: str) -> str:
    """Words that are printed as they are, whatever signs are in them."""
    return _OTHER.sub(r"\\\1", html.escape(text, quote=False)).replace("\n", " ")
