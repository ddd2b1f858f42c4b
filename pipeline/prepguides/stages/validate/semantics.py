"""What types cannot say: sums, wording, scores with reasons. One function a kind, in one table."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from difflib import get_close_matches

from ...model.content import ref_of
from ...model.content.base import Contrast, Identified
from ...model.content.comparison import Dimension, Quiz
from ...model.content.frameworks import Framework
from ...model.content.guide import Guide
from ...model.content.interviews import CaseScenario, FullAnswer, InterviewType, Rubric, WeakToStrong
from ...model.content.practice import StoryPrompt, StudyPlan, Worksheet
from ...model.content.question import Question
from ...model.content.roles import Role
from ...model.content.scoring import HireScale
from ...model.library import Library
from ...model.source import Loc
from ...model.walk import marked
from ...text.annotations import spans_of
from ...text.color import accent_problem, tint_problem
from .criteria import criteria_noted, criteria_of, scores_in, stranger
from .drawing_rules import framework_drawing, page_drawing
from .exhibits import exhibit_problems
from .figures import figure_problems
from .finding import NO_PRACTICE, Finding, Found, Judge, judge_of
from .order_rules import spoiled
from .question_rules import gate_problems, key_problems, wording
from .quiz_rules import scoring
from .references import name_nothing
from .scale_rules import scale_problems
from .score_rules import totals
from .sheet_rules import field_problems, room_to_write

_COMPARATIVE = re.compile(
    r"\b(?:better|worse|stronger|weaker|deeper|clearer|sharper|fuller|richer"
    r"|(?:more|less) (?:[a-z]+ly|thorough|detail(?:ed)?|structured|complete|specific|precise|convincing|careful"
    r"|confident|clear|depth|rigor|nuanced)"
    r"|(?:than|as|like) (?:at |in )?(?:level|an?) [1-4]|than others)\b",
    re.IGNORECASE,
)


def semantic_problems(library: Library) -> list[Found]:
    """The problems of each entity by the rules of its kind."""
    found = [
        finding.of(ref_of(entity), library)
        for kind in _RULES
        for entity in library.of_kind(kind)
        for finding in problems_of(kind, entity, library)
    ]
    return found + [finding.of(ref, library) for ref, entity in library.walk() for finding in pale_colors(entity)]


def problems_of(kind: str, entity: Identified, library: Library) -> Iterator[Finding]:
    """What the rules of its kind find in an entity, which need not be the library's own."""
    for rule in _RULES.get(kind, ()):
        yield from rule(entity, library)


def pale_colors(entity: Identified) -> Iterator[Finding]:
    """Colors that an author chose, whatever the entity, and that text could not be read in or on."""
    for loc, mark, color in marked(entity, Contrast):
        if problem := (accent_problem if mark.of == "text" else tint_problem)(color):
            yield Finding("PG411", loc, *problem)


def _stage_minutes(type: InterviewType, library: Library) -> Iterator[Finding]:
    total = sum(stage.minutes for stage in type.stages)
    if total != type.minutes:
        yield Finding(
            "PG303",
            ("minutes",),
            f"the stages add up to {total} minutes, not {type.minutes}",
            f"{' + '.join(str(stage.minutes) for stage in type.stages)} = {total}",
        )


def _stories(type: InterviewType, library: Library) -> Iterator[Finding]:
    if type.style == "theoretical" or "story_prompts" in library.faulty_kinds or not library.settings.bars.practice_by_style:
        return
    stories = library.all(StoryPrompt)
    tested = {competency for story in stories for competency in story.competencies if set(story.roles) & set(type.roles)}
    if not tested & set(type.competencies) and not name_nothing((type, *stories), ("competencies", "roles"), library):
        hint = f"add story_prompts for them, or {NO_PRACTICE}"
        yield Finding("PG314", ("style",), f"{type.style}, but no story prompt tests its competencies", hint)


def _role_weights(role: Role, library: Library) -> Iterator[Finding]:
    yield from _total_of_100("competencies", [item.weight for item in role.competencies])
    style = role.interview_style
    if style.theoretical + style.experiential != 100:
        yield Finding("PG304", ("interview_style",), f"{style.theoretical} and {style.experiential} do not total 100", "")


def _role_sides(role: Role, library: Library) -> Iterator[Finding]:
    for dimension in library.all(Dimension):
        if role.sides and dimension.id not in role.sides:
            yield Finding(
                "PG313",
                ("sides",),
                f'no side for the dimension "{dimension.id}"',
                f"say what {role.short}s answer to: {dimension.question}",
            )


def _rubric(rubric: Rubric, library: Library) -> Iterator[Finding]:
    yield from _total_of_100("criteria", [criterion.weight for criterion in rubric.criteria])
    for index, criterion in enumerate(rubric.criteria):
        loc: Loc = ("criteria", index, "anchors")
        missing = [level for level in "1234" if level not in criterion.anchors]
        if missing:
            yield Finding("PG203", loc, f"no anchor for {', '.join(missing)}", "each of 1 to 4 needs an observable behavior")
        repeated = [text for text, count in Counter(criterion.anchors.values()).items() if count > 1]
        if repeated:
            yield Finding("PG312", loc, f"levels share the words “{repeated[0][:50]}…”", "")
        for level, text in criterion.anchors.items():
            if match := _COMPARATIVE.search(text):
                yield Finding(
                    "PG311",
                    (*loc, level, range(*match.span())),
                    f"“{match[0]}” compares; an anchor says what is seen",
                    "name the behavior itself",
                )


def _total_of_100(field: str, weights: list[int]) -> Iterator[Finding]:
    if sum(weights) != 100:
        yield Finding("PG304", (field,), f"weights total {sum(weights)}, not 100", f"{' + '.join(map(str, weights))} = {sum(weights)}")


def _full_answer(example: FullAnswer | WeakToStrong, library: Library) -> Iterator[Finding]:
    criteria = criteria_of(example.question, library)
    if criteria is None:
        return
    question = library.find(Question, example.question)
    rows = question.rows if question and question.rows else criteria
    noted = criteria_noted(example)
    for loc, criterion in noted:
        if criterion not in criteria:
            yield stranger(loc, criterion, criteria)
    reasons = {name for _, name in noted} | _misspelt({name for _, name in noted}, criteria)
    for field, scores in scores_in(example).items():
        yield from _score_problems(field, scores, criteria, rows, reasons)
        if isinstance(example, FullAnswer) and (missing := _left_out(scores, rows, criteria)):
            yield Finding("PG307", (field,), f"no score for {', '.join(missing)}", "")


def _misspelt(names: Set[str], criteria: Sequence[str]) -> Set[str]:
    """The criteria that names which are none are spelled almost like: each is reported once, where it is misspelt."""
    return {name for other in names - set(criteria) for name in get_close_matches(other, criteria, n=1)}


def _left_out(scores: Mapping[str, int], rows: Sequence[str], criteria: Sequence[str]) -> list[str]:
    """Rows without a score."""
    scored = {*scores, *_misspelt(scores.keys(), criteria)}
    return [name for name in rows if name not in scored]


def _score_problems(
    field: str, scores: Iterable[str], criteria: Sequence[str], rows: Sequence[str], reasons: Set[str]
) -> Iterator[Finding]:
    """Scores in rows that the rubric or the question does not have, or without a note that gives the reason."""
    for criterion in scores:
        loc: Loc = (field, criterion)
        if criterion not in criteria:
            yield stranger(loc, criterion, criteria)
        elif criterion not in rows:
            message = f'"{criterion}" is scored, and the question gives it no room'
            yield Finding("PG308", loc, message, f"its rows are {', '.join(rows)}; correct the question's or the scores")
        elif criterion not in reasons:
            yield Finding("PG307", loc, f'"{criterion}" is scored, and no note says why', "annotate the words that earn it")


def _phrases(example: FullAnswer, library: Library) -> Iterator[Finding]:
    """Words that a note says it judges, and that are not in its segment, or not once."""
    for s, segment in enumerate(example.segments):
        for n, note in enumerate(segment.notes):
            count = len(spans_of(segment.text, note.at)) if note.at else 1
            if count != 1:
                message = f"“{note.at}” stands {f'{count} times' if count else 'nowhere'} in the segment"
                hint = "quote more of the words around it" if count else "quote words of one paragraph as the segment has them"
                yield Finding("PG329", ("segments", s, "notes", n, "at"), message, hint)


def _plan(plan: StudyPlan, library: Library) -> Iterator[Finding]:
    spent: Counter[int] = Counter()
    for index, session in enumerate(plan.sessions):
        loc: Loc = ("sessions", index)
        spent[session.day] += session.minutes
        if session.day > plan.days:
            yield Finding("PG306", (*loc, "day"), f"day {session.day} of {plan.days}", "move the session, or plan for more days")
        if spent[session.day] > plan.minutes_a_day:
            yield Finding(
                "PG306",
                (*loc, "minutes"),
                f"day {session.day} comes to {spent[session.day]} of {plan.minutes_a_day} minutes",
                "shorten a session of that day, or move one",
            )


_RULES: dict[str, tuple[Judge[Identified], ...]] = {
    "roles": (judge_of(Role, _role_weights, _role_sides),),
    "interview_types": (judge_of(InterviewType, _stage_minutes, _stories),),
    "rubrics": (judge_of(Rubric, _rubric),),
    "questions": (judge_of(Question, wording, key_problems, gate_problems),),
    "frameworks": (judge_of(Framework, framework_drawing),),
    "worked_examples": (judge_of(FullAnswer, _full_answer, _phrases, page_drawing, totals), judge_of(WeakToStrong, _full_answer, totals)),
    "cases": (judge_of(CaseScenario, exhibit_problems, figure_problems),),
    "study_plans": (judge_of(StudyPlan, _plan),),
    "worksheets": (judge_of(Worksheet, field_problems, room_to_write),),
    "quizzes": (judge_of(Quiz, scoring),),
    "hire_scales": (judge_of(HireScale, scale_problems),),
    "guides": (judge_of(Guide, spoiled),),
}
