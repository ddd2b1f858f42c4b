"""A learner's name in the foot of pages: a form for a verso and one for a recto, drawn over what a page has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pikepdf
from pikepdf import Array, Dictionary

from .front import VERSO_AND_RECTO, Object


def forms_with_owner(resources: Object, owner: Mapping[str, Object]) -> Object:
    """What pages with these resources draw, and the learner's name; those of one document have one set of resources."""
    forms = Dictionary(resources.get("/XObject", Dictionary()))
    for name in VERSO_AND_RECTO:
        forms[name] = owner[name]
    return forms


@dataclass(frozen=True)
class OwnerStreams:
    """Of one document: what stands before the drawing of a page, and behind that of a verso and of a recto."""

    before: Object
    after: tuple[Object, ...]

    @classmethod
    def of(cls, document: pikepdf.Pdf) -> OwnerStreams:
        before = document.make_stream(b"q\n")
        return cls(before, tuple(document.make_stream(b"\nQ\nq %s Do Q\n" % name.encode()) for name in VERSO_AND_RECTO))

    def around(self, page: Object, number: int) -> Object:
        """The contents of a page, its number being 1 for the first, with the name in its foot."""
        contents = page.Contents
        drawn = list(contents) if isinstance(contents, Array) else [contents]
        return Array([self.before, *drawn, self.after[number % 2]])
