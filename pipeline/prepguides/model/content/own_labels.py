"""Other words for labels, as a theme or a project gives them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated

from pydantic import AfterValidator, StringConstraints

from .base import Line

LANGUAGE = r"^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$"
"""A language's tag: `en-US`, `de`, `zh-Hans`, `es-419`."""
HOLE = re.compile(r"%\((\w+)\)s|%%")
"""What is filled in when a label is printed, and a sign of percent."""

LanguageTag = Annotated[str, StringConstraints(pattern=LANGUAGE)]


def holes(text: str) -> frozenset[str]:
    """The names of a label's holes."""
    return frozenset(hole[1] for hole in HOLE.finditer(text) if hole[1])


def _with_its_holes(labels: dict[str, str | dict[str, str]]) -> dict[str, str | dict[str, str]]:
    for label, said in labels.items():
        for words in (said,) if isinstance(said, str) else said.values():
            strange = sorted(holes(words) - holes(label))
            if strange:
                raise ValueError(f'"{label}" has no %({strange[0]})s')
    return labels


OwnLabels = Annotated[dict[Line, Line | dict[LanguageTag, Line]], AfterValidator(_with_its_holes)]
"""English label to other words for it, in the guides' language or in each of several."""
OwnWords = Mapping[str, str | Mapping[str, str]]
"""The same, as it is read."""
