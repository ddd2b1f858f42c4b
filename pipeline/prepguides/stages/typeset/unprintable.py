"""What WeasyPrint cannot lay out or write, as a finding: its own exceptions over what a theme or a text asks of it are no bugs of ours."""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ...model.page_finding import PageFinding, Trail

_OURS = str(Path(__file__).resolve().parents[2])


class Unprintable(Exception):
    """There will be no pages; the finding says why, and where."""

    def __init__(self, finding: PageFinding) -> None:
        super().__init__(finding.message)
        self.finding = finding


@contextmanager
def printable(page: int = 0, anchor: str = "") -> Iterator[None]:
    """Whatever WeasyPrint raises in the block becomes Unprintable, at the element with this HTML id. Bugs of ours and MemoryError stay."""
    try:
        yield
    except (MemoryError, Unprintable):
        raise
    except Exception as error:
        why = reason(error)
        if not why:
            raise
        raise Unprintable(PageFinding("PG606", page, why, HINT, Trail((anchor,) if anchor else ()))) from error


HINT = "look for huge or negative sizes, deep nesting, and properties that few style sheets use"


def reason(error: Exception) -> str:
    """What WeasyPrint failed at, in words; empty for an exception that is not raised in it or in what it calls."""
    if isinstance(error, RecursionError):
        return "nested deeper than WeasyPrint can follow"
    frames = traceback.extract_tb(error.__traceback__)
    engine = next((at for at, frame in enumerate(frames) if "weasyprint" in Path(frame.filename).parts), None)
    if engine is None or any(_is_ours(frame) for frame in frames[engine:]):
        return ""
    place = next(frame for frame in reversed(frames) if "weasyprint" in Path(frame.filename).parts)
    return f"WeasyPrint failed in {Path(place.filename).name} ({type(error).__name__})"


def _is_ours(frame: traceback.FrameSummary) -> bool:
    """Whether it is a function that WeasyPrint was given; what stands in for its own functions (`patches`) is its."""
    return frame.filename.startswith(_OURS) and "patches" not in Path(frame.filename).parts
