"""Two values of a field, as authors wrote them -> Edits. Knows mappings, lists and texts, and no kind of entity."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ...model.difference import Edit
from ...text.word_diff import blocks_of, in_place, paired, word_runs, words_of

_ALIKE = 0.5
"""Items of a list that share at least this part of their words are one item that was reworded."""
Same = Callable[[str, str], bool]
"""Whether two texts that differ say the same all the same: a reference that follows a new id."""


def words_in(value: object) -> list[str]:
    """Every word of a value, its ids and keys included."""
    return [word for text in _texts(value) for word in words_of(text) if not word.isspace()]


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield str(key)
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)
    elif value is not None:
        yield str(value)


def shown(value: object) -> str:
    """A value in one line: a text as it is, a list with semicolons, a mapping as its keys and values."""
    if isinstance(value, Mapping):
        return ", ".join(f"{key}: {shown(inner)}" for key, inner in value.items())
    if isinstance(value, list):
        return "; ".join(map(shown, value))
    return " ".join(str(value).split()) if value is not None else ""


def edits(old: object, new: object, path: tuple[str, ...], same: Same) -> Iterator[Edit]:
    """What became of a value: nothing when the two say the same."""
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        for key in dict.fromkeys((*new, *old)):
            yield from _of_key(old, new, str(key), path, same)
    elif isinstance(old, list) and isinstance(new, list):
        yield from _in_list(old, new, path, same)
    elif isinstance(old, str) and isinstance(new, str):
        yield from _in_text(old, new, path, same)
    elif old != new:
        yield Edit("changed", path, shown(old), shown(new))


def _of_key(old: Mapping[str, object], new: Mapping[str, object], key: str, path: tuple[str, ...], same: Same) -> Iterator[Edit]:
    if key not in old:
        yield Edit("added", (*path, key), after=shown(new[key]))
    elif key not in new:
        yield Edit("removed", (*path, key), before=shown(old[key]))
    else:
        yield from edits(old[key], new[key], (*path, key), same)


def _in_text(old: str, new: str, path: tuple[str, ...], same: Same) -> Iterator[Edit]:
    before, after = blocks_of(old), blocks_of(new)
    if before == after or same(old, new):
        return
    if len(before) == len(after) == 1:
        yield _reworded(before[0], after[0], path)
    else:
        yield from _in_list(list(before), list(after), path, same)


def _reworded(old: str, new: str, path: tuple[str, ...]) -> Edit:
    """A word, a number or an id becomes another; the words of a text are told apart."""
    if not (" " in old and " " in new) and max(len(old), len(new)) < 100:
        return Edit("changed", path, old, new)
    return Edit("reworded", path, old, new, tuple(word_runs(old, new)))


# --- lists ---


def _in_list(old: list[object], new: list[object], path: tuple[str, ...], same: Same) -> Iterator[Edit]:
    pairs = _pairs(old, new, same)
    gone = [index for index in range(len(old)) if index not in pairs]
    come = sorted(set(range(len(new))) - set(pairs.values()))
    yield from (Edit("removed", (*path, label(old[index], index)), before=shown(old[index])) for index in gone)
    stay = in_place([pairs[index] for index in sorted(pairs)])
    for first, second in sorted(pairs.items(), key=lambda pair: pair[1]):
        where = (*path, label(new[second], second))
        if second not in stay:
            yield Edit("moved", where, _position(old, first), _position(new, second))
        yield from edits(old[first], new[second], where, same)
    yield from (Edit("added", (*path, label(new[index], index)), after=shown(new[index])) for index in come)


def label(item: object, index: int) -> str:
    """What an item of a list is called: its id, its kind and what that shows, or its number from 1."""
    identity = _identity(item)
    return " ".join(identity) if identity else str(index + 1)


def _identity(item: object) -> tuple[str, ...]:
    """What makes an item this one: its id, or of a section its kind and its item."""
    if not isinstance(item, Mapping):
        return ()
    if isinstance(item.get("id"), str):
        return (item["id"],)
    return tuple(item[key] for key in ("kind", "item") if isinstance(item.get(key), str)) if "kind" in item else ()


def _is_section(item: object) -> bool:
    """Sections of other kinds are other sections, however alike; an item that was given another id is the same item."""
    return isinstance(item, Mapping) and "kind" in item and "id" not in item


def _position(items: Sequence[object], index: int) -> str:
    """ "place 3 (behind question-bank)" """
    identity = _identity(items[index - 1]) if index else ()
    return f"place {index + 1} (behind {' '.join(identity)})" if identity else f"place {index + 1}"


@dataclass
class _Open:
    """Items that have found no partner yet, by their numbers."""

    old: list[int]
    new: list[int]

    def match(self, pairs: dict[int, int], first: int, second: int) -> None:
        pairs[first] = second
        self.old.remove(first)
        self.new.remove(second)


def _pairs(old: list[object], new: list[object], same: Same) -> dict[int, int]:
    """Old items to new ones: those that are equal, then those with one identity, then those that share most of their words."""
    pairs: dict[int, int] = {}
    rest = _Open(list(range(len(old))), list(range(len(new))))
    for equal in (_equal(same), _one_identity):
        for first in tuple(rest.old):
            near = sorted(rest.new, key=lambda second: abs(second - first))
            if (found := next((second for second in near if equal(old[first], new[second])), None)) is not None:
                rest.match(pairs, first, found)
    unnamed = _Open([i for i in rest.old if not _is_section(old[i])], [i for i in rest.new if not _is_section(new[i])])
    alike = paired([words_in(old[i]) for i in unnamed.old], [words_in(new[i]) for i in unnamed.new], _ALIKE)
    pairs |= {unnamed.old[first]: unnamed.new[second] for first, second in alike}
    texts = [[i for i in rest if isinstance(items[i], str)] for rest, items in ((unnamed.old, old), (unnamed.new, new))]
    gone, come = (set(texts[0]) - set(pairs), set(texts[1]) - set(pairs.values()))
    in_its_place = len(gone) == len(come) == 1 and pairs.get(min(gone) - 1, -1) == min(come) - 1
    return pairs | dict(zip(gone, come, strict=True)) if in_its_place else pairs


def _equal(same: Same) -> Callable[[object, object], bool]:
    def equal(old: object, new: object) -> bool:
        if isinstance(old, str) and isinstance(new, str):
            return old.split() == new.split() or same(old, new)
        return type(old) is type(new) and old == new

    return equal


def _one_identity(old: object, new: object) -> bool:
    return bool(_identity(old)) and _identity(old) == _identity(new)
