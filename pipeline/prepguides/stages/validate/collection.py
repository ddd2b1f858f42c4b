"""What shows only when the content is read as a whole: repetition, unexplained words, lopsided mixes, numbers that age."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import lru_cache
from itertools import combinations

from ...model.content import ref_of
from ...model.content.base import Ref
from ...model.content.comparison import DualAnswer
from ...model.content.interviews import CaseScenario, InterviewType
from ...model.content.practice import ReferenceNumber, StoryPrompt, Term
from ...model.content.question import Question
from ...model.content.roles import Role
from ...model.diagnostic import Diagnostic
from ...model.library import Library
from ...model.rules import RULES
from ...model.source import Loc
from ...text.markdown import plain, without_code
from .alike import AlikeTexts
from .finding import NO_PRACTICE, Found
from .references import name_nothing
from .typed_names import typed_names

STALE_AFTER_DAYS = 4 * 365
LOPSIDED = 0.6
"""A competency or a difficulty in more than this share of a type's questions crowds out the others."""
FEW = 6
"""Questions; fewer have no mix to speak of: of three that test one of two competencies each, two test the same, whatever an author does."""
_ACRONYM = re.compile(r"(?<![\w’'&/-])[A-Z]{2,5}s?(?![\w’'&/-])")
_INTRODUCED = re.compile(r"[a-z] \(([A-Z]{2,5})\)")
"""The words first, the letters in brackets after them."""
_ADDRESS = re.compile(r"\]\([^)\s]*\)")
"""Of a link or an image."""
_ROMAN = re.compile(r"^[IVX]+$")
_ALIKE = AlikeTexts()
"""Of prompts."""


@lru_cache(maxsize=16_384)
def _first(pattern: str, text: str) -> re.Match[str] | None:
    """Where a pattern first stands in a text. Remembered, for most texts are as they were before an edit."""
    return re.search(pattern, text)


@lru_cache(maxsize=16_384)
def _acronyms(text: str) -> tuple[re.Match[str], ...]:
    """Where capitals stand in a text, but for code and addresses. Remembered, for most texts are as they were before an edit."""
    return tuple(_ACRONYM.finditer(_ADDRESS.sub(lambda address: " " * len(address[0]), without_code(text))))


@lru_cache(maxsize=16_384)
def _introduced(text: str) -> frozenset[str]:
    """Capitals in brackets after their words."""
    return frozenset(_INTRODUCED.findall(text))


def collection_problems(library: Library) -> list[Found]:
    """The problems of the content as a whole."""
    return [found for rule in _RULES for found in rule(library)]


def _found(library: Library, code: str, ref: Ref, loc: Loc, message: str, hint: str = "") -> Found:
    return ref, Diagnostic(RULES[code], message, library.place(ref, loc), hint)


def _found_in(library: Library, code: str, ref: Ref, loc: Loc, match: re.Match[str], message: str, hint: str) -> Found:
    """A problem with the words that were found in the text at `loc`."""
    place = library.place(ref, (*loc, range(*match.span())))
    return ref, Diagnostic(RULES[code], message, place, hint)


def _alike_prompts(library: Library) -> Iterator[Found]:
    asked: list[Question | StoryPrompt] = [*library.all(Question), *library.all(StoryPrompt)]
    prompts = [(ref_of(entity), plain(entity.prompt)) for entity in asked]
    alike = _ALIKE.of(words for _, words in prompts)
    told: set[Ref] = set()
    for (first, one), (second, other) in combinations(prompts, 2):
        if second not in told and (one == other or other in alike[one]):
            told.add(second)
            yield _found(library, "PG322", second, ("prompt",), f'almost the same prompt as "{first.id}"', "ask about something else")


def _theoretical_without_case(library: Library) -> Iterator[Found]:
    cases = library.all(CaseScenario)
    if "cases" in library.faulty_kinds or not library.settings.bars.practice_by_style:
        return
    for type in library.all(InterviewType):
        exercised = type.style == "experiential" or any(type.id in case.interview_types for case in cases)
        if not exercised and not name_nothing(cases, ("interview_types",), library):
            hint = f"add one to cases, or {NO_PRACTICE}"
            yield _found(library, "PG314", ref_of(type), ("style",), f"{type.style}, but no case exercises it", hint)


_STRESSED = re.compile(
    r"^(?:ALL|ALWAYS|AND|ANY|ARE|BEFORE|BUT|CAN|DO|DOES|EACH|EVERY|FIRST|FOR|IF|IN|IS|IT|LAST|MAY|MUST|NEVER|NO|NONE|"
    r"NOT|NOTE|NOW|OK|ON|ONE|ONLY|OR|OUT|SHOULD|STOP|THE|THEN|THIS|TO|TODO|TWO|WAIT|WHAT|WHEN|WHERE|WHO|WHY|WILL|YES|YOU|YOUR)$"
)
"""Words in capitals for their stress, and others that nobody has to have explained."""


def _unexplained_acronyms(library: Library) -> Iterator[Found]:
    """Capitals that neither the glossary nor the project's list explains, once each, where they first stand."""
    if "glossary" in library.faulty_kinds:
        return
    known = set(library.settings.known_acronyms) | {role.short for role in library.all(Role)}
    for term in library.all(Term):
        known.update(re.findall(r"[A-Z]{2,}", f"{term.term} {term.expansion or ''}"))
    texts = [found for found in _texts(library) if found[0].kind != "resources"]
    for _, _, text in texts:
        known.update(_introduced(text))
    seen: set[str] = set()
    for ref, loc, text in texts:
        for found in _acronyms(text):
            word = found[0].rstrip("s")
            if word not in known and word not in seen and not _STRESSED.match(word) and not _ROMAN.match(word):
                seen.add(word)
                message, hint = (
                    f'"{word}" is explained nowhere',
                    "spell it out, or add it to a glossary or to known_acronyms in content/project.yaml",
                )
                yield _found_in(library, "PG323", ref, loc, found, message, hint)


def _names_without_sources(library: Library) -> Iterator[Found]:
    """A real company named by an entity that cites nothing."""
    names = library.settings.watched_names
    if not names:
        return
    pattern = rf"\b(?:{'|'.join(map(re.escape, names))})\b"
    for ref, loc, text in _texts(library):
        if ref.kind in ("resources", "glossary") or not (match := _first(pattern, text)):
            continue
        entity = library.entity(ref)
        if not (getattr(entity, "sources", ()) or getattr(entity, "source", None)):
            hint = "cite it under sources:, or use a fictional company"
            yield _found_in(library, "PG324", ref, loc, match, f'"{match[0]}" is named without a source', hint)


def _texts(library: Library) -> Iterator[tuple[Ref, Loc, str]]:
    """Whatever may be printed; claims are not, guides say them in words of their own."""
    return (found for found in library.texts() if found[0].kind != "claims")


def _stale_numbers(library: Library) -> Iterator[Found]:
    """Measured from the edition's date: the clock is no input."""
    printed = date.fromisoformat(library.settings.edition_date)
    for number in library.all(ReferenceNumber):
        age = (printed - date.fromisoformat(number.as_of)).days
        if age > STALE_AFTER_DAYS:
            message = f"{number.label}: {age // 365} years old when this edition is printed"
            yield _found(library, "PG325", ref_of(number), ("as_of",), message, "look the number up again")


def _regional_prompts(library: Library) -> Iterator[Found]:
    """A prompt with a word that the people of one region alone know."""
    regions = {word: region for region, words in library.settings.regional_words.items() for word in words}
    if not regions:
        return
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, sorted(regions, key=len, reverse=True)))})(?!\w)")
    asked: list[Question | StoryPrompt | CaseScenario | DualAnswer] = [*library.all(Question), *library.all(StoryPrompt)]
    for entity in [*asked, *library.all(CaseScenario), *library.all(DualAnswer)]:
        if match := pattern.search(entity.prompt):
            message = f"“{match[0]}” is known in {regions[match[0]]}"
            hint = "ask it so that a reader anywhere can answer, or say in the prompt what it is and take it off regional_words"
            yield _found_in(library, "PG328", ref_of(entity), ("prompt",), match, message, hint)


def _lopsided_types(library: Library) -> Iterator[Found]:
    if "questions" in library.faulty_kinds:
        return
    for type in library.all(InterviewType):
        questions = [question for question in library.all(Question) if question.interview_type == type.id]
        for level, count in Counter(question.difficulty for question in questions).items():
            if len(questions) >= FEW and count > LOPSIDED * len(questions):
                message = f"{count} of {len(questions)} questions are of difficulty {level}"
                yield _found(library, "PG326", ref_of(type), ("id",), message, "add some that are easier or harder")
        tested = Counter(competency for question in questions for competency in question.competencies)
        for competency, count in tested.items():
            if len(questions) >= FEW and count > LOPSIDED * len(questions) and count > len(questions) - 3:
                message = f"{count} of {len(questions)} questions test {competency}"
                yield _found(library, "PG326", ref_of(type), ("competencies",), message, "let other competencies lead some questions")
        for competency in type.competencies:
            if questions and competency not in tested:
                message = f"no question of the type tests {competency}"
                yield _found(library, "PG326", ref_of(type), ("competencies",), message, "write one, or drop the competency")


_RULES: tuple[Callable[[Library], Iterable[Found]], ...] = (
    _alike_prompts,
    _theoretical_without_case,
    _unexplained_acronyms,
    _names_without_sources,
    _stale_numbers,
    _regional_prompts,
    _lopsided_types,
    typed_names,
)
