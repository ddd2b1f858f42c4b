"""PDF -> findings: what a reader, a printer or a screen reader would trip over, looked for in the file itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

import pikepdf
from pikepdf import Dictionary, Name

from ..model.diagnostic import Diagnostic, Place
from ..model.rules import RULES
from ..text.link_addresses import SAFE_SCHEMES

_SUBSET = re.compile(r"^/?[A-Z]{6}\+")


def preflight(
    document: pikepdf.Pdf, name: str, families: frozenset[str], coach_texts: Mapping[str, Place] | None = None, words: str = ""
) -> tuple[Diagnostic, ...]:
    """Problems of the finished file: fonts, links, attachments, tags, metadata, and what leaked, also into its drawn `words`.

    `coach_texts` are the sentences for the coach alone and where each is written: that is where a leak is reported.
    """
    elements = tuple(_elements(document.Root.StructTreeRoot)) if "/StructTreeRoot" in document.Root else ()
    found = [*_fonts(document, families), *_links(document), *_tags(document, elements)]
    leaked = _leaks(document, elements, coach_texts or {}, words)
    return (
        *(Diagnostic(RULES[code], message, Place.of_subject(name), hint) for code, message, hint in found),
        *(_leak(coach_text, name, place) for coach_text, place in leaked),
    )


_HEADING = re.compile(r"^/H([1-6])$")
_AS_DRAWN = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "-": None, "\u00ad": None, "\u2010": None, "\u2011": None})
Finding = tuple[str, str, str]


def _fonts(document: pikepdf.Pdf, families: frozenset[str]) -> Iterator[Finding]:
    allowed = {family.replace(" ", "").lower() for family in families}
    for descriptor in document.objects:
        if not isinstance(descriptor, Dictionary) or descriptor.get("/Type") != Name.FontDescriptor:
            continue
        font = _SUBSET.sub("", str(descriptor.FontName)).replace("/", "")
        if not any(key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3")):
            yield "PG701", f"the font {font} is not embedded", ""
        elif not any(font.replace("-", "").lower().startswith(family) for family in allowed):
            yield "PG701", f"the font {font} is not the theme's", "set font-family on html and @page alike"


def _links(document: pikepdf.Pdf) -> Iterator[Finding]:
    for number, page in enumerate(document.pages, 1):
        for annotation in page.get("/Annots", []):
            if annotation is None:  # as it is read when a number of it is none
                yield "PG606", f"page {number}: a link whose place is no number", "look for huge sizes in the style sheets"
                continue
            action = annotation.get("/A")
            if action is None:
                continue
            address = str(action.get("/URI", ""))
            if action.get("/S") != Name.URI or not address.startswith(SAFE_SCHEMES):
                yield "PG602", f"page {number}: a link to {address or action.get('/S')}", f"a link starts with {' or '.join(SAFE_SCHEMES)}"
    if "/EmbeddedFiles" in document.Root.get("/Names", Dictionary()):
        yield "PG602", "an attached file", "rel=attachment is not allowed"


def _tags(document: pikepdf.Pdf, elements: Iterable[Any]) -> Iterator[Finding]:
    root = document.Root
    if "/StructTreeRoot" not in root or not bool(root.get("/MarkInfo", Dictionary()).get("/Marked", False)):
        yield "PG703", "not tagged", ""
        return
    if not str(root.get("/Lang", "")):
        yield "PG703", "no language", "set lang on <html>"
    if not str(document.docinfo.get("/Title", "")):
        yield "PG703", "no title", "set <title>"
    before = 0
    for element in elements:
        kind = str(element.get("/S"))
        if kind == "/Figure" and not str(element.get("/Alt", "")):
            yield "PG703", "a figure without alternative text", "give an SVG a <title>, an image an alt"
        if match := _HEADING.match(kind):
            level = int(match[1])
            if level > before + 1:
                yield "PG703", f"a heading of level {level} follows one of level {before or 'none'}", "levels may not be skipped"
            before = level


def _elements(root: Any) -> Iterator[Any]:
    """Those below it, parents first."""
    waiting = [root]
    while waiting:
        element = waiting.pop()
        if element is not root:
            yield element
        kids = element.get("/K")
        found = [kid for kid in (kids if isinstance(kids, pikepdf.Array) else [kids]) if isinstance(kid, Dictionary) and "/S" in kid]
        waiting.extend(reversed(found))


def _leaks(document: pikepdf.Pdf, elements: Iterable[Any], coach_texts: Mapping[str, Place], words: str) -> list[tuple[str, Place]]:
    """Texts for the coach in metadata, bookmarks, alternative texts, and on the pages, where hyphens and columns part words."""
    if not coach_texts:
        return []
    strings = [str(value) for value in document.docinfo.values()]
    strings += [str(element.get("/Alt", "")) + str(element.get("/E", "")) for element in elements]
    with document.open_outline() as outline:
        strings += [str(item.title) for item in _outline(outline.root)]
    text = _squeezed(" ".join(strings)) + "\n" + _squeezed(words)
    return [(coach_text, place) for coach_text, place in coach_texts.items() if _squeezed_coach_text(coach_text) in text]


def _leak(coach_text: str, name: str, place: Place) -> Diagnostic:
    hint = "this is where it is written; a template or a style sheet took it to the candidate"
    return Diagnostic(RULES["PG705"], f"“{coach_text[:60]}” is for the coach, and stands in the PDF of {name}", place, hint)


@cache
def _squeezed_coach_text(coach_text: str) -> str:
    """A worker looks for the same ones in every guide."""
    return _squeezed(coach_text)


def _squeezed(text: str) -> str:
    """Without what differs between words that are written and words that are drawn: spaces, hyphens, the shape of quotes."""
    return "".join(text.translate(_AS_DRAWN).split())


def _outline(items: Any) -> Iterator[Any]:
    for item in items:
        yield item
        yield from _outline(item.children)
