"""What is looked at, and what there is to choose."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any, get_args

from ..model.content.cohort import Cohort
from ..model.content.guide import Guide
from ..model.library import Library
from ..model.request import Audience, Project, Selection
from ..model.sheet import SHEETS
from ..model.variant import LAYOUTS, VARIANTS
from ..project import bundled
from ..stages.resolve import Sets
from ..stages.resolve.cohort_view import STANDARD, guides_of

Plain = dict[str, Any]
"""What becomes JSON."""


@dataclass(frozen=True)
class Choice:
    """One edition in one theme and one layout. An empty field leaves it to the project."""

    guide: str = ""
    cohort: str = ""
    edition: str = ""
    theme: str = ""
    layout: str = ""

    @classmethod
    def of(cls, given: Mapping[str, str]) -> Choice:
        return cls(**{field.name: given[field.name] for field in fields(cls) if field.name in given})

    @property
    def selection(self) -> Selection:
        editions = tuple(each for each in get_args(Audience) if each == self.edition)
        guides, cohorts, layouts = ((name,) if name else () for name in (self.guide, self.cohort, self.layout if self._is_layout else ""))
        return Selection(guides, cohorts, editions, variants=layouts)

    @property
    def _is_layout(self) -> bool:
        return self.layout in LAYOUTS

    def sets(self, given: Sets) -> Sets:
        """Fields that are settled: a theme that was chosen comes before one that the command line names."""
        return (*given, ("theme", self.theme)) if self.theme else given


def choices(project: Project, library: Library | None, cohort: str) -> Plain:
    """All that there is to choose, as lists of value and title. Without a library nothing is known but papers and the like."""
    return {
        "guide": list(_guides(library, cohort)),
        "cohort": list(_cohorts(library)),
        "edition": [[audience, audience.capitalize()] for audience in get_args(Audience)],
        "paper": [[sheet.name, sheet.title] for sheet in SHEETS.values()],
        "theme": [[name, name] for name in _themes(project)],
        "layout": [[name, name.capitalize()] for name in LAYOUTS if name in VARIANTS],
    }


def _guides(library: Library | None, cohort: str) -> Iterator[list[str]]:
    if library is not None:
        for id in guides_of(cohort or STANDARD.id, library):
            guide = library.find(Guide, id)
            yield [id, guide.title if guide else id]


def _cohorts(library: Library | None) -> Iterator[list[str]]:
    if library is not None:
        yield [STANDARD.id, STANDARD.programme]
        yield from ([cohort.id, cohort.programme] for cohort in library.all(Cohort) if cohort.id != STANDARD.id)


def _themes(project: Project) -> list[str]:
    folders = (project.templates, bundled.templates())
    return sorted({file.parent.name for folder in folders for file in folder.glob("*/theme.yaml")})
