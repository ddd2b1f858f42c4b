"""A page that is drawn once, however many files it is in: what was drawn is remembered with the page.

How a page is drawn depends on the pages before it: they have named what it shares with them, and measured glyphs of its fonts at a size of
theirs. So it is drawn as if there were no others: that is what it would be in a file in which every glyph is as wide. In any other file,
and where it has anything whose name depends on other pages, it is drawn by WeasyPrint as ever. The bytes are the same either way.
"""

# ruff: noqa: SLF001  What is drawn with is a stream's private matter: nothing is remembered in a version that was not tested.

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass

from pydyf import Dictionary
from weasyprint.document import Page
from weasyprint.logger import LOGGER
from weasyprint.pdf.fonts import Font
from weasyprint.pdf.stream import Stream
from weasyprint.text.fonts import get_pango_font_key

from .asset_fetcher import AssetFetcher
from .complaints import complaints
from .patches import are_tested
from .untyped import Box, Value

Faces = dict[tuple[Value, float], Value]
"""Fonts as they are before a glyph of theirs is drawn, by WeasyPrint's key and the size that they were met in first."""


@dataclass(frozen=True)
class Drawing:
    """What drawing a page adds to a file."""

    stream: Sequence[Value]
    tags: Mapping[Box, Mapping[str, Value]]
    fonts: Mapping[Value, Value]
    """With the widths and the characters of the page's glyphs."""
    states: Mapping[str, Value]
    """Opacities by name."""
    images: Mapping[str, Mapping[str, Value]]

    def fits(self, stream: Stream) -> bool:
        """Whether each glyph is as wide in the file as on the page: widths are rounded at the size in which a glyph is met first."""
        known = ((stream._fonts.get(key), font.widths) for key, font in self.fonts.items())
        return all(font.widths.get(glyph, width) == width for font, widths in known if font for glyph, width in widths.items())

    def put(self, stream: Stream) -> None:
        """Into a file, in which it leaves what drawing leaves."""
        stream.stream.extend(self.stream)
        if stream._tags is not None:
            stream._tags.update((box, dict(tag)) for box, tag in self.tags.items())
        for key, font in self.fonts.items():
            here = stream._fonts.setdefault(key, _unused(font))
            here.widths.update((glyph, width) for glyph, width in font.widths.items() if glyph not in here.widths)
            here.to_unicode.update((glyph, text) for glyph, text in font.to_unicode.items() if glyph not in here.to_unicode)
        for name, state in self.states.items():
            stream._resources["ExtGState"].setdefault(name, copy(state))
        for name, image in self.images.items():
            stream._resources["XObject"][name] = None
            here = stream._images.setdefault(name, {**image, "dpi_ratios": set()})
            here["dpi_ratios"] |= image["dpi_ratios"]


class DrawnPage(Page):  # type: ignore[misc]
    """A laid-out page with a memory of its drawing."""

    def __init__(self, box: Box, faces: Faces, fetcher: AssetFetcher) -> None:
        super().__init__(box)
        self._faces, self._fetcher = faces, fetcher
        self._drawings: dict[tuple[Value, ...], Drawing | None] = {}

    def paint(self, stream: Stream, scale: float = 1) -> None:
        """In the place of WeasyPrint's."""
        drawing = self._drawing(stream, scale) if are_tested() and _is_fresh(stream) else None
        if drawing is not None and drawing.fits(stream):
            drawing.put(stream)
        else:
            super().paint(stream, scale)

    def _drawing(self, stream: Stream, scale: float) -> Drawing | None:
        key = (scale, stream._tags is None, *stream.ctm.values)
        if key not in self._drawings:
            self._drawings[key] = self._drawn(stream, scale)
        return self._drawings[key]

    def _drawn(self, stream: Stream, scale: float) -> Drawing | None:
        """As if there were no other page. None for what depends on others or is complained of, as is to be said of each file."""
        sketch, failures = _Sketch(stream, self._faces), len(self._fetcher.failures)
        with complaints() as messages:
            super().paint(sketch, scale)
        for message in messages:  # a drawing in SVG asks for its pictures once, so what is refused is said now or never
            LOGGER.handle(message)
        refused = len(self._fetcher.failures) > failures
        states, things = sketch._resources["ExtGState"], sketch._resources["XObject"]
        alone = not (sketch._resources["Pattern"] or sketch._resources["Shading"] or any(thing is not None for thing in things.values()))
        alone = alone and all(name[0] in "aA" for name in states)
        fonts = sketch._fonts.values()
        if messages or refused or not alone or any(font.missing or font.png or font.svg or font.colr for font in fonts):
            return None
        return Drawing(_joined(sketch.stream), sketch._tags or {}, sketch._fonts, states, sketch._images)


class _Sketch(Stream):  # type: ignore[misc]
    """The stream of a page in a file that has no other yet."""

    def __init__(self, stream: Stream, faces: Faces) -> None:
        resources = Dictionary({kind: Dictionary() for kind in ("ExtGState", "XObject", "Pattern", "Shading")})
        resources["ColorSpace"] = stream._resources["ColorSpace"]
        tags: dict[Box, Value] | None = None if stream._tags is None else {}
        super().__init__({}, stream.page_rectangle, resources, {}, tags, stream._color_profiles, stream._output_intent)
        self._ctm_stack = [stream.ctm]
        self._faces = faces

    def add_font(self, pango_font: Value) -> tuple[Value, float]:
        """The font as it is on this page, and the size that is asked for."""
        key, description, size = get_pango_font_key(pango_font)
        if key not in self._fonts:
            if (key, size) not in self._faces:
                self._faces[key, size] = Font(pango_font, description, size)
            self._fonts[key] = _unused(self._faces[key, size])
        return self._fonts[key], size


def _unused(font: Value) -> Value:
    """The font without a glyph."""
    made = copy(font)
    made.widths, made.to_unicode, made.missing, made.variations = {}, {}, {}, dict(font.variations)
    return made


def _is_fresh(stream: Stream) -> bool:
    """Whether nothing was drawn on it, in a file without color profiles."""
    drawn = (stream._current_color, stream._current_color_stroke, stream._current_alpha, stream._current_alpha_stroke, stream._current_font)
    return not (stream._tags or stream._color_profiles or stream._output_intent) and all(state is None for state in drawn)


def _joined(stream: Sequence[Value]) -> list[Value]:
    """The stream in fewer pieces. What begins marked content stays by itself, for `repair_tags` reads it."""
    found: list[Value] = []
    run: list[bytes] = []
    for item, after in zip(stream, [*stream[1:], b""], strict=True):
        if isinstance(item, Dictionary) or isinstance(after, Dictionary) or item == b"BDC":
            found += [b"\n".join(run), item] if run else [item]
            run = []
        else:
            run.append(item if isinstance(item, bytes) else str(item).encode("ascii"))
    return [*found, b"\n".join(run)] if run else found
