"""What is known of learners' copies: which were made, from what. It says nothing of who they are.

A copy is known by a hash of its path that is keyed with a secret, which lies beside the copies and can be read by their owner alone:
without it, nobody can try names until one fits. A line is added for each copy, so that a run that is killed loses none, and writes no
more for each of a thousand than for each of ten. Whatever is written is written while nobody else changes the output folder: beside
another run, and beside a `clean`, which takes the secret along.
"""

from __future__ import annotations

import contextlib
import hmac
import json
import os
import secrets
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path

from ..stages.record import PRIVATE, hashes_on_disk, write

_APPENDED = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW
"""A link that lies there is not written through."""
LIST, RECORD, KEY = "learners.csv", "copies.jsonl", ".copies-key"


@dataclass(frozen=True)
class KnownCopy:
    """A copy that was made."""

    inputs: str
    """Keyed hash of all that it was made from."""
    sha256: str
    pages: int


class CopyLedger:
    """The copies of one folder. OSError where that cannot be written."""

    def __init__(self, folder: Path, turn: Callable[[], AbstractContextManager[None]] = nullcontext) -> None:
        """`turn` is taken for everything that is written; without it, the output folder is the caller's alone."""
        self.folder, self._turn = folder, turn
        self._key = b""
        self.known: dict[str, KnownCopy] = {}
        with self.in_turn():
            pass

    @contextmanager
    def in_turn(self) -> Iterator[None]:
        """Nobody else writes during the block. Where the secret is another by now, what it hashes is read again."""
        with self._turn():
            key = _key_in(self.folder)
            if key != self._key:
                self._key, self.known = key, self._read()
            yield

    def keyed(self, words: str) -> str:
        """A hash of the words that nobody without the secret can find again."""
        return hmac.new(self._key, words.encode(), sha256).hexdigest()

    def fresh(self, path: str, inputs: str) -> KnownCopy | None:
        """The copy, when it was made from the same and lies there as it was made."""
        known = self.known.get(self.keyed(path))
        if known is None or known.inputs != self.keyed(inputs):
            return None
        return known if hashes_on_disk(self.folder, [path]) == {path: known.sha256} else None

    def record(self, path: str, inputs: str, content: bytes, pages: int) -> KnownCopy:
        """Write a copy for its owner's eyes, and put it on record."""
        with self.in_turn():
            write(self.folder / path, content, PRIVATE)
            made = KnownCopy(self.keyed(inputs), sha256(content).hexdigest(), pages)
            self.known[self.keyed(path)] = made
            with os.fdopen(os.open(self.folder / RECORD, _APPENDED, PRIVATE), "a", encoding="utf-8") as file:
                file.write(json.dumps({"copy": self.keyed(path), **asdict(made)}) + "\n")
        return made

    def remove(self, path: str) -> None:
        """Remove a file that is on record, and its record."""
        with self.in_turn():
            if self.known.pop(self.keyed(path), None):
                (self.folder / path).unlink(missing_ok=True)

    def settle(self) -> Collection[str]:
        """Keep on record what lies there, whoever made it, in a line each; and what that is. Only `in_turn`."""
        self.known = self._read()
        lying = [path.name for path in sorted(self.folder.iterdir()) if self.keyed(path.name) in self.known]
        lines = (json.dumps({"copy": key, **asdict(self.known[key])}) for key in map(self.keyed, lying))
        write(self.folder / RECORD, "".join(f"{line}\n" for line in lines).encode(), PRIVATE)
        return frozenset(lying)

    def _read(self) -> dict[str, KnownCopy]:
        """The last line of each copy. One that was cut short counts for nothing."""
        found: dict[str, KnownCopy] = {}
        with contextlib.suppress(OSError):
            for line in (self.folder / RECORD).read_text(encoding="utf-8").splitlines():
                with contextlib.suppress(ValueError, KeyError, TypeError):
                    said: Mapping[str, object] = json.loads(line)
                    found[str(said["copy"])] = KnownCopy(str(said["inputs"]), str(said["sha256"]), int(str(said["pages"])))
        return found


def on_record(output: Path) -> list[str]:
    """Every copy below an output folder that a run has made, and the files that say so: paths below that folder."""
    found: list[str] = []
    for record in sorted(output.glob(f"*/*/{RECORD}")):
        folder = record.parent
        if (folder / KEY).is_file():
            ledger = CopyLedger(folder)
            made = (path.name for path in sorted(folder.iterdir()) if path.suffix in (".pdf", ".ics"))
            names = [name for name in made if ledger.keyed(name) in ledger.known]
            found += [(folder / name).relative_to(output).as_posix() for name in (*names, LIST, KEY, RECORD)]
    return found


def _key_in(folder: Path) -> bytes:
    """The folder's secret, which is made when it is first needed."""
    file = folder / KEY
    with contextlib.suppress(OSError, ValueError):
        if len(key := bytes.fromhex(file.read_text(encoding="ascii").strip())) >= 32:
            return key
    key = secrets.token_bytes(32)
    write(file, key.hex().encode(), PRIVATE)
    return key
