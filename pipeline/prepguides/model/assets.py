"""What a document may load: regular files inside the asset folders and the theme's fonts, under one virtual address."""

from __future__ import annotations

import io
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
_SVG_REFUSED = (b"<!doctype", b"<!entity", b"<script", b"<use", b"<image", b"<foreignobject")


class Refusal(ValueError):
    """The address will not be served; says why."""


class Absence(ValueError):
    """Nothing is there."""


@dataclass(frozen=True)
class AssetShelf:
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
            path = (root / relative).resolve()
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
        if suffix == ".svg" and any(word in content.lower() for word in _SVG_REFUSED):
            raise Refusal("an SVG may not hold DOCTYPE, script, use, image or foreignObject")
        if suffix in (".png", ".jpg", ".jpeg"):
            _check_raster(content)
        return content, TYPES[suffix]


def _check_raster(content: bytes) -> None:
    """WeasyPrint tells Pillow to accept truncated images; here they are refused."""
    from PIL import Image

    try:
        with Image.open(io.BytesIO(content)) as image:
            if image.width * image.height > MAX_PIXELS:
                raise Refusal(f"{image.width * image.height / 1e6:.0f} of at most {MAX_PIXELS / 1e6:.0f} megapixels")
            image.verify()
    except (OSError, SyntaxError, Image.DecompressionBombError) as error:
        raise Refusal(f"not a whole image: {error}") from error
