"""Where the time of a cold build goes: every stage in one process, in order. Prints seconds of CPU by stage as JSON.

python benchmarks/stages.py PROJECT [GUIDE ...]
"""

from __future__ import annotations

import gc
import json
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from time import process_time
from typing import Any, TypeVar

T = TypeVar("T")
AROUND = (
    *("load and validate", "resolve", "dress", "digests", "render, gather, claims, secrets", "look over the pages", "mend"),
    *("open", "proof", "cut", "record"),
)
"""All that is not WeasyPrint."""


class Stopwatch:
    """Seconds of CPU by stage."""

    def __init__(self) -> None:
        self.spent: defaultdict[str, float] = defaultdict(float)

    def time(self, stage: str, run: Callable[[], T]) -> T:
        started = process_time()
        made = run()
        self.spent[stage] += process_time() - started
        return made


def main(root: Path, guides: tuple[str, ...]) -> dict[str, float]:
    """Seconds of CPU by stage."""
    watch = Stopwatch()
    watch.time("import of the pipeline", lambda: __import__("prepguides.build.run"))
    watch.time("import of WeasyPrint", lambda: __import__("prepguides.stages.typeset"))
    from prepguides.build.jobs import jobs_for
    from prepguides.build.prepare import Prepared
    from prepguides.model.request import Project, Selection
    from prepguides.project import bundled
    from prepguides.stages.checks.coach_only import coach_texts
    from prepguides.stages.load import load
    from prepguides.stages.load_theme import load_theme
    from prepguides.stages.resolve import resolve
    from prepguides.stages.validate import validate

    project, selection = Project(root), Selection(guides)
    library = watch.time("load and validate", lambda: validate(load(project).value)).value
    editions = watch.time("resolve", lambda: resolve(library, selection)).value.editions
    theme_folders = (project.templates, bundled.templates())
    themes = watch.time("dress", lambda: {name: load_theme(name, theme_folders).value for name in {edition.theme for edition in editions}})
    hidden = watch.time("resolve", lambda: coach_texts(library))
    prepared = Prepared(library, editions, themes, (), (), hidden)
    jobs = watch.time("digests", lambda: jobs_for(project, prepared)).value
    with tempfile.TemporaryDirectory() as output:
        print_all(jobs, prepared, project, Path(output), watch)
    return dict(watch.spent)


def print_all(jobs: Any, prepared: Any, project: Any, output: Path, watch: Stopwatch) -> None:
    """What a worker does, job after job."""
    from prepguides.build.prepare import document_of
    from prepguides.model.sheet import SHEETS
    from prepguides.stages import typeset as pressing
    from prepguides.stages.crop import crop, open_canvas
    from prepguides.stages.preflight import preflight
    from prepguides.stages.record import write
    from prepguides.stages.repair_tags import repair_tags
    from prepguides.stages.resolve_assets import resolver_for

    for ours in ("looked_over", "name_links"):
        asked = getattr(pressing, ours)
        setattr(pressing, ours, lambda pages, asked=asked: watch.time("look over the pages", lambda: asked(pages)))
    written = {
        coach_text.words: prepared.library.place(coach_text.ref, coach_text.loc) for coach_text in prepared.coach_texts
    }
    presses: dict[str, Any] = {}
    for job in jobs:
        theme, name = prepared.themes[job.edition.theme], job.name
        watch.time("garbage of the layout", gc.collect)  # as a worker does it
        gc.disable()
        html = watch.time("render, gather, claims, secrets", lambda job=job: document_of(job.edition, prepared, project))[0].page.html
        if theme.name not in presses:
            made = watch.time("WeasyPrint", lambda theme=theme: pressing.Typesetter(theme, resolver_for(theme, project.assets)))
            presses[theme.name] = made
        given = (html, presses[theme.name], name, lambda pdf: watch.time("mend", lambda: repair_tags(pdf)))
        canvas = watch.time("WeasyPrint", lambda given=given: pressing.typeset(*given)).value
        pages = watch.time("open", lambda canvas=canvas: open_canvas(canvas.pdf))
        known = written if job.edition.audience == "candidate" else {}
        last = (pages, name, theme.families, known, canvas.words)
        watch.time("proof", lambda last=last: preflight(*last))
        sheets = {SHEETS[target.sheet.name] for target in job.targets}
        papers = watch.time("cut", lambda pages=pages, sheets=sheets: crop(pages, sheets))
        for target in job.targets:
            path, pdf = output / target.path, papers[target.sheet.name]
            watch.time("record", lambda path=path, pdf=pdf: write(path, pdf))
    watch.spent["WeasyPrint"] -= watch.spent["mend"] + watch.spent["look over the pages"]  # which run inside it


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(Path(sys.argv[1]).resolve(), tuple(sys.argv[2:])), indent=1) + "\n")
