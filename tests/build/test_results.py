"""What became of each edition is one value, and everyone reads it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import pytest

from kit import MiniProject
from prepguides.build import scheduler, up_to_date
from prepguides.build.pool import Lost
from prepguides.build.run import build
from prepguides.build.worker import Task, WorkerResult
from prepguides.model.outcome import EditionResult, Event, Outcome
from prepguides.model.page_finding import Area, PageFinding, Trail
from prepguides.model.request import Request, Selection
from prepguides.project import doctor

THIN = PageFinding("PG706", 2, "it is 20% full", trail=Trail(("job-1-role",), ("Grind", "Grind before dawn.")), area=Area(1, 2, 3, 4.5))
A4 = ("standard/two-candidate-a4.pdf",)
TWO = Selection(("two",), papers=("a4",))
KEY = "standard/two/candidate"


def ignore(event: Event) -> None:
    """Nobody listens."""


def answering(monkeypatch: pytest.MonkeyPatch, answer: Callable[[Task], WorkerResult | Lost]) -> None:
    """Workers without processes."""

    class Answering:
        def __init__(self, *args: object) -> None:
            pass

        def run(self, tasks: Sequence[Task], started: Callable[[int], None], _: object) -> Iterator[tuple[int, WorkerResult | Lost]]:
            for index, task in enumerate(tasks):
                started(index)
                yield index, answer(task)

    monkeypatch.setattr(scheduler, "Pool", Answering)


def printed(task: Task) -> WorkerResult:
    return WorkerResult(task.name, 3, 0.25, {target.path: b"%PDF-1.7" for target in task.targets}, (), findings=(THIN,))


@pytest.fixture(autouse=True)
def _workers(monkeypatch: pytest.MonkeyPatch) -> None:
    answering(monkeypatch, printed)


def result_of(mini: MiniProject, request: Request | None = None) -> EditionResult:
    (result,) = build(mini.project, TWO, request or Request(), ignore).results
    return result


def test_an_edition_that_was_printed(mini: MiniProject) -> None:
    assert result_of(mini) == EditionResult("two (candidate)", KEY, "printed", ("never built",), A4, pages=3, seconds=0.25)


def test_one_that_is_as_it_was(mini: MiniProject) -> None:
    result_of(mini)
    assert result_of(mini) == EditionResult("two (candidate)", KEY, "unchanged", (), A4, pages=3)


def test_one_whose_inputs_changed_and_whose_pages_did_not(mini: MiniProject) -> None:
    mini.theme("own", "two", sections__notes_html="{# ruled #}\n")
    result_of(mini)
    mini.add("templates/own/sections/notes.html", "{# ruled lines #}\n")
    assert result_of(mini) == EditionResult("two (candidate)", KEY, "same pages", ("templates",), A4, pages=3)


def test_one_that_a_dry_run_would_print_tells_the_pages_that_it_had(mini: MiniProject) -> None:
    result_of(mini)
    mini.edit("content/pages/welcome.md", "Read it once.", "Read it twice.")
    assert result_of(mini, Request(dry_run=True)) == EditionResult("two (candidate)", KEY, "to print", ("content",), pages=3)


def test_one_whose_worker_was_lost_is_to_be_tried_again(mini: MiniProject, monkeypatch: pytest.MonkeyPatch) -> None:
    answering(monkeypatch, lambda task: Lost("was ended by SIGKILL"))
    lost = result_of(mini)
    assert (lost.status, lost.try_again, lost.crash) == ("failed", True, "")
    assert [problem.rule.code for problem in lost.diagnostics] == ["PG802"]
    assert lost.diagnostics[0].place.path == "content/guides/two.yaml"


def test_one_that_met_a_bug_carries_its_traceback(mini: MiniProject, monkeypatch: pytest.MonkeyPatch) -> None:
    answering(monkeypatch, lambda task: WorkerResult(task.name, 0, 0.1, {}, (), "Traceback: boom"))
    broken = result_of(mini)
    assert (broken.status, broken.try_again, broken.crash) == ("failed", True, "Traceback: boom")


def test_one_whose_document_has_a_fault_is_not_tried_again_until_something_changes(mini: MiniProject) -> None:
    mini.theme("own", "two", own_css="body { background: url(paper.png) }\n")
    failed = result_of(mini)
    assert (failed.status, failed.try_again) == ("failed", False)
    assert [problem.rule.code for problem in failed.diagnostics] == ["PG601"]
    again = up_to_date.unchanged(mini.project, TWO, Request(), mini.output)
    assert again is not None
    assert [(result.name, result.status) for result in again.results] == [("two (candidate)", "failed")]


def test_one_that_needs_faulty_content_is_blocked_and_says_by_what(mini: MiniProject) -> None:
    mini.edit("content/words/formats.yaml", "asks_about: future", "asks_abuot: future")
    results = build(mini.project, Selection(("one",)), Request(), ignore).results
    assert [(result.status, result.key) for result in results] == [("blocked", "")]
    assert "formats/scene" in results[0].reasons


def test_one_that_cannot_be_written_failed(mini: MiniProject) -> None:
    mini.add("output/standard", "in the way")
    refused = result_of(mini)
    assert (refused.status, refused.files, refused.try_again) == ("failed", (), True)
    assert [problem.rule.code for problem in refused.diagnostics] == ["PG803"]


def test_without_a_library_that_printing_needs_nothing_is_tried(mini: MiniProject, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "is_there", lambda library: library.title != "Pango")
    outcome = build(mini.project, TWO, Request(), ignore)
    assert [result.status for result in outcome.results] == ["failed"]
    assert [problem.rule.code for problem in outcome.diagnostics] == ["PG801"]
    assert not mini.output.exists()


def test_a_build_with_nothing_to_do_has_the_results_of_the_last_one(mini: MiniProject) -> None:
    mini.edit("content/project.yaml", "guides: [one, two]", "guides: [one, two]\nbars: {half_full_pages: true}")
    first = build(mini.project, Selection(), Request(), ignore)
    again = up_to_date.unchanged(mini.project, Selection(), Request(), mini.output)
    assert again is not None
    assert {(result.key, result.files, result.pages) for result in again.results} == {
        (result.key, result.files, result.pages) for result in first.results
    }
    assert {result.status for result in again.results} == {"unchanged"}
    assert again.diagnostics == first.diagnostics
    assert {problem.rule.code for problem in again.diagnostics} == {"PG706"}


@pytest.mark.parametrize(
    "other", [Selection(("one",)), Selection(papers=("a4",)), Selection(cohorts=("standard",)), Selection(editions=("coach",))]
)
def test_another_selection_is_another_run(other: Selection) -> None:
    assert up_to_date.run_key(other, Request()) != up_to_date.run_key(Selection(), Request())


def test_how_a_run_is_done_makes_no_other_run_unless_it_changes_the_pages() -> None:
    plain = up_to_date.run_key(Selection(), Request())
    assert up_to_date.run_key(Selection(), Request(jobs=3, time_limit=9, memory_limit=600, force=True, prune=True)) == plain
    assert up_to_date.run_key(Selection(), Request(sets=(("accent", "#123456"),))) != plain


def test_a_record_of_a_rule_that_is_no_more_is_not_replayed(mini: MiniProject) -> None:
    mini.edit("content/words/formats.yaml", "formats:\n", "formats:\n  - {id: riddle, name: Riddle}\n")
    build(mini.project, Selection(), Request(), ignore)
    assert up_to_date.unchanged(mini.project, Selection(), Request(), mini.output) is not None
    manifest = mini.output / "manifest.json"
    manifest.write_text(manifest.read_text(encoding="utf-8").replace('"PG320"', '"PG000"'), encoding="utf-8")
    assert up_to_date.unchanged(mini.project, Selection(), Request(), mini.output) is None


def test_a_listener_hears_the_plan_then_each_start_and_each_end_with_its_result(mini: MiniProject) -> None:
    heard: list[Event] = []
    outcome = build(mini.project, Selection(), Request(), heard.append)
    assert [event.kind for event in heard] == ["planned", "started", "finished", "started", "finished"]
    assert dict(heard[0].planned) == {"one (candidate)": ("never built",), "two (candidate)": ("never built",)}
    assert [event.result for event in heard if event.result] == list(outcome.results)
    assert [(event.done, event.total) for event in heard] == [(0, 2), (0, 2), (1, 2), (1, 2), (2, 2)]


def test_an_outcome_counts_files_by_what_became_of_their_editions() -> None:
    outcome = Outcome(
        (
            EditionResult("a", "k/a", "printed", files=("a.pdf", "b.pdf")),
            EditionResult("b", "k/b", "same pages", files=("c.pdf",)),
            EditionResult("c", "", "blocked"),
        )
    )
    assert outcome.files("printed") == ("a.pdf", "b.pdf")
    assert outcome.files("same pages", "unchanged") == ("c.pdf",)
    assert [result.name for result in outcome.having("blocked", "printed")] == ["a", "c"]
