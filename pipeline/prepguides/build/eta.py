"""How long a build will still take: learnt from the last manifest, corrected by how this run goes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass
class TimeLeft:
    """What each job should take, and which are done. Seconds throughout."""

    sizes: Mapping[str, int]
    """Of each job's HTML: what a job without a record is measured by."""
    recorded: Mapping[str, float]
    """What jobs took last time, by name; jobs of other runs are left out."""
    workers: int
    started: dict[str, float] = field(default_factory=dict)
    """When each running job began."""
    taken: dict[str, float] = field(default_factory=dict)
    """What finished jobs took."""

    def start(self, name: str, now: float) -> None:
        self.started[name] = now

    def finish(self, name: str, now: float) -> None:
        """A job that ended, whether it was printed or lost."""
        self.taken[name] = now - self.started.pop(name, now)

    def left(self, now: float) -> float | None:
        """Until the last job ends; None while nothing is known to judge by."""
        expected = {name: seconds for name in self.sizes if name not in self.taken and (seconds := self._expected(name)) is not None}
        if not self.sizes.keys() - self.taken.keys():
            return 0.0
        if not expected:
            return None
        rest = {name: max(0.0, seconds - (now - self.started.get(name, now))) for name, seconds in expected.items()}
        return max(*rest.values(), sum(rest.values()) / self.workers)

    def _expected(self, name: str) -> float | None:
        """By its own record, else by its size and how long others took for theirs; both at this run's speed."""
        if name in self.recorded:
            return self.recorded[name] * self._speed()
        known = {**self.recorded, **self.taken}
        size = sum(self.sizes[other] for other in known if other in self.sizes)
        return sum(seconds for other, seconds in known.items() if other in self.sizes) / size * self.sizes[name] if size else None

    def _speed(self) -> float:
        """This run's seconds to the record's, for jobs that have both."""
        both = [name for name in self.taken if self.recorded.get(name)]
        return sum(self.taken[name] for name in both) / sum(self.recorded[name] for name in both) if both else 1.0


def in_words(seconds: float) -> str:
    """A time left: to the second below ten, to five seconds below a minute, to half a minute above."""
    if seconds < 10:
        return f"{max(1, round(seconds))} s left"
    if seconds < 55:
        return f"{round(seconds / 5) * 5} s left"
    halves = max(2, round(seconds / 30))
    return f"{halves / 2:g} min left"
