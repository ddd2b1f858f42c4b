"""Two states of a project, each a revision or a folder, printed into folders that are gone afterwards: for who looks at their pages."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ..model.outcome import Listener, Outcome
from ..model.request import Project, Request, Selection
from .content_difference import State, opened
from .run import build


@dataclass(frozen=True)
class PrintedState:
    """A state as it was printed."""

    name: str
    """What a report calls it."""
    folder: Path
    outcome: Outcome

    @property
    def is_whole(self) -> bool:
        """Whether all that was asked for lies in the folder."""
        outcome = self.outcome
        return not (any(problem.is_error for problem in outcome.diagnostics) or outcome.having("blocked", "failed"))


@contextmanager
def printed_states(
    project: Project, states: tuple[State, State], guide: str, listen: Listener
) -> Iterator[tuple[PrintedState, PrintedState]]:
    """Both, of one guide or of all. The second is not printed where the first could not be. NoRevision."""
    old, new = states
    with tempfile.TemporaryDirectory(prefix="prepguides-printed-") as folder, opened(old, project) as before, opened(new, project) as after:
        first = _printed(*before, Path(folder) / "old", guide, listen)
        yield first, _printed(*after, Path(folder) / "new", guide, listen) if first.is_whole else first


def _printed(root: Path, name: str, folder: Path, guide: str, listen: Listener) -> PrintedState:
    selection = Selection((guide,) if guide else ())
    return PrintedState(name, folder, build(Project(root), selection, Request(output=folder), listen))
