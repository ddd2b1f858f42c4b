"""Where the time of a cold build goes: every stage in one process, in order. Prints JSON:
seconds of CPU by stage, and how often each rule of `stages/typeset/patches` found what it remembered.

python benchmarks/stages.py PROJECT [GUIDE ...]
"""

from __future__ import annotations

import gc
import json
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import asdict
from functools import partial
from pathlib import Path
from time import process_time
from typing import TYPE_CHECKING, ParamSpec, TypeVar

if TYPE_CHECKING:
    import pikepdf
    from pydyf import PDF

    from prepguides.build.prepare import Document, Prepared
    from prepguides.model.job import Job
    from prepguides.model.request import Project
    from prepguides.stages.typeset import Typesetter

P = ParamSpec("P")
T = TypeVar("T")
AROUND = (
    *(
        "load and validate",
        "resolve",
        "load themes",
        "digests",
        "render",
        "assets, claims, coach-only texts",
        "look over the pages",
        "repair tags",
    ),
    *("open", "preflight", "crop", "record"),
)
"""All that is not WeasyPrint."""


class Stopwatch:
    """Seconds of CPU by stage, and hits by rule."""

    def __init__(self) -> None:
        self.spent: defaultdict[str, float] = defaultdict(float)
        self.hits: Counter[str] = Counter()

    def time(self, stage: str, run: Callable[P, T], *args: P.args, **named: P.kwargs) -> T:
        started = process_time()
        made = run(*args, **named)
        self.spent[stage] += process_time() - started
        return made


def main(root: Path, guides: tuple[str, ...]) -> dict[str, dict[str, float]]:
    """Seconds of CPU by stage, and hits by rule."""
    watch = Stopwatch()
    watch.time("import of the pipeline", lambda: __import__("prepguides.build.run"))
    watch.time("import of WeasyPrint", lambda: __import__("prepguides.stages.typeset"))
    from prepguides.build.jobs import jobs_for
    from prepguides.build.prepare import Prepared
    from prepguides.model.request import Project, Selection
    from prepguides.project import bundled
    from prepguides.stages.load import load
    from prepguides.stages.load_theme import load_theme
    from prepguides.stages.resolve import resolve
    from prepguides.stages.validate import validate

    project, selection = Project(root), Selection(guides)
    library = there(watch.time("load and validate", lambda: validate(there(load(project).value))).value)
    editions = watch.time("resolve", resolve, library, selection).value.editions
    folders = bundled.theme_folders(project)
    names = {edition.theme for edition in editions}
    themes = watch.time("load themes", lambda: {name: there(load_theme(name, folders).value) for name in names})
    prepared = Prepared(library, editions, themes, (), ())
    watch.time("resolve", lambda: prepared.coach_texts)
    jobs = watch.time("digests", jobs_for, project, prepared).value
    with tempfile.TemporaryDirectory() as output:
        time_jobs(jobs, prepared, project, Path(output), watch)
    return {"seconds": dict(watch.spent), "hits": dict(watch.hits)}


def there(value: T | None) -> T:
    """What a project without errors has."""
    if value is None:
        sys.exit("the project has errors: prepguides check")
    return value


def time_jobs(jobs: Sequence[Job], prepared: Prepared, project: Project, output: Path, watch: Stopwatch) -> None:
    """What a worker does, job after job."""
    from prepguides.build.prepare import checked_page
    from prepguides.stages import typeset as typesetting
    from prepguides.stages.render import render

    for ours in ("_findings", "_text_of", "name_links"):
        setattr(typesetting, ours, partial(watch.time, "look over the pages", getattr(typesetting, ours)))
    typesetters: dict[str, Typesetter] = {}
    for job in jobs:
        theme = prepared.themes[job.edition.theme]
        watch.time("garbage of the layout", gc.collect)  # as a worker does it
        gc.disable()
        page = watch.time("render", render, job.edition, prepared.themes[job.edition.theme_key])
        document = there(watch.time("assets, claims, coach-only texts", checked_page, job.edition, page, prepared, project).value)
        if theme.name not in typesetters:
            typesetters[theme.name] = watch.time("WeasyPrint", typesetting.Typesetter, theme, document.assets)
        time_job(job, document, prepared, typesetters[theme.name], output, watch)
    watch.spent["WeasyPrint"] -= watch.spent["repair tags"] + watch.spent["look over the pages"]  # which run inside it


def time_job(job: Job, document: Document, prepared: Prepared, typesetter: Typesetter, output: Path, watch: Stopwatch) -> None:
    from prepguides.model.sheet import SHEETS
    from prepguides.stages.crop import crop, open_canvas
    from prepguides.stages.preflight import preflight
    from prepguides.stages.record import write
    from prepguides.stages.repair_tags import repair_tags
    from prepguides.stages.typeset import typeset

    def repaired(pdf: PDF) -> object:
        return watch.time("repair tags", repair_tags, pdf)

    canvas = there(watch.time("WeasyPrint", typeset, document.page.html, typesetter, repaired, document.assets).value)
    watch.hits.update(asdict(canvas.cache_hits))
    pages: pikepdf.Pdf = watch.time("open", open_canvas, canvas.pdf)
    place = there(prepared.library).place
    hidden = prepared.coach_texts if job.edition.audience == "candidate" else ()
    known = {text.words: place(text.ref, text.loc) for text in hidden}
    watch.time("preflight", preflight, pages, job.name, typesetter.theme.families, known, canvas.words)
    papers = watch.time("crop", crop, pages, {SHEETS[target.sheet.name] for target in job.targets})
    for target in job.targets:
        watch.time("record", write, output / target.path, papers[target.sheet.name])


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(Path(sys.argv[1]).resolve(), tuple(sys.argv[2:])), indent=1) + "\n")
