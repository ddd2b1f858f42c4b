"""Questions that are not finished: what is there is checked, and what is missing is said in one warning for all of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType

from ...model.content.base import Identified, Markup, Ref, Refers
from ...model.content.interviews import InterviewType
from ...model.content.question import Format, Question
from ...model.diagnostic import Diagnostic
from ...model.draft_question import DraftQuestion, lacking, needs
from ...model.library import Library
from ...model.rules import RULES
from ...model.walk import marked
from ...text.markdown import placeholders_in
from .finding import Found
from .references import known_ids, named_by, unresolved

_UNWRITTEN = "(Not written yet.)"
_STAND_INS: Mapping[str, object] = {
    "interview_type": "none",
    "competencies": ["none"],
    "format": "none",
    "difficulty": 2,
    "minutes": 10,
    "prompt": _UNWRITTEN,
    "looks_for": [_UNWRITTEN],
    "red_flags": [_UNWRITTEN],
    "follow_ups": [_UNWRITTEN],
}
"""What a field of a question holds while nothing is written there. A test sees that every field that a question needs has one."""
_MOST_NAMES = 20
"""Ids in the one line about drafts; `stats` names them all."""


def is_draft(kind: str, raw: object) -> bool:
    """Whether the item of a file says so of itself."""
    return kind == "questions" and isinstance(raw, dict) and raw.get("status") == "draft"


def filled_in(raw: Mapping[str, object]) -> tuple[dict[str, object], dict[str, str]]:
    """The mapping with stand-ins where a question needs more, to be read as one; and the fields that lack something, with how much."""
    written = {name: value for name, value in raw.items() if value not in (None, "", [])}
    lacks, filled = lacking(written), dict(written)
    for name in lacks:
        value, least, stand_in = written.get(name), needs()[name], _STAND_INS[name]
        if isinstance(value, list):
            filled[name] = [*value, *[_UNWRITTEN] * (least - len(value))]
        else:
            filled[name] = stand_in * least if isinstance(stand_in, list) else stand_in
    return filled, lacks


def draft_of(question: Question, raw: Mapping[str, object], lacks: Mapping[str, str]) -> DraftQuestion:
    """The question that was read with stand-ins, without those that pad its lists."""
    written = frozenset(name for name, value in raw.items() if value not in (None, "", []))
    cut = {
        name: getattr(question, name)[: len(value)] for name, value in raw.items() if name in lacks and isinstance(value, list) and value
    }
    left = {str(loc[0]) for loc, _, text in marked(question, Markup) if any(placeholders_in(text))}
    said = {**{name: f"{name} (to be written)" for name in left}, **lacks}
    return DraftQuestion(question.model_copy(update=cut), written, tuple(said[name] for name in Question.model_fields if name in said))


def with_unknown_ids(library: Library) -> Library:
    """The library, its drafts lacking also what they name and what is nowhere: a draft may be written before what it needs."""
    known = known_ids(library)
    drafts = {}
    for id, draft in library.drafts.items():
        unknown = [
            f'{loc[0]} (no {mark.kind} "{value}")'
            for loc, mark, value in marked(draft.question, Refers)
            if loc[0] in draft.written and unresolved(mark, value, known)
        ]
        drafts[id] = replace(draft, lacks=(*draft.lacks, *unknown))
    return replace(library, drafts=MappingProxyType(drafts))


def unfinished(library: Library) -> list[Found]:
    """Whatever names a draft, and would print it."""
    hint = "finish the draft, or name another"
    return [
        (ref, Diagnostic(RULES["PG301"], f"{named} is a draft, which is not printed", library.place(ref, loc), hint))
        for ref, entity in library.walk()
        for loc, mark, value in marked(entity, Refers)
        if library.is_draft(named := named_by(mark, value))
    ]


def drafts_listed(library: Library) -> Iterator[Diagnostic]:
    """One warning for all drafts: how many there are, and what each of them lacks."""
    if not library.drafts:
        return
    groups: dict[tuple[str, ...], list[str]] = {}
    for id, draft in library.drafts.items():
        groups.setdefault(draft.lacks, []).append(id)
    said = "; ".join(
        f"{_listed(ids)} {'lacks' if len(ids) == 1 else 'lack'} {', '.join(lacks) or 'nothing'}" for lacks, ids in groups.items()
    )
    count = len(library.drafts)
    hint = "write what is lacking, then delete the status; build --draft prints them"
    message = f"{count} {'draft' if count == 1 else 'drafts'}, not printed: {said}"
    yield Diagnostic(RULES["PG335"], message, library.place(Ref("questions", next(iter(library.drafts))), ("status",)), hint)


def _listed(ids: list[str]) -> str:
    rest = len(ids) - _MOST_NAMES
    return ", ".join(ids) if rest < 2 else f"{', '.join(ids[:_MOST_NAMES])} and {rest} more"


def with_drafts(library: Library) -> Library:
    """The library with its drafts among the questions, to be looked at and not handed out. One without an interview type has no place."""
    made = {id: question for id, draft in library.drafts.items() if (question := _printable(draft, library))}
    questions: dict[str, Identified] = {**library.entities["questions"], **made}
    return replace(library, entities=MappingProxyType({**library.entities, "questions": MappingProxyType(questions)}))


def _printable(draft: DraftQuestion, library: Library) -> Question | None:
    """The draft with stand-ins that the library knows: its type's first competency, the format that most questions of the type have."""
    question = draft.question
    type = library.find(InterviewType, question.interview_type)
    alike = [other.format for other in library.all(Question) if other.interview_type == question.interview_type]
    formats = [name for name, _ in Counter(alike).most_common()] or list(library.entities["formats"])
    if type is None or not formats:
        return None
    competencies = tuple(id for id in question.competencies if id in library.entities["competencies"])
    update: dict[str, object] = {
        "status": None,
        "competencies": competencies or type.competencies[:1],
        "format": question.format if library.find(Format, question.format) else formats[0],
        "levels": tuple(id for id in question.levels if id in library.entities["seniorities"]),
        "tags": tuple(id for id in question.tags if id in library.entities["tags"]),
        "sources": tuple(id for id in question.sources if id in library.entities["resources"]),
        "claims": tuple(id for id in question.claims if id in library.entities["claims"]),
    }
    return question.model_copy(update=update)
