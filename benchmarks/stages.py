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
from typing import TypeVar

T = TypeVar("T")
AROUND = ("load and validate", "resolve", "dress", "digests", "render, gather, claims, secrets", "mend", "proof", "cut", "record")
"""All that is not WeasyPrint."""


def main(root: Path, guides: tuple[str, ...]) -> dict[str, float]:
    """Seconds of CPU by stage."""
    spent: defaultdict[str, float] = defaultdict(float)

    def timed(stage: str, run: Callable[[], T]) -> T:
        started = process_time()
        made = run()
        spent[stage] += process_time() - started
        return made

    timed("import of the pipeline", lambda: __import__("prepguides.build"))
    timed("import of WeasyPrint", lambda: __import__("prepguides.stages.press"))
    from prepguides import build, bundled
    from prepguides.model.project import Project, Request
    from prepguides.model.sheet import SHEETS
    from prepguides.prepare import Prepared, document_of
    from prepguides.stages.cut import cut
    from prepguides.stages.dress import dress
    from prepguides.stages.gather import shelf_for
    from prepguides.stages.load import load
    from prepguides.stages.mend import mend
    from prepguides.stages.press import Press, press
    from prepguides.stages.proof import proof
    from prepguides.stages.record import write
    from prepguides.stages.resolve import resolve
    from prepguides.stages.secrecy import secrets
    from prepguides.stages.validate import validate

    project, request = Project(root), Request(guides)
    library = timed("load and validate", lambda: validate(load(project).value)).value
    editions = timed("resolve", lambda: resolve(library, request)).value.editions
    shelves = (project.templates, bundled.templates())
    themes = timed("dress", lambda: {name: dress(name, shelves).value for name in {edition.theme for edition in editions}})
    hidden = timed("resolve", lambda: secrets(library))
    prepared = Prepared(library, editions, themes, (), (), hidden)
    written = {secret.words: library.place(secret.kind, secret.id, secret.loc) for secret in hidden}
    jobs, _ = timed("digests", lambda: build.aimed_jobs(project, prepared))
    presses: dict[str, Press] = {}
    with tempfile.TemporaryDirectory() as output:
        for job in jobs:
            theme, name = themes[job.edition.theme], job.name
            timed("garbage of the layout", gc.collect)  # as a worker does it
            gc.disable()
            document, _ = timed("render, gather, claims, secrets", lambda job=job: document_of(job.edition, prepared, project))
            if theme.name not in presses:
                presses[theme.name] = timed("WeasyPrint", lambda theme=theme: Press(theme, shelf_for(theme, project.assets)))
            ready = presses[theme.name]
            canvas = timed("WeasyPrint", lambda html=document.page.html, ready=ready, name=name: press(html, ready, name)).value
            mended = timed("mend", lambda canvas=canvas: mend(canvas.pdf))
            known = written if job.edition.audience == "candidate" else {}
            last = (name, theme.families, known, canvas.words)
            timed("proof", lambda mended=mended, last=last: proof(mended, *last))
            for target in job.targets:
                pdf = timed("cut", lambda mended=mended, target=target: cut(mended, SHEETS[target.sheet.name]))
                timed("record", lambda target=target, pdf=pdf: write(Path(output) / target.path, pdf))
    return dict(spent)


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(Path(sys.argv[1]).resolve(), tuple(sys.argv[2:])), indent=1) + "\n")
