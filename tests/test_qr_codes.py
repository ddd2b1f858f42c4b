"""QR codes stand beside addresses, and a phone reads from the printed page what the content says."""

from __future__ import annotations

import io
import subprocess
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image

from bench import ua_failures
from kit import MiniProject, prepguides, why
from prepguides.text.qr_codes import QUIET, qr_path

LONG = "https://example.org/a/page/that/is/meant/and/not/its/site?edition=2026&part=ovens"


def seen(path: Path) -> list[str]:
    """What a camera finds on the pages, at the resolution of an office printer held a little away."""
    return sorted({code.text for page in _drawn(path) for code in zxingcpp.read_barcodes(page)})


def _drawn(path: Path) -> list[Image.Image]:
    done = subprocess.run(["pdfinfo", path], check=True, capture_output=True, text=True).stdout
    count = int(next(line.split()[1] for line in done.splitlines() if line.startswith("Pages:")))
    draw = ["pdftoppm", "-r", "150", "-gray", "-png"]
    pages = [[*draw, "-f", str(number), "-l", str(number), str(path)] for number in range(1, count + 1)]
    images = (subprocess.run(page, check=True, capture_output=True).stdout for page in pages)
    return [Image.open(io.BytesIO(image)).convert("L") for image in images]


@pytest.fixture
def long(mini: MiniProject) -> MiniProject:
    mini.edit("content/words/resources.yaml", "https://example.org/oven", LONG)
    mini.edit("content/guides/one.yaml", "          - kind: glossary", "          - kind: glossary\n          - kind: resources")
    return mini


def printed(mini: MiniProject) -> Path:
    run = prepguides("build", "one", "--paper", "a4", "--jobs", "1", "--project", mini.root, "--output", mini.root / "out")
    assert run.code == 0, why(run)
    (path,) = (mini.root / "out").rglob("*-a4.pdf")
    return path


def words(path: Path) -> str:
    return subprocess.run(["pdftotext", "-raw", path, "-"], check=True, capture_output=True).stdout.decode("utf-8")


def test_a_code_leads_to_the_whole_address_and_the_site_stands_in_text(long: MiniProject) -> None:
    path = printed(long)
    assert seen(path) == [LONG]
    assert "example.org/…" in words(path)
    assert ua_failures(path.read_bytes()) == []


def test_without_codes_the_whole_address_is_printed(long: MiniProject) -> None:
    project = long.root / "content/project.yaml"
    project.write_text(project.read_text(encoding="utf-8") + "qr_codes: false\n", encoding="utf-8")
    path = printed(long)
    assert seen(path) == []
    assert LONG.removeprefix("https://") in "".join(words(path).split())


def test_a_code_is_black_in_a_quiet_zone() -> None:
    wide, black = qr_path("https://example.org/oven")
    assert black.startswith(f"M{QUIET} {QUIET}h7v1h-7z"), "the upper left mark of position"
    assert wide >= 21 + 2 * QUIET
