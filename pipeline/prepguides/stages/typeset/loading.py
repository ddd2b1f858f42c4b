"""WeasyPrint, imported before anything else of this package imports it, and without a search for libraries that the linker knows.

WeasyPrint asks for each of its libraries by up to six names, those of other systems first, and cffi looks for each name that the linker
does not know with `ctypes.util.find_library`: on Linux that starts ldconfig, and where there is a compiler gcc and ld too, some seventy
processes in all. By the names that are Linux's own, the linker finds all of them at once. This goes when WeasyPrint asks for those first.
"""

from __future__ import annotations

import ctypes.util
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

NAMES = (
    *("libgobject-2.0.so.0", "libpango-1.0.so.0", "libpangoft2-1.0.so.0"),
    *("libharfbuzz.so.0", "libharfbuzz-subset.so.0", "libfontconfig.so.1"),
)
"""By which WeasyPrint loads its libraries on Linux. There is one more that it can do without, and that hardly a system has."""


@contextmanager
def without_searches(names: Sequence[str] = NAMES) -> Iterator[None]:
    """While the block runs, no library is searched for that the linker does not know by the name it is asked for by.

    As usual where these names are not all known to it, and on other systems.
    """
    search = ctypes.util.find_library
    if sys.platform == "linux" and all(map(_is_known, names)):
        ctypes.util.find_library = _nowhere
    try:
        yield
    finally:
        ctypes.util.find_library = search


def _nowhere(name: str) -> str | None:
    return None


def _is_known(name: str) -> bool:
    """Whether the linker finds the library; it is loaded then, as it would be a moment later."""
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


with without_searches():
    import weasyprint  # noqa: F401
