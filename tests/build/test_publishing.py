"""Publishing: only what differs travels, the manifest goes last, and a run that was cut short anywhere is finished by the next."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from kit import MiniProject, prepguides
from prepguides.build.publishing import JOURNAL, RETIRED, publish
from prepguides.model.attestation import PROVENANCE_NAME, Builder
from prepguides.stages.record import MANIFEST_NAME, UnusableAddress, destination_at, manifest_in

NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)
STEERING = {MANIFEST_NAME, PROVENANCE_NAME, JOURNAL, RETIRED}


@dataclass
class Memory:
    """A destination that counts what it is asked for, and fails when told to."""

    files: dict[str, bytes] = field(default_factory=dict)
    requests: list[str] = field(default_factory=list)
    fails_at: int | None = None
    address: str = "memory"

    def _count(self, what: str) -> None:
        if len(self.requests) == self.fails_at:
            raise OSError(5, "Input/output error", what)
        self.requests.append(what)

    def read(self, path: str) -> bytes | None:
        self._count(f"read {path}")
        return self.files.get(path)

    def write(self, files: Mapping[str, bytes]) -> None:
        for path, content in files.items():
            self._count(f"write {path}")
            self.files[path] = content

    def remove(self, paths: Iterable[str]) -> None:
        for path in paths:
            self._count(f"remove {path}")
            self.files.pop(path, None)

    def tidy(self) -> None:
        """Nothing lies there half."""

    def is_consistent(self) -> bool:
        """Whether every file that the manifest there names is there."""
        return all(path in self.files for path in manifest_in(self.files.get(MANIFEST_NAME, b"")).paths)


@pytest.fixture
def output(built: MiniProject, tmp_path: Path) -> Path:
    """The files of a build, in a folder of their own."""
    return Path(shutil.copytree(built.output, tmp_path / "output"))


def put(folder: Path, path: str, content: bytes) -> None:
    """Another file in the place of one that was built, on record as if a build had made it."""
    written = json.loads((folder / MANIFEST_NAME).read_text(encoding="utf-8"))
    for artifact in written["artifacts"].values():
        if path in artifact["outputs"]:
            artifact["outputs"][path] |= {"sha256": sha256(content).hexdigest(), "bytes": len(content)}
    (folder / MANIFEST_NAME).write_text(json.dumps(written), encoding="utf-8")
    (folder / path).write_bytes(content)


def drop(folder: Path, path: str) -> None:
    """A file that no edition is printed to any more."""
    written = json.loads((folder / MANIFEST_NAME).read_text(encoding="utf-8"))
    for artifact in written["artifacts"].values():
        artifact["outputs"].pop(path, None)
    (folder / MANIFEST_NAME).write_text(json.dumps(written), encoding="utf-8")


def files_of(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*.pdf")}


def published(destination: Memory) -> dict[str, bytes]:
    return {path: content for path, content in destination.files.items() if path not in STEERING}


def run(folder: Path, destination: Memory, now: datetime = NOW, prune_after: timedelta | None = None) -> list[str]:
    """Publish; the requests that it took."""
    before = len(destination.requests)
    made = publish(folder, destination, builder=Builder(), now=now, prune_after=prune_after)
    assert not made.has_errors, made.diagnostics
    return destination.requests[before:]


def test_everything_travels_once_and_the_manifest_last(output: Path) -> None:
    there = Memory()
    requests = run(output, there)
    assert published(there) == files_of(output)
    writes = [request for request in requests if request.startswith("write")]
    assert writes[-1] == f"write {MANIFEST_NAME}"
    assert requests[-1] == f"remove {JOURNAL}"
    assert JOURNAL not in there.files


def test_nothing_travels_when_nothing_changed(output: Path) -> None:
    there = Memory()
    run(output, there)
    assert run(output, there) == [f"read {name}" for name in (MANIFEST_NAME, JOURNAL, RETIRED)]


def test_one_edit_sends_one_file(output: Path) -> None:
    there = Memory()
    run(output, there)
    path = min(files_of(output))
    put(output, path, b"another")
    requests = run(output, there)
    assert [request for request in requests if request.startswith("write") and request.split()[1] not in STEERING] == [f"write {path}"]
    assert len(requests) == 3 + 1 + 1 + 1 + 2 + 1, (
        requests
    )  # looks, journal, the file, journal, provenance and manifest, end of the journal


def test_an_edit_of_one_in_three_hundred_files_costs_as_many_requests(tmp_path: Path) -> None:
    folder = tmp_path / "output"
    outputs = {f"standard/{number}.pdf": f"page {number}".encode() for number in range(300)}
    for path, content in outputs.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    described = {path: {"sha256": sha256(content).hexdigest(), "bytes": len(content)} for path, content in outputs.items()}
    artifact = {"edition": "all", "pages": 1, "seconds": 1.0, "digests": {}, "html": "", "outputs": described, "claims": []}
    manifest = {"version": 2, "artifacts": {"all": artifact}, "runs": {}, "orphaned": {}}
    (folder / MANIFEST_NAME).write_text(json.dumps(manifest), encoding="utf-8")
    there = Memory()
    run(folder, there)
    assert published(there) == outputs
    put(folder, "standard/7.pdf", b"page seven")
    assert len(run(folder, there)) == 9


def test_a_run_that_fails_between_any_two_requests_is_finished_by_the_next(output: Path) -> None:
    old = Memory()
    run(output, old)
    paths = sorted(files_of(output))
    put(output, paths[0], b"another")
    put(output, paths[1], b"yet another")
    drop(output, paths[2])
    whole = Memory(dict(old.files))
    steps = len(run(output, whole, prune_after=timedelta(0)))
    assert steps > 8
    for at in range(steps):
        there = Memory(dict(old.files), fails_at=at)
        made = publish(output, there, builder=Builder(), now=NOW, prune_after=timedelta(0))
        assert [problem.rule.code for problem in made.diagnostics] == ["PG803"], at
        assert there.is_consistent(), at
        there.fails_at = None
        run(output, there, prune_after=timedelta(0))
        assert there.files == whole.files, at


def test_a_run_that_was_cut_short_and_an_edit_that_was_taken_back(output: Path) -> None:
    """The manifest there still says the old bytes of a file that now holds the new ones."""
    there = Memory()
    run(output, there)
    path = min(files_of(output))
    old = (output / path).read_bytes()
    put(output, path, b"another")
    there.fails_at = len(there.requests) + 5  # after the file, before the journal says so
    assert publish(output, there, builder=Builder(), now=NOW).has_errors
    assert there.files[path] == b"another"
    there.fails_at = None
    put(output, path, old)
    run(output, there)
    assert there.files[path] == old


def test_what_has_arrived_is_not_sent_again(output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("prepguides.build.publishing._AT_ONCE", 1)
    there = Memory(fails_at=3 + 2 * 2 + 1)  # within the third file
    assert publish(output, there, builder=Builder(), now=NOW).has_errors
    there.fails_at = None
    sent = [request for request in run(output, there) if request.startswith("write") and request.split()[1] not in STEERING]
    assert [request.split()[1] for request in sent] == sorted(files_of(output))[2:]


def test_files_that_retired_stay_for_the_days_of_grace(output: Path) -> None:
    there = Memory()
    run(output, there)
    path = min(files_of(output))
    drop(output, path)
    week = timedelta(days=7)
    run(output, there, prune_after=week)
    assert path in there.files
    run(output, there, NOW + timedelta(days=6), week)
    assert path in there.files
    run(output, there, NOW + timedelta(days=7), week)
    assert path not in there.files
    assert json.loads(there.files[RETIRED]) == {}


def test_a_file_that_comes_back_is_no_longer_retired(output: Path, tmp_path: Path) -> None:
    there, path = Memory(), min(files_of(output))
    before = Path(shutil.copytree(output, tmp_path / "before"))
    run(output, there)
    drop(output, path)
    run(output, there)
    run(before, there, NOW + timedelta(days=30), timedelta(days=7))
    assert there.files[path] == (before / path).read_bytes()
    assert json.loads(there.files[RETIRED]) == {}


def test_nothing_is_published_of_a_folder_that_is_not_as_it_was_built(output: Path) -> None:
    path = min(files_of(output))
    (output / path).write_bytes(b"edited by hand")
    there = Memory()
    made = publish(output, there, builder=Builder(), now=NOW)
    assert [(problem.rule.code, str(problem.place)) for problem in made.diagnostics] == [("PG804", path)]
    assert there.requests == []


@pytest.mark.parametrize("path", ["../outside.pdf", "/etc/outside.pdf"])
def test_a_manifest_that_names_files_elsewhere_publishes_nothing(output: Path, path: str) -> None:
    content = b"secret"
    target = output / path
    if not path.startswith("/"):
        target.write_bytes(content)
    written = json.loads((output / MANIFEST_NAME).read_text(encoding="utf-8"))
    next(iter(written["artifacts"].values()))["outputs"][path] = {"sha256": sha256(content).hexdigest(), "bytes": len(content)}
    (output / MANIFEST_NAME).write_text(json.dumps(written), encoding="utf-8")
    there = Memory()
    assert publish(output, there, builder=Builder(), now=NOW).has_errors
    assert there.requests == []


def test_what_is_published_says_nothing_of_builds_on_this_machine(output: Path) -> None:
    there = Memory()
    run(output, there)
    manifest = json.loads(there.files[MANIFEST_NAME])
    assert (manifest["runs"], manifest["orphaned"], manifest["drafts"]) == ({}, {}, {})


# --- the command ---


def publish_to(mini: MiniProject, *words: str | Path) -> tuple[int, str, str]:
    done = prepguides("publish", "--project", mini.root, *words)
    return done.code, done.out, done.err


def test_a_folder_is_published_to_and_verified_there(built: MiniProject, tmp_path: Path) -> None:
    code, out, err = publish_to(built, tmp_path / "site")
    count = len(files_of(built.output))
    assert (code, err) == (0, "")
    assert f"{count} files sent" in out
    assert "0 there already" in out
    assert files_of(tmp_path / "site") == files_of(built.output)
    done = prepguides("verify", "--project", built.root, "--output", tmp_path / "site")
    assert (done.code, done.err) == (0, "")
    assert "0 files sent (0.0 MB)" in publish_to(built, tmp_path / "site")[1]


def test_provenance_is_verified(built: MiniProject, tmp_path: Path) -> None:
    publish_to(built, tmp_path / "site")
    statement = tmp_path / "site" / PROVENANCE_NAME
    written = json.loads(statement.read_text(encoding="utf-8"))
    assert written["predicate"]["runDetails"]["builder"]["id"] == "urn:prepguides:builder:local"
    assert {subject["name"] for subject in written["subject"]} == {*files_of(built.output), MANIFEST_NAME}
    written["subject"][0]["digest"]["sha256"] = "0" * 64
    statement.write_text(json.dumps(written), encoding="utf-8")
    done = prepguides("verify", "--project", built.root, "--output", tmp_path / "site")
    assert done.code == 1
    assert "provenance.json speaks of another file" in done.err
    statement.write_text("{}", encoding="utf-8")
    assert "no statement of provenance" in prepguides("verify", "--project", built.root, "--output", tmp_path / "site").err


def test_provenance_names_the_workflow(built: MiniProject, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given = {
        "GITHUB_ACTIONS": "true",
        "GITHUB_SERVER_URL": "https://example.org",
        "GITHUB_REPOSITORY": "ours/guides",
        "GITHUB_WORKFLOW_REF": "ours/guides/.github/workflows/guides.yml@refs/heads/main",
        "GITHUB_RUN_ID": "7",
        "GITHUB_RUN_ATTEMPT": "1",
        "GITHUB_SHA": "abc",
    }
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    publish_to(built, tmp_path / "site")
    predicate = json.loads((tmp_path / "site" / PROVENANCE_NAME).read_text(encoding="utf-8"))["predicate"]
    assert predicate["runDetails"] == {
        "builder": {"id": "https://example.org/ours/guides/.github/workflows/guides.yml@refs/heads/main"},
        "metadata": {"invocationId": "https://example.org/ours/guides/actions/runs/7/attempts/1"},
    }
    source = {"uri": "git+https://example.org/ours/guides", "digest": {"gitCommit": "abc"}}
    assert source in predicate["buildDefinition"]["resolvedDependencies"]


def test_a_dry_run_changes_nothing(built: MiniProject, tmp_path: Path) -> None:
    code, out, _ = publish_to(built, tmp_path / "site", "--dry-run")
    assert code == 0
    assert "to send: standard/one-candidate-a4.pdf" in out
    assert not (tmp_path / "site").exists()


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("s3://name:word@bucket/guides", "in the environment"),
        ("s3://", "names no place"),
        ("nowhere://bucket/guides", "nothing is known to publish"),
    ],
)
def test_addresses_that_nothing_can_be_published_to(built: MiniProject, address: str, said: str) -> None:
    code, _, err = publish_to(built, address)
    assert code == 2
    assert said in err
    assert "word@" not in err


def test_the_output_folder_is_not_published_to_itself(built: MiniProject) -> None:
    assert publish_to(built, built.output)[0] == 2


def test_a_folder_that_refuses_is_a_located_problem(built: MiniProject, tmp_path: Path) -> None:
    (tmp_path / "site").write_text("a file", encoding="utf-8")
    code, _, err = publish_to(built, tmp_path / "site")
    assert code == 1
    assert "PG803" in err
    assert "site" in err


def test_a_destination_outside_says_nothing_of_what_its_package_said(monkeypatch: pytest.MonkeyPatch) -> None:
    import fsspec

    class Leaky(fsspec.AbstractFileSystem):  # type: ignore[misc]
        protocol = "leaky"

        def cat_file(self, path: str, **options: object) -> bytes:
            raise RuntimeError("key=hunter2")

    fsspec.register_implementation("leaky", Leaky, clobber=True)
    monkeypatch.setitem(vars(sys.modules["fsspec.registry"])["known_implementations"], "leaky", {"class": ""})
    with pytest.raises(OSError, match="RuntimeError") as raised:
        destination_at("leaky://bucket/guides").read("manifest.json")
    assert "hunter2" not in str(raised.value)
    assert raised.value.__cause__ is None
    with pytest.raises(UnusableAddress):
        destination_at("leaky://")


def test_a_statement_that_is_a_pipe_is_not_waited_for(built: MiniProject, tmp_path: Path) -> None:
    publish_to(built, tmp_path / "site")
    (tmp_path / "site" / PROVENANCE_NAME).unlink()
    os.mkfifo(tmp_path / "site" / PROVENANCE_NAME)
    done = prepguides("verify", "--project", built.root, "--output", tmp_path / "site")
    assert (done.code, "PG804" in done.err, "not a regular file" in done.err) == (1, True, True)


def test_what_a_run_that_was_killed_had_begun_to_write_is_removed_by_the_next(output: Path, tmp_path: Path) -> None:
    shop = tmp_path / "shop"
    for half in (shop / ".prepguides-0123.part", shop / "standard" / ".prepguides-4567.part"):
        half.parent.mkdir(parents=True, exist_ok=True)
        half.write_bytes(b"%PD")
    publish(output, destination_at(str(shop)), builder=Builder(), now=NOW, dry_run=True)
    assert len(list(shop.rglob("*.part"))) == 2
    for _ in range(2):
        assert not publish(output, destination_at(str(shop)), builder=Builder(), now=NOW).diagnostics
        assert list(shop.rglob("*.part")) == []
        (shop / ".prepguides-89ab.part").touch()
