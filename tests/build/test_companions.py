"""Companions of guides and cohorts: each opens in its own reader, and is planned, made once, recorded and pruned like a PDF."""

from __future__ import annotations

import io
import json
import re
import shlex
import shutil
import sqlite3
import subprocess
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import product
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import jsonschema
import openpyxl
import pytest

from kit import ROOT, MiniProject, prepguides
from prepguides.build.companions import companions_for
from prepguides.build.prepare import prepare
from prepguides.model.companion import Bank, Calendar, CompanionJob, Deck, ScoreBook, ScoredInterview, ScoredRow, Threshold
from prepguides.model.content.scoring import HireScale, Verdict
from prepguides.model.request import Selection
from prepguides.stages.accompany import files_of
from prepguides.stages.accompany.anki_package import guid_of
from prepguides.stages.accompany.score_workbook import LABELS
from prepguides.stages.record import encoded, manifest_in, read_manifest
from spreadsheet import value_of

COHORT = """cohorts:
  - id: spring
    programme: Spring Bakers
    dates: {start: 2027-01-18, end: 2027-11-30}
    time_zone: America/Chicago
    excludes: [questions/burnt-tray]
    schedule:
      - {date: 2027-01-21, time: "17:30", minutes: 90, title: "Kickoff, at last", place: "Hall 2; left",
         items: [questions/oldest-loaf, glossary/crumb]}
      - {date: 2027-07-21, time: "17:30", title: Tasting}
      - {date: 2027-07-28, title: Tasting}
"""
CARDS = "flashcards:\n  - {id: yeast, roles: [baker], front: What does *yeast* eat?, back: Sugar.}\n"
FILES = [
    "spring/one-bank.json",
    "spring/one-bank.schema.json",
    "spring/one-cards.apkg",
    "spring/one-scores.xlsx",
    "spring/schedule.ics",
]


def asking(folder: Path) -> MiniProject:
    """The mini project with all companions asked for, a cohort with a schedule, and a flashcard."""
    mini = MiniProject.at(folder)
    mini.add("content/cohorts/spring.yaml", COHORT)
    mini.add("content/words/cards.yaml", CARDS)
    mini.edit("content/guides/one.yaml", "          - kind: glossary\n", "          - kind: glossary\n          - kind: flashcards\n")
    mini.edit("content/guides/one.yaml", "    parts:\n", "    companions: [anki, bank, scores]\n    parts:\n")
    mini.edit("content/project.yaml", "guides: [one, two]\n", "guides: [one, two]\ncompanions: [calendar]\n")
    return mini


def jobs(mini: MiniProject, cohort: str = "spring", *guides: str) -> dict[str, CompanionJob]:
    """By key."""
    found = companions_for(mini.project, prepare(mini.project, Selection(guides or ("one",), (cohort,))))
    assert found.diagnostics == ()
    return {job.key: job for job in found.value.jobs}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> MiniProject:
    """Only to be read."""
    return asking(tmp_path_factory.mktemp("asking") / "project")


@pytest.fixture(scope="module")
def spring(project: MiniProject) -> dict[str, CompanionJob]:
    return jobs(project)


@pytest.fixture
def mine(tmp_path: Path) -> MiniProject:
    """To be changed."""
    return asking(tmp_path / "project")


def deck_of(job: CompanionJob) -> Deck:
    assert isinstance(job.payload, Deck)
    return job.payload


# --- which there are ---


def test_a_guide_a_cohort_and_the_project_ask_each_for_their_own(project: MiniProject, spring: dict[str, CompanionJob]) -> None:
    assert list(spring) == ["spring/one/anki", "spring/one/bank", "spring/one/scores", "spring/calendar"]
    assert sorted(path for job in spring.values() for path in job.paths) == FILES
    assert list(jobs(project, "standard")) == ["standard/one/anki", "standard/one/bank", "standard/one/scores"]
    assert list(jobs(project, "spring", "two")) == ["spring/calendar"]


@pytest.mark.parametrize(
    ("said", "kept"),
    [("companions: []", []), ("companions: [calendar]", ["spring/calendar"]), ("companions: [anki]", ["spring/one/anki"])],
)
def test_a_cohorts_list_holds_in_place_of_all_others(mine: MiniProject, said: str, kept: list[str]) -> None:
    mine.edit("content/cohorts/spring.yaml", "    programme: Spring Bakers\n", f"    programme: Spring Bakers\n    {said}\n")
    assert list(jobs(mine)) == kept


def test_the_command_line_has_the_last_word(project: MiniProject) -> None:
    run = project.run("list", "one", "--set", "companions=bank", "--cohort", "spring", "--format", "json")
    assert json.loads(run.out)["companions"] == [{"guide": "one", "cohort": "spring", "companion": "bank", "paths": FILES[:2]}]
    assert 'PG405 --set companions: no companion "ankki"' in project.run("check", "--set", "companions=ankki").err
    assert "cohort spring" in project.run("explain", "companions", "--guide", "one", "--cohort", "spring").out


def test_an_edition_that_is_blocked_has_no_companions(mine: MiniProject) -> None:
    mine.edit("content/interview/questions.yaml", "    difficulty: 1\n", "    difficulty: 9\n")
    found = companions_for(mine.project, prepare(mine.project, Selection(("one",), ("spring",))))
    assert (found.value.jobs, found.value.empty) == ((), frozenset())


# --- the deck ---


def test_a_deck_has_the_cards_of_the_candidates_guide_as_the_cohort_reads_it(spring: dict[str, CompanionJob]) -> None:
    deck = deck_of(spring["spring/one/anki"])
    questions = ["questions/oldest-loaf", "questions/flour-bill", "questions/same-flour"]
    assert [card.ref for card in deck.cards] == [*questions, "glossary/crumb", "glossary/proof", "flashcards/yeast"]
    assert {card.pile for card in deck.cards} == {("Questions", "Tasting"), ("Glossary",), ("Flashcards",)}
    cards = {card.ref: card for card in deck.cards}
    assert cards["flashcards/yeast"].front == "What does <em>yeast</em> eat?"
    assert "<p>Say how you know.</p>" in cards["questions/oldest-loaf"].front
    assert "<li>Knocks on the base.</li>" in cards["questions/oldest-loaf"].back
    assert "See Crumb." in cards["glossary/proof"].back


def test_a_card_holds_no_more_than_the_candidates_pages(spring: dict[str, CompanionJob]) -> None:
    """The key to the flour bill and the second red flag are the coach's in this guide."""
    said = "".join(card.front + card.back for card in deck_of(spring["spring/one/anki"]).cards)
    assert "Starts from the price." in said
    assert [words for words in ("840", "Forgets the water.", "Who stores it?") if words in said] == []


def test_a_package_is_a_sound_database_whose_notes_are_known_by_their_ids(spring: dict[str, CompanionJob], tmp_path: Path) -> None:
    deck = deck_of(spring["spring/one/anki"])
    (content,) = files_of(deck)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.namelist() == ["collection.anki2", "media"]
        (tmp_path / "deck.db").write_bytes(archive.read("collection.anki2"))
    with sqlite3.connect(tmp_path / "deck.db") as database:
        assert database.execute("pragma integrity_check").fetchone() == ("ok",)
        assert database.execute("select guid from notes order by id").fetchall() == [(guid_of(card.ref),) for card in deck.cards]
        decks = json.loads(database.execute("select decks from col").fetchone()[0])
        used = {str(id) for (id,) in database.execute("select did from cards")}
    assert used <= set(decks)
    assert {deck["name"] for deck in decks.values()} > {"The Baker's Interview::Questions::Tasting", "The Baker's Interview"}


def test_a_card_keeps_its_name_wherever_it_is_printed() -> None:
    """Written down, because a change of these would give every reader every card a second time."""
    assert guid_of("glossary/crumb") == "CbuYzpUQ61E"
    assert guid_of("glossary/crumb") != guid_of("flashcards/crumb")


# --- the calendar ---


def read_calendar(job: CompanionJob) -> icalendar.Calendar:
    """Strictly: nothing in it may have been let pass."""
    (content,) = files_of(job.payload)
    assert max(map(len, content.split(b"\r\n"))) <= 75
    calendar = icalendar.Calendar.from_ical(content)
    assert isinstance(calendar, icalendar.Calendar)
    assert [part.errors for part in calendar.walk() if part.errors] == []
    return calendar


def test_a_schedule_is_read_as_it_was_written(spring: dict[str, CompanionJob]) -> None:
    first, second, third = read_calendar(spring["spring/calendar"]).events
    assert (first["summary"], first["location"]) == ("Kickoff, at last", "Hall 2; left")
    starts = [event.decoded("dtstart") for event in (first, second, third)]
    assert starts[0] == datetime(2027, 1, 21, 17, 30, tzinfo=ZoneInfo("America/Chicago"))
    assert starts[0].astimezone(UTC).hour == 23
    assert first.duration == timedelta(minutes=90)
    assert first["description"] == "Have ready: You are handed four loaves. Which was baked first? Say how you know., Crumb"
    assert starts[1].astimezone(UTC).hour == 22, "in summer"
    assert (starts[2], third.end) == (date(2027, 7, 28), date(2027, 7, 29))


@pytest.mark.parametrize("zone", ["America/Chicago", "Europe/London", "Australia/Lord_Howe", "Asia/Kolkata", "Africa/Casablanca"])
def test_the_clock_of_a_calendar_is_that_of_its_time_zone(spring: dict[str, CompanionJob], zone: str) -> None:
    """Each change is told in the time before it, as the standard has it."""
    payload = spring["spring/calendar"].payload
    assert isinstance(payload, Calendar)
    calendar = icalendar.Calendar.from_ical(files_of(replace(payload, time_zone=zone))[0])
    for part in calendar.walk("VTIMEZONE")[0].subcomponents:
        before, after = part.decoded("tzoffsetfrom"), part.decoded("tzoffsetto")
        moment = part.decoded("dtstart").replace(tzinfo=UTC) - before
        assert moment.astimezone(ZoneInfo(zone)).utcoffset() == after
        assert (moment - timedelta(seconds=1)).astimezone(ZoneInfo(zone)).utcoffset() == before


def test_a_calendar_goes_to_the_last_day_there_is(spring: dict[str, CompanionJob]) -> None:
    payload = spring["spring/calendar"].payload
    assert isinstance(payload, Calendar)
    entries = tuple(replace(entry, date="9999-12-31") for entry in payload.entries)
    calendar = icalendar.Calendar.from_ical(files_of(replace(payload, entries=entries))[0])
    assert {event.decoded("dtstart").year for event in calendar.events} == {9999}


def test_an_event_stays_the_same_when_its_time_and_place_change(mine: MiniProject) -> None:
    before = [event["uid"] for event in read_calendar(jobs(mine)["spring/calendar"]).events]
    assert before == ["kickoff-at-last.spring@prepguides", "tasting.spring@prepguides", "tasting-2.spring@prepguides"]
    mine.edit("content/cohorts/spring.yaml", 'date: 2027-01-21, time: "17:30", minutes: 90', "date: 2027-02-04")
    mine.edit("content/project.yaml", "edition_date: 2026-03-01", "edition_date: 2026-04-01")
    events = read_calendar(jobs(mine)["spring/calendar"]).events
    assert [event["uid"] for event in events] == before
    assert {event["sequence"] for event in events} == {(date(2026, 4, 1) - date(2000, 1, 1)).days}, "programs take the later one"


def test_an_id_holds_when_the_title_changes(mine: MiniProject) -> None:
    mine.edit("content/cohorts/spring.yaml", 'title: "Kickoff, at last"', "title: Start, id: kickoff")
    assert read_calendar(jobs(mine)["spring/calendar"]).events[0]["uid"] == "kickoff.spring@prepguides"


# --- the score sheets ---

SCALE = HireScale(
    id="common",
    verdicts=(
        Verdict(name="Strong hire", least=3.5, gate=4),
        Verdict(name="=Hire", least=3.0, gate=3, lowest=2),
        Verdict(name="Discuss", least=2.6, gate=2),
        Verdict(name="No hire"),
    ),
)
WEIGHTS = (30, 30, 25, 15)


@pytest.fixture(scope="module")
def book() -> ScoreBook:
    """One interview of four rows, whose names no spreadsheet may take for formulas or patterns."""
    names = ("=1+1", "Row *", "Row ?", "'+2")
    rows = tuple(ScoredRow(name, weight, ("a", "b", "c", "d")) for name, weight in zip(names, WEIGHTS, strict=True))
    thresholds = tuple(Threshold(each.name, each.least, each.gate, each.lowest) for each in SCALE.verdicts)
    interview = ScoredInterview("Tasting: [all] of it/them, and a title that is long", rows, thresholds, "Rule.")
    labels = {label: label for label in (*LABELS, "Score sheet")}
    return ScoreBook("Sheets", "2026-03-01", "ltr", labels, (interview,))


def opened(content: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(content))


def expected(scores: tuple[int, ...], gate: int | None) -> tuple[float, str]:
    """What the guide says that these scores come to; a 0 was not scored."""
    scored = [(score, weight) for score, weight in zip(scores, WEIGHTS, strict=True) if score]
    total = sum(score * weight for score, weight in scored) / sum(weight for _, weight in scored)
    gated = scores[gate] if gate is not None else None
    return total, SCALE.verdict(total, gated or None, min(filter(None, scores))).name


GATES = (None, 0, 1, 2, 3)
CASES: list[tuple[tuple[int, ...], int | None]] = [((4, 4, 4, 4), 0), ((4, 4, 3, 2), 2), ((4, 4, 4, 1), 0), ((2, 3, 3, 2), 0)]
CASES += [case for case in zip(product((0, 2, 3, 4), repeat=4), GATES * 60, strict=False) if any(case[0])][::7]


def filled(workbook: Any, scores: tuple[int, ...], gate: int | None) -> Any:
    """The interview's sheet with these scores written in."""
    sheet = workbook.worksheets[1]
    for row, score in enumerate(scores, 7):
        sheet.cell(row, 3).value = score or None
    sheet["B13"].value = sheet.cell(7 + gate, 1).value if gate is not None else None
    if gate is not None:
        sheet["B13"].data_type = "s"
    return sheet


def test_formulas_come_to_what_the_hire_scale_says(book: ScoreBook) -> None:
    workbook = opened(files_of(book)[0])
    for scores, gate in CASES:
        sheet = filled(workbook, scores, gate)
        total, verdict = expected(scores, gate)
        assert value_of(workbook, sheet.title, "C12") == pytest.approx(total)
        assert value_of(workbook, sheet.title, "C14") == verdict, (scores, gate)
        assert value_of(workbook, workbook.worksheets[0].title, "C4") == verdict


def test_a_sheet_without_scores_has_no_result(book: ScoreBook) -> None:
    workbook = opened(files_of(book)[0])
    assert {value_of(workbook, workbook.worksheets[1].title, cell) for cell in ("C12", "C13", "C14")} == {""}


def test_no_words_are_formulas(book: ScoreBook) -> None:
    workbook = opened(files_of(book)[0])
    formulas = [cell.value for sheet in workbook for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    assert len(formulas) == 5
    assert [formula for formula in formulas if not re.match(r"=(IF\(|'Tasting)", formula)] == []
    assert workbook.worksheets[1]["A7"].value == "=1+1"
    assert len(workbook.worksheets[1].title) <= 31


@pytest.mark.slow
def test_libreoffice_comes_to_the_same(book: ScoreBook, tmp_path: Path) -> None:
    """Where it is installed; the evaluator of these tests is checked by it."""
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed")
    chosen = CASES[:24]
    for number, (scores, gate) in enumerate(chosen):
        workbook = opened(files_of(book)[0])
        filled(workbook, scores, gate)
        workbook.save(tmp_path / f"case-{number:02}.xlsx")
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    books = map(str, sorted(tmp_path.glob("*.xlsx")))
    command = [office, profile, "--headless", "--convert-to", "xlsx", "--outdir", str(tmp_path / "out"), *books]
    subprocess.run(command, check=True, capture_output=True)
    for number, (scores, gate) in enumerate(chosen):
        sheet = openpyxl.load_workbook(tmp_path / "out" / f"case-{number:02}.xlsx", data_only=True).worksheets[1]
        total, verdict = expected(scores, gate)
        assert (sheet["C12"].value, sheet["C14"].value) == (pytest.approx(total), verdict), (scores, gate)


def test_a_guides_rubrics_are_its_score_sheets(spring: dict[str, CompanionJob]) -> None:
    payload = spring["spring/one/scores"].payload
    assert isinstance(payload, ScoreBook)
    (interview,) = payload.interviews
    assert [(row.name, row.weight) for row in interview.rows] == [("Crust", 30), ("Crumb", 30), ("Pace", 20), ("Words", 20)]
    sheet = opened(files_of(payload)[0])["Tasting"]
    assert [sheet.cell(7, column).value for column in (1, 2, 5)] == ["Crust", 30, "Says nothing of the crust."]


# --- the bank ---


def test_a_bank_is_as_its_schema_says_and_refers_to_what_is_in_it(spring: dict[str, CompanionJob]) -> None:
    payload = spring["spring/one/bank"].payload
    assert isinstance(payload, Bank)
    bank, schema = map(json.loads, files_of(payload))
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(bank, schema)
    assert bank["$schema"] == "one-bank.schema.json"
    assert [question["id"] for question in bank["questions"]] == ["oldest-loaf", "flour-bill", "same-flour"], "the cohort's own"
    assert bank["questions"][1]["numeric_key"]["value"] == 840
    ids = {kind: {entity["id"] for entity in bank[kind]} for kind in bank if isinstance(bank[kind], list)}
    for question in bank["questions"]:
        assert question["interview_type"] in ids["interview_types"]
        assert set(question["competencies"]) <= ids["competencies"]
    assert {type["rubric"] for type in bank["interview_types"]} == ids["rubrics"]


def test_texts_of_a_bank_have_words_in_place_of_marks(mine: MiniProject) -> None:
    mine.edit("content/interview/questions.yaml", "Knocks on the base.", '"Knocks on the [[glossary/crumb]] of *it*."')
    payload = jobs(mine)["spring/one/bank"].payload
    assert isinstance(payload, Bank)
    assert json.loads(payload.content)["questions"][0]["looks_for"][0] == "Knocks on the *Crumb* of *it*."


# --- the same bytes, and the life of the files ---


def test_the_same_content_gives_the_same_bytes_and_no_file_holds_the_time(project: MiniProject, spring: dict[str, CompanionJob]) -> None:
    again = jobs(project)
    this_year = str(datetime.now(UTC).year).encode()
    for key, job in spring.items():
        files = files_of(job.payload)
        assert files == files_of(again[key].payload)
        assert job.digests == again[key].digests
        for content in files:
            if content.startswith(b"PK"):
                with zipfile.ZipFile(io.BytesIO(content)) as archive:
                    assert {entry.date_time[0] for entry in archive.infolist()} == {1980}
                    if "docProps/core.xml" in archive.namelist():
                        assert re.findall(rb">(\d{4}-[^<]*)<", archive.read("docProps/core.xml")) == [b"2026-03-01T00:00:00Z"] * 2
            elif this_year != b"2026":
                assert this_year not in content


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> MiniProject:
    """Built once, with one paper. Tests that change it leave it as they found it."""
    mini = asking(tmp_path_factory.mktemp("printed") / "project")
    run = build(mini)
    assert run.code == 0, run.err
    assert "1 printed, 5 made beside them in" in run.out
    return mini


def build(mini: MiniProject, *words: str) -> Any:
    return mini.build("one", "--cohort", "spring", "--paper", "a4", "--edition", "candidate", *words)


def test_they_lie_beside_the_pages_and_a_second_build_makes_nothing(printed: MiniProject) -> None:
    before = printed.files()
    assert [path for path in before if not path.endswith(".pdf")] == FILES
    assert "6 unchanged in" in build(printed).out
    forced = build(printed, "--set", "language=en-US")
    assert "spring: one (Anki deck):" in forced.out
    assert "fresh" in forced.out
    assert printed.files() == before


def test_a_change_makes_what_it_changes_and_says_why(printed: MiniProject) -> None:
    manifest = (printed.output / "manifest.json").read_bytes()
    printed.edit("content/words/cards.yaml", "Sugar.", "Flour.")
    try:
        dry = build(printed, "--dry-run")
        assert re.search(r"spring: one \(Anki deck\): +content$", dry.out, re.MULTILINE)
        assert re.search(r"spring: calendar: +fresh$", dry.out, re.MULTILINE)
    finally:
        printed.edit("content/words/cards.yaml", "Flour.", "Sugar.")
    assert (printed.output / "manifest.json").read_bytes() == manifest


def test_one_that_was_changed_or_removed_is_found_and_made_again(printed: MiniProject) -> None:
    path = printed.output / "spring" / "schedule.ics"
    content = path.read_bytes()
    path.write_bytes(content + b"\r\n")
    assert "spring/schedule.ics: error PG804 not what was built" in printed.run("verify").err
    again = build(printed)
    assert "spring/schedule.ics was changed" in again.out
    assert path.read_bytes() == content
    path.unlink()
    assert "spring/schedule.ics is missing" in build(printed).out
    assert "6 files, all as they were built" in printed.run("verify").out


def test_the_manifest_has_them_as_its_schema_says(printed: MiniProject) -> None:
    manifest = json.loads((printed.output / "manifest.json").read_text(encoding="utf-8"))
    jsonschema.validate(manifest, json.loads((ROOT / "docs" / "manifest.schema.json").read_text(encoding="utf-8")))
    assert list(manifest["companions"]) == ["spring/calendar", "spring/one/anki", "spring/one/bank", "spring/one/scores"]
    assert list(manifest["companions"]["spring/calendar"]["outputs"]) == ["spring/schedule.ics"]


def test_they_are_published_with_the_pages(printed: MiniProject, tmp_path: Path) -> None:
    assert printed.run("publish", str(tmp_path / "there")).code == 0
    assert {path.relative_to(tmp_path / "there").as_posix() for path in (tmp_path / "there").rglob("*")} >= set(FILES)
    assert prepguides("verify", "--output", str(tmp_path / "there"), "--project", printed.root).code == 0


def test_a_manifest_of_before_has_none(printed: MiniProject) -> None:
    manifest = read_manifest(printed.output)
    raw = json.loads(encoded(manifest))
    del raw["companions"]
    assert manifest_in(json.dumps(raw).encode()).companions == {}
    assert manifest_in(encoded(manifest)) == manifest


def test_what_is_asked_for_no_longer_is_abandoned_pruned_and_cleaned(tmp_path: Path, printed: MiniProject) -> None:
    shutil.copytree(printed.root, tmp_path / "project")
    mini = MiniProject(tmp_path / "project")
    mini.edit("content/guides/one.yaml", "companions: [anki, bank, scores]", "companions: [bank, scores]")
    mini.edit("content/project.yaml", "companions: [calendar]\n", "")
    run = build(mini)
    assert re.findall(r"^(spring/\S+): warning PG805", run.err, re.MULTILINE) == ["spring/one-cards.apkg", "spring/schedule.ics"]
    assert "2 removed" in build(mini, "--prune").out
    assert sorted(path for path in mini.files() if not path.endswith(".pdf")) == [FILES[0], FILES[1], FILES[3]]
    assert mini.run("clean").code == 0
    assert mini.files() == {}


# --- the page about them ---


def test_the_commands_of_the_page_do_what_it_says(printed: MiniProject) -> None:
    page = (ROOT / "docs" / "companions.md").read_text(encoding="utf-8")
    shown = re.findall(r"```sh\n(.*?)```", page, re.DOTALL)
    lines = [line for block in shown for line in block.splitlines()] + re.findall(r"`prepguides (explain [^`]*)`", page)
    assert len(lines) == 4
    for line in lines:
        run = prepguides(*shlex.split(line.removeprefix("prepguides ")), "--project", printed.root)
        assert run.code == 0, run.err
    assert (printed.output / "standard" / "one-cards.apkg").is_file()


@pytest.mark.slow
def test_anki_imports_a_deck_and_a_later_one_brings_its_cards_up_to_date(mine: MiniProject, tmp_path: Path) -> None:
    collection = pytest.importorskip("anki.collection")
    opened = collection.Collection(str(tmp_path / "mine.anki2"))

    def imported() -> tuple[int, int, int]:
        """How many notes are new, were brought up to date, and were there already."""
        (tmp_path / "deck.apkg").write_bytes(files_of(jobs(mine)["spring/one/anki"].payload)[0])
        log = opened.import_anki_package(collection.ImportAnkiPackageRequest(package_path=str(tmp_path / "deck.apkg"))).log
        return len(log.new), len(log.updated), len(log.duplicate)

    assert imported() == (6, 0, 0)
    assert imported() == (0, 0, 6)
    mine.edit("content/words/cards.yaml", "Sugar.", "Flour.")
    mine.edit("content/project.yaml", "edition_date: 2026-03-01", "edition_date: 2026-03-02")
    assert imported() == (0, 6, 0)
    assert (opened.note_count(), opened.card_count()) == (6, 6)
    (note,) = opened.find_notes("Id:flashcards/yeast")
    assert opened.get_note(note)["Back"] == "Flour."
    assert opened.decks.id_for_name("The Baker's Interview::Questions::Tasting")
    assert opened.fix_integrity()[1]
    opened.close()
