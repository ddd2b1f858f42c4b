"""Maps of characters that would be lists without an end are known by their first bytes; those of real fonts are none."""

from __future__ import annotations

import struct
from pathlib import Path
from time import process_time

import font_source_sans_pro
import pytest
from fontTools.ttLib import TTFont

from attacks.themes import DOCUMENTS
from prepguides.stages.checks.character_maps import is_endless

BOMBS = {document.name: document for document in DOCUMENTS if document.name.startswith("font of") and "tables" not in document.name}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_known_by_its_bytes(name: str) -> None:
    font = BOMBS[name].files["templates/evil/fonts/x.ttf"]
    assert isinstance(font, bytes)
    begun = process_time()
    assert is_endless(font[28:])
    assert process_time() - begun < 1.0


def test_many_maps_of_nothing_are_one_too() -> None:
    assert is_endless(struct.pack(">HH", 0, 65_535) + b"\0" * 8 * 65_535)


@pytest.mark.parametrize("file", sorted((Path(font_source_sans_pro.__path__[0]) / "files").glob("*.ttf")), ids=lambda file: file.stem)
def test_the_maps_of_a_font_that_guides_are_set_in_are_none(file: Path) -> None:
    with TTFont(file, lazy=True) as font:
        assert font.reader is not None
        assert not is_endless(font.reader["cmap"])
