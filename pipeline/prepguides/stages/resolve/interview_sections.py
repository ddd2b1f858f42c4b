"""Section kinds of an interview type's part."""

from __future__ import annotations

import re
from collections.abc import Sequence
from string import ascii_lowercase
from typing import Any

from ...model.content.guide import Part, Section
from ...model.content.interviews import Question
from ...text import chart_scales, markdown
from .context import EditionContext
from .sections import SectionKind, View, anchor_of, anchored, dump, worksheet

DIFFICULTY = {1: "easy", 2: "medium", 3: "hard"}
SHORT = 46
"""Characters of a prompt where it is only recalled: one line of a column."""
RECALLED = 84
"""Characters of a prompt that is recalled in a line across the page."""
PROMPT_LINE, KEY_LINE = 44, 60
"""Characters a line of a column, of prompts and of what is listened for."""
LOOK_FORS, RED_FLAGS = 3, 1
"""Of each question, what the answer key prints; the rest is among the coach's probes."""
_LONG = re.compile(r"(?<![\w.])\d{4,}(?![\w.])")


def opener(context: EditionContext, part: Part) -> View:
    """What the part's first page shows: the time map and what is scored."""
    if part.interview_type is None:
        return {}
    type = context.one("interview_types", part.interview_type)
    if type is None:
        return {}
    return {"type": dump(type), "competencies": [context.name("competencies", id) for id in type.competencies]}


def failure_modes(context: EditionContext, part: Part, section: Section) -> View:
    """How good people fail the type of interview, and what to do instead."""
    type = context.one("interview_types", _type_id(part))
    return {"entries": [dump(mode) for mode in type.failure_modes]} if type else {}


def frameworks(context: EditionContext, part: Part, section: Section) -> View:
    type = context.one("interview_types", _type_id(part))
    if type is None:
        return {}
    ids = [ref.split("/", 1)[1] for ref in section.items] or list(type.frameworks)
    return {"entries": [anchored("frameworks", entity) for entity in context.some("frameworks", ids)]}


def worked_examples(kind: str) -> Any:
    """Worked examples of one kind, each with its question, its rubric's criteria and its score strip."""

    def build(context: EditionContext, part: Part, section: Section) -> View:
        examples = context.collect(
            "worked_examples", section, lambda item: item.kind == kind and _type_of(context, item.question) == part.interview_type
        )
        return {"entries": [_example(context, example) for example in examples]}

    return build


def _example(context: EditionContext, example: Any) -> dict[str, Any]:
    question = context.one("questions", example.question)
    entry = {
        **anchored("worked_examples", example),
        "question_entry": _question(context, example.question),
        "criteria": {criterion["id"]: criterion for criterion in _criteria(context, question)},
    }
    if example.kind == "full":
        _letter([note for segment in entry["segments"] for note in segment["notes"]])
        entry["turns"] = _turns(entry["segments"])
    return entry


def _turns(segments: Sequence[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """Segments in rows: one without notes joins the row before, whose notes then have its room too."""
    turns: list[list[dict[str, Any]]] = []
    for segment in segments:
        if turns and not segment["notes"]:
            turns[-1].append(segment)
        else:
            turns.append([segment])
    return turns


def _letter(notes: Sequence[dict[str, Any]]) -> None:
    """Margin notes are lettered through the whole answer, past z with two letters."""
    for index, note in enumerate(notes):
        lap, letter = divmod(index, len(ascii_lowercase))
        note["mark"] = (ascii_lowercase[lap - 1] if lap else "") + ascii_lowercase[letter]


def _criteria(context: EditionContext, question: Any) -> list[dict[str, Any]]:
    type = context.one("interview_types", question.interview_type) if question else None
    rubric = context.one("rubrics", type.rubric) if type else None
    return [dump(criterion) for criterion in rubric.criteria] if rubric else []


def question_bank(context: EditionContext, part: Part, section: Section) -> View:
    """The questions of the type from easy to hard, numbered. Numeric keys are for the coach."""
    entries = _questions(context, part, section)
    return {"entries": entries, "split": _split([_lines([entry["prompt"]], PROMPT_LINE) for entry in entries])}


def _questions(context: EditionContext, part: Part, section: Section) -> list[dict[str, Any]]:
    found = context.collect("questions", section, lambda question: question.interview_type == part.interview_type)
    questions = sorted(found, key=lambda question: question.difficulty)
    entries = []
    for number, question in enumerate(questions, 1):
        entry = anchored("questions", question)
        if section.audience == "candidate":
            entry["numeric_key"] = None
        if key := entry["numeric_key"]:
            key["answer"] = _measured(key["value"], key["unit"])
            for step in key["steps"]:
                step["worked"] = _written(step["calc"])
                step["found"] = _measured(step["value"], step["unit"] or "")
        entry["number"] = number
        entry["short"] = shortened(markdown.plain(question.prompt), SHORT)
        entry["competency_names"] = [context.name("competencies", id) for id in question.competencies]
        entry["format_name"] = context.name("formats", question.format)
        entry["difficulty_name"] = DIFFICULTY[question.difficulty]
        entries.append(entry)
    return entries


def answer_key(context: EditionContext, part: Part, section: Section) -> View:
    """What decides each question, to be ticked after answering: of its look-fors and red flags the first few, which authors put first."""
    entries = _judged(context, part, section, slice(LOOK_FORS), slice(RED_FLAGS))
    return {"entries": entries, "split": _split([_lines([*entry["looks_for"], *entry["red_flags"]], KEY_LINE) for entry in entries])}


def probes(context: EditionContext, part: Part, section: Section) -> View:
    """What the interviewer needs of each question besides the key: the follow-ups, the hints, the other look-fors and red flags."""
    return {"entries": _judged(context, part, section, slice(LOOK_FORS, None), slice(RED_FLAGS, None))}


def _judged(context: EditionContext, part: Part, section: Section, look_fors: slice, red_flags: slice) -> list[dict[str, Any]]:
    """The questions with some of what an answer is judged by."""
    return [
        _without_anchor({**entry, "looks_for": entry["looks_for"][look_fors], "red_flags": entry["red_flags"][red_flags]})
        for entry in _questions(context, part, section)
    ]


def _lines(texts: Sequence[str], width: int) -> int:
    """Lines of so many characters that the texts take, a paragraph each, and two for what stands above and below them."""
    return sum(-(-len(line) // width) for text in texts for line in text.splitlines()) + 2


def _split(lines: Sequence[int]) -> int:
    """How many entries stand in the left of two columns, so that the taller column is as low as it can be."""
    return min(range(len(lines) + 1), key=lambda left: max(sum(lines[:left]), sum(lines[left:])))


def _without_anchor(entry: dict[str, Any]) -> dict[str, Any]:
    """Printed beside the entity's own place, to which `at` points."""
    return {"at": entry.pop("anchor"), **entry}


def _written(calc: str) -> str:
    """Arithmetic as it is written by hand, its thousands set apart."""
    for typed, written in (("**", " ^ "), ("*", "×"), ("/", "÷"), (" - ", " − "), ("_", " ")):
        calc = calc.replace(typed, written)
    return _LONG.sub(lambda digits: f"{int(digits[0]):,}", " ".join(calc.split()))


def _measured(value: float, unit: str) -> tuple[str, str]:
    """A figure with the sign that touches it, and the rest of its unit: `$60`, `25%`, `4` months."""
    number = chart_scales.short(value)
    if unit.startswith("$"):
        return f"-${number.removeprefix('-')}" if value < 0 else f"${number}", unit[1:].strip()
    if unit.startswith("%"):
        return f"{number}%", unit[1:].strip()
    return number, unit


def rubric(context: EditionContext, part: Part, section: Section) -> View:
    """How the part's type of interview is scored; a part of no type lists the type among the section's items."""
    type = context.one("interview_types", next((ref.split("/", 1)[1] for ref in section.items), _type_id(part)))
    entity = context.one("rubrics", type.rubric) if type else None
    if entity is None:
        return {}
    criteria = [{**dump(criterion), "competency_name": context.name("competencies", criterion.competency)} for criterion in entity.criteria]
    return {"rubric": {**anchored("rubrics", entity), "criteria": criteria}}


def numeric_keys(context: EditionContext, part: Part, section: Section) -> View:
    """The questions of the type whose answer is a number, with the steps that lead to it. Numbered as in the bank."""
    return {"entries": [_without_anchor(entry) for entry in _questions(context, part, section) if entry["numeric_key"]]}


def worksheets(context: EditionContext, part: Part, section: Section) -> View:
    found = context.collect("worksheets", section, lambda sheet: part.interview_type in sheet.interview_types)
    return {"entries": [worksheet(sheet) for sheet in found]}


def shortened(text: str, most: int) -> str:
    """The beginning of a text: whole sentences if they fit, else up to the last clause or word that does, and an ellipsis."""
    if len(text) <= most:
        return text
    head = text[: most + 1]
    for marks, least in (((". ", "? ", "! "), 24), ((", ", "; ", ": ", " ("), most // 2), ((" ",), 0)):
        at = max(head.rfind(mark) for mark in marks)
        if at >= least:
            return head[: at + 1].rstrip() if marks[0] == ". " else head[:at].rstrip(",;: ") + " …"
    return head[:most] + "…"


def drills(context: EditionContext, part: Part, section: Section) -> View:
    found = context.collect("drills", section, lambda drill: drill.interview_type == part.interview_type)
    return {"entries": [anchored("drills", drill) for drill in found]}


def cases(context: EditionContext, part: Part, section: Section) -> View:
    """Cases, for candidates without what is held back; for the coach, one that candidates have in their pages points there, `earlier`."""
    wanted = {part.interview_type} if part.interview_type else {type.id for type in context.interview_types}
    found = context.collect("cases", section, lambda case: bool(wanted & set(case.interview_types)))
    entries = []
    for case in found:
        entry = {**anchored("cases", case), "earlier": None}
        if section.audience == "candidate":
            entry["facts_held_back"] = []
            entry["solution_path"] = []
        entries.append(entry)
    return {"entries": entries}


def mock_scripts(context: EditionContext, part: Part, section: Section) -> View:
    found = context.collect("mock_scripts", section, lambda script: script.interview_type == part.interview_type)
    return {"entries": [{**anchored("mock_scripts", script), "question_entry": _question(context, script.question)} for script in found]}


def calibrations(context: EditionContext, part: Part, section: Section) -> View:
    found = context.collect("calibrations", section, lambda item: _type_of(context, item.question) == part.interview_type)
    return {"entries": [{**anchored("calibrations", item), "question_entry": _question(context, item.question)} for item in found]}


def _question(context: EditionContext, id: str) -> dict[str, Any] | None:
    """The question of an example, a script or a calibration; `link` points to where the guide asks it, if it does."""
    question = context.one("questions", id)
    if question is None:
        return None
    short = shortened(markdown.plain(question.prompt), RECALLED)
    return {**dump(question), "short": short, "link": anchor_of("questions", id), "number": None}


def _type_of(context: EditionContext, question_id: str) -> str | None:
    question = context.library.find(Question, question_id)
    return question.interview_type if question else None


def _type_id(part: Part) -> str:
    return part.interview_type or ""


KINDS: dict[str, SectionKind] = {
    "frameworks": SectionKind(frameworks, "Ways to think"),
    "failure-modes": SectionKind(failure_modes, "How good people fail it"),
    "worked-example": SectionKind(worked_examples("full"), "A full answer, annotated"),
    "weak-to-strong": SectionKind(worked_examples("weak-to-strong"), "A weak answer made strong"),
    "drill": SectionKind(drills, "Drill"),
    "question-bank": SectionKind(question_bank, "Questions"),
    "answer-key": SectionKind(answer_key, "After you have answered"),
    "probes": SectionKind(probes, "What to ask next"),
    "answer-sheet": SectionKind(worksheets, "Answer sheet"),
    "rubric": SectionKind(rubric, "How it is scored"),
    "case": SectionKind(cases, "Case"),
    "numeric-keys": SectionKind(numeric_keys, "Numeric keys"),
    "score-sheet": SectionKind(rubric, "Score sheet"),
    "mock-script": SectionKind(mock_scripts, "Mock interview"),
    "calibration": SectionKind(calibrations, "Calibrated answers"),
}
