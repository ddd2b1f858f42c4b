"""Variants: what a guide is printed as besides the plain file for screen and desk printer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

STANDARD = "standard"
"""The plain variant, and the layout that all are made from which say nothing else. File names do not mention it."""
Finish = Literal["none", "press", "booklet", "gray", "archive"]
"""What is done with a paper once it is cut from the layout."""


@dataclass(frozen=True)
class Variant:
    """A way to print a guide. Variants of one layout are laid out once, like papers."""

    name: str
    title: str
    """What it is for, in a few words."""
    layout: str = STANDARD
    """Whose pages it has. A layout other than the standard one sets the text anew, by the tokens that a theme has for it."""
    finish: Finish = "none"
    signature: int = 1
    """Pages are made up to a multiple of this with blank ones at the end."""
    side_by_side: int = 1
    """Pages of the guide on each page of the file."""

    def pages(self, laid_out: int) -> int:
        """Pages of the file, for so many of the layout."""
        return -(-laid_out // self.signature) * self.signature // self.side_by_side


VARIANTS: dict[str, Variant] = {
    variant.name: variant
    for variant in (
        Variant(STANDARD, "screen and desk printer"),
        Variant("large", "clear print, 14 pt", layout="large"),
        Variant("press", "print shop: bleed, crop marks, sheets of four pages", finish="press", signature=4),
        Variant("booklet", "two pages side by side, to fold and staple", finish="booklet", signature=4, side_by_side=2),
        Variant("gray", "black and white", finish="gray"),
        Variant("archive", "PDF/A-2a, without form fields", finish="archive"),
    )
}
LAYOUTS = tuple(dict.fromkeys(variant.layout for variant in VARIANTS.values()))
"""The standard one first."""
