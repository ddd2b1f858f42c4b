"""What the machine must have: system libraries that pip cannot bring."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from importlib.util import find_spec

from ..model.diagnostic import Diagnostic, Place
from ..model.engine import TESTED
from ..model.rules import RULES
from .versions import tool_versions

_HERE = Place.of_subject("this machine")


@dataclass(frozen=True)
class SystemLibrary:
    """A shared library, by any of its names, and the packages that bring it."""

    title: str
    names: tuple[str, ...]
    debian: str
    homebrew: str
    why: str


LIBRARIES = (
    SystemLibrary("Pango", ("libpango-1.0.so.0", "libpango-1.0.dylib"), "libpango-1.0-0", "pango", "lays out text"),
    SystemLibrary("PangoFT2", ("libpangoft2-1.0.so.0", "libpangoft2-1.0.dylib"), "libpangoft2-1.0-0", "pango", "finds fonts"),
    SystemLibrary("Fontconfig", ("libfontconfig.so.1", "libfontconfig.1.dylib"), "libfontconfig1", "fontconfig", "loads the guides' fonts"),
    SystemLibrary("HarfBuzz", ("libharfbuzz.so.0", "libharfbuzz.0.dylib"), "libharfbuzz0b", "harfbuzz", "shapes text"),
    SystemLibrary(
        "HarfBuzz subset",
        ("libharfbuzz-subset.so.0", "libharfbuzz-subset.0.dylib"),
        "libharfbuzz-subset0",
        "harfbuzz",
        "subsets fonts; without it, every build would have other bytes",
    ),
)


def is_there(library: SystemLibrary) -> bool:
    return any(_loads(name) for name in library.names)


def _loads(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def missing_libraries() -> tuple[SystemLibrary, ...]:
    return tuple(library for library in LIBRARIES if not is_there(library))


def diagnose() -> tuple[Diagnostic, ...]:
    """A diagnostic per missing library, with the command that brings it."""
    return tuple(
        Diagnostic(
            RULES["PG801"],
            f"{library.title} is missing; it {library.why}",
            _HERE,
            f"apt-get install {library.debian}, or brew install {library.homebrew}",
        )
        for library in missing_libraries()
    )


FONT_PACKAGES = ("font_source_serif_pro", "font_source_sans_pro")


def missing_fonts() -> tuple[Diagnostic, ...]:
    """A diagnostic per font package of the base theme that is not installed."""
    return tuple(
        Diagnostic(RULES["PG506"], f"the fonts of {package} are missing", _HERE, f"pip install {package.replace('_', '-')}")
        for package in FONT_PACKAGES
        if find_spec(package) is None
    )


def other_engine() -> tuple[Diagnostic, ...]:
    """A diagnostic per library that is not the one that typesetting was written for: pages take longer, and may be checked less well."""
    found = tool_versions()
    return tuple(
        Diagnostic(RULES["PG806"], f"{name} is {found[name]}, not {tested}", _HERE, f"pip install {name}=={tested}")
        for name, tested in TESTED.items()
        if found[name] != tested
    )
