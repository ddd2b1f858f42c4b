"""Same inputs, same bytes: whatever the folder, the hash seed, the clock's zone, the language and the mask."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kit import MiniProject, in_a_process, unmeasured

HERE = {"PYTHONHASHSEED": "1", "TZ": "UTC", "LC_ALL": "C.UTF-8"}
THERE = {"PYTHONHASHSEED": "4242", "TZ": "Pacific/Kiritimati", "LC_ALL": "POSIX", "HOME": "/nonexistent", "SOURCE_DATE_EPOCH": "86400"}


def build(project: MiniProject, env: dict[str, str], umask: int, cwd: Path, jobs: int) -> None:
    with unmeasured():
        run = in_a_process("build", "--jobs", str(jobs), "--project", project.root, cwd=cwd, env=env, umask=umask)
    assert run.code == 0, run.err


def with_an_image(folder: Path) -> MiniProject:
    """Images are named by their address in a PDF: a real path would show."""
    from PIL import Image

    mini = MiniProject.at(folder)
    (mini.root / "content" / "assets").mkdir()
    Image.new("RGB", (16, 16), "#7A4B12").save(mini.root / "content" / "assets" / "crust.png")
    mini.edit("content/pages/welcome.md", "- Flour\n", "- Flour\n\n![A brown crust](crust.png)\n")
    return mini


@pytest.fixture(scope="module")
def twice(tmp_path_factory: pytest.TempPathFactory) -> tuple[MiniProject, MiniProject]:
    """One project, built in two places under other circumstances."""
    folder = tmp_path_factory.mktemp("very-secret-folder")
    one = with_an_image(folder / "one")
    other = MiniProject(folder / "a longer way" / "down" / "ünder" / "two")
    shutil.copytree(one.root, other.root)
    build(one, HERE, 0o022, folder, jobs=1)
    build(other, THERE, 0o077, other.root / "content", jobs=2)
    return one, other


def test_two_builds_in_two_places_give_the_same_files(twice: tuple[MiniProject, MiniProject]) -> None:
    one, other = twice
    assert len(one.files()) == 4
    assert one.files() == other.files()


def test_no_file_tells_where_or_when_it_was_made(twice: tuple[MiniProject, MiniProject]) -> None:
    import pikepdf

    mini, _ = twice
    for path in mini.files():
        whole = (mini.output / path).read_bytes()
        with pikepdf.open(mini.output / path) as pdf:
            said = {name: str(value) for name, value in pdf.docinfo.items()}
            assert b"very-secret-folder" not in whole + pdf.Root.Metadata.read_bytes() + str(said).encode()
            assert set(said) <= {"/Title", "/Author", "/Subject", "/Keywords", "/Producer", "/Creator"}, "no date of the clock"
