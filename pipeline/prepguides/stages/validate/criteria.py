"""The criteria that questions and answers name; and those that none does, because the rubric itself misspells them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from difflib import get_close_matches
from types import MappingProxyType

from ...model.content import ref_of
from ...model.content.base import Ref
from ...model.content.interviews import FullAnswer, InterviewType, Rubric, WeakToStrong
from ...model.content.question import Question
from ...model.diagnostic import MAX_WORD
from ...model.library import Library
from ...model.source import Loc
from .finding import Finding, Found
from .presumed import ALIKE, MANY, Presumed

Scored = Question | FullAnswer | WeakToStrong
"""What names criteria of a rubric."""


def rubric_of(question_id: str, library: Library) -> Rubric | None:
    """What answers to the question are scored by; None where a reference on the way leads nowhere."""
    question = library.find(Question, question_id)
    type = library.find(InterviewType, question.interview_type) if question else None
    return library.find(Rubric, type.rubric) if type else None


def criteria_of(question_id: str, library: Library) -> list[str] | None:
    """Ids of the criteria that answers to the question are scored by; None where a reference on the way leads nowhere."""
    rubric = rubric_of(question_id, library)
    return [criterion.id for criterion in rubric.criteria] if rubric else None


def criteria_noted(example: FullAnswer | WeakToStrong) -> list[tuple[Loc, str]]:
    """What its notes are on, each with the place that says so."""
    if isinstance(example, WeakToStrong):
        return [(("pairs", index, "criterion"), pair.criterion) for index, pair in enumerate(example.pairs)]
    return [
        (("segments", s, "notes", n, "criterion"), note.criterion)
        for s, segment in enumerate(example.segments)
        for n, note in enumerate(segment.notes)
    ]


def scores_in(example: FullAnswer | WeakToStrong) -> Mapping[str, Mapping[str, int]]:
    """By the name of the field: each criterion to its score."""
    if isinstance(example, WeakToStrong):
        return {"scores_before": example.scores_before, "scores_after": example.scores_after}
    return {"scores": example.scores}


def criteria_named(entity: Scored) -> Iterator[tuple[Loc, str]]:
    """All criteria that it names, each with the place that does."""
    if isinstance(entity, Question):
        yield from ((("rows", index), row) for index, row in enumerate(entity.rows))
        if entity.gate is not None:
            yield ("gate",), entity.gate
        return
    yield from criteria_noted(entity)
    for field, scores in scores_in(entity).items():
        yield from (((field, criterion), criterion) for criterion in scores)


def stranger(loc: Loc, criterion: str, criteria: Sequence[str]) -> Finding:
    """What is said of a criterion that is none of the rubric's."""
    return Finding("PG308", loc, f'no criterion "{criterion}" in the rubric', f"criteria are {', '.join(criteria)}")


def presumed_criteria(library: Library) -> Presumed:
    """The library with the criteria that are meant, where a rubric's id is almost what several places name and none names the rubric's own.

    The rubric is reported, and gets the id that is named, so that no other check misses it.
    """
    found, rubrics = list[Found](), dict(library.entities.get("rubrics", {}))
    for id, named in _named(library).items():
        rubric = library.get(Rubric, id)
        for index, own, meant in _misspelt(rubric, named):
            places = [library.place(ref, loc) for ref, loc in named[meant]]
            message = f'{len(places)} places name the criterion "{meant}", which is not in the rubric, and none names "{own}"'
            hint = f'did you mean "{meant}"? The first is at {min(places)}'
            found.append(Finding("PG308", ("criteria", index, "id"), message, hint).of(ref_of(rubric), library))
            criteria = tuple(row.model_copy(update={"id": meant}) if row.id == own else row for row in rubric.criteria)
            rubric = rubric.model_copy(update={"criteria": criteria})
        rubrics[id] = rubric
    if found:
        library = replace(library, entities=MappingProxyType({**library.entities, "rubrics": MappingProxyType(rubrics)}))
    return Presumed(library, tuple(found))


def _named(library: Library) -> Mapping[str, Mapping[str, list[tuple[Ref, Loc]]]]:
    """By rubric: criteria to what names them, in all that is scored by it."""
    named: dict[str, dict[str, list[tuple[Ref, Loc]]]] = defaultdict(lambda: defaultdict(list))
    scored: list[Scored] = [*library.all(Question), *library.all(FullAnswer), *library.all(WeakToStrong)]
    for entity in scored:
        if rubric := rubric_of(entity.id if isinstance(entity, Question) else entity.question, library):
            for loc, criterion in criteria_named(entity):
                named[rubric.id][criterion].append((ref_of(entity), loc))
    return named


def _misspelt(rubric: Rubric, named: Mapping[str, Sequence[object]]) -> Iterator[tuple[int, str, str]]:
    """The criteria that nothing names, each with its index and the id that it should have: what several name and the rubric lacks."""
    own = [row.id for row in rubric.criteria]
    lacking = sorted(id for id, places in named.items() if id not in own and len(places) >= MANY)
    for index, id in enumerate(own):
        if id not in named and (near := get_close_matches(id[:MAX_WORD], lacking, n=1, cutoff=ALIKE)):
            lacking.remove(near[0])
            yield index, id, near[0]
