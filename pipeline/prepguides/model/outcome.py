"""What a build tells while it runs, and what it did."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from .diagnostic import Diagnostic


@dataclass(frozen=True)
class Event:
    """Something that happened to a job: `started`, `printed`, `unchanged` or `failed`; or, first of all and of no job, `planned`."""

    kind: str
    name: str
    done: int
    total: int
    pages: int = 0
    seconds: float = 0.0
    paths: tuple[str, ...] = ()
    left: float | None = None
    """Seconds until the build ends, as far as that can be said."""
    reasons: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Of a plan: each edition with the names of the inputs that changed, none when it is fresh."""


Listener = Callable[[Event], None]


@dataclass(frozen=True)
class Outcome:
    """What a build did."""

    stale: tuple[tuple[str, tuple[str, ...]], ...]
    """Editions that had to be printed, each with the names of the inputs that changed."""
    fresh: tuple[str, ...]
    diagnostics: tuple[Diagnostic, ...]
    blocked: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Editions that were not printed, each with the faulty entities that it needs."""
    printed: tuple[str, ...] = ()
    """Paths below the output folder of the files that were made."""
    unchanged: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    """Files of editions that the project no longer has."""
    failed: tuple[str, ...] = ()
    """Editions that were tried and not printed; the diagnostics say why."""
    crashes: tuple[str, ...] = ()
    """Tracebacks of bugs."""
