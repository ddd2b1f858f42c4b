"""One guide through WeasyPrint as it is found: CPU seconds, trials of columns, pages, the hash of its canvas. Nothing is remembered.

PYTHONPATH=PATCHED:pipeline python docs/upstream/measure.py GUIDE [--remember]

PATCHED is a folder with copies of `weasyprint` and `pydyf` to which a patch was applied: `patch -p1 < docs/upstream/NAME.patch` in it.
"""

from __future__ import annotations

import sys
from hashlib import sha256
from pathlib import Path
from time import process_time
from typing import Any

from weasyprint.layout import block, column

from prepguides.build.prepare import document_of, prepare
from prepguides.model import engine
from prepguides.model.request import Project, Selection
from prepguides.stages.repair_tags import repair_tags
from prepguides.stages.typeset import Typesetter, typeset

TRIALS = [0]


def counted(layout: Any) -> Any:
    """The layout of a block, counting those of columns that are only tried."""

    def lay_out(context: Any, box: Any, *words: Any, **named: Any) -> Any:
        TRIALS[0] += box.is_column and words[6] == []
        return layout(context, box, *words, **named)

    return lay_out


def main(guide: str, remember: bool) -> None:
    project = Project(Path(__file__).resolve().parents[2])
    prepared = prepare(project, Selection((guide,), cohorts=("standard",), editions=("candidate",)))
    edition = prepared.editions[0]
    document, problems = document_of(edition, prepared, project)
    assert document is not None, problems
    if not remember:
        engine.TESTED.clear()
        block.block_box_layout = counted(block.block_box_layout)
    typesetter = Typesetter(prepared.themes[edition.theme_key], document.assets)
    started = process_time()
    made = typeset(document.page.html, typesetter, repair_tags, document.assets)
    spent = process_time() - started
    assert made.value is not None, made.diagnostics
    sys.stdout.write(f"{guide}: {spent:.1f} s, {TRIALS[0]} trials, {made.value.pages} pages, {sha256(made.value.pdf).hexdigest()[:12]}\n")
    sys.stdout.write(f"{Path(column.__file__).parents[2]}, remembered: {made.value.cache_hits}\n")


if __name__ == "__main__":
    main(sys.argv[1], "--remember" in sys.argv)
