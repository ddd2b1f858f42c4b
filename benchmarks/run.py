"""The same pages through this pipeline and through its alternatives, in one run on one machine: python benchmarks/run.py [--quick]

Writes a Markdown table to benchmarks/results.md. What is not installed is left out, and the page says so.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from documents import Sources, written
from live import measured, table
from measure import Cost, cost, cost_of_all, middle
from rivals import RIVALS, commands_of

from stages import AROUND

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
PIPELINE = [sys.executable, "-m", "prepguides"]
TWELVE = ("--cohort", "standard", "--cohort", "marrow-and-pine", "--cohort", "switchyard-12", "--edition", "all", "--paper", "all")
"""Twelve editions on two papers, of the shipped library or of the small one."""
GUIDE = """guides:
  - id: leaf
    title: A leaf
    subtitle: One page
    promise: You will have read it.
    roles: [miller]
    page_budget: {least: 1, most: 2}
    parts:
      - {id: only, title: Only, opener: false, sections: [{kind: cover}]}
"""


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    what: str
    files: int
    cost: Cost


def build(project: Path, *words: str) -> Cost:
    return cost([*PIPELINE, "build", "-q", "--project", project, *words])


def cold(project: Path, *words: str) -> Cost:
    shutil.rmtree(project / "output", ignore_errors=True)
    return build(project, *words)


def count(project: Path) -> int:
    return len(list((project / "output").rglob("*.pdf")))


def library(folder: Path, *, small: bool, quick: bool) -> tuple[Path, tuple[str, ...]]:
    """A copy of the library to print, with templates to edit, and what to ask for."""
    shutil.copytree((ROOT / "tests" / "mini" if small or quick else ROOT) / "content", folder / "content")
    shutil.copytree(ROOT / "templates", folder / "templates")
    if quick:
        return folder, ("--paper", "all")
    if small:
        cohorts = "cohorts:\n  - {id: marrow-and-pine, programme: First}\n  - {id: switchyard-12, programme: Second}\n"
        (folder / "content" / "cohorts.yaml").write_text(cohorts, encoding="utf-8")
    return folder, TWELVE


EDITS = (("Which was baked first?", "Which was baked on Monday?"), ("    minutes: 10\n", "    minutes: 11\n"))
"""Of one question: in the tests' project, and in the shipped library."""


def edit_question(project: Path) -> None:
    """Change one question of the first type of interview."""
    for path in sorted(project.glob("content/**/questions.yaml")):
        text = path.read_text(encoding="utf-8")
        for old, new in EDITS:
            if old in text:
                path.write_text(text.replace(old, new, 1), encoding="utf-8")
                return
    raise SystemExit("no question to edit")


def pipeline_rows(project: Path, asked: tuple[str, ...], times: int) -> list[Row]:
    """Cold on one paper and on both by turns, then warm, then the two edits."""
    one, both = [], []
    for _ in range(times):
        one.append(cold(project, *asked, "--paper", "a4"))
        both.append(cold(project, *asked))
    files = count(project)
    rows = [
        Row("prepguides, cold, one paper", files // 2, min(one, key=lambda found: found.wall)),
        Row("prepguides, cold, both papers", files, min(both, key=lambda found: found.wall)),
        Row("prepguides, nothing changed", files, middle(5, lambda: build(project, *asked))),
    ]
    edit_question(project)
    rows.append(Row("prepguides, one question edited", files, build(project, *asked)))
    notes = project / "templates" / "base" / "sections" / "notes.html"
    notes.write_text("{# A comment. #}" + notes.read_text(encoding="utf-8"), encoding="utf-8")
    rows.append(Row("prepguides, one template comment edited", files, build(project, *asked)))
    return rows


def grown(folder: Path, outputs: int) -> tuple[Row, Row]:
    """A project of one-page guides, a cohort each, on one paper: cold, and with nothing changed."""
    shutil.copytree(ROOT / "tests" / "mini", folder)
    (folder / "content" / "guides" / "leaf.yaml").write_text(GUIDE, encoding="utf-8")
    cohorts = "".join(f"  - {{id: group-{number:03}, programme: Group {number}, guides: [leaf]}}\n" for number in range(outputs))
    (folder / "content" / "cohorts.yaml").write_text(f"cohorts:\n{cohorts}", encoding="utf-8")
    names = [word for number in range(outputs) for word in ("--cohort", f"group-{number:03}")]
    asked = (*names, "--paper", "a4")
    first = build(folder, *asked)
    if count(folder) != outputs:
        raise SystemExit(f"{count(folder)} of {outputs} outputs")
    again = middle(5, lambda: build(folder, *asked))
    return Row(f"{outputs} one-page outputs, cold", outputs, first), Row(f"{outputs} one-page outputs, nothing changed", outputs, again)


def rival_rows(sources: list[Sources], work: Path, *, quick: bool) -> tuple[list[Row], list[str]]:
    """Every alternative that is installed, and notes on those that are not."""
    rows, notes = [], []
    for name, rival in RIVALS.items():
        found = rival.missing()
        if found:
            notes.append(f"{name}: left out, {found}.")
            continue
        # What follows the design is given six editions on one paper, for each of them takes most of a minute; what takes only the words is
        # given three.
        given = sources[:12:2] if rival.whole else sources[: 1 if quick else 5 : 2]
        commands = commands_of(rival, given, work / rival.folder)
        for at_a_time in rival.at_a_time:
            label = f"{name}, {'one' if at_a_time == 1 else 'two'} at a time"
            try:
                _say(f"  {label}")
                rows.append(Row(label, len(commands), cost_of_all(commands, at_a_time)))
            except subprocess.CalledProcessError as error:
                notes.append(f"{name}: failed, {str(error.output).strip().splitlines()[-1:]}")
                break
        else:
            notes.append(f"{name}: {rival.note} {given[0].name} has {_pages(work / rival.folder, given[0])} pages.")
    return rows, notes


def _pages(folder: Path, source: Sources) -> int:
    import pikepdf

    with pikepdf.open(folder / f"{source.name}.pdf") as document:
        return len(document.pages)


def page(rows: list[Row], growth: list[Row], stages: dict[str, dict[str, float]], notes: list[str], content: str, live: list[str]) -> str:
    """All of results.md. `live` is the table of what an author waits for."""
    shares, hits = stages["seconds"], stages["hits"]
    base = next(row for row in rows if "cold, both" in row.what)
    per_file = base.cost.wall / base.files
    lines = [
        HEAD.format(machine=_machine(), files=base.files, content=content),
        "| What | PDFs | Wall, s | CPU, s | Peak memory, MiB | Wall for each PDF | Ratio |",
    ]
    lines += ["| --- | ---: | ---: | ---: | ---: | ---: | ---: |"]
    for row in (*rows, *growth):
        each = row.cost.wall / row.files
        memory = f"{row.cost.peak / 2**20:,.0f}" if row.cost.peak else ""
        ratio = f"{each / per_file:.3g} ×" if row in rows else ""
        lines.append(f"| {row.what} | {row.files} | {row.cost.wall:.2f} | {row.cost.cpu:.2f} | {memory} | {each:.3f} | {ratio} |")
    if os.getloadavg()[0] > (os.cpu_count() or 1):
        lines += ["", BUSY]
    lines += [
        "",
        *_figures(rows, growth),
        "",
        "## While a guide is written",
        "",
        "From a save to the picture of the page in view, without the browser; `benchmarks/preview.py` measures with one.",
        "CPU is that of both processes, and about what a quiet machine takes by the clock.",
        "",
        *live,
        "",
        "## Where a cold build's time goes",
        "",
        "CPU seconds of the plain guides, in one process.",
        "",
    ]
    total = sum(value for stage, value in shares.items() if not stage.startswith("import"))
    lines += ["| Stage | s | Share |", "| --- | ---: | ---: |"]
    lines += [
        f"| {stage} | {value:.2f} | {'' if stage.startswith('import') else f'{value / total:.1%}'} |" for stage, value in shares.items()
    ]
    around = sum(shares.get(stage, 0.0) for stage in AROUND)
    lines += [
        "",
        f"Everything around WeasyPrint: **{around / total:.1%}**, without imports.",
        "",
        "Found in memory instead of done again, in these guides: "
        + ", ".join(f"{name} {count:,} times" for name, count in hits.items())
        + ".",
        "What each saves is measured by `python benchmarks/patches.py`.",
        "",
        "## Notes",
        "",
        *(f"- {note}" for note in notes),
    ]
    return "\n".join(lines) + "\n"


HEAD = """# Benchmarks

Made by `python benchmarks/run.py`, in one run on one machine: {machine}.
What was printed: {content}. The ratio is the wall time for each PDF against that of a cold
build of {files} PDFs. CPU and memory are those of all processes together; memory that processes share is counted once.
"""


BUSY = """The machine was busy with other work: wall times, and the figures made of them, say little; compare CPU. Memory is sampled four
times a second, so what ran for less than a second may have used more."""


def _figures(rows: list[Row], growth: list[Row]) -> list[str]:
    walls = {row.what: row.cost.wall for row in (*rows, *growth)}
    each = {row.what: row.cost.wall / row.files for row in rows}
    both = walls["prepguides, cold, both papers"]
    figures = {
        "Both papers against one": f"{both / walls['prepguides, cold, one paper']:.3f} ×",
        "Nothing changed, against cold": f"{walls['prepguides, nothing changed'] / both:.2%}",
    }
    for at_a_time in ("one", "two"):
        name = f"`weasyprint` once per PDF, {at_a_time} at a time"
        if name in each:
            figures[f"Faster for each PDF than {name}"] = f"{each[name] / each['prepguides, cold, both papers']:.2f} ×"
    last = growth[-1]
    if last.files >= 300:
        ratio = last.cost.wall / growth[-2].cost.wall
        figures[f"Nothing changed, {last.files} outputs"] = (
            f"{last.cost.wall:.2f} s, {ratio:.2%} of their cold build (measured, one-page guides)"
        )
        guess = both / next(row.files for row in rows if row.cost.wall == both) * last.files
        figures[f"{last.files} outputs of the guides above, cold"] = f"{guess:.0f} s (extrapolated, not measured)"
    return ["| Figure | |", "| --- | ---: |", *(f"| {name} | {value} |" for name, value in figures.items())]


def _machine() -> str:
    load = os.getloadavg()[0]
    return (
        f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}, Python {platform.python_version()},"
        f" WeasyPrint {version('weasyprint')}, load {load:.1f} at the end"
    )


def main(words: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="the tests' small project, once: does it run at all?")
    parser.add_argument("--small", action="store_true", help="twelve editions of the tests' small project, of 6 to 20 pages")
    parser.add_argument(
        "--times", type=int, default=1, help="cold builds to take the best of; a cold build of the shipped library takes minutes"
    )
    parser.add_argument("--outputs", type=int, nargs="+", help="how many one-page outputs to grow to; 3 30 300 unless quick")
    parser.add_argument("--output", type=Path, default=HERE / "results.md")
    options = parser.parse_args(words)
    with tempfile.TemporaryDirectory(prefix="benchmark-") as name:
        work = Path(name)
        _say("writing the documents")
        project, asked = library(work / "library", small=options.small, quick=options.quick)
        sources = written(project, asked, work / "documents")
        _say("prepguides")
        rows = [Row("prepguides --help", 1, middle(5, lambda: cost([*PIPELINE, "--help"])))]
        rows += pipeline_rows(project, asked, options.times)
        _say("alternatives")
        others, notes = rival_rows(sources, work, quick=options.quick)
        content = "the tests' small project" if options.small or options.quick else "the shipped library"
        _say("growth")
        sizes = options.outputs or ([3] if options.quick else [3, 30, 300])
        growth = [row for outputs in sizes for row in grown(work / f"grown-{outputs}", outputs)]
        _say("stages")
        made = subprocess.run([sys.executable, str(HERE / "stages.py"), str(project)], check=True, capture_output=True, text=True)
        _say("preview")
        live = table(measured(project, work / "live", *((2, 2) if options.quick else (20, 300))))
        whole = page(rows + others, growth, json.loads(made.stdout), notes, content, live)
        options.output.write_text(whole, encoding="utf-8")
    _say(f"{options.output.name} written")


_say: Callable[[str], object] = lambda words: sys.stderr.write(f"{words}\n")  # noqa: E731


if __name__ == "__main__":
    try:
        main()
    except subprocess.CalledProcessError as failed:
        raise SystemExit(f"{failed}\n{failed.output or failed.stderr}") from failed
