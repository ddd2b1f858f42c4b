"""What can be wrong, where, and what to do next.

One type serves authors, theme designers and operators alike. Stages return `Checked`: what is sound, and every problem.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches
from itertools import islice
from typing import Generic, Literal, TypeVar

MAX_WORD = 100
"""Characters: what is longer is no misspelt name."""
MAX_CANDIDATES = 2_000
T_co = TypeVar("T_co", covariant=True)
MAX_MESSAGES = 100
"""Of one file: nobody reads more of them, and each costs time and memory."""
Severity = Literal["error", "warning"]


@dataclass(frozen=True)
class Rule:
    """A kind of problem: `PG` and three digits, the first of which names the stage that finds it."""

    code: str
    severity: Severity
    title: str
    example: str


@dataclass(frozen=True, order=True)
class Place:
    """A position in a file of the project; or what is no such file, by its name: an edition, a finished file, the command line.

    `path` is relative to the project, `line` and `column` count from 1; 0 means the whole file. Of a subject, `path` is the name.
    """

    path: str
    line: int = 0
    column: int = 0
    width: int = field(default=1, compare=False)
    """Characters to underline."""
    excerpt: str = field(default="", compare=False)
    """The line itself."""
    is_file: bool = True
    """Whether an editor could open it. `of_subject` makes the others."""

    @classmethod
    def of_subject(cls, name: str) -> Place:
        """What a diagnostic is about when no file of the project is: "one (candidate)", "command line"."""
        return cls(name, is_file=False)

    def __str__(self) -> str:
        if not self.line:
            return self.path
        return f"{self.path}:{self.line}:{self.column}"


@dataclass(frozen=True)
class Diagnostic:
    """A problem of `rule` at `place`, and a hint at what to do next."""

    rule: Rule
    message: str
    place: Place
    hint: str = ""

    @property
    def is_error(self) -> bool:
        return self.rule.severity == "error"

    @property
    def sort_key(self) -> tuple[Place, str, str]:
        return (self.place, self.rule.code, self.message)


@dataclass(frozen=True)
class Checked(Generic[T_co]):
    """A value without its faulty parts, and the diagnostics of those parts."""

    value: T_co
    diagnostics: tuple[Diagnostic, ...] = ()

    @property
    def has_errors(self) -> bool:
        return any(diagnostic.is_error for diagnostic in self.diagnostics)


def in_order(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Each diagnostic once, by file, line and column."""
    return tuple(sorted(dict.fromkeys(diagnostics), key=lambda diagnostic: diagnostic.sort_key))


def capped(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """In order, and of each file the first hundred, then one that says how many more there are."""
    files: dict[str, list[Diagnostic]] = {}
    for diagnostic in in_order(diagnostics):
        files.setdefault(diagnostic.place.path, []).append(diagnostic)
    return tuple(each for found in files.values() for each in (*found[:MAX_MESSAGES], *_rest(found[MAX_MESSAGES:])))


def _rest(left_out: list[Diagnostic]) -> tuple[Diagnostic, ...]:
    """One for all, as grave as the gravest of them."""
    if len(left_out) < 2:
        return tuple(left_out)
    gravest = next((each for each in left_out if each.is_error), left_out[0])
    message = f"{len(left_out):,} more problems in this file, the first of them: {gravest.message}"
    return (Diagnostic(gravest.rule, message, gravest.place, "correct those above, and look again"),)


def nearest(word: str, candidates: Iterable[str]) -> str:
    """A hint with the nearest spelling, or the empty string when nothing is near."""
    if len(word) > MAX_WORD:
        return ""
    near = (candidate for candidate in candidates if abs(len(candidate) - len(word)) <= MAX_WORD)
    close = get_close_matches(word, sorted(islice(near, MAX_CANDIDATES)), n=1, cutoff=0.6)
    return f'did you mean "{close[0]}"?' if close else ""
