"""A few pages for a quick look."""

from __future__ import annotations

import pikepdf

from bench import texts
from kit import MiniProject

EXCERPT = "standard/one-candidate-a4-excerpt.pdf"


def excerpt(mini: MiniProject, *words: str) -> list[str]:
    """What stands on its pages."""
    run = mini.run("build", "one", "--edition", "candidate", "--paper", "a4", "--jobs", "1", *words)
    assert run.code == 0, run.err
    return texts(mini.output / EXCERPT)


def test_a_section_is_printed_by_itself(mini: MiniProject) -> None:
    pages = excerpt(mini, "--section", "question-bank")
    assert 0 < len(pages) <= 2
    assert "Which was baked first?" in " ".join(pages)
    assert list(mini.files()) == [EXCERPT], "nothing else is written"


def test_an_excerpt_has_the_pages_of_the_last_build(mini: MiniProject) -> None:
    """Folios, running words and the side of the page: all but references, which are guessed where nothing is known."""
    assert mini.build("one", "--edition", "candidate", "--paper", "a4").code == 0
    whole = texts(mini.output / "standard/one-candidate-a4.pdf")
    pages = excerpt(mini, "--section", "tasting-3-question-bank")
    assert pages[0] in whole
    number = whole.index(pages[0])
    with pikepdf.open(mini.output / EXCERPT) as part, pikepdf.open(mini.output / "standard/one-candidate-a4.pdf") as all_pages:
        assert [*part.pages[0].mediabox] == [*all_pages.pages[number].mediabox]


def test_a_question_is_printed_with_the_pages_that_hold_it(mini: MiniProject) -> None:
    ids = [
        line.split("id: ")[1] for line in (mini.root / "content/interview/questions.yaml").read_text().splitlines() if "  - id: " in line
    ]
    assert "Which was baked first?" in " ".join(excerpt(mini, "--question", ids[0]))


def test_what_nobody_has_is_refused_with_what_was_meant(mini: MiniProject) -> None:
    run = mini.run("build", "one", "--section", "question-bnk", "--jobs", "1")
    assert run.code == 1
    assert 'no section "question-bnk"' in run.err
    assert 'did you mean "question-bank"?' in run.err


def test_clean_removes_excerpts_too(mini: MiniProject) -> None:
    excerpt(mini, "--section", "glossary")
    assert mini.run("clean").code == 0
    assert not mini.files()
