"""A pool of workers on other machines: those of a Dask cluster. They need this package and no checkout, no fonts, no shared disk.

What had better be done by one worker travels in one parcel. Dask gives a parcel whose worker dies to another one. A worker with other
versions than this machine's gets none, for its pages might be others.
"""

from __future__ import annotations

import contextlib
import logging
from collections import Counter, deque
from collections.abc import Callable, Generator, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import ceil
from threading import Event
from time import monotonic
from typing import Generic, TypeVar
from uuid import uuid4

from distributed import Client, Future, get_worker

from .parcel import Parcel, cluster_versions, load_ahead, packed, work_off
from .pool import Limits, Lost

T = TypeVar("T")
R = TypeVar("R")

CONNECT = 20.0
"""Seconds in which a scheduler has to answer."""
PATIENCE = 60.0
"""Seconds without any worker after which none is expected any more."""
TICK = 1.0
"""Seconds after which it is looked whether workers have come or gone."""
AHEAD = 2
"""Parcels that lie at each worker, so that it need not wait for the next one. More would be given away before a worker is added."""
PARCELS = 3
"""For each worker, of what is left whenever one is made: the first are large, and the last are soon done."""
LEAST_TASKS = 2
"""Of one group, which are not divided: the second costs much less than the first."""
MOST_TIMES = 4
"""So often a parcel is sent whose workers go away."""
MOST_TASKS = 50
"""Of a parcel: its results travel together."""


class NoCluster(Exception):
    """The scheduler does not answer; says why."""


def unreachable(address: str) -> str:
    """Why the scheduler at this address cannot be asked; empty when it can. Then its workers load what they will need."""
    try:
        with _connected(address) as client:
            with contextlib.suppress(OSError):  # a worker goes away
                client.run(load_ahead, on_error="ignore")
            return ""
    except NoCluster as error:
        return str(error)


@dataclass(frozen=True)
class _Sent:
    """A parcel on its way."""

    numbers: tuple[int, ...]
    to: frozenset[str]
    """Workers that may open it. Once all of them have gone, and others have come, it is sent again."""


@dataclass
class ClusterPool(Generic[T, R]):
    """Runs `work` on each task somewhere in the cluster of this scheduler."""

    work: Callable[[T], R]
    makes: type[R]
    """The type of its results, which come by way of Dask: who is in the cluster is trusted."""
    address: str
    limits: Limits = field(default_factory=Limits)
    warn: Callable[[str, str], None] = lambda worker, why: None
    """Told of each worker that is given nothing, and why."""
    size: int = 0
    """Workers that are there."""
    name: str = field(default_factory=lambda: uuid4().hex, init=False)
    """Of this run."""

    def run(
        self, tasks: Sequence[T], started: Callable[[int], None] = lambda _: None, groups: Sequence[Hashable] | None = None
    ) -> Generator[tuple[int, R | Lost], None, None]:
        """Index and result of each task as it ends, in no order. Cancels what is left whatever happens, Ctrl-C included."""
        if not tasks:
            return
        try:
            with _connected(self.address) as client:
                yield from self._run(client, tasks, started, groups or range(len(tasks)))
        except NoCluster as error:
            yield from ((index, Lost(f"was not found: {error}", "cluster")) for index in range(len(tasks)))

    def _run(
        self, client: Client, tasks: Sequence[T], started: Callable[[int], None], groups: Sequence[Hashable]
    ) -> Generator[tuple[int, R | Lost], None, None]:
        workers = _Workers(client, self.warn)
        waiting = deque(parcels(groups, len(workers.sound())))
        flying: dict[Future, _Sent] = {}
        times: Counter[tuple[int, ...]] = Counter()
        landed = Event()
        seen = monotonic()
        while waiting or flying:
            sound = workers.sound()
            self.size = len(sound)
            seen = monotonic() if sound else seen
            if why := workers.lost(monotonic() - seen):
                left = (*(sent.numbers for sent in flying.values()), *waiting)
                yield from ((index, Lost(why, "cluster")) for numbers in left for index in numbers)
                return
            while waiting and len(flying) < AHEAD * len(sound):
                numbers = waiting.popleft()
                times[numbers] += 1
                for index in numbers if times[numbers] == 1 else ():
                    started(index)
                future = self._sent(client, {index: tasks[index] for index in numbers}, sound)
                future.add_done_callback(lambda _: landed.set())
                flying[future] = _Sent(numbers, frozenset(sound))
            landed.wait(TICK)
            landed.clear()
            for future in [future for future, sent in flying.items() if future.done() or (sound and sent.to.isdisjoint(sound))]:
                numbers = flying.pop(future).numbers
                results = _results(future, numbers, times[numbers])
                if results is None:
                    future.cancel()
                    waiting.appendleft(numbers)
                else:
                    yield from results.items()

    def _sent(self, client: Client, tasks: Mapping[int, T], workers: Sequence[str]) -> Future:
        parcel = packed(self.name, self.work, self.makes, tasks, self.limits)
        return client.submit(_opened, parcel, workers=workers, allow_other_workers=False, pure=False)


def _opened(parcel: Parcel[T, R]) -> dict[int, R | Lost]:
    """On a worker. What it has begun it finishes, and begins nothing more when the command has gone."""
    worker = get_worker()
    key = worker.get_current_task()

    def is_wanted() -> bool:
        task = worker.state.tasks.get(key)
        return task is not None and task.state == "executing"

    return work_off(parcel, is_wanted)


@contextlib.contextmanager
def _connected(address: str) -> Iterator[Client]:
    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # what went wrong is said by us
    try:
        client = Client(address, timeout=CONNECT, set_as_default=False)
    except (OSError, ValueError) as error:
        raise NoCluster(str(error)) from error
    try:
        yield client
    finally:
        with contextlib.suppress(Exception):  # the scheduler may be gone; what was asked of it goes with the client
            client.close(timeout=5)


@dataclass
class _Workers:
    """The cluster's workers, each asked once for its versions."""

    client: Client
    warn: Callable[[str, str], None]
    known: dict[str, bool] = field(default_factory=dict)
    """Address to whether it has our versions."""
    present: Sequence[str] = ()
    looked: float = -TICK
    """When it was last asked which are there."""

    def sound(self) -> list[str]:
        """Addresses of those that are there and have our versions; none while the scheduler does not answer."""
        if self.client.status != "running":
            return []
        if monotonic() - self.looked >= TICK:
            self.present = sorted(self._present())
            self.looked = monotonic()
            if new := [address for address in self.present if address not in self.known]:
                self._ask(new)
        return [address for address in self.present if self.known.get(address)]

    def lost(self, seconds: float) -> str:
        """Why no parcel will come back, after so many seconds without a worker; empty while there is hope."""
        if self.client.status in ("closed", "closing"):
            return "went away with the scheduler"
        if seconds < PATIENCE:
            return ""
        return (
            "was not found: no worker of the cluster has the versions of this machine"
            if self.known
            else "was not found: the cluster has none"
        )

    def _present(self) -> list[str]:
        try:
            return list(self.client.scheduler_info(n_workers=-1)["workers"])
        except (OSError, TypeError):
            return []

    def _ask(self, addresses: Sequence[str]) -> None:
        ours = cluster_versions()
        try:
            answers: Mapping[str, object] = self.client.run(cluster_versions, workers=list(addresses), on_error="return")
        except OSError:  # gone meanwhile
            return
        for address, theirs in answers.items():
            if isinstance(theirs, OSError):
                continue
            why = _difference(ours, theirs)
            self.known[address] = not why
            if why:
                self.warn(address, why)


def _difference(ours: Mapping[str, str], theirs: object) -> str:
    """How a worker differs; empty when it does not."""
    if not isinstance(theirs, Mapping):
        return f"cannot say its versions: {theirs}"
    return ", ".join(
        f"{name} {theirs.get(name, 'absent')} where {version} is expected" for name, version in ours.items() if theirs.get(name) != version
    )


def parcels(groups: Sequence[Hashable], workers: int) -> Iterator[tuple[int, ...]]:
    """The numbers of tasks by group, in their order, smaller and smaller, so that no worker is long at its last one.

    A group stays together as far as it fits; small groups share a parcel.
    """
    left = len(groups)
    together: list[int] = []
    for group in _by_group(groups):
        while group:
            size = min(MOST_TASKS, ceil(left / (PARCELS * max(1, workers))))
            if len(together) + len(group) <= size or (not together and len(group) <= LEAST_TASKS):
                together += group
                break
            if not together:
                size = max(size, LEAST_TASKS)
                together, group = group[:size], group[size:]  # noqa: PLW2901 - what is left of it
            yield tuple(together)
            left -= len(together)
            together = []
    if together:
        yield tuple(together)


def _by_group(groups: Sequence[Hashable]) -> Iterable[list[int]]:
    """The numbers of the tasks of each group, whose tasks need not be neighbors."""
    found: dict[Hashable, list[int]] = {}
    for number, group in enumerate(groups):
        found.setdefault(group, []).append(number)
    return found.values()


def _results(future: Future, numbers: Sequence[int], times: int) -> Mapping[int, R | Lost] | None:
    """What came back; None when the parcel is to be sent again."""
    if future.status == "finished":
        found: Mapping[int, R | Lost] = future.result()
        return found if len(found) == len(numbers) else None
    if future.status == "error":
        return dict.fromkeys(numbers, Lost(f"ended: {future.exception()}", "cluster"))
    return None if times < MOST_TIMES else dict.fromkeys(numbers, Lost(f"went away {times} times, each time another one", "cluster"))
