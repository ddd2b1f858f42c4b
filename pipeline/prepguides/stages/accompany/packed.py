"""Zip archives without the time at which they were packed."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

_FIRST = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a zip archive can tell."""


def packed(files: Mapping[str, bytes]) -> bytes:
    """An archive of these files, in their order."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, _FIRST)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3  # as on Unix, wherever it is packed
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content)
    return target.getvalue()
