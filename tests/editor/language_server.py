"""A YAML language server, as an editor talks to it: documents are opened, and it is asked for what it would show."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

Message = dict[str, Any]
CURSOR = "|"
"""Where the cursor stands in a document that is asked about."""
_SETTINGS = {"yaml": {"validate": True, "hover": True, "completion": True, "yamlVersion": "1.2", "schemaStore": {"enable": False}}}


class LanguageServer:
    """Speaks the Language Server Protocol over a process's standard input and output."""

    def __init__(self, process: subprocess.Popen[bytes], root: Path) -> None:
        self._process = process
        self._root = root
        self._numbers = count(1)
        capabilities = {"textDocument": {"completion": {"completionItem": {"snippetSupport": False}}}}
        self._ask("initialize", {"processId": None, "rootUri": root.as_uri(), "capabilities": capabilities})
        self._tell("initialized", {})
        self._tell("workspace/didChangeConfiguration", {"settings": _SETTINGS})

    def problems(self, path: Path, text: str | None = None) -> list[str]:
        """What it underlines in a file, or in a text that would stand there: "11:11 Property 7 is not allowed."."""
        _, diagnostics = self._opened(path, path.read_text(encoding="utf-8") if text is None else text)
        places = [(each["range"]["start"], each["message"]) for each in diagnostics]
        return [
            f"{start['line'] + 1}:{start['character'] + 1} {message}" for start, message in sorted(places, key=lambda each: each[0]["line"])
        ]

    def offered(self, path: Path, text: str) -> list[str]:
        """What it completes at the cursor."""
        found = self._at_cursor("textDocument/completion", path, text)
        return [item["label"] for item in (found["items"] if isinstance(found, dict) else found)]

    def hover(self, path: Path, text: str) -> str:
        """What it says of the word at the cursor."""
        found = self._at_cursor("textDocument/hover", path, text)
        return str(found["contents"]["value"]) if found else ""

    def _at_cursor(self, method: str, path: Path, text: str) -> Any:
        before, after = text.split(CURSOR)
        position = {"line": before.count("\n"), "character": len(before) - before.rfind("\n") - 1}
        uri, _ = self._opened(path, before + after)
        return self._ask(method, {"textDocument": {"uri": uri}, "position": position})

    def _opened(self, path: Path, text: str) -> tuple[str, list[Message]]:
        """The document's address, a new one each time, beside that file; and its diagnostics, which come of themselves."""
        uri = path.with_name(f"{next(self._numbers)}-{path.name}").as_uri()
        self._tell("textDocument/didOpen", {"textDocument": {"uri": uri, "languageId": "yaml", "version": 1, "text": text}})
        return uri, next(each["diagnostics"] for each in self._published() if each["uri"] == uri)

    def _published(self) -> Iterator[Message]:
        while True:
            message = self._read()
            if message.get("method") == "textDocument/publishDiagnostics":
                yield message["params"]

    def _ask(self, method: str, params: Message) -> Any:
        number = next(self._numbers)
        self._write({"id": number, "method": method, "params": params})
        while (answer := self._read()).get("id") != number or "method" in answer:
            pass
        assert "error" not in answer, answer
        return answer["result"]

    def _tell(self, method: str, params: Message) -> None:
        self._write({"method": method, "params": params})

    def _write(self, message: Message) -> None:
        assert self._process.stdin is not None
        content = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(content), content))
        self._process.stdin.flush()

    def _read(self) -> Message:
        """The next message; what the server asks of us is answered with nothing."""
        assert self._process.stdout is not None
        head = b""
        while not head.endswith(b"\r\n\r\n"):
            line = self._process.stdout.readline()
            assert line, "the language server has ended"
            head += line
        length = int(head.split(b"Content-Length:")[1].split()[0])
        message: Message = json.loads(self._process.stdout.read(length))
        if "method" in message and "id" in message:
            self._write({"id": message["id"], "result": None})
        return message


@contextmanager
def language_server(program: Path, root: Path) -> Iterator[LanguageServer]:
    """The server that npm has installed, for as long as the block runs."""
    with subprocess.Popen(
        ["node", program, "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        try:
            yield LanguageServer(process, root)
        finally:
            process.kill()
