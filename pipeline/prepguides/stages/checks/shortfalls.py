"""Library -> counts of its content, and what falls short of the project's bars. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ...model.content.interviews import InterviewType
from ...model.diagnostic import Diagnostic
from ...model.library import Library
from ...model.rules import RULES

DIFFICULTIES = {"easy": "1", "medium": "2", "hard": "3"}
PER_ROLE = ("story_prompts", "questions_to_ask", "glossary", "flashcards", "study_plans", "checklists", "reference_numbers")


def of_type(library: Library, type: InterviewType) -> dict[str, Any]:
    """Counts of one interview type."""
    questions = [question for question in library.all("questions") if question.interview_type == type.id]
    ids = {question.id for question in questions}
    examples = [example for example in library.all("worked_examples") if example.question in ids]
    return {
        "roles": list(type.roles),
        "questions": len(questions),
        "by_difficulty": {level: sum(str(question.difficulty) == level for question in questions) for level in DIFFICULTIES.values()},
        "numeric_keys": sum(question.numeric_key is not None for question in questions),
        "worked_examples": sum(example.kind == "full" for example in examples),
        "rewrites": sum(example.kind == "weak-to-strong" for example in examples),
        "calibrations": sum(item.question in ids for item in library.all("calibrations")),
        "rubrics": int(library.find("rubrics", type.rubric) is not None),
        "frameworks": sum(type.id in framework.interview_types for framework in library.all("frameworks")),
        "cases": sum(type.id in case.interview_types for case in library.all("cases")),
        "drills": sum(drill.interview_type == type.id for drill in library.all("drills")),
        "mock_scripts": sum(script.interview_type == type.id for script in library.all("mock_scripts")),
        "worksheets": sum(type.id in sheet.interview_types for sheet in library.all("worksheets")),
    }


def of_role(library: Library, role: str) -> dict[str, int]:
    """Counts of one role."""
    types = {type.id for type in library.all("interview_types") if role in type.roles}
    counts = {kind: sum(role in entity.roles for entity in library.all(kind)) for kind in PER_ROLE}
    return {"questions": sum(question.interview_type in types for question in library.all("questions")), **counts}


def of_competency(library: Library, id: str) -> dict[str, int]:
    """Counts of one competency."""
    return {"questions": sum(id in question.competencies for question in library.all("questions"))}


def shortfalls(library: Library) -> tuple[Diagnostic, ...]:
    """An error for each count under its bar. What is counted by way of a faulty entity is not: its faults are reported already."""
    bars = library.settings.bars
    faulty = library.faulty_kinds
    groups = (
        ("interview_types", bars.interview_type.model_dump(), lambda entity: of_type(library, entity)),
        ("roles", bars.role.model_dump(), lambda entity: of_role(library, entity.id)),
        ("competencies", bars.competency.model_dump(), lambda entity: of_competency(library, entity.id)),
    )
    hint = "write more, or lower the bar in project.yaml"
    return tuple(
        Diagnostic(RULES["PG321"], f"{entity.id} has {message}", library.place(kind, entity.id, ("id",)), hint)
        for kind, wanted, count in groups
        for entity in library.all(kind)
        for message in _short(wanted, count(entity), faulty | ({"questions"} if kind == "roles" and "interview_types" in faulty else set()))
    )


_COUNTED_BY = {
    "by_difficulty": {"questions"},
    "worked_examples": {"worked_examples", "questions"},
    "rewrites": {"worked_examples", "questions"},
    "calibrations": {"calibrations", "questions"},
}
"""A count to the kinds that it is made from, where that is not the kind of its own name: an example is its question's type's."""


_NOUNS = {"glossary": "glossary terms"}


def _short(wanted: Mapping[str, Any], counted: Mapping[str, Any], faulty: frozenset[str]) -> Iterator[str]:
    for name, least in wanted.items():
        if not _COUNTED_BY.get(name, {name}).isdisjoint(faulty):
            continue
        if name == "by_difficulty":
            for word, level in DIFFICULTIES.items():
                if counted[name][level] < least[word]:
                    yield f"{counted[name][level]} {word} questions of at least {least[word]}"
        elif counted[name] < least:
            yield f"{counted[name]} {_NOUNS.get(name, name.replace('_', ' '))} of at least {least}"
