"""What a preview is made of: each save is shown where it changed, and settles on the pages that a build prints."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from io import BytesIO

import pikepdf
import pytest
from PIL import Image

from kit import MiniProject
from prepguides.build.live import LayoutProcess, LiveEdition, LiveUpdate
from prepguides.build.prepare import Document, Prepared, checked_page
from prepguides.model.diagnostic import Checked
from prepguides.model.edition import Edition
from prepguides.model.page_finding import Trail
from prepguides.model.request import Project, Selection
from prepguides.model.sheet import SHEETS
from prepguides.stages.render import RenderedHtml


@pytest.fixture(scope="module")
def process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LayoutProcess]:
    with LayoutProcess(tmp_path_factory.getbasetemp()) as made:
        yield made


def look(edition: LiveEdition, view: int = 1) -> LiveUpdate:
    """The last update."""
    *_, last = edition.updates(view)
    return last


def edition_of(mini: MiniProject, process: LayoutProcess, guide: str = "one") -> LiveEdition:
    return LiveEdition(mini.project, Selection((guide,), editions=("candidate",)), process)


def test_a_preview_settles_on_the_pages_that_a_build_prints(mini: MiniProject, process: LayoutProcess) -> None:
    edition = edition_of(mini, process)
    last = look(edition)
    assert last.settled
    assert last.diagnostics == ()
    assert mini.build("one", "--edition", "candidate", "--paper", "a4").code == 0
    with pikepdf.open(mini.output / "standard" / "one-candidate-a4.pdf") as printed:
        assert len(last.pages) == len(printed.pages)
        sizes = {tuple(round(float(edge)) for edge in page.mediabox[2:]) for page in printed.pages}
    picture = edition.picture(last.pages[0], "a4", scale=1.0)
    width, height = Image.open(BytesIO(picture.png)).size
    assert (width, height) == pytest.approx((SHEETS["a4"].width * 72 / 25.4, SHEETS["a4"].height * 72 / 25.4), abs=1)
    assert sizes


def test_an_edit_shows_its_page_first_and_changes_no_other(mini: MiniProject, process: LayoutProcess) -> None:
    edition = edition_of(mini, process)
    before = look(edition)
    page = before.places["tasting-3-question-bank"]
    mini.edit("content/interview/questions.yaml", "Which was baked first?", "Which was baked last?")
    first, *_, last = edition.updates(page)
    assert not first.settled
    assert page in first.changed
    assert last.settled
    assert [id for id in last.pages if id not in before.pages] == [last.pages[number - 1] for number in first.changed]
    assert last.laid_out


def test_the_slower_checks_are_made_once_a_save(mini: MiniProject, process: LayoutProcess, monkeypatch: pytest.MonkeyPatch) -> None:
    made = list[str]()

    def counted(edition: Edition, page: Checked[RenderedHtml | None], prepared: Prepared, project: Project) -> Checked[Document | None]:
        made.append(edition.name)
        return checked_page(edition, page, prepared, project)

    monkeypatch.setattr("prepguides.build.live.checked_page", counted)
    edition = edition_of(mini, process)
    assert len([*edition.updates()]) > 2
    assert len(made) == 1


def test_memory_is_walked_for_garbage_once_pages_have_settled(mini: MiniProject, process: LayoutProcess) -> None:
    gc.unfreeze()
    edition = edition_of(mini, process)
    updates = edition.updates()
    assert [gc.get_freeze_count() for _ in updates][-1] == 0, "somebody still waits"
    assert gc.get_freeze_count() > 0, "the next edit would walk it all"
    gc.unfreeze()


def test_the_last_good_pages_stay_beside_what_is_wrong(mini: MiniProject, process: LayoutProcess) -> None:
    edition = edition_of(mini, process)
    before = look(edition)
    mini.edit("content/interview/questions.yaml", "    prompt: |", "    promt: |")
    broken = look(edition)
    assert {problem.rule.code for problem in broken.diagnostics} >= {"PG204"}
    assert broken.pages == before.pages
    assert not broken.settled
    mini.edit("content/interview/questions.yaml", "    promt: |", "    prompt: |")
    mended = look(edition)
    assert mended.settled
    assert mended.pages == before.pages
    assert mended.diagnostics == ()


def test_a_link_to_nowhere_and_a_page_too_full_are_said_with_the_page_shown(mini: MiniProject, process: LayoutProcess) -> None:
    mini.theme("own", "two", closing_html="", sections__glossary_html='<p><a class="ref" href="#nowhere">x</a></p>')
    found = look(edition_of(mini, process, "two"))
    assert found.pages
    assert "PG604" in {problem.rule.code for problem in found.diagnostics}
    assert all(0 < finding.page <= len(found.pages) for _, finding in found.found if finding.code == "PG604")


def test_an_element_on_the_picture_leads_to_where_it_is_written(mini: MiniProject, process: LayoutProcess) -> None:
    edition = edition_of(mini, process)
    last = look(edition)
    picture = edition.picture(last.pages[last.places["tasting-3-question-bank"] - 1], "letter")
    there = {region.id: region for region in picture.regions}
    region = there["tasting-3-question-bank"]
    assert 0 < region.left < region.left + region.width < 1
    assert 0 < region.top < 1
    places = [edition.source(Trail((id,))) for id in there]
    assert any(place and place.path == "content/interview/questions.yaml" and place.line > 1 for place in places)


def test_a_page_by_itself_is_a_pdf_and_one_that_is_gone_is_nothing(mini: MiniProject, process: LayoutProcess) -> None:
    edition = edition_of(mini, process)
    last = look(edition)
    with pikepdf.open(BytesIO(edition.pdf(last.pages[1]))) as pdf:
        assert len(pdf.pages) == 1
    assert edition.pdf("gone") == b""
    assert edition.picture("gone", "a4").png == b""


def test_who_stops_listening_loses_nothing(mini: MiniProject, process: LayoutProcess) -> None:
    edition = edition_of(mini, process)
    for number in range(3):
        mini.edit("content/interview/questions.yaml", f"four loaves.{' Look.' * number}", f"four loaves.{' Look.' * (number + 1)}")
        next(iter(edition.updates()))
    last = look(edition)
    assert last.settled
    assert last.pages == look(edition_of(mini, process)).pages


def test_a_worker_that_is_killed_costs_one_look(mini: MiniProject) -> None:
    with LayoutProcess(mini.root) as own:
        edition = edition_of(mini, own)
        before = look(edition)
        own.close()
        assert look(edition).pages == before.pages
