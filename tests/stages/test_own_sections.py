"""Section kinds that a theme brings: what they print, where they are known, what is said of a faulty one."""

from __future__ import annotations

from typing import get_args

import pytest

from kit import MiniProject
from prepguides.build.prepare import prepare
from prepguides.model.request import Selection
from prepguides.model.theme import PrintedKind
from prepguides.stages.render import render
from prepguides.stages.resolve import SECTION_KINDS
from prepguides.stages.resolve.section_kinds import PRINTED_BY

CARDS = '{% for entry in entries %}<p id="{{ entry.anchor }}">Cut out: {{ entry.term }}</p>{% endfor %}'
THEME = "title: Own\nextends: base\nsections:\n"


def own(mini: MiniProject, sections: str, section: str, partial: str = CARDS, theme: str = "own") -> None:
    """A theme with section kinds of its own, worn by the guide `two`, whose glossary gives way to a section."""
    mini.theme(theme, "two")
    mini.add(f"templates/{theme}/theme.yaml", THEME.replace("Own", theme) + f"  {sections}\n")
    mini.add(f"templates/{theme}/sections/cards.html", partial)
    mini.edit("content/guides/two.yaml", "- kind: glossary", f"- {section}")


def printed(mini: MiniProject, cohort: str = "standard") -> str:
    """The one guide's document."""
    prepared = prepare(mini.project, Selection(("two",), cohorts=(cohort,)))
    assert prepared.diagnostics == ()
    (edition,) = prepared.editions
    page = render(edition, prepared.themes[edition.theme_key])
    assert page.value is not None, page.diagnostics
    return page.value.html


def test_it_prints_a_content_kind_with_the_guide_s_items_and_title(mini: MiniProject) -> None:
    own(mini, "cards: {kind: glossary, title: Cards}", "kind: cards")
    html = printed(mini)
    assert html.index("<h2>Cards</h2>") < html.index("Cut out: Bran") < html.index("Cut out: Crumb")
    mini.edit("content/guides/two.yaml", "- kind: cards", "- {kind: cards, title: One word, items: [glossary/proof]}")
    html = printed(mini)
    assert "<h2>One word</h2>" in html
    assert "Cut out: Proof" in html
    assert "Cut out: Bran" not in html


def test_it_prints_the_page_that_the_guide_names(mini: MiniProject) -> None:
    own(mini, "cards: {page: true}", "{kind: cards, item: pages/welcome}", "<p>Once more: {{ page.title }}</p>")
    assert "<p>Once more: " in printed(mini)


def test_a_theme_has_the_kinds_of_its_parents(mini: MiniProject) -> None:
    own(mini, "cards: {kind: glossary}", "kind: cards")
    mini.add("templates/child/theme.yaml", "title: Child\nextends: own\n")
    mini.edit("content/guides/two.yaml", "theme: own", "theme: child")
    assert "Cut out: Bran" in printed(mini)


def test_a_cohort_may_add_it_and_leave_it_out(mini: MiniProject) -> None:
    own(mini, "cards: {kind: glossary}", "kind: cards")
    mini.add("content/cohorts/spring.yaml", "cohorts:\n  - {id: spring, programme: Spring, excludes: [section/cards]}\n")
    assert "Cut out" not in printed(mini, "spring")
    include = "includes: [{part: job, section: {kind: cards, take: 1}}]"
    mini.add("content/cohorts/spring.yaml", f"cohorts:\n  - {{id: spring, programme: Spring, guides: [two], {include}}}\n")
    assert printed(mini, "spring").count("Cut out") == 3


@pytest.mark.parametrize(
    ("section", "message"),
    [
        ("kind: crads", 'content/guides/two.yaml:22:19: error PG402 no section kind "crads"'),
        ("kind: cards", 'content/guides/two.yaml:22:13: error PG403 a "cards" section shows one of pages'),
        ("{kind: cards, item: glossary/bran}", 'content/guides/two.yaml:22:33: error PG403 a "cards" section shows one of pages'),
    ],
)
def test_it_is_checked_like_the_shipped_ones(mini: MiniProject, section: str, message: str) -> None:
    own(mini, "cards: {page: true}", section)
    run = mini.run("check", "two")
    assert message in run.err
    assert run.code == 1
    assert ('did you mean "cards"?' in run.err) is ("crads" in section)


def test_a_guide_of_another_theme_does_not_have_it(mini: MiniProject) -> None:
    own(mini, "cards: {kind: glossary}", "kind: cards")
    mini.edit("content/guides/two.yaml", "theme: own", "theme: base")
    run = mini.run("check", "two")
    assert 'error PG402 no section kind "cards"' in run.err
    assert "the theme own has one" in run.err


@pytest.mark.parametrize(
    ("sections", "place", "words"),
    [
        ("cards: {kind: glossry}", "4:17", 'did you mean "glossary"?'),
        ("cards: {kind: glossary, page: true}", "4:", "say what it prints"),
        ("cards: {title: Cards}", "4:", "say what it prints"),
        ("cards: {knd: glossary}", "4:11", 'did you mean "kind"?'),
        ("leaves: {kind: glossary}", "4:3", "no partial for leaves"),
        ("glossary: {kind: glossary}", "4:3", '"glossary" is a section kind already'),
    ],
)
def test_a_faulty_one_is_reported_in_theme_yaml(mini: MiniProject, sections: str, place: str, words: str) -> None:
    own(mini, sections, "kind: role")
    run = mini.run("check", "two")
    assert f"templates/own/theme.yaml:{place}" in run.err
    assert words in run.err


def test_every_content_kind_of_the_schema_is_printed_as_a_shipped_section_is() -> None:
    assert tuple(PRINTED_BY) == get_args(PrintedKind)
    assert set(PRINTED_BY.values()) <= set(SECTION_KINDS)
