"""Fixtures: a fresh mini project, and one that was built once for all tests that only look."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, settings

from kit import MiniProject
from prepguides.build import rendering, scheduler
from prepguides.build.pool import Pool
from remembered import PoolHere, RememberingPool

settings.register_profile("shared-machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
# A scheduled run says the same of the same code: it tries the same examples. New ones are looked for at the desk.
settings.register_profile("scheduled", settings.get_profile("shared-machine"), derandomize=True, database=None)
settings.load_profile("scheduled" if os.environ.get("CI") else "shared-machine")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes a moment each comes last, for no processor to wait long for the other at the end of a run."""
    items.sort(key=lambda item: "attacks" in item.path.parts)


@pytest.fixture(scope="session", autouse=True)
def remembered(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No document is laid out twice, in whichever of the run's processes."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "remembered"
    folder.mkdir(exist_ok=True)
    with patch.object(scheduler, "Pool", partial(RememberingPool, folder)):
        yield


@pytest.fixture(scope="session", autouse=True)
def rendered_here() -> Iterator[None]:
    """Templates are compiled once for all tests, in their own process. tests/build/test_rendering.py has workers as a command has them."""
    with patch.object(rendering, "Pool", PoolHere):
        yield


@pytest.fixture
def anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every document is laid out, although one like it was: for tests that compare the bytes."""
    monkeypatch.setattr(scheduler, "Pool", Pool)


@pytest.fixture
def mini(tmp_path: Path) -> MiniProject:
    """A small, complete project without a fault; the test may break it."""
    return MiniProject.at(tmp_path / "project")


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> MiniProject:
    """The mini project, printed on both papers. Only to be read."""
    project = MiniProject.at(tmp_path_factory.mktemp("built") / "project")
    run = project.build()
    assert run.code == 0, run.err
    return project
