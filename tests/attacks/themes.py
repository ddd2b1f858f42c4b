"""theme.yaml, fonts and the theme's folder."""

from __future__ import annotations

import struct

from attacks.document import OUTSIDE, SERVER, Document

_FILE = "templates/evil/theme.yaml"
_FONT = "title: Evil\nextends: base\nfonts:\n  - {{family: X, file: {file}}}\n"
_FACE = "templates/evil/fonts/x.ttf"


def _settings(name: str, tries: str, text: str, becomes: str = "PG506") -> Document:
    return Document(name, tries, becomes, {_FILE: text}, at=_FILE)


def _font(name: str, tries: str, content: bytes, becomes: str = "PG506") -> Document:
    return Document(name, tries, becomes, {_FILE: _FONT.format(file="x.ttf"), _FACE: content}, at=_FILE)


def _with_maps(*maps: bytes) -> bytes:
    """A font whose only table is `cmap`, with these maps: the first is the one for all of Unicode."""
    kinds = ((3, 10), (0, 5))
    places = [4 + 8 * len(maps) + sum(map(len, maps[:number])) for number in range(len(maps))]
    records = b"".join(struct.pack(">HHI", *kind, at) for kind, at in zip(kinds, places, strict=False))
    table = struct.pack(">HH", 0, len(maps)) + records + b"".join(maps)
    return struct.pack(">IHHHH4sIII", 0x00010000, 1, 16, 0, 0, b"cmap", 0, 28, len(table)) + table


def _groups(*ranges: tuple[int, int]) -> bytes:
    """A map of format 12."""
    groups = b"".join(struct.pack(">III", first, last, 1) for first, last in ranges)
    return struct.pack(">HHIII", 12, 0, 16 + len(groups), 0, len(ranges)) + groups


_SEGMENTS = struct.pack(">HHHHHHH", 4, 65_534, 0, 16_000, 0, 0, 0) + b"\xff\xff" * 8_000 + b"\0\0" + b"\0\0" * 24_000
"""A map of format 4 in which each of 8,000 segments is all there is."""
_VARIATIONS = (
    struct.pack(">HII", 14, 10 + 11 * 9_000 + 4 + 4 * 9_000, 9_000)
    + (b"\x00\xfe\x00" + struct.pack(">II", 10 + 11 * 9_000, 0)) * 9_000
    + struct.pack(">I", 9_000)
    + b"\x00\x00\x00\xff" * 9_000
)
"""A map of format 14: 9,000 selectors, each for the same 9,000 ranges of 256."""

DOCUMENTS = (
    _settings("parent outside", "extend a theme of the machine", f"title: Evil\nextends: {OUTSIDE}/evil\n"),
    _settings("parent that climbs", "extend a theme beside the project", "title: Evil\nextends: ../../outside\n"),
    _settings("parent of its own", "go in a circle", "title: Evil\nextends: evil\n"),
    _settings("font by path", "embed a font of the machine", _FONT.format(file=f"{OUTSIDE}/secret.ttf")),
    _settings("font that climbs", "embed a font beside the project", _FONT.format(file="../../../outside/secret.ttf")),
    _settings("font from the network", "load a font", _FONT.format(file=f'"http://{SERVER}/x.ttf"')),
    _settings(
        "font's package",
        "run a module of Python",
        "title: Evil\nextends: base\nfonts:\n  - {family: X, file: x.ttf, package: antigravity}\n",
    ),
    _settings(
        "package in a package",
        "run a module of Python",
        "title: Evil\nextends: base\nfonts:\n  - {family: X, file: x.ttf, package: os.path}\n",
    ),
    _settings("section that climbs", "print a template elsewhere", "title: Evil\nextends: base\nsections:\n  ../x: {prints: questions}\n"),
    _settings(
        "font's name as CSS",
        "write rules by a name",
        'title: Evil\nextends: base\nfonts:\n  - {family: "X; } @import url(file:///x", file: x.ttf}\n',
    ),
    _settings("Python tag", "run Python", "title: !!python/object/apply:os.system [id]\n", "PG506"),
    _settings("aliases", "a tree without an end", "a: &a [x]\nb: [*a, *a]\ntitle: Evil\n", "PG506"),
    _settings("key by a command", "a workflow command in a log", 'title: Evil\nextends: base\n"x\\n::error file=a::PWNED": 1\n'),
    Document("linked settings", "print a file of the machine in a message", "PG506", links={_FILE: f"{OUTSIDE}/secret.yaml"}),
    Document("linked theme", "load a theme of the machine", "PG506", links={"templates/evil": f"{OUTSIDE}/evil"}, at=_FILE),
    Document("linked font", "embed a font of the machine", "PG506", {_FILE: _FONT.format(file="x.ttf")}, {_FACE: f"{OUTSIDE}/secret.ttf"}),
    Document("linked folder of fonts", "the same", "PG506", {_FILE: _FONT.format(file="secret.ttf")}, {"templates/evil/fonts": OUTSIDE}),
    Document("piped font", "wait for ever", "PG506", {_FILE: _FONT.format(file="x.ttf")}, pipes=(_FACE,)),
    Document("font from a device", "read without an end", "PG506", {_FILE: _FONT.format(file="x.ttf")}, {_FACE: "/dev/zero"}),
    _font("words as a font", "the font library", b"not a font"),
    _font("font cut short", "the font library", b"\x00\x01\x00\x00\x00\x10\x01\x00\x00\x04\x00\x00"),
    _font("font of many tables", "the font library's memory", b"\x00\x01\x00\x00\xff\xff" + b"\xff" * 60_000),
    _font("woff as a font", "a bomb in a compressed font", b"wOFF" + b"\x00" * 400),
    _font("font of four billion letters", "a list of all that a map says", _with_maps(_groups((0, 0xFFFF_FFFF)))),
    _font("font of all letters, often", "the same, within Unicode", _with_maps(_groups(*[(0, 0x10_FFFF)] * 2_000))),
    _font("font of full segments", "the same, in the old format", _with_maps(_SEGMENTS)),
    _font("font of variations", "the same, in a map that few programs read", _with_maps(_VARIATIONS)),
    _font("font of variations beside a map", "the same", _with_maps(_groups((32, 126)), _VARIATIONS)),
    _font("30 MB font", "memory, before anything runs", b"\x00\x01\x00\x00" + b"\x00" * 30_000_000),
)
