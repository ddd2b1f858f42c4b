"""What is for the coach alone, and a proof that a candidate's guide does not hold it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any

from ..model.content.base import Markup
from ..model.diagnostic import Diagnostic
from ..model.edition import Edition
from ..model.library import Library
from ..model.markup import plain
from ..model.rules import RULES
from ..model.source import Loc
from ..model.walk import marked

COACH_KINDS = ("mock_scripts", "calibrations", "session_plans", "rating_errors")
"""Kinds that no candidate reads."""
COACH_FIELDS = {"cases": ("facts_held_back", "solution_path")}
"""Fields that no candidate reads, of kinds that candidates do."""
SHORTEST = 24
"""Characters: shorter texts stand in many places by chance."""
_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_TAG = re.compile(r"<[^>]+>")
_STYLE = re.compile(r"<style>.*?</style>", re.DOTALL)
_ALTERNATIVES = re.compile(r'\b(?:alt|title|content|aria-label)="([^"]*)"')


@dataclass(frozen=True)
class Secret:
    """A sentence for the coach alone, and where it is written."""

    words: str
    kind: str
    id: str
    loc: Loc


def secrets(library: Library) -> tuple[Secret, ...]:
    """Every coach-only sentence of the library. What a mock script reads aloud from a question is the candidate's too."""
    asked = _folded(" ".join(plain(text) for question in library.all("questions") for text in (question.prompt, *question.follow_ups)))
    found = {secret.words: secret for secret in _secret_sentences(library) if secret.words not in asked}
    return tuple(found.values())


def _secret_sentences(library: Library) -> Iterator[Secret]:
    for kind, id, entity in library.walk():
        whole = kind in COACH_KINDS or getattr(entity, "audience", "candidate") == "coach"
        fields = COACH_FIELDS.get(kind, ())
        if not whole and not fields:
            continue
        for loc, _, text in marked(entity, Markup):
            if whole or loc[0] in fields:
                for sentence in _sentences(text):
                    yield Secret(sentence, kind, id, loc)


def _sentences(text: str) -> Iterator[str]:
    for sentence in _SENTENCE.split(_folded(plain(text))):
        if len(sentence) >= SHORTEST:
            yield sentence


def _folded(text: str) -> str:
    """Typography undone: quotes and white space as one writes them in search."""
    for mark, simple in (("“", '"'), ("”", '"'), ("‘", "'"), ("’", "'"), ("\u00a0", " ")):
        text = text.replace(mark, simple)
    return " ".join(text.split())


def leaks(edition: Edition, html: str, library: Library, known: tuple[Secret, ...]) -> tuple[Diagnostic, ...]:
    """An error, where the sentence is written, for each that a candidate's document holds, alternative texts included."""
    if edition.audience != "candidate":
        return ()
    text = _visible(html)
    return tuple(
        Diagnostic(
            RULES["PG705"],
            f"“{secret.words[:60]}” is for the coach, and stands in {edition.name}",
            library.place(secret.kind, secret.id, secret.loc),
            "mark the section audience: coach, or move the sentence",
        )
        for secret in known
        if secret.words in text
    )


def _visible(html: str) -> str:
    html = _STYLE.sub(" ", html)
    alternatives: list[Any] = _ALTERNATIVES.findall(html)
    return _folded(unescape(_TAG.sub("", html.replace("><", "> <")) + " " + " ".join(alternatives)))
