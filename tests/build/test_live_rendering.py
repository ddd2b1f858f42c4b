"""The templates of a preview run where those of a build do: in a worker with limits, which is kept, and ends alone."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator

import pytest

from kit import MiniProject
from prepguides.build.live import LayoutProcess, LiveEdition, LiveUpdate
from prepguides.build.live_rendering import LiveRenderWorker, RenderTask
from prepguides.build.prepare import Prepared, prepare
from prepguides.build.rendering import Rendered
from prepguides.model.request import Selection
from prepguides.stages.render import limits, render

QUESTIONS = "content/interview/questions.yaml"
PARTIAL = "templates/own/sections/page.html"
LOOP = "{% for a in range(1000) %}{% for b in range(1000) %}{% for c in range(1000) %}{% endfor %}{% endfor %}{% endfor %}"
HEAP = "{% set ns = namespace(x='xxxxxxxx') %}{% for i in range(40) %}{% set ns.x = ns.x ~ ns.x %}{% endfor %}"


class Impatient(LiveRenderWorker):
    """Gives templates one second."""

    def __call__(self, task: RenderTask) -> Rendered:
        limits.SECONDS = 1.0
        return super().__call__(task)


class Stuck(LiveRenderWorker):
    """Stands for one step of a filter that no signal interrupts, in every edition but those whose title is mended."""

    def __call__(self, task: RenderTask) -> Rendered:
        if "mended" not in task.edition.title:
            os.kill(os.getpid(), signal.SIGXCPU)
        return super().__call__(task)


@pytest.fixture(scope="module")
def process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LayoutProcess]:
    with LayoutProcess(tmp_path_factory.getbasetemp()) as made:
        made.renderer.worker.pool.work = Impatient()
        yield made


def look(edition: LiveEdition) -> LiveUpdate:
    """The last update."""
    *_, last = edition.updates()
    return last


def live(mini: MiniProject, process: LayoutProcess, guide: str = "two") -> LiveEdition:
    return LiveEdition(mini.project, Selection((guide,), editions=("candidate",)), process)


@pytest.fixture
def prepared(mini: MiniProject) -> Prepared:
    return prepare(mini.project, Selection())


def test_documents_are_those_of_a_build_whatever_the_worker_knows_of_them(prepared: Prepared, process: LayoutProcess) -> None:
    """Sections that stood in the edition before travel by their anchors."""
    one, two = prepared.editions
    editions = (one, two, one, one)
    assert list(process.renderer(editions, prepared.themes)) == [render(each, prepared.themes[each.theme_key]) for each in editions]


def test_an_edit_travels_alone_and_one_process_renders_all(mini: MiniProject, process: LayoutProcess) -> None:
    edition = live(mini, process, "one")
    look(edition)
    pid = process.renderer.worker.pid
    assert pid not in (None, os.getpid(), process.pid)
    mini.edit(QUESTIONS, "Which was baked first?", "Which was baked last?")
    again = prepare(mini.project, edition.selection)
    task = process.renderer._task(again.editions[0], again.themes[again.editions[0].theme_key], is_new=False)
    told = [each for part in task.sections for each in part if not isinstance(each, str)]
    assert 0 < len(told) < sum(map(len, task.sections)) / 2
    process.renderer._sent = {}
    assert look(edition).settled
    assert process.renderer.worker.pid == pid


@pytest.mark.parametrize(("template", "said"), [(LOOP, "of processor time"), (HEAP, "MiB of memory")], ids=["a loop", "all memory"])
def test_what_a_template_cannot_afford_is_located_beside_the_last_good_pages(
    template: str, said: str, mini: MiniProject, process: LayoutProcess
) -> None:
    mini.theme("own", "two", sections__page_html="<p>Words.</p>\n")
    edition = live(mini, process)
    before = look(edition)
    assert before.settled
    mini.add(PARTIAL, f"<p>Words.</p>\n{template}\n")
    broken = look(edition)
    (problem,) = broken.diagnostics
    assert (problem.rule.code, problem.place.path, problem.place.line) == ("PG505", PARTIAL, 2)
    assert said in problem.message
    assert (broken.pages, broken.settled) == (before.pages, False)
    assert edition.picture(broken.pages[0], "a4").png
    mini.add(PARTIAL, "<p>Words.</p>\n")
    mended = look(edition)
    assert (mended.pages, mended.settled, mended.diagnostics) == (before.pages, True, ())


def test_a_worker_that_the_system_ends_costs_one_look(mini: MiniProject) -> None:
    with LayoutProcess(mini.root) as own:
        own.renderer.worker.pool.work = Stuck()
        edition = live(mini, own)
        lost = look(edition)
        assert [problem.rule.code for problem in lost.diagnostics] == ["PG505"]
        assert "CPU time" in lost.diagnostics[0].message
        mini.edit("content/guides/two.yaml", "    title: The Miller", "    title: The Miller, mended")
        assert look(edition).settled
