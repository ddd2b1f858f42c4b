"""A paper -> a variant of it: for a print shop, for folding, in gray, for an archive. Nothing is laid out again."""

from __future__ import annotations

import io
from collections.abc import Callable

import pikepdf

from ...model.variant import Finish, Variant
from .archive import for_an_archive
from .booklet import as_booklet
from .gray import in_gray
from .press import for_press
from .tagged_pages import fill_signature, without_fields

__all__ = ["impose"]


def impose(paper: bytes, variant: Variant) -> bytes:
    """The finished file. Pure: the same paper makes the same bytes, and the standard variant is the paper as it is."""
    if variant.finish == "none":
        return paper
    with pikepdf.open(io.BytesIO(paper)) as document:
        if variant.finish in _WITHOUT_FIELDS:
            without_fields(document)
        fill_signature(document, variant.signature)
        _FINISHES[variant.finish](document)
        target = io.BytesIO()
        document.save(target, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        return target.getvalue()


_FINISHES: dict[Finish, Callable[[pikepdf.Pdf], None]] = {
    "press": for_press,
    "booklet": as_booklet,
    "gray": in_gray,
    "archive": for_an_archive,
}
_WITHOUT_FIELDS: tuple[Finish, ...] = ("press", "booklet", "archive")
"""Nobody types into what goes to a printer, and PDF/A has no room for fields that can still change."""
