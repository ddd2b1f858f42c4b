"""The benchmarks run, and measure what they say: all processes of a command, also those that it leaves behind."""

from __future__ import annotations

import importlib
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from bench import CSS, canvas
from kit import ROOT

HERE = ROOT / "benchmarks"


@pytest.fixture
def measure(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(HERE))
    return importlib.import_module("measure")


SPIN = "import time\nend = time.process_time() + .3\nwhile time.process_time() < end: pass"


def measured(script: str) -> list[float]:
    """What a script prints, in a process of its own: measuring makes the process the heir of its orphans."""
    code = f"import sys; sys.path.insert(0, {str(HERE)!r})\nfrom measure import cost, cost_of_all\n{script}"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True, timeout=60)
    return [float(word) for word in done.stdout.split()]


def test_the_time_of_a_child_that_nobody_waits_for_is_counted() -> None:
    orphan = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {SPIN!r}])"
    (cpu,) = measured(f"print(cost([sys.executable, '-c', {orphan!r}]).cpu)")
    assert cpu >= 0.3


def test_two_at_a_time_take_the_same_work_and_each_is_run() -> None:
    (cpu,) = measured(f"print(cost_of_all([[sys.executable, '-c', {SPIN!r}]] * 2, 2).cpu)")
    assert cpu >= 0.6


def test_a_command_that_fails_is_no_measurement(measure: ModuleType) -> None:
    with pytest.raises(subprocess.CalledProcessError):
        measure.cost(["false"])


def test_children_of_others_are_not_waited_for() -> None:
    """A process that measures may have a pool of workers, which end when it does."""
    waiting = "import subprocess, sys\nother = subprocess.Popen([sys.executable, '-c', 'input()'], stdin=subprocess.PIPE)\n"
    (returned,) = measured(f"{waiting}cost(['true'])\nprint(0 if other.poll() is None else 1)\nother.communicate()")
    assert returned == 0


@pytest.mark.slow
def test_the_benchmarks_run_from_end_to_end(tmp_path: Path) -> None:
    target = tmp_path / "results.md"
    subprocess.run([sys.executable, str(HERE / "run.py"), "--quick", "--output", str(target)], check=True, capture_output=True)
    page = target.read_text(encoding="utf-8")
    for row in ("cold, one paper", "cold, both papers", "nothing changed", "one question edited", "one template comment edited"):
        assert f"| prepguides, {row} | " in page
    assert "`weasyprint` once per PDF, two at a time" in page
    assert "Everything around WeasyPrint: **" in page
    for row in ("cold, first page", "a question", "a token of the theme"):
        assert f"| {row} | " in page
    assert "- CPU of candidate and coach against coach alone: " in page
    assert "what is alike by one worker, against each by a worker of its own" in page
    assert str(ROOT) not in page
    assert str(tmp_path) not in page


def test_the_results_that_are_kept_are_of_a_whole_run_and_name_no_machine() -> None:
    page = (HERE / "results.md").read_text(encoding="utf-8")
    assert "| 300 one-page outputs, nothing changed | 300 |" in page
    assert "measured" in page
    assert "/tmp" not in page
    assert "/work" not in page


def test_the_readme_quotes_the_results_as_they_are() -> None:
    section = (ROOT / "README.md").read_text(encoding="utf-8").split("## How fast it is\n")[1].split("\n## ")[0]
    quoted = [line for line in section.splitlines() if line.startswith("| ")]
    results = (HERE / "results.md").read_text(encoding="utf-8").splitlines()
    assert len(quoted) > 6
    assert [line for line in quoted if line not in results] == []


FORM = """
<h1>Ten letters</h1><p>Eight letter</p><p class="note">A note</p>
<svg viewBox="0 0 9 9" width="9" height="9"><title>Two inks</title><path fill="#888" d="M0 0h9v9z"/><path stroke="#036" d="M0 0h9"/></svg>
<textarea name="room" title="Room"></textarea><input name="tick" title="Tick" type="checkbox"><input name="low" title="Low" type="text">
"""
LARGE = """
h1 { font-size: 18pt } p { font-size: 11pt } .note { font-size: 8.5pt }
textarea { appearance: auto; display: block; width: 100%; height: 42.5mm; box-sizing: border-box; border: 0; margin: 0; padding: 0 }
svg { display: block }
input { appearance: auto; display: block; width: 20mm; height: 4mm; font-size: 11pt }
"""


def test_a_finished_guide_is_measured_from_its_pages(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.syspath_prepend(str(HERE))
    pages = importlib.import_module("pages")
    guide = tmp_path / "guide.pdf"
    guide.write_bytes(canvas(FORM, CSS + LARGE))
    found = pages.measured(guide, 8.5)
    serif = {size: count for (family, size), count in found.characters.items() if "Serif" in family}
    assert serif == {18: len("Ten letters"), 11: len("Eight letter"), 8.5: len("A note")}
    assert found.share(0, 8.99, "Serif") == pytest.approx(6 / 29)
    assert (found.pages, found.fields, round(found.lines)) == (1, 3, 5)
    assert {"#888888", "#003366"} <= found.inks
    said = "\n".join(pages.report(found))
    assert "pages: 1, not a multiple of 4" in said
    assert "form fields: 3" in said
    assert "alike in gray" not in said


@pytest.mark.parametrize(
    ("dashes", "verdict"), [("none", "NOT told apart (#4A4A4A: solid; #004488: solid)"), ("7 4", "by them alone (#4A4A4A: 7 4;")]
)
def test_inks_that_are_one_gray_are_named_and_what_tells_them_apart(
    dashes: str, verdict: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.syspath_prepend(str(HERE))
    pages = importlib.import_module("pages")
    guide = tmp_path / "guide.pdf"
    line = '<path fill="none" stroke="{}" stroke-dasharray="{}" d="M0 {}h9"/>'
    drawn = line.format("#048", "none", 2) + line.format("#4A4A4A", dashes, 5)
    guide.write_bytes(canvas(f'<svg viewBox="0 0 9 9" width="9" height="9"><title>Lines</title>{drawn}</svg>', CSS + LARGE))
    (said,) = [line for line in pages.report(pages.measured(guide)) if "alike in gray" in line]
    assert said.startswith("#4A4A4A and #004488 are alike in gray (1.09:1)")
    assert verdict in said
