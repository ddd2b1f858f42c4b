"""What a document may load: regular files inside the asset folders and the theme's fonts, under one virtual address."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

BASE_ADDRESS = "http://project.invalid/"
"""Answered by the shelf alone. WeasyPrint names images by their absolute address, so a real path would change the bytes."""
MAX_BYTES = 20 * 1024 * 1024
MAX_PIXELS = 20_000_000
TYPES = {
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".svg": "image/svg+xml",
    ".ttf": "font/ttf",
    ".otf": "font/otf",
}
_SVG_REFUSED = re.compile(rb"<!(?:doctype|entity)|<(?:[^\s<>:]+:)?(?:script|use|image|foreignobject)\b", re.IGNORECASE)
_SVG_ENCODING = re.compile(rb"""^<\?xml[^>]*\bencoding\s*=\s*["'](?!utf-8["'])""", re.IGNORECASE)


class Refusal(ValueError):
    """The address will not be served; says why."""


class Absence(ValueError):
    """Nothing is there."""


@dataclass(frozen=True)
class AssetResolver:
    """Finds `fonts/NAME` in `fonts`, and `assets/PATH` in the first folder that has it."""

    fonts: Mapping[str, Path]
    folders: tuple[Path, ...]

    def find(self, url: str) -> Path:
        """The file behind an address. Refusal or Absence."""
        if not url.startswith(BASE_ADDRESS):
            raise Refusal(f"only files of the project are read, not {url[:80]}")
        name = unquote(urlsplit(url).path).lstrip("/")
        if name in self.fonts:
            return self.fonts[name]
        relative = name.removeprefix("assets/")
        if Path(relative).suffix.lower() not in TYPES:
            raise Refusal(f"only {', '.join(TYPES)} files are read")
        for folder in self.folders:
            root = folder.resolve()
            try:
                path = (root / relative).resolve()
            except ValueError as error:
                raise Refusal(f"not a path: {error}") from error
            if not path.is_relative_to(root):
                raise Refusal("the address leads outside the asset folders")
            if path.is_file():
                return path
        raise Absence("no such file")

    def read(self, url: str) -> tuple[bytes, str]:
        """Content and media type. Refusal or Absence."""
        path = self.find(url)
        if path.stat().st_size > MAX_BYTES:
            raise Refusal(f"over {MAX_BYTES // 1024 // 1024} MiB")
        content = path.read_bytes()
        suffix = path.suffix.lower()
        if suffix == ".svg":
            _check_svg(content)
        if suffix in (".png", ".jpg", ".jpeg"):
            _check_raster(content, "PNG" if suffix == ".png" else "JPEG")
        return content, TYPES[suffix]


def _check_svg(content: bytes) -> None:
    """Looked through as bytes, so it must be in the encoding that bytes are read as."""
    if _SVG_ENCODING.match(content) or b"\x00" in content:
        raise Refusal("an SVG is written in UTF-8")
    if _SVG_REFUSED.search(content):
        raise Refusal("an SVG may not hold DOCTYPE, script, use, image or foreignObject")


def _check_raster(content: bytes, format: str) -> None:
    """WeasyPrint tells Pillow to accept truncated images; here every pixel is decoded, and they are refused."""
    from PIL import Image, ImageFile

    tolerant, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(content), formats=[format])
        with image:
            if image.width * image.height > MAX_PIXELS:
                raise Refusal(f"{image.width * image.height / 1e6:.0f} of at most {MAX_PIXELS / 1e6:.0f} megapixels")
            image.load()
    except (OSError, SyntaxError, Image.DecompressionBombError) as error:
        raise Refusal(f"not a whole {format}: {error}") from error
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = tolerant
