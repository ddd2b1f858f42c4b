"""Makes what a release consists of, once everything that names the version says the same: tox -e release -- v0.2.0

Writes the sdist and the wheel to dist/ and the changelog's section to build/release-notes.md. Without a tag it takes the one that the
version asks for. Nothing is written when something disagrees.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from zipfile import ZipFile

ROOT = Path(__file__).resolve().parent.parent
PROGRAM = Path("pipeline") / "prepguides"
DAY = re.compile(r"\d{4}-\d\d-\d\d")
SECTION = re.compile(r"^## \[(?P<version>[^\]]+)\](?: - (?P<date>\S+))?\n(?P<text>.*?)(?=^## \[|^\[|\Z)", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Section:
    """What the changelog says of one version; the date is empty for what is not released."""

    version: str
    date: str
    text: str


def sections(changelog: str) -> list[Section]:
    return [Section(match["version"], match["date"] or "", match["text"].strip()) for match in SECTION.finditer(changelog)]


def version_in(root: Path) -> str:
    return found(r'^__version__ = "(.+)"$', root / PROGRAM / "__init__.py")


def found(pattern: str, path: Path) -> str:
    """The first group where the pattern first stands in the file, or nothing."""
    match = re.search(pattern, path.read_text(encoding="utf-8"), re.MULTILINE)
    return match[1] if match else ""


def disagreements(root: Path, tag: str) -> list[str]:
    """A sentence for each thing that does not fit the version that the program states."""
    version = version_in(root)
    unreleased, *released = sections((root / "CHANGELOG.md").read_text(encoding="utf-8"))
    newest = released[0] if released else Section("", "", "")
    edition = found(r"^edition_date: (\S+)", root / "content" / "project.yaml")
    cited = found(r"edition of (\d{4}-\d\d-\d\d)", root / "README.md")
    hook = found(r"rev: (v\S+)", root / "docs" / "scheduled-builds.md")
    checks = {
        f"the tag is {tag}, and the program's version {version}": tag == f"v{version}",
        'CHANGELOG.md does not begin with "## [Unreleased]"': unreleased.version == "Unreleased",
        "CHANGELOG.md has changes under Unreleased; move them below the version": not unreleased.text,
        f'CHANGELOG.md has no section "## [{version}] - DATE" below Unreleased': newest.version == version,
        f"CHANGELOG.md has no date, as 2026-11-30, for {version}": newest.version != version or bool(DAY.fullmatch(newest.date)),
        f"CHANGELOG.md says nothing of {version}": newest.version != version or bool(newest.text),
        f"content/project.yaml has the edition date {edition}, and README.md cites {cited}": edition == cited != "",
        f"docs/scheduled-builds.md shows the hook at {hook}": hook == f"v{version}",
    }
    return [sentence for sentence, fits in checks.items() if not fits]


def missing_from(wheel: Path, root: Path) -> list[str]:
    """Files of the checkout that the wheel should carry and does not."""
    sources = {PROGRAM: "prepguides", Path("content"): "prepguides/bundle/content", Path("templates"): "prepguides/bundle/templates"}
    wanted = {
        f"{target}/{path.relative_to(root / source).as_posix()}"
        for source, target in sources.items()
        for path in (root / source).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and path.name != ".DS_Store"
    }
    with ZipFile(wheel) as archive:
        return sorted(wanted - set(archive.namelist()))


def main() -> None:
    version = version_in(ROOT)
    problems = disagreements(ROOT, sys.argv[1] if len(sys.argv) > 1 else f"v{version}")
    if problems:
        sys.exit("\n".join(problems))
    dist = ROOT / "dist"
    shutil.rmtree(dist, ignore_errors=True)
    subprocess.run([sys.executable, "-m", "build", "--outdir", str(dist), str(ROOT)], check=True)
    lacking = missing_from(dist / f"prepguides-{version}-py3-none-any.whl", ROOT)
    if lacking:
        sys.exit("the wheel lacks " + ", ".join(lacking))
    notes = ROOT / "build" / "release-notes.md"
    notes.parent.mkdir(exist_ok=True)
    notes.write_text(sections((ROOT / "CHANGELOG.md").read_text(encoding="utf-8"))[1].text + "\n", encoding="utf-8")
    for path in (*sorted(dist.iterdir()), notes):
        sys.stdout.write(f"{path.relative_to(ROOT)}\n")


if __name__ == "__main__":
    main()
