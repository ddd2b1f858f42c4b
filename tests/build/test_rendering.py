"""Templates run in a process that has limits, no files and no network; what ends it is told at the template, and costs no other edition."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kit import MiniProject
from prepguides.build import rendering
from prepguides.build.isolation import available
from prepguides.build.pool import Lost, Pool
from prepguides.build.prepare import Prepared, prepare
from prepguides.build.rendering import RenderWorker, page_of, rendered
from prepguides.model.diagnostic import Checked
from prepguides.model.edition import Edition
from prepguides.model.request import Selection
from prepguides.stages.render import limits, render


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    return prepare(MiniProject.at(tmp_path_factory.mktemp("rendering") / "project").project, Selection())


@pytest.fixture(autouse=True)
def workers(monkeypatch: pytest.MonkeyPatch) -> None:
    """As a command has them."""
    monkeypatch.setattr(rendering, "Pool", Pool)


class Misled(RenderWorker):
    """Stands for a template that got out of the sandbox: what the guide `one` runs is this."""

    def __call__(self, edition: Edition) -> rendering.Rendered:
        if edition.guide != "one":
            return super().__call__(edition)
        return rendering.Rendered(Checked(None), " ".join(self.reached()))

    def reached(self) -> Iterator[str]:
        for path in ("/etc/passwd", str(Path.home())):
            try:
                yield f"read {path}: {bool(list(Path(path).iterdir()) if Path(path).is_dir() else Path(path).read_text())}"
            except OSError as error:
                yield type(error).__name__
        try:
            socket.socket()
        except OSError as error:
            yield type(error).__name__


class Endless(RenderWorker):
    """Stands for one step of a filter that no signal interrupts."""

    def __call__(self, edition: Edition) -> rendering.Rendered:
        rendering._note("sections/page.html")
        return (
            super().__call__(edition)
            if edition.guide != "one"
            else self.__call__(edition)
            if sum(range(10**12))
            else super().__call__(edition)
        )


def test_workers_render_what_this_process_would_and_in_the_same_order(prepared: Prepared) -> None:
    editions = (*prepared.editions, *reversed(prepared.editions))
    assert list(rendered(editions, prepared.themes, 2)) == [render(edition, prepared.themes[edition.theme_key]) for edition in editions]


@pytest.mark.skipif(not (available().files and available().network), reason="this system has no Landlock or no seccomp")
def test_what_gets_out_of_the_sandbox_reads_nothing_and_reaches_nobody(prepared: Prepared, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rendering, "RenderWorker", Misled)
    with pytest.raises(RuntimeError, match="PermissionError PermissionError PermissionError"):
        list(rendered(prepared.editions, prepared.themes))


def test_a_step_that_no_signal_interrupts_is_ended_and_told_at_its_template(prepared: Prepared, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rendering, "RenderWorker", Endless)
    monkeypatch.setattr(rendering, "MARGIN", 3.0)
    monkeypatch.setattr(limits, "SECONDS", 0.0)
    one, two = rendered(prepared.editions, prepared.themes, 1)
    (problem,) = one.diagnostics
    assert (problem.rule.code, problem.place.path, problem.place.line) == ("PG505", "templates/base/sections/page.html", 1)
    assert two.value is not None


def test_a_worker_that_is_ended_for_no_reason_of_the_templates_says_so(prepared: Prepared) -> None:
    edition = prepared.editions[0]
    page = page_of(Lost("was ended by SIGKILL"), edition, prepared.themes)
    assert [(problem.rule.code, str(problem.place)) for problem in page.diagnostics] == [("PG802", edition.name)]


def test_a_document_that_nobody_could_print_is_refused(prepared: Prepared, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_HTML", 1000)
    monkeypatch.setattr("prepguides.stages.render.MOST_HTML", 1000)
    edition = prepared.editions[0]
    page = render(edition, prepared.themes[edition.theme_key])
    assert {problem.rule.code for problem in page.diagnostics} == {"PG505"}
    assert "million characters" in page.diagnostics[0].message


def test_each_edition_says_why_no_worker_could_be_started(prepared: Prepared, monkeypatch: pytest.MonkeyPatch) -> None:
    def full() -> Path:
        raise OSError(28, "No space left on device", "/tmp/full")

    monkeypatch.setattr("prepguides.build.pool.scratch", full)
    for page in rendered(prepared.editions, prepared.themes):
        assert [(problem.rule.code, "No space left" in problem.message) for problem in page.diagnostics] == [("PG802", True)]


def test_a_bug_of_ours_is_not_swallowed(prepared: Prepared) -> None:
    faulty = replace(prepared.editions[0], parts=(None,))  # type: ignore[arg-type]
    with pytest.raises(RuntimeError, match="AttributeError"):
        list(rendered((faulty,), prepared.themes))
