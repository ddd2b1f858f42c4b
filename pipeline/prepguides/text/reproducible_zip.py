"""Zip archives, and workbooks that lie in them, without the time at which they were packed: the same files, the same bytes."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from datetime import UTC, datetime

_FIRST = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a zip archive can tell."""
_PROPERTIES = "docProps/core.xml"
_TIMES = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")


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


def dated_workbook(saved: bytes, date: str) -> bytes:
    """A workbook as openpyxl has saved it, made and changed on that date, which is written 2026-11-29."""
    day = datetime.fromisoformat(date).replace(tzinfo=UTC).strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    with zipfile.ZipFile(io.BytesIO(saved)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    files[_PROPERTIES] = _TIMES.sub(rb"\g<1>" + day, files[_PROPERTIES])
    return packed(files)
