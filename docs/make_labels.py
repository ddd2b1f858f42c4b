"""Collects every label into text/locales/labels.pot and brings the catalogs up to date with it: python docs/make_labels.py

Labels are what templates print with `_`, `ngettext` and `pgettext`, and what views are given by the same names or `gettext_noop`; of a
section kind its title. A new label is empty in every catalog until somebody translates it.
"""

from __future__ import annotations

import io
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po, write_po

from prepguides.model.content import KINDS

ROOT = Path(__file__).resolve().parent.parent
CATALOGS = ROOT / "pipeline" / "prepguides" / "text" / "locales"
SOURCES = {
    "templates": [("**.html", "jinja2.ext:babel_extract")],
    "pipeline/prepguides/stages/resolve": [("**.py", "python")],
    "pipeline/prepguides/stages/accompany": [("**.py", "python")],
    "pipeline/prepguides/text": [("dates.py", "python")],
}
"""Folders to what reads the labels of their files."""
KEYWORDS = {**DEFAULT_KEYWORDS, "gettext_noop": None, "SectionKind": (3,)}


def collected() -> Catalog:
    """All labels, in the order of files."""
    catalog = Catalog(project="Prepguides", header_comment="# Labels of Prepguides. Made by docs/make_labels.py.", fuzzy=False)
    for folder, methods in SOURCES.items():
        found = extract_from_dir(ROOT / folder, methods, keywords=KEYWORDS, comment_tags=("Translators:",), strip_comment_tags=True)
        for name, _, message, comments, context in sorted(found, key=lambda each: (each[0], each[1])):
            if message and not (name.endswith("_sections.py") and message in KINDS):  # a section kind's title or, without one, its item
                catalog.add(message, locations=[(f"{folder}/{name}", 0)], auto_comments=comments, context=context)
    return catalog


def written(catalog: Catalog) -> bytes:
    """A catalog's file, without a date, so that it changes with its labels alone."""
    target = io.BytesIO()
    write_po(target, catalog, width=120, sort_output=True, omit_header=False, include_lineno=False, no_location=True)
    lines = target.getvalue().decode("utf-8").split("\n")
    return "\n".join(line for line in lines if not line.startswith(_DATED)).encode()


_DATED = ('"POT-Creation-Date', '"PO-Revision-Date', '"Generated-By', '"Last-Translator', '"Report-Msgid-Bugs-To', '"Language-Team')


def brought_up_to_date(file: Path, template: Catalog) -> bytes:
    """A catalog with every label of the template, and none besides."""
    with file.open("rb") as opened:
        catalog = read_po(opened, locale=file.stem.replace("-", "_"))
    catalog.update(template, no_fuzzy_matching=True, update_header_comment=False)
    catalog.obsolete.clear()
    if file.stem.startswith("en"):
        for message in [message for message in catalog if message.id and not message.string]:
            catalog.delete(_first(message.id), message.context)
    return written(catalog)


def _first(id: str | list[str] | tuple[str, ...]) -> str:
    return id if isinstance(id, str) else id[0]


def main() -> None:
    template = collected()
    (CATALOGS / "labels.pot").write_bytes(written(template))
    for file in sorted(CATALOGS.glob("*.po")):
        file.write_bytes(brought_up_to_date(file, template))


if __name__ == "__main__":
    main()
