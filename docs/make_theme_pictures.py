"""Makes docs/images/theme-*.png by doing what docs/themes.md says: python docs/make_theme_pictures.py

Writes the page's files, runs its commands in a fresh folder, and takes a picture of the pages after each build. Needs `prepguides` on the
path, and pdftoppm, of poppler-utils.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import textwrap
from pathlib import Path

from PIL import Image

DOCS = Path(__file__).resolve().parent
STEP = re.compile(
    r"(?:<!-- file: (?P<file>\S+) -->\n)?```(?P<language>\w*)\n(?P<body>.*?)^```$|!\[[^\]]*\]\((?P<picture>images/theme-\w+\.png)\)",
    re.DOTALL | re.MULTILINE,
)
PDF = "output/look/specimen-candidate-a4.pdf"
WIDTH, GAP, COLORS = 1200, 16, 96
BACKGROUND, EDGE = (236, 235, 232), (206, 204, 200)


def main() -> None:
    """Follow the page; CalledProcessError when a command of it fails."""
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder)
        for step in STEP.finditer((DOCS / "themes.md").read_text(encoding="utf-8")):
            if step["picture"]:
                _picture(here / PDF, DOCS / step["picture"])
            elif step["file"]:
                (here / step["file"]).parent.mkdir(parents=True, exist_ok=True)
                (here / step["file"]).write_text(textwrap.dedent(step["body"]), encoding="utf-8")
            elif step["language"] in ("sh", "console"):
                commands = (
                    re.findall(r"^\$ (.*)$", step["body"], re.MULTILINE) if step["language"] == "console" else step["body"].splitlines()
                )
                for command in commands:
                    if command.startswith("cd "):
                        here /= command.removeprefix("cd ")
                    else:
                        subprocess.run(["bash", "-c", command], check=True, cwd=here, stdout=subprocess.DEVNULL)  # noqa: S603, S607


def _picture(pdf: Path, target: Path) -> None:
    """All pages in a row, but for the second."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["pdftoppm", "-png", "-r", "60", str(pdf), f"{folder}/page"], check=True)  # noqa: S603, S607
        pages = [Image.open(path).convert("RGB") for path in sorted(Path(folder).glob("*.png"))]
    del pages[1]  # the lines that fill the left-hand page before a part's opener
    width = (WIDTH - GAP * (len(pages) + 1)) // len(pages)
    height = round(pages[0].height * width / pages[0].width)
    sheet = Image.new("RGB", (WIDTH, height + 2 * GAP), BACKGROUND)
    for index, page in enumerate(pages):
        x = GAP + index * (width + GAP)
        sheet.paste(EDGE, (x - 1, GAP - 1, x + width + 1, GAP + height + 1))
        sheet.paste(page.resize((width, height), Image.Resampling.LANCZOS), (x, GAP))
    sheet.quantize(COLORS, dither=Image.Dither.NONE).save(target, optimize=True)
    sys.stdout.write(f"{target.relative_to(DOCS.parent)}: {len(pages)} pages, {target.stat().st_size:,} bytes\n")


if __name__ == "__main__":
    main()
