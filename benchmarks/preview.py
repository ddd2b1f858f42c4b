"""From a save to new pixels in a browser: python benchmarks/preview.py [PROJECT] [--edits N]

Needs `pip install playwright` and a Chromium on the path. It edits a question of a copy of the project while `prepguides preview` shows it,
and prints the seconds until the browser has the new picture of that page, the watching included. `benchmarks/live.py` measures the layout
alone, and the memory over many edits.
"""

from __future__ import annotations

import argparse
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter

from live import ROOT, guide_of, question_file
from playwright.sync_api import Page, sync_playwright

NEW_PICTURE = "shown => document.querySelector('figure:focus img').getAttribute('src') !== shown"
"""Asked at each frame: a selector that is waited for is looked up twice a second only, once it has not come for a quarter of one."""


@contextmanager
def previewed(root: Path) -> Iterator[str]:
    """The address of a preview of the project."""
    command = [sys.executable, "-m", "prepguides", "preview", guide_of(root), "--no-open", "--editor", "copy", "--project", str(root)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        if process.stdout is None:
            sys.exit("the preview says nothing")
        yield process.stdout.readline().strip()
        process.send_signal(signal.SIGINT)
        process.wait(30)


def waits(page: Page, root: Path, times: int) -> list[float]:
    """Seconds for each edit, from the save to the new picture."""
    file, prompt = question_file(root)
    page.fill("#find", " ".join(prompt.split()[:6]))
    page.wait_for_selector("#hits li .page")
    page.press("#find", "Enter")
    found = []
    for number in range(times):
        page.wait_for_selector("#status:not(.busy)")
        shown = page.locator("figure:focus img").get_attribute("src")
        text = re.sub(f"{re.escape(prompt)}(?: Number \\d+\\.)?", f"{prompt} Number {number}.", file.read_text(encoding="utf-8"), count=1)
        began = perf_counter()
        file.write_text(text, encoding="utf-8")
        page.wait_for_function(NEW_PICTURE, arg=shown, polling="raf")
        found.append(perf_counter() - began)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("project", nargs="?", type=Path, default=ROOT)
    parser.add_argument("--edits", type=int, default=20)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="preview-") as folder, sync_playwright() as playwright:
        root = Path(folder) / "project"
        for name in ("content", "templates"):
            shutil.copytree(options.project / name, root / name)
        began = perf_counter()
        with previewed(root) as address:
            browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
            page = browser.new_page(viewport={"width": 1280, "height": 800})
            page.set_default_timeout(300_000)
            page.goto(address)
            page.wait_for_selector("figure img")
            cold = perf_counter() - began
            page.wait_for_selector("#status:not(.busy)")
            found = waits(page, root, max(2, options.edits))
            browser.close()
    sys.stdout.write(f"first page, cold: {cold:.2f} s, the browser's start included\n")
    sys.stdout.write(f"a question, {len(found)} times: p50 {median(found):.2f} s, p95 {quantiles(found, n=20)[-1]:.2f} s\n")


if __name__ == "__main__":
    main()
