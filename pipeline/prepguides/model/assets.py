"""What a document may load: regular files of the project and of its fonts, under one virtual address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import ClassVar

BASE_ADDRESS = "http://project.invalid/"
"""Answered by the asset table alone. WeasyPrint names images by their absolute address, so a real path would change the bytes."""


MAX_ASSET_BYTES = 20 * 1024 * 1024
"""Of a picture or a font."""


class Refusal(ValueError):
    """The address will not be served; says why."""

    code: ClassVar[str] = "PG602"
    """The rule that is broken."""
    hint: ClassVar[str] = "assets lie in content/assets/ or in a theme's assets/"
    """What to do about it."""


class Damage(Refusal):
    """The file is no whole image of its kind; says how."""

    code: ClassVar[str] = "PG607"
    hint: ClassVar[str] = "open it in a program for pictures, and save it again as PNG, JPEG or SVG"


class TooManyDots(Refusal):
    """The picture has more dots than a page can show; says how many."""

    hint: ClassVar[str] = "save a smaller copy of it"


class ForeignFont(Refusal):
    """Words in a drawing are set in a font that is not the theme's; says which."""

    code: ClassVar[str] = "PG701"
    hint: ClassVar[str] = "turn the words into outlines, or set their font-family to one of the theme's"


class Absence(ValueError):
    """Nothing is there."""

    code: ClassVar[str] = "PG601"
    hint: ClassVar[str] = Refusal.hint


@dataclass(frozen=True)
class Folder:
    """A folder that files are read from. Whatever links lead to, a file that is read lies below `root`."""

    path: Path
    root: Path

    def __truediv__(self, name: str) -> Folder:
        return Folder(self.path / name, self.root)


@dataclass(frozen=True)
class Asset:
    """A file that was looked up: whoever reads it again refuses it when its hash is another one."""

    path: Path
    media_type: str
    sha256: str
    tones: tuple[float, float] | None = None
    """Of an image, the luminance (0 to 1) of the darkest and the lightest of what is seen of it; none where that is not known."""
    size: int = 0
    """In bytes."""
    families: frozenset[str] = frozenset()
    """Of a drawing, the fonts that its words ask for first; empty text for words that ask for none."""


@dataclass(frozen=True)
class AssetTable:
    """All that a document and its style sheets load, by absolute address, and why the rest is not served."""

    files: Mapping[str, Asset] = field(default_factory=dict)
    failures: Mapping[str, Refusal | Absence] = field(default_factory=dict)

    def find(self, url: str) -> Asset:
        """The file behind an address. Refusal or Absence."""
        if url in self.files:
            return self.files[url]
        raise self.failures.get(url) or Refusal("nothing said before that it would be loaded")

    @property
    def digest(self) -> str:
        """SHA-256 of addresses and bytes, wherever the files lie."""
        return sha256("\n".join(f"{url} {asset.sha256}" for url, asset in self.files.items()).encode()).hexdigest()
