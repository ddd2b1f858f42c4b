"""What a learner's copy costs, against a build of its guide and other programs: python benchmarks/learners.py [PROJECT] [--sizes N ...]

Prints a Markdown table. The guide is built first; then copies for rosters of each size, each from nothing. Other programs are given the
guide's pages as they are, once for each copy, as a script of a programme's own would do it. CPU and memory are those of all processes
together; memory that processes share is counted once.
"""

from __future__ import annotations

import argparse
import csv
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from documents import written
from live import ROOT, guide_of
from measure import Cost, cost, cost_of_all
from rivals import RIVALS, commands_of

ALTERNATIVES = ("`weasyprint` once per PDF", "Pandoc with Typst")
NAMES = ("Ada", "Björn", "Chidi", "Dolores", "Emre", "Fatima", "Grace", "Hiroko", "Inés", "Jamal")


def roster(path: Path, size: int) -> None:
    """Learners of one cohort: all begin on one day, and have their interviews on fourteen. Their names, companies and jobs differ."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["name", "role", "company", "interview date", "start"])
        for number in range(size):
            day = f"2026-12-{14 + number % 14:02}"
            writer.writerow(
                [f"{NAMES[number % len(NAMES)]} Learner {number}", "Product manager", f"Company {number % 7}", day, "2026-11-02"]
            )


def build(root: Path, *words: str | Path) -> Cost:
    asked: list[str | Path] = [guide_of(root), "--edition", "candidate", "--paper", "a4", "--project", root]
    return cost([sys.executable, "-m", "prepguides", "build", "-q", *asked, *words])


def copies(root: Path, size: int) -> Cost:
    """Of a roster's copies alone: the guide is there already."""
    folder = root / "output" / "standard" / f"{guide_of(root)}-learners"
    shutil.rmtree(folder, ignore_errors=True)
    roster(root.parent / "roster.csv", size)
    found = build(root, "--learners", root.parent / "roster.csv")
    made = len(list(folder.glob("*.pdf")))
    if made != size:
        sys.exit(f"{made} of {size} copies")
    return found


def alternatives(root: Path, work: Path, times: int) -> list[tuple[str, Cost]]:
    """Seconds for each copy, one at a time."""
    (source, *_) = [found for found in written(root, (), work / "documents") if found.name == f"standard-{guide_of(root)}-candidate-a4"]
    rows = []
    for name in ALTERNATIVES:
        rival = RIVALS[name]
        if missing := rival.missing():
            sys.stderr.write(f"{name}: left out, {missing}\n")
            continue
        (command,) = commands_of(rival, [source], work / rival.folder)
        total = cost_of_all([command] * times, 1)
        rows.append((name, Cost(total.wall / times, total.cpu / times, total.peak)))
    return rows


def table(guide: Cost, sizes: Sequence[tuple[int, Cost]], others: Sequence[tuple[str, Cost]]) -> str:
    each = sizes[-1][1].cpu / sizes[-1][0]
    lines = [
        "| What | CPU for each, s | Wall for each, s | Against a build of the guide | Peak memory, MiB |",
        "| --- | ---: | ---: | ---: | ---: |",
    ]
    lines.append(f"| the guide, built | {guide.cpu:.2f} | {guide.wall:.2f} | 1 | {guide.peak / 2**20:,.0f} |")
    for size, spent in sizes:
        cpu = spent.cpu / size
        lines.append(
            f"| {size:,} copies | {cpu:.3f} | {spent.wall / size:.3f} | 1/{guide.cpu / cpu:.0f} | {spent.peak / 2**20:,.0f} |",
        )
    for name, spent in others:
        lines.append(f"| {name} | {spent.cpu:.2f} | {spent.wall:.2f} | {spent.cpu / each:.2g} × a copy | {spent.peak / 2**20:,.0f} |")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("project", nargs="?", type=Path, default=ROOT)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10, 100, 1000])
    parser.add_argument("--times", type=int, default=2, help="copies that other programs are given; 0 leaves them out")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="learners-") as name:
        work, root = Path(name), Path(name) / "project"
        shutil.copytree(options.project / "content", root / "content")
        shutil.copytree((options.project if (options.project / "templates").is_dir() else ROOT) / "templates", root / "templates")
        guide = build(root)
        sizes = [(size, copies(root, size)) for size in options.sizes]
        others = alternatives(root, work, options.times) if options.times else []
    sys.stdout.write(table(guide, sizes, others) + "\n")


if __name__ == "__main__":
    try:
        main()
    except subprocess.CalledProcessError as failed:
        raise SystemExit(f"{failed}\n{failed.output or failed.stderr}") from failed
