"""The second pass over an edition's views: printed numbers, links, and what is printed again. Pure.

The candidate's parts come first, and among themselves: what is for the coach alone must not change a page of theirs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TypeVar

from ...model.edition import EditionPart, EditionSection
from ...model.source import Loc
from ...model.view import SectionView
from ...views.guide_views import InterviewTypeView, Opener, ProgrammeSection
from ...views.life_cycle_views import Cover
from ...views.plan_views import LinkView, SittingView, StudyPlans
from ...views.question_views import AnsweredSection, RecalledQuestionView
from .plan_links import grouped

Printed = Mapping[str, int | None]
"""The HTML ids of an edition that links may lead to, each with the number printed there."""
P = TypeVar("P", LinkView, RecalledQuestionView)


def linked(parts: Iterable[EditionPart]) -> tuple[EditionPart, ...]:
    """The parts with links to what they print, by its number, and none to what they do not."""
    parts = tuple(_printed_once(parts))
    theirs = _printed(part for part in parts if part.audience == "candidate")
    everything = {**_printed(parts), **theirs}
    types = tuple(part.view.type for part in parts if isinstance(part.view, Opener))
    return tuple(_with_links(part, theirs if part.audience == "candidate" else everything, types) for part in parts)


def unprinted(views: Iterable[SectionView]) -> Iterator[tuple[str, Loc, str]]:
    """Plan, place in it, and item, for each item of a linked plan that stands on no page of these views.

    Some kinds are printed without an anchor, as rows of a table are.
    """
    views = tuple(views)
    shown = {str(ref) for view in views for ref in view.items()}
    for plan in (plan for view in views if isinstance(view, StudyPlans) for plan in view.plans):
        for index, sitting in enumerate(plan.sessions):
            for link in sitting.entries:
                if link.link is None and link.ref not in shown:
                    yield plan.id, ("sessions", index, "items", sitting.items.index(link.ref)), link.ref


def _printed_once(parts: Iterable[EditionPart]) -> Iterator[EditionPart]:
    """An entity that is printed again, as a coach's case is, keeps its anchor where it stands first; `earlier` points there."""
    parts = tuple(parts)
    taken: set[str] = set()
    made: dict[int, EditionPart] = {}
    for index, part in sorted(enumerate(parts), key=lambda numbered: numbered[1].audience == "coach"):
        sections: list[EditionSection] = []
        for section in part.sections:
            sections.append(replace(section, view=section.view.beside(taken)))
            taken.update(sections[-1].view.anchors())
        made[index] = replace(part, sections=tuple(sections))
    return (made[index] for index in range(len(parts)))


def _printed(parts: Iterable[EditionPart]) -> Printed:
    printed: dict[str, int | None] = {}
    for part in parts:
        printed[part.anchor] = None
        for section in part.sections:
            printed.update(section.view.anchors())
    return printed


def _with_links(part: EditionPart, printed: Printed, types: tuple[InterviewTypeView, ...]) -> EditionPart:
    sections = tuple(replace(section, view=_linked(section.view, printed, types)) for section in part.sections)
    opener = part.view
    if isinstance(opener, Opener) and opener.answer_link not in printed:
        opener = replace(opener, answer_link=None)
    return replace(part, sections=sections, view=opener)


def _linked(view: SectionView, printed: Printed, types: tuple[InterviewTypeView, ...]) -> SectionView:
    """The view, if it is one that links, with its links settled; a cover told the interview types of the edition's parts."""
    if isinstance(view, Cover):
        return replace(view, types=types)
    if isinstance(view, StudyPlans):
        plans = (replace(plan, sessions=tuple(_sitting(sitting, printed) for sitting in plan.sessions)) for plan in view.plans)
        return replace(view, plans=tuple(plans))
    if isinstance(view, ProgrammeSection):
        schedule = (replace(item, entries=tuple(_settled(link, printed) for link in item.entries)) for item in view.schedule)
        return replace(view, schedule=tuple(schedule))
    if isinstance(view, AnsweredSection):
        entries = (replace(entry, question_entry=_settled(entry.question_entry, printed)) for entry in view.entries)
        return replace(view, entries=tuple(entries))
    return view


def _sitting(sitting: SittingView, printed: Printed) -> SittingView:
    links = tuple(_settled(link, printed) for link in sitting.entries)
    return replace(sitting, entries=links, groups=grouped(links))


def _settled(link: P, printed: Printed) -> P:
    """The link with the number that is printed where it leads; none of either where the edition prints it nowhere."""
    if link.link is None or link.link not in printed:
        return replace(link, link=None, number=None)
    return replace(link, number=printed[link.link])
