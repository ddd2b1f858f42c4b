"""Labels in a reader's language: what templates and views print besides the words of the content.

The English label is the message's id. Catalogs of other languages lie in `locales/`, one PO file a locale; they are parsed once and kept.
Files of text are read, and no compiled ones: what a translator changes is what is printed, and Git shows it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from gettext import c2py
from pathlib import Path
from typing import Literal

from babel.core import Locale, UnknownLocaleError
from babel.messages.pofile import read_po

from ..model.content.own_labels import HOLE, OwnWords

SOURCE = "en-US"
"""The language of the labels' ids."""
CATALOGS = Path(__file__).parent / "locales"
RIGHT_TO_LEFT = frozenset(("ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"))
"""Languages, by their codes; a script that a tag names comes before them."""
_OF_SCRIPTS = {"Arab": True, "Hebr": True, "Latn": False, "Cyrl": False}
_CONTEXT = "\x04"
"""Between a label's context and its id, as in gettext's own files."""

Forms = tuple[str, ...]
"""The forms of a label: one, or one for each plural of its language."""


@dataclass(frozen=True)
class Labels:
    """The labels of one locale. What it lacks is printed in English."""

    locale: str
    words: Mapping[str, Forms]
    plural: Callable[[int], int]
    """Which form a number takes."""

    def gettext(self, label: str, /, **values: object) -> str:
        """The label's words, their holes `%(name)s` filled with the values."""
        return filled(self.words_of(label), values) if values else self.words_of(label)

    def words_of(self, label: str, context: str = "") -> str:
        """The label's words, not yet filled; where one English word has several meanings, `context` says which."""
        forms = self.words.get(_key(label, context))
        return forms[0] if forms else label

    def form_of(self, one: str, many: str, number: int) -> str:
        """The form that the number takes, not yet filled."""
        forms = self.words.get(one)
        if not forms:
            return one if number == 1 else many
        return forms[min(self.plural(number), len(forms) - 1)]

    def has(self, label: str, context: str = "") -> bool:
        """Whether the locale has words for the label; English has all of them."""
        return is_english(self.locale) or _key(label, context) in self.words


def labels_in(language: str, own: tuple[tuple[str, str], ...] = ()) -> Labels:
    """The labels of a language, in which `own` words of a theme or project stand before the catalog's."""
    found = _catalog(language)
    return Labels(language, {**found.words, **{label: (words,) for label, words in own}}, found.plural) if own else found


def own_words(language: str, *layers: OwnWords) -> tuple[tuple[str, str], ...]:
    """What layers of a theme's and a project's words say in this language; the last that speaks wins."""
    found: dict[str, str] = {}
    for layer in layers:
        for label, said in layer.items():
            words = said if isinstance(said, str) else next((said[name] for name in _narrowing(language) if name in said), None)
            if words is not None:
                found[label] = words
    return tuple(sorted(found.items()))


@cache
def _catalog(language: str) -> Labels:
    """The nearest catalog that there is: of `de-AT` that of `de`, of `zh-Hans-CN` that of `zh`."""
    for name in _narrowing(language):
        file = CATALOGS / f"{name}.po"
        if file.is_file():
            return catalog_of(file, language)
    return Labels(language, {}, lambda number: 0 if number == 1 else 1)


def catalog_of(file: Path, language: str) -> Labels:
    """A catalog's file. Words that are marked as uncertain (`fuzzy`) are none."""
    with file.open("rb") as opened:
        read = read_po(opened, locale=file.stem.replace("-", "_"))
    words: dict[str, Forms] = {}
    for message in read:
        forms = (message.string,) if isinstance(message.string, str) else tuple(map(str, message.string or ()))
        if message.id and not message.fuzzy and all(forms):
            words[_key(_first(message.id), message.context or "")] = forms
    return Labels(language, words, c2py(read.plural_expr))


def shipped() -> tuple[str, ...]:
    """The locales that have a catalog, besides the source."""
    return tuple(sorted(file.stem for file in CATALOGS.glob("*.po")))


def gettext_noop(label: str) -> str:
    """The label as it is: marks one that is looked up later, for the script that collects them."""
    return label


def source_labels() -> Iterator[str]:
    """The keys of all labels, from the template that the catalogs are made from."""
    with (CATALOGS / "labels.pot").open("rb") as opened:
        for message in read_po(opened):
            if message.id:
                yield _key(_first(message.id), message.context or "")


def label_coverage() -> Mapping[str, tuple[int, int]]:
    """Of each shipped locale, how many labels it has words for, and how many there are."""
    keys = tuple(source_labels())
    return {locale: (sum(is_english(locale) or key in labels_in(locale).words for key in keys), len(keys)) for locale in shipped()}


def filled(text: str, values: Mapping[str, object]) -> str:
    """The label with its holes, `%(name)s`, filled in; `%%` is a sign of percent. KeyError for a hole without a value."""
    return HOLE.sub(lambda hole: str(values[hole[1]]) if hole[1] else "%", text)


def is_english(language: str) -> bool:
    return language.partition("-")[0] == "en"


def is_known(language: str) -> bool:
    """Whether it is a language's tag."""
    try:
        Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return False
    return True


def direction(language: str) -> Literal["ltr", "rtl"]:
    """`rtl` or `ltr`: how the language is read."""
    first, *others = language.split("-")
    by_script = next((_OF_SCRIPTS[part] for part in others if part in _OF_SCRIPTS), first in RIGHT_TO_LEFT)
    return "rtl" if by_script else "ltr"


def _key(label: str, context: str) -> str:
    return f"{context}{_CONTEXT}{label}" if context else label


def _first(id: str | list[str] | tuple[str, ...]) -> str:
    """Of a label that counts, its singular: gettext looks it up by that."""
    return id if isinstance(id, str) else id[0]


def _narrowing(language: str) -> Iterator[str]:
    parts = language.split("-")
    for length in range(len(parts), 0, -1):
        yield "-".join(parts[:length])
