"""A section is not rendered again as long as it would print the same: the document is that of a rendering from scratch, byte for byte."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from types import MappingProxyType

import pytest

from kit import MINI, MiniProject
from prepguides.build.prepare import Prepared, prepare
from prepguides.model.edition import Edition, EditionSection
from prepguides.model.request import Project, Selection
from prepguides.model.theme import Theme, ThemeFile
from prepguides.stages.render import PrintedSections, render
from prepguides.stages.render.limits import Budget

PAGE, GLOSSARY, RESOURCES = "sections/page.html", "sections/glossary.html", "sections/study-plans.html"
PLAIN = "<p>{{ section.kind }}</p>\n"


@cache
def one() -> Prepared:
    return prepare(Project(MINI), Selection(("one",), editions=("candidate",)))


def themed(**files: str) -> Theme:
    """The base theme with some of its templates replaced, and others added."""
    base = one().themes["base"]
    texts = {name.replace("__", "/") + ".html": text for name, text in files.items()}
    changed = {name: ThemeFile(f"templates/own/{name}", text) for name, text in texts.items()}
    return Theme("own", MappingProxyType({**base.templates, **changed}), base.styles, base.fonts, base.folders)


class Looks:
    """Renders one look after the other, and each from scratch too."""

    def __init__(self) -> None:
        self.before = PrintedSections()

    def rendered(self, edition: Edition, theme: Theme) -> list[str]:
        """The templates that had to be rendered besides the layout."""
        begun: list[str] = []
        assert render(edition, theme, begun.append, self.before) == render(edition, theme)
        return [name for name in begun if name != "layout.html"]


def changed(edition: Edition, kind: str, change: Callable[[EditionSection], EditionSection]) -> Edition:
    """With the sections of a kind changed."""
    return replace(
        edition,
        parts=tuple(
            replace(part, sections=tuple(change(each) if each.kind == kind else each for each in part.sections)) for part in edition.parts
        ),
    )


def renamed(edition: Edition, kind: str, title: str) -> Edition:
    return changed(edition, kind, lambda section: replace(section, title=title))


def test_an_edit_renders_its_section_and_those_that_list_it() -> None:
    edition, looks, theme = one().editions[0], Looks(), one().themes["base"]
    assert len(looks.rendered(edition, theme)) == len(edition.sections)
    assert looks.rendered(edition, theme) == ["sections/contents.html"]
    assert looks.rendered(renamed(edition, "glossary", "Words"), theme) == ["sections/contents.html", GLOSSARY]
    assert looks.rendered(edition, theme) == ["sections/contents.html", GLOSSARY], "the last look alone is known"


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("interview/questions.yaml", "Which was baked first?", "Which was baked last?"),
        ("interview/questions.yaml", "    minutes: 10\n", "    minutes: 25\n"),
        ("words/glossary.yaml", "The inside of a loaf.", "The inside."),
        ("pages/welcome.md", "Then bake.", "Then bake *well*."),
        ("interview/rubric.yaml", "\n", "\n# Nothing new.\n"),
        ("guides/one.yaml", "title: Tasting", "title: Tasting loaves"),
        ("guides/one.yaml", "title: The Baker's Interview", "title: A Baker's Interview"),
        ("guides/one.yaml", "          - kind: glossary\n", ""),
        ("guides/one.yaml", "- kind: frameworks\n          - kind: question-bank", "- kind: question-bank\n          - kind: frameworks"),
        ("roles/baker.yaml", "accent:", "accent: '#123456' #"),
    ],
)
def test_after_any_edit_the_document_is_that_of_a_rendering_from_scratch(file: str, old: str, new: str, mini: MiniProject) -> None:
    text = (mini.root / "content" / file).read_text(encoding="utf-8")
    assert old in text
    looks, selection = Looks(), Selection(("one",), editions=("coach",))
    for content in (text, text.replace(old, new, 1), text):
        mini.add(f"content/{file}", content)
        ready = prepare(mini.project, selection)
        looks.rendered(ready.editions[0], ready.themes["base"])


@pytest.mark.parametrize(
    "reads",
    [
        "{{ edition.parts|length }}{% for part in edition.parts %}{{ part.sections|map(attribute='title')|join }}{% endfor %}",
        "{{ edition['par' ~ 'ts']|map(attribute='sections')|map('map', attribute='title')|map('join')|join }}",
        "{% for other in part.sections %}{{ other.title }}{% endfor %}",
        "{% macro told(of) %}{{ of.sections|map(attribute='title')|join }}{% endmacro %}{{ told(part) }}",
        "{{ '%s'|format(edition) }}",
        "{{ [part]|join }}",
        "{{ ({part: 1})|length }}",
        "{% include 'others.html' %}",
    ],
)
def test_a_partial_that_reads_other_sections_is_rendered_each_time(reads: str) -> None:
    """However it comes by them."""
    looks, edition = Looks(), one().editions[0]
    theme = themed(sections__glossary=reads, **{"sections__study-plans": PLAIN}, others="{{ part.sections|map(attribute='title')|join }}")
    looks.rendered(edition, theme)
    assert GLOSSARY in looks.rendered(edition, theme)
    again = looks.rendered(renamed(edition, "study-plans", "Days"), theme)
    assert (GLOSSARY in again, RESOURCES in again, PAGE in again) == (True, True, False)


COUNTER = "{% set seen = namespace(n=0) %}{% macro next() %}{% set seen.n = seen.n + 1 %}{{ seen.n }}{% endmacro %}"
BY_NAME = "{% set name = 'counter.html' %}{% import name as c %}"


@pytest.mark.parametrize("imported", ["{% import 'counter.html' as c %}", "{% import 'between.html' as b %}{% set c = b.c %}", BY_NAME])
def test_sections_that_count_across_one_another_are_all_rendered(imported: str) -> None:
    looks, edition = Looks(), one().editions[0]
    counting = f"{imported}{{{{ c.next() }}}}{{% if section.title == 'Days' %}}{{{{ c.next() }}}}{{% endif %}}"
    between = "{% import 'counter.html' as c %}"
    theme = themed(sections__glossary=counting, **{"sections__study-plans": counting}, counter=COUNTER, between=between)
    looks.rendered(edition, theme)
    assert len(looks.rendered(edition, theme)) == len(edition.sections)
    looks.rendered(renamed(edition, "study-plans", "Days"), theme)


def test_a_section_that_comes_to_count_is_seen_by_those_behind_it() -> None:
    """The module that counts is imported for the first time when other sections are known already."""
    looks, edition = Looks(), one().editions[0]
    imported = "{% import 'counter.html' as c %}{{ c.next() }}"
    first, last = (
        f"{{% if section.title == 'Days' %}}{imported}{{% endif %}}",
        f"{{% if section.title == 'Words' %}}{imported}{{% endif %}}",
    )
    theme = themed(sections__glossary=last, **{"sections__study-plans": first}, counter=COUNTER)
    days = renamed(edition, "study-plans", "Days")
    for each in (
        edition,
        days,
        renamed(days, "glossary", "Words"),
        renamed(edition, "glossary", "Words"),
        renamed(days, "glossary", "Words"),
    ):
        looks.rendered(each, theme)


@pytest.mark.parametrize(
    "kept", ["{% set names = ['a', 'b']|map('upper') %}", "{% set names = _('Score') %}", "{% if true %}{% set names = 1 %}{% endif %}"]
)
def test_a_module_with_more_than_macros_and_constants_is_not_trusted(kept: str) -> None:
    """A generator is used up by the first who reads it."""
    looks, edition = Looks(), one().editions[0]
    reading = "{% import 'kept.html' as k %}{{ k.names|list|length if k.names is iterable else k.names }}"
    theme = themed(sections__glossary=reading, **{"sections__study-plans": reading}, kept=kept)
    looks.rendered(edition, theme)
    looks.rendered(renamed(edition, "study-plans", "Days"), theme)


def test_another_theme_or_language_or_label_renders_all() -> None:
    looks, edition, theme = Looks(), one().editions[0], themed(sections__glossary="{{ _('Score') }}")
    everything = len(edition.sections)
    assert len(looks.rendered(edition, theme)) == everything
    for other in (themed(sections__glossary="{{ _('Date') }}"), replace(theme, styles=theme.styles[1:])):
        assert len(looks.rendered(edition, other)) == everything
    for spoken in (replace(edition, labels=(("Date", "Day"),)), replace(edition, language="de")):
        assert len(looks.rendered(spoken, theme)) == everything


def test_a_part_s_own_title_is_part_of_what_its_sections_are_made_from() -> None:
    looks, edition, theme = Looks(), one().editions[0], themed(sections__glossary="{{ part.title }}")
    looks.rendered(edition, theme)
    other = replace(edition, parts=tuple(replace(part, title="Words") for part in edition.parts))
    assert GLOSSARY in looks.rendered(other, theme)


def test_labels_that_a_section_lacks_are_named_whether_or_not_it_is_rendered() -> None:
    """In the order in which the pages have them."""
    looks, edition = Looks(), replace(one().editions[0], language="tlh")
    theme = themed(sections__glossary="{{ _('Score') }}{{ _('Date') }}", **{"sections__study-plans": "{{ _('Date') }}"})
    looks.rendered(edition, theme)
    assert GLOSSARY not in looks.rendered(edition, theme)
    assert GLOSSARY not in looks.rendered(renamed(edition, "study-plans", "Days"), theme)


def test_what_is_wrong_with_a_section_is_said_each_time_and_the_others_stay_known() -> None:
    looks, edition = Looks(), one().editions[0]
    theme = themed(sections__glossary="{{ nothing if section.title == 'Wrong' else 1 }}")
    looks.rendered(edition, theme)
    wrong = renamed(edition, "glossary", "Wrong")
    for _ in range(2):
        assert looks.rendered(wrong, theme) == ["sections/contents.html", GLOSSARY]
    assert GLOSSARY not in looks.rendered(edition, theme)


def test_the_time_that_known_sections_took_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Or a preview would show what a build refuses as too slow."""
    budgets: list[Budget] = []

    def budget(begin: Callable[[str], None]) -> Budget:
        budgets.append(Budget(begin))
        return budgets[-1]

    monkeypatch.setattr("prepguides.stages.render.Budget", budget)
    edition, before, theme = one().editions[0], PrintedSections(), one().themes["base"]
    render(edition, theme, before=before)
    known = sum(printed.seconds for *_, printed in before._known.values())
    render(edition, theme, before=before)
    assert known > 0
    assert 10 - budgets[1].left >= known - 1e-9
