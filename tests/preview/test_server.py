"""A preview as its windows meet it: who may look, what they are told after each save, what a click leads to."""

from __future__ import annotations

import asyncio
import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from queue import Queue
from threading import Event, Thread
from typing import Any
from urllib.parse import unquote

import httpx
import pytest
import uvicorn

from kit import MiniProject
from prepguides.build.live import LayoutProcess
from prepguides.build.live_messages import Drawn, Shown
from prepguides.model.diagnostic import Place
from prepguides.model.outcome import Outcome
from prepguides.model.request import Project, Request, Selection
from prepguides.preview import rebuild
from prepguides.preview.changes import changes
from prepguides.preview.choice import Choice, choices
from prepguides.preview.guard import HEADERS
from prepguides.preview.messages import link
from prepguides.preview.rebuild import rebuilt
from prepguides.preview.server import FILES, app
from prepguides.preview.serving import free_socket
from prepguides.preview.sessions import Sessions

TOKEN = "a-token"
QUESTIONS = "content/interview/questions.yaml"
Message = dict[str, Any]
PATIENCE = 60.0


# --- who may look ---


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    text: str


def ask(root: Path, path: str, method: str = "GET", **headers: str) -> Answer:
    """An answer of a preview that has nothing to show; no process is started. The path is taken as it is written, dots and all."""
    given = {"host": "127.0.0.1:8430", **{name.lower().replace("_", "-"): value for name, value in headers.items()}}
    address, _, query = path.partition("?")
    scope: dict[str, Any] = {
        "type": "http",
        "method": method,
        "path": unquote(address),
        "raw_path": address.encode(),
        "query_string": query.encode(),
        "headers": [(name.encode(), value.encode()) for name, value in given.items()],
    }
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b""}

    async def send(message: Any) -> None:
        sent.append(message)

    asyncio.run(app(Sessions(Project(root), LayoutProcess(root)), TOKEN)(scope, receive, send))
    found = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return Answer(sent[0]["status"], found, b"".join(message.get("body", b"") for message in sent[1:]).decode())


@pytest.mark.parametrize("name", FILES)
def test_the_page_and_its_files_are_served_to_who_has_the_token(name: str, tmp_path: Path) -> None:
    answer = ask(tmp_path, f"/{TOKEN}/{name}")
    assert answer.status == 200
    assert answer.headers["content-type"].startswith(FILES[name][1])
    assert {key: answer.headers[key.lower()] for key in HEADERS} == HEADERS


@pytest.mark.parametrize("path", ["/", "/preview.css", "/another-token/", f"/{TOKEN}x/", f"//{TOKEN}/", "/events", f"/x/{TOKEN}/"])
def test_who_has_no_token_is_told_nothing(path: str, tmp_path: Path) -> None:
    answer = ask(tmp_path, path)
    assert (answer.status, answer.text) == (404, "not found")


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "example.com"},
        {"Host": "127.0.0.1.example.com:8430"},
        {"Host": "192.168.1.4:8430"},
        {"Origin": "http://example.com"},
        {"Origin": "http://127.0.0.1:9999"},
        {"Origin": "null"},
        {"Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "same-site"},
    ],
)
def test_another_name_for_this_machine_and_another_site_are_refused(headers: dict[str, str], tmp_path: Path) -> None:
    answer = ask(tmp_path, f"/{TOKEN}/", **headers)
    assert (answer.status, answer.text) == (404, "not found")


@pytest.mark.parametrize("headers", [{"Host": "localhost:8430"}, {"Origin": "http://127.0.0.1:8430", "Sec_Fetch_Site": "same-origin"}])
def test_the_page_itself_may_ask(headers: dict[str, str], tmp_path: Path) -> None:
    assert ask(tmp_path, f"/{TOKEN}/", **headers).status == 200


@pytest.mark.parametrize(
    "path",
    [
        "content/project.yaml",
        "../content/project.yaml",
        "..%2fcontent%2fproject.yaml",
        "%2e%2e/content/project.yaml",
        "page/..%2f..%2fcontent%2fproject.yaml.png?key=1&paper=a4",
        "page/../../content/project.yaml",
        "preview.js/../../serving.py",
        "preview.html",
        "server.py",
        "/etc/passwd",
    ],
)
def test_no_file_is_served_but_the_three_of_the_page(path: str, mini: MiniProject) -> None:
    assert ask(mini.root, f"/{TOKEN}/{path}").status == 404


def test_what_is_asked_of_a_session_that_is_not_there_is_not_found(tmp_path: Path) -> None:
    for path in ("page/x.png?key=9&paper=a4", "source?key=9&paper=a4&id=x&x=0&y=0", "find?key=9&paper=a4&words=x"):
        assert ask(tmp_path, f"/{TOKEN}/{path}").status == 404
    assert ask(tmp_path, f"/{TOKEN}/view?key=9&page=2", "POST").status == 204


# --- what a window is told ---


class Window:
    """A window without a screen."""

    def __init__(self, address: str, **choice: str) -> None:
        self.client = httpx.Client(base_url=address, timeout=PATIENCE, trust_env=False)
        self._asked = choice
        self._lines: Iterator[str] = iter(())

    def messages(self) -> Iterator[Message]:
        with self.client.stream("GET", "events", params=self._asked) as answer:
            for line in answer.iter_lines():
                if line.startswith("data: "):
                    yield json.loads(line.removeprefix("data: "))

    def get(self, path: str, **asked: str | float) -> httpx.Response:
        return self.client.get(path, params=asked)


def settled(messages: Iterator[Message]) -> Message:
    """The message that says that all is done."""
    return next(message for message in messages if not message["busy"])


@contextmanager
def served(root: Path, crashed: Callable[[str], None] = lambda trace: None) -> Iterator[str]:
    """A preview's address, for as long as it runs."""
    with LayoutProcess(root) as process, free_socket(18430) as listening:
        sessions = Sessions(Project(root), process, "vscode", crashed=crashed)
        server = uvicorn.Server(uvicorn.Config(app(sessions, TOKEN), log_level="error", timeout_graceful_shutdown=1))
        thread = Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}/{TOKEN}/"
        finally:
            sessions.close()
            server.should_exit = True
            thread.join(PATIENCE)
            assert not thread.is_alive()


def test_an_edit_is_told_to_every_window_with_the_pages_that_are_other_ones(mini: MiniProject) -> None:
    with served(mini.root) as address:
        first, second = Window(address, guide="one"), Window(address, guide="one")
        told, also = first.messages(), second.messages()
        before = settled(told)
        assert settled(also) == before
        assert before["problems"] == []
        assert before["shown"]["guide"] == "one"
        mini.edit(QUESTIONS, "Which was baked first?", "Which was baked last of all?")
        after = settled(told)
        assert len(after["pages"]) == len(before["pages"])
        other = [number for number, id in enumerate(after["pages"], 1) if id not in before["pages"]]
        assert {page for id, page in before["places"].items() if id.endswith("question-bank")} <= set(other)
        assert len(other) < len(before["pages"])
        assert settled(also) == after


def test_a_page_is_a_picture_whose_points_lead_to_lines_and_whose_words_are_found(mini: MiniProject) -> None:
    with served(mini.root) as address:
        window = Window(address, guide="one")
        told = settled(window.messages())
        key = told["key"]
        picture = window.get(f"page/{told['pages'][1]}.png", key=key, paper="letter", scale=0.5)
        assert picture.content.startswith(b"\x89PNG")
        assert "immutable" in picture.headers["cache-control"]
        assert window.get("page/gone.png", key=key, paper="letter").status_code == 404
        assert window.get(f"page/{told['pages'][1]}.png", key=key, paper="a3").status_code == 404
        assert window.get(f"page/{told['pages'][1]}.png", key=key, paper="a4", scale="large").status_code == 404
        (hit, *_) = window.get("find", key=key, paper="a4", words="read it  ONCE").json()
        left, top, width, height = hit["area"]
        asked: dict[str, str | float] = {"key": key, "paper": "a4", "id": told["pages"][hit["page"] - 1]}
        found = window.get("source", **asked, x=left + width / 2, y=top + height / 2).json()
        text = (mini.root / "content/pages/welcome.md").read_text(encoding="utf-8").splitlines()
        path, line, column = found["place"].rsplit(":", 2)
        assert path == "content/pages/welcome.md"
        assert text[int(line) - 1][int(column) - 1 :].startswith("Read it")
        assert found["link"] == f"vscode://file{mini.root}/{found['place']}"
        assert window.get("source", **asked, x=0.01, y=0.01).json()["place"] == ""
        on_page = window.get("find", key=key, paper="a4", id=told["pages"][hit["page"] - 1]).json()
        assert {each["page"] for each in on_page} == {hit["page"]}


def test_the_last_good_pages_stay_beside_a_problem_that_knows_its_page(mini: MiniProject) -> None:
    with served(mini.root) as address:
        messages = Window(address, guide="one").messages()
        before = settled(messages)
        mini.edit(QUESTIONS, "    prompt: |", "    promt: |")
        broken = settled(messages)
        assert broken["pages"] == before["pages"]
        assert not broken["settled"]
        problem = next(each for each in broken["problems"] if each["rule"] == "PG204")
        assert problem["place"].startswith(f"{QUESTIONS}:")
        assert problem["link"] == f"vscode://file{mini.root}/{problem['place']}"
        assert problem["page"] > 0
        mini.edit(QUESTIONS, "    promt: |", "    prompt: |")
        assert settled(messages)["pages"] == before["pages"]


def test_a_project_with_errors_at_the_start_is_shown_once_they_are_mended(mini: MiniProject) -> None:
    settings = (mini.root / "content/project.yaml").read_text(encoding="utf-8")
    mini.add("content/project.yaml", "name: [\n")
    with served(mini.root) as address:
        messages = Window(address).messages()
        broken = settled(messages)
        assert broken["pages"] == []
        assert {each["severity"] for each in broken["problems"]} == {"error"}
        mini.add("content/project.yaml", settings)
        mended = settled(messages)
        assert mended["pages"]
        assert mended["problems"] == []


def ours(message: Message) -> list[str]:
    """What a message says of bugs of ours."""
    return [each["hint"] for each in message["problems"] if each["rule"] == "PG809"]


def test_a_bug_of_ours_costs_one_look_and_is_reported(mini: MiniProject, monkeypatch: pytest.MonkeyPatch) -> None:
    told = list[str]()
    with served(mini.root, told.append) as address:
        messages = Window(address, guide="one").messages()
        before = settled(messages)

        def fail(*asked: object, **named: object) -> Any:
            raise RuntimeError("a template met what nobody thought of")

        for module in ("build.live.prepare", "build.live_rendering.page_of", "preview.sessions.message"):
            with monkeypatch.context() as patch:
                patch.setattr(f"prepguides.{module}", fail)
                mini.edit(QUESTIONS, "Which was baked first?", f"Which was baked before {module[:5]}?")
                broken = settled(messages)
            assert broken["pages"] == before["pages"]
            assert not broken["settled"]
            assert [words[:16] for words in ours(broken)] == ["please report it"]
            assert "a template met what nobody thought of" in told.pop()
            assert told == []
            mini.edit(QUESTIONS, f"Which was baked before {module[:5]}?", "Which was baked first?")
            assert settled(messages) == before


def test_a_bug_at_the_first_look_leaves_a_window_that_says_so(mini: MiniProject, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch, served(mini.root) as address:
        patch.setattr("prepguides.preview.sessions.message", lambda *asked: 1 // 0)
        messages = Window(address, guide="one").messages()
        broken = settled(messages)
        assert (broken["pages"], len(ours(broken))) == ([], 1)
        patch.undo()
        mini.edit(QUESTIONS, "Which was baked first?", "Which was baked last?")
        assert settled(messages)["problems"] == []


def test_a_page_that_cannot_be_drawn_is_reported_once(mini: MiniProject, monkeypatch: pytest.MonkeyPatch) -> None:
    told = list[str]()
    with served(mini.root, told.append) as address:
        window = Window(address, guide="one")
        messages = window.messages()
        before = settled(messages)
        monkeypatch.setattr("prepguides.build.layout_process.LayoutProcess._answers", lambda *asked: iter([Drawn(1, b"", crash="a trace")]))
        for _ in range(3):
            assert window.get(f"page/{before['pages'][0]}.png", key=before["key"], paper="a4").status_code == 500
        reported = next(messages)
        assert (reported["pages"], reported["settled"], len(ours(reported))) == (before["pages"], True, 1)
        assert len(told) == 1
        assert "a trace" in told[0]


def test_a_layout_that_ends_in_a_bug_is_reported(mini: MiniProject, monkeypatch: pytest.MonkeyPatch) -> None:
    told = list[str]()
    with served(mini.root, told.append) as address:
        monkeypatch.setattr(LayoutProcess, "shown", lambda self, show: iter([Shown(show.serial, (), ended=True, crash="a trace")]))
        messages = Window(address, guide="one").messages()
        assert len(ours(settled(messages))) == 1
        assert "a trace" in told[0]
        monkeypatch.undo()
        mini.edit(QUESTIONS, "Which was baked first?", "Which was baked last?")
        assert settled(messages)["problems"] == []


# --- what it is made of ---


def test_a_second_preview_takes_the_next_port() -> None:
    with free_socket(28430) as first, free_socket(28430) as second:
        assert first.getsockname()[1] < second.getsockname()[1]
        assert {each.getsockname()[0] for each in (first, second)} == {"127.0.0.1"}


@pytest.mark.parametrize(
    ("editor", "address"),
    [
        ("vscode", "vscode://file/a%20b/content/x.yaml:3:5"),
        ("idea", "idea://open?file=/a%20b/content/x.yaml&line=3&column=5"),
        ("mine://{path}?{line}", "mine:///a%20b/content/x.yaml?3"),
        ("copy", ""),
    ],
)
def test_an_editor_is_told_the_file_and_the_line(editor: str, address: str) -> None:
    assert link(Place("content/x.yaml", 3, 5), Project(Path("/a b")), editor) == address
    assert link(Place.of_subject("one (candidate)"), Project(Path("/a b")), editor) == ""


def test_a_choice_says_what_it_selects_and_nothing_of_what_it_does_not_know() -> None:
    chosen = Choice.of({"guide": "one", "cohort": "spring", "edition": "coach", "layout": "large", "theme": "own", "paper": "a4"})
    assert chosen.selection == Selection(("one",), ("spring",), ("coach",), variants=("large",))
    assert chosen.sets((("accent", "#123456"),)) == (("accent", "#123456"), ("theme", "own"))
    assert Choice.of({"edition": "nobody", "layout": "none"}).selection == Selection()
    assert Choice().sets(()) == ()


def test_there_is_to_choose_what_the_project_has(mini: MiniProject) -> None:
    mini.theme("own")
    offered = choices(mini.project, None, "")
    assert (offered["guide"], offered["cohort"]) == ([], [])
    assert {"base", "own"} <= {name for name, _ in offered["theme"]}
    assert [name for name, _ in offered["paper"]] == ["a4", "letter"]


@contextmanager
def noticed(project: Project) -> Iterator[Callable[..., None]]:
    """Waits until files with names that begin so were noticed in a project."""
    stop, told = Event(), Queue[tuple[str, ...]]()

    def note() -> None:
        for names in changes(project, stop):
            told.put(names)

    def wait_for(*beginnings: str) -> None:
        names = set[str]()
        while not all(any(name.startswith(beginning) for name in names) for beginning in beginnings):
            names.update(told.get(timeout=PATIENCE))

    thread = Thread(target=note)
    thread.start()
    try:
        with saving(project.content / "_saved.md"):  # until the project is watched
            wait_for("content/_saved.md")
        yield wait_for
    finally:
        stop.set()
        thread.join(PATIENCE)
        assert not thread.is_alive()


@contextmanager
def saving(file: Path) -> Iterator[None]:
    """Saves a file, and again until somebody has noticed."""
    done = Event()

    def save() -> None:
        while not done.wait(0.3):
            with file.open("a", encoding="utf-8") as opened:
                opened.write("# Saved.\n")

    thread = Thread(target=save)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join(PATIENCE)


def test_files_that_are_saved_renamed_or_in_a_new_folder_are_noticed(mini: MiniProject) -> None:
    with noticed(mini.project) as wait_for:
        mini.edit(QUESTIONS, "Which was baked first?", "Which was baked last?")
        wait_for(QUESTIONS)
        (mini.root / QUESTIONS).rename(mini.root / "content/interview/asked.yaml")
        wait_for(QUESTIONS, "content/interview/asked.yaml")
        mini.theme("own")
        wait_for("templates")


class Pause(Event):
    """A program finishes its save while somebody waits."""

    def __init__(self, file: Path) -> None:
        super().__init__()
        self.file, self.waited = file, 0

    def wait(self, timeout: float | None = None) -> bool:
        self.waited += 1
        self.file.write_text("All of it.\n", encoding="utf-8")
        return self.is_set()


@pytest.mark.parametrize(("there", "waits"), [("", 1), (None, 1), ("All of it.\n", 0)], ids=["emptied", "removed", "whole"])
def test_a_file_that_is_saved_in_two_steps_is_told_of_once_it_is_whole(
    there: str | None, waits: int, mini: MiniProject, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = mini.add("content/pages/welcome.md", there or "")
    if there is None:
        file.unlink()
    stop = Pause(file)
    monkeypatch.setattr("prepguides.preview.changes.watch", lambda *_, **__: iter([{(1, str(file))}]))
    assert next(changes(mini.project, stop)) == ("content/pages/welcome.md",)
    assert (stop.waited, file.read_text(encoding="utf-8")) == (waits, "All of it.\n")


def test_a_watch_builds_now_and_after_each_save(mini: MiniProject) -> None:
    stop = Event()
    made = rebuilt(mini.project, Selection(("one",), editions=("candidate",), papers=("a4",)), Request(jobs=1), stop)
    first = next(made)
    assert (first.changed, len(first.outcome.files("printed"))) == ((), 1)
    mini.edit(QUESTIONS, "Which was baked first?", "Which was baked last?")
    with saving(mini.root / QUESTIONS):
        second = next(made)
    stop.set()
    assert QUESTIONS in second.changed
    assert len(second.outcome.files("printed")) == 1


def test_what_is_saved_during_a_build_is_built_by_the_next(mini: MiniProject, monkeypatch: pytest.MonkeyPatch) -> None:
    stop, saved, noticed_all = Event(), Event(), Event()

    def told(*_: object) -> Iterator[tuple[str, ...]]:
        assert saved.wait(PATIENCE)
        yield ("one.yaml",)
        yield ("two.yaml", "one.yaml")
        noticed_all.set()
        stop.wait(PATIENCE)

    def build(*_: object) -> Outcome:
        saved.set()
        assert noticed_all.wait(PATIENCE)
        return Outcome(())

    monkeypatch.setattr(rebuild, "changes", told)
    monkeypatch.setattr(rebuild, "build", build)
    made = rebuilt(mini.project, Selection(), Request(), stop)
    assert [next(made).changed for _ in range(2)] == [(), ("one.yaml", "two.yaml")]
    stop.set()
    assert list(made) == []


@pytest.mark.parametrize(("command", "number"), [("preview", signal.SIGINT), ("watch", signal.SIGINT), ("watch", signal.SIGTERM)])
def test_an_interrupt_ends_it_cleanly_and_leaves_no_process(command: str, number: int, mini: MiniProject) -> None:
    words = [sys.executable, "-m", "prepguides", command, "--project", str(mini.root), *(["--no-open"] if command == "preview" else [])]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True) as process:
        assert process.stdout is not None
        said = process.stdout.readline()
        if command == "preview":
            assert httpx.get(said.strip(), trust_env=False).status_code == 200
        else:
            with saving(mini.root / QUESTIONS):  # until it waits for changes
                assert QUESTIONS in process.stdout.readline()
        process.send_signal(number)
        _, errors = process.communicate(timeout=PATIENCE)
        assert (process.returncode, errors) == (0, "")
        assert said
        until = time.monotonic() + PATIENCE
        while _alive(process.pid) and time.monotonic() < until:
            time.sleep(0.1)  # the last of its processes may be ending: nothing tells of that
        assert not _alive(process.pid)


def _alive(group: int) -> bool:
    """Whether a process of the group still runs: one that has ended and that nobody asked about does not."""
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, of_group, *_ = stat.read_text(encoding="utf-8").rpartition(")")[2].split()
        except OSError:
            continue
        if int(of_group) == group and state != "Z":
            return True
    return False
