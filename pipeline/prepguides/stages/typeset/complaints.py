"""What WeasyPrint logs, as diagnostics: a complaint is known by the code that makes it, never by its words."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import PurePath

from ...model.assets import BASE_ADDRESS, Absence, Refusal
from ...model.diagnostic import Diagnostic, Place
from ...model.page_finding import PageFinding, Trail
from ...model.rules import RULES
from ...model.theme import ThemeFile

_RULES_BY_CALLER = {
    ("draw/text.py", ""): "PG605",
    ("css/targets.py", ""): "PG604",
    ("pdf/anchors.py", "resolve_links"): "PG604",
    ("pdf/tags.py", ""): "PG703",
}
"""File of WeasyPrint's and function, or any function of it, to the rule of its complaints; see also `_code_of`."""
_DOUBLED = "collect_anchor"
"""The function that meets an id for the second time."""

Failures = Sequence[tuple[str, Exception]]
"""Addresses that the fetcher refused, and why."""


@contextmanager
def complaints() -> Iterator[list[logging.LogRecord]]:
    """What WeasyPrint says at WARNING and above while the block runs; nothing reaches the terminal."""
    records: list[logging.LogRecord] = []

    class _Keeper(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            records.append(record)

    logger = logging.getLogger("weasyprint")
    keeper = _Keeper(logging.WARNING)
    before, propagate = logger.handlers[:], logger.propagate
    logger.handlers, logger.propagate = [keeper], False
    try:
        yield records
    finally:
        logger.handlers, logger.propagate = before, propagate


def css_problem(record: logging.LogRecord, file: ThemeFile | None) -> Diagnostic:
    """WeasyPrint's CSS warnings end with line and column as arguments."""
    numbers = [argument for argument in record.args if isinstance(argument, int)] if isinstance(record.args, tuple) else []
    if file is None or len(numbers) < 2:
        place = Place(file.path) if file else Place.of_subject("page geometry")
        return Diagnostic(RULES["PG603"], record.getMessage(), place)
    line, column = numbers[:2]
    return Diagnostic(RULES["PG603"], record.getMessage(), Place(file.path, line, column, 1, file.line(line)))


def document_problems(records: Sequence[logging.LogRecord], failures: Failures) -> list[PageFinding]:
    """What the fetcher refused, and whatever else was complained of while one document was made, but for what is found on its pages.

    The page is not known; the words that a complaint names may tell where they are written.
    """
    found = [_resource_problem(url, failure) for url, failure in failures]
    return found + [
        _whole(_code_of(record), record.getMessage(), max(_texts(record), key=len, default=""))
        for record in records
        if not (_is_of(record, failures) or _named(record) or _character(record) or _code_of(record) == "PG703")
    ]


def _whole(code: str, message: str, words: str) -> PageFinding:
    return PageFinding(code, 0, message, trail=Trail((), (words, words)), subject=message)


def _texts(record: logging.LogRecord) -> list[str]:
    """The words that a complaint is about."""
    return [each for each in record.args if isinstance(each, str)] if isinstance(record.args, tuple) else []


@dataclass(frozen=True)
class OnPages:
    """What was complained of and can be found on the pages."""

    dead: frozenset[str] = frozenset()
    """Ids that links lead to and no element has."""
    doubled: frozenset[str] = frozenset()
    """Ids that several elements have."""
    glyphless: frozenset[str] = frozenset()
    """Characters that no font has."""

    def __or__(self, other: OnPages) -> OnPages:
        """Both."""
        return OnPages(self.dead | other.dead, self.doubled | other.doubled, self.glyphless | other.glyphless)


def on_pages(records: Sequence[logging.LogRecord]) -> OnPages:
    """The complaints about ids and characters."""
    named = [(record.funcName == _DOUBLED, _named(record)) for record in records]
    return OnPages(
        dead=frozenset(name for doubled, name in named if name and not doubled),
        doubled=frozenset(name for doubled, name in named if name and doubled),
        glyphless=frozenset(filter(None, map(_character, records))),
    )


def _named(record: logging.LogRecord) -> str:
    """The id that a complaint about links is about: an argument, or what is innermost in one such as `("url", ("internal", ID))`."""
    if _code_of(record) != "PG604":
        return ""
    value: object = record.args
    while isinstance(value, tuple) and value:
        value = value[-1]
    return str(value or "").removeprefix("#")


def _character(record: logging.LogRecord) -> str:
    """The character that a complaint about glyphs is about."""
    arguments = record.args if isinstance(record.args, tuple) else ()
    return next((each for each in arguments if isinstance(each, str) and len(each) == 1), "") if _code_of(record) == "PG605" else ""


def _resource_problem(url: str, failure: Exception) -> PageFinding:
    """`resolve_assets` finds these with their place; what reaches the typesetter was hidden from it."""
    address = url.removeprefix(f"{BASE_ADDRESS}assets/")
    return _whole(failure.code if isinstance(failure, Absence | Refusal) else "PG602", f"{address}: {failure}", address)


def _is_of(record: logging.LogRecord, failures: Failures) -> bool:
    """Whether a complaint passes on one of the fetcher's own refusals."""
    arguments = record.args if isinstance(record.args, tuple) else (record.args,)
    refusals = [failure for _, failure in failures]
    return any(
        argument == url or (isinstance(argument, Exception) and any(each is refusal for each in _causes(argument) for refusal in refusals))
        for argument in arguments
        for url, _ in failures
    )


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _code_of(record: logging.LogRecord) -> str:
    file = "/".join(PurePath(record.pathname).parts[-2:])
    known = _RULES_BY_CALLER.get((file, "")) or _RULES_BY_CALLER.get((file, record.funcName))
    return known or ("PG603" if "css" in PurePath(record.pathname).parts and record.levelno < logging.ERROR else "PG606")
