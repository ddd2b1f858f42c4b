"""Each kind of input, edited once: which units are laid out again, and no other, because they print what was edited."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from kit import ROOT, MiniProject
from prepguides.build.live import LayoutProcess, LiveEdition
from prepguides.model.request import Selection

WELCOME, QUESTIONS = "content/pages/welcome.md", "content/interview/questions.yaml"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 3"><title>Loaf</title><path fill="{}" d="M0 0h90v3z"/></svg>'
GLOSSARY = (ROOT / "templates/base/sections/glossary.html").read_text(encoding="utf-8")
EVERY = (
    "part-front",
    "front-2-page",
    "part-job",
    "part-tasting",
    "tasting-1-failure-modes",
    "tasting-5-case",
    "tasting-6-answer-sheet",
    "tasting-7-rubric",
    "part-back",
)
"""The units of the guide, each by its first HTML id."""
EDITS: dict[str, tuple[Callable[[MiniProject], object], tuple[str, ...]]] = {
    "nothing": (lambda mini: None, ()),
    "a comment": (lambda mini: mini.edit(QUESTIONS, "questions:\n", "# Later.\nquestions:\n"), ()),
    "a question: where it is asked": (
        lambda mini: mini.edit(QUESTIONS, "Which was baked first?", "Which was baked last?"),
        ("tasting-1-failure-modes",),
    ),
    "a role: where its job is described": (
        lambda mini: mini.edit("content/roles/baker.yaml", "You open the oven once.", "You open the oven late."),
        ("part-job",),
    ),
    "a page: where it stands": (lambda mini: mini.edit(WELCOME, "Read it once", "![Loaf](loaf.svg) Read it often"), ("front-2-page",)),
    "an asset: where it is shown": (lambda mini: mini.add("content/assets/loaf.svg", SVG.format("#804000")), ("front-2-page",)),
    "a new file: where its words are explained": (
        lambda mini: mini.add("content/words/more.yaml", "glossary:\n  - {id: zest, term: Zest, roles: [baker], definition: A peel.}\n"),
        ("part-back",),
    ),
    "a label: where it is printed": (
        lambda mini: mini.edit("content/project.yaml", "guides: [one, two]\n", "guides: [one, two]\nlabels: {What it means: Its sense}\n"),
        ("part-back",),
    ),
    "a template: where it is used": (
        lambda mini: mini.add("templates/own/sections/glossary.html", GLOSSARY.replace("<thead>", '<thead class="own">')),
        ("part-back",),
    ),
    "a role's accent: in the head of every page": (
        lambda mini: mini.edit("content/roles/baker.yaml", 'accent: "#7A4B12"', 'accent: "#7A4B22"'),
        EVERY,
    ),
    "a cohort's accent: in the head of every page": (
        lambda mini: mini.edit("content/cohorts.yaml", "'#5A3A7E'", "'#5A3A6E'"),
        EVERY,
    ),
    "a token of the theme: in the style of every page": (
        lambda mini: mini.add("templates/own/tokens.css", ":root { --soft: #404040 }\n"),
        EVERY,
    ),
}


def test_what_prints_an_input_is_laid_out_again_and_nothing_else(tmp_path: Path) -> None:
    mini = MiniProject.at(tmp_path / "project")
    mini.theme("own", "one")
    mini.add("content/assets/loaf.svg", SVG.format("#7A4B12"))
    mini.add("content/cohorts.yaml", "cohorts:\n  - {id: spring, programme: Spring Evenings, brand: {accent: '#5A3A7E'}}\n")
    with LayoutProcess(tmp_path) as process:
        standard, spring = (
            LiveEdition(mini.project, Selection(("one",), (cohort,), ("candidate",)), process) for cohort in ("standard", "spring")
        )
        assert laid_out(standard) == EVERY
        laid_out(spring)
        for what, (edit, expected) in EDITS.items():
            edit(mini)
            assert laid_out(spring if "cohort" in what else standard) == expected, what


def laid_out(edition: LiveEdition) -> tuple[str, ...]:
    *_, last = edition.updates()
    assert last.settled
    assert [problem for problem in last.diagnostics if problem.is_error] == []
    return last.laid_out
