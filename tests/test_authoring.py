"""The pages for authors, followed to the letter: every file is written, every command run, every output that is shown compared."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import font_source_sans_pro
import openpyxl
import pytest
from PIL import Image
from pydantic import BaseModel

from kit import ROOT, MiniProject, prepguides
from prepguides.cli.options import BUG

PAGES = ("authoring.md", "themes.md", "cohorts.md", "changes.md", "spreadsheets.md")
FENCE = re.compile(r"^( *)```(\w*)\n(.*?)^ *```$", re.DOTALL | re.MULTILINE)
FILE = re.compile(r"(?:`|<!-- file: )([\w./-]+\.(?:yaml|md|css|html|svg|csv))(?:`| -->)")
WRITTEN = ("yaml", "markdown", "css", "html", "xml", "csv")
"""Languages of blocks that are files; what is only shown is text."""
PLACE = re.compile(r"^(content/\S+):(\d+):(\d+): (\w+) (PG\d+)", re.MULTILINE)


@dataclass(frozen=True)
class Block:
    """A fenced block, with the words before it since the block above."""

    language: str
    body: str
    before: str

    @property
    def file(self) -> str | None:
        """The file that the last words before the block say it is."""
        named = FILE.findall(self.before.strip().rpartition("\n\n")[2])
        return named[-1] if named and self.language in WRITTEN else None

    @property
    def commands(self) -> list[tuple[str, str | None]]:
        """Each command with the output that is shown, None where the page shows none."""
        if self.language == "sh":
            return [(line, None) for line in self.body.replace("\\\n", " ").splitlines() if line.strip()]
        if self.language != "console":
            return []
        parts = re.split(r"^\$ (.*)\n", self.body, flags=re.MULTILINE)[1:]
        return list(zip(parts[::2], parts[1::2], strict=True))


def blocks(page: str) -> Iterator[Block]:
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    end = 0
    for found in FENCE.finditer(text):
        yield Block(found[2], textwrap.dedent(found[3]), text[end : found.start()])
        end = found.end()


def path_with_prepguides(folder: Path) -> dict[str, str]:
    """An environment in which `prepguides` is the program under test."""
    script = folder / "bin" / "prepguides"
    script.parent.mkdir()
    script.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m prepguides "$@"\n', encoding="utf-8")
    script.chmod(0o755)
    return {
        **os.environ,
        "PATH": os.pathsep.join((str(script.parent), str(Path(sys.executable).parent), os.environ["PATH"])),
        "LC_ALL": "C.UTF-8",
        **{f"GIT_{who}_{what}": f"ada{at}" for who in ("AUTHOR", "COMMITTER") for what, at in (("NAME", ""), ("EMAIL", "@example.org"))},
    }


def shown(expected: str, actual: str) -> bool:
    """Whether that was written, where an ellipsis stands for anything."""
    pattern = ".*".join(map(re.escape, expected.strip().split("…")))
    return re.fullmatch(pattern, "\n".join(line.rstrip() for line in actual.strip().splitlines()), re.DOTALL) is not None


def colleagues_fill_in(path: Path) -> None:
    """What the page on spreadsheets says that people do between an export and an import: whatever a draft lacks, and its status."""
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    heads = [cell.value for cell in sheet[1]]
    for number, row in enumerate(sheet.iter_rows(min_row=2)):
        cells = dict(zip(heads, row, strict=True))
        if cells["status"].value == "draft":
            filled = {
                "status": "ready",
                "format": "Behavioral",
                "difficulty": number % 3 + 1,
                "minutes": 10,
                "competencies": ("Choosing", "showing", "choosing; showing")[number % 3],
                "looks for": "• Says who was there.\n• Says what it cost them.\n• Says what changed.",
                "red flags": "Blames somebody.\nTells it from the first meeting on.",
                "follow-ups": "- And today?\n- Who argued against it?",
            }
            for name, value in filled.items():
                cells[name].value = value
    book.save(path)


BEFORE = {"prepguides import questions.xlsx --dry-run": lambda here: colleagues_fill_in(here / "questions.xlsx")}
"""What people do before a command of a page."""


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES)
def test_a_page_does_what_it_says(page: str, tmp_path: Path) -> None:
    env = path_with_prepguides(tmp_path)
    here = tmp_path / "work"
    here.mkdir()
    ran = 0
    for block in blocks(page):
        if block.file:
            (here / block.file).parent.mkdir(parents=True, exist_ok=True)
            (here / block.file).write_text(block.body, encoding="utf-8")
        for command, expected in block.commands:
            if command in BEFORE:
                BEFORE[command](here)
            script = f"{command}\nstatus=$?\npwd > {tmp_path / 'here'}\nexit $status"
            done = subprocess.run(["bash", "-c", script], check=False, cwd=here, env=env, capture_output=True, text=True)
            if expected is None:
                assert done.returncode == 0, f"$ {command}\n{done.stdout}{done.stderr}"
            elif expected:
                assert shown(expected, done.stderr + done.stdout), f"$ {command}\n{done.stderr}{done.stdout}"
            assert done.returncode != BUG
            here = Path((tmp_path / "here").read_text(encoding="utf-8").strip())
            ran += 1
    assert ran > 0


PARTS = ("drawing:", "page:")
"""How an example begins that is part of an entity, built below into one of the mini project's."""


@pytest.mark.parametrize("page", PAGES)
def test_a_page_names_a_file_for_each_of_its_examples(page: str) -> None:
    shown = [block for block in blocks(page) if block.language in WRITTEN and not block.body.startswith((*PARTS, "labels:"))]
    assert [block.body[:40] for block in shown if not block.file] == []


@pytest.mark.slow
def test_each_drawing_of_the_authors_page_is_printed(tmp_path: Path) -> None:
    """Each kind, in a framework of the mini project's; what a candidate draws, in its full answer."""
    parts = [block.body for block in blocks("authoring.md") if block.body.startswith(PARTS)]
    kinds = {found for part in parts[:-1] for found in re.findall(r"^  kind: (\w+)", part, re.MULTILINE)}
    assert kinds == {"tree", "sequence", "timeline", "matrix", "funnel"}
    content = MiniProject.at(tmp_path / "project").root / "content" / "interview"
    framework = (content / "frameworks.yaml").read_text(encoding="utf-8")
    examples = (content / "examples.yaml").read_text(encoding="utf-8")
    (content / "examples.yaml").write_text(
        examples.replace("    kind: full\n", f"    kind: full\n{textwrap.indent(parts[-1], '    ')}"), "utf-8"
    )
    for part in parts[:-1]:
        drawn = framework.replace("    steps:\n", f"{textwrap.indent(part, '    ')}    steps:\n", 1)
        (content / "frameworks.yaml").write_text(drawn, encoding="utf-8")
        run = prepguides("build", "one", "--edition", "candidate", "--strict", "--project", tmp_path / "project")
        assert (run.code, run.err) == (0, ""), part


def test_the_page_on_themes_has_a_picture_of_each_build() -> None:
    """A picture stands below the build whose pages it shows; docs/make_theme_pictures.py takes them there."""
    text = (ROOT / "docs" / "themes.md").read_text(encoding="utf-8")
    steps = text.split("$ prepguides build --cohort look --edition candidate --explain")[1:]
    pictures = [re.findall(r"!\[[^\]]+\]\((images/theme-\w+\.png)\)", step) for step in steps]
    assert len(steps) == 5
    assert all(len(found) == 1 for found in pictures)
    for (picture,) in pictures:
        with Image.open(ROOT / "docs" / picture) as image:
            assert image.width >= 1000


def test_the_errors_of_the_cohorts_page_are_those_of_its_example(tmp_path: Path) -> None:
    """Each error that the page shows is brought about by the words it shows, in the line it shows."""
    shutil.copytree(ROOT / "content", tmp_path / "project" / "content")
    for copied, name in re.findall(r"/files/(\S+)\" content/assets/brands/(\S+)", (ROOT / "docs/cohorts.md").read_text(encoding="utf-8")):
        shutil.copyfile(Path(font_source_sans_pro.__path__[0]) / "files" / copied, tmp_path / "project/content/assets/brands" / name)
    for block in blocks("cohorts.md"):
        if block.file:
            (tmp_path / "project" / block.file).write_text(block.body, encoding="utf-8")
    file = tmp_path / "project" / "content" / "cohorts" / "evening.yaml"
    sound = file.read_text(encoding="utf-8")
    errors = [block.body for block in blocks("cohorts.md") if block.language == "text"]
    assert len(errors) == 2
    for error in errors:
        found = PLACE.search(error)
        assert found is not None
        line = int(found[2])
        words = re.search(rf"^ +{line} \| (.*)$", error, re.MULTILINE)
        assert words is not None
        lines = sound.split("\n")
        lines[line - 1] = words[1]
        file.write_text("\n".join(lines), encoding="utf-8")
        assert prepguides("check", "--project", tmp_path / "project").err == error


def test_every_key_of_a_cohort_is_on_its_page_and_in_its_example() -> None:
    """Keys inside keys as well: an appointment's, a face's."""
    from prepguides.model.content import cohort

    page = (ROOT / "docs" / "cohorts.md").read_text(encoding="utf-8")
    table = page.split("| Key | What it does |")[1].split("\n\n")[0]
    example = next(block.body for block in blocks("cohorts.md") if block.file and block.file.endswith("evening.yaml"))
    found = [model for model in vars(cohort).values() if isinstance(model, type) and issubclass(model, BaseModel)]
    models = [model for model in found if model.__module__ == cohort.__name__]
    assert len(models) >= 10
    keys = {name for model in models for name in model.model_fields} - {"id", "claims", "sources", "cohorts"}
    assert {key for key in keys if f"`{key}`" not in table and f"`brand.{key}`" not in table} == set(), "no line"
    assert {key for key in keys if not re.search(rf"\b{key}:", example)} == set(), "no example"
