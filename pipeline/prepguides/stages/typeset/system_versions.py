"""Versions of the system's libraries that decide where lines break, how fonts are cut down to what is used, and how files are packed."""

from __future__ import annotations

import zlib

from weasyprint.text.ffi import ffi, harfbuzz, pango


def system_versions() -> dict[str, str]:
    """By library, as 1.50.12."""
    ffi.cdef("const char* hb_version_string(void);", override=True)
    number = int(pango.pango_version())
    return {
        "pango": f"{number // 10000}.{number // 100 % 100}.{number % 100}",
        "harfbuzz": ffi.string(harfbuzz.hb_version_string()).decode("ascii"),
        "zlib": zlib.ZLIB_RUNTIME_VERSION,
    }
