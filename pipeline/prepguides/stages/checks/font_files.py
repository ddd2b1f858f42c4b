"""Font files that a theme or a cohort brings: whether they can be set and may be embedded, and which faces their families lack."""

from __future__ import annotations

import io
from collections.abc import Iterator
from functools import lru_cache

from fontTools.ttLib import TTFont

from ...model.assets import MAX_ASSET_BYTES
from ...model.diagnostic import Checked, Diagnostic, Place
from ...model.library import Library
from ...model.rules import RULES
from ...model.theme import FontFile, Theme
from ..project_files import Unreadable, read_file
from .character_maps import is_endless

_BOLD = 600
"""The least weight that strong words are set in."""
_RESTRICTED = 0x0002
"""Of OS/2.fsType: the maker forbids to embed the font."""
Fault = tuple[str, str, str]
"""A rule's code, a message and a hint."""


def with_sound_fonts(theme: Theme, library: Library) -> Checked[Theme | None]:
    """The theme; None where a font file that it or a cohort brings cannot be set. Files of font packages are taken to be sound."""
    own = [font for font in theme.fonts if font.face.package is None]
    found = [(font, fault) for font in own for fault in _faults(font)]
    if not any(RULES[code].severity == "error" for _, (code, _, _) in found):
        found += [(font, fault) for font in own if (fault := _lacking(font, theme))]
    diagnostics = tuple(Diagnostic(RULES[code], message, _place(font, library), hint) for font, (code, message, hint) in found)
    return Checked(None if any(problem.is_error for problem in diagnostics) else theme, diagnostics)


def _place(font: FontFile, library: Library) -> Place:
    return font.place or library.place_of_asset(font.face.file) or Place(f"content/assets/{font.face.file}")


def _faults(font: FontFile) -> Iterator[Fault]:
    """What is wrong with the file by itself."""
    try:
        yield from _faults_in(read_file(font.path, font.root, MAX_ASSET_BYTES), font.face.file, font.face.weight)
    except Unreadable:  # reported with the other assets
        return


@lru_cache(maxsize=16)
def _faults_in(content: bytes, name: str, weight: int) -> tuple[Fault, ...]:
    """Remembered: to read which characters a font has takes some milliseconds."""
    return tuple(_looked_for(content, name, weight))


def _looked_for(content: bytes, name: str, weight: int) -> Iterator[Fault]:
    try:
        with TTFont(io.BytesIO(content), lazy=True) as read:
            if read.reader is not None and "cmap" in read and is_endless(read.reader["cmap"]):
                yield "PG506", f"{name}: says that it has more characters than fonts have", "use a font that says which it has"
                return
            variable, drawn, rights = "fvar" in read, read.getBestCmap(), read["OS/2"].fsType if "OS/2" in read else 0
    except Exception:  # fontTools lets through whatever the bytes led it to
        yield "PG506", f"{name}: not a font that can be read", "save it again as TTF or OTF"
        return
    if not drawn:
        yield "PG506", f"{name}: a font without characters", "use a font that says which characters its glyphs are"
    if variable:
        hint = f"bring one static file a weight: fonttools varLib.instancer {name} wght={weight}"
        yield "PG506", f"{name}: a variable font, whose letters would be set too close", hint
    if rights & _RESTRICTED:
        yield "PG509", f"{name}: its maker forbids to embed it", "ask the maker for a license that lets PDFs hold it, or use another font"


def _lacking(font: FontFile, theme: Theme) -> Fault | None:
    """The faces that a text asks for and the font's family lacks, told with the first face of a family that texts are set in."""
    family = font.face.family
    faces = [each.face for each in theme.fonts if each.face.family == family]
    if family not in (theme.family_of("serif"), theme.family_of("sans")) or font.face is not faces[0]:
        return None
    names = []
    if not any(face.style == "italic" for face in faces):
        names.append("italic face (for *emphasis*)")
    if not any(face.weight >= _BOLD for face in faces):
        names.append(f"face of {_BOLD} (for **strong words**)")
    if not names:
        return None
    return "PG509", f"{family} has no {' and no '.join(names)}", "add the files as further faces of the family"
