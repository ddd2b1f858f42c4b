"""Runs an attack as a command of its own, and says what became of it."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from attacks import cohorts, manifests, outside, pages, pictures, rosters, styles, templates, themes, values
from attacks.document import OUTSIDE, PRINTED, SERVER, Document
from kit import MiniProject

WAYS: dict[str, tuple[Document, ...]] = {
    "template": templates.DOCUMENTS,
    "style sheet": styles.DOCUMENTS,
    "theme": themes.DOCUMENTS,
    "asset": pictures.DOCUMENTS,
    "Markdown": pages.DOCUMENTS,
    "YAML": values.DOCUMENTS,
    "cohort": cohorts.DOCUMENTS,
    "roster": rosters.DOCUMENTS,
    "manifest": manifests.DOCUMENTS,
}
SECONDS = 15.0
"""Of processor time, for all processes of a command together: a figure that does not depend on what else the machine does."""
MIB = 768.0
"""Of memory, for the largest of its processes."""
PATIENCE = 150.0
"""Seconds by the clock after which a command hangs."""
_HERE = Path(__file__).resolve().parent
_MESSAGE = re.compile(r"^(?P<place>\S[^\n]*?): error (?P<code>PG\d{3}) ", re.MULTILINE)


@dataclass(frozen=True)
class Row:
    """What became of an attack."""

    way: str
    document: Document
    result: str
    seconds: float
    mib: float
    reads: tuple[str, ...] = ()
    """Files outside the project that were opened, and outputs in which their words stand."""
    network: tuple[str, ...] = ()
    unlocated: tuple[str, ...] = ()
    """Messages without the place of a file."""
    other: str = ""
    """What was not as the document says it should become."""

    @property
    def costly(self) -> bool:
        return self.seconds > SECONDS or self.mib > MIB

    @property
    def faults(self) -> tuple[str, ...]:
        """What is wrong with it."""
        said = [*(f"read {path}" for path in self.reads), *self.network, *(f"unlocated: {line}" for line in self.unlocated)]
        return (*said, *(["over the limits"] if self.costly else []), *([self.other] if self.other else []))


@dataclass(frozen=True)
class Said:
    """What a command said and took; no exit code for one that had to be ended."""

    code: int | None
    seconds: float
    mib: float
    out: str
    err: str


def laid(document: Document, root: Path, beyond: Path, address: str) -> MiniProject:
    """The small project, with the files of an attack over it."""
    mini = MiniProject.at(root)
    mini.theme("evil", "two")
    mini.edit(
        "content/guides/two.yaml",
        "      - id: job\n",
        "      - id: evil\n        title: Evil\n        sections:\n          - {kind: page, item: pages/evil}\n      - id: job\n",
    )
    mini.add("content/pages/evil.md", "---\nid: evil\ntitle: A page\n---\n\nWords.\n")
    words = {OUTSIDE: str(beyond), SERVER: address}
    for path, content in document.files.items():
        mini.add(path, _filled(content, words))
    for path, target in document.links.items():
        link = mini.root / path
        if link.is_dir():
            shutil.rmtree(link)
        link.unlink(missing_ok=True)
        link.parent.mkdir(parents=True, exist_ok=True)
        link.symlink_to(str(_filled(target, words)))
    for path in document.pipes:
        pipe = mini.root / path
        pipe.unlink(missing_ok=True)
        pipe.parent.mkdir(parents=True, exist_ok=True)
        os.mkfifo(pipe)
    return mini


def _filled(content: str | bytes, words: dict[str, str]) -> str | bytes:
    for mark, word in words.items():
        content = content.replace(mark, word) if isinstance(content, str) else content.replace(mark.encode(), word.encode())
    return content


def run(way: str, document: Document, folder: Path) -> Row:
    """The attack in this folder, which is removed afterwards."""
    beyond, log = outside.made(folder / "outside"), folder / "log"
    log.touch()
    with outside.server() as server:
        mini = laid(document, folder / "project", beyond, server.address)
        watch = outside.Watch(beyond)
        said = _command(document, mini, folder, beyond, log)
        network = [line for line in log.read_text(encoding="utf-8").splitlines() if line.startswith("network ")]
        network += [f"{server.asked} connections"] if server.asked else []
        reads = [*watch.seen(), *(line[5:] for line in log.read_text(encoding="utf-8").splitlines() if line.startswith("read "))]
        watch.close()
    reads += _leaks(mini, beyond, said)
    messages = [(match["place"], match["code"]) for match in _MESSAGE.finditer(said.err)]
    row = Row(
        way,
        document,
        _result(document, said, messages),
        said.seconds,
        said.mib,
        tuple(dict.fromkeys(reads)),
        tuple(network),
        tuple(f"{place} {code}" for place, code in messages if not _is_place(place, mini.root)),
        _otherwise(document, said, messages),
    )
    shutil.rmtree(folder)
    return row


def _command(document: Document, mini: MiniProject, folder: Path, beyond: Path, log: Path) -> Said:
    program = [sys.executable, "-m", "prepguides", *document.command, "--project", str(mini.root)]
    paths = os.pathsep.join(filter(None, (str(_HERE / "spy"), os.environ.get("PYTHONPATH"))))
    environment = {**os.environ, "PYTHONPATH": paths, "ATTACK_LOG": str(log), "ATTACK_OUTSIDE": str(beyond), "A_SECRET": outside.SECRET}
    watched = [sys.executable, str(_HERE / "watched.py"), str(PATIENCE), *program]
    done = subprocess.run(watched, check=True, capture_output=True, text=True, cwd=mini.root, env=environment)
    return Said(**json.loads(done.stdout))


def _leaks(mini: MiniProject, beyond: Path, said: Said) -> Iterator[str]:
    """Where the secret stands, and what was written outside."""
    if outside.SECRET in f"{said.out}{said.err}":
        yield "the secret is in a message"
    files = [path for path in (mini.root / "output").rglob("*") if path.is_file() and path.resolve().is_relative_to(mini.root)]
    for path in files:
        content = path.read_bytes()
        if outside.SECRET.encode() in content or (content.startswith(b"%PDF-") and outside.is_there(path)):
            yield f"the secret is in {path.name}"
    yield from (f"written: {path.name}" for path in (beyond / "written").iterdir())


def _is_place(place: str, root: Path) -> bool:
    """Whether it names a file of the project or of its output, with the line where files have lines; or the command line."""
    path = re.sub(r"(?::\d+){0,2}$", "", place).removeprefix(f"{root}/")
    named = any(file.is_symlink() or file.exists() for file in (root / path, root / "output" / path))
    of_bundle = path.startswith("templates/base/")
    is_faulty_as_a_whole = named and not Path(path).is_absolute() and ".." not in path
    return place == "command line" or (path != place and (named or of_bundle)) or is_faulty_as_a_whole


def _result(document: Document, said: Said, messages: list[tuple[str, str]]) -> str:
    if said.code is None:
        return "hangs"
    if messages:
        place, code = next((message for message in messages if message[1] in document.becomes), messages[0])
        return f"refused at {place} ({code})"
    return "printed harmless" if said.code == 0 else f"exit code {said.code}"


def _otherwise(document: Document, said: Said, messages: list[tuple[str, str]]) -> str:
    if "Traceback" in said.err:
        return "a traceback: " + said.err.strip().splitlines()[-1][:200]
    rules = document.becomes.split(" or ")
    if PRINTED in rules and said.code == 0 and not messages:
        return ""
    if rules == [PRINTED]:
        return "is to be printed"
    at = "" if {"PG606", "PG802"} & {*rules} else document.at  # found on pages, and reported at what prints there
    refused = any(code in rules and place.startswith(at) for place, code in messages)
    return "" if refused and said.code in (1, 2) else f"is to be refused at {at or 'its place'} ({document.becomes})"
