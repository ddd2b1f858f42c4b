"""The record of learners' copies beside other commands: what is written is written in turn, and nobody's copy is forgotten."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest

from prepguides.build import copy_ledger
from prepguides.build.copy_ledger import CopyLedger, on_record
from prepguides.build.output_folder import clean
from prepguides.stages.record import Busy, locked


def folder(output: Path) -> Path:
    return output / "standard" / "one-learners"


def ledger_in(output: Path) -> CopyLedger:
    return CopyLedger(folder(output), partial(locked, output, 0))


def settled(ledger: CopyLedger) -> set[str]:
    with ledger.in_turn():
        return set(ledger.settle())


def test_everything_that_is_written_is_written_in_turn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    turns = 0
    holding = False

    @contextmanager
    def turn() -> Iterator[None]:
        nonlocal turns, holding
        turns, holding = turns + 1, True
        yield
        holding = False

    def write(path: Path, *words: object) -> None:
        assert holding, path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"")

    monkeypatch.setattr(copy_ledger, "write", write)
    ledger = CopyLedger(tmp_path, turn)
    ledger.record("ada.pdf", "row", b"Ada", 1)
    ledger.remove("ada.pdf")
    settled(ledger)
    assert turns == 4


def test_a_copy_waits_for_who_else_writes_there(tmp_path: Path) -> None:
    ledger = ledger_in(tmp_path)
    with locked(tmp_path), pytest.raises(Busy):
        ledger.record("ada.pdf", "row", b"Ada", 1)
    assert not (folder(tmp_path) / "ada.pdf").exists()
    assert ledger.record("ada.pdf", "row", b"Ada", 1) == ledger.fresh("ada.pdf", "row")


def test_what_is_made_after_a_clean_beside_it_is_cleaned_by_the_next(tmp_path: Path) -> None:
    """The first takes the secret along that copies are known by."""
    (tmp_path / "manifest.json").write_text("{}", encoding="utf-8")
    ledger = ledger_in(tmp_path)
    ledger.record("ada.pdf", "row", b"Ada", 1)
    clean(tmp_path)
    assert not list(tmp_path.iterdir())
    ledger.record("zoe.pdf", "row", b"Zoe", 1)
    assert ledger.fresh("ada.pdf", "row") is None
    assert settled(ledger) == {"zoe.pdf"}
    assert ledger_in(tmp_path).fresh("zoe.pdf", "row")
    assert clean(tmp_path).diagnostics == ()
    assert not list(tmp_path.iterdir())


def test_two_runs_at_once_keep_the_copies_of_both_on_record(tmp_path: Path) -> None:
    first, second = ledger_in(tmp_path), ledger_in(tmp_path)
    first.record("ada.pdf", "row", b"Ada", 1)
    second.record("zoe.pdf", "row", b"Zoe", 1)
    assert settled(second) == settled(first) == {"ada.pdf", "zoe.pdf"}
    assert ledger_in(tmp_path).fresh("ada.pdf", "row")


def test_the_copy_of_somebody_who_left_the_roster_is_cleaned_too(tmp_path: Path) -> None:
    ledger_in(tmp_path).record("ada.pdf", "row", b"Ada", 1)
    settled(ledger_in(tmp_path))
    assert "standard/one-learners/ada.pdf" in on_record(tmp_path)
