"""A learner's own pages -> a calendar of their plan: each sitting on its day, and the interview. It holds nothing of anybody else."""

from __future__ import annotations

from collections.abc import Iterator

from ...model.companion import Calendar, CalendarEntry
from ...model.edition import Edition
from ...text import markdown
from ...text.labels import Labels, gettext_noop, labels_in
from ...views.personal_views import DatedSittingView, PersonalPlan


def plan_calendar(edition: Edition, known_by: str) -> Calendar | None:
    """The calendar of a learner's edition; None where the day of the interview is not known. `known_by` tells it from all others."""
    learner = edition.learner
    if learner is None or learner.date is None:
        return None
    labels = labels_in(edition.language, edition.labels)
    plan = next((section.view for section in edition.sections if isinstance(section.view, PersonalPlan)), None)
    entries = (*_sittings(plan.sessions if plan else (), known_by, labels), *_interview(edition, known_by, labels))
    return Calendar(edition.title, edition.language, learner.time_zone, edition.date, entries)


def _sittings(sessions: tuple[DatedSittingView, ...], known_by: str, labels: Labels) -> Iterator[CalendarEntry]:
    """Each known by its place counted from the end: where the interview moves, or days are lost, the same sittings move."""
    for left, sitting in zip(range(len(sessions), 0, -1), sessions, strict=True):
        if sitting.date:
            names = ", ".join(dict.fromkeys(entry.name for entry in sitting.entries))
            notes = (
                labels.gettext("%(minutes)s min.", minutes=sitting.minutes),
                f"{labels.gettext('In hand:')} {_plain(sitting.output, labels)}",
                *([f"{labels.gettext('With:')} {names}"] if names else []),
            )
            yield CalendarEntry(f"sitting-{left}.{known_by}@prepguides", _plain(sitting.goal, labels), sitting.date, notes=notes)


def _interview(edition: Edition, known_by: str, labels: Labels) -> Iterator[CalendarEntry]:
    learner = edition.learner
    if learner and learner.date:
        what = ", ".join(filter(None, (learner.role, learner.company)))
        title = labels.gettext(gettext_noop("Interview"))
        yield CalendarEntry(f"interview.{known_by}@prepguides", f"{title}: {what}" if what else title, learner.date, learner.time)


def _plain(text: str, labels: Labels) -> str:
    return markdown.plain(text, language=labels.locale)
