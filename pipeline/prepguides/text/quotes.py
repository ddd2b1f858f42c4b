"""Quotation marks, as each language has them."""

from __future__ import annotations

from collections.abc import Sequence

_QUOTES: dict[str, Sequence[str]] = {
    **dict.fromkeys(("bg", "cs", "da", "de", "et", "is", "lt", "sk", "sl"), "„“‚‘"),
    **dict.fromkeys(("ar", "el", "es", "fa", "it"), "«»“”"),
    **dict.fromkeys(("be", "ru", "uk"), "«»„“"),
    **dict.fromkeys(("fi", "sv"), "””’’"),
    **dict.fromkeys(("hu", "pl", "ro"), "„”«»"),
    **dict.fromkeys(("ja", "zh-Hant", "zh-TW", "zh-HK"), "「」『』"),
    "de-CH": "«»‹›",
    "fr": ("«\u00a0", "\u00a0»", "‹\u00a0", "\u00a0›"),
    "nb": "«»‘’",
}
"""Quotation marks by language, outer and inner ones; what is not named has those of English."""
_ENGLISH = "“”‘’"


def quotes_of(language: str) -> Sequence[str]:
    """The outer and the inner quotation marks of a language, four in all."""
    parts = language.split("-")
    names = ("-".join(parts[:length]) for length in range(len(parts), 0, -1))
    return next((_QUOTES[name] for name in names if name in _QUOTES), _ENGLISH)
