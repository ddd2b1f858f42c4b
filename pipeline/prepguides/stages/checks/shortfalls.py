"""Library -> counts of its content, and what falls short of the project's quotas. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from ...model.content import ref_of
from ...model.content.base import Ref
from ...model.content.frameworks import Framework
from ...model.content.interviews import (
    Calibration,
    CaseScenario,
    Drill,
    FullAnswer,
    InterviewType,
    MockScript,
    Rubric,
    WeakToStrong,
)
from ...model.content.practice import StudyPlan, Worksheet
from ...model.content.question import Question, Tag
from ...model.content.roles import Competency, Role
from ...model.diagnostic import Diagnostic
from ...model.library import Library
from ...model.quotas import TypeQuotas
from ...model.rules import RULES


class Bar(NamedTuple):
    """A quota of one entity, and how much of it is there."""

    of: Ref
    name: str
    """As the quotas name it, such as `tags`."""
    part: str
    """Of a quota that has several: the difficulty, tag, days of a plan, section kind or item; else empty."""
    least: int
    there: int


DIFFICULTIES = {"easy": "1", "medium": "2", "hard": "3"}
"""A word of `by_difficulty` to the difficulty that questions have."""
PER_ROLE = ("story_prompts", "questions_to_ask", "glossary", "flashcards", "study_plans", "checklists", "reference_numbers")

Counts = Mapping[str, int | Mapping[str, int]]
"""By the names of the quotas: how many, or how many of each difficulty or tag, or in the plan of so many days."""


def of_type(library: Library, type: InterviewType) -> dict[str, int | Mapping[str, int]]:
    """Counts of one interview type."""
    questions = [question for question in library.all(Question) if question.interview_type == type.id]
    ids = {question.id for question in questions}
    examples = [example for example in library.all(FullAnswer) if example.question in ids]
    return {
        "questions": len(questions),
        "by_difficulty": {level: sum(str(question.difficulty) == level for question in questions) for level in DIFFICULTIES.values()},
        "tags": Counter(tag for question in questions for tag in question.tags),
        "tag_groups": Counter(group for question in questions for group in _groups(library, question)),
        "gates": sum(question.gate is not None for question in questions),
        "levels": sum(bool(question.levels) for question in questions),
        "opening_answers": int(type.opening_answer is not None),
        "numeric_keys": sum(question.numeric_key is not None for question in questions),
        "worked_examples": len(examples),
        "coach_worked_examples": sum(example.audience == "coach" for example in examples),
        "rewrites": sum(example.question in ids for example in library.all(WeakToStrong)),
        "calibrations": sum(item.question in ids for item in library.all(Calibration)),
        "rubrics": int(library.find(Rubric, type.rubric) is not None),
        "frameworks": sum(type.id in framework.interview_types for framework in library.all(Framework)),
        "cases": sum(type.id in case.interview_types for case in library.all(CaseScenario)),
        "drills": sum(drill.interview_type == type.id for drill in library.all(Drill)),
        "mock_scripts": sum(script.interview_type == type.id for script in library.all(MockScript)),
        "worksheets": sum(type.id in sheet.interview_types for sheet in library.all(Worksheet)),
    }


def _groups(library: Library, question: Question) -> set[str]:
    """Of the question's tags; each once."""
    tags = (library.find(Tag, tag) for tag in question.tags)
    return {tag.group for tag in tags if tag and tag.group}


def of_role(library: Library, role: str) -> dict[str, int | Mapping[str, int]]:
    """Counts of one role; of its study plans, by their days."""
    types = {type.id for type in library.all(InterviewType) if role in type.roles}
    counts = {kind: sum(role in getattr(entity, "roles", ()) for entity in library.of_kind(kind)) for kind in PER_ROLE}
    plans = [plan for plan in library.all(StudyPlan) if role in plan.roles]
    return {
        "questions": sum(question.interview_type in types for question in library.all(Question)),
        **counts,
        "planned_questions": _least_by_days((plan.days, len(_questions_of(plan))) for plan in plans),
        "planned_mocks": _least_by_days((plan.days, sum(session.mock for session in plan.sessions)) for plan in plans),
    }


def _least_by_days(counts: Iterable[tuple[int, int]]) -> dict[str, int]:
    """Where two plans last as long, the count of the one that has less: a reader may follow that one."""
    return {str(days): count for days, count in sorted(counts, reverse=True)}


def _questions_of(plan: StudyPlan) -> set[str]:
    return {item for session in plan.sessions for item in session.items if Ref.of(item).kind == "questions"}


def of_competency(library: Library, id: str) -> dict[str, int]:
    """Counts of one competency."""
    return {"questions": sum(id in question.competencies for question in library.all(Question))}


def bars(library: Library) -> tuple[Bar, ...]:
    """Every quota of an interview type, a role or a competency, and how much of it is there."""
    quotas = library.settings.bars
    counted: list[tuple[Ref, Counts, Counts]] = [
        *((ref_of(type), _of_each_type(quotas.interview_type), of_type(library, type)) for type in library.all(InterviewType)),
        *((ref_of(role), quotas.role.model_dump(), of_role(library, role.id)) for role in library.all(Role)),
        *((ref_of(one), quotas.competency.model_dump(), of_competency(library, one.id)) for one in library.all(Competency)),
    ]
    return tuple(bar for ref, wanted, counts in counted for bar in _bars(ref, wanted, counts))


def _bars(ref: Ref, wanted: Counts, counted: Counts) -> Iterator[Bar]:
    there = {(name, part): count for name, part, count in _each(counted)}
    yield from (Bar(ref, name, part, least, there.get((name, part), 0)) for name, part, least in _each(wanted) if least)


def shortfalls(library: Library) -> tuple[Diagnostic, ...]:
    """An error for each count under its quota. What is counted by way of a faulty entity is not: its faults are reported already."""
    hint = "write more, or lower the bar in project.yaml"
    return tuple(
        Diagnostic(
            RULES["PG321"],
            f"{bar.of.id} has {bar.there} {_noun(bar.name, bar.part)} of at least {bar.least}",
            library.place(bar.of, ("id",)),
            hint,
        )
        for bar in bars(library)
        if bar.there < bar.least and _counted_by(bar).isdisjoint(library.faulty_kinds)
    )


def _counted_by(bar: Bar) -> set[str]:
    """The kinds whose faults make the count too low."""
    kinds = _COUNTED_BY.get(bar.name, {bar.name})
    return kinds | {"interview_types"} if bar.of.kind == "roles" and bar.name == "questions" else kinds


_COUNTED_BY = {
    "by_difficulty": {"questions"},
    "tags": {"questions", "tags"},
    "tag_groups": {"questions", "tags"},
    "gates": {"questions", "rubrics"},
    "levels": {"questions", "seniorities"},
    "opening_answers": {"interview_types"},
    "planned_questions": {"study_plans"},
    "planned_mocks": {"study_plans"},
    "worked_examples": {"worked_examples", "questions"},
    "coach_worked_examples": {"worked_examples", "questions"},
    "rewrites": {"worked_examples", "questions"},
    "calibrations": {"calibrations", "questions"},
}
"""A count to the kinds that it is made from, where that is not the kind of its own name: an example is its question's type's."""


_PLANNED = {"planned_questions": "different questions", "planned_mocks": "sessions with a partner"}
_NOUNS = {
    "glossary": "glossary terms",
    "gates": "questions with a gate row",
    "levels": "questions with a level",
    "opening_answers": "answers to its opening question",
    "coach_worked_examples": "worked examples for the coach",
}


def _of_each_type(quotas: TypeQuotas) -> Counts:
    of_each = {level: getattr(quotas.by_difficulty, word) for word, level in DIFFICULTIES.items()}
    return {**quotas.model_dump(), "by_difficulty": of_each}


def _each(counts: Counts) -> Iterator[tuple[str, str, int]]:
    """The name of each count, the difficulty or tag that it is of, and the count."""
    for name, count in counts.items():
        yield from [(name, "", count)] if isinstance(count, int) else ((name, part, number) for part, number in count.items())


def _noun(name: str, part: str) -> str:
    if name == "by_difficulty":
        return f"{next(word for word, level in DIFFICULTIES.items() if level == part)} questions"
    if name == "tag_groups":
        return f"questions tagged with a {part}"
    if name in _PLANNED:
        return f"{_PLANNED[name]} in its study plan of {part} days"
    return f"questions tagged {part}" if name == "tags" else _NOUNS.get(name, name.replace("_", " "))
