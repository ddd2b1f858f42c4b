"""A cohort's file: what each of its keys does to the guides, and what is said when it cannot."""

from __future__ import annotations

import json
import textwrap
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import TypedDict, Unpack

import pikepdf
import pytest

from kit import TESTS, MiniProject, why
from prepguides.build import prepare
from prepguides.model.content.cohort import (
    AddedSection,
    Appointment,
    Cohort,
    CohortBrand,
    CohortDates,
    CohortFace,
    CohortFonts,
    CohortPalette,
    Contact,
    Override,
)
from prepguides.model.edition import Edition
from prepguides.model.request import Audience, Selection
from prepguides.stages.render import RenderedHtml
from prepguides.stages.resolve import Sets
from prepguides.text.color import tint
from prepguides.views.plan_views import StudyPlans
from prepguides.views.question_views import QuestionBank

FILE = "content/cohorts/spring.yaml"
MARK = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 4"><title>Dot</title><circle cx="2" cy="2" r="2"/></svg>'


def cohort(mini: MiniProject, keys: str = "", *, id: str = "spring") -> None:
    """A cohort with these keys. They start on line 4."""
    body = textwrap.indent(textwrap.dedent(keys).strip("\n"), "    ")
    mini.add(f"content/cohorts/{id}.yaml", f"cohorts:\n  - id: {id}\n    programme: Course {id}\n{body}\n")


class How(TypedDict, total=False):
    editions: tuple[Audience, ...]
    sets: Sets


def documents(mini: MiniProject, *guides: str, cohort: str = "spring", **how: Unpack[How]) -> dict[str, tuple[Edition, str]]:
    """The cohort's editions and their HTML, by guide; nothing may be wrong with them."""
    found: dict[str, tuple[Edition, str]] = {}

    def read(edition: Edition, page: RenderedHtml) -> None:
        found[edition.guide] = (edition, unescape(page.html))

    prepared = prepare.check(mini.project, Selection(guides, (cohort,), how.get("editions", ())), read, sets=how.get("sets", ()))
    assert prepared.diagnostics == ()
    return found


def document(mini: MiniProject, guide: str = "one", cohort: str = "spring", **how: Unpack[How]) -> tuple[Edition, str]:
    return documents(mini, guide, cohort=cohort, **how)[guide]


def problems(mini: MiniProject, *words: str, id: str = "spring") -> str:
    """What `check` writes of the cohort, which must be an error of the content and no crash."""
    run = mini.run("check", "--cohort", id, *words)
    assert run.code == 1, run.err
    return run.err


def kinds(edition: Edition, part: str) -> list[str]:
    return [section.kind for found in edition.parts if found.id == part for section in found.sections]


# --- every key ---


def test_every_key_of_a_cohort_is_tested_here() -> None:
    """One more key is one more test: its name stands in this file as YAML."""
    text = Path(__file__).read_text(encoding="utf-8")
    models = (Cohort, CohortBrand, CohortPalette, CohortFonts, CohortFace, CohortDates, Contact, Appointment, AddedSection, Override)
    keys = {name for model in models for name in model.model_fields} - {"id", "claims", "sources", "cohorts"}
    assert [name for name in keys if f"{name}:" not in text] == []


def test_a_cohort_without_keys_has_the_plain_guides_words(mini: MiniProject) -> None:
    cohort(mini)
    plain, theirs = documents(mini, cohort="standard"), documents(mini)
    assert set(theirs) == {"one", "two"}
    as_plain = [replace(edition, cohort="standard", programme=None, page_budget=None) for edition, _ in theirs.values()]
    assert as_plain == [replace(edition, page_budget=None) for edition, _ in plain.values()]
    assert [edition.name for edition, _ in theirs.values()] == ["spring: one (candidate)", "spring: two (candidate)"]


def test_programme_and_dates_are_the_editions(mini: MiniProject) -> None:
    cohort(mini, "dates: {start: 2027-01-18, end: 2027-05-07}\ntime_zone: America/Chicago")
    edition, _ = document(mini)
    assert edition.programme is not None
    shown = (edition.programme.name, edition.programme.start, edition.programme.end, edition.programme.time_zone)
    assert shown == ("Course spring", "2027-01-18", "2027-05-07", "America/Chicago")


def test_the_brands_name_and_accent_are_in_the_document(mini: MiniProject) -> None:
    cohort(mini, 'brand: {name: Alder State, accent: "#1F4E3D"}')
    edition, html = document(mini)
    assert '<p class="label brand">Alder State</p>' in html
    assert "--accent: #1F4E3D;" in html
    assert edition.palette.tint != document(mini, cohort="standard")[0].palette.tint


def test_the_palette_is_in_the_document_and_the_rest_follows_from_the_accent(mini: MiniProject) -> None:
    cohort(mini, 'brand: {accent: "#1F4E3D", palette: {tint: "#FFF4E0", sides: {baker: "#5B2333"}}}')
    edition, html = document(mini)
    assert "--tint: #FFF4E0;" in html
    assert "--side-1: #5B2333;" in html
    assert edition.palette.rule == tint("#1F4E3D", 0.3)
    cohort(mini, 'brand: {palette: {rule: "#AA8866"}}')
    assert "--rule: #AA8866;" in document(mini)[1]


def test_a_palette_that_text_cannot_be_read_on_or_in_is_refused_and_the_nearest_that_passes_named(mini: MiniProject) -> None:
    cohort(mini, 'brand: {palette: {tint: "#FFB347", sides: {baker: "#88CCEE", bakre: "#1F4E3D"}}}')
    found = problems(mini)
    assert f"{FILE}:4:29: error PG411 text on #FFB347 has a contrast of 5." in found
    assert f"{FILE}:4:55: error PG411 #88CCEE has a contrast of 1.8:1 on white" in found
    assert f'{FILE}:4:66: error PG301 no roles with the id "bakre"' in found
    nearest = found.split("PG411 text on")[1].split("the nearest that passes is ")[1][:7]
    cohort(mini, f'brand: {{palette: {{tint: "{nearest}"}}}}')
    assert document(mini)[0].palette.tint == nearest


def a_font(mini: MiniProject, name: str = "Own-Regular.ttf") -> None:
    import font_source_sans_pro

    mini.add(f"content/assets/brands/{name}", (Path(font_source_sans_pro.__file__).parent / "files/SourceSansPro-Bold.ttf").read_bytes())


OWN = "faces: [{family: Own, file: brands/Own-Regular.ttf, weight: 400, style: normal}]"
_FACES = (f", {{family: Own, file: brands/Own-Regular.ttf, {rest}}}" for rest in ("style: italic", "weight: 600"))
ALL_OWN = OWN.replace("]", "".join(_FACES) + "]")
"""The file stands in for the other two faces."""


def test_fonts_of_a_cohort_are_drawn_with_and_cost_no_other_its_pages(mini: MiniProject) -> None:
    a_font(mini)
    cohort(mini, "papers: [a4]")
    words = ("two", "--cohort", "all", "--paper", "a4")
    assert mini.build(*words).code == 0
    assert fonts_of(mini.output / "spring/two-candidate-a4.pdf") == fonts_of(mini.output / "standard/two-candidate-a4.pdf")
    cohort(mini, f"papers: [a4]\nbrand: {{fonts: {{serif: Own, sans: Source Serif Pro, {OWN}}}}}")
    run = mini.build(*words)
    assert run.code == 0, run.err
    assert why(run) == {"spring: two (candidate)": "fonts", "two (candidate)": "fresh"}
    theirs = fonts_of(mini.output / "spring/two-candidate-a4.pdf")
    assert any(name.startswith("Own") for name in theirs)
    assert any(name.startswith("Source-Serif-Pro") for name in theirs), "what was sans is now the serif"
    assert not any(name.startswith("Source-Sans-Pro") for name in theirs), "neither in the margins nor in drawings"


def test_a_fallback_of_a_cohorts_prints_what_no_other_font_has(mini: MiniProject) -> None:
    face = "brands/Vazirmatn-Test.ttf"
    mini.add(f"content/assets/{face}", (TESTS / "languages/ar/templates/own/fonts/Vazirmatn-Test.ttf").read_bytes())
    words = """
    papers: [a4]
    overrides:
      - {target: guides/two, field: promise, value: "\u0645\u0646", reason: Ours.}
    """
    cohort(mini, words)
    without = mini.build("two", "--cohort", "spring")
    assert (without.code, "PG605" in without.err) == (1, True)
    cohort(mini, f"{textwrap.dedent(words)}brand: {{fonts: {{fallback: {{arab: [{face}]}}}}}}")
    run = mini.build("two", "--cohort", "spring")
    assert (run.code, run.err) == (0, "")
    assert any("Vazirmatn" in name or "Fallback" in name for name in fonts_of(mini.output / "spring/two-candidate-a4.pdf"))


def test_variants_of_a_cohort_are_its_editions(mini: MiniProject) -> None:
    cohort(mini, "variants: [standard, gray]")
    assert document(mini)[0].variants == ("standard", "gray")
    assert document(mini, cohort="standard")[0].variants == ("standard",)


def fonts_of(path: Path) -> set[str]:
    with pikepdf.open(path) as document:
        return {
            str(item.FontName).split("+")[-1]
            for item in document.objects
            if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/FontDescriptor"
        }


@pytest.mark.parametrize(
    ("fonts", "words"),
    [
        ("serif: Source Serif Por", '4:28: error PG506 no font "Source Serif Por"'),
        ("sans: Owl, faces: [{family: Own, file: brands/Own-Regular.ttf}]", '4:27: error PG506 no font "Owl"'),
        ("faces: [{family: Own, file: brands/Own-Regulra.ttf}]", "4:49: error PG601 brands/Own-Regulra.ttf: no such file"),
        (
            "faces: [{family: Own, file: brands/own.woff2}]",
            '4:49: error PG202 file: "brands/own.woff2" is not a path below content/assets/',
        ),
        ("faces: [{family: 'O\"wn', file: brands/Own-Regular.ttf}]", "4:38: error PG202"),
    ],
)
def test_a_font_that_is_not_there(mini: MiniProject, fonts: str, words: str) -> None:
    a_font(mini)
    cohort(mini, f"brand: {{fonts: {{{fonts}}}}}")
    found = problems(mini)
    assert f"{FILE}:{words}" in found
    if "Por" in fonts:
        assert 'did you mean "Source Serif Pro"?' in found


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        ("locale: english", 'locale: "english" is not a language such as en-US or fr'),
        ("brand: {accent: green}", 'accent: "green" is not a color of the form "#RRGGBB"'),
        ("schedule: [{date: 18.1.2027, title: Bake}]", 'date: "18.1.2027" is not a date of the form YYYY-MM-DD'),
        ("schedule: [{date: 2027-01-18, time: 6pm, title: Bake}]", 'time: "6pm" is not a time of the form HH:MM, such as 18:30'),
        ("contacts: [{name: A, role: B, address: a@b.example}]", 'address: "a@b.example" is not an address that starts with https:// or'),
        ("excludes: [flashcards]", '"flashcards" is not of the form kind/id, section/KIND or part/ID'),
        ("brand: {logo: ../mark.svg}", 'logo: "../mark.svg" is not a path below content/assets/, such as brands/mark.svg'),
    ],
)
def test_a_form_is_asked_for_in_words(mini: MiniProject, keys: str, words: str) -> None:
    cohort(mini, keys)
    assert words in problems(mini)


def test_a_parents_palette_and_faces_are_its_childrens(mini: MiniProject) -> None:
    a_font(mini)
    cohort(mini, f'brand: {{palette: {{tint: "#FFF4E0", rule: "#AA8866"}}, fonts: {{serif: Own, {ALL_OWN}}}}}', id="school")
    cohort(mini, 'extends: school\nbrand: {palette: {rule: "#112233"}, fonts: {sans: Own}}')
    edition, _ = document(mini)
    assert (edition.palette.tint, edition.palette.rule) == ("#FFF4E0", "#112233")
    assert (edition.fonts.serif, edition.fonts.sans, len(edition.fonts.faces)) == ("Own", "Own", 3)


def test_the_logo_is_the_editions(mini: MiniProject) -> None:
    mini.add("content/assets/brands/dot.svg", MARK)
    cohort(mini, "brand: {logo: brands/dot.svg, logo_alt: The dot}")
    edition, _ = document(mini)
    assert (edition.brand.logo, edition.brand.logo_alt) == ("brands/dot.svg", "The dot")


def test_the_logo_is_on_the_cover(mini: MiniProject) -> None:
    mini.add("content/assets/brands/dot.svg", MARK)
    cohort(mini, "brand: {logo: brands/dot.svg, logo_alt: The dot}")
    _, html = document(mini)
    assert 'src="brands/dot.svg" alt="The dot"' in html


def test_a_logo_that_is_not_there(mini: MiniProject) -> None:
    mini.add("content/assets/brands/dot.svg", MARK)
    cohort(mini, "brand: {logo: brands/dott.svg, logo_alt: The dot}")
    found = problems(mini)
    assert f"{FILE}:4:19: error PG601 brands/dott.svg: no such file" in found
    assert 'did you mean "brands/dot.svg"?' in found


def test_a_logo_without_words(mini: MiniProject) -> None:
    mini.add("content/assets/brands/dot.svg", MARK)
    cohort(mini, "brand: {logo: brands/dot.svg}")
    assert f"{FILE}:4:19: error PG205 a logo without alternative text" in problems(mini)


def test_welcome_contacts_and_schedule_are_a_page_in_front(mini: MiniProject) -> None:
    cohort(
        mini,
        """
        welcome: Bring **flour**.
        contacts:
          - {name: Imani Osei, role: track lead, address: "mailto:imani@example.org"}
        time_zone: America/Chicago
        schedule:
          - {date: 2027-02-11, time: 18:30, minutes: 90, title: Second bake, place: Hall 2}
          - {date: 2027-01-21, time: 17:30, title: First bake, items: [questions/oldest-loaf, frameworks/four-senses]}
        """,
    )
    edition, html = document(mini)
    assert kinds(edition, "front")[-1] == "programme"
    for words in ("Bring <strong>flour</strong>.", "Imani Osei", "mailto:imani@example.org", "Hall 2", "90 minutes", "America/Chicago"):
        assert words in html
    assert html.index("First bake") < html.index("Second bake"), "in the order of the calendar"
    assert "Four senses" in html.split("First bake")[1].split("</tr>")[0]


def test_locale_is_the_documents_language(mini: MiniProject) -> None:
    cohort(mini, "locale: en-GB")
    assert '<html lang="en-GB">' in document(mini)[1]


def test_papers_are_the_cohorts(mini: MiniProject) -> None:
    cohort(mini, "papers: [letter]")
    listed = mini.run("list", "--cohort", "spring").out
    assert "spring/one-candidate-letter.pdf" in listed
    assert "a4" not in listed
    assert "spring/one-candidate-a4.pdf" in mini.run("list", "--cohort", "spring", "--paper", "a4").out, "an option wins"


def test_companions_are_those_that_it_lists(mini: MiniProject) -> None:
    cohort(mini, "companions: [bank, calendar]\nschedule: [{date: 2027-02-03, title: Odd, id: odd}]")
    listed = json.loads(mini.run("list", "one", "--cohort", "spring", "--format", "json").out)["companions"]
    assert [path for each in listed for path in each["paths"]] == [
        "spring/one-bank.json",
        "spring/one-bank.schema.json",
        "spring/schedule.ics",
    ]


def test_guides_are_those_that_it_lists(mini: MiniProject) -> None:
    cohort(mini, "guides: [two]")
    assert set(documents(mini)) == {"two"}


def test_a_misspelt_guide_is_reported_although_the_cohort_lists_others(mini: MiniProject) -> None:
    cohort(mini, "guides: [two]")
    assert 'command line: error PG405 no guide "twoo"' in problems(mini, "twoo")


def test_theme_is_the_cohorts(mini: MiniProject) -> None:
    mini.theme("own", sections__notes_html="")
    cohort(mini, "theme: own")
    assert document(mini)[0].theme == "own"
    assert document(mini, cohort="standard")[0].theme == "base"


def test_a_theme_that_is_not_there(mini: MiniProject) -> None:
    cohort(mini, "theme: onw")
    assert 'error PG506 no theme "onw"' in problems(mini)


# --- calendar and color ---


def test_a_schedule_outside_the_dates(mini: MiniProject) -> None:
    cohort(
        mini,
        """
        dates: {start: 2027-01-18, end: 2027-05-07}
        schedule:
          - {date: 2027-01-18, title: First day}
          - {date: 2027-05-07, title: Last day}
          - {date: 2027-05-08, title: One too late}
        """,
    )
    found = problems(mini)
    assert f"{FILE}:8:16: error PG412 2027-05-08 lies outside 2027-01-18 to 2027-05-07" in found
    assert found.count("PG412") == 1, "the first and the last day are inside"


def test_an_end_before_the_start(mini: MiniProject) -> None:
    cohort(mini, "dates: {start: 2027-05-07, end: 2027-01-18}")
    assert f"{FILE}:4:37: error PG412 2027-01-18 is before 2027-05-07" in problems(mini)


@pytest.mark.parametrize(
    ("keys", "place", "words"),
    [
        ("time_zone: America/Chicgo", "4:16", "PG202"),
        ("time_zone: America", "4:16", "PG202"),
        pytest.param(f"time_zone: {'a' * 300}", "4:16", "PG202", id="a time zone too long for a file's name"),
        ("locale: english", "4:13", "PG202"),
        ("papers: [a5]", "4:14", "PG202"),
        ("guides: [onne]", "4:14", "PG301"),
        ("schedule: [{date: 2027-02-30, title: No day}]", "4:23", "PG202"),
        ("schedule: [{date: 2027-02-03, title: Odd, items: [questions/oldest-laof]}]", "4:55", "PG301"),
        ("contacts: [{name: A, role: B, address: example.org}]", "4:44", "PG202"),
        ("programe: Typo", "4:5", "PG204"),
    ],
)
def test_a_wrong_value_is_found_where_it_stands(mini: MiniProject, keys: str, place: str, words: str) -> None:
    cohort(mini, keys)
    assert f"{FILE}:{place}: error {words}" in problems(mini)


def test_a_pale_accent_is_refused_and_the_nearest_that_passes_named(mini: MiniProject) -> None:
    cohort(mini, 'brand: {accent: "#88CCEE"}')
    found = problems(mini)
    assert f"{FILE}:4:21: error PG411 #88CCEE has a contrast of 1.8:1 on white; text needs 7:1" in found
    nearest = found.split("the nearest that passes is ")[1][:7]
    cohort(mini, f'brand: {{accent: "{nearest}"}}')
    assert document(mini)[0].palette.accent == nearest


# --- extends ---


def test_single_values_come_from_the_nearest_and_lists_are_joined(mini: MiniProject) -> None:
    cohort(
        mini,
        """
        locale: en-GB
        papers: [a4]
        brand: {name: The School, accent: "#1F4E3D"}
        welcome: From the school.
        contacts: [{name: Dean, role: dean, address: "mailto:dean@example.org"}]
        excludes: [section/life-cycle]
        overrides: [{target: guides/one, field: promise, value: The school's promise., reason: House words.}]
        """,
        id="school",
    )
    cohort(
        mini,
        """
        extends: school
        brand: {accent: "#5B2333"}
        welcome: From the course.
        contacts: [{name: Coach, role: coach, address: "mailto:coach@example.org"}]
        excludes: [section/case]
        overrides: [{target: guides/one, field: promise, value: The course's promise., reason: Ours.}]
        """,
    )
    edition, html = document(mini)
    assert (edition.language, edition.papers, edition.brand.name) == ("en-GB", ("a4",), "The School")
    assert edition.palette.accent == "#5B2333"
    assert edition.promise == "The course's promise."
    assert "From the course." in html
    assert "From the school." not in html
    assert html.index("dean@example.org") < html.index("coach@example.org"), "the parent's first"
    assert kinds(edition, "job") == ["role"]
    assert "case" not in kinds(edition, "tasting")
    assert document(mini, cohort="school")[0].promise == "The school's promise."


@pytest.mark.parametrize(("first", "second"), [("spring", "spring"), ("autumn", "spring")])
def test_a_circle(mini: MiniProject, first: str, second: str) -> None:
    cohort(mini, f"extends: {first}")
    if first != second:
        cohort(mini, f"extends: {second}", id=first)
    assert f'{FILE}:4:14: error PG410 "spring" extends itself' in problems(mini)


def test_a_fault_of_the_parent_is_the_only_one_reported(mini: MiniProject) -> None:
    cohort(mini, "locall: en-GB", id="school")
    cohort(mini, "extends: school")
    assert [line.split(": error ")[1][:5] for line in problems(mini).splitlines() if ": error " in line] == ["PG204"]


def test_a_parent_that_is_not_there(mini: MiniProject) -> None:
    cohort(mini, id="school")
    cohort(mini, "extends: shcool")
    found = problems(mini)
    assert f"{FILE}:4:14: error PG301" in found
    assert 'did you mean "school"?' in found


# --- includes and excludes ---


def test_an_included_section_stands_at_the_end_of_its_part(mini: MiniProject) -> None:
    mini.add("content/pages/rooms.md", "---\nid: rooms\ntitle: Rooms\n---\nThe oven is in room 4.\n")
    cohort(mini, "includes: [{part: job, section: {kind: page, item: pages/rooms}}]")
    edition, html = document(mini)
    assert kinds(edition, "job") == ["role", "life-cycle", "page"]
    assert "The oven is in room 4." in html
    assert "The oven is in room 4." not in document(mini, cohort="standard")[1]


@pytest.mark.parametrize(
    ("include", "words"),
    [
        ("{part: jbo, section: {kind: glossary}}", '4:23: error PG301 no part with the id "jbo"'),
        ("{part: job, section: {kind: glosary}}", '4:44: error PG402 no section kind "glosary"'),
        ("{part: job, section: {kind: page}}", '4:37: error PG403 a "page" section shows one of pages'),
        ("{part: job, section: {kind: page, item: pages/romms}}", "4:56: error PG301"),
    ],
)
def test_an_include_that_leads_nowhere(mini: MiniProject, include: str, words: str) -> None:
    cohort(mini, f"includes: [{include}]")
    assert f"{FILE}:{words}" in problems(mini)


def test_an_excluded_section_and_part_are_gone(mini: MiniProject) -> None:
    cohort(mini, "excludes: [section/life-cycle, part/back]")
    edition, _ = document(mini)
    assert kinds(edition, "job") == ["role"]
    assert [part.id for part in edition.parts] == ["front", "job", "tasting"]


def test_an_excluded_entity_takes_along_what_cannot_stand_without_it(mini: MiniProject) -> None:
    """The question's answers go with it; the plan goes on without it."""
    cohort(mini, "excludes: [questions/oldest-loaf, section/worked-example, section/mock-script]")
    edition, html = document(mini, editions=("coach",))
    assert "Which was baked first?" not in html
    assert "I press the crumb" not in html
    assert "second loaf came out of a freezer" not in html
    (plans,) = (section.view for section in edition.sections if isinstance(section.view, StudyPlans))
    (bank,) = (section.view for section in edition.sections if isinstance(section.view, QuestionBank))
    assert [item.ref for plan in plans.plans for day in plan.sessions for item in day.entries] == [
        "frameworks/four-senses",
        "glossary/crumb",
    ]
    assert len(bank.entries) == 3


def test_an_excluded_interview_type_takes_its_part_along(mini: MiniProject) -> None:
    cohort(mini, "excludes: [interview_types/tasting]")
    edition, html = document(mini)
    assert [part.id for part in edition.parts] == ["front", "job", "back"]
    assert "which of them is" not in html.lower()


@pytest.mark.parametrize(("listed", "kept"), [("[glossary/crumb]", False), ("[glossary/crumb, glossary/bran]", True)])
def test_a_section_goes_when_all_that_it_lists_is_left_out(mini: MiniProject, listed: str, kept: bool) -> None:
    mini.edit("content/guides/two.yaml", "- kind: glossary", f"- {{kind: glossary, items: {listed}}}")
    cohort(mini, "guides: [two]\nexcludes: [glossary/crumb]")
    edition, _ = document(mini, "two")
    assert ("glossary" in kinds(edition, "job")) is kept


def test_a_section_that_a_fault_leaves_empty_is_not_laid_to_the_excludes(mini: MiniProject) -> None:
    cohort(mini, "excludes: [section/life-cycle]")
    mini.edit("content/interview/questions.yaml", "looks_for: [Knocks on", "look_for: [Knocks on")
    found = problems(mini, "--edition", "coach")
    assert "error PG204" in found
    assert "PG415" not in found


def test_an_excluded_guide_is_not_printed(mini: MiniProject) -> None:
    cohort(mini, "excludes: [guides/two]")
    assert set(documents(mini)) == {"one"}


def test_included_and_excluded(mini: MiniProject) -> None:
    cohort(mini, "includes: [{part: job, section: {kind: glossary}}]\nexcludes: [section/glossary]")
    assert f"{FILE}:5:16: error PG413 section/glossary is included and excluded" in problems(mini)


@pytest.mark.parametrize(
    ("target", "words"),
    [
        ("questions/oldest-laof", 'PG301 no questions with the id "oldest-laof"'),
        ("question/oldest-loaf", 'PG301 no kind "question"'),
        ("section/glosary", 'PG301 no section with the id "glosary"'),
        ("part/bakc", 'PG301 no part with the id "bakc"'),
        ("rubrics/tasting-rubric", "PG202 rubrics/tasting-rubric cannot be left out"),
        ("roles/baker", "PG202 roles/baker cannot be left out"),
    ],
)
def test_an_exclude_that_cannot_be(mini: MiniProject, target: str, words: str) -> None:
    cohort(mini, f"excludes: [{target}]")
    assert f"{FILE}:4:16: error {words}" in problems(mini)


@pytest.mark.parametrize(
    ("targets", "place", "words"),
    [
        ("glossary/crumb, glossary/bran", "4:5", 'the section "Glossary" of two'),
        ("study_plans/weekend", "4:16", 'the section "Study plans" of one'),
        ("frameworks/four-senses, study_plans/weekend", "4:40", 'the section "Study plans" of one'),
        ("phases/morning, phases/night", "4:5", 'the section "The life cycle and your part" of one'),
        ("part/front, part/job", "4:5", "two is left without a part"),
    ],
)
def test_an_exclude_that_leaves_nothing_to_show_is_the_one_that_is_blamed(mini: MiniProject, targets: str, place: str, words: str) -> None:
    cohort(mini, f"excludes: [{targets}]")
    assert f"{FILE}:{place}: error PG415 {words}" in problems(mini)


def test_a_section_that_is_empty_in_every_guide_is_not_blamed_on_an_exclude(mini: MiniProject) -> None:
    mini.edit("content/guides/one.yaml", "          - kind: glossary\n", "          - kind: glossary\n          - kind: flashcards\n")
    cohort(mini, "excludes: [glossary/bran, questions/burnt-tray]")
    found = problems(mini)
    assert 'error PG417 the section "Flashcards" of one has nothing to show' in found
    assert "PG415" not in found


def test_a_parents_exclude_is_blamed_in_the_parents_file(mini: MiniProject) -> None:
    cohort(mini, "excludes: [study_plans/weekend]", id="school")
    cohort(mini, "extends: school\nexcludes: [glossary/bran]")
    assert 'content/cohorts/school.yaml:4:16: error PG415 the section "Study plans" of one' in problems(mini)


def test_a_comparison_without_a_phase_keeps_its_cover(mini: MiniProject) -> None:
    """Its drawing is of the phases; without any there is nothing to divide the page by."""
    mini.edit("content/guides/two.yaml", "roles: [miller]", "roles: [baker, miller]")
    cohort(mini, "excludes: [phases/night, phases/morning]\nguides: [two]")
    edition, html = document(mini, "two")
    assert kinds(edition, "front") == ["cover", "page", "contents"]
    assert "<svg" not in html


# --- overrides ---


def override(mini: MiniProject, target: str, field: str, value: str) -> None:
    body = f"  - target: {target}\n    field: {field}\n    value: {value}\n    reason: The course says so."
    cohort(mini, f"overrides:\n{body}")


@pytest.mark.parametrize(
    ("target", "field", "value", "shown"),
    [
        ("questions/oldest-loaf", "prompt", "You are handed nine loaves. Which is oldest?", "nine loaves"),
        ("questions/oldest-loaf", "looks_for.1", "Weighs it in the hand.", "Weighs it in the hand."),
        ("pages/welcome", "lead", "For *Thursday* bakers.", "<em>Thursday</em>"),
        ("roles/baker", "ways_of_working", "The course wants breakfast.", "The course wants breakfast."),
        ("guides/one", "title", "The Evening Baker", "The Evening Baker"),
        ("guides/one", "parts.1.title", "The trade", "The trade"),
        ("roles/baker", "responsibilities.0", "{title: Weigh, detail: You weigh the water too.}", "You weigh the water too."),
    ],
)
def test_other_words_in_one_place(mini: MiniProject, target: str, field: str, value: str, shown: str) -> None:
    override(mini, target, field, value)
    assert shown in document(mini)[1]
    assert shown not in document(mini, cohort="standard")[1]


def test_a_guides_accent_and_a_roles_can_be_worded_otherwise(mini: MiniProject) -> None:
    override(mini, "guides/one", "accent", '"#5B2333"')
    assert document(mini)[0].palette.accent == "#5B2333"
    override(mini, "roles/baker", "accent", '"#1F4E3D"')
    assert document(mini)[0].palette.accent == "#1F4E3D"


def test_overrides_of_one_entity_are_judged_together(mini: MiniProject) -> None:
    """Weights may be moved from one competency to another, which takes two overrides."""
    moved = [("0", 50), ("1", 50)]
    rows = [
        f"  - {{target: roles/baker, field: competencies.{index}.weight, value: {weight}, reason: Shifted.}}" for index, weight in moved
    ]
    cohort(mini, "\n".join(["overrides:", *rows]))
    document(mini)
    cohort(mini, "\n".join(["overrides:", rows[0]]))
    assert f"{FILE}:5:68: error PG304 weights total 90, not 100" in problems(mini)


@pytest.mark.parametrize(
    ("target", "field", "value", "words"),
    [
        ("questions/oldest-loaf", "promt", "x", '6:16: error PG414 questions/oldest-loaf has no field "promt"'),
        ("questions/oldest-loaf", "looks_for.9", "x", '6:16: error PG414 questions/oldest-loaf has no field "looks_for.9"'),
        ("questions/oldest-loaf", "id", "x", "6:16: error PG414"),
        ("questions/oldest-loaf", "difficulty", "9", '7:16: error PG414 not a value for difficulty: "9" must be at most 3'),
        ("questions/oldest-loaf", "minutes", "soon", '7:16: error PG414 not a value for minutes: "soon" is not a whole number'),
        ("questions/oldest-loaf", "looks_for", "[One.]", "7:16: error PG414 not a value for looks_for: 1 of at least 3"),
        (
            "roles/baker",
            "competencies.0",
            "{competency: palate, wieght: 60}",
            '7:45: error PG414 not a value for competencies.0: unknown field "wieght"',
        ),
        ("questions/oldest-loaf", "prompt", "'<b>Nine</b> loaves'", "7:16: error PG205 raw HTML"),
        ("questions/oldest-loaf", "format", "scnee", '7:16: error PG301 no formats with the id "scnee"'),
        ("questions/oldest-loaf", "prompt", "Tell me about a time you ate bread.", "7:16: error PG309"),
        ("questions/oldest-laof", "prompt", "x", '5:17: error PG301 no questions with the id "oldest-laof"'),
        ("guides/one", "accent", '"#88CCEE"', "7:16: error PG411 #88CCEE has a contrast of 1.8:1"),
    ],
)
def test_an_override_that_does_not_fit(mini: MiniProject, target: str, field: str, value: str, words: str) -> None:
    override(mini, target, field, value)
    found = problems(mini)
    assert f"{FILE}:{words}" in found
    if "mt" in field:
        assert 'did you mean "prompt"?' in found


# --- what belongs to a cohort ---


def test_an_entity_of_one_cohort_is_printed_for_it_and_its_children_alone(mini: MiniProject) -> None:
    cohort(mini)
    cohort(mini, "extends: spring", id="evening")
    cohort(mini, id="autumn")
    mini.edit("content/words/glossary.yaml", "- {id: bran, ", "- {id: bran, cohorts: [spring], ")
    printed = {id: "What the sieve keeps." in document(mini, "two", cohort=id)[1] for id in ("standard", "spring", "evening", "autumn")}
    assert printed == {"standard": False, "spring": True, "evening": True, "autumn": False}


def test_an_entity_of_an_unknown_cohort(mini: MiniProject) -> None:
    cohort(mini)
    mini.edit("content/words/glossary.yaml", "- {id: bran, ", "- {id: bran, cohorts: [sprong], ")
    assert 'content/words/glossary.yaml:4:26: error PG301 no cohorts with the id "sprong"' in problems(mini)


def test_an_unknown_cohort(mini: MiniProject) -> None:
    cohort(mini)
    found = problems(mini, id="sprong")
    assert 'command line: error PG405 no cohort "sprong"' in found
    assert 'did you mean "spring"?' in found


# --- what is stale ---


def test_one_cohorts_accent_makes_that_cohorts_editions_stale_alone(mini: MiniProject) -> None:
    cohort(mini, 'brand: {accent: "#1F4E3D"}')
    cohort(mini, 'brand: {accent: "#5B2333"}', id="autumn")
    everything = ("two", "--cohort", "all", "--paper", "a4")
    assert mini.build(*everything).code == 0
    before = mini.files()
    assert list(before) == ["autumn/two-candidate-a4.pdf", "spring/two-candidate-a4.pdf", "standard/two-candidate-a4.pdf"]
    mini.edit(FILE, "#1F4E3D", "#004488")
    run = mini.build(*everything)
    assert why(run) == {"two (candidate)": "fresh", "spring: two (candidate)": "accent", "autumn: two (candidate)": "fresh"}
    after = mini.files()
    assert [path for path in before if before[path] != after[path]] == ["spring/two-candidate-a4.pdf"]


# --- explain and --set ---


def explained(mini: MiniProject, field: str, *words: str) -> list[list[str]]:
    run = mini.run("explain", field, "--guide", "one", *words)
    assert run.code == 0, run.err
    return [line.split() for line in run.out.splitlines()]


def test_explain_shows_every_layer_with_its_place_and_the_winner(mini: MiniProject) -> None:
    cohort(mini, 'brand: {accent: "#1F4E3D"}', id="school")
    cohort(mini, 'extends: school\nbrand: {accent: "#5B2333"}')
    assert explained(mini, "accent", "--cohort", "spring") == [
        ["role", "#7A4B12", "content/roles/baker.yaml:5:13"],
        ["default", "-"],
        ["cohort", "school", "#1F4E3D", "content/cohorts/school.yaml:4:21"],
        ["cohort", "spring", "#5B2333", "content/cohorts/spring.yaml:5:21", "wins"],
        ["command", "line", "-"],
    ]


def test_explain_shows_what_each_cohort_adds_to_a_list(mini: MiniProject) -> None:
    cohorts = (("all", "excludes: [section/glossary]"), ("spring", "extends: all\n    locale: en-GB\n    excludes: [section/rubric]"))
    mini.add(FILE, "cohorts:\n" + "".join(f"  - id: {id}\n    programme: Evenings\n    {rest}\n" for id, rest in cohorts))
    rows = explained(mini, "excludes", "--cohort", "spring")
    assert [(row[1], row[2], row[-1]) for row in rows] == [("all", "section/glossary", "adds"), ("spring", "section/rubric", "adds")]
    assert explained(mini, "locale", "--cohort", "spring")[-1][2] == "en-GB"


def test_explain_of_plain_guides_has_no_cohort(mini: MiniProject) -> None:
    rows = explained(mini, "accent")
    assert [row[0] for row in rows] == ["role", "default", "command"]
    assert rows[0][-1] == "wins"


def test_explain_shows_an_override(mini: MiniProject) -> None:
    override(mini, "guides/one", "title", "Evenings")
    assert ["cohort", "spring", "Evenings", f"{FILE}:7:16", "wins"] in explained(mini, "title", "--cohort", "spring")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("accent", "#004488"),
        ("title", "Tonight"),
        ("subtitle", "One hour"),
        ("promise", "Bread."),
        ("language", "en-GB"),
        ("papers", "letter"),
        ("name", "Home"),
        ("theme", "own"),
        ("tint", "#FFF4E0"),
        ("rule", "#AA8866"),
        ("serif", "Source Sans Pro"),
        ("sans", "Source Serif Pro"),
    ],
)
def test_the_command_line_wins_in_explain_and_in_the_edition(mini: MiniProject, field: str, value: str) -> None:
    mini.theme("own")
    cohort(
        mini,
        """
        locale: de
        papers: [a4]
        theme: base
        brand: {name: The School, accent: "#1F4E3D"}
        overrides:
          - {target: guides/one, field: title, value: Evenings, reason: Ours.}
        """,
    )
    assert explained(mini, field, "--cohort", "spring", "--set", f"{field}={value}")[-1] == ["command", "line", *value.split(), "wins"]
    edition, _ = document(mini, sets=((field, value),))
    found = {"accent": edition.palette.accent, "name": edition.brand.name, "papers": ",".join(edition.papers)}
    found |= {"tint": edition.palette.tint, "rule": edition.palette.rule}
    found |= {voice: family for voice, family in (("serif", edition.fonts.serif), ("sans", edition.fonts.sans)) if family}
    assert (found[field] if field in found else getattr(edition, field)) == value


@pytest.mark.parametrize(
    ("field", "rows"),
    [
        ("programme", [["cohort", "school", "Course", "school", "content/cohorts/school.yaml:3:16"]]),
        ("time_zone", [["cohort", "school", "Europe/London", "content/cohorts/school.yaml:4:16", "wins"]]),
        ("dates", [["cohort", "school", "2027-01-18", "to", "2027-05-07", "content/cohorts/school.yaml:5:12", "wins"]]),
        ("logo", [["cohort", "school", "-"]]),
        (
            "questions/oldest-loaf.looks_for.1",
            [["cohort", "spring", "Weighs", "it.", "content/cohorts/spring.yaml:5:90", "wins"]],
        ),
        ("glossary/crumb.term", [["library", "Crumb", "content/words/glossary.yaml:2:23", "wins"]]),
    ],
)
def test_explain_tells_of_every_key_and_of_any_words_that_an_override_may_change(
    mini: MiniProject, field: str, rows: list[list[str]]
) -> None:
    cohort(mini, "time_zone: Europe/London\ndates: {start: 2027-01-18, end: 2027-05-07}", id="school")
    cohort(
        mini,
        "extends: school\noverrides: [{target: questions/oldest-loaf, field: looks_for.1, reason: Ours, value: Weighs it.}]",
    )
    shown = explained(mini, field, "--cohort", "spring")
    assert [row for row in rows if row not in shown] == []


def test_explain_in_json(mini: MiniProject) -> None:
    cohort(mini, 'brand: {accent: "#1F4E3D"}')
    layers = json.loads(mini.run("explain", "accent", "--guide", "one", "--cohort", "spring", "--format", "json").out)["layers"]
    assert layers[2] == {"layer": "cohort spring", "value": "#1F4E3D", "place": f"{FILE}:4:21", "wins": True}


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ("acent", 'did you mean "accent"?'),
        ("question/oldest-loaf.prompt", 'did you mean "questions"?'),
        ("questions/oldest-laof.prompt", 'did you mean "oldest-loaf"?'),
        ("questions/oldest-loaf.promt", 'did you mean "prompt"?'),
        ("questions/oldest-loaf", "fields there are"),
    ],
)
def test_explain_of_nothing_says_what_is_near(mini: MiniProject, field: str, words: str) -> None:
    run = mini.run("explain", field, "--guide", "one")
    assert run.code == 2
    assert words in run.err


def test_a_language_of_the_project_has_its_line(mini: MiniProject) -> None:
    assert explained(mini, "name")[0] == ["project", "Loaf", "and", "Mill", "content/project.yaml:1:7", "wins"]
    assert explained(mini, "language")[0] == ["default", "en-US", "wins"]


@pytest.mark.parametrize(
    ("set", "words"),
    [
        ("acent=#004488", 'PG204 --set acent: unknown field "acent"'),
        ("accent=#88CCEE", "PG411 --set accent: #88CCEE has a contrast of 1.8:1"),
        ("accent=red", 'PG411 --set accent: "red" is not of the form #RRGGBB'),
        ("papers=a5", 'PG405 --set papers: no paper "a5"'),
        ("tint=#FFB347", "PG411 --set tint: text on #FFB347 has a contrast of 5."),
        ("rule=grey", 'PG411 --set rule: "grey" is not of the form #RRGGBB'),
        ("serif=Comic Sans", 'command line: error PG506 no font "Comic Sans"'),
        ("welcome=Hello", 'PG204 --set welcome: unknown field "welcome"'),
        ("language=english", 'PG202 --set language: "english" is no language'),
        ("theme=onw", 'PG506 no theme "onw"'),
    ],
)
def test_a_set_that_cannot_be_prints_nothing(mini: MiniProject, set: str, words: str) -> None:
    run = mini.build("two", "--set", set)
    assert run.code == 1
    assert words in run.err
    assert not list(mini.root.rglob("*.pdf"))
