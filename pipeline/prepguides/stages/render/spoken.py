"""The functions by which templates print labels, named as gettext names them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from markupsafe import Markup, escape

from ...text import chart_scales
from ...text.labels import Labels, direction, filled, is_english
from ...text.numbers import is_number, localized

_ISOLATED = ("\u2068", "\u2069")
"""Around what is filled into a sentence that is read from the right: neither then turns the other's words around."""


class Spoken:
    """The labels of an edition's language, and which of them its templates asked for in vain."""

    def __init__(self, labels: Labels) -> None:
        self.labels = labels
        self.missing: dict[str, None] = {}
        self._around = _ISOLATED if direction(labels.locale) == "rtl" else ("", "")

    def functions(self) -> Mapping[str, Callable[..., object]]:
        return {"_": self.gettext, "ngettext": self.ngettext, "pgettext": self.pgettext}

    @contextmanager
    def apart(self) -> Iterator[Mapping[str, None]]:
        """The labels that are asked for in vain until the block ends, by themselves; then they are among the others."""
        before, self.missing = self.missing, {}
        try:
            yield self.missing
        finally:
            self.missing = before | self.missing

    def gettext(self, label: str, /, **values: object) -> str:
        """The label in the edition's language, its holes `%(name)s` filled with the values."""
        self._note(label)
        return self._filled(self.labels.words_of(label), values)

    def pgettext(self, context: str, label: str, /, **values: object) -> str:
        """The same for an English word of several meanings; the context tells translators which."""
        self._note(label, context)
        return self._filled(self.labels.words_of(label, context), values)

    def ngettext(self, one: str, many: str, num: int, /, **values: object) -> str:
        """The form that the number takes: one, or many, or what the language has besides; `%(num)s` is the number."""
        self._note(one)
        return self._filled(self.labels.form_of(one, many, num), {"num": num, **values})

    def _note(self, label: str, context: str = "") -> None:
        if not self.labels.has(label, context):
            self.missing[f"{label} ({context})" if context else label] = None

    def _filled(self, text: str, values: Mapping[str, object]) -> str:
        """Markup when a value is, so that what it marks is not escaped and everything else is."""
        before, after = self._around if values else ("", "")
        shown = {name: value if isinstance(value, Markup) else str(value) for name, value in values.items()}
        if not any(isinstance(value, Markup) for value in shown.values()):
            return filled(text, {name: f"{before}{value}{after}" for name, value in shown.items()})
        marked = {name: Markup("{}{}{}").format(before, value, after) for name, value in shown.items()}
        return Markup(filled(str(escape(text)), marked))  # noqa: S704 both are escaped


def charts_in(language: str) -> Mapping[str, Callable[..., object]]:
    """The functions of `chart`, which write numbers as the language does."""
    if is_english(language):
        return chart_scales.GEOMETRY

    def short(value: chart_scales.Cell) -> str:
        return localized(chart_scales.short(value), language) if is_number(value) else str(value)

    def cells(rows: Sequence[Sequence[chart_scales.Cell]]) -> list[list[str]]:
        made = chart_scales.cells(rows)
        return [
            [localized(text, language) if is_number(cell) else text for text, cell in zip(*pair, strict=True)]
            for pair in zip(made, rows, strict=True)
        ]

    def lines(rows: Sequence[Sequence[chart_scales.Cell]], width: float, height: float) -> list[chart_scales.Line]:
        drawn = chart_scales.lines(rows, width, height)
        for dot in (dot for line in drawn for dot in line["dots"]):
            dot["label"] = localized(dot["label"], language)
        return drawn

    return {**chart_scales.GEOMETRY, "short": short, "cells": cells, "lines": lines}
