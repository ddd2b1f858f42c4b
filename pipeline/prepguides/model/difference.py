"""What differs between two states of a project's content."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Literal, NamedTuple

from .content.base import Ref
from .diagnostic import Diagnostic, Place

What = Literal["same", "removed", "added"]
EditKind = Literal["added", "removed", "changed", "reworded", "moved"]
ChangeKind = Literal["added", "removed", "renamed", "changed"]
CHANGE_KINDS: tuple[ChangeKind, ...] = ("added", "removed", "renamed", "changed")


class Run(NamedTuple):
    """Words in a row that both texts have, or one of them."""

    what: What
    text: str


@dataclass(frozen=True)
class Edit:
    """What became of one value inside an entity."""

    kind: EditKind
    path: tuple[str, ...]
    """The fields that lead to it; of an item of a list its id, a section's kind, or its number, from 1, where it is now."""
    before: str = ""
    """What it was; of what was moved, where it stood."""
    after: str = ""
    """What it is; of what was moved, where it stands."""
    words: tuple[Run, ...] = ()
    """Of what was reworded, both texts in one."""


@dataclass(frozen=True)
class EntityChange:
    """What became of one entity: a question, a guide, a term."""

    kind: ChangeKind
    ref: Ref
    """By its new id, where that was changed."""
    title: str
    """Its prompt, title or name."""
    place: Place
    """Where it is written; of one that was removed, where it was."""
    old_ref: Ref | None = None
    """Of one that was renamed."""
    moved: tuple[str, str] | None = None
    """Where it stood and stands, when it was taken elsewhere."""
    edits: tuple[Edit, ...] = ()
    interview_type: str = ""
    """Of a question that was removed, the interview that asked it."""


@dataclass(frozen=True)
class Unread:
    """Something that could not be compared, and why: of the old state or of the new."""

    side: Literal["old", "new"]
    problem: Diagnostic


@dataclass(frozen=True)
class Difference:
    """Everything that differs, in the order in which a report tells it."""

    entities: tuple[EntityChange, ...] = ()
    assets: tuple[Edit, ...] = ()
    """Files below content/assets/: added, removed or changed."""
    unread: tuple[Unread, ...] = ()

    def counts(self) -> dict[str, int]:
        """How many entities were added, removed, renamed, changed and moved; zeros left out. One that was renamed may be moved too."""
        found = Counter[str](change.kind for change in self.entities if change.kind != "changed" or change.edits)
        found["moved"] = sum(change.moved is not None for change in self.entities)
        found["files"] = len(self.assets)
        return {name: found[name] for name in (*CHANGE_KINDS, "moved", "files") if found[name]}

    def __bool__(self) -> bool:
        return bool(self.entities or self.assets)
