"""A question that its author has not finished."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from .content.question import Question


@cache
def needs() -> Mapping[str, int]:
    """The fields that a finished question must have, in their order, and how many items each needs at least."""
    return {
        name: next((int(least) for mark in info.metadata if (least := getattr(mark, "min_length", None))), 0)
        for name, info in Question.model_fields.items()
        if info.is_required() and name != "id"
    }


def lacking(written: Mapping[str, object]) -> dict[str, str]:
    """The fields of which a question needs more than what is written, with what is known of each."""
    found: dict[str, str] = {}
    for name, least in needs().items():
        value = written.get(name)
        if value in (None, "", [], ()):
            found[name] = name
        elif isinstance(value, list | tuple) and len(value) < least:
            found[name] = f"{name} ({len(value)} of {least})"
    return found


@dataclass(frozen=True)
class DraftQuestion:
    """What is written of a question whose `status` is draft."""

    question: Question
    """As it is written; fields that are not in `written` hold no more than a stand-in."""
    written: frozenset[str]
    lacks: tuple[str, ...]
    """The fields that a finished question needs, in the model's order, each with what is known of it: `format`, `looks_for (1 of 3)`."""

    def value(self, field: str) -> object:
        """What is written there; None when nothing is."""
        return getattr(self.question, field) if field in self.written else None
