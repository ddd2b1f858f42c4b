"""What an author composes: guides made of parts, parts made of sections."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from ..companion import GuideCompanion
from .base import Accent, Audience, ClaimId, Entity, Flag, Frozen, Inline, InterviewTypeId, ItemRef, Line, RoleId, Slug


class PageBudget(Frozen):
    """Fewest and most pages; the build reports a guide outside them."""

    least: Annotated[int, Field(ge=1)]
    most: Annotated[int, Field(ge=1)]


Start = Literal["flow", "page", "recto", "leaf"]
"""Where a section begins: behind the one before it, on a page, on a right-hand page, or on a leaf that is its own."""


Form = Literal["book", "sheets"]
"""What a guide is: a book of parts, or sheets, each of them a part on one page, to be handed out by itself."""


class Section(Frozen):
    """One section: `kind` names the partial that lays it out, the rest says what to put in it."""

    kind: Slug
    """What it shows and how: one of the program's section kinds, or of the theme's own."""
    title: Line | None = None
    audience: Audience = "candidate"
    item: ItemRef | None = None
    """The one entity that the section shows, for kinds that show one."""
    items: tuple[ItemRef, ...] = ()
    """The entities to show, in this order; empty means all that fit the guide."""
    take: Annotated[int, Field(ge=1)] | None = None
    """At most this many."""
    start: Start | None = None
    """Where it begins: `flow` behind the section before it, `page`, `recto` (a right-hand page) or `leaf` (whose back stays free); the
    theme decides when the guide does not."""


class Part(Frozen):
    """A division of the guide with its own opener. An interview type brings its own sections."""

    id: Slug
    title: Line
    summary: Line | None = None
    cold_open: Inline | None = None
    """In a guide to several roles: what its opener asks the reader to write for each role before reading on."""
    band: Flag = False
    """In a guide to several roles: opens with a band over its first section in place of a page. A guide to one role has bands wherever a
    part is no interview."""
    interview_type: InterviewTypeId | None = None
    audience: Audience = "candidate"
    opener: Flag = True
    sections: tuple[Section, ...] = Field(min_length=1)


class Guide(Entity):
    """A book: for whom, about which roles, made of which parts in which order."""

    title: Line
    subtitle: Line
    promise: Line
    roles: tuple[RoleId, ...] = Field(min_length=1)
    must_cover: tuple[ClaimId, ...] = ()
    """Claims that the guide must print besides those of its role. A guide of several roles owes these alone."""
    accent: Accent | None = None
    """Defaults to the first role's."""
    theme: Slug = "base"
    form: Form = "book"
    """`sheets`: each part is a page by itself, without opener, running heads and page numbers. Its sections print in brief where the theme
    has a brief partial of them. Sheets owe no claims and no quotas, which books do."""
    page_budget: PageBudget
    """Of the candidate edition."""
    coach_pages: PageBudget | None = None
    """Of what the coach's edition adds: from the first of the coach's parts to the end."""
    page_multiple: Annotated[int, Field(ge=1, le=16)] = 1
    """Pages for notes at its end make its pages a multiple of this, in every edition and cohort: 4 for sheets that are folded."""
    companions: tuple[GuideCompanion, ...] | None = None
    """What is made beside its PDFs, in place of what the project says; an empty list for nothing."""
    parts: tuple[Part, ...] = Field(min_length=1)
