"""The finished guide that copies are bound with, and where everything stands in it."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import pikepdf
from pikepdf import Dictionary

from .tag_trees import without_tags


@dataclass(frozen=True)
class SharedGuide:
    """A paper of an edition for anybody, as it was built. Its first page is the cover, which copies replace."""

    content: bytes

    @cached_property
    def places(self) -> Mapping[str, int]:
        """HTML id to the number of the page that it stands on."""
        with pikepdf.open(io.BytesIO(self.content)) as document:
            numbers = {page.obj.objgen: number for number, page in enumerate(document.pages, 1)}
            names = list(document.Root.get("/Names", Dictionary()).get("/Dests", Dictionary()).get("/Names", []))
            return {bytes(name).decode(): numbers[place[0].objgen] for name, place in zip(names[::2], names[1::2], strict=True)}

    @cached_property
    def without_cover(self) -> bytes:
        """The guide with nothing in its tags of the cover, which is still its first page: what each copy is begun from."""
        with pikepdf.open(io.BytesIO(self.content)) as document:
            without_tags(document, document.pages[0].obj)
            target = io.BytesIO()
            document.save(target, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
            return target.getvalue()

    @cached_property
    def pages(self) -> int:
        with pikepdf.open(io.BytesIO(self.content)) as document:
            return len(document.pages)
