"""A page for readers of an earlier copy: what a guide prints that is new, reworded or gone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..model.content.base import Ref
from ..model.content.question import Question
from ..model.diagnostic import Checked
from ..model.difference import Difference, EntityChange
from ..model.library import Library
from ..model.naming import name_of
from ..model.request import Project, Selection
from ..text.dates import date_in_words
from ..text.sentences import opening
from .prepare import Prepared, prepare

_NEW, _REWORDED, _GONE = "New", "Reworded", "Gone"


def changes_page(project: Project, difference: Difference, guide: str, id: str) -> Checked[str | None]:
    """The page as Markdown with front matter. None when the guide cannot be read, with the reasons.

    It says what candidates read: prompts of questions, and names with their pages. What was reworded is not quoted.
    """
    prepared = prepare(project, Selection(guides=(guide,), editions=("candidate",)))
    if prepared.library is None or not prepared.editions:
        return Checked(None, prepared.diagnostics)
    library = prepared.library
    printed = _printed(prepared)
    lists = {
        _NEW: _named((change.ref for change in difference.entities if change.kind == "added" and change.ref in printed), library),
        _REWORDED: _named((change.ref for change in difference.entities if change.ref in printed and _is_reworded(change)), library),
        _GONE: _gone(difference.entities, printed, library),
    }
    blocks = [f"**{title}**\n\n" + "\n".join(f"- {line}" for line in lines) for title, lines in lists.items() if lines]
    day = date_in_words(_edition_date(difference, library), language=library.settings.language)
    front = f"---\nid: {id}\ntitle: Changed since your copy of {day}\n---\n"
    return Checked("\n".join([front, "\n\n".join(blocks or ["Nothing that this guide prints has changed."])]) + "\n")


def _printed(prepared: Prepared) -> frozenset[Ref]:
    maps = [prepared.sources[edition.name] for edition in prepared.editions if edition.name in prepared.sources]
    return frozenset(written.ref for each in maps for found in each.elements.values() for written in found if written.ref.kind != "guides")


def _is_reworded(change: EntityChange) -> bool:
    """Whether a reader would see it: sentences differ, not only tags or levels."""
    words = [edit for edit in change.edits if edit.kind in ("reworded", "added", "removed")]
    return change.kind in ("changed", "renamed") and any(" " in edit.before + edit.after for edit in words)


def _named(refs: Iterable[Ref], library: Library) -> list[str]:
    """What each is called: a question by the first sentence of its prompt, others by a reference that prints name and page."""
    return [words for ref in refs if (words := _words(ref, library))]


def _words(ref: Ref, library: Library) -> str:
    entity = library.entity(ref)
    if isinstance(entity, Question):
        return opening(entity.prompt.split("\n\n")[0])
    return f"[[{ref}]]" if entity and name_of(entity) else ""


def _gone(changes: Iterable[EntityChange], printed: frozenset[Ref], library: Library) -> list[str]:
    """Questions of the interviews that the guide is about."""
    asked: Iterator[Question | None] = (library.find(Question, ref.id) for ref in printed if ref.kind == "questions")
    types = {question.interview_type for question in asked if question}
    return [opening(change.title) for change in changes if change.kind == "removed" and change.interview_type in types]


def _edition_date(difference: Difference, library: Library) -> str:
    """The date that copies bear which were printed of the old state."""
    edits = [edit for change in difference.entities if change.ref.kind == "settings" for edit in change.edits]
    return next((edit.before for edit in edits if edit.path == ("edition_date",) and edit.before), library.settings.edition_date)
