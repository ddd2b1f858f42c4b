"""Lines of text, remembered: layout that is repeated breaks the same words at the same width again.

What this relies on, in the tested version: `split_first_line` and `strut` depend on their arguments, on the properties
of the style that are listed here (a test reads along), and on the fonts, which do not change while a document is typeset. Of what they
return only the first line's layout is changed afterwards, when it is drawn, so each box is given a copy of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from operator import itemgetter

from ..untyped import Context, Style, Value

FONT = (
    "font_family", "font_feature_settings", "font_language_override", "font_size", "font_stretch", "font_style", "font_variant_alternates",
    "font_variant_caps", "font_variant_east_asian", "font_variant_ligatures", "font_variant_numeric", "font_variant_position",
    "font_variation_settings", "font_weight", "lang",
)  # fmt: skip
OF_A_LINE = (
    *FONT, "direction", "font_kerning", "hyphenate_character", "hyphenate_limit_chars", "hyphenate_limit_zone", "hyphens",
    "letter_spacing", "line_height", "overflow_wrap", "tab_size", "text_decoration_line", "white_space", "word_break", "word_spacing",
)  # fmt: skip
OF_A_STRUT = (*FONT, "line_height")
"""WeasyPrint itself remembers struts by these, written out as text; writing them out costs more than all else."""


class Lines:
    """`split_first_line` and `strut` with a memory."""

    def __init__(self, split_first_line: Callable[..., tuple[Value, ...]], strut: Callable[[Value], Value]) -> None:
        self.split_first_line, self.strut = split_first_line, strut
        self.broken = self.remembered = self.struts_remembered = 0
        self._lines: dict[tuple[Value, ...], tuple[Value, ...]] = {}
        self._struts: dict[tuple[Value, ...], Value] = {}

    def first(self, text: str, style: Style, context: Context, max_width: Value, justification_spacing: Value, is_line_start: bool = True,
              minimum: bool = False) -> tuple[Value, ...]:  # fmt: skip
        """In the place of `split_first_line`."""
        words = (text, style, context, max_width, justification_spacing, is_line_start, minimum)
        key = (text, max_width, justification_spacing, is_line_start, minimum, *_of_a_line(style))
        if not _can_be_a_key(key):
            return self.split_first_line(*words)
        known = self._lines.get(key)
        if known is None:
            self.broken += 1
            known = self._lines[key] = self.split_first_line(*words)
        else:
            self.remembered += 1
        return (copy(known[0]), *known[1:])

    def strut_of(self, style: Style) -> Value:
        """In the place of `strut`."""
        key = _of_a_strut(style)
        if not _can_be_a_key(key):
            return self.strut(style)
        known = self._struts.get(key)
        if known is None:
            known = self._struts[key] = self.strut(style)
        else:
            self.struts_remembered += 1
        return known


def _can_be_a_key(key: tuple[Value, ...]) -> bool:
    """Some values are sets, such as that of underlined text."""
    try:
        hash(key)
    except TypeError:
        return False
    return True


_of_a_line, _of_a_strut = itemgetter(*OF_A_LINE), itemgetter(*OF_A_STRUT)
