"""A document that is laid out unit by unit has the pages of one that is laid out whole, whatever was laid out before it."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest

from bench import CSS, LIKE_A_GUIDE, PAGED, WORDS, codes, page_of, part, ready, section, sound
from prepguides.stages.typeset import TypesetResult, Typesetter, book, typeset
from prepguides.stages.typeset.laid_out import numbered, texts
from prepguides.stages.typeset.laid_out_unit import LaidOut
from prepguides.stages.typeset.page_starts import can_be_cut
from prepguides.stages.typeset.unit_layout import lay_out
from prepguides.stages.typeset.units import Carried, Unit


def laid(body: str, typesetter: Typesetter) -> TypesetResult:
    return sound(typeset(page_of(body), typesetter))


def drawn(body: str, typesetter: Typesetter) -> list[list[tuple[str, float, float]]]:
    """Each page's texts where they are."""
    return [list(_texts(page)) for unit in book.laid_out_book(page_of(body), typesetter).laid_out for _, page in numbered(unit.pages)]


def _texts(page: object) -> Iterator[tuple[str, float, float]]:
    for words, box, _ in texts(page, lambda _: True):
        yield words, round(box.position_x, 3), round(box.position_y, 3)


def whole(body: str, css: str, monkeypatch: pytest.MonkeyPatch) -> list[list[tuple[str, float, float]]]:
    with monkeypatch.context() as patched:
        patched.setattr(book, "can_be_cut", lambda _: False)
        return drawn(body, ready(css))


def test_a_document_is_cut_where_its_style_sheets_begin_a_page() -> None:
    made = laid(LIKE_A_GUIDE, ready())
    assert " ".join(unit.anchor for unit in made.units) == " toc part-1 one leaf last part-2 two two-b part-3 three end"
    assert [unit.first for unit in made.units][:4] == [1, 2, 3, 4], "the page left blank before a right one is of the unit that it begins"
    assert sum(unit.pages for unit in made.units) == made.pages


BODIES = {
    "like a guide": LIKE_A_GUIDE,
    "blank pages": part(1, section("one", 9, "leaf"), section("two", 12, "leaf"), section("three", 1, "leaf")),
    "no page begins": f"<section>{section('one', 5, '')}{section('two', 5, '')}</section><section>{section('three', 5, '')}</section>",
    "a part in whose midst a page begins": f"<section>{WORDS}</section><section>{section('two', 1, '')}{section('x')}</section>",
    "a named page after a named page": '<section><div class="cover">A</div><div class="cover">B</div></section>' + part(1, section("one")),
    "parts on a named page, behind one with a running element": part(1, section("one"))
    + "".join(f'<section class="cover" id="named-{number}"><h2>Notes</h2></section>' for number in (1, 2, 3)),
    "a part that is a row of columns": f'<section style="columns: 2">{section("one")}{section("two")}</section>',
    "hidden": f'<section>{section("one")}<p hidden style="display: none; break-before: page">x</p>{section("two")}</section>',
    "only words": "Words without a part, <b>and bold ones</b>.",
}


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_units_have_the_pages_of_the_whole(body: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert drawn(body, ready()) == whole(body, PAGED, monkeypatch)


def test_the_bytes_are_the_same_cold_warm_shuffled_and_forgotten() -> None:
    """Warm: from memory, after other documents with units of the same kind, and with no room in memory."""
    other = LIKE_A_GUIDE.replace("Words", "Sentences")
    longer = LIKE_A_GUIDE.replace("<p>Aside</p>", WORDS * 9, 1)
    bodies = [LIKE_A_GUIDE, other, longer]
    cold = {body: laid(body, ready()).pdf for body in bodies}
    assert len(set(cold.values())) == 3
    for seed in range(3):
        shuffled = bodies * 2
        random.Random(seed).shuffle(shuffled)
        shared, forgetful = ready(), ready(pages=1)
        for body in shuffled:
            assert laid(body, shared).pdf == cold[body]
            assert laid(body, forgetful).pdf == cold[body]


def reused(body: str, typesetter: Typesetter) -> list[bool]:
    return [unit.reused for unit in laid(body, typesetter).units]


def test_only_what_changed_is_laid_out_again() -> None:
    typesetter = ready()
    assert not any(reused(LIKE_A_GUIDE, typesetter))
    assert all(reused(LIKE_A_GUIDE, typesetter))
    assert reused(LIKE_A_GUIDE.replace("About two-a", "On two-a"), typesetter).count(False) == 2, (
        "its own, and the next, whose header says so"
    )


def test_a_page_more_moves_what_is_printed_of_it() -> None:
    """References to pages that move are printed anew; nothing before them is but what refers to them."""
    typesetter = ready()
    before = laid(LIKE_A_GUIDE, typesetter)
    after = laid(LIKE_A_GUIDE.replace("About two-a</h2>", f"About two-a</h2>{WORDS * 9}"), typesetter)
    assert after.places["two-b"] == before.places["two-b"] + 1
    assert f"To two-b p. {after.places['two-b']}" in " ".join(after.words.split())
    assert [unit.anchor for unit in after.units if not unit.reused] == ["toc", "two", "two-b", "part-3", "three", "end"]


def test_more_html_before_a_target_has_nothing_laid_out_that_refers_to_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """As of two editions of a guide: what has the same pages is not laid out once more for numbers that are only guessed."""
    typesetter = ready()
    laid(LIKE_A_GUIDE, typesetter)
    again = []

    def counted(unit: Unit, carried: Carried, html: str, typesetter: Typesetter) -> LaidOut:
        again.append(unit)
        return lay_out(unit, carried, html, typesetter)

    monkeypatch.setattr(book, "lay_out", counted)
    longer = LIKE_A_GUIDE.replace("About two-a</h2>", f'About two-a</h2><i title="{"x" * 20_000}"></i>')
    assert not all(reused(longer, typesetter))
    assert len(again) == 1, [unit.text[:80] for unit in again]


def test_every_reference_prints_the_page_of_its_target() -> None:
    made = laid(LIKE_A_GUIDE, ready())
    words = " ".join(made.words.split())
    for id in ("toc", "one", "one-a", "leaf", "two", "two-b", "end"):
        assert f"To {id} p. {made.places[id]}" in words


def rounds(body: str, css: str, monkeypatch: pytest.MonkeyPatch) -> int:
    """In how many rounds a unit was laid out."""
    found = []
    ran = book.Rounds.run

    def counted(self: book.Rounds, numbers: dict[str, int]) -> object:
        made = len(self.made)
        keys = ran(self, numbers)
        found.append(len(self.made) > made)
        return keys

    with monkeypatch.context() as patched:
        patched.setattr(book.Rounds, "run", counted)
        typeset(page_of(body), ready(css))
    return 1 + sum(found)


def test_two_rounds_are_enough_where_references_move(monkeypatch: pytest.MonkeyPatch) -> None:
    assert rounds(LIKE_A_GUIDE, PAGED, monkeypatch) == 2


FAR = f'<section><p><a class="ref" href="#far">Far</a></p></section><section>{WORDS * 5}<h2 id="far">Far</h2></section>'
MORE = '"' + "many more words than there is room for " * 200 + '"'


def test_numbers_that_do_not_settle_are_a_finding_with_its_page(monkeypatch: pytest.MonkeyPatch) -> None:
    css = f"{CSS}.ref::after {{ content: attr(page) }} .ref[page='1']::after {{ content: {MORE} }}"
    made = typeset(page_of(FAR), ready(css))
    (found,) = (finding for finding in made.value.findings if finding.is_error and finding.code != "PG703")
    assert found.code == "PG709"
    assert found.trail.ids == ("far",)
    assert "#far" in found.message
    assert rounds(FAR, css, monkeypatch) <= book.MOST_ROUNDS


def test_of_two_ways_to_settle_the_same_one_is_taken_whatever_was_laid_out_before() -> None:
    """The target stays on page 1 while a 1 is printed, and on a later page while that is printed."""
    css = f"{CSS}.ref::after {{ content: attr(page) }} .ref:not([page='1'])::after {{ content: {MORE} }}"
    cold = laid(FAR, ready(css)).pdf
    typesetter = ready(css)
    laid(FAR.replace(WORDS * 5, WORDS * 40), typesetter)
    assert laid(FAR, typesetter).pdf == cold


@pytest.mark.parametrize(
    "css",
    [
        "h2 { counter-increment: heading } h2::before { content: counter(heading) }",
        "@page :first { margin-top: 50mm }",
        ".fixed { position: fixed }",
        "@page { @bottom-left { content: counter(pages) } }",
        ".x::after { content: target-counter(attr(href url), page) }",
        "@page :nth(2) { margin-top: 50mm }",
        ".note { float: footnote }",
    ],
)
def test_style_sheets_that_count_over_the_whole_document_have_it_laid_out_whole(css: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not can_be_cut([PAGED + css])
    assert len(laid(LIKE_A_GUIDE, ready(PAGED + css)).units) == 1
    assert drawn(LIKE_A_GUIDE, ready(PAGED + css)) == whole(LIKE_A_GUIDE, PAGED + css, monkeypatch)


def test_an_id_that_two_units_have_is_a_finding() -> None:
    made = typeset(page_of(LIKE_A_GUIDE.replace('id="two-a"', 'id="one"')), ready())
    assert 'two elements have the id "one"' in [finding.message for finding in made.value.findings]


def test_running_words_of_any_kind_are_handed_on(monkeypatch: pytest.MonkeyPatch) -> None:
    body = LIKE_A_GUIDE.replace("About leaf", 'A "quoted" &lt;b&gt; \\ and ä, it&#39;s')
    assert drawn(body, ready()) == whole(body, PAGED, monkeypatch)


WIDE = "<table><tr><td>incomprehensibilities</td>" + "<td>x</td>" * 30 + "</table>"


def test_what_is_complained_of_in_a_unit_is_said_again_when_it_is_reused() -> None:
    typesetter = ready()
    body = LIKE_A_GUIDE.replace("<p>Aside</p>", '<p style="colour: red">x</p>' + WIDE, 1)
    first, again = (typeset(page_of(body), typesetter) for _ in range(2))
    assert set(codes(first, "error")) >= {"PG603", "PG702", "PG707"}
    assert [problem.message for problem in first.diagnostics] == [problem.message for problem in again.diagnostics]
    assert first.value.findings == again.value.findings


def test_memory_keeps_what_was_used_last() -> None:
    typesetter = ready(pages=30)
    for body in (LIKE_A_GUIDE, LIKE_A_GUIDE.replace("Words", "Sentences")):
        laid(body, typesetter)
    assert typesetter.memory.pages <= 30
    typesetter.memory.forget(typesetter.style_key)
    assert typesetter.memory.pages == 0
