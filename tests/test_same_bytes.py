"""Same inputs, same bytes: whatever the folder, the hash seed, the clock's zone, the language and the mask."""

from __future__ import annotations

import shutil
from hashlib import sha256
from pathlib import Path

from kit import MiniProject, in_a_process

HERE = {"PYTHONHASHSEED": "1", "TZ": "UTC", "LC_ALL": "C.UTF-8"}
THERE = {"PYTHONHASHSEED": "4242", "TZ": "Pacific/Kiritimati", "LC_ALL": "POSIX", "HOME": "/nonexistent", "SOURCE_DATE_EPOCH": "86400"}


def built(project: MiniProject, env: dict[str, str], umask: int, cwd: Path, jobs: int) -> dict[str, str]:
    run = in_a_process("build", "--edition", "all", "--jobs", str(jobs), "--project", project.root, cwd=cwd, env=env, umask=umask)
    assert run.code == 0, run.err
    return project.files()


def with_an_image(folder: Path) -> MiniProject:
    """Images are named by their address in a PDF: a real path would show."""
    from PIL import Image

    mini = MiniProject.at(folder)
    (mini.root / "content" / "assets").mkdir()
    Image.new("RGB", (16, 16), "#7A4B12").save(mini.root / "content" / "assets" / "crust.png")
    mini.edit("content/pages/welcome.md", "- Flour\n", "- Flour\n\n![A brown crust](crust.png)\n")
    return mini


def test_two_builds_in_two_places_give_the_same_files(tmp_path: Path) -> None:
    one = with_an_image(tmp_path / "one")
    other = MiniProject(tmp_path / "a longer way" / "down" / "ünder" / "two")
    shutil.copytree(one.root, other.root)
    first = built(one, HERE, 0o022, tmp_path, jobs=1)
    second = built(other, THERE, 0o077, other.root / "content", jobs=2)
    assert len(first) == 8
    assert first == second


def test_no_file_tells_where_or_when_it_was_made(tmp_path: Path) -> None:
    import pikepdf

    mini = with_an_image(tmp_path / "very-secret-folder")
    files = built(mini, HERE, 0o022, tmp_path, jobs=1)
    for path in files:
        whole = (mini.output / path).read_bytes()
        assert sha256(whole).hexdigest() == files[path]
        with pikepdf.open(mini.output / path) as pdf:
            plain = b"".join(bytes(str(value), "utf-8", "replace") for value in pdf.docinfo.values()) + pdf.Root.Metadata.read_bytes()
            assert b"very-secret-folder" not in whole + plain
            assert set(pdf.docinfo.keys()) <= {
                "/Title",
                "/Author",
                "/Subject",
                "/Keywords",
                "/Producer",
                "/Creator",
                "/CreationDate",
                "/ModDate",
            }
            for name in ("/CreationDate", "/ModDate"):
                assert "20260301" in str(pdf.docinfo.get(name, "D:20260301"))
