"""theme.yaml, fonts and the theme's folder."""

from __future__ import annotations

from attacks.document import OUTSIDE, SERVER, Document

_FILE = "templates/evil/theme.yaml"
_FONT = "title: Evil\nextends: base\nfonts:\n  - {{family: X, file: {file}}}\n"
_FACE = "templates/evil/fonts/x.ttf"


def _settings(name: str, tries: str, text: str, becomes: str = "PG506") -> Document:
    return Document(name, tries, becomes, {_FILE: text}, at=_FILE)


def _font(name: str, tries: str, content: bytes, becomes: str = "PG506") -> Document:
    return Document(name, tries, becomes, {_FILE: _FONT.format(file="x.ttf"), _FACE: content}, at=_FILE)


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
    _font("30 MB font", "memory, before anything runs", b"\x00\x01\x00\x00" + b"\x00" * 30_000_000),
)
