"""Values that are written with `var()`, remembered: every element that a rule matches has the same one checked and converted again.

What this relies on, in the tested version: what `Pending.solve` returns depends on the declaration, on the tokens that its variables stand
for, on the property that is asked for and on the base address. It is never changed afterward, for a value that is written without `var()`
is shared by all elements that its rule matches. An invalid value is not remembered: the exception is what the caller goes by.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ..untyped import Value

MOST_VALUES = 50_000
"""That are remembered before all are forgotten: a guide of 164 pages has 2,000."""


class Values:
    """`Pending.solve` with a memory."""

    def __init__(self, solve: Callable[..., Value]) -> None:
        self.solve = solve
        self.remembered = 0
        # Declarations and tokens are known by their identity: they are kept with their value, so that no other ones can get it.
        self._values: dict[tuple[Value, ...], tuple[Value, Value, tuple[Value, ...]]] = {}

    def method(self) -> Callable[..., Value]:
        """In the place of `Pending.solve`."""

        def solve(pending: Value, tokens: Sequence[Value], wanted_key: str, base_url: str | None) -> Value:
            key = (id(pending), wanted_key, base_url, *map(id, tokens))
            known = self._values.get(key)
            if known is not None:
                self.remembered += 1
                return known[0]
            value = self.solve(pending, tokens, wanted_key, base_url)
            if len(self._values) >= MOST_VALUES:
                self._values.clear()
            self._values[key] = value, pending, tuple(tokens)
            return value

        return solve
