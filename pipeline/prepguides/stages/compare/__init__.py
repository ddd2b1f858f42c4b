"""Two readings of a project's content -> Difference: what was added, removed, renamed, reworded and moved. Pure.

Values are compared as authors wrote them, before a model reads them: content of years ago, whose fields have other names today, can be
compared as well, and what is faulty too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import groupby

from ...model.content import KINDS
from ...model.content.base import Ref
from ...model.diagnostic import Diagnostic, Place
from ...model.difference import ChangeKind, Difference, Edit, EntityChange, Unread
from ...model.source import Loc, Source, Sources
from ...text.word_diff import in_place, paired
from .values import edits, shown, words_in

__all__ = ["compare"]

_RENAMED = 0.6
"""An entity that is gone and one of its kind that is new are one, renamed, when they share at least this part of their words."""
SETTINGS = Ref("settings", "project.yaml")
"""What the settings are called among entities."""
_FIRST = ("guides", "questions")
"""Kinds that a report begins with; the others follow in the order of the table of kinds."""


@dataclass(frozen=True)
class _Written:
    """An entity as it stands in a file."""

    ref: Ref
    value: Mapping[str, object]
    source: Source
    loc: Loc

    @property
    def place(self) -> Place:
        return self.source.place((*self.loc, "id"))

    @property
    def title(self) -> str:
        keys = ("prompt", "title", "name", "term", "front", "text", "statement")
        found = next((self.value[key] for key in keys if isinstance(self.value.get(key), str)), "")
        return shown(found)


@dataclass(frozen=True)
class Side:
    """One of the two states."""

    sources: Sources
    assets: Mapping[str, str]
    """Files below content/assets/ to their hashes."""
    problems: tuple[Diagnostic, ...] = ()
    """Why files could not be read."""


def compare(old: Side, new: Side) -> Difference:
    """All that differs, and what could not be compared."""
    before, after = _entities(old.sources), _entities(new.sources)
    renames = _renames(before, after)
    moves = _moves(before, after, renames)
    known = {renamed: ref for ref, renamed in renames.items()}
    follows = partial(_follows, renames)
    changes: list[EntityChange] = []
    for ref, entity in after.items():
        old_ref = known.get(ref, ref)
        if old_ref not in before:
            if entity.source.path not in _paths(old.problems):
                changes.append(EntityChange("added", ref, entity.title, entity.place))
            continue
        found = _with_moves(tuple(edits(_without_id(before[old_ref]), _without_id(entity), (), follows)))
        renamed = old_ref if old_ref != ref else None
        if renamed or found or ref in moves:
            kind: ChangeKind = "renamed" if renamed else "changed"
            changes.append(EntityChange(kind, ref, entity.title, entity.place, renamed, moves.get(ref), found))
    lost = _paths(new.problems)
    gone = [entity for ref, entity in before.items() if ref not in after and ref not in renames and entity.source.path not in lost]
    changes += [
        EntityChange("removed", entity.ref, entity.title, entity.place, interview_type=shown(entity.value.get("interview_type")))
        for entity in gone
    ]
    unread = [Unread("old", problem) for problem in old.problems] + [Unread("new", problem) for problem in new.problems]
    ordered = sorted(changes, key=_order)
    return Difference(tuple(ordered), tuple(_assets(old.assets, new.assets)), tuple(unread))


def _paths(problems: Iterable[Diagnostic]) -> set[str]:
    """Files of which something could not be read, so that what is missing there is not known to be gone."""
    return {problem.place.path for problem in problems}


def _order(change: EntityChange) -> tuple[int, str, str, int, str]:
    kinds = (SETTINGS.kind, *_FIRST, *(kind for kind in KINDS if kind not in _FIRST))
    rank = kinds.index(change.ref.kind) if change.ref.kind in kinds else len(kinds)
    return rank, change.ref.kind, change.place.path, change.place.line, change.ref.id


def _without_id(entity: _Written) -> dict[str, object]:
    return {key: value for key, value in entity.value.items() if key != "id"}


def _entities(sources: Sources) -> dict[Ref, _Written]:
    """Every entity that has an id, the first of those that share one, and the settings."""
    found: dict[Ref, _Written] = {}
    if isinstance(sources.settings.value, Mapping):
        found[SETTINGS] = _Written(SETTINGS, sources.settings.value, sources.settings, ())
    for source in sources.content:
        for kind, items in source.value.items() if isinstance(source.value, Mapping) else ():
            for index, item in enumerate(items if isinstance(items, list) else ()):
                if isinstance(item, Mapping) and isinstance(item.get("id"), str):
                    ref = Ref(str(kind), item["id"])
                    found.setdefault(ref, _Written(ref, item, source, (kind, index)))
    return found


# --- new names ---


def _renames(before: Mapping[Ref, _Written], after: Mapping[Ref, _Written]) -> dict[Ref, Ref]:
    """Old to new: entities of one kind that are gone and new, and nearly the same."""
    found: dict[Ref, Ref] = {}
    gone = sorted((ref for ref in before if ref not in after), key=lambda ref: ref.kind)
    for kind, refs in groupby(gone, key=lambda ref: ref.kind):
        lost = list(refs)
        come = [ref for ref in after if ref.kind == kind and ref not in before]
        texts = [[words_in(_without_id(found)) for found in group] for group in ([before[r] for r in lost], [after[r] for r in come])]
        found |= {lost[first]: come[second] for first, second in paired(texts[0], texts[1], _RENAMED)}
    return found


def _follows(renames: Mapping[Ref, Ref], old: str, new: str) -> bool:
    """Whether two texts differ only in that references follow new ids."""
    if any(old == before.id and new == after.id for before, after in renames.items()):
        return True
    for before, after in renames.items():
        old = old.replace(str(before), str(after))
    return old.split() == new.split()


# --- places ---


def _moves(before: Mapping[Ref, _Written], after: Mapping[Ref, _Written], renames: Mapping[Ref, Ref]) -> dict[Ref, tuple[str, str]]:
    """Entities that stand in another file, or among others of their kind in the same file."""
    found: dict[Ref, tuple[str, str]] = {}
    orders: dict[tuple[str, str], list[tuple[int, Ref]]] = {}
    for old_ref, entity in before.items():
        ref = renames.get(old_ref, old_ref)
        if ref not in after:
            continue
        new = after[ref]
        if new.source.path != entity.source.path:
            found[ref] = (entity.source.path, new.source.path)
        elif len(new.loc) > 1:
            orders.setdefault((new.source.path, ref.kind), []).append((int(new.loc[1]), ref))
    for numbered in orders.values():
        stay = in_place([number for number, _ in numbered])
        refs = [ref for _, ref in numbered]
        arranged = [ref for _, ref in sorted(numbered)]
        found |= {ref: (_behind(refs, ref), _behind(arranged, ref)) for number, ref in numbered if number not in stay}
    return found


def _behind(refs: list[Ref], ref: Ref) -> str:
    index = refs.index(ref)
    return f"behind {refs[index - 1].id}" if index else "first"


def _with_moves(found: tuple[Edit, ...]) -> tuple[Edit, ...]:
    """What was taken out of one list and put into another, unchanged, was moved."""
    gone = {edit.before: edit for edit in found if edit.kind == "removed" and _is_telling(edit.before)}
    come = {edit.after: edit for edit in found if edit.kind == "added" and edit.after in gone}
    moved = {id(gone[text]): None for text in come} | {
        id(edit): Edit("moved", edit.path, " > ".join(gone[text].path[:-1]), " > ".join(edit.path[:-1])) for text, edit in come.items()
    }
    return tuple(kept for edit in found if (kept := moved.get(id(edit), edit)) is not None)


def _is_telling(text: str) -> bool:
    """More than a word or a number, which may stand in two places by chance."""
    return ": " in text or len(text.split()) > 3


def _assets(old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[Edit]:
    for name in sorted({*old, *new}):
        if name not in new:
            yield Edit("removed", (name,))
        elif name not in old:
            yield Edit("added", (name,))
        elif old[name] != new[name]:
            yield Edit("changed", (name,))
