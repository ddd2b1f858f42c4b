"""WeasyPrint's libraries are found without a search for them, where the linker knows them."""

from __future__ import annotations

import ctypes.util
import subprocess
import sys

import pytest

from prepguides.stages.typeset.loading import NAMES, without_searches

LISTED = """
import ctypes.util
searched = []
found = ctypes.util.find_library
ctypes.util.find_library = lambda name: searched.append(name) or found(name)
import prepguides.stages.typeset
print(*searched)
"""
on_linux = pytest.mark.skipif(sys.platform != "linux", reason="the names are Linux's")


@on_linux
def test_no_library_is_searched_for_that_the_linker_knows() -> None:
    listed = subprocess.run([sys.executable, "-c", LISTED], capture_output=True, text=True, check=True)
    assert listed.stdout == "\n"


def test_libraries_are_searched_for_where_the_linker_does_not_know_them_all() -> None:
    usual = ctypes.util.find_library
    with without_searches((*NAMES, "libof-nothing.so.9")):
        assert ctypes.util.find_library is usual


@on_linux
def test_other_libraries_are_searched_for_afterward() -> None:
    usual = ctypes.util.find_library
    with without_searches():
        assert ctypes.util.find_library("c") is None
    assert ctypes.util.find_library is usual
