"""WeasyPrint made ready for one set of fonts and style sheets, and the units that were laid out in it."""

from __future__ import annotations

from hashlib import sha256

import weasyprint
from weasyprint.css.counters import CounterStyle
from weasyprint.text.fonts import FontConfiguration

from ...model.assets import BASE_ADDRESS, AssetTable
from ...model.diagnostic import Diagnostic, Place
from ...model.rules import RULES
from ...model.sheet import CANVAS, FOOTER, HEADER, VERSO_WIDER
from ...model.theme import Theme, ThemeFile
from ...text.mirrored_css import mirrored
from .asset_fetcher import AssetFetcher
from .complaints import complaints, css_problem
from .drawn_page import Faces
from .pace import AnyPace, Pace
from .unit_memory import UnitMemory
from .units import PageStart
from .units import Place as PlaceOfBlock
from .unprintable import HINT, reason


class Typesetter:
    """WeasyPrint made ready for one theme: fonts and style sheets are parsed once and shared by a worker's documents."""

    def __init__(self, theme: Theme, assets: AssetTable, memory: UnitMemory | None = None) -> None:
        self.theme, self.assets = theme, assets
        self.style_key = style_key_of(theme, assets)
        self.fetcher = AssetFetcher(assets)
        self.font_config = FontConfiguration()
        self.counter_style = CounterStyle()
        self.memory = memory or UnitMemory()
        self.faces: Faces = {}
        """Fonts that pages are drawn in."""
        self.page_starts: dict[str, dict[PlaceOfBlock, PageStart]] = {}
        """Of documents by their outline."""
        self.pace: Pace = AnyPace()
        """Who is told how a layout gets on."""
        self.problems: list[Diagnostic] = []
        prelude = _prelude(theme)
        self.stylesheets = [self._stylesheet(mirrored(prelude) if theme.from_right else prelude, None)]
        self.stylesheets += [self._stylesheet(file.text, file) for file in theme.styles]
        if theme.fallback:
            self.stylesheets.append(self._stylesheet(theme.fallback_rules, None))

    def _stylesheet(self, text: str, file: ThemeFile | None) -> weasyprint.CSS:
        with complaints() as messages:
            try:
                sheet = self._parsed(text)
            except Exception as error:
                why = reason(error)
                if file is None or not why:
                    raise
                self.problems.append(Diagnostic(RULES["PG606"], why, Place(file.path), HINT))
                return self._parsed("")
        self.problems.extend(css_problem(record, file) for record in messages)
        return sheet

    def _parsed(self, text: str) -> weasyprint.CSS:
        return weasyprint.CSS(
            string=text,
            base_url=f"{BASE_ADDRESS}assets/",
            url_fetcher=self.fetcher,
            font_config=self.font_config,
            counter_style=self.counter_style,
        )


def style_key_of(theme: Theme, assets: AssetTable) -> str:
    """SHA-256 of fonts and style sheets: typesetters with the same key make the same pages."""
    fonts = [assets.files.get(f"{BASE_ADDRESS}{font.address}") for font in theme.fonts]
    said = [
        _prelude(theme),
        theme.fallback_rules,
        str(theme.from_right),
        *(font.sha256 if font else "" for font in fonts),
        *(text for file in theme.styles for text in (file.path, file.text)),
    ]
    return sha256("\0".join(said).encode()).hexdigest()


def _prelude(theme: Theme) -> str:
    """Fonts and page geometry: what only Python knows."""
    fonts = theme.font_rules(lambda font: f"{BASE_ADDRESS}{font.address}")
    top, bottom = CANVAS.margin_block + HEADER, CANVAS.margin_block + FOOTER
    inner, outer = CANVAS.margin_inner, CANVAS.margin_outer
    return (
        f"{fonts}@page {{ size: {CANVAS.width}mm {CANVAS.height}mm; bleed: {CANVAS.bleed}mm;"
        f" margin: {top}mm {outer}mm {bottom}mm {inner}mm }}\n"
        f"@page :left {{ margin-left: {outer - VERSO_WIDER}mm; margin-right: {inner}mm }}\n"
    )
