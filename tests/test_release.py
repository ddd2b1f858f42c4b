"""A release is made once everything that names the version says the same."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path
from zipfile import ZipFile

import pytest

from kit import ROOT, script

release = script(".ci/release.py")

AGREEING = {
    "pipeline/prepguides/__init__.py": '__version__ = "1.2.0"\n',
    "CHANGELOG.md": "# Changelog\n\n## [Unreleased]\n\n## [1.2.0] - 2026-11-30\n\n### Added\n\n- A thing.\n\n## [1.1.0] - 2026-01-01\n",
    "content/project.yaml": "edition_date: 2026-11-23\n",
    "README.md": "> Prepguides, edition of 2026-11-23. CC BY 4.0.\n",
    "docs/scheduled-builds.md": "    rev: v1.2.0\n",
}


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """What the release reads of a checkout in which everything agrees."""
    return written(tmp_path, AGREEING)


def written(folder: Path, files: Mapping[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_what_agrees_is_released(checkout: Path) -> None:
    assert release.disagreements(checkout, "v1.2.0") == []


def test_the_section_of_a_version_is_what_stands_below_it() -> None:
    newest = release.sections(AGREEING["CHANGELOG.md"])[1]
    assert (newest.version, newest.date, newest.text) == ("1.2.0", "2026-11-30", "### Added\n\n- A thing.")


@pytest.mark.parametrize(
    ("file", "old", "new", "sentence"),
    [
        ("pipeline/prepguides/__init__.py", "1.2.0", "1.3.0", "the tag is v1.2.0, and the program's version 1.3.0"),
        ("CHANGELOG.md", "## [Unreleased]\n", "## [Unreleased]\n\n- More.\n", "CHANGELOG.md has changes under Unreleased"),
        ("CHANGELOG.md", "## [Unreleased]\n\n", "", 'CHANGELOG.md does not begin with "## [Unreleased]"'),
        ("CHANGELOG.md", "## [1.2.0]", "## [1.2.1]", 'CHANGELOG.md has no section "## [1.2.0] - DATE"'),
        ("CHANGELOG.md", " - 2026-11-30", "", "CHANGELOG.md has no date, as 2026-11-30, for 1.2.0"),
        ("CHANGELOG.md", "### Added\n\n- A thing.\n", "", "CHANGELOG.md says nothing of 1.2.0"),
        ("README.md", "2026-11-23", "2026-11-24", "content/project.yaml has the edition date 2026-11-23, and README.md cites 2026-11-24"),
        ("docs/scheduled-builds.md", "v1.2.0", "v1.1.0", "docs/scheduled-builds.md shows the hook at v1.1.0"),
    ],
)
def test_what_disagrees_is_not_released(checkout: Path, file: str, old: str, new: str, sentence: str) -> None:
    text = (checkout / file).read_text(encoding="utf-8")
    assert old in text
    (checkout / file).write_text(text.replace(old, new), encoding="utf-8")
    assert any(problem.startswith(sentence) for problem in release.disagreements(checkout, "v1.2.0"))


def test_the_checkout_states_everything_that_a_release_compares() -> None:
    """It need not agree between releases, but a place that is no longer found would never disagree."""
    assert release.version_in(ROOT)
    assert release.found(r"^edition_date: (\S+)", ROOT / "content" / "project.yaml")
    said = " ".join(release.disagreements(ROOT, "v0"))
    assert "the hook at v" in said or "hook" not in said
    assert "README.md cites ," not in said


def test_a_wheel_that_lacks_a_file_is_not_released(tmp_path: Path) -> None:
    wheel = tmp_path / "x.whl"
    with ZipFile(wheel, "w") as archive:
        archive.writestr("prepguides/a.py", "")
        archive.writestr("prepguides/bundle/templates/t.html", "")
    root = written(tmp_path / "root", {"pipeline/prepguides/a.py": "", "content/c.yaml": "", "templates/t.html": ""})
    assert release.missing_from(wheel, root) == ["prepguides/bundle/content/c.yaml"]
    shutil.rmtree(root / "content")
    assert release.missing_from(wheel, root) == []
