"""Texts for each target: pieces of its language in any order, whole files with something changed, and anything at all."""

from __future__ import annotations

import json
from pathlib import Path

from hypothesis import strategies as st

from fuzz.targets import corpus_of

TROUBLE = (
    *("\x00", "\ufeff", "\u2028", "\x85", "\r", "\t", "\u202e", "\u00a0", "\x0c", "\x7f", "é", "🎈", "ﬁ", "\u0301", " ", "\n", "\n\n"),
    *("9" * 400, "1e400", "-0", "nan", "a" * 300, "[" * 40, "[" * 1500, "(" * 200, "{" * 40, "\\", "%", "'", '"', "`"),
)
PIECES: dict[str, list[str]] = json.loads(Path(__file__).with_name("pieces.json").read_text(encoding="utf-8"))
"""Of each target's language."""


def texts(name: str) -> st.SearchStrategy[str]:
    """Inputs for the target of this name."""
    piece = st.sampled_from(PIECES[name]) | st.sampled_from(TROUBLE) | st.text(max_size=4)
    made = st.lists(piece, max_size=30).map("".join)
    kept = list(corpus_of(name).values())
    return made | st.builds(_changed, st.sampled_from(kept), st.integers(0, 10_000), st.integers(0, 40), made) if kept else made


def _changed(text: str, at: int, length: int, put: str) -> str:
    """The text with so many characters replaced, begun at a place that wraps around."""
    start = at % (len(text) + 1)
    return text[:start] + put + text[start + length :]
