"""Tasks for another machine, with the files that they load. Nothing of this machine's disk is needed there."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache, partial
from hashlib import sha256
from pathlib import Path
from threading import Thread, Timer
from typing import Generic, TypeVar, cast

from ..model.assets import AssetTable
from ..project.versions import tool_versions
from ..stages.record import write
from .kept_worker import KeptWorker
from .lifeline import scratch
from .pool import PRELOAD, Limits, Lost, Pool, begin_loading

T = TypeVar("T")
R = TypeVar("R")

PATIENCE = 20.0
"""Seconds for which a process waits for the next parcel of its run."""


@dataclass(frozen=True)
class Parcel(Generic[T, R]):
    """Tasks that one worker process does, one after the other."""

    run: str
    """Of which it is a part: one process may do all its parcels."""
    work: Callable[[T], R]
    """An importable function, or an object that can be called; its `assets`, if it has any, travel along, as those of tasks do."""
    makes: type[R]
    """The type of its results."""
    tasks: Mapping[int, T]
    """By their numbers."""
    limits: Limits
    files: Mapping[str, bytes]
    """What they load, by SHA-256."""


def packed(run: str, work: Callable[[T], R], makes: type[R], tasks: Mapping[int, T], limits: Limits) -> Parcel[T, R]:
    """A file that is gone is left out: whoever asks for it says so."""
    paths = {asset.sha256: asset.path for table in _tables((work, *tasks.values())) for asset in table.files.values()}
    contents = {digest: content for digest, path in paths.items() if (content := _read(path)) is not None}
    return Parcel(run, work, makes, tasks, limits, contents)


def work_off(parcel: Parcel[T, R], is_wanted: Callable[[], bool] = lambda: True) -> dict[int, R | Lost]:
    """On the other machine: every task with what became of it, under the limits that hold at home. It ends early when nobody wants it."""
    # A daemon, as Dask starts its workers, may have no children; ours end with it all the same.
    multiprocessing.current_process()._config["daemon"] = False  # type: ignore[attr-defined]  # noqa: SLF001
    folder = _unpacked(parcel.files)
    results: dict[int, R | Lost] = {}
    with _worker(parcel, folder) as worker:
        for number, task in parcel.tasks.items():
            results[number] = worker.result(partial(_as_it_is, _moved(task, folder)))
            if not is_wanted():
                break
    return results


@dataclass(frozen=True)
class _Resting:
    """A worker between two parcels of its run, and what ends it when no other parcel comes."""

    run: str
    worker: KeptWorker[object, object]
    end: Timer


_resting: list[_Resting] = []
"""One at most. Other threads of this process may take it, or put theirs here, at any time."""


@contextmanager
def _worker(parcel: Parcel[T, R], folder: Path) -> Iterator[KeptWorker[T, R]]:
    """That of the run's last parcel, which has its fonts and style sheets in memory, or a new one. No two runs share a process."""
    worker = cast("KeptWorker[T, R] | None", _taken(parcel.run))
    if worker is None:
        worker = KeptWorker(Pool(_moved(parcel.work, folder), parcel.makes, 1, parcel.limits, (folder,)))
    try:
        yield worker
    finally:
        _taken("")
        end = Timer(PATIENCE, _taken, [""])
        end.daemon = True
        _resting.append(_Resting(parcel.run, cast("KeptWorker[object, object]", worker), end))
        end.start()


def _as_it_is(task: T, _worker_is_new: bool) -> T:
    return task


def _taken(run: str) -> KeptWorker[object, object] | None:
    """The worker that rests, if it is of this run; that of another run is ended."""
    try:
        found = _resting.pop()
    except IndexError:
        return None
    found.end.cancel()
    if found.run == run:
        return found.worker
    found.worker.close()
    return None


def load_ahead() -> None:
    """On the other machine: load what parcels will need while they are being made."""
    begin_loading(PRELOAD)
    Thread(target=cluster_versions, daemon=True).start()


def cluster_versions() -> dict[str, str]:
    """Of all that machines have to agree in which print one build."""
    from ..stages.typeset.system_versions import system_versions

    return {**tool_versions(), **system_versions()}


def _tables(objects: Iterable[object]) -> Iterable[AssetTable]:
    return (table for one in objects if isinstance(table := getattr(one, "assets", None), AssetTable))


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None


@cache
def _folder() -> Path:
    """Of this process, for files that came in parcels. It goes when the process ends."""
    folder = scratch() / "parcels"
    folder.mkdir(exist_ok=True)
    return folder


def _unpacked(files: Mapping[str, bytes]) -> Path:
    """The files by their digests. One that came before is the same."""
    folder = _folder()
    for digest, content in files.items():
        if not (folder / digest).exists() and sha256(content).hexdigest() == digest:
            write(folder / digest, content)
    return folder


def _moved(one: T, folder: Path) -> T:
    """The object, its files in this folder."""
    for table in _tables((one,)):
        files = {url: replace(asset, path=folder / asset.sha256) for url, asset in table.files.items()}
        return replace(one, assets=replace(table, files=files))  # type: ignore[type-var]
    return one
