"""Languages that nobody knows, and a project's words for labels that nothing prints: misspelt, most of the time."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ...model.content.base import Ref
from ...model.content.cohort import Cohort
from ...model.diagnostic import Diagnostic, nearest
from ...model.library import Library
from ...model.rules import RULES
from ...model.theme import Theme
from ...text.labels import is_known, source_labels

_MARKED = re.compile(r"""\b(?:_|ngettext)\(\s*(["'])(.*?)\1""")


def unknown_languages(library: Library) -> Iterator[Diagnostic]:
    """An error for each tag that is no language's, of the project or of a cohort."""
    said = [(library.settings.language, library.place_of_setting("language"))]
    said += [(cohort.locale, library.place(Ref("cohorts", cohort.id), ("locale",))) for cohort in library.all(Cohort) if cohort.locale]
    for tag, place in said:
        if not is_known(tag):
            yield Diagnostic(RULES["PG202"], f'"{tag}" is no language', place, "write one such as en-US, de or zh-Hans")


def unknown_labels(library: Library, themes: Iterable[Theme]) -> Iterator[Diagnostic]:
    """An error for each label under `labels:` of project.yaml that neither the shipped templates nor a theme's own print."""
    own = library.settings.labels
    if not own:
        return
    known = set(source_labels())
    known |= {match[2] for theme in themes for file in theme.templates.values() for match in _MARKED.finditer(file.text)}
    for label in own:
        if label not in known:
            place = library.place_of_setting("labels", label)
            yield Diagnostic(
                RULES["PG508"], f'no label "{label}"', place, nearest(label, known) or "write the label as an English guide prints it"
            )
