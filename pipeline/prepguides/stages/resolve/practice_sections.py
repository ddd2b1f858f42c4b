"""Section kinds that candidates practice with and look things up in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ...model.content.guide import Part, Section
from ...model.content.practice import (
    Checklist,
    Flashcard,
    QuestionToAsk,
    RatingError,
    ReferenceNumber,
    Resource,
    SessionPlan,
    StoryPrompt,
    StudyPlan,
    Term,
    Worksheet,
)
from ...model.content.roles import Competency
from ...text.handwriting import words_of
from ...views.from_entity import view_of
from ...views.plan_views import (
    ChecklistSection,
    ChecklistView,
    FieldView,
    SittingView,
    StoryMatrix,
    StoryPrompts,
    StoryPromptView,
    StudyPlans,
    StudyPlanView,
    WorksheetSection,
    WorksheetView,
)
from ...views.reference_views import (
    AskedPersonView,
    Flashcards,
    FlashcardView,
    Glossary,
    QuestionsToAsk,
    QuestionToAskView,
    RatingErrors,
    RatingErrorView,
    ReferenceNumbers,
    ReferenceNumberView,
    Resources,
    ResourceView,
    SessionPlans,
    SessionPlanView,
    TermView,
)
from .context import EditionContext
from .plan_links import grouped, links_to
from .role_sections import publisher_of
from .section_kind import SectionKind, anchored, one_item

BLANK_ROW = "—"
"""How content writes a worksheet row without a head."""
TYPED = 53
"""Characters of the longest address that a reader would type from paper; it fits a line of a column."""


def study_plans(context: EditionContext, part: Part, section: Section) -> StudyPlans:
    """Plans from the shortest, each session's items with their names and where they stand."""
    plans = sorted(context.for_roles(StudyPlan, section), key=lambda plan: plan.days)
    return StudyPlans(plans=tuple(_plan(context, plan) for plan in plans))


def _plan(context: EditionContext, plan: StudyPlan) -> StudyPlanView:
    sittings = []
    for session in plan.sessions:
        links = links_to(context, session.items)
        sittings.append(view_of(SittingView, session, entries=links, groups=grouped(links)))
    return view_of(StudyPlanView, plan, sessions=tuple(sittings))


def story_prompts(context: EditionContext, part: Part, section: Section) -> StoryPrompts:
    stories = context.for_roles(StoryPrompt, section)
    return StoryPrompts(
        entries=tuple(
            anchored(StoryPromptView, story, number=number, competency_names=context.names(Competency, story.competencies))
            for number, story in enumerate(stories, 1)
        )
    )


def story_matrix(context: EditionContext, part: Part, section: Section) -> StoryMatrix:
    """Stories down, competencies across: blank, for the candidate to fill."""
    ids = dict.fromkeys(item.competency for role in context.roles for item in role.competencies)
    return StoryMatrix(competencies=context.names(Competency, ids), rows=section.take or 8)


def worksheet(sheet: Worksheet) -> WorksheetView:
    """A worksheet whose fields have names of their own, which a form needs, and whose tables have rows with heads or without."""
    fields = []
    for number, field in enumerate(sheet.fields, 1):
        rows = tuple("" if row == BLANK_ROW else row for row in field.rows) or ("",) * 3
        words = words_of(field)
        fields.append(view_of(FieldView, field, name=f"{sheet.id}-{number}", words=words, rows=rows, headed=any(rows)))
    return anchored(WorksheetView, sheet, fields=tuple(fields))


def questions_to_ask(context: EditionContext, part: Part, section: Section) -> QuestionsToAsk:
    """What to ask the interviewers, together for each of them."""
    entries = tuple(view_of(QuestionToAskView, question) for question in context.for_roles(QuestionToAsk, section))
    people = dict.fromkeys(entry.to for entry in entries)
    groups = tuple(AskedPersonView(to=to, entries=tuple(entry for entry in entries if entry.to == to)) for to in people)
    return QuestionsToAsk(entries=entries, groups=groups)


def reference_numbers(context: EditionContext, part: Part, section: Section) -> ReferenceNumbers:
    numbers = context.for_roles(ReferenceNumber, section)
    return ReferenceNumbers(
        entries=tuple(view_of(ReferenceNumberView, number, source_entry=publisher_of(context, number.source)) for number in numbers)
    )


def glossary(context: EditionContext, part: Part, section: Section) -> Glossary:
    names = {term.id: term.term for term in context.library.all(Term)}
    entries = (
        anchored(TermView, term, see_names=tuple(names[id] for id in term.see if id in names)) for term in context.for_roles(Term, section)
    )
    return Glossary(entries=tuple(sorted(entries, key=lambda entry: entry.term.lower())))


def flashcards(context: EditionContext, part: Part, section: Section) -> Flashcards:
    return Flashcards(entries=tuple(view_of(FlashcardView, card) for card in context.for_roles(Flashcard, section)))


def resources(context: EditionContext, part: Part, section: Section) -> Resources:
    """What is worth reading for these roles, in a guide to several also which is for one of them alone.

    What the guide cites is added when the whole guide is known.
    """
    wanted = context.guide.roles
    listed = context.collect(
        Resource, section, lambda resource: resource.listed and (not resource.roles or not set(wanted).isdisjoint(resource.roles))
    )
    entries = (_to_read(resource, _alone(wanted, resource.roles)) for resource in listed)
    ordered = tuple(sorted(entries, key=lambda entry: entry.title.lower()))
    return Resources(entries=ordered, cited=(), qr_codes=context.library.settings.qr_codes)


def cited(context: EditionContext, ids: Iterable[str], entries: Iterable[ResourceView]) -> tuple[ResourceView, ...]:
    """The cited resources that are not among the entries, which a reader sees already, by publisher and title."""
    listed = {entry.id for entry in entries}
    found = (_to_read(resource, None) for resource in context.some(Resource, ids) if resource.id not in listed)
    return tuple(sorted(found, key=lambda entry: (entry.publisher.lower(), entry.title.lower())))


def _alone(wanted: Sequence[str], named: Sequence[str]) -> str | None:
    """The only one of several roles that is named; None when it is for all of them."""
    of_these = [id for id in wanted if id in named]
    return of_these[0] if len(of_these) == 1 < len(wanted) else None


def _to_read(resource: Resource, alone: str | None) -> ResourceView:
    """With what is printed of its address: no scheme, and of a long one the site alone, where the title finds it."""
    whole = resource.address.removeprefix("https://").removeprefix("mailto:").rstrip("/")
    return view_of(ResourceView, resource, shown=whole if len(whole) <= TYPED else f"{whole.partition('/')[0]}/…", whole=whole, alone=alone)


def session_plans(context: EditionContext, part: Part, section: Section) -> SessionPlans:
    return SessionPlans(entries=tuple(view_of(SessionPlanView, plan) for plan in context.for_roles(SessionPlan, section)))


def rating_errors(context: EditionContext, part: Part, section: Section) -> RatingErrors:
    return RatingErrors(
        entries=tuple(view_of(RatingErrorView, error) for error in context.collect(RatingError, section, lambda error: True))
    )


KINDS: dict[str, SectionKind] = {
    "study-plans": SectionKind(StudyPlans, study_plans, "Study plans"),
    "story-prompts": SectionKind(StoryPrompts, story_prompts, "Story prompts"),
    "story-matrix": SectionKind(StoryMatrix, story_matrix, "Story matrix"),
    "worksheet": SectionKind(
        WorksheetSection, one_item(Worksheet, lambda sheet: WorksheetSection(worksheet=worksheet(sheet))), item="worksheets"
    ),
    "checklist": SectionKind(
        ChecklistSection,
        one_item(Checklist, lambda checklist: ChecklistSection(checklist=anchored(ChecklistView, checklist, name=checklist.id))),
        item="checklists",
    ),
    "questions-to-ask": SectionKind(QuestionsToAsk, questions_to_ask, "Questions to ask them"),
    "reference-numbers": SectionKind(ReferenceNumbers, reference_numbers, "Numbers to estimate from"),
    "glossary": SectionKind(Glossary, glossary, "Glossary"),
    "flashcards": SectionKind(Flashcards, flashcards, "Flashcards"),
    "resources": SectionKind(Resources, resources, "Worth reading"),
    "session-plan": SectionKind(SessionPlans, session_plans, "Session plan"),
    "rating-errors": SectionKind(RatingErrors, rating_errors, "How ratings go wrong"),
}
