"""What is installed is complete: the program, its content and its themes."""

from __future__ import annotations

import os
import sys
from fnmatch import fnmatch
from importlib.metadata import entry_points, version
from pathlib import Path

import pytest

import prepguides
from kit import ROOT, TESTS
from prepguides.project import bundled


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and path.name != ".DS_Store"
    }


@pytest.mark.skipif("PREPGUIDES_TEST_WHEEL" not in os.environ, reason="tox sets it where it has installed the wheel")
def test_the_program_under_test_is_the_installed_wheel() -> None:
    assert Path(prepguides.__file__).is_relative_to(sys.prefix)
    assert bundled.bundle() == Path(prepguides.__file__).parent / "bundle"


def test_every_file_of_the_program_is_installed() -> None:
    """Tools leave out folders of some names, "build" among them, and git's ignored files."""
    installed = Path(prepguides.__file__).parent
    missing = files(ROOT / "pipeline" / "prepguides").keys() - files(installed).keys()
    assert missing == set()


def test_every_test_is_collected(request: pytest.FixtureRequest) -> None:
    """A folder of a name that pytest passes over would go untested without a word."""
    passed_over = request.config.getini("norecursedirs")
    folders = {part for path in TESTS.rglob("test_*.py") for part in path.relative_to(TESTS).parent.parts}
    assert "build" in folders
    assert [folder for folder in folders if any(fnmatch(folder, pattern) for pattern in passed_over)] == []


@pytest.mark.parametrize("folder", ["content", "templates"])
def test_the_shipped_content_and_themes_are_those_of_the_checkout(folder: str) -> None:
    shipped, original = files(bundled.bundle() / folder), files(ROOT / folder)
    assert set(shipped) == set(original)
    assert [name for name in shipped if shipped[name] != original[name]] == []


def test_the_version_is_said_once() -> None:
    assert version("prepguides") == prepguides.__version__


def test_the_command_is_there() -> None:
    (command,) = entry_points(group="console_scripts", name="prepguides")
    assert command.value == "prepguides.cli:main"
