"""Copies of a guide as one file for a print shop: whose pages begin where, what is shared, and what stays behind."""

from __future__ import annotations

import io
import zlib
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, OutlineItem

from prepguides.stages.bind.merge import CopyFile, merge
from prepguides.stages.bind.shared_guide import SharedGuide

GUIDE = ("cover", "one", "two", "three")
"""What is drawn on the pages of the guide."""


def page(document: pikepdf.Pdf, words: str, forms: dict[str, Any]) -> None:
    """A page of one stream, with what a printed page does without."""
    document.add_blank_page(page_size=(200, 300))
    made = document.pages[-1].obj
    made["/Resources"] = Dictionary(XObject=Dictionary(forms))
    made["/Contents"] = document.make_stream(f"% {words}".encode())
    made["/Annots"] = Array([document.make_indirect(Dictionary(Subtype=Name.Link))])
    made["/StructParents"] = 0


def saved(document: pikepdf.Pdf) -> bytes:
    target = io.BytesIO()
    document.save(target, deterministic_id=True)
    return target.getvalue()


@pytest.fixture
def guide() -> SharedGuide:
    with pikepdf.new() as document:
        document.docinfo["/Title"] = "A guide"
        for words in GUIDE:
            page(document, words, {})
        return SharedGuide(saved(document))


def copy(folder: Path, name: str, own: int) -> CopyFile:
    """A learner's copy: pages of their own, then the guide's but for its cover, with their name in two forms."""
    path = folder / f"{name}.pdf"
    with pikepdf.new() as document:
        forms = {form: document.make_stream(f"% {name} {form}".encode()) for form in ("/OwnerVerso", "/OwnerRecto")}
        for number in range(own):
            page(document, f"{name} {number}", {})
        for words in GUIDE[1:]:
            page(document, words, forms)
        path.write_bytes(saved(document))
    return CopyFile(name, path)


def drawn(made: pikepdf.Page) -> str:
    """What its streams say."""
    contents = made.obj.get("/Contents")
    streams = [] if contents is None else list(contents) if isinstance(contents, Array) else [contents]
    return " ".join(stream.read_bytes().decode() for stream in streams)


def test_each_copy_begins_on_a_right_hand_page_and_has_a_bookmark(guide: SharedGuide, tmp_path: Path) -> None:
    content, pages = merge(guide, [copy(tmp_path, "Ada", 2), copy(tmp_path, "Zoë", 1), copy(tmp_path, "Ada", 2)])
    with pikepdf.open(io.BytesIO(content)) as document, document.open_outline() as outline:
        begins = [pikepdf.Page(item.destination[0]).index for item in outline.root if isinstance(item.destination, Array)]
        assert [item.title for item in outline.root if isinstance(item, OutlineItem)] == ["Ada", "Zoë", "Ada"]
        assert begins == [0, 6, 10], "five pages, a blank one, four, and five"
        assert pages == len(document.pages) == 15
        assert drawn(document.pages[5]) == ""
        assert [float(edge) for edge in document.pages[5].mediabox] == [0, 0, 200, 300]
        assert str(document.docinfo["/Title"]) == "A guide"
        assert not any(key in made.obj for made in document.pages for key in ("/Annots", "/StructParents"))


def test_the_guide_s_pages_are_there_once_and_carry_each_learner_s_name(guide: SharedGuide, tmp_path: Path) -> None:
    content, _ = merge(guide, [copy(tmp_path, "Ada", 1), copy(tmp_path, "Zoë", 1)])
    with pikepdf.open(io.BytesIO(content)) as document:
        said = [drawn(made) for made in document.pages]
        assert [("% one" in words, "% two" in words, "% three" in words) for words in said[1:4]] == [
            (True, False, False),
            (False, True, False),
            (False, False, True),
        ]
        assert ["/OwnerVerso" in words for words in said[1:4]] == [True, False, True], "the second page of a copy is a left-hand one"
        first, second = (document.pages[number].obj for number in (1, 5))
        assert first.Contents[1].objgen == second.Contents[1].objgen, "one stream for both copies"
        names = [made.Resources.XObject.OwnerVerso.read_bytes().decode() for made in (first, second)]
        assert names == ["% Ada /OwnerVerso", "% Zoë /OwnerVerso"]


def test_the_same_copies_make_the_same_bytes(guide: SharedGuide, tmp_path: Path) -> None:
    copies = [copy(tmp_path, "Ada", 2), copy(tmp_path, "Zoë", 3)]
    assert zlib.crc32(merge(guide, copies)[0]) == zlib.crc32(merge(guide, copies)[0])
    assert merge(guide, copies)[0] != merge(guide, copies[::-1])[0]
