"""How long an author waits for new pixels, and what editions and papers share: python benchmarks/live.py [PROJECT] [--edits N] [--long N]

Prints a Markdown table, which `benchmarks/run.py` takes into its results. Wall time is that of this machine, whatever else it does; CPU is
of the preview's three processes until the page in view is drawn, and tells how long a quiet machine would take at most.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter, process_time

from measure import cost
from sharing import sharing

from prepguides.build.live import LayoutProcess, LiveEdition, LiveUpdate
from prepguides.model.request import Project, Selection

ROOT = Path(__file__).resolve().parent.parent
GUIDE = "pm"
"""The guide that is looked at; of a project without it, the first that it lists."""


@dataclass(frozen=True)
class Wait:
    """From the save to the picture of the page in view, and to the settled pages."""

    wall: float
    cpu: float
    settled: float


class Desk:
    """A copy of a project that is written at while a preview shows one of its guides."""

    def __init__(self, root: Path, process: LayoutProcess) -> None:
        self.root, self.process = root, process
        self.edition = LiveEdition(Project(root), Selection((guide_of(root),), editions=("candidate",)), process)
        self.last: LiveUpdate | None = None

    def look(self, view: int) -> Wait:
        """Wait for the page, then for the rest."""
        began, spent = perf_counter(), self._cpu()
        seen: tuple[float, float] | None = None
        for update in self.edition.updates(view):
            self.last = update
            if seen is None and update.pages and (update.changed or update.settled):
                self.edition.picture(update.pages[min(view, len(update.pages)) - 1], "a4", 1.5)
                seen = (perf_counter() - began, self._cpu() - spent)
        if seen is None:
            sys.exit(f"nothing to see: {self.last and self.last.diagnostics[:3]}")
        return Wait(*seen, perf_counter() - began)

    def memory(self) -> float:
        """Of the worker, in MiB."""
        status = Path(f"/proc/{self.process.pid}/status").read_text(encoding="ascii")
        found = re.search(r"VmRSS:\s*(\d+)", status)
        return int(found[1]) / 1024 if found else 0.0

    def _cpu(self) -> float:
        return process_time() + sum(map(_cpu_of, self.process.pids))

    def replace(self, file: str, pattern: str, words: str) -> None:
        """Write other words where the first match is."""
        path = self.root / file
        text, count = re.subn(pattern, lambda _: words, path.read_text(encoding="utf-8"), count=1)
        if not count:
            sys.exit(f"{pattern} is not in {file}")
        path.write_text(text, encoding="utf-8")


def _cpu_of(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def guide_of(root: Path) -> str:
    settings = (root / "content" / "project.yaml").read_text(encoding="utf-8")
    listed = re.findall(r"[\w-]+", settings.partition("\nguides:")[2].partition("\n\n")[0])
    return GUIDE if GUIDE in listed else listed[0]


def question_file(root: Path) -> tuple[Path, str]:
    """A file of questions that the guide asks, and the first line of its first prompt."""
    files = sorted((root / "content").rglob("*.yaml"), key=lambda path: ("analytical-pm/" not in path.as_posix(), path))
    for path in files:
        text = path.read_text(encoding="utf-8")
        if found := re.search(r"^questions:\n(?:.*\n)*?    prompt: [>|]-?\n +(\S.*)\n", text, re.MULTILINE):
            return path, found[1]
    sys.exit("no question to edit")


def edits(desk: Desk, times: int) -> list[tuple[str, list[Wait]]]:
    """Each kind of edit, so many times."""
    file, prompt = question_file(desk.root)
    relative = file.relative_to(desk.root).as_posix()
    places = desk.last.places if desk.last else {}
    banks = sorted(("analytical" not in id, page) for id, page in places.items() if id.endswith("question-bank"))
    view = banks[0][1] if banks else 1
    asked = [(f"{re.escape(prompt)}(?: Number \\d+\\.)?", f"{prompt} Number {number}.") for number in range(times)]
    tokens = [(r"--soft: #[0-9A-F]{6}", f"--soft: #4A4A{number + 74:02X}") for number in range(3)]
    accents = [(r'(?m)^    accent: "#[0-9A-Fa-f]{6}"', f'    accent: "#0044{number + 136:02X}"') for number in range(3)]
    found = []
    for what, where, changes in (
        ("a question", relative, asked),
        ("a token of the theme", "templates/base/tokens.css", tokens),
        ("an accent", f"content/roles/{GUIDE}.yaml", accents),
    ):
        if not (desk.root / where).is_file():
            continue
        waits = []
        for pattern, words in changes:
            desk.replace(where, pattern, words)
            waits.append(desk.look(view))
        found.append((what, waits))
    return found


def shared(root: Path, work: Path) -> list[tuple[str, float]]:
    """CPU of builds against each other, in one worker process."""

    def build(*words: str) -> float:
        output = work / "output"
        shutil.rmtree(output, ignore_errors=True)
        words = ("build", guide_of(root), "-q", "--jobs", "1", "--project", str(root), "--output", str(output), *words)
        return cost([sys.executable, "-m", "prepguides", *words]).cpu

    coach = build("--edition", "coach", "--paper", "a4")
    both = build("--edition", "all", "--paper", "a4")
    papers = build("--edition", "coach", "--paper", "all")
    found = sharing(root, Selection(cohorts=("all",), papers=("a4",)))
    return [
        ("candidate and coach against coach alone", both / coach),
        ("both papers against one", papers / coach),
        (
            f"all {found.editions} editions, what is alike by one worker, against each by a worker of its own (`benchmarks/sharing.py`)",
            found.ratio,
        ),
    ]


@dataclass(frozen=True)
class Live:
    """All that is measured."""

    rows: list[tuple[str, list[Wait]]]
    """What was edited, and the waits."""
    ratios: list[tuple[str, float]]
    memory: tuple[int, float, float]
    """So many quick saves, and MiB of the worker before and after them."""


def measured(project: Path, folder: Path, times: int, long: int, *, builds: bool = True) -> Live:
    """Of a copy of the project in a folder."""
    root = folder / "project"
    shutil.copytree(project / "content", root / "content")
    shutil.copytree((project if (project / "templates").is_dir() else ROOT) / "templates", root / "templates")
    with LayoutProcess(root) as process:
        desk = Desk(root, process)
        rows = [("cold, first page", [desk.look(1)]), *edits(desk, times)]
        before = desk.memory()
        file, prompt = question_file(root)
        for number in range(long):
            desk.replace(file.relative_to(root).as_posix(), f"{re.escape(prompt)}(?: Number \\d+\\.)?", f"{prompt} Number {number}.")
            desk.look(1)
        after = desk.memory()
    return Live(rows, shared(root, folder) if builds else [], (long, before, after))


def table(found: Live) -> list[str]:
    """In Markdown."""
    lines = ["| Edit | Times | CPU p50, s | CPU p95 | Wall p50, s | Wall p95 | All pages settled, s |"]
    lines.append("| --- | ---: | ---: | ---: | ---: | ---: | ---: |")
    for what, waits in found.rows:
        cpu, wall = [wait.cpu for wait in waits], [wait.wall for wait in waits]
        figures = [median(cpu), _late(cpu), median(wall), _late(wall), median(wait.settled for wait in waits)]
        lines.append(f"| {what} | {len(waits)} | {' | '.join(f'{figure:.2f}' for figure in figures)} |")
    lines.append("")
    lines += [f"- CPU of {what}: {ratio:.2f} ×" for what, ratio in found.ratios]
    times, before, after = found.memory
    lines.append(f"- Memory of the preview's worker: {before:.0f} MiB, and {after:.0f} MiB after {times} more edits")
    return lines


def _late(seconds: list[float]) -> float:
    return quantiles(seconds, n=20, method="inclusive")[-1] if len(seconds) > 1 else seconds[0]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("project", nargs="?", type=Path, default=ROOT)
    parser.add_argument("--edits", type=int, default=20)
    parser.add_argument("--long", type=int, default=300, help="quick saves, over which memory is to stay flat")
    parser.add_argument("--no-builds", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="live-") as folder:
        found = measured(options.project, Path(folder), options.edits, options.long, builds=not options.no_builds)
    sys.stdout.write("\n".join(table(found)) + "\n")


if __name__ == "__main__":
    main()
