"""Dates and numbers as a guide's language writes them; English as it always has."""

from __future__ import annotations

import pytest

from prepguides.text.dates import date_in_words, weekday
from prepguides.text.numbers import localized, percent

DATES = [
    ("en-US", "January 18, 2027", "January 18 to May 7, 2027", "January 18, 2027 to February 1, 2028", "January 18"),
    ("en-GB", "18 January 2027", "18 January to 7 May 2027", "18 January 2027 to 1 February 2028", "18 January"),
    ("de", "18. Januar 2027", "18. Januar bis 7. Mai 2027", "18. Januar 2027 bis 1. Februar 2028", "18. Januar"),
    ("es", "18 de enero de 2027", "18 de enero a 7 de mayo de 2027", "18 de enero de 2027 a 1 de febrero de 2028", "18 de enero"),
    ("zh-Hans", "2027年1月18日", "2027年1月18日至5月7日", "2027年1月18日至2028年2月1日", "1月18日"),
]


@pytest.mark.parametrize(("language", "one", "within", "across", "short"), DATES)
def test_dates(language: str, one: str, within: str, across: str, short: str) -> None:
    assert date_in_words("2027-01-18", language=language) == one
    assert date_in_words("2027-01-18", "2027-05-07", language=language) == within
    assert date_in_words("2027-01-18", "2028-02-01", language=language) == across
    assert date_in_words("2027-01-18", None, False, language=language) == short


def test_days_of_the_week() -> None:
    assert [weekday("2027-01-18", language=language) for language in ("en-US", "de", "zh-Hans")] == ["Monday", "Montag", "星期一"]


@pytest.mark.parametrize(
    ("language", "number", "share"), [("en-US", "1,234.5", "60%"), ("de", "1.234,5", "60\u00a0%"), ("zh", "1,234.5", "60%")]
)
def test_numbers(language: str, number: str, share: str) -> None:
    assert localized("1,234.5", language) == number
    assert percent(60, language=language) == share


def test_an_unknown_language_writes_as_english_does() -> None:
    assert date_in_words("2027-01-18", language="tlh") == "January 18, 2027"
    assert localized("1,234.5", "tlh") == "1,234.5"
