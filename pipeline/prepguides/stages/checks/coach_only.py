"""What is for the coach alone, and a proof that a candidate's guide does not hold it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ...model.content.base import Ref
from ...model.content.question import Question
from ...model.diagnostic import Diagnostic, Place
from ...model.edition import Edition
from ...model.library import Library
from ...model.rules import RULES
from ...model.source import Loc
from ...text.html_scan import scanned
from ...text.markdown import plain

COACH_KINDS = ("mock_scripts", "calibrations", "session_plans", "rating_errors")
"""Kinds that no candidate reads."""
COACH_FIELDS = {"cases": ("telling",)}
"""Fields that no candidate reads, of kinds that candidates do."""
READ_ALOUD = ("mock_scripts",)
"""Kinds that quote the question that they are about."""
SHORTEST = 24
"""Characters: shorter texts stand in many places by chance."""
_SENTENCE = re.compile(r"(?<=[.!?])\s+")


@dataclass(frozen=True)
class CoachText:
    """A sentence for the coach alone, and where it is written."""

    words: str
    ref: Ref
    loc: Loc


def coach_texts(library: Library) -> tuple[CoachText, ...]:
    """Every coach-only sentence of the library, but for what a mock script reads aloud from a question, which is the candidate's too."""
    asked = _folded(" ".join(plain(text) for question in library.all(Question) for text in (question.prompt, *question.follow_ups)))
    found = {
        coach_text.words: coach_text
        for coach_text in _secret_sentences(library)
        if coach_text.ref.kind not in READ_ALOUD or coach_text.words not in asked
    }
    return tuple(found.values())


def _secret_sentences(library: Library) -> Iterator[CoachText]:
    for ref, loc, text, for_coach in _texts(library):
        if for_coach:
            for sentence in _sentences(text):
                yield CoachText(sentence, ref, loc)


def _texts(library: Library) -> Iterator[tuple[Ref, Loc, str, bool]]:
    """Every text of the library, and whether it is for the coach alone."""
    for ref, loc, text in library.texts():
        whole = ref.kind in COACH_KINDS or getattr(library.entity(ref), "audience", "candidate") == "coach"
        yield ref, loc, text, whole or loc[0] in COACH_FIELDS.get(ref.kind, ())


def _sentences(text: str) -> Iterator[str]:
    for sentence in _SENTENCE.split(_folded(plain(text))):
        if len(sentence) >= SHORTEST:
            yield sentence


def _folded(text: str) -> str:
    """Typography undone: quotes and white space as one writes them in search."""
    for mark, simple in (("“", '"'), ("”", '"'), ("‘", "'"), ("’", "'"), ("\u00a0", " ")):
        text = text.replace(mark, simple)
    return " ".join(text.split())


def leaks(edition: Edition, html: str, library: Library, known: tuple[CoachText, ...]) -> tuple[Diagnostic, ...]:
    """An error for each sentence that a candidate's document holds, alternative texts included, where it was let out."""
    if edition.audience != "candidate":
        return ()
    text = _folded(scanned(html).text)
    return tuple(_leak(coach_text, edition, library) for coach_text in known if coach_text.words in text)


def _leak(coach_text: CoachText, edition: Edition, library: Library) -> Diagnostic:
    """At the text for candidates that repeats the sentence; where the sentence is written, when a section shows that itself."""
    message = f"“{coach_text.words[:60]}” is for the coach, and stands in {edition.name}"
    own = library.place(coach_text.ref, coach_text.loc)
    repeated = _repeated(coach_text, library)
    hint = f"take it out: the coach reads it in {own}" if repeated else "mark the section audience: coach, or move the sentence"
    return Diagnostic(RULES["PG705"], message, repeated or own, hint)


def _repeated(coach_text: CoachText, library: Library) -> Place | None:
    for ref, loc, text, for_coach in _texts(library):
        if not for_coach and coach_text.words in _folded(plain(text)):
            match = re.search(r"\s+".join(map(re.escape, coach_text.words.split())), text)
            return library.place(ref, (*loc, range(*match.span())) if match else loc)
    return None
