"""Other ways from the same HTML to a PDF, each as a command."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from documents import Sources

Command = Sequence[str | Path]
_TYPST = "import sys, typst; typst.compile(sys.argv[1], output=sys.argv[2])"
_NOT_WORDS = re.compile(
    r"<(svg|style|textarea|select)\b.*?</\1>|<(?:img|input|link|meta)\b[^>]*>|</?(?:a|span|label|form|button)\b[^>]*>", re.DOTALL
)
_ANCHOR = re.compile(r"\s(?:id|class|style|data-[a-z-]+)=\"[^\"]*\"")


@dataclass(frozen=True)
class Rival:
    """How to make one PDF."""

    folder: str
    missing: Callable[[], str]
    """Why it cannot be run here, or the empty string."""
    command: Callable[[Sources, Path], Command]
    note: str
    whole: bool = False
    """It follows the design, so it is given every PDF; otherwise it takes the words alone, of some."""
    at_a_time: tuple[int, ...] = (1,)


def commands_of(rival: Rival, sources: Sequence[Sources], folder: Path) -> list[Command]:
    """A command per PDF; what they read is prepared here, outside of what is measured."""
    folder.mkdir(parents=True)
    return [rival.command(source, folder) for source in sources]


def _weasyprint(source: Sources, folder: Path) -> Command:
    program = Path(sys.executable).parent / "weasyprint"
    return [program, "-q", "--pdf-variant", "pdf/ua-1", "--pdf-tags", "--pdf-forms", source.page, folder / f"{source.name}.pdf"]


def _chromium(source: Sources, folder: Path) -> Command:
    options = ["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer", f"--user-data-dir={folder / source.name}"]
    return ["chromium", *options, f"--print-to-pdf={folder / source.name}.pdf", source.page.as_uri()]


def _typst(source: Sources, folder: Path) -> Command:
    words, middle, target = _words(source, folder), folder / f"{source.name}.typ", folder / f"{source.name}.pdf"
    return [
        "sh",
        "-c",
        '"$0" "$1" -s -f html -t typst -o "$2" && "$3" -c "$4" "$2" "$5"',
        _pandoc(),
        words,
        middle,
        sys.executable,
        _TYPST,
        target,
    ]


def _asciidoctor(source: Sources, folder: Path) -> Command:
    words, middle, target = _words(source, folder), folder / f"{source.name}.adoc", folder / f"{source.name}.pdf"
    return ["sh", "-c", '"$0" "$1" -s -f html -t asciidoc -o "$2" && asciidoctor-pdf -q -o "$3" "$2"', _pandoc(), words, middle, target]


def _words(source: Sources, folder: Path) -> Path:
    """The page's headings, paragraphs, lists and tables."""
    path = folder / f"{source.name}.html"
    path.write_text(_ANCHOR.sub("", _NOT_WORDS.sub("", source.page.read_text(encoding="utf-8"))), encoding="utf-8")
    return path


def _pandoc() -> str:
    if find_spec("pypandoc"):
        import pypandoc

        return str(pypandoc.get_pandoc_path())
    return shutil.which("pandoc") or ""


def _no_program(*names: str) -> str:
    lacking = [name for name in names if shutil.which(name) is None]
    return f"{' and '.join(lacking)} not installed" if lacking else ""


def _no_typst() -> str:
    if find_spec("typst") is None or not _pandoc():
        return "the Python packages typst and pypandoc_binary are not installed"
    known = subprocess.run([_pandoc(), "--list-output-formats"], check=True, capture_output=True, text=True).stdout.split()
    return "" if "typst" in known else "this pandoc writes no Typst (3.1.2 does)"


RIVALS = {
    "`weasyprint` once per PDF": Rival(
        "weasyprint",
        lambda: "",
        _weasyprint,
        "the same HTML and CSS, tagged, with forms; no tags are repaired, nothing is checked.",
        whole=True,
        at_a_time=(1, 2),
    ),
    "Headless Chromium": Rival(
        "chromium",
        lambda: _no_program("chromium"),
        _chromium,
        "the same HTML and CSS, of which it ignores what it does not know of paged media: running strings, page groups, named strings.",
    ),
    "Pandoc with Typst": Rival(
        "typst",
        _no_typst,
        _typst,
        "the same words in the default design: no drawings, fields, links or running heads, and untagged tables.",
    ),
    "Pandoc with Asciidoctor PDF": Rival(
        "asciidoctor",
        lambda: _no_program("asciidoctor-pdf") or ("" if _pandoc() else "no pandoc"),
        _asciidoctor,
        "the same words in the default design: no drawings, fields, links or running heads, and no tags.",
    ),
}
