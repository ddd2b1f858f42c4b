"""Labels in a reader's language: found by the nearest locale, counted by its rule, filled in, and English where there are none."""

from __future__ import annotations

from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po

from kit import script
from prepguides.model.content.own_labels import OwnWords, holes
from prepguides.text.labels import catalog_of, direction, filled, is_known, labels_in, own_words, shipped

make_labels = script("docs/make_labels.py")

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


def template() -> dict[tuple[str, str], Message]:
    """The labels as the sources have them now."""
    return {(message.context or "", _id(message)): message for message in make_labels.collected() if message.id}


def _id(message: Message) -> str:
    return message.id if isinstance(message.id, str) else str(message.id[0])


def test_the_template_of_the_catalogs_is_fresh() -> None:
    made = make_labels.written(make_labels.collected())
    assert (make_labels.CATALOGS / "labels.pot").read_bytes() == made, "run: python docs/make_labels.py"


@pytest.mark.parametrize("locale", [locale for locale in shipped() if not locale.startswith("en")])
def test_a_shipped_locale_has_words_for_every_label(locale: str) -> None:
    labels = labels_in(locale)
    lacking = [label for context, label in template() if not labels.has(label, context)]
    assert lacking == [], f"write these in text/locales/{locale}.po"


@pytest.mark.parametrize("locale", shipped())
def test_translations_have_the_holes_of_their_labels_and_no_others(locale: str) -> None:
    with (make_labels.CATALOGS / f"{locale}.po").open("rb") as opened:
        for message in read_po(opened, locale=locale.replace("-", "_")):
            for words in (message.string,) if isinstance(message.string, str) else tuple(message.string or ()):
                many = message.id if isinstance(message.id, str) else message.id[1]
                assert not message.id or not words or holes(str(words)) | {"num"} == holes(many) | {"num"}, message.id


def test_british_english_has_words_only_where_they_differ() -> None:
    assert labels_in("en-GB").gettext("Your program") == "Your programme"
    assert labels_in("en-US").gettext("Your program") == "Your program"
