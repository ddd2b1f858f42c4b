"""A style sheet for a book that is read from the right: what was left is right, margins, margin boxes and pages alike.

Themes say `left` and `right`, as most style sheets do, and the engine knows logical properties only in part; so the sheet is mirrored as a
whole, a parent theme's and a cohort's too. Lines stay where they are, for errors name them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_KEPT = re.compile(r"""/\*.*?(?:\*/|\Z)|"(?:\\.|[^"\\\n])*+"?|'(?:\\.|[^'\\\n])*+'?|url\([^)]*+\)?""", re.DOTALL)
"""Comments, strings and addresses. One without an end goes to the end of its line or of the sheet, and is not read again."""
_NAME = re.compile(r"(?<![\w.#-])[a-z]++(?:-[a-z]++)*+(?![\w-])")
"""A name such as `left` or `margin-left`; no class, no id and no custom property."""
_OTHER = {"left": "right", "right": "left"}
_FOUR = re.compile(r"(?<![\w-])(margin|padding|inset|border-(?:width|style|color|radius))(\s*:\s*)([^;{}]+)")


def mirrored(css: str) -> str:
    """The style sheet with left and right exchanged."""
    css = css.replace("\x00", "\ufffd")  # as CSS reads it; it stands for what is kept below
    kept: list[str] = []

    def keep(match: re.Match[str]) -> str:
        kept.append(match[0])
        return f"\x00{len(kept) - 1}\x00"

    text = _NAME.sub(lambda match: _turned(match[0]), _KEPT.sub(keep, css))
    text = _FOUR.sub(lambda match: f"{match[1]}{match[2]}{_exchanged(match[1], match[3])}", text)
    return re.sub("\x00(\\d+)\x00", lambda match: kept[int(match[1])], text)


def _turned(name: str) -> str:
    """The name with the last side in it exchanged."""
    if "left" not in name and "right" not in name:
        return name
    parts = name.split("-")
    side = next((at for at in range(len(parts) - 1, -1, -1) if parts[at] in _OTHER), None)
    if side is not None:
        parts[side] = _OTHER[parts[side]]
    return "-".join(parts)


def _exchanged(name: str, value: str) -> str:
    """Four values as they are written from the other side: of sides the second and the last change places, of corners all."""
    parts = list(_values(value))
    values = [part for part in parts if part.strip() and not part.startswith("!")]
    if len(values) != 4 or "/" in value:
        return value
    order = (1, 0, 3, 2) if name == "border-radius" else (0, 3, 2, 1)
    new = iter([values[place] for place in order])
    return "".join(next(new) if part.strip() and not part.startswith("!") else part for part in parts)


def _values(value: str) -> Iterator[str]:
    """Values and the spaces between them; what stands in brackets is one value."""
    depth, word = 0, ""
    for sign in value:
        if sign.isspace() and depth == 0:
            if word:
                yield word
            yield sign
            word = ""
            continue
        depth += (sign == "(") - (sign == ")")
        word += sign
    if word:
        yield word
