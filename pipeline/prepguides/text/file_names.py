"""File names out of anybody's words: in any script, and never another folder, a device or two names that a file system takes for one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping

MAX_BYTES = 100
"""Of one filled field: names of files end at 255."""
FIELDS = ("name", "role", "company", "id", "row", "cohort", "guide", "edition", "paper", "variant")
DEFAULT = "{name}-{guide}-{paper}.pdf"
_PATTERN = re.compile(rf"(?:[A-Za-z0-9_. -]|\{{(?:{'|'.join(FIELDS)})\}})+\.pdf")
_DEVICES = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?=$|\.)", re.IGNORECASE)


def pattern_problem(pattern: str) -> str:
    """What is wrong with a pattern of file names; empty when nothing is."""
    if _PATTERN.fullmatch(pattern) and not pattern.startswith((".", "-", " ")):
        return ""
    return f"a pattern is one plain file name that ends in .pdf, with fields {', '.join(f'{{{field}}}' for field in FIELDS)}"


def file_name(pattern: str, values: Mapping[str, str]) -> str:
    """The pattern filled in. Every value is made safe."""
    for field in FIELDS:
        pattern = pattern.replace(f"{{{field}}}", safe(values.get(field, "")))
    stem = re.sub(r"-{2,}", "-", pattern.removesuffix(".pdf")).strip("-. ") or "copy"
    return f"{'_' if _DEVICES.match(stem) else ''}{stem}.pdf"


def safe(words: str) -> str:
    """Letters and digits of any script, in small letters, hyphens for all else."""
    plain = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", words).lower())
    kept = "".join(character if unicodedata.category(character)[0] in "LMN" else "-" for character in plain)
    parted = re.sub(r"-+", "-", kept).strip("-")
    return parted.encode()[:MAX_BYTES].decode(errors="ignore").rstrip("-")


def unique(names: Iterable[str]) -> tuple[str, ...]:
    """The names, those that a file system may take for an earlier one with a number: `ada.pdf`, `ada-2.pdf`."""
    taken: set[str] = set()
    found: list[str] = []
    for name in names:
        stem, number, tried = name.removesuffix(".pdf"), 2, name
        while _alike(tried) in taken:
            tried, number = f"{stem}-{number}.pdf", number + 1
        taken.add(_alike(tried))
        found.append(tried)
    return tuple(found)


def calendar_name(copy: str) -> str:
    """Of the calendar that belongs to a copy, whatever paper that is on."""
    return f"{copy.removesuffix('.pdf')}.ics"


def _alike(name: str) -> str:
    return unicodedata.normalize("NFD", name).casefold()
