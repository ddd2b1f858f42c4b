"""What each patch in this folder saves, and whether the bytes stay: the same documents with the packages as released and patched.

python docs/upstream/measure.py [--documents 40]

Copies of the installed WeasyPrint and pydyf are patched in a temporary folder, with the program `patch`. Prints a table in Markdown.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from time import process_time
from typing import Any

HERE = Path(__file__).resolve().parent
PACKAGES = ("weasyprint", "pydyf")
WORDS = re.findall(r"\S+", "Columns are laid out again and again, each time a little higher, until the last is no longer the highest")
STYLE = """<style>
@page { size: 180mm 240mm; margin: 15mm }
body { font: 10pt/1.35 serif; margin: 0 }
.columns { column-gap: 6mm }
p { margin: 0 0 4pt }
h3 { font-size: 12pt; margin: 9pt 0 3pt; break-after: avoid }
.whole, li, table { break-inside: avoid }
</style>"""


def words(chance: random.Random, least: int, most: int) -> str:
    return " ".join(chance.choice(WORDS) for _ in range(chance.randint(least, most)))


def paragraph(chance: random.Random) -> str:
    return f"<p>{words(chance, 5, 90)}</p>"


def whole_paragraph(chance: random.Random) -> str:
    return f'<p class="whole">{words(chance, 5, 60)}</p>'


def mixed(chance: random.Random) -> str:
    heading = f"<h3>{words(chance, 2, 4)}</h3>{paragraph(chance)}"
    table = f"<table><tr><td>{words(chance, 9, 9)}</td><td>{words(chance, 9, 9)}</td></tr></table>"
    return chance.choice([heading, table, paragraph(chance), whole_paragraph(chance)])


def list_item(chance: random.Random) -> str:
    return f"<li>{words(chance, 2, 25)}</li>"


ITEMS: dict[str, Callable[[random.Random], str]] = {
    "columns of paragraphs that may not break": whole_paragraph,
    "columns of headings, tables and paragraphs": mixed,
    "columns of paragraphs": paragraph,
    "columns of one list": list_item,
}


def in_columns(columns: int, items: list[str]) -> str:
    body = "".join(items)
    body = f"<ul>{body}</ul>" if body.startswith("<li>") else body
    return f'{STYLE}<div class="columns" style="columns: {columns}">{body}</div><p>After</p>'


def columns(count: int) -> Iterator[tuple[str, list[str]]]:
    """So many documents of each kind, the same whenever they are made."""
    for kind, item in ITEMS.items():
        chance = random.Random(kind)
        yield kind, [in_columns(2 + number % 2, [item(chance) for _ in range(chance.randint(3, 24))]) for number in range(count)]


def pages(count: int) -> Iterator[tuple[str, list[str]]]:
    """One document that is so many times five pages long."""
    yield "tagged pages", [STYLE + "".join(map(paragraph, [random.Random("pages")] * 50 * count))]


DOCUMENTS = {"pydyf-remember-page-references": pages, "weasyprint-skip-known-trials-of-columns": columns}
"""What is measured for each patch."""


def measured(patch: str, count: int) -> dict[str, dict[str, Any]]:
    """By kind of document: CPU seconds, layouts of columns, pages and a hash of the PDFs."""
    import weasyprint
    from weasyprint.layout import block

    layouts, layout = [0], block.block_box_layout

    def counted(context: Any, box: Any, *words: Any, **named: Any) -> Any:
        layouts[0] += bool(box.is_column)
        return layout(context, box, *words, **named)

    block.block_box_layout = counted
    found: dict[str, dict[str, Any]] = {}
    for kind, sources in DOCUMENTS[patch](count):
        layouts[0], page_count, digest = 0, 0, sha256()
        started = process_time()
        for source in sources:
            document = weasyprint.HTML(string=f"<html lang=en><title>x</title>{source}").render()
            page_count += len(document.pages)
            digest.update(document.write_pdf(pdf_variant="pdf/ua-1", pdf_identifier=b"x"))
        found[kind] = {"seconds": process_time() - started, "layouts": layouts[0], "pages": page_count, "bytes": digest.hexdigest()}
    return found


def patched(folder: Path, patch: Path) -> Path:
    """A folder with copies of both packages, one of which is patched."""
    for package in PACKAGES:
        spec = find_spec(package)
        assert spec is not None
        assert spec.origin is not None
        shutil.copytree(Path(spec.origin).parent, folder / package, ignore=shutil.ignore_patterns("__pycache__"))
    with patch.open("rb") as read:
        subprocess.run(["patch", "-p1", "-d", str(folder), "--forward"], stdin=read, check=True, capture_output=True)
    return folder


def run(patch: str, path: Path | None, count: int) -> dict[str, dict[str, Any]]:
    """The measurement in a process of its own, with the packages below `path`, or as released."""
    environment = {**os.environ, "PYTHONPATH": str(path) if path else "", "SOURCE_DATE_EPOCH": "0"}
    command = [sys.executable, __file__, "--child", patch, "--documents", str(count)]
    made = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
    found: dict[str, dict[str, Any]] = json.loads(made.stdout)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=40, help="of each kind; 40 unless said otherwise")
    parser.add_argument("--child", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        json.dump(measured(options.child, options.documents), sys.stdout)
        return
    sys.stdout.write("| Patch | Documents | Pages | Layouts of columns | Seconds | Bytes |\n| --- | --- | ---: | ---: | ---: | --- |\n")
    for patch in DOCUMENTS:
        with tempfile.TemporaryDirectory() as name:
            folder = patched(Path(name), HERE / f"{patch}.patch")
            released, ours = run(patch, None, options.documents), run(patch, folder, options.documents)
        for kind, before in released.items():
            after = ours[kind]
            layouts = f"{before['layouts']:,} → {after['layouts']:,}" if before["layouts"] else ""
            seconds = f"{before['seconds']:.2f} → {after['seconds']:.2f}"
            same = "the same" if before["bytes"] == after["bytes"] else "differ"
            sys.stdout.write(f"| `{patch}` | {kind} | {after['pages']} | {layouts} | {seconds} | {same} |\n")


if __name__ == "__main__":
    main()
