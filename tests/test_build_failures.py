"""What goes wrong in one guide is reported at its place, and costs no other guide."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from kit import MiniProject, Run
from prepguides.build import scheduler
from prepguides.build.pool import Limits, Lost
from prepguides.build.worker import Task, Worker, WorkerResult

TWO = ["standard/two-candidate-a4.pdf", "standard/two-candidate-letter.pdf"]


def test_six_mistakes_planted_together_are_six_places_in_one_run(mini: MiniProject) -> None:
    """A misspelt field, a dangling reference, a tab, a duplicate key, an undefined template variable and a missing image."""
    mini.edit("content/interview/frameworks.yaml", "    summary: Look", "    sumary: Look")
    mini.edit("content/interview/type.yaml", "rubric: tasting-rubric", "rubric: tasting-rubrik")
    mini.edit("content/words/plans.yaml", "    title: A weekend", "\ttitle: A weekend")
    mini.edit("content/roles/stories.yaml", "    prompt: Tell", "    prompt: Nothing\n    prompt: Tell")
    mini.theme("own", "one", sections__glossary_html="<p>{{ edition.titel }}</p>\n", own_css="body { background: url(paper.png) }\n")
    run = mini.build()
    assert run.code == 1
    assert "Traceback" not in run.out + run.err
    assert places(run) == [
        "content/interview/frameworks.yaml:5:5: error PG204",
        "content/interview/type.yaml:17:13: error PG301",
        "content/roles/stories.yaml:6:5: error PG103",
        "content/words/plans.yaml:4:1: error PG102",
        "templates/own/own.css:1:24: error PG601",
        "templates/own/sections/glossary.html:1:15: error PG502",
    ]
    assert "not printed: one (candidate), which needs" in run.err
    assert list(mini.files()) == TWO, "the guide that none of them touches is printed"


def places(run: Run) -> list[str]:
    """The first words of each error: where, and which rule."""
    return [" ".join(line.split(" ")[:3]) for line in run.err.splitlines() if ": error PG" in line]


def test_a_broken_entity_blocks_only_the_guide_that_prints_it(mini: MiniProject) -> None:
    mini.edit(
        "content/interview/rubric.yaml",
        'weight: 30\n        anchors: {"1": Says nothing of the crust.',
        'weight: 31\n        anchors: {"1": Says nothing of the crust.',
    )
    run = mini.build()
    assert run.code == 1
    assert "not printed: one (candidate), which needs rubrics/tasting-rubric" in run.err
    assert list(mini.files()) == TWO


def test_a_broken_entity_that_no_guide_prints_blocks_none(mini: MiniProject) -> None:
    mini.edit("content/words/glossary.yaml", "glossary:\n", "glossary:\n  - {id: rye, term: Rye, roles: [taster], definition: A grain.}\n")
    run = mini.build("two")
    assert run.code == 1
    assert places(run) == ["content/words/glossary.yaml:2:34: error PG301"]
    assert list(mini.files()) == TWO


def test_a_guide_that_fails_in_the_press_keeps_its_last_pdf_and_every_build_says_so(mini: MiniProject) -> None:
    assert mini.build("two").code == 0
    before = mini.files()
    mini.theme("own", "two", own_css="p { colour: red }\n")
    for _ in range(2):
        run = mini.build("two")
        assert run.code == 1
        assert places(run) == ["templates/own/own.css:1:5: error PG603"]
        assert mini.files() == before


def test_the_place_of_a_page_budget_is_reported_by_every_build(mini: MiniProject) -> None:
    mini.edit("content/guides/two.yaml", "{least: 2, most: 60}", "{least: 50, most: 60}")
    first, second = mini.build("two"), mini.build("two")
    assert (first.code, second.code) == (1, 1)
    assert "content/guides/two.yaml:7:5: error PG704" in first.err
    assert first.err == second.err


def test_what_a_coach_s_edition_adds_has_a_budget_of_its_own(mini: MiniProject) -> None:
    mini.edit("content/guides/two.yaml", "{least: 2, most: 60}\n", "{least: 2, most: 60}\n    coach_pages: {least: 1, most: 1}\n")
    none = mini.build("two", "--edition", "coach", "--paper", "a4")
    assert "content/guides/two.yaml:8:5: error PG704 0 pages for the coach, where 1 to 1 are allowed" in none.err
    mini.edit(
        "content/guides/two.yaml",
        "      - id: job",
        "      - id: desk\n        title: Desk\n        audience: coach\n        opener: false\n"
        "        sections: [{kind: glossary}]\n      - id: job",
    )
    first, second = (mini.build("two", "--edition", "all", "--paper", "a4") for _ in range(2))
    assert "PG704" in first.err, "the job's pages come after the desk's, and count"
    assert (first.code, first.err) == (second.code, second.err)
    mini.edit("content/guides/two.yaml", "coach_pages: {least: 1, most: 1}", "coach_pages: {least: 2, most: 4}")
    assert "PG704" not in mini.build("two", "--edition", "all", "--paper", "a4").err


def pool_that_answers(answer: Callable[[int, Task], WorkerResult | Lost]) -> type:
    """A pool without processes: each task is answered here."""

    class Answering:
        def __init__(self, *args: object) -> None:
            pass

        def run(self, tasks: Sequence[Task], started: Callable[[int], None], _: object) -> Iterator[tuple[int, WorkerResult | Lost]]:
            for index, task in enumerate(tasks):
                started(index)
                yield index, answer(index, task)

    return Answering


def printed(task: Task) -> WorkerResult:
    return WorkerResult(task.name, 3, 0.1, {target.path: b"%PDF-1.7" for target in task.targets}, ())


def test_a_worker_that_dies_costs_its_own_guide_alone(mini: MiniProject, monkeypatch: pytest.MonkeyPatch) -> None:
    def answer(index: int, task: Task) -> WorkerResult | Lost:
        return Lost("was ended by SIGKILL") if task.name.startswith("one") else printed(task)

    monkeypatch.setattr(scheduler, "Pool", pool_that_answers(answer))
    run = mini.build()
    assert run.code == 1
    assert "content/guides/one.yaml:2:5: error PG802 one (candidate): the worker process was ended by SIGKILL" in run.err
    assert list(mini.files()) == TWO


@pytest.mark.parametrize(
    ("limit", "fate", "reason", "hint"),
    [
        ("--time-limit=1", "spin", "took more than 1 seconds of CPU time", "raise --time-limit"),
        ("--memory-limit=2000", "fill", "needed more than 2000 MiB of memory", "raise --memory-limit"),
    ],
)
def test_a_guide_that_runs_into_a_limit_costs_no_other(
    mini: MiniProject, monkeypatch: pytest.MonkeyPatch, limit: str, fate: str, reason: str, hint: str
) -> None:
    monkeypatch.setattr(scheduler, "Limits", partial(Limits, patience=60.0))  # a busy machine must not meet the clock's limit first
    monkeypatch.setattr(scheduler, "Worker", lambda: {"spin": one_spins, "fill": one_fills}[fate])
    run = mini.build(limit)
    assert run.code == 1
    assert f"content/guides/one.yaml:2:5: error PG802 one (candidate): the worker process {reason}" in run.err
    assert hint in run.err
    assert list(mini.files()) == TWO


def one_spins(task: Task) -> WorkerResult:
    while task.name.startswith("one"):
        pass
    return printed(task)


def one_fills(task: Task) -> WorkerResult:
    return Worker()(replace(task, html="x" * 2**40)) if task.name.startswith("one") else printed(task)


def test_a_guide_whose_worker_died_is_tried_again_by_the_next_build(mini: MiniProject, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scheduler, "Pool", pool_that_answers(lambda index, task: Lost("was ended by SIGKILL")))
    assert mini.build().code == 1
    monkeypatch.setattr(scheduler, "Pool", pool_that_answers(lambda index, task: printed(task)))
    run = mini.build()
    assert run.code == 0
    assert "4 printed" in run.out


def test_a_bug_in_a_worker_is_a_traceback_and_exit_code_3_and_is_not_remembered(mini: MiniProject, monkeypatch: pytest.MonkeyPatch) -> None:
    def answer(index: int, task: Task) -> WorkerResult:
        return (
            WorkerResult(task.name, 0, 0.1, {}, (), "Traceback (most recent call last): boom")
            if task.name.startswith("one")
            else printed(task)
        )

    monkeypatch.setattr(scheduler, "Pool", pool_that_answers(answer))
    for _ in range(2):
        run = mini.build()
        assert run.code == 3
        assert "Traceback (most recent call last): boom" in run.err
        assert list(mini.files()) == TWO


def test_an_output_folder_that_is_a_file_is_a_finding(mini: MiniProject) -> None:
    mini.add("output/standard", "in the way")
    run = mini.build("two")
    assert run.code == 1
    assert "error PG803" in run.err
    assert "Traceback" not in run.err


@pytest.mark.parametrize(
    "pattern", ["../{guide}-{paper}.pdf", "/tmp/{guide}-{paper}.pdf", "a/../../{guide}-{paper}.pdf", "{guide}-{paper}"]
)
def test_an_output_pattern_that_leads_outside_is_refused(mini: MiniProject, pattern: str, tmp_path: Path) -> None:
    mini.edit("content/project.yaml", "guides: [one, two]\n", f'guides: [one, two]\noutput: "{pattern}"\n')
    run = mini.build()
    assert run.code == 1
    assert "content/project.yaml:5:9: error PG202" in run.err
    assert list(tmp_path.rglob("*.pdf")) == []


def test_a_project_without_templates_uses_the_shipped_theme(mini: MiniProject) -> None:
    shutil.rmtree(mini.root / "templates", ignore_errors=True)
    assert mini.check() == []


def test_what_a_style_sheet_gives_away_fails_where_it_is_written(mini: MiniProject) -> None:
    mini.theme("own", "two", own_css='.kind-page::after { content: "Tell them that the second loaf " "came out of a freezer." }\n')
    run = mini.build("two", "--paper", "a4")
    assert run.code == 1
    assert places(run) == ["content/interview/coach.yaml:13:12: error PG705"]
    assert "stands in the PDF of two (candidate)" in run.err
    assert mini.files() == {}
