"""Guides of sheets: each part is a page by itself."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pytest

from bench import texts, ua_failures
from kit import MiniProject, build_shipped

SHEETS = """guides:
  - id: sheets
    form: sheets
    title: The Baker's Interview
    subtitle: Sheets to keep at hand
    promise: Each interview on one page.
    roles: [baker]
    page_budget: {least: 2, most: 2}
    parts:
      - id: tasting
        title: Tasting
        interview_type: tasting
        sections:
          - kind: time-map
          - {kind: frameworks, title: The steps}
          - kind: failure-modes
          - {kind: rubric, title: What earns a 4}
      - id: words
        title: Words
        summary: What bakers say.
        sections:
          - kind: glossary
"""


@pytest.fixture
def sheets(mini: MiniProject) -> MiniProject:
    mini.add("content/guides/sheets.yaml", SHEETS)
    return mini


def printed(project: MiniProject) -> list[str]:
    run = project.build("sheets", "--paper", "a4", "--edition", "candidate")
    assert (run.code, run.err) == (0, "")
    return texts(project.output / "standard" / "sheets-candidate-a4.pdf")


def test_each_part_is_a_page_that_bears_no_number_and_owes_no_claims(sheets: MiniProject) -> None:
    pages = printed(sheets)
    assert len(pages) == 2
    assert "Tasting" in pages[0][:40]
    assert "The steps" in pages[0]
    assert "What bakers say." in pages[1]
    assert [page.split()[-1].isdigit() for page in pages] == [False, False]


def test_a_sheet_says_in_brief_what_a_book_says_at_length(sheets: MiniProject, built: MiniProject) -> None:
    page = printed(sheets)[0]
    book = " ".join(texts(built.output / "standard" / "one-candidate-a4.pdf"))
    assert ("Use when" in page, "Use when" in book) == (True, True)
    assert ("Not when" in page, "Not when" in book) == (False, True)


def test_a_sheet_of_two_pages_is_reported_at_the_section_that_begins_the_second(sheets: MiniProject) -> None:
    more = "".join(f"          - {{kind: notes, title: Room {n}}}\n" for n in range(1, 4))
    sheets.add("content/guides/sheets.yaml", SHEETS + more)
    run = sheets.build("sheets", "--paper", "a4", "--edition", "candidate")
    assert run.code == 1
    first, *_ = run.err.splitlines()
    message = "page 3 of sheets (candidate): the sheet goes on here, and it has one page"
    assert first == f"content/guides/sheets.yaml:24:34: error PG704 {message}"
    assert "are allowed" not in run.err, "too many pages are what follows from it"


def test_a_cohort_s_own_page_goes_into_books_alone(sheets: MiniProject) -> None:
    cohort = "cohorts:\n  - {id: spring, programme: Spring, guides: [sheets], brand: {name: Mill}, welcome: Hello to all who bake.}\n"
    sheets.add("content/cohorts/spring.yaml", cohort)
    run = sheets.build("sheets", "--cohort", "spring", "--paper", "a4", "--edition", "candidate")
    assert (run.code, run.err) == (0, "")
    pages = texts(sheets.output / "spring" / "sheets-candidate-a4.pdf")
    assert len(pages) == 2
    assert "Hello to all" not in pages[0]


@pytest.mark.slow
@pytest.mark.parametrize("guide", ["pm-sheets", "pmm-sheets"])
def test_the_shipped_sheets_are_a_page_for_each_interview_and_one_for_its_interviewer(guide: str, tmp_path: Path) -> None:
    run = build_shipped(tmp_path, guide, "--edition", "coach", "--paper", "all")
    assert (run.code, run.err) == (0, "")
    for paper in ("a4", "letter"):
        path = tmp_path / "standard" / f"{guide}-coach-{paper}.pdf"
        pages = texts(path)
        assert ["Run it by the clock" in page for page in pages] == [False] * 4 + [True] * 4
        assert ua_failures(path.read_bytes()) == []
        with pikepdf.open(path) as pdf:
            assert len(pdf.Root.AcroForm.Fields) == 4 * 5 * 4


def test_in_large_print_a_sheet_is_a_leaf(sheets: MiniProject) -> None:
    """Two pages, so that each is handed out by itself; a third is too many."""
    more = "          - {kind: notes, title: Room}\n"
    path = sheets.add("content/guides/sheets.yaml", SHEETS + more)
    large = ("sheets", "--paper", "a4", "--edition", "candidate", "--variant", "large")
    assert sheets.build(*large).code == 0
    front, back, other = texts(sheets.output / "standard" / "sheets-candidate-a4-large.pdf")
    assert ("Tasting" in front, back.split()[0], "Crumb" in other) == (True, "Notes", True)
    path.write_text(SHEETS + more * 3, encoding="utf-8")
    run = sheets.build(*large)
    assert run.code == 1
    assert "page 5 of sheets (candidate, large): the sheet goes on here, and it has 2 pages" in run.err
