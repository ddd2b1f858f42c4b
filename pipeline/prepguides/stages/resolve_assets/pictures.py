"""Whether a picture is what its name says, whole and modest: a damaged one would cost the guide, and a bomb the machine."""

from __future__ import annotations

import io
import re
import warnings

from ...model.assets import Refusal

MAX_PIXELS = 20_000_000
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


def check_svg(content: bytes) -> None:
    """Looked through as bytes, so it must be in the encoding that bytes are read as."""
    if _SVG_ENCODING.match(content) or b"\x00" in content:
        raise Refusal("an SVG is written in UTF-8")
    if _SVG_REFUSED.search(content):
        raise Refusal("an SVG may not hold DOCTYPE, script, use, image or foreignObject")


def check_raster(content: bytes, format: str) -> None:
    """WeasyPrint tells Pillow to accept truncated images; here every pixel is decoded, and they are refused."""
    from PIL import Image, ImageFile

    found = next((kind for beginning, kind in _BEGINNINGS.items() if content.startswith(beginning)), "")
    if found != format:
        raise Refusal(f"a {found}, not a {format}" if found else f"not a {format}")
    tolerant, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(content), formats=[format])
        with image:
            pixels = image.width * image.height
            if pixels <= MAX_PIXELS:
                image.load()
    except Exception as error:
        # Pillow's decoders let through whatever the bytes led them to: struct.error, zlib.error, ValueError, OverflowError and more.
        raise Refusal(f"a damaged {format}: save it again") from error
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = tolerant
    if pixels > MAX_PIXELS:
        raise Refusal(f"{pixels / 1e6:.0f} of at most {MAX_PIXELS / 1e6:.0f} megapixels")
