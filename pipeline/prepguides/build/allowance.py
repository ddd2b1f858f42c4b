"""What an edition may cost where nobody says: by how much of it there is, so that a page that was made to be slow ends in seconds.

Layout earns its time: each page that is laid out allows for the next, and for being drawn. A page that never ends has soon used up what it
was given to begin with. Workers write down where they are, so that what ran out of time or memory is reported at the section that cost it.
"""

from __future__ import annotations

import contextlib
import os
import resource
import tempfile
from dataclasses import dataclass
from math import ceil
from pathlib import Path

from ..stages.process_size import address_space
from ..stages.project_files import read_file
from ..text.page_numbers import CHARACTERS

FIRST_SECONDS = 5.0
"""Of CPU time, before a page is there."""
SECONDS_FOR_STYLES = 0.03
"""A page that the document should come to: its styles are computed and its boxes made before the first page is laid out."""
SECONDS_A_PAGE = 0.4
"""Each time that it is laid out, twice at least. The shipped guides take 0.11 in all on the machine where this was measured."""
SECONDS_A_FILE = 0.5
LEAST_MIB = 512
MIB_A_PAGE = 4
"""A worker that printed all shipped guides, of up to 261 pages, took 1,232 MiB of address space; one that printed six pages, 230."""
MOST_NOTE = 10_000
"""Bytes that a worker writes down about where it is."""
_END = b"\0"
"""What ends a note, for the rest of a longer one may stand behind it. No HTML id and no file name has it."""
PAGES_BEYOND = 50
"""How many more pages there may be than twice what the guide's budget allows, or three times what its text should come to."""


@dataclass(frozen=True)
class Allowance:
    """What one edition may take."""

    first: float
    """CPU seconds to begin with."""
    most_pages: int

    @property
    def seconds(self) -> float:
        """At most, however many pages there are."""
        return self.first + 2 * SECONDS_A_PAGE * self.most_pages


def pages_in(html: str, budget: tuple[int, int] | None) -> int:
    """As many as a document should come to: by its length or by its sections, and by no more than its guide may have."""
    pages = max(len(html) // CHARACTERS, html.count("<section")) + 1  # a section may begin a page, and have little on it
    return min(pages, budget[1]) if budget else pages


def allowance_for(html: str, budget: tuple[int, int] | None, files: int) -> Allowance:
    """Of an edition, by its document, its page budget and how many files it makes."""
    pages = pages_in(html, budget)
    first = FIRST_SECONDS + SECONDS_FOR_STYLES * pages + SECONDS_A_FILE * (files - 1)
    return Allowance(first, PAGES_BEYOND + (2 * budget[1] if budget else 3 * pages))


def memory_for(pages: int) -> int:
    """Bytes of address space of a worker whose largest edition should come to so many pages."""
    return (LEAST_MIB + MIB_A_PAGE * pages) * 1024**2


class Earning:
    """In a worker: an edition's time, to which each page adds, and where its layout is."""

    def __init__(self, allowance: Allowance) -> None:
        self._most_pages, self._before, self._anchor = allowance.most_pages, 0, ""
        self._begun = cpu_seconds()
        self._first = allowance.first
        self._until = self._begun + allowance.first
        self._allow()

    def unit(self, anchor: str, first: int) -> None:
        """The unit that begins with the element of this HTML id, on that page, is looked for or laid out next."""
        self._before, self._anchor = first - 1, anchor
        self._allow()

    def page(self, number: int) -> None:
        """Another page of the unit is there. Unprintable when there is no end of them."""
        if self._before + number > self._most_pages:
            from ..model.page_finding import PageFinding, Trail
            from ..stages.typeset import Unprintable

            message = f"over {self._most_pages} pages, and no end of them"
            raise Unprintable(PageFinding("PG704", 0, message, "look for what leaves no room on a page", Trail((self._anchor,))))
        self._until += SECONDS_A_PAGE
        self._allow()

    def drawn(self, anchor: str) -> None:
        """A page of the unit with this first HTML id is drawn next, in what pages earned, and in no more than one may take."""
        self._anchor = anchor
        self._allow()

    def written(self) -> None:
        """All pages are drawn: what they earned is for writing them."""
        self._allow(self._until)

    def _allow(self, until: float | None = None) -> None:
        """A page may take what the first one may, however many were laid out before it."""
        until = until or min(self._until, cpu_seconds() + self._first)
        end_at(until)
        write_note(os.getpid(), Path(tempfile.gettempdir()), until - self._begun, self._anchor)


def cpu_seconds() -> float:
    """That this process has taken."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def is_filling() -> bool:
    """In a worker: whether it has taken half of the memory that it may have."""
    most, _ = resource.getrlimit(resource.RLIMIT_AS)
    return most != resource.RLIM_INFINITY and address_space() > most / 2


def end_at(seconds: float) -> None:
    """Once this process has taken so much CPU time, the system sends SIGXCPU, which ends it wherever it is."""
    _, most = resource.getrlimit(resource.RLIMIT_CPU)
    wanted = ceil(seconds)
    resource.setrlimit(resource.RLIMIT_CPU, (wanted if most == resource.RLIM_INFINITY else min(wanted, most), most))


def allow(seconds: float) -> None:
    """So much more CPU time for this process."""
    end_at(cpu_seconds() + seconds)


def write_note(pid: int, folder: Path, seconds: float, at: str) -> None:
    """In a worker: the CPU seconds that it allows itself, and where it is.

    Over the note before it, which is not cut to nothing first: file systems write such a file to the disk each time that it is closed.
    """
    note = f"{seconds:.0f} {at}".encode()[: MOST_NOTE - len(_END)] + _END
    with contextlib.suppress(OSError):  # a full disk is reported where it matters
        descriptor = os.open(_note(pid, folder), os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            os.write(descriptor, note)
        finally:
            os.close(descriptor)


def last_note(pid: int, folder: Path) -> tuple[float, str]:
    """The CPU seconds that a worker allowed itself, and where it was, such as at an HTML id; 0 and nothing where it wrote nothing down."""
    note = _note(pid, folder)
    try:
        said = read_file(note, folder, MOST_NOTE).partition(_END)[0].decode(errors="replace")  # what lies there may be no file any more
        seconds, _, anchor = said.partition(" ")
        note.unlink()
        return float(seconds), anchor
    except (OSError, ValueError):
        return 0.0, ""


def _note(pid: int, folder: Path) -> Path:
    return folder / f"at-{pid}"
