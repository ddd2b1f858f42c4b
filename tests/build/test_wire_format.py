"""What workers send goes and comes back by its type; whatever else a worker sends is no answer, and runs nothing."""

from __future__ import annotations

import json
import os
import pickle
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from kit import MiniProject
from prepguides.build import layout_process, wire_format
from prepguides.build.copy_worker import CopyResult
from prepguides.build.layout_process import Gone, LayoutProcess
from prepguides.build.live_messages import Answer, Draw, Drawn, PageLine, Pointed, Shown, WordsRead
from prepguides.build.page_cut import PageRegion
from prepguides.build.pool import Limits, Lost, Pool
from prepguides.build.pools import as_asked
from prepguides.build.prepare import prepare
from prepguides.build.rendering import Rendered, page_of
from prepguides.build.wire_format import MOST_JSON, Inbox, Malformed, from_wire, send, to_wire, wait_at_most
from prepguides.build.worker import WorkerResult
from prepguides.model.diagnostic import Checked, Diagnostic, Place
from prepguides.model.manifest import LaidOutUnit
from prepguides.model.page_finding import Area, PageFinding, Trail
from prepguides.model.request import Selection
from prepguides.model.rules import RULES
from prepguides.stages.render import RenderedHtml

LONG = "“Größe” 中文 \n" * 500
DIAGNOSTICS = (
    Diagnostic(RULES["PG501"], "syntax", Place("templates/a/b.html", 3, 4, 5, "{% if %}"), "close it"),
    Diagnostic(RULES["PG802"], "lost", Place.of_subject("one (candidate)")),
)
FINDINGS = (
    PageFinding("PG706", 2, "20% full", "write", Trail(("a", "b"), ("c",)), Area(0.5, 1, 2, 3.25), "12pt"),
    PageFinding("PG710", 0, ""),
)
REGION = PageRegion("a", 0.1, 0.2, 0.3, 0.4)
PDF = b"%PDF-1.7 \x00\xff" * 1000
WORKER_RESULT = WorkerResult(
    "one", 3, 0.25, {"a/b.pdf": PDF, "ü.pdf": b""}, DIAGNOSTICS, LONG, FINDINGS, 1, (LaidOutUnit("a", 1, 3, reused=True),)
)
ANSWERS: list[tuple[object, object]] = [
    (WorkerResult | Lost, WORKER_RESULT),
    (WorkerResult | Lost, WorkerResult("", 0, 0.0, {}, ())),
    (WorkerResult | Lost, Lost("took too long", "time", "a")),
    (CopyResult | Lost, CopyResult({"a4": PDF}, 3, FINDINGS, DIAGNOSTICS, "Traceback")),
    (Rendered | Lost, Rendered(Checked(RenderedHtml(LONG, "x"), DIAGNOSTICS))),
    (Rendered | Lost, Rendered(Checked(None), "Traceback")),
    (Answer, Shown(1, ("a", "b"), True, True, {"a": 1}, DIAGNOSTICS, FINDINGS, ("a",), "Traceback")),
    (Answer, Drawn(2, PDF, (REGION,), "Traceback")),
    (Answer, Pointed(3, Trail(("a",), ("b",)))),
    (Answer, Pointed(3, None, "Traceback")),
    (Answer, WordsRead(4, (PageLine(1, "words", REGION),))),
    (int | float | None, 7),
    (int | float | None, 0.5),
    (int | float | None, None),
]


def both_ways(answer: object, kind: object) -> object:
    """What arrives of it, through a pipe in pieces."""
    here, there = os.pipe()
    with Connection(here, writable=False) as reading, Connection(there, readable=False):
        inbox: Inbox[object] = Inbox(reading, kind, 10**6)
        message = to_wire(answer)
        for piece in (message[:3], message[3:16], message[16:]):
            os.write(there, piece)
            is_whole = inbox.read_on()
            assert is_whole is (piece == message[16:])
        return inbox.answer()


@pytest.mark.parametrize(("kind", "answer"), ANSWERS)
def test_every_answer_comes_back_as_it_was_sent(kind: object, answer: object) -> None:
    text = to_wire(answer)
    assert both_ways(answer, kind) == answer
    assert type(both_ways(answer, kind)) is type(answer)
    assert pickle.dumps(answer) != text


def test_two_answers_that_come_at_once_are_two() -> None:
    here, there = os.pipe()
    with Connection(here, writable=False) as reading, Connection(there, readable=False) as writing:
        inbox: Inbox[object] = Inbox(reading, Answer, 10**6)
        for _, answer in ANSWERS[6:8]:
            send(writing, answer)
        assert inbox.read_on()
        assert inbox.answer() == ANSWERS[6][1]
        assert inbox.read_on()
        assert inbox.answer() == ANSWERS[7][1]


def test_half_a_character_in_a_message_is_no_reason_to_lose_it() -> None:
    assert both_ways(Lost("\udc80" + "x" * 2000, "", "\udc80"), WorkerResult | Lost) == Lost("?" + "x" * 2000, "", "?")


def read(plain: object, kind: object = WorkerResult | Lost, beside: bytes = b"12345") -> object:
    return from_wire(plain if isinstance(plain, bytes) else json.dumps(plain).encode(), memoryview(beside), kind)


def result(pages: object = 1, seconds: object = 1.0, files: object = None, diagnostics: object = (), findings: object = ()) -> list[object]:
    """One that is plain, with something else in it."""
    return ["WorkerResult", "one", pages, seconds, {} if files is None else files, diagnostics, "", findings, 0, []]


PLACE = ["Place", "a", 1, 1, 1, "", True]
NO_ANSWERS: dict[str, object] = {
    "no JSON": b"\x80\x04cos\nsystem\n",
    "half of it": b'["Lost", "a"',
    "deep": b"[" * 100_000,
    "no text": b'"\xff"',
    "another class": ["system", "touch /tmp/owned"],
    "a module's class": ["os.system", "touch /tmp/owned"],
    "a class of ours that is no answer": PLACE,
    "a field less": ["Lost", "a", ""],
    "a field more": ["Lost", "a", "", "", ""],
    "another type": ["Lost", 1, "", ""],
    "another word": ["Lost", "a", "everything", ""],
    "a word that is a list": ["Lost", "a", [], ""],
    "half a character": ["Lost", "\ud800", "", ""],
    "text before the beginning": ["Lost", [-1, 3], "", ""],
    "text after the end": ["Lost", [0, 6], "", ""],
    "text backward": ["Lost", [3, 1], "", ""],
    "text from true to 3": ["Lost", [True, 3], "", ""],
    "no list": result(diagnostics={}),
    "no mapping": result(files=[]),
    "a file that is a number": result(files={"a": 5}),
    "pages that are true": result(pages=True),
    "pages that are many": result(pages=10**60),
    "pages of too many digits": json.dumps(result(pages="many")).replace('"many"', "9" * 5000).encode(),
    "no number": result(seconds=float("nan")),
    "endless": json.dumps(result(seconds="endless")).replace('"endless"', "1e999").encode(),
    "an unknown rule": result(diagnostics=[["Diagnostic", "PG000", "", PLACE, ""]]),
    "a rule of its own": result(diagnostics=[["Diagnostic", ["Rule", "PG501", "warning", "", ""], "", PLACE, ""]]),
    "a finding by an unknown rule": result(findings=[["PageFinding", "PG000", 0, "", "", ["Trail", [], []], None, ""]]),
    "nothing": None,
    "a number": 5,
}


def test_the_plain_result_of_these_tests_is_one() -> None:
    assert read(result()) == WorkerResult("one", 1, 1.0, {}, ())


@pytest.mark.parametrize("name", NO_ANSWERS)
def test_what_is_no_answer_is_refused(name: str) -> None:
    with pytest.raises(Malformed):
        read(NO_ANSWERS[name])


def test_a_bool_that_is_a_number_is_refused() -> None:
    with pytest.raises(Malformed):
        read(["LaidOutUnit", "a", 1, 1, 1], LaidOutUnit)
    assert read(["LaidOutUnit", [0, 2], 1, 1, True], LaidOutUnit) == LaidOutUnit("12", 1, 1, reused=True)


# A worker that was taken over: what it runs is its own, and the pipe is at hand.


class Hostile:
    """Whoever unpickles it makes a file."""

    def __init__(self, path: str) -> None:
        self.path = path

    def __reduce__(self) -> tuple[Callable[..., object], tuple[str, ...]]:
        return Path.touch, (Path(self.path),)  # type: ignore[return-value]


def pipe_of_the_worker() -> Connection:
    frame = sys._getframe()
    while frame.f_back is not None and not isinstance(frame.f_locals.get("pipe"), Connection):
        frame = frame.f_back
    pipe: Connection = frame.f_locals["pipe"]
    return pipe


def taken_over(what: str) -> str:
    """Sends something else than a result, and sleeps."""
    pipe = pipe_of_the_worker()
    kind, _, path = what.partition(" ")
    if kind == "sound":
        return "sound"
    if kind == "pickle":
        pipe.send(Hostile(path))
    if kind == "framed":
        content = pickle.dumps(Hostile(path))
        os.write(pipe.fileno(), wire_format._LENGTHS.pack(len(content), 0) + content)
    if kind == "beside":
        content = pickle.dumps(Hostile(path))
        os.write(pipe.fileno(), wire_format._LENGTHS.pack(4, len(content)) + b"null" + content)
    if kind == "endless":
        os.write(pipe.fileno(), wire_format._LENGTHS.pack(MOST_JSON + 1, 0))
    if kind == "half":
        os.write(pipe.fileno(), to_wire("x" * 500)[:100])
    time.sleep(600)
    return ""


@pytest.mark.parametrize("kind", ["pickle", "framed", "beside", "endless"])
def test_a_worker_that_was_taken_over_runs_nothing_here_and_is_replaced(kind: str, tmp_path: Path) -> None:
    begun = time.monotonic()
    results = dict(Pool(taken_over, str, 1).run([f"{kind} {tmp_path / 'made'}", "sound"]))
    assert isinstance(results[0], Lost)
    assert results[0].limit == "trust"
    assert results[1] == "sound"
    assert list(tmp_path.iterdir()) == []
    assert time.monotonic() - begun < 60


def test_the_hostile_pickle_of_these_tests_is_one(tmp_path: Path) -> None:
    pickle.loads(pickle.dumps(Hostile(str(tmp_path / "made"))))
    assert [path.name for path in tmp_path.iterdir()] == ["made"]


def test_an_answer_that_is_never_finished_is_ended_by_the_clock() -> None:
    results = dict(Pool(taken_over, str, 2, Limits(seconds=1.0, patience=2.0)).run(["half", "sound"]))
    assert results == {0: Lost("had no result after 2 seconds by the clock", "time"), 1: "sound"}


def test_a_worker_that_reads_nothing_any_more_is_not_waited_for() -> None:
    here, there = get_context("forkserver").Pipe()
    wait_at_most(here, 1.0)
    begun = time.monotonic()
    with here, there, pytest.raises(BlockingIOError):
        here.send(b"x" * 10**7)
    assert time.monotonic() - begun < 60


def test_what_a_worker_calls_its_files_is_not_where_they_are_written() -> None:
    asked = {"a.pdf", "b.pdf"}
    sound = replace(WORKER_RESULT, files={"b.pdf": b"", "a.pdf": b""})
    assert as_asked(sound, asked) is sound
    assert as_asked(replace(sound, files={}), asked) == replace(sound, files={})
    assert as_asked(lost := Lost("was ended"), asked) is lost
    for wrong in (replace(sound, files={"../a.pdf": b""}), replace(sound, files={"a.pdf": b""}), replace(sound, pages=-1)):
        assert isinstance(as_asked(wrong, asked), Lost)


def test_an_edition_says_where_a_worker_was_taken_over_and_what_to_do(mini: MiniProject) -> None:
    prepared = prepare(mini.project, Selection(("two",), editions=("candidate",)))
    edition = prepared.editions[0]
    for made, place in (
        (Lost("sent what is no answer: it is no JSON", "trust", "sections/page.html"), "templates/base/sections/page.html:1:1"),
        (Lost("sent what is no answer: it is no JSON", "trust"), edition.name),
        (Rendered(Checked(None)), edition.name),
    ):
        (problem,) = page_of(made, edition, prepared.themes).diagnostics
        assert (problem.rule.code, str(problem.place)) == ("PG802", place)
        assert "no answer" in problem.message
        assert "taken it over" in problem.hint


def hostile_preview(pipe: Connection, limits: Limits, folder: Path, readable: tuple[Path, ...]) -> None:
    """In place of a preview's worker."""
    asked = pipe.recv()
    if asked.page == "sound":
        send(pipe, Drawn(asked.serial, b"sound"))
    else:
        pipe.send(Hostile(asked.page))
    time.sleep(600)


@pytest.fixture
def taken_over_preview(monkeypatch: pytest.MonkeyPatch) -> Iterator[LayoutProcess]:
    monkeypatch.setattr(layout_process, "serve", hostile_preview)
    with LayoutProcess() as process:
        yield process


def test_a_preview_s_worker_that_was_taken_over_runs_nothing_here_and_is_replaced(
    taken_over_preview: LayoutProcess, tmp_path: Path
) -> None:
    with pytest.raises(Gone):
        taken_over_preview.drawn(Draw(0, 0, str(tmp_path / "made")))
    assert list(tmp_path.iterdir()) == []
    assert taken_over_preview.drawn(Draw(0, 0, "sound")).content == b"sound"
