"""Signs of Markdown's that are printed as they stand, for lack of their other half or of a meaning: pure text, nothing is parsed here."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_OPEN_MARK = re.compile(
    r"(?<![*\w])\*\*(?=[^*\s])\w*|(?<![*\s\w])\*\*(?![*\w])|(?<!\w)\w+\*\*(?![*\w])"
    r"|(?<![~\w])~~(?=[^~\s])\w*|(?<![~\s\w])~~(?![~\w])|(?<!\w)\w+~~(?![~\w])"
    r"|(?<![`\w])`(?=[^`\s])\w*"
)
"""With the word beside it. Between two letters or two spaces it means itself: `2**10`."""
_PAIR = re.compile(r"(?<!\w)(\*\*|~~)(?!\s)[^*~`\n]+(?<!\s)\1(?!\w)|`[^`\n]+`")
"""Which the parser is sure to find too."""
_TASK = re.compile(r"\[[ xX]\](?=\s)")
_TASK_OF_A_TEXT = re.compile(r"^[ \t>*+-]*(?:\d{1,9}[.)][ \t]+)?\[[ xX]\]\s", re.MULTILINE)
_SIGN = re.compile(r"\*\*|~~|`")


@dataclass(frozen=True)
class OpenMark:
    """What stands at an offset of a text, and what to do about it."""

    offset: int
    found: str
    message: str
    hint: str


def may_hold_open_marks(text: str) -> bool:
    """Whether it is worth while to parse the text."""
    return bool((_SIGN.search(text) and _SIGN.search(_PAIR.sub(" ", text))) or _TASK_OF_A_TEXT.search(text))


def open_marks(said: str) -> Iterator[OpenMark]:
    """Those of a run of text as it was parsed, in which a full stop stands for all that the parser has found a meaning for."""
    if task := _TASK.match(said):
        yield OpenMark(0, task[0], f"{task[0]} is printed as it stands", "leave it out; boxes are printed by a worksheet's kind: choice")
    for match in _OPEN_MARK.finditer(said):
        mark = next(sign for sign in ("**", "~~", "`") if sign in match[0])
        escaped = "".join(f"\\{sign}" for sign in mark)
        yield OpenMark(match.start(), match[0], f"{mark} without its other half", f"close it in the same paragraph, or write {escaped}")


def is_open_fence(markup: str, lines: Sequence[str]) -> bool:
    """Whether no line like it ends the block of code that these lines are."""
    last = lines[-1].strip(" \t>") if len(lines) > 1 else ""
    return not (last.startswith(markup) and not last.strip(markup[0]))
