"""A study plan counted back from a learner's interview: which plan, on which days, and what of it no longer fits."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields
from datetime import date
from itertools import islice

from ...model.edition import Edition
from ...model.learner import Learner
from ...text.dates import weekend
from ...text.moments import days_before
from ...views.personal_views import DatedSittingView
from ...views.plan_views import SittingView, StudyPlanView


@dataclass(frozen=True)
class DatedPlan:
    """A plan with the date of each of its days; without any when the day of the interview is not known."""

    plan: StudyPlanView
    days: tuple[date, ...]
    start: date | None
    """The first day that is left for practice, as far as that is known."""

    def date_of(self, sitting: SittingView) -> date | None:
        return self.days[sitting.day - 1] if len(self.days) >= sitting.day else None

    def fits(self, sitting: SittingView) -> bool:
        day = self.date_of(sitting)
        return day is None or self.start is None or day >= self.start

    @property
    def is_whole(self) -> bool:
        return all(map(self.fits, self.plan.sessions))

    def sessions(self, focus: Collection[str]) -> tuple[DatedSittingView, ...]:
        """The sittings that fit; `focus` are the items that mark one."""
        return tuple(self._dated(sitting, focus) for sitting in self.plan.sessions if self.fits(sitting))

    def left_out(self) -> tuple[SittingView, ...]:
        return tuple(sitting for sitting in self.plan.sessions if not self.fits(sitting))

    def _dated(self, sitting: SittingView, focus: Collection[str]) -> DatedSittingView:
        told = {field.name: getattr(sitting, field.name) for field in fields(sitting)}
        day = self.date_of(sitting)
        return DatedSittingView(**told, date=day.isoformat() if day else None, focused=not set(focus).isdisjoint(sitting.items))


def chosen(plans: Sequence[StudyPlanView], edition: Edition, learner: Learner) -> DatedPlan | None:
    """The longest plan for which there are days enough; the shortest, cut at its beginning, where there are for none."""
    dated = sorted((_dated(plan, edition, learner) for plan in plans), key=lambda each: each.plan.days)
    return next((each for each in reversed(dated) if each.is_whole), dated[0] if dated else None)


def _dated(plan: StudyPlanView, edition: Edition, learner: Learner) -> DatedPlan:
    """Its last day is the last day of practice before the interview."""
    said = learner.start or (edition.programme.start if edition.programme else None)
    start = date.fromisoformat(said) if said else None
    if learner.date is None:
        return DatedPlan(plan, (), start)
    rest = weekend(edition.language) if learner.rest_days is None else learner.rest_days
    days = tuple(islice(days_before(date.fromisoformat(learner.date), rest), plan.days))
    return DatedPlan(plan, days[::-1], start)
