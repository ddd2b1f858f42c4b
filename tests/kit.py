"""What the tests share: the mini project, the command line in this process, diagnostics in one line each."""

from __future__ import annotations

import io
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from hashlib import sha256
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from unittest.mock import patch

from prepguides import cli
from prepguides.build import prepare
from prepguides.model.diagnostic import Diagnostic, in_order
from prepguides.model.request import Project, Selection

TESTS = Path(__file__).resolve().parent
ROOT = TESTS.parent
"""The checkout: its content/ and templates/ are the originals. The program under test may be installed elsewhere."""
MINI = TESTS / "mini"


@dataclass(frozen=True)
class Run:
    """What a command left behind."""

    code: int
    out: str
    err: str


def prepguides(*words: str | Path) -> Run:
    """The command in this process, exit code included."""
    out, err = io.StringIO(), io.StringIO()
    with patch.object(sys, "argv", ["prepguides", *map(str, words)]), redirect_stdout(out), redirect_stderr(err):
        try:
            cli.main()
        except SystemExit as leaving:
            return Run(int(leaving.code or 0), out.getvalue(), err.getvalue())
    raise AssertionError("main() always leaves by sys.exit")


def build_shipped(output: Path, *words: str) -> Run:
    """A build of the shipped guides into this folder.

    What the checkout's `output/` holds is taken along, for README.md's first command has printed the guides already: the build finds by
    the hashes in the manifest what is of the same content, theme and program, as it does for everybody, and prints the rest.
    """
    if (ROOT / "output" / "manifest.json").is_file():
        shutil.copytree(ROOT / "output", output, ignore=shutil.ignore_patterns(".*"), dirs_exist_ok=True)
    return prepguides("build", *words, "--project", ROOT, "--output", output)


def hear_ctrl_c() -> None:
    """Of a child, before its program begins: a shell that started the tests in the background has Ctrl-C ignored for all of them."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def in_a_process(*words: str | Path, cwd: Path | None = None, env: Mapping[str, str] | None = None, umask: int = 0o022) -> Run:
    """The command in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "prepguides", *map(str, words)],
        check=False,
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=cwd,
        env={**os.environ, **(env or {})},
        umask=umask,
    )
    return Run(done.returncode, done.stdout, done.stderr)


@contextmanager
def unmeasured() -> Iterator[None]:
    """Commands in processes of their own are not measured here, which doubles what they cost: other tests run all that they do."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_")}
    with patch.dict(os.environ, kept, clear=True):
        yield


def script(path: str) -> ModuleType:
    """A file that is no part of a package, as a module."""
    spec = spec_from_file_location(Path(path).stem, ROOT / path)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


def located(diagnostics: Iterable[Diagnostic]) -> list[str]:
    """Each as "path:line:column CODE", in the order of reports."""
    return [f"{diagnostic.place} {diagnostic.rule.code}" for diagnostic in in_order(diagnostics)]


_WHY = re.compile(r"^(?!\[)(.+ \((?:candidate|coach)\)): +(.+)$", re.MULTILINE)


def why(run: Run) -> dict[str, str]:
    """Edition to what a build that explains itself said of it: "fresh", or the inputs that changed."""
    return dict(_WHY.findall(run.out))


@dataclass(frozen=True)
class MiniProject:
    """A copy of tests/mini: two guides, `one` and `two`, that share a page, a glossary term and a claim."""

    root: Path

    @classmethod
    def at(cls, folder: Path, *overlays: Path) -> MiniProject:
        shutil.copytree(MINI, folder)
        for overlay in overlays:
            shutil.copytree(overlay, folder, dirs_exist_ok=True)
        return cls(folder)

    @property
    def project(self) -> Project:
        return Project(self.root)

    @property
    def output(self) -> Path:
        return self.root / "output"

    def edit(self, file: str, old: str, new: str) -> None:
        """Replace words that stand there exactly once."""
        path = self.root / file
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
        path.write_text(text.replace(old, new), encoding="utf-8")

    def add(self, file: str, content: str | bytes) -> Path:
        """Write a file, with the folders that lead to it."""
        path = self.root / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def theme(self, name: str, *guides: str, **files: str) -> None:
        """A theme that extends `base`, worn by these guides. Files by name, `__` for a slash and `_` for the dot."""
        self.add(f"templates/{name}/theme.yaml", f"title: {name}\nextends: base\n")
        for file, text in files.items():
            self.add(f"templates/{name}/{file.replace('__', '/').replace('_', '.')}", text)
        for guide in guides:
            self.edit(f"content/guides/{guide}.yaml", f"  - id: {guide}\n", f"  - id: {guide}\n    theme: {name}\n")

    def check(self, *guides: str) -> list[str]:
        return located(self.diagnostics(*guides))

    def diagnostics(self, *guides: str) -> tuple[Diagnostic, ...]:
        return in_order(prepare.check(self.project, Selection(guides)).diagnostics)

    def run(self, command: str, *words: str) -> Run:
        return prepguides(command, *words, "--project", self.root)

    def build(self, *words: str) -> Run:
        """A build that says why; one worker, to be kind to the other tests."""
        return self.run("build", "--jobs", "1", "--explain", *words)

    def files(self) -> dict[str, str]:
        """SHA-256 of every file below output/, the manifest excepted."""
        return {
            path.relative_to(self.output).as_posix(): sha256(path.read_bytes()).hexdigest()
            for path in sorted(self.output.rglob("*"))
            if path.is_file() and path.name != "manifest.json"
        }
