"""Sources that were read long ago, or that their owner wanted to read again by now. The day that it is comes from the command line."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ...model.content import ref_of
from ...model.content.base import Ref, Refers
from ...model.content.practice import Resource
from ...model.diagnostic import Diagnostic
from ...model.library import Library
from ...model.rules import RULES
from ...model.source import Loc
from ...model.walk import marked


def stale(library: Library, today: date, days: int) -> tuple[Diagnostic, ...]:
    """A warning for each source whose review day has come, or which has none and was read more than so many days ago.

    It stands where the source does, and names the files whose words rest on it: those have to be compared with what is read now.
    """
    citing = _citing(library)
    return tuple(
        Diagnostic(RULES["PG329"], message, library.place(ref_of(resource), loc), _hint(citing.get(resource.id, ())))
        for resource in library.all(Resource)
        for loc, message in _overdue(resource, today, days)
    )


def _overdue(resource: Resource, today: date, days: int) -> Iterator[tuple[Loc, str]]:
    if resource.review is not None:
        if date.fromisoformat(resource.review) <= today:
            yield ("review",), f"“{resource.title}” was to be read again by {resource.review}"
        return
    age = (today - date.fromisoformat(resource.accessed)).days
    if age > days:
        yield ("accessed",), f"“{resource.title}” was read {age} days ago"


def _citing(library: Library) -> dict[str, tuple[str, ...]]:
    """Resource id to the files of the entities that cite it, each once."""
    found: dict[str, dict[str, None]] = {}
    for ref, entity in library.walk():
        for _, mark, value in marked(entity, Refers):
            named = Ref(mark.kind, value) if mark.kind != "*" else Ref.of(value)
            if named.kind == "resources" and ref.kind != "resources":
                found.setdefault(named.id, {})[library.place(ref).path] = None
    return {id: tuple(files) for id, files in found.items()}


def _hint(files: tuple[str, ...]) -> str:
    compared = f", compare what {', '.join(files)} say{'s' if len(files) == 1 else ''} of it" if files else ""
    return f"read it{compared}, and write today under `accessed`"
