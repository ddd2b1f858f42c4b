"""Section kinds of an interview type's part."""

from __future__ import annotations

from typing import Any

from ...model.content.guide import Part, Section
from .sections import SectionKind, View, anchored, dump, worksheet
from .shelf import Shelf

DIFFICULTY = {1: "easy", 2: "medium", 3: "hard"}


def opener(shelf: Shelf, part: Part) -> View:
    """What the part's first page shows: the time map and what is scored."""
    if part.interview_type is None:
        return {}
    type = shelf.one("interview_types", part.interview_type)
    if type is None:
        return {}
    return {"type": dump(type), "competencies": [shelf.name("competencies", id) for id in type.competencies]}


def overview(shelf: Shelf, part: Part, section: Section) -> View:
    type = shelf.one("interview_types", _type_id(part))
    if type is None:
        return {}
    return {"type": dump(type), "competencies": [dump(entity) for entity in shelf.some("competencies", type.competencies)]}


def frameworks(shelf: Shelf, part: Part, section: Section) -> View:
    type = shelf.one("interview_types", _type_id(part))
    if type is None:
        return {}
    ids = [ref.split("/", 1)[1] for ref in section.items] or list(type.frameworks)
    return {"entries": [anchored("frameworks", entity) for entity in shelf.some("frameworks", ids)]}


def worked_examples(kind: str) -> Any:
    """Worked examples of one kind, each with its question, its rubric's criteria and its score strip."""

    def build(shelf: Shelf, part: Part, section: Section) -> View:
        examples = shelf.collect(
            "worked_examples", section, lambda item: item.kind == kind and _type_of(shelf, item.question) == part.interview_type
        )
        return {"entries": [_example(shelf, example) for example in examples]}

    return build


def _example(shelf: Shelf, example: Any) -> dict[str, Any]:
    question = shelf.one("questions", example.question)
    return {
        **anchored("worked_examples", example),
        "question_entry": dump(question) if question else None,
        "criteria": {criterion["id"]: criterion for criterion in _criteria(shelf, question)},
    }


def _criteria(shelf: Shelf, question: Any) -> list[dict[str, Any]]:
    type = shelf.one("interview_types", question.interview_type) if question else None
    rubric = shelf.one("rubrics", type.rubric) if type else None
    return [dump(criterion) for criterion in rubric.criteria] if rubric else []


def question_bank(shelf: Shelf, part: Part, section: Section) -> View:
    """The questions of the type from easy to hard, numbered. Numeric keys are for the coach."""
    found = shelf.collect("questions", section, lambda question: question.interview_type == part.interview_type)
    questions = sorted(found, key=lambda question: question.difficulty)
    entries = []
    for number, question in enumerate(questions, 1):
        entry = anchored("questions", question)
        if shelf.audience == "candidate":
            entry["numeric_key"] = None
        entry["number"] = number
        entry["competency_names"] = [shelf.name("competencies", id) for id in question.competencies]
        entry["format_name"] = shelf.name("formats", question.format)
        entry["difficulty_name"] = DIFFICULTY[question.difficulty]
        entries.append(entry)
    return {"entries": entries}


def rubric(shelf: Shelf, part: Part, section: Section) -> View:
    type = shelf.one("interview_types", _type_id(part))
    entity = shelf.one("rubrics", type.rubric) if type else None
    if entity is None:
        return {}
    criteria = [{**dump(criterion), "competency_name": shelf.name("competencies", criterion.competency)} for criterion in entity.criteria]
    return {"rubric": {**anchored("rubrics", entity), "criteria": criteria}}


def worksheets(shelf: Shelf, part: Part, section: Section) -> View:
    found = shelf.collect("worksheets", section, lambda sheet: part.interview_type in sheet.interview_types)
    return {"entries": [worksheet(sheet) for sheet in found]}


def drills(shelf: Shelf, part: Part, section: Section) -> View:
    found = shelf.collect("drills", section, lambda drill: drill.interview_type == part.interview_type)
    return {"entries": [anchored("drills", drill) for drill in found]}


def cases(shelf: Shelf, part: Part, section: Section) -> View:
    """Cases without what the interviewer holds back, which is for the coach."""
    wanted = {part.interview_type} if part.interview_type else {type.id for type in shelf.interview_types}
    found = shelf.collect("cases", section, lambda case: bool(wanted & set(case.interview_types)))
    entries = []
    for case in found:
        entry = anchored("cases", case)
        if shelf.audience == "candidate":
            entry["facts_held_back"] = []
            entry["solution_path"] = []
        entries.append(entry)
    return {"entries": entries}


def mock_scripts(shelf: Shelf, part: Part, section: Section) -> View:
    found = shelf.collect("mock_scripts", section, lambda script: script.interview_type == part.interview_type)
    return {"entries": [{**anchored("mock_scripts", script), "question_entry": _question(shelf, script.question)} for script in found]}


def calibrations(shelf: Shelf, part: Part, section: Section) -> View:
    found = shelf.collect("calibrations", section, lambda item: _type_of(shelf, item.question) == part.interview_type)
    return {"entries": [{**anchored("calibrations", item), "question_entry": _question(shelf, item.question)} for item in found]}


def _question(shelf: Shelf, id: str) -> dict[str, Any] | None:
    question = shelf.one("questions", id)
    return dump(question) if question else None


def _type_of(shelf: Shelf, question_id: str) -> str | None:
    question = shelf.library.find("questions", question_id)
    return question.interview_type if question else None


def _type_id(part: Part) -> str:
    return part.interview_type or ""


KINDS: dict[str, SectionKind] = {
    "overview": SectionKind(overview, "What it is really about"),
    "frameworks": SectionKind(frameworks, "Ways to think"),
    "worked-example": SectionKind(worked_examples("full"), "A full answer, annotated"),
    "weak-to-strong": SectionKind(worked_examples("weak-to-strong"), "A weak answer made strong"),
    "drill": SectionKind(drills, "Drill"),
    "question-bank": SectionKind(question_bank, "Questions"),
    "answer-sheet": SectionKind(worksheets, "Answer sheet"),
    "rubric": SectionKind(rubric, "How it is scored"),
    "case": SectionKind(cases, "Case"),
    "mock-script": SectionKind(mock_scripts, "Mock interview"),
    "calibration": SectionKind(calibrations, "Calibrated answers"),
}
