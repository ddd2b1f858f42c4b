"""prepguides diff of two output folders, whose files are as small as a PDF can be."""

from __future__ import annotations

import base64
import io
import json
import re
from importlib.machinery import ModuleSpec
from pathlib import Path

import pikepdf
import pytest

from kit import Run, prepguides
from prepguides.build import output_comparison
from prepguides.model.manifest import Artifact, CompanionRecord, File, Manifest, Output
from prepguides.stages.draw import Printed
from prepguides.stages.record import sha256, write_manifest

FIRST, SECOND = "You are handed four loaves. Which was baked first?", "How much flour do you order for a town?"


def pdf(*pages: str, left: int = 0, top: int = 150) -> bytes:
    """A page for each text. `left`: how far from zero the paper begins, as of a page that was cut from a larger one."""
    made = pikepdf.new()
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    for text in pages:
        page = made.add_blank_page(page_size=(400, 200))
        page.mediabox = pikepdf.Array([left, 0, left + 400, 200])
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=font))
        page.Contents = made.make_stream(f"BT /F 12 Tf {left + 40} {top} Td ({text}) Tj ET".encode())
    target = io.BytesIO()
    made.save(target, deterministic_id=True)
    return target.getvalue()


def printed(folder: Path, **files: bytes) -> Path:
    """An output folder with these editions on A4, and a paper more that nobody looks at."""
    artifacts: dict[str, Artifact] = {}
    for name, content in files.items():
        outputs = {f"standard/{name}-{paper}.pdf": content + extra for paper, extra in (("a4", b""), ("letter", b"\n"))}
        for path, each in outputs.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(each)
        recorded = {path: Output(sha256(each), len(each)) for path, each in outputs.items()}
        digests = {"content": sha256(content), "fonts": "same"}
        artifacts[f"standard/{name}/candidate"] = Artifact(name, 2, 1.0, digests, "", recorded)
    write_manifest(folder, Manifest(artifacts))
    return folder


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    """One edition the same, one reworded with a page more, one gone, one new."""
    old = printed(tmp_path / "old", same=pdf(FIRST), one=pdf(FIRST, SECOND), gone=pdf(FIRST))
    new = printed(
        tmp_path / "new", same=pdf(FIRST), one=pdf(FIRST.replace("four", "five"), SECOND, "A page that was not there"), come=pdf(SECOND)
    )
    return old, new


def diff(old: Path, new: Path, *words: str) -> Run:
    return prepguides("diff", old, new, *words, "--project", old.parent)


def test_editions_and_pages_are_told(folders: tuple[Path, Path]) -> None:
    run = diff(*folders)
    assert (run.code, run.err) == (0, "")
    lines = run.out.splitlines()
    assert lines[0].startswith("+ standard/come/candidate")
    assert lines[1].startswith("- standard/gone/candidate")
    assert re.fullmatch(r"~ standard/one/candidate  content; .*compared in standard/one-a4.pdf", lines[2])
    assert lines[3:-1] == [
        "    p. 1: You are handed [-four-]{+five+} loaves. Which was baked first?",
        "    p. 3 added: {+A page that was not there+}",
    ]
    assert lines[-1].endswith(": 1 edition added, 1 edition changed, 1 edition removed")
    assert diff(*folders, "--exit-code").code == 1
    assert diff(folders[0], folders[0]).out.endswith("no difference\n")


def test_without_new_the_projects_output_is_looked_at(folders: tuple[Path, Path]) -> None:
    folders[1].rename(folders[1].with_name("output"))
    assert "p. 3 added" in prepguides("diff", folders[0], "--project", folders[0].parent).out


def test_json_github_and_markdown_say_the_same(folders: tuple[Path, Path], tmp_path: Path) -> None:
    told = json.loads(diff(*folders, "--format", "json").out)
    by_edition = {each["edition"].split("/")[1]: each for each in told["editions"]}
    assert {name: each["change"] for name, each in by_edition.items()} == {"come": "added", "gone": "removed", "one": "changed"}
    assert by_edition["one"]["reasons"] == ["content"]
    assert by_edition["one"]["files"] == ["standard/one-a4.pdf", "standard/one-letter.pdf"]
    assert [(each["change"], each["old"], each["new"]) for each in by_edition["one"]["changes"]] == [("reworded", 1, 1), ("added", None, 3)]
    assert diff(*folders, "--format", "github").out.count("::notice title=standard/") == 3
    assert diff(*folders, "--summary", str(tmp_path / "s.md")).code == 0
    assert "- p. 1: You are handed <del>four</del><ins>five</ins> loaves." in (tmp_path / "s.md").read_text(encoding="utf-8")


def test_pages_stand_side_by_side_in_one_file_that_needs_no_other(folders: tuple[Path, Path], tmp_path: Path) -> None:
    report = tmp_path / "pages.html"
    run = diff(*folders, "--pages", str(report))
    assert (run.code, run.err) == (0, "")
    text = report.read_text(encoding="utf-8")
    pictures = re.findall(r'src="data:image/webp;base64,([^"]+)"', text)
    assert len(pictures) == 3, "a page before and after, and one that was not there before"
    assert all(base64.b64decode(picture)[8:12] == b"WEBP" for picture in pictures)
    assert re.findall(r'(?:src|href)="(?!data:)', text) == []
    assert text.count("has no such page") == 1
    assert text.count("<i style=") == 2, "the word on either side"
    assert text.count("<img alt=") == 3


def test_a_look_that_changed_is_found_where_pictures_are_asked_for(tmp_path: Path) -> None:
    old, new = printed(tmp_path / "old", one=pdf(FIRST)), printed(tmp_path / "new", one=pdf(FIRST, top=120))
    assert "the words on its pages are the same" in diff(old, new).out
    assert "the look alone differs on p. 1" in diff(old, new, "--pages", str(tmp_path / "p.html")).out


@pytest.mark.parametrize("left", [0, 70])
def test_words_lie_where_they_are_seen(left: int) -> None:
    with Printed(pdf("Two words", left=left)) as opened:
        first, second = opened.words(0)
    assert (first.text, second.text) == ("Two", "words")
    (box,) = first.boxes
    assert box.left == pytest.approx(0.1, abs=0.01)
    assert 0.15 < box.top < 0.25
    assert second.boxes[0].left > box.left + box.width


def test_companions_that_differ_are_named(tmp_path: Path) -> None:
    folders = (tmp_path / "old", tmp_path / "new")
    for folder, deck in zip(folders, ("1", "2"), strict=True):
        record = CompanionRecord("one (deck)", {"content": deck}, {"standard/one.apkg": File(deck * 64, 1)})
        calendar = {"cohort/calendar": record} if deck == "2" else {}
        folder.mkdir()
        artifacts = {"standard/one/candidate": Artifact("one", 2, 1.0, {}, "", {})}
        write_manifest(folder, Manifest(artifacts, companions={"standard/one/anki": record, **calendar}))
    lines = diff(*folders).out.splitlines()
    assert lines[0] == "+ cohort/calendar  a companion, without pages"
    assert lines[1] == "~ standard/one/anki  content; a companion, without pages"


def test_a_manifest_without_its_files_says_what_it_knows(folders: tuple[Path, Path], tmp_path: Path) -> None:
    alone = tmp_path / "last-week.json"
    alone.write_bytes((folders[0] / "manifest.json").read_bytes())
    run = diff(alone, folders[1])
    assert run.code == 0
    assert (
        "~ standard/one/candidate  content; 2 pages; its pages were not compared: " in run.out or "its pages were not compared" in run.out
    )
    (folders[1] / "standard/one-a4.pdf").write_bytes(b"%PDF-1.7 of somebody else")
    assert "lacks the file, or it is not what was built" in diff(*folders).out


def test_without_pdfium_it_says_what_to_install(folders: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def nowhere(name: str) -> ModuleSpec | None:
        return None

    monkeypatch.setattr(output_comparison, "find_spec", nowhere)
    assert 'pip install "prepguides[preview]"' in diff(*folders).out
    run = diff(*folders, "--pages", str(tmp_path / "p.html"))
    assert run.code == 2
    assert not (tmp_path / "p.html").exists()


def test_what_is_no_printout_is_a_usage_error(folders: tuple[Path, Path], tmp_path: Path) -> None:
    (tmp_path / "odd.json").write_text("{}")
    for words, message in (
        ((str(tmp_path / "odd.json"), str(folders[1])), "holds no manifest of finished files"),
        ((str(folders[0]), "HEAD"), "one is an output folder, and the other is not"),
        ((str(folders[0]),), "the manifest cannot be read"),
        (("HEAD", "--pages", "p.html"), "this project is in no git repository"),
    ):
        run = prepguides("diff", *words, "--project", tmp_path)
        assert (run.code, run.out) == (2, "")
        assert message in run.err
