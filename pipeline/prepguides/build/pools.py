"""Who does the work: processes of this machine, or the workers of a Dask cluster, where a build is told its scheduler's address."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from typing import TYPE_CHECKING, Protocol, TypeVar

from ..model.diagnostic import Diagnostic, Place
from ..model.request import Request
from ..model.rules import RULES
from .lifeline import unready
from .pool import PRELOAD, Lost, Pool, distrusted
from .rendering import RENDERING

if TYPE_CHECKING:
    from .cluster import ClusterPool

T = TypeVar("T")
R = TypeVar("R")


class HasFiles(Protocol):
    """A result with finished files by name, or with none."""

    @property
    def files(self) -> Mapping[str, bytes]: ...
    @property
    def pages(self) -> int: ...


F = TypeVar("F", bound=HasFiles)
CLUSTER_HINT = "see that the scheduler and its workers run, and build again: what is finished stays"


def pool_for(here: Pool[T, R], request: Request, problems: list[Diagnostic]) -> Pool[T, R] | ClusterPool[T, R]:
    """The pool of this machine, or one of the cluster that does the same. Workers that get nothing are added to the problems."""
    if not request.scheduler:
        return here
    from .cluster import ClusterPool

    def refused(worker: str, why: str) -> None:
        problems.append(Diagnostic(RULES["PG808"], why, Place.of_subject(worker), "install the same versions there"))

    return ClusterPool(here.work, here.makes, request.scheduler, here.limits, refused)


def preloads(request: Request) -> Sequence[str]:
    """The modules of this machine's workers: where others typeset, they only render."""
    return RENDERING if request.scheduler else PRELOAD


def unready_pool(request: Request) -> tuple[Diagnostic, ...]:
    """Why nothing can be printed: on this machine, or in the cluster that is to do it."""
    return unreachable_cluster(request) if request.scheduler else unready()


def unreachable_cluster(request: Request) -> tuple[Diagnostic, ...]:
    """That the scheduler does not answer, where there should be one."""
    if not request.scheduler:
        return ()
    from .cluster import unreachable

    why, place = unreachable(request.scheduler), Place.of_subject(request.scheduler)
    return (Diagnostic(RULES["PG802"], f"the scheduler does not answer: {why}", place, CLUSTER_HINT),) if why else ()


def as_asked(result: F | Lost, names: Set[str]) -> F | Lost:
    """The result, if it has all the files of these names or none: what a worker calls its files is not where they are written."""
    if isinstance(result, Lost) or (result.pages >= 0 and result.files.keys() in (set(), names)):
        return result
    return distrusted("it has other files than it was asked for")
