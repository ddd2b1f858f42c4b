"""What attacks are after: a folder outside the project whose files say a secret, and a server that counts who asks it."""

from __future__ import annotations

import ctypes
import json
import os
import shutil
import socket
import struct
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread

import font_source_sans_pro

from attacks.document import png

SECRET = "CANARY-7f3a91c2"
_WIDTH, _HEIGHT = 37, 41
_WATCHED = 0x1 | 0x2 | 0x20 | 0x40 | 0x80 | 0x100 | 0x200
"""Of inotify: read, written, opened, moved from, moved to, made, removed."""
_FOLDER = 0x40000000


def made(folder: Path) -> Path:
    """The folder with a file of each kind, each with the secret in it, and a theme."""
    (folder / "evil").mkdir(parents=True)
    (folder / "sections").mkdir()
    (folder / "written").mkdir()
    texts = {
        "secret.txt": SECRET,
        "secret.html": f"<p>{SECRET}</p>",
        "secret.css": f'p::before {{ content: "{SECRET}" }}',
        "secret.svg": f'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><text id="a">{SECRET}</text></svg>',
        "secret.md": f"---\nid: evil\ntitle: {SECRET}\n---\n\n{SECRET}\n",
        "secret.yaml": f"glossary:\n  - {{id: evil, term: {SECRET}, roles: [miller], definition: {SECRET}.}}\ntitle: {SECRET}\nx: [\n",
        "secret.csv": f"name,id,role,company,interview date\n{SECRET},,,,soon\n",
        "secret.json": json.dumps({"version": 2, "artifacts": {SECRET: {}}}),
        "evil/theme.yaml": "title: Evil\nextends: base\n",
        "evil/evil.css": f'p::before {{ content: "{SECRET}" }}',
        "sections/glossary.html": f"<p>{SECRET}</p>",
    }
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "secret.png").write_bytes(png(_WIDTH, _HEIGHT, (b"tEXt", f"Comment\0{SECRET}".encode())))
    shutil.copy(Path(font_source_sans_pro.__path__[0]) / "files" / "SourceSansPro-Black.ttf", folder / "secret.ttf")
    return folder


def is_there(pdf: Path) -> bool:
    """Whether a PDF holds anything of the folder: the secret in a text or a stream, or the picture."""
    import pikepdf
    import pypdfium2

    with pikepdf.open(pdf) as document:
        for found in document.objects:
            if isinstance(found, pikepdf.Stream) and (str(found.get("/Width")), str(found.get("/Height"))) == (str(_WIDTH), str(_HEIGHT)):
                return True
            if isinstance(found, pikepdf.Stream) and found.get("/Subtype") != "/Image" and SECRET.encode() in found.read_bytes():
                return True
    if SECRET.encode() in pdf.read_bytes():
        return True
    opened = pypdfium2.PdfDocument(pdf)
    return any(SECRET in page.get_textpage().get_text_range() for page in opened)


@dataclass
class Watch:
    """Takes down what the system is asked of the folder, by whatever program or library; nothing where there is no inotify."""

    folder: Path
    handle: int = -1
    names: dict[int, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if sys.platform != "linux":
            return
        system = ctypes.CDLL(None, use_errno=True)
        self.handle = system.inotify_init1(os.O_NONBLOCK | os.O_CLOEXEC)
        for folder in (self.folder, *(path for path in self.folder.rglob("*") if path.is_dir())):
            watch = system.inotify_add_watch(self.handle, os.fsencode(folder), _WATCHED)
            assert watch >= 0, os.strerror(ctypes.get_errno())
            self.names[watch] = folder.relative_to(self.folder).as_posix()

    def seen(self) -> list[str]:
        """What was done since it was asked last, by the names of files and folders."""
        found: list[str] = []
        while self.handle >= 0:
            try:
                events = os.read(self.handle, 65_536)
            except BlockingIOError:
                break
            at = 0
            while at < len(events):
                watch, _, _, length = struct.unpack_from("iIII", events, at)
                name = events[at + 16 : at + 16 + length].rstrip(b"\0").decode("utf-8", "replace")
                found.append(f"{self.names.get(watch, '')}/{name}")
                at += 16 + length
        return list(dict.fromkeys(found))

    def close(self) -> None:
        if self.handle >= 0:
            os.close(self.handle)


@dataclass
class Server:
    """Counts who connects."""

    address: str = ""
    asked: int = 0


@contextmanager
def server() -> Iterator[Server]:
    """On loopback, while the block runs."""
    counted = Server()
    with socket.create_server(("127.0.0.1", 0)) as listening:
        counted.address = f"127.0.0.1:{listening.getsockname()[1]}"

        def count() -> None:
            while True:
                try:
                    connection, _ = listening.accept()
                except OSError:
                    return
                counted.asked += 1
                connection.close()

        Thread(target=count, daemon=True).start()
        yield counted
        listening.shutdown(socket.SHUT_RDWR)
