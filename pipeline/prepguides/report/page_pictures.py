"""Pages that changed, side by side as pictures: one HTML file that needs nothing else."""

from __future__ import annotations

import html
from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator

from ..model.output_difference import EditionChange, Marks, OutputDifference, PageChange, Shot
from .output_changes import counts, headline, number

_STYLE = """
:root { color-scheme: light dark; font: 100%/1.5 system-ui, sans-serif; }
body { margin: 0 auto; max-width: 110rem; padding: 1rem; }
.pair { display: grid; grid-template-columns: 1fr 1fr; gap: 1rem; margin-block: 1rem 3rem; }
figure { margin: 0; }
.page { position: relative; background: white; outline: 1px solid gray; }
.page img { display: block; width: 100%; }
.page i { position: absolute; mix-blend-mode: multiply; }
.old i { background: #ffb3b3; }
.new i { background: #a9e8a9; }
@media print { .pair { break-inside: avoid; } }
"""
Shots = Callable[[EditionChange, PageChange], tuple[Shot | None, Shot | None]]
"""A page as it was and as it is; None of one that was not there."""


def as_html(difference: OutputDifference, old: str, new: str, shots: Shots) -> str:
    """The report. Pages on which numbers alone differ are named and not shown."""
    title = f"Pages that changed from {old} to {new}"
    body = "".join(_edition(change, old, new, shots) for change in difference.editions)
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>{html.escape(title)}</title><style>{_STYLE}</style></head>\n<body><h1>{html.escape(title)}</h1>"
        f"<p>{html.escape(counts(difference))}. Words that went are marked on the left, words that came on the right.</p>\n"
        f"{body}</body></html>\n"
    )


def _edition(change: EditionChange, old: str, new: str, shots: Shots) -> str:
    shown = [page for page in change.changes if page.kind != "numbers"]
    pairs = "".join(_pair(page, (old, new), shots(change, page)) for page in shown)
    return f"<section><h2>{html.escape(change.key)}</h2><p>{html.escape(headline(change))}</p>{pairs}</section>\n"


def _pair(page: PageChange, names: tuple[str, str], shots: Iterable[Shot | None]) -> str:
    figures = zip(("old", "new"), names, (page.old, page.new), shots, strict=True)
    return f'<h3>{html.escape(number(page))}</h3><div class="pair">{"".join(_figure(*figure) for figure in figures)}</div>\n'


def _figure(side: str, name: str, index: int | None, shot: Shot | None) -> str:
    if shot is None or index is None:
        return f"<figure><figcaption>{html.escape(name)} has no such page</figcaption></figure>"
    words = f"{name}, page {index}"
    data = b64encode(shot.webp).decode()
    return (
        f'<figure><figcaption>{html.escape(words)}</figcaption><div class="page {side}"><img alt="{html.escape(words)}" loading="lazy" '
        f'src="data:image/webp;base64,{data}">{"".join(_marks(shot.marks))}</div></figure>'
    )


def _marks(marks: Marks) -> Iterator[str]:
    for left, top, width, height in marks:
        yield f'<i style="left:{left:.2%};top:{top:.2%};width:{width:.2%};height:{height:.2%}"></i>'
