"""Which task a free worker takes: tasks of one group share work, as long as one worker does them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Hashable, Sequence

ENOUGH_TO_SPLIT = 3
"""Tasks of one group that wait while another worker is at it, from which on a free worker is better used than what it would share."""


class Groups:
    """Tasks by number, in the order in which they are best begun; the group of each, for so many workers."""

    def __init__(self, groups: Sequence[Hashable], workers: int) -> None:
        self._groups = groups
        self._is_split = workers > len(set(groups))
        """With fewer groups than workers, sharing would leave workers idle."""

    def of(self, task: int) -> Hashable:
        return self._groups[task]

    def choose(self, own: Hashable | None, held: Collection[Hashable], waiting: Collection[int]) -> int | None:
        """The next task for a worker that was last at a task of group `own`, while others are at `held`. None when it had better wait."""
        for task in waiting:
            if own is not None and self._groups[task] == own:
                return task
        for task in waiting:
            if self._groups[task] not in held:
                return task
        left = Counter(self._groups[task] for task in waiting)
        if not left:
            return None
        fullest, count = max(left.items(), key=lambda item: item[1])
        if not self._is_split and count < ENOUGH_TO_SPLIT:
            return None
        return next(task for task in waiting if self._groups[task] == fullest)
