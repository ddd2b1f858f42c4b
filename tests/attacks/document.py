"""What an attack is: a few files laid over a small project, what they try, and what is to become of them."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field

PRINTED = "printed"
"""Instead of a rule's code: the build says nothing and what it prints holds nothing of what was tried."""
OUTSIDE = "@OUTSIDE@"
"""Stands for a folder outside the project, whose files nobody may open."""
SERVER = "@SERVER@"
"""Stands for the address of a server that counts who asks it: `127.0.0.1:PORT`."""
BUILD = ("build", "two", "--paper", "a4", "--jobs", "1")
CHECK = ("check", "two")


@dataclass(frozen=True)
class Document:
    """One attack. The guide `two` wears the theme `evil` and prints the page `evil`; these files replace what is sound."""

    name: str
    tries: str
    becomes: str
    """The code of the rule that refuses it, or `printed`; two codes with `or` where it depends on the machine which limit comes first."""
    files: Mapping[str, str | bytes] = field(default_factory=dict)
    links: Mapping[str, str] = field(default_factory=dict)
    """Path to what it is made a symbolic link to."""
    pipes: tuple[str, ...] = ()
    """Paths of named pipes, to which nobody writes."""
    command: tuple[str, ...] = BUILD
    at: str = ""
    """How the place of the refusal begins; empty for any."""


def template(name: str, tries: str, becomes: str, text: str) -> Document:
    """The partial of the section `glossary`, behind a line of its own."""
    file = "templates/evil/sections/glossary.html"
    return Document(name, tries, becomes, {file: f"<p>Words.</p>\n{text}\n"}, at=file)


def style(name: str, tries: str, becomes: str, text: str, at: str = "templates/evil/evil.css", **files: str | bytes) -> Document:
    """A style sheet of the theme; further files by path, `__` for a slash and a last `_` for the dot."""
    return Document(name, tries, becomes, {"templates/evil/evil.css": f"\n{text}\n", **named(files)}, at=at)


def page(name: str, tries: str, becomes: str, text: str, **files: str | bytes) -> Document:
    """The body of a page in Markdown."""
    at = "content/pages/evil.md"
    return Document(name, tries, becomes, {at: f"---\nid: evil\ntitle: A page\n---\n\nWords.\n\n{text}\n", **named(files)}, at=at)


def picture(name: str, tries: str, becomes: str, content: str | bytes, suffix: str = "svg") -> Document:
    """A picture that the page shows; it is refused at the line that shows it."""
    at = "content/pages/evil.md"
    shown = f"---\nid: evil\ntitle: A page\n---\n\nWords.\n\n![A picture](evil.{suffix})\n"
    return Document(name, tries, becomes, {at: shown, f"content/assets/evil.{suffix}": content}, at=at)


def named(files: Mapping[str, str | bytes]) -> dict[str, str | bytes]:
    """Keywords as paths."""
    return {".".join(name.replace("__", "/").rsplit("_", 1)): content for name, content in files.items()}


def png(width: int, height: int, *more: tuple[bytes, bytes], rows: bytes | None = None) -> bytes:
    """A gray PNG with further chunks between its header and its dots."""
    dots = rows if rows is not None else b"\x00" * ((width + 7) // 8 + 1) * height
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    chunks = ((b"IHDR", header), *more, (b"IDAT", zlib.compress(dots, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, content) for kind, content in chunks)


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
