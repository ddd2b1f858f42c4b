"""What a cluster of Dask workers on this machine gains, and what more of them would: python benchmarks/cluster.py [PROJECT] [--editions N]

Editions are those of cohorts, each in a color of its own, so that no two cohorts share pages. The same build runs on one worker and on two,
by turns, each time on a cluster that has printed one edition before, and its bytes are compared. Then copies for learners run on one
worker, a few and many, which tells what a copy costs the worker and what it costs the command. With these seconds, a simulation deals
copies out to workers in parcels as the command makes them: first as many copies as two workers then make, which tells how far to trust
it, and then 100,000 to more workers than there are.
"""

from __future__ import annotations

import argparse
import heapq
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from statistics import median

from learners import roster
from live import ROOT, guide_of
from measure import Cost, cost

from prepguides.build.cluster import parcels

LEARNERS = 100_000
WORKERS = (1, 8, 64, 512)
SETTINGS = {"DASK_DISTRIBUTED__WORKER__PROFILE__ENABLED": "False", "DASK_DISTRIBUTED__ADMIN__TICK__INTERVAL": "1s"}
"""Of Dask, as docs/scaling.md has them: it does not look a hundred times a second at what a worker does."""


@dataclass(frozen=True)
class Cluster:
    """A project, and a scheduler whose workers print it."""

    project: Path
    address: str

    def build(self, *words: str | Path) -> Cost:
        """What the command itself took: workers are processes of their own."""
        asked = ("--paper", "a4", "--executor", "dask", "--scheduler", self.address, "--project", self.project)
        return cost([sys.executable, "-m", "prepguides", "build", "-q", *asked, *words])

    def editions(self) -> Cost:
        """Of all cohorts, from nothing."""
        shutil.rmtree(self.project / "output", ignore_errors=True)
        return self.build("--cohort", "all", "--edition", "all")

    def warm_up(self) -> None:
        """As a cluster is that has printed before: each worker loads its libraries when it is first asked for anything."""
        self.build(guide_of(self.project), "--edition", "candidate")

    def digests(self) -> dict[str, str]:
        """Of every file that was printed."""
        output = self.project / "output"
        return {path.relative_to(output).as_posix(): sha256(path.read_bytes()).hexdigest() for path in sorted(output.rglob("*.pdf"))}

    def copies(self, number: int) -> Cost:
        """For so many learners; the guide is there already."""
        guide = guide_of(self.project)
        folder = self.project / "output" / "standard" / f"{guide}-learners"
        shutil.rmtree(folder, ignore_errors=True)
        people = self.project.parent / "roster.csv"
        roster(people, number)
        spent = self.build(guide, "--edition", "candidate", "--learners", people)
        if (made := len(list(folder.glob("*.pdf")))) != number:
            sys.exit(f"{made} of {number} copies")
        return spent


@dataclass(frozen=True)
class Copy:
    """Seconds of one copy."""

    worker: float
    command: float
    """To render the learner's pages, and to write the file: the command does that for one copy at a time."""
    start: float
    """By the clock, once: until the first copy is begun."""

    def simulated(self, number: int, workers: int) -> float:
        """Wall seconds for so many, in parcels as the command makes them, each for the worker that is free first."""
        free = [0.0] * workers
        command = self.start
        for size in map(len, parcels(range(number), workers)):
            command = max(command, heapq.heappop(free)) + self.command * size
            heapq.heappush(free, command + self.worker * size)
        return max(free)


@contextmanager
def running(*words: str, until: str) -> Iterator[str]:
    """A process of the cluster; what it says of itself."""
    command = [sys.executable, "-m", f"distributed.cli.{words[0]}", *words[1:]]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, env=os.environ | SETTINGS) as process:
        try:
            if process.stderr is None:
                sys.exit("nothing to read")
            yield next(match[1] for line in process.stderr if (match := re.search(until, line)))
        finally:
            process.kill()


def library(folder: Path, project: Path, editions: int) -> Path:
    """A copy of the project with a cohort for every two editions."""
    shutil.copytree(project / "content", folder / "content")
    shutil.copytree((project if (project / "templates").is_dir() else ROOT) / "templates", folder / "templates")
    guide = guide_of(folder)
    cohorts = "".join(
        f'  - {{id: group-{number:03}, programme: Group {number}, guides: [{guide}], brand: {{accent: "#{0x10 + number:02X}4466"}}}}\n'
        for number in range(editions // 2)
    )
    (folder / "content" / "cohorts.yaml").write_text(f"cohorts:\n{cohorts}", encoding="utf-8")
    return folder


@contextmanager
def cluster(project: Path, workers: int) -> Iterator[Cluster]:
    """With so many workers, which are there already."""
    with ExitStack() as kept:
        listening = ("--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--no-show")
        address = kept.enter_context(running("dask_scheduler", *listening, until=r"Scheduler at:\s+(tcp://\S+)"))
        for _ in range(workers):
            words = ("dask_worker", address, "--nthreads", "1", "--no-nanny", "--no-dashboard")
            kept.enter_context(running(*words, until=r"(Registered to)"))
        yield Cluster(project, address)


@dataclass(frozen=True)
class Printed:
    """What all editions took by the clock, and what came of them."""

    wall: float
    digests: dict[str, str]


def editions(project: Path, workers: int) -> Printed:
    """On a cluster of its own."""
    with cluster(project, workers) as made:
        made.warm_up()
        return Printed(made.editions().wall, made.digests())


def copy(few: Cost, number: int, many: Cost, more: int) -> Copy:
    """From runs on one worker: one that made this number of copies, and one that made so many more."""
    worker = (many.wall - few.wall) / more
    return Copy(worker, (many.cpu - few.cpu) / more, few.wall - worker * number)


def table(one: Copy) -> list[str]:
    """The wall time of copies for many learners, in Markdown."""
    walls = {count: one.simulated(LEARNERS, count) for count in WORKERS}
    lines = [f"| Workers | Hours for {LEARNERS:,} copies | Against one worker |", "| ---: | ---: | ---: |"]
    return lines + [f"| {count} | {wall / 3600:.2f} | {walls[WORKERS[0]] / wall:.1f} × |" for count, wall in walls.items()]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("project", nargs="?", type=Path, default=ROOT / "tests" / "mini")
    parser.add_argument("--editions", type=int, default=40)
    parser.add_argument("--rounds", type=int, default=3, help="of the editions, on one worker and on two by turns")
    parser.add_argument("--copies", type=int, nargs=2, default=(20, 220), metavar=("FEW", "MANY"))
    options = parser.parse_args()
    few, many = options.copies
    with tempfile.TemporaryDirectory(prefix="cluster-") as folder:
        project = library(Path(folder) / "project", options.project, options.editions)
        rounds = [(editions(project, 1), editions(project, 2)) for _ in range(options.rounds)]
        with cluster(project, 1) as single:
            single.copies(few)  # a worker loads its libraries when it is first asked for anything
            each = copy(single.copies(few), few, single.copies(many), many - few)
        with cluster(project, 2) as pair:
            pair.copies(few)
            copies = pair.copies(many)
    one, two = (median(printed.wall for printed in side) for side in zip(*rounds, strict=True))
    of_one, of_two = rounds[0][0].digests, rounds[0][1].digests
    same = "the same" if of_one == of_two else "NOT the same"
    guess = each.simulated(many, 2)
    lines = [
        f"{len(of_two)} editions: {one:.1f} s on one worker, {two:.1f} s on two, {one / two:.2f} ×; medians of {options.rounds} rounds:",
        *(f"  {first.wall:.1f} s on one worker, {second.wall:.1f} s on two" for first, second in rounds),
        f"the bytes are {same}",
        f"a copy takes {each.worker:.3f} s of a worker and {each.command:.4f} s of the command",
        f"{many} copies on two workers: {copies.wall:.1f} s, simulated {guess:.1f} s",
        f"load average at the end: {os.getloadavg()[0]:.1f}",
        *table(each),
    ]
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
