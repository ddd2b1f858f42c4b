"""What a build tells while it runs, and what became of each edition."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from .diagnostic import Diagnostic, in_order

Status = Literal["printed", "same pages", "unchanged", "to print", "failed", "blocked"]
"""`same pages`: its inputs changed and what they print did not. `to print`: stale, in a dry run. `failed`: its diagnostics, or those of the
machine, say why. `blocked`: it needs content that has errors."""


@dataclass(frozen=True)
class EditionResult:
    """What became of one edition. Reports read this and derive nothing."""

    name: str
    """How reports call it. Of a guide or a cohort that is blocked as a whole, its id."""
    key: str
    """How the manifest calls it; empty for what is blocked."""
    status: Status
    reasons: tuple[str, ...] = ()
    """Names of the inputs that changed; of a blocked one, the faulty entities that it needs."""
    files: tuple[str, ...] = ()
    """Paths below the output folder, for the papers and variants that were asked for: what was printed, or is as it should be."""
    pages: int = 0
    """Of what was printed last, now or by an earlier build; 0 when it never was."""
    seconds: float = 0.0
    """That a worker took for it in this run."""
    diagnostics: tuple[Diagnostic, ...] = ()
    crash: str = ""
    """The traceback of a bug."""
    try_again: bool = False
    """What failed was the machine or the program, not the guide: the next build tries it again."""


CompanionStatus = Literal["made", "unchanged", "to make", "failed"]


@dataclass(frozen=True)
class CompanionResult:
    """What became of a companion: a deck, a bank, score sheets, a calendar."""

    name: str
    """How reports call it."""
    key: str
    """How the manifest calls it."""
    status: CompanionStatus
    """`unchanged` also where its inputs changed and its files came out the same."""
    reasons: tuple[str, ...] = ()
    """Names of the inputs that changed."""
    files: tuple[str, ...] = ()
    """Paths below the output folder: what was made, or is as it should be."""
    diagnostics: tuple[Diagnostic, ...] = ()


@dataclass(frozen=True)
class Event:
    """Something that happened: first of all the plan, then the start and the end of each edition that is printed."""

    kind: Literal["planned", "started", "finished"]
    name: str = ""
    done: int = 0
    total: int = 0
    left: float | None = None
    """Seconds until the build ends, as far as that can be said."""
    result: EditionResult | None = None
    """Of the edition that ended."""
    planned: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Each edition with the names of the inputs that changed, none when it is fresh."""


Listener = Callable[[Event], None]


@dataclass(frozen=True)
class Outcome:
    """What a build did."""

    results: tuple[EditionResult, ...]
    """One per edition that was asked for."""
    problems: tuple[Diagnostic, ...] = ()
    """Of no edition in particular: the content, the machine, the output folder."""
    removed: tuple[str, ...] = ()
    """Files of editions and companions that the project no longer has."""
    companions: tuple[CompanionResult, ...] = ()
    """One per companion of these editions and their cohorts."""

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """All that was found, in order."""
        of_editions = (problem for result in self.results for problem in result.diagnostics)
        return in_order((*self.problems, *of_editions, *(problem for beside in self.companions for problem in beside.diagnostics)))

    def having(self, *statuses: Status) -> tuple[EditionResult, ...]:
        """The editions that came out so."""
        return tuple(result for result in self.results if result.status in statuses)

    def files(self, *statuses: Status) -> tuple[str, ...]:
        """The paths of their files."""
        return tuple(path for result in self.having(*statuses) for path in result.files)

    def beside(self, *statuses: CompanionStatus) -> tuple[str, ...]:
        """The paths of the files of companions that came out so."""
        return tuple(path for result in self.companions if result.status in statuses for path in result.files)
