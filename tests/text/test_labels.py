"""Labels in a reader's language: found by the nearest locale, counted by its rule, filled in, and English where there are none."""

from __future__ import annotations

from pathlib import Path

import pytest

from prepguides.model.own_labels import OwnWords
from prepguides.text.labels import catalog_of, direction, filled, is_known, labels_in, own_words

PO = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);\\n"

msgid "Date"
msgstr "Data"

#, fuzzy
msgid "Score"
msgstr "Wynik"

msgctxt "time"
msgid "When"
msgstr "Kiedy"

msgid "%(num)s minute"
msgid_plural "%(num)s minutes"
msgstr[0] "%(num)s minuta"
msgstr[1] "%(num)s minuty"
msgstr[2] "%(num)s minut"
"""


@pytest.fixture
def polish(tmp_path: Path) -> Path:
    (tmp_path / "pl.po").write_text(PO, encoding="utf-8")
    return tmp_path / "pl.po"


def test_a_catalog_has_forms_contexts_and_no_uncertain_words(polish: Path) -> None:
    labels = catalog_of(polish, "pl-PL")
    assert labels.gettext("Date") == "Data"
    assert (labels.gettext("Score"), labels.has("Score")) == ("Score", False)
    assert (labels.words_of("When", "time"), labels.gettext("When")) == ("Kiedy", "When")
    counted = [filled(labels.form_of("%(num)s minute", "%(num)s minutes", n), {"num": n}) for n in (1, 3, 12)]
    assert counted == ["1 minuta", "3 minuty", "12 minut"]


def test_english_counts_by_itself_and_misses_nothing() -> None:
    labels = labels_in("en-US")
    assert [labels.form_of("%(num)s minute", "%(num)s minutes", n) for n in (0, 1, 2)] == [
        "%(num)s minutes",
        "%(num)s minute",
        "%(num)s minutes",
    ]
    assert labels.has("Anything")


def test_own_words_stand_before_the_catalog_and_the_last_layer_wins() -> None:
    theme: OwnWords = {"Date": {"de": "Tag", "de-AT": "Tag (AT)"}, "Score": "Points", "Minutes": {"fr": "Temps"}}
    assert dict(own_words("de-CH", theme, {"Score": {"de": "Wertung"}})) == {"Date": "Tag", "Score": "Wertung"}
    assert labels_in("de-AT", own_words("de-AT", theme)).gettext("Date") == "Tag (AT)"


def test_holes_are_filled_once_and_percent_signs_are_written_twice() -> None:
    assert filled("%(a)s is 100%% of %(b)s", {"a": "%(b)s", "b": 2}) == "%(b)s is 100% of 2"
    with pytest.raises(KeyError):
        filled("%(c)s", {"a": 1})


@pytest.mark.parametrize(
    ("tag", "way"), [("ar", "rtl"), ("he-IL", "rtl"), ("en-US", "ltr"), ("zh-Hans", "ltr"), ("az-Arab", "rtl"), ("ks-Latn", "ltr")]
)
def test_a_tag_says_how_its_language_is_read(tag: str, way: str) -> None:
    assert direction(tag) == way


@pytest.mark.parametrize(("tag", "known"), [("zh-Hans", True), ("es-419", True), ("fil", True), ("zz", False)])
def test_tags_of_languages_are_known(tag: str, known: bool) -> None:
    assert is_known(tag) is known
