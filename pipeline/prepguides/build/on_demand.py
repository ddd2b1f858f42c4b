"""A sequence whose items are made when they are asked for, so that a thousand take no more memory than one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar, overload

T = TypeVar("T")


@dataclass(frozen=True)
class OnDemand(Sequence[T], Generic[T]):
    """`length` items, of which `make` makes the one at an index."""

    make: Callable[[int], T]
    length: int

    def __len__(self) -> int:
        return self.length

    @overload
    def __getitem__(self, index: int) -> T: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[T]: ...
    def __getitem__(self, index: int | slice) -> T | Sequence[T]:
        if isinstance(index, slice):
            return [self.make(each) for each in range(*index.indices(self.length))]
        return self.make(range(self.length)[index])
