"""What each rule of `stages/typeset/patches` saves of the CPU time of one guide, laid out and written in one process.

python benchmarks/patches.py PROJECT GUIDE [--runs 5]

Runs with all rules, without each of them and without any take turns, and a ratio is taken within a turn: what else the machine does
meanwhile changes both alike. Prints a table in Markdown, with how often each rule found what it remembered.
"""

from __future__ import annotations

import argparse
import gc
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from statistics import median
from time import process_time
from unittest import mock

from prepguides.build.prepare import checked_page, prepare
from prepguides.model.request import Project, Selection
from prepguides.stages.render import render
from prepguides.stages.repair_tags import repair_tags
from prepguides.stages.typeset import TypesetResult, Typesetter, patches, typeset
from stages import there


def main(root: Path, guide: str, runs: int) -> Iterator[str]:
    """The table's lines."""
    project = Project(root)
    prepared = prepare(project, Selection((guide,), cohorts=("standard",), editions=("candidate",)))
    edition = prepared.editions[0]
    page = render(edition, prepared.themes[edition.theme_key])
    document = there(checked_page(edition, page, prepared, project).value)
    rules, spent = dict(patches.RULES), defaultdict[str, list[float]](list)
    variants = {"all": [], **{rule: [rule] for rule in rules}, "all of them": [*rules]}

    def once() -> TypesetResult:
        typesetter = Typesetter(prepared.themes[edition.theme_key], document.assets)
        return there(typeset(document.page.html, typesetter, repair_tags, document.assets).value)

    first = once()
    for _ in range(runs):
        for name, left_out in variants.items():
            with mock.patch.dict(patches.RULES):
                for rule in left_out:
                    del patches.RULES[rule]
                gc.collect()
                started = process_time()
                made = once()
                spent[name].append(process_time() - started)
            if made.pdf != first.pdf:
                sys.exit(f"without {name} the bytes are others")
    hits = asdict(first.cache_hits)
    yield f"{edition.name}, {first.pages} pages, {median(spent['all']):.1f} s of CPU with all rules; medians of {runs} turns."
    yield "\n| Without | Hits | CPU, ratio | From | To |\n| --- | ---: | ---: | ---: | ---: |"
    for name in [*rules, "all of them"]:
        ratios = [without / with_all for without, with_all in zip(spent[name], spent["all"], strict=True)]
        count = f"{hits[name]:,}" if name in hits else ""
        yield f"| {name} | {count} | {median(ratios):.3f} | {min(ratios):.3f} | {max(ratios):.3f} |"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("project", type=Path)
    parser.add_argument("guide")
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    for line in main(options.project.resolve(), options.guide, options.runs):
        sys.stdout.write(f"{line}\n")
