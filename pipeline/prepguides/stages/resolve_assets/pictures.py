"""Whether a picture is what its name says, whole and modest: a damaged one would cost the guide, and a bomb the machine."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterator
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from ...model.assets import Damage, Refusal, TooManyDots
from ...text.color import luminance

if TYPE_CHECKING:
    from PIL import Image

MAX_PIXELS = 20_000_000
MAX_DEPTH = 40
"""Elements of an SVG within one another: whoever draws them goes down by calls."""
_SVG_REFUSED = re.compile(rb"<!(?:doctype|entity)|<(?:[^\s<>:]+:)?(?:script|use|image|foreignobject)\b", re.IGNORECASE)
_SVG_ENCODING = re.compile(rb"""^<\?xml[^>]*\bencoding\s*=\s*["'](?!utf-8["'])""", re.IGNORECASE)
_BEGINNINGS = {
    b"\x89PNG\r\n\x1a\n": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"GIF8": "GIF",
    b"RIFF": "WebP",
    b"BM": "BMP",
    b"II*\x00": "TIFF",
    b"MM\x00*": "TIFF",
    b"%PDF": "PDF",
}


Tones = tuple[float, float]
"""Luminance of the darkest and the lightest of what is seen."""
_THUMBNAIL = (64, 64)
_SEEN = 128
"""Of 255: what covers less of its ground is not seen."""
_SPECKS = 0.02
"""Of an image's dots at either end: fewer are not seen either."""


def check_svg(content: bytes) -> Tones | None:
    """Looked through as bytes, so it must be in the encoding that bytes are read as. Refusal."""
    if _SVG_ENCODING.match(content) or b"\x00" in content:
        raise Refusal("an SVG is written in UTF-8")
    if _SVG_REFUSED.search(content):
        raise Refusal("an SVG may not hold DOCTYPE, script, use, image or foreignObject")
    try:
        root = ElementTree.fromstring(content)  # noqa: S314 what defines entities is refused above
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        raise Damage(f"a damaged SVG: {_where(error)}save it again") from error
    if root.tag.rpartition("}")[2] != "svg":
        raise Damage(f"not an SVG: its first element is {root.tag.rpartition('}')[2][:40]}")
    if _depth(root) > MAX_DEPTH:
        raise Refusal(f"an SVG may nest at most {MAX_DEPTH} elements")
    if any(element.tag.endswith("style") for element in root.iter()):
        return None
    tones = [luminance(color) for color in _inks(root, "black", "none")]
    return (min(tones), max(tones)) if tones else None


def families_in(content: bytes) -> frozenset[str]:
    """The first font that each word in a sound SVG asks for; empty text where it asks for none. Nothing of one with style sheets."""
    root = ElementTree.fromstring(content)  # noqa: S314 `check_svg` has looked it through
    if any(element.tag.endswith("style") for element in root.iter()):
        return frozenset()
    return frozenset(_families(root, ""))


def _families(element: ElementTree.Element, family: str) -> Iterator[str]:
    said = _said(element).get("font-family") or element.get("font-family")
    family = said.split(",")[0].strip(" \"'") if said else family
    if element.tag.rpartition("}")[2] in ("text", "tspan", "textPath") and (element.text or "").strip():
        yield family
    for child in element:
        yield from _families(child, family)


def _said(element: ElementTree.Element) -> dict[str, str]:
    """The declarations of its style attribute."""
    pairs = (pair.split(":", 1) for pair in element.get("style", "").split(";") if ":" in pair)
    return {name.strip(): value.strip() for name, value in pairs}


def _depth(root: ElementTree.Element) -> int:
    """How deep elements are nested, told level by level."""
    level, depth = [root], 0
    while level and depth <= MAX_DEPTH:
        level, depth = [child for element in level for child in element], depth + 1
    return depth


def _where(error: Exception) -> str:
    line, column = getattr(error, "position", (0, 0))
    return f"line {line}, column {column + 1}; " if line else ""


def _inks(element: ElementTree.Element, fill: str, stroke: str) -> Iterator[str]:
    """The colors that the shapes in an element are drawn in, which they inherit; what is no plain color is left out."""
    said = _said(element)
    fill, stroke = (said.get(name) or element.get(name) or inherited for name, inherited in (("fill", fill), ("stroke", stroke)))
    if element.tag.rpartition("}")[2] in _SHAPES:
        yield from (color for name in (fill, stroke) if (color := _color(name)))
    for child in element:
        yield from _inks(child, fill, stroke)


_SHAPES = ("path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text")


def _color(name: str) -> str:
    """#RRGGBB; empty for what is none."""
    from PIL import ImageColor

    try:
        red, green, blue = ImageColor.getrgb("black" if name.lower() == "currentcolor" else name)[:3]
    except ValueError:
        return ""
    return f"#{red:02X}{green:02X}{blue:02X}"


def check_raster(content: bytes, format: str) -> Tones | None:
    """WeasyPrint tells Pillow to accept truncated images; here every pixel is decoded, and they are refused. Refusal."""
    from PIL import Image, ImageFile

    found = next((kind for beginning, kind in _BEGINNINGS.items() if content.startswith(beginning)), "")
    if found != format:
        raise Damage(f"a {found}, not a {format}" if found else f"not a {format}")
    tolerant, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
    tones, mode = None, ""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(content), formats=[format])
        with image:
            pixels = image.width * image.height
            if pixels <= MAX_PIXELS:
                image.load()
                tones = _tones(image)
                mode = image.mode
    except Exception as error:
        # Pillow's decoders let through whatever the bytes led them to: struct.error, zlib.error, ValueError, OverflowError and more.
        raise Damage(f"a damaged {format}: save it again") from error
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = tolerant
    if pixels > MAX_PIXELS:
        raise TooManyDots(f"{pixels / 1e6:.0f} of at most {MAX_PIXELS / 1e6:.0f} megapixels")
    if mode.startswith(_DEEP):
        raise Damage("16 or more bits a dot, where 8 are printed")
    return tones


_DEEP = ("I", "F")
"""How Pillow's modes begin for gray of more than 8 bits; of colors it keeps 8 itself."""


def _tones(image: Image.Image) -> Tones | None:
    """None where nothing is seen, or where the dots are of a depth that is not read here."""
    if image.mode.startswith(_DEEP):
        return None
    small = image.convert("RGBA")
    small.thumbnail(_THUMBNAIL)
    dots = (small.getpixel((x, y)) for x in range(small.width) for y in range(small.height))
    seen = sorted(luminance(f"#{dot[0]:02X}{dot[1]:02X}{dot[2]:02X}") for dot in dots if isinstance(dot, tuple) and dot[3] >= _SEEN)
    if not seen:
        return None
    specks = int(len(seen) * _SPECKS)
    return seen[specks], seen[len(seen) - 1 - specks]
