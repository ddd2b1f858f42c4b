"""What pages cost in some git revisions, this checkout (`.`) among them: their cold builds by turns, so that the machine changes all alike.

python benchmarks/revisions.py REVISION ... [--rounds 3] [--path tests/extension/software-engineer] [--guide GUIDE] [--edition all]

Each revision prints its own content, both papers, with one worker, from a copy whose modules are compiled, as they are when installed.
CPU is that of all processes, imports and reading of the content included. Prints a table in Markdown; the digest is that of all PDFs.
"""

from __future__ import annotations

import argparse
import compileall
import io
import os
import subprocess
import sys
import tarfile
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from statistics import median
from unittest import mock

import pikepdf
from measure import cost

HERE = Path(__file__).parent.parent


@dataclass(frozen=True)
class Build:
    """Of one turn: seconds of CPU, bytes of memory, pages on one paper, and what all files are."""

    cpu: float
    peak: int
    pages: int
    digest: str

    @property
    def of_a_page(self) -> float:
        return self.cpu / self.pages


def compared(revisions: Sequence[str], rounds: int, project: str, words: Sequence[str]) -> Iterator[str]:
    """The table's lines; ratios are against the first revision, each within its turn."""
    with tempfile.TemporaryDirectory() as scratch:
        trees = {revision: _copied(revision, Path(scratch) / str(number)) for number, revision in enumerate(revisions)}
        for tree in trees.values():
            _built(tree, project, words)  # so that fonts and modules are in the system's memory for all alike
        turns: defaultdict[str, list[Build]] = defaultdict(list)
        for _ in range(rounds):
            for revision, tree in trees.items():
                turns[revision].append(_built(tree, project, words))
    yield "| Revision | Pages | CPU of a page, ms | From | To | Ratio, median | From | To | Peak, MiB | PDFs |"
    yield f"| --- |{' ---: |' * 8} --- |"
    for revision in revisions:
        yield _row(revision, turns[revision], turns[revisions[0]])


def _row(revision: str, builds: Sequence[Build], first: Sequence[Build]) -> str:
    spent = [1000 * build.of_a_page for build in builds]
    ratios = [build.of_a_page / other.of_a_page for build, other in zip(builds, first, strict=True)]
    peak = max(build.peak for build in builds) / 2**20
    digests = " ".join(dict.fromkeys(build.digest[:12] for build in builds))
    costs = f"{median(spent):.1f} | {min(spent):.1f} | {max(spent):.1f} | {median(ratios):.3f} | {min(ratios):.3f} | {max(ratios):.3f}"
    return f"| {revision} | {builds[0].pages} | {costs} | {peak:,.0f} | {digests} |"


def _copied(revision: str, tree: Path) -> Path:
    """The revision's files, or those of this checkout as they are, with compiled modules."""
    tree.mkdir()
    if revision == ".":
        known = subprocess.run(["git", "ls-files", "-z", "-co", "--exclude-standard"], cwd=HERE, check=True, capture_output=True).stdout
        packed = subprocess.run(["tar", "c", "--null", "-T", "-"], cwd=HERE, check=True, capture_output=True, input=known).stdout
    else:
        packed = subprocess.run(["git", "archive", revision], cwd=HERE, check=True, capture_output=True).stdout
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        archive.extractall(tree, filter="data")
    compileall.compile_dir(tree / "pipeline", quiet=1)
    return tree


def _built(tree: Path, project: str, words: Sequence[str]) -> Build:
    asked: tuple[str | Path, ...] = (*words, "--project", tree / project, "--paper", "all", "--jobs", "1")
    with tempfile.TemporaryDirectory() as output, mock.patch.dict(os.environ, {"PYTHONPATH": str(tree / "pipeline")}):
        spent = cost([sys.executable, "-m", "prepguides", "build", "-q", *asked, "--output", output])
        made = sorted(Path(output).rglob("*.pdf"))
        pages = sum(_pages(path) for path in made if "letter" not in path.name)
        digest = sha256(b"".join(path.name.encode() + path.read_bytes() for path in made)).hexdigest()
    return Build(spent.cpu, spent.peak, pages, digest)


def _pages(path: Path) -> int:
    with pikepdf.open(path) as pdf:
        return len(pdf.pages)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("revisions", nargs="+", help="the first is what the others are compared with")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--path", default="tests/extension/software-engineer", help="of the project, in the repository")
    parser.add_argument("--guide", action="append", default=[])
    parser.add_argument("--edition", default="all")
    options = parser.parse_args()
    for line in compared(options.revisions, options.rounds, options.path, [*options.guide, "--edition", options.edition]):
        sys.stdout.write(f"{line}\n")
