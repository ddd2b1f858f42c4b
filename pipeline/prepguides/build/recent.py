"""What was used last, so many of it: whatever else is asked for is made."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

V = TypeVar("V")


@dataclass
class Recent(Generic[V]):
    """Values by name. The one that was used longest ago goes first."""

    most: int
    _values: OrderedDict[str, V] = field(default_factory=OrderedDict)

    def get(self, name: str, make: Callable[[], V]) -> V:
        """The value of a name, from memory if it is there."""
        if name not in self._values:
            self._values[name] = make()
        self._values.move_to_end(name)
        while len(self._values) > self.most:
            self._values.popitem(last=False)
        return self._values[name]
