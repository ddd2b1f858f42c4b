"""The manifest is true after every file, whoever else prints into the folder, and whatever the system refuses."""

from __future__ import annotations

import errno
import threading
from pathlib import Path

import pytest

from prepguides.build.copy_ledger import RECORD, CopyLedger
from prepguides.build.ledger import Ledger, accompanied, recorded, renewed
from prepguides.model.manifest import Artifact, CompanionRecord, File, Manifest, Output, RunRecord
from prepguides.stages.record import read_manifest, sha256

A4, LETTER = "one-a4.pdf", "one-letter.pdf"
KEY = "standard/one/candidate"


def output(content: bytes) -> Output:
    return Output(sha256(content), len(content))


def artifact(html: str = "h", **files: bytes) -> Artifact:
    """Of these files, by the name of their paper."""
    outputs = {f"one-{paper}.pdf": output(content) for paper, content in files.items()}
    return Artifact("one (candidate)", 3, 0.1, {"content": html}, html, outputs)


# --- what a record does to a manifest ---


def test_another_paper_of_the_same_pages_joins_the_first() -> None:
    both = recorded(recorded(Manifest(), KEY, artifact(a4=b"a")), KEY, artifact(letter=b"l"))
    assert set(both.artifacts[KEY].outputs) == {A4, LETTER}
    assert both.orphaned == {}


def test_a_paper_of_pages_that_changed_is_orphaned_and_found_again_when_it_is_printed() -> None:
    first = recorded(Manifest(), KEY, artifact(a4=b"a", letter=b"l"))
    changed = recorded(first, KEY, artifact("other", a4=b"b"))
    assert set(changed.artifacts[KEY].outputs) == {A4}
    assert changed.orphaned == {LETTER: output(b"l")}
    again = recorded(changed, KEY, artifact("other", letter=b"m"))
    assert set(again.artifacts[KEY].outputs) == {A4, LETTER}
    assert again.orphaned == {}


def test_a_path_that_another_edition_takes_over_is_on_record_once() -> None:
    before = recorded(Manifest(), "standard/old/candidate", artifact(a4=b"old"))
    after = recorded(before, KEY, artifact(a4=b"new"))
    assert after.artifacts["standard/old/candidate"].outputs == {}
    assert after.artifacts[KEY].outputs == {A4: output(b"new")}
    assert after.paths == (A4,)


def test_a_path_that_a_companion_gives_up_is_orphaned_until_it_has_it_again() -> None:
    two = CompanionRecord("one (question bank)", {"content": "c"}, {"one.json": File("j", 1), "one.schema.json": File("s", 2)})
    both = accompanied(Manifest(), "standard/one/bank", two)
    assert both.paths == ("one.json", "one.schema.json")
    one = accompanied(both, "standard/one/bank", CompanionRecord(two.companion, two.digests, {"one.json": File("k", 1)}))
    assert one.orphaned == {"one.schema.json": Output("s", 2)}
    assert accompanied(one, "standard/one/bank", two) == both


def test_a_renewed_record_has_other_digests_and_nothing_else_changes() -> None:
    before = recorded(Manifest(), KEY, artifact(a4=b"a"))
    after = renewed(before, KEY, {"content": "new"})
    assert after.artifacts[KEY].digests == {"content": "new"}
    assert after.artifacts[KEY].outputs == before.artifacts[KEY].outputs
    assert renewed(Manifest(), KEY, {"content": "new"}) == Manifest(), "somebody removed it meanwhile"


# --- what lies in the folder ---


def test_a_file_and_its_record_come_together(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    assert ledger.record(KEY, artifact(a4=b"a"), {A4: b"a"}) == ()
    assert (tmp_path / A4).read_bytes() == b"a"
    assert read_manifest(tmp_path) == ledger.manifest
    assert ledger.artifact(KEY) == artifact(a4=b"a")
    assert ledger.hashes([A4, LETTER]) == {A4: sha256(b"a")}


def test_two_builds_at_once_lose_no_record_of_each_other(tmp_path: Path) -> None:
    """Both began when nothing was there."""
    one, other = Ledger(tmp_path), Ledger(tmp_path)
    one.record(KEY, artifact(a4=b"a"), {A4: b"a"})
    other.record("standard/two/candidate", artifact(letter=b"l"), {LETTER: b"l"})
    one.remember("k", RunRecord("f", (KEY,), (A4,), (), ()))
    found = read_manifest(tmp_path)
    assert set(found.artifacts) == {KEY, "standard/two/candidate"}
    assert set(found.runs) == {"k"}


def test_two_papers_of_one_edition_that_are_printed_at_once_are_both_on_record(tmp_path: Path) -> None:
    one, other = Ledger(tmp_path), Ledger(tmp_path)
    one.record(KEY, artifact(a4=b"a"), {A4: b"a"})
    other.record(KEY, artifact(letter=b"l"), {LETTER: b"l"})
    assert set(read_manifest(tmp_path).artifacts[KEY].outputs) == {A4, LETTER}


def test_many_builds_at_once_take_turns(tmp_path: Path) -> None:
    def print_one(number: int) -> None:
        path = f"{number}.pdf"
        made = Artifact(path, 1, 0.1, {}, "h", {path: output(path.encode())})
        assert Ledger(tmp_path).record(path, made, {path: path.encode()}) == ()

    builds = [threading.Thread(target=print_one, args=(number,)) for number in range(16)]
    for build in builds:
        build.start()
    for build in builds:
        build.join()
    assert sorted(read_manifest(tmp_path).artifacts) == sorted(f"{number}.pdf" for number in range(16))


def test_a_lock_leaves_no_file_behind(tmp_path: Path) -> None:
    Ledger(tmp_path).record(KEY, artifact(a4=b"a"), {A4: b"a"})
    assert sorted(path.name for path in tmp_path.iterdir()) == ["manifest.json", A4]


def test_files_that_somebody_removed_and_nothing_brings_back_are_forgotten(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    ledger.record(KEY, artifact(a4=b"a", letter=b"l"), {A4: b"a", LETTER: b"l"})
    (tmp_path / LETTER).unlink()
    assert Ledger(tmp_path).manifest.paths == (A4, LETTER), "while it is not known where editions go"
    assert Ledger(tmp_path, {A4}).manifest.paths == (A4,)


def test_pruning_removes_what_is_abandoned_and_its_record(tmp_path: Path) -> None:
    Ledger(tmp_path).record(KEY, artifact(a4=b"a", letter=b"l"), {A4: b"a", LETTER: b"l"})
    ledger = Ledger(tmp_path, {A4})
    assert ledger.abandoned() == (LETTER,)
    pruned = ledger.prune()
    assert (pruned.value, pruned.diagnostics) == ((LETTER,), ())
    assert not (tmp_path / LETTER).exists()
    assert read_manifest(tmp_path).paths == (A4,)


# --- what the system refuses ---


def test_a_manifest_that_cannot_be_written_is_a_finding_and_names_its_path(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").mkdir()
    (found,) = Ledger(tmp_path).record(KEY, artifact(a4=b"a"), {A4: b"a"})
    assert found.rule.code == "PG803"
    assert str(tmp_path / "manifest.json") in found.message


def test_an_output_folder_that_is_a_file_is_a_finding(tmp_path: Path) -> None:
    (tmp_path / "output").write_text("mine")
    ledger = Ledger(tmp_path / "output")
    (of_a_file,) = ledger.record(KEY, artifact(a4=b"a"), {A4: b"a"})
    (of_a_run,) = ledger.remember("k", RunRecord("f", (), (), (), ()))
    assert {of_a_file.rule.code, of_a_run.rule.code} == {"PG803"}


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EACCES, errno.EROFS])
def test_a_full_disk_names_the_file_that_it_was_too_full_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    def full(path: Path, content: bytes, mode: int | None = None) -> None:
        raise OSError(number, "No")

    monkeypatch.setattr("prepguides.stages.record.files._written", full)
    (found,) = Ledger(tmp_path).record(KEY, artifact(a4=b"a"), {A4: b"a"})
    assert found.message == f"No: {tmp_path / A4}"
    assert Ledger(tmp_path).manifest == Manifest(), "what was not written is not on record"


def test_what_cannot_be_removed_stays_on_record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Ledger(tmp_path).record(KEY, artifact(a4=b"a", letter=b"l"), {A4: b"a", LETTER: b"l"})
    unlink = Path.unlink

    def refusing(path: Path, missing_ok: bool = False) -> None:
        if path.name == LETTER:
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        unlink(path, missing_ok)

    monkeypatch.setattr(Path, "unlink", refusing)
    pruned = Ledger(tmp_path, {"elsewhere.pdf"}).prune()
    assert pruned.value == (A4,)
    assert [found.message for found in pruned.diagnostics] == [f"Permission denied: {tmp_path / LETTER}"]
    assert read_manifest(tmp_path).paths == (LETTER,)


def test_a_manifest_that_cannot_be_read_now_is_not_taken_for_an_empty_one(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").mkdir()
    (refusal,) = Ledger(tmp_path).record(KEY, artifact(a4=b"a"), {A4: b"a"})
    assert refusal.rule.code == "PG803"
    assert not (tmp_path / A4).exists()


def test_a_link_that_leads_out_of_the_folder_is_not_written_through(tmp_path: Path) -> None:
    folder, beyond = tmp_path / "output", tmp_path / "beyond"
    folder.mkdir()
    beyond.mkdir()
    (folder / "standard").symlink_to(beyond)
    (problem,) = Ledger(folder).record(KEY, artifact(a4=b"a"), {"standard/one-a4.pdf": b"a"})
    assert (problem.rule.code, list(beyond.iterdir())) == ("PG803", [])
    assert "a link leads out of the output folder" in problem.message
    assert problem.place.path == str(folder / "standard"), "the link, and not what would have been written"


def test_an_output_folder_may_be_a_link_to_an_empty_one_and_stay_it(tmp_path: Path) -> None:
    """As on another disk, which has a folder of its own and whatever a file manager left there."""
    disk, folder = tmp_path / "disk", tmp_path / "output"
    (disk / "lost+found").mkdir(parents=True)
    (disk / ".DS_Store").touch()
    folder.symlink_to(disk)
    for _ in range(2):
        assert Ledger(folder).record(KEY, artifact(a4=b"a"), {A4: b"a"}) == ()
    assert folder.is_symlink()
    assert (disk / A4).read_bytes() == b"a"


def test_an_output_folder_that_is_a_link_to_somebodys_files_is_refused(tmp_path: Path) -> None:
    """A project that somebody sent may bring such a link."""
    website, folder = tmp_path / "website", tmp_path / "output"
    website.mkdir()
    (website / "manifest.json").write_text('{"name": "A website"}', encoding="utf-8")
    folder.symlink_to(website)
    (problem,) = Ledger(folder).record(KEY, artifact(a4=b"a"), {A4: b"a"})
    assert (problem.rule.code, problem.place.path) == ("PG803", str(folder))
    assert f"--output {website}" in problem.hint
    assert [path.name for path in website.iterdir()] == ["manifest.json"]
    assert "A website" in (website / "manifest.json").read_text(encoding="utf-8")
    assert Ledger(website).record(KEY, artifact(a4=b"a"), {A4: b"a"}) == (), "who names it means it"


def test_a_record_of_copies_that_is_a_link_is_not_written_through(tmp_path: Path) -> None:
    (tmp_path / "precious").write_text("precious", encoding="utf-8")
    (tmp_path / "copies").mkdir()
    (tmp_path / "copies" / RECORD).symlink_to(tmp_path / "precious")
    with pytest.raises(OSError, match="symbolic links"):
        CopyLedger(tmp_path / "copies").record("one.pdf", "inputs", b"a", 1)
    assert (tmp_path / "precious").read_text(encoding="utf-8") == "precious"
