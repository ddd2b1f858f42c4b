"""Every partial prints the least and the most that its view can hold, and a field that it misspells is found without typesetting."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache

import pytest

from examples import Examples
from kit import ROOT
from prepguides.model.assets import Folder
from prepguides.model.diagnostic import Diagnostic
from prepguides.model.edition import Edition
from prepguides.model.theme import Theme, ThemeFile
from prepguides.model.view import SectionView
from prepguides.stages.load_theme import load_theme
from prepguides.stages.render import render
from prepguides.stages.resolve import PERSONAL_KINDS
from prepguides.stages.resolve import SECTION_KINDS as OF_GUIDES
from prepguides.stages.resolve.comparison_sections import KINDS as OF_COMPARISONS
from prepguides.views.case_views import Cases
from prepguides.views.drawing_views import FunnelView, TreeView
from prepguides.views.interview_views import Frameworks, FullAnswers

THEMES = ("base", "compact")
SECTION_KINDS = {**OF_GUIDES, **PERSONAL_KINDS}
LEAST_ROLES = dict.fromkeys((*OF_COMPARISONS, "swimlane"), 2)
"""Kinds that set two roles side by side."""
EVERY_KIND = pytest.mark.parametrize("kind", SECTION_KINDS)


@cache
def theme(name: str) -> Theme:
    found = load_theme(name, (Folder(ROOT / "templates", ROOT),))
    assert found.value is not None, found.diagnostics
    return found.value


@cache
def editions(kind: str) -> tuple[Edition, ...]:
    """The least and the fullest, of one role and of two where the kind is for both."""
    several = [Examples(full, roles) for full in (False, True) for roles in sorted({LEAST_ROLES.get(kind, 1), 2})]
    return tuple(example.edition(kind, view) for example in several for view in variants(example.of(SECTION_KINDS[kind].view)))


def variants(view: SectionView) -> Iterator[SectionView]:
    """The view, and how it is for another audience: coaches tell a case, and it may stand in their pages."""
    yield view
    if isinstance(view, Cases):
        for told in (True, False):
            yield replace(view, entries=tuple(replace(case, earlier=None, told=told) for case in view.entries))
    if isinstance(view, Frameworks):
        for entry, drawing in [(entry, entry.drawing) for entry in view.entries]:
            if isinstance(drawing, FunnelView):
                yield replace(view, entries=(replace(entry, drawing=replace(drawing, counted=False)),))
            if isinstance(drawing, TreeView):
                bare = tuple(replace(branch, leaves=()) for branch in drawing.branches)
                yield replace(view, entries=(replace(entry, drawing=replace(drawing, branches=bare)),))
    if isinstance(view, FullAnswers):
        yield replace(view, entries=tuple(replace(answer, audience="coach") for answer in view.entries))


def problems(kind: str, theme: Theme) -> Iterator[Diagnostic]:
    for edition in in_layouts(editions(kind), theme.templates[f"sections/{kind}.html"]):
        yield from render(edition, theme).diagnostics


def in_layouts(editions: Iterable[Edition], template: ThemeFile) -> Iterator[Edition]:
    """In large print too where the template looks at it."""
    for edition in editions:
        yield edition
        if "edition.layout" in template.text:
            yield replace(edition, layout="large")


@pytest.mark.parametrize("name", THEMES)
@EVERY_KIND
def test_a_partial_prints_its_views_least_and_fullest_example(name: str, kind: str) -> None:
    assert [f"{problem.place}: {problem.message}" for problem in problems(kind, theme(name))] == []


FIELD = re.compile(r"(?<=[a-z_\])])\.([a-z_]+)\b(?![(\w]*\()")
"""A name after a dot in an expression that is not called."""
OF_JINJA = {"index", "index0", "first", "last", "length", "html", "svg"}
"""What a loop has, and endings of files."""
TAG = re.compile(r"{[{%].*?[%}]}", re.DOTALL)


def misspellings(text: str) -> Iterator[tuple[str, str]]:
    """Each field that the partial reads, and the partial with an x after it there and nowhere else."""
    for tag in TAG.finditer(text):
        for field in FIELD.finditer(tag[0]):
            at = tag.start() + field.end()
            if field[1] not in OF_JINJA:
                yield f"{field[1]} in line {text.count(chr(10), 0, at) + 1}", f"{text[:at]}x{text[at:]}"


@EVERY_KIND
def test_a_field_that_a_partial_misspells_is_found(kind: str) -> None:
    """Planted at each field of each partial in turn: a branch that no example reaches would hide one."""
    base = theme("base")
    file = base.templates[f"sections/{kind}.html"]
    hidden = []
    for field, text in misspellings(file.text):
        planted = replace(base, templates={**base.templates, f"sections/{kind}.html": ThemeFile(file.path, text)})
        if not any(f'"{field.split()[0]}x" is undefined' in problem.message for problem in problems(kind, planted)):
            hidden.append(field)
    assert hidden == []


BRIEF = sorted(path.stem for path in (ROOT / "templates" / "base" / "sheets").glob("*.html"))


@pytest.mark.parametrize("kind", BRIEF)
def test_so_is_one_that_a_brief_partial_or_the_head_of_a_sheet_misspells(kind: str) -> None:
    base = theme("base")
    sheets = [replace(edition, form="sheets") for edition in (*editions(kind), *bands())]
    assert [problem.message for edition in sheets for problem in render(edition, base).diagnostics] == []
    hidden = []
    for name in (f"sheets/{kind}.html", "sheet-head.html"):
        for field, text in misspellings(base.templates[name].text):
            planted = replace(base, templates={**base.templates, name: ThemeFile(base.templates[name].path, text)})
            found = (problem for edition in sheets for problem in render(edition, planted).diagnostics)
            if not any(f'"{field.split()[0]}x" is undefined' in problem.message for problem in found):
                hidden.append(f"{name}: {field}")
    assert hidden == []


def test_the_layout_and_the_openers_print_them_too() -> None:
    """What the document reads of an edition, planted likewise."""
    base = theme("base")
    hidden = []
    for name in ("layout.html", "opener.html", "band.html"):
        for field, text in misspellings(base.templates[name].text):
            planted = replace(base, templates={**base.templates, name: ThemeFile(base.templates[name].path, text)})
            opened = in_layouts(bands(), base.templates[name])
            found = [*problems("notes", planted), *(problem for edition in opened for problem in render(edition, planted).diagnostics)]
            if not any(f'"{field.split()[0]}x" is undefined' in problem.message for problem in found):
                hidden.append(f"{name}: {field}")
    assert hidden == []


@pytest.mark.parametrize("kind", ["frameworks", "worked-example"])
def test_the_partials_of_drawings_print_them_too(kind: str) -> None:
    """Each field of each kind of drawing, planted likewise; what a candidate draws is a drawing like any other."""
    base = theme("base")
    names = {"frameworks": ["drawing", "tree", "sequence", "timeline", "matrix", "funnel", "item"], "worked-example": ["candidates-page"]}
    hidden = []
    for name in (f"drawings/{name}.html" for name in names[kind]):
        for field, text in misspellings(base.templates[name].text):
            planted = replace(base, templates={**base.templates, name: ThemeFile(base.templates[name].path, text)})
            if not any(f'"{field.split()[0]}x" is undefined' in problem.message for problem in problems(kind, planted)):
                hidden.append(f"{name}: {field}")
    assert hidden == []


def bands() -> Iterator[Edition]:
    """Editions whose parts open in every way: for an interview type and for none, with a page and with a band, for the coach."""
    for full in (False, True):
        example = Examples(full, 2)
        edition = example.edition("notes", example.of(SECTION_KINDS["notes"].view))
        interview = replace(edition.parts[0], band=False)
        part = replace(interview, view=None)
        coach = replace(part, audience="coach", band=True)
        yield replace(edition, parts=(interview, part, replace(part, band=True), coach, replace(coach, number=None)))


def test_what_a_partial_does_with_a_misspelled_field_is_told_with_the_nearest_spelling() -> None:
    base = theme("base")
    file = base.templates["sections/glossary.html"]
    planted = ThemeFile(file.path, file.text.replace("entry.definition", "entry.definiton"))
    found = [*problems("glossary", replace(base, templates={**base.templates, "sections/glossary.html": planted}))]
    assert {(problem.rule.code, problem.message, problem.hint) for problem in found} == {
        ("PG502", '"definiton" is undefined', 'did you mean "definition"?')
    }
