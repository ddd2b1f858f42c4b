"""The library as prose: spelling apart (`typos` does that), style, reading level, weasel words, and passives that hide who acts.

`tox -e prose` runs it. Each finding says file:line:column, the words, and what to do about them.
"""

from __future__ import annotations

import configparser
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from library_texts import Text, texts

from kit import ROOT
from prepguides.model.request import Project
from prepguides.stages.load import load
from prepguides.stages.validate import validate

pytestmark = [pytest.mark.prose, pytest.mark.xdist_group("prose")]
proselint = pytest.importorskip("proselint.tools")
textstat = pytest.importorskip("textstat")

WORDS = configparser.ConfigParser()
WORDS.read(Path(__file__).with_name("style-words.ini"), encoding="utf-8")

BAD_ON_PURPOSE = ("worked_examples.pairs.weak", "calibrations.answers.2.answer")
"""Answers that the reader learns to do better than."""

NOT_ASKED_OF_PROSELINT = (
    # The typographer of markup.py sets curly quotes and dashes when it prints; markup is blanked out with spaces.
    "typography",
    # "from 800,000 to 5 million" is taken for a range of dates that lacks its "to".
    "dates_times.dates.dash_and_from",
    # "Side by side by a server" is not a word that stands twice.
    "lexical_illusions",
)
IDIOMS_OF_PROSELINT = {
    "repeat back": "what a listener does in the drills: say again what was understood",
    "repeat the same": "the same bias, the same question: not any other",
    "on the spot": "in the room, without preparation: it is what the anchor scores",
    "on the same page": "of paper",
    "Obviously": "the title of a book",
    "very": "in wordings that the fact base asks for, and in speech",
    "Summer": "begins a sentence",
}

ACTS = ("questions.looks_for", "questions.red_flags", "questions.follow_ups", "questions.hints", "frameworks.steps.detail")
"""Fields that say what somebody does: there a passive may hide who."""
_PASSIVE = re.compile(
    r"\b(?:is|was|were|been)\s+(?:not |never |only |already |\w+ly )?"
    r"(?P<participle>[a-z]+ed|told|said|chosen|given|made|done|set|cut|shown|sent|sold|found|brought|put|seen|heard|thought|drawn|spoken)\b"
    r"(?!\s+by\b)"
)

GRADES = {
    # Flesch-Kincaid grades measured on 2026-11-23, texts of 8 words and more:
    #                                      median  90%   most   of texts
    "questions.prompt": 10,  #               4.9   6.7    9.9     97
    "questions.looks_for": 12,  #            7.3   9.8   12.0    386
    "questions.red_flags": 12,  #            6.7   9.1   12.0    264
    "questions.follow_ups": 10,  #           3.0   6.0    8.7    194
    "questions.hints": 10,  #                4.0   6.9    9.3    178
    "rubrics.criteria.anchors": 13,  #       8.5  10.6   12.4    160: one sentence that holds a whole behavior
    "frameworks.steps.detail": 12,  #        4.3   8.0   11.8     92
    "worked_examples.segments.text": 11,  #  3.9   6.0   10.1    177: spoken
    "worked_examples.pairs.strong": 9,  #    4.0   5.6    6.7     40: spoken
    "calibrations.answers.3.answer": 10,  #  5.2   8.1    8.1      8: spoken
    "calibrations.answers.4.answer": 10,  #  4.1   6.7    6.7      8: spoken
    "mock_scripts.beats.say": 11,  #         2.3   5.5   10.7     78: spoken
    "glossary.definition": 10,  #            4.8   7.6    9.1     70
    "flashcards": 10,  #                     3.4   6.5    9.8    100
    "interview_types.purpose": 10,  #        7.7   9.2    9.2      8
    "pages.body": 11,  #                     8.8  10.1   10.1      7
    "frameworks.credit": None,  #           11.7  14.9   15.6     16: names of people, books and years
    "roles.sides": None,  #                  6.7  13.5   19.8     28: table cells that list the claims' own nouns
    "": 14,  #                               4.9   8.6   13.9   2100: everything else
}
"""The highest grade by field; a field that is not listed has its nearest parent's, at last the grade under "". None is not measured."""
SHORTEST = 8
"""Words: below, one long word decides the grade."""


def _library_texts() -> list[Text]:
    sources = load(Project(ROOT)).value
    assert sources is not None
    library = validate(sources).value
    assert library is not None
    return [text for text in texts(library) if text.field not in BAD_ON_PURPOSE]


@pytest.fixture(scope="module")
def library() -> list[Text]:
    return _library_texts()


def finding(text: Text, start: int, end: int, advice: str) -> str:
    return f"{text.place(start, end)}: {text.words[start:end]!r}: {advice}"


def report(findings: list[str]) -> None:
    assert not findings, "\n".join(["", *sorted(findings)])


def test_the_library_has_texts_and_their_places_are_exact(library: list[Text]) -> None:
    """The words of a text stand at the place that is given for them, wherever YAML has folded it."""
    assert len(library) > 3000
    for text in library[::7]:
        for word in re.finditer(r"\b[A-Za-z]{6,}\b", text.words):
            place = text.place(*word.span())
            assert place.excerpt[place.column - 1 :].startswith(word[0]), f"{place}: {word[0]}"


def test_style_by_proselint(library: list[Text]) -> None:
    from proselint.checks import __register__
    from proselint.registry import CheckRegistry

    registry = CheckRegistry()
    if not registry.checks:
        registry.register_many(__register__)
    findings = []
    for text in library:
        for found in proselint.LintFile("library", text.words).lint():
            check = found.check_result
            # proselint lints "\n" + text + "\n".
            start, end = check.span[0] - 1, check.span[1] - 1
            if check.check_path.startswith(NOT_ASKED_OF_PROSELINT) or text.words[start:end].strip() in IDIOMS_OF_PROSELINT:
                continue
            findings.append(finding(text, start, end, f"{check.message} ({check.check_path})"))
    report(findings)


def grade_of(field: str) -> float | None:
    while field not in GRADES:
        field = field.rpartition(".")[0]
    return GRADES[field]


def test_reading_level(library: list[Text]) -> None:
    findings = []
    for text in library:
        most = grade_of(text.field)
        words = " ".join(text.words.split())
        if most is None or len(words.split()) < SHORTEST:
            continue
        grade = textstat.flesch_kincaid_grade(words)
        if grade > most:
            findings.append(finding(text, *_first_word(text), f"reads at grade {grade:.1f}; {text.field} at most {most}"))
    report(findings)


def _first_word(text: Text) -> tuple[int, int]:
    found = re.search(r"\S+", text.words)
    return found.span() if found else (0, 0)


def test_no_weasel_words(library: list[Text]) -> None:
    advice = dict(WORDS["weasels"])
    entries = "|".join(re.escape(word).replace(r"\*", r"\w*") for word in advice)
    pattern = re.compile(rf"\b(?:{entries})\b", re.IGNORECASE)
    report(
        [
            finding(text, *found.span(), _advice(found[0], advice))
            for text in library
            for found in pattern.finditer(text.words)
            if not _quoted(text.words, found.start())
        ]
    )


def _advice(word: str, advice: dict[str, str]) -> str:
    return next(hint for entry, hint in advice.items() if word.lower().startswith(entry.rstrip("*")))


def _quoted(words: str, at: int) -> bool:
    """Whether somebody is quoted there: inside double quotes."""
    return words.count('"', 0, at) % 2 == 1


def test_a_tic_stays_rare(library: list[Text]) -> None:
    total = sum(len(text.words.split()) for text in library)
    findings = []
    for words, most in WORDS["tics"].items():
        found = [(text, match) for text in library for match in tic(words).finditer(text.words)]
        if len(found) * 1000 > float(most) * total:
            advice = f"{len(found)} of {words} in {total} words; at most {most} in a thousand: give some of them a plain subject"
            findings += [finding(text, *match.span(), advice) for text, match in found]
    report(findings)


def tic(words: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(re.escape(word.strip()) for word in words.split(','))})\b", re.IGNORECASE)


def test_a_tic_is_found_as_a_whole_word() -> None:
    found = [match[0] for match in tic("nobody, no one, whom").finditer("Nobody knows whom; no one-day plan is for whomever.")]
    assert found == ["Nobody", "whom", "no one"]


def test_no_passive_hides_who_acts(library: list[Text]) -> None:
    report(
        [finding(text, *span, "who? Name the one who acts") for text in library if text.field in ACTS for span in hidden_actors(text.words)]
    )


def hidden_actors(words: str) -> Iterator[tuple[int, int]]:
    """Where a passive has no "by", outside quotations."""
    states = WORDS["states"]["words"].split()
    idioms = [line.strip() for line in WORDS["idioms"]["words"].splitlines() if line.strip()]
    for found in _PASSIVE.finditer(words):
        if found["participle"] not in states and not found[0].startswith(tuple(idioms)) and not _quoted(words, found.start()):
            yield found.span()


@pytest.mark.parametrize(
    ("words", "hidden"),
    [
        ("Says when the date was promised.", "was promised"),
        ("Says when sales promised the date.", ""),
        ("Says when the date was promised by sales.", ""),
        ('Says "it was promised" and stops.', ""),
        ("Says how much is left.", ""),
        ("Asks what had never been decided.", "been decided"),
    ],
)
def test_a_hidden_actor_is_found(words: str, hidden: str) -> None:
    assert [words[start:end] for start, end in hidden_actors(words)] == ([hidden] if hidden else [])
