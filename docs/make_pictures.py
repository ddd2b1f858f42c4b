"""Makes docs/images/pages.png from printed guides: python docs/make_pictures.py [FOLDER]

FOLDER holds the A4 PDFs; by default it is output/standard. Needs pdftoppm, of poppler-utils.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
from PIL import Image, ImageFilter

ROOT = Path(__file__).resolve().parent.parent
PICTURE = ROOT / "docs" / "images" / "pages.png"
WANTED = (
    ("pm", "", "", 0),
    ("pm", "The role", "The life cycle and your part", 0),
    ("pm", "Analytical", "", 0),
    ("pm", "Analytical", "A full answer, annotated", 0),
    ("pmm", "Go-to-market", "Questions", 0),
    ("pmm", "Practice and the day itself", "One story", 0),
    ("pmm", "Go-to-market", "How it is scored", 0),
    ("pm-vs-pmm", "Side by side", "One life cycle, two lanes", 0),
)
"""Guide, bookmark of the part, bookmark of the section, pages after it. Empty names are the guide's or part's first page."""
COLUMNS = 4
WIDTH, GAP, MARGIN = 1600, 28, 36
BACKGROUND, EDGE = (236, 235, 232), (206, 204, 200)
COLORS = 160
FEWEST = 6
LARGEST = 600_000


def main(folder: Path) -> None:
    """Write the picture; SystemExit when the folder lacks the guides or their bookmarks."""
    pages = list(_pages(folder))
    if len(pages) < FEWEST:
        raise SystemExit(f"{len(pages)} of at least {FEWEST} pages found in {folder}; run: prepguides build --paper a4")
    width = (WIDTH - 2 * MARGIN - (COLUMNS - 1) * GAP) // COLUMNS
    images = [_image(path, number, width) for path, number in pages]
    height = max(image.height for image in images)
    rows = -(-len(images) // COLUMNS)
    sheet = Image.new("RGB", (WIDTH, 2 * MARGIN + rows * height + (rows - 1) * GAP), BACKGROUND)
    for index, image in enumerate(images):
        column, row = index % COLUMNS, index // COLUMNS
        _lay(sheet, image, MARGIN + column * (width + GAP), MARGIN + row * (height + GAP))
    PICTURE.parent.mkdir(parents=True, exist_ok=True)
    sheet.quantize(COLORS, dither=Image.Dither.NONE).save(PICTURE, optimize=True)
    size = PICTURE.stat().st_size
    if size > LARGEST:
        raise SystemExit(f"{size:,} bytes, of at most {LARGEST:,}: lower COLORS")
    sys.stdout.write(f"{PICTURE.relative_to(ROOT)}: {len(images)} pages, {size:,} bytes\n")


def _pages(folder: Path) -> Iterator[tuple[Path, int]]:
    """The wanted pages, from 1, of the guides that are there."""
    for guide, part, section, after in WANTED:
        path = folder / f"{guide}-candidate-a4.pdf"
        if not path.is_file():
            sys.stderr.write(f"no {path.name}\n")
        elif (number := _number(path, part, section)) is None:
            sys.stderr.write(f"{path.name} has no bookmark {part} / {section}\n")
        else:
            yield path, number + after


def _number(path: Path, part: str, section: str) -> int | None:
    if not part:
        return 1
    with pikepdf.open(path) as document, document.open_outline() as outline:
        numbers = {page.obj.objgen: number for number, page in enumerate(document.pages, 1)}
        for item in outline.root:
            if item.title == part:
                found = [item] if not section else [child for child in item.children if child.title == section]
                return numbers.get(_page(found[0])) if found else None
    return None


def _page(item: Any) -> tuple[int, int]:
    page: tuple[int, int] = item.destination[0].objgen
    return page


def _image(path: Path, number: int, width: int) -> Image.Image:
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "page"
        command = ["pdftoppm", "-png", "-singlefile", "-f", str(number), "-l", str(number), "-r", "110", str(path), str(target)]
        subprocess.run(command, check=True)  # noqa: S603
        with Image.open(target.with_suffix(".png")) as page:
            return page.convert("RGB").resize((width, round(page.height * width / page.width)), Image.Resampling.LANCZOS)


def _lay(sheet: Image.Image, page: Image.Image, x: int, y: int) -> None:
    """Paste the page with a hairline around it and a soft shadow below it."""
    shadow = Image.new("L", sheet.size, 0)
    shadow.paste(46, (x + 1, y + 4, x + page.width + 3, y + page.height + 5))
    sheet.paste((60, 56, 50), (0, 0), shadow.filter(ImageFilter.GaussianBlur(5)))
    sheet.paste(EDGE, (x - 1, y - 1, x + page.width + 1, y + page.height + 1))
    sheet.paste(page, (x, y))


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "output" / "standard")
