"""A copy for each learner of a roster, at the command: whose it is, what leads where, what is private, what is made again."""

from __future__ import annotations

import csv
import io
import re
import subprocess
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import icalendar
import pikepdf
import pypdfium2
import pytest

from kit import MiniProject, Run

ROSTER = """name,id,role,company,interview date,focus competencies,time zone,start
Ada Lovelace,ada@example.org,Baker,Loaf & Co,2026-12-15 09:30,,america/new york,
"Zoë, Jr.",,Baker,,"December 16, 2026",,,2026-12-15
Ada Lovelace,,,,,,,
../../etc/passwd,,,,2026-12-16,palate,,
Nobody,,,,soon,,,
"""
NAMES = ("Ada Lovelace", "Zoë, Jr.", "../../etc/passwd")


def build(project: MiniProject, roster: str = ROSTER, *words: str) -> Run:
    project.add("roster.csv", roster)
    return project.run("build", "one", "--paper", "a4", "--jobs", "1", "--learners", str(project.root / "roster.csv"), *words)


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> tuple[MiniProject, Run]:
    """Copies of the mini guide. Only to be read."""
    project = MiniProject.at(tmp_path_factory.mktemp("learners") / "project")
    return project, build(project)


def folder(project: MiniProject) -> Path:
    return project.output / "standard" / "one-learners"


def text_of(path: Path) -> str:
    document = pypdfium2.PdfDocument(path)
    return "\n".join(page.get_textpage().get_text_range() for page in document)


def listed(project: MiniProject) -> str:
    return (folder(project) / "learners.csv").read_text(encoding="utf-8-sig")


def copies(project: MiniProject) -> list[Path]:
    return sorted(folder(project).glob("*.pdf"))


def made(project: MiniProject) -> list[Path]:
    """Copies and calendars."""
    return sorted(path for path in folder(project).iterdir() if path.suffix in (".pdf", ".ics"))


def test_a_bad_row_is_reported_at_its_place_and_costs_no_other(printed: tuple[MiniProject, Run]) -> None:
    project, run = printed
    assert run.code == 1
    assert "roster.csv:6:11: error PG420 interview date" in run.err
    assert "4 copies made" in run.out
    assert [path.name for path in copies(project)] == [
        "ada-lovelace-one-a4-2.pdf",
        "ada-lovelace-one-a4.pdf",
        "etc-passwd-one-a4.pdf",
        "zoë-jr-one-a4.pdf",
    ]


def test_reports_and_records_name_nobody(printed: tuple[MiniProject, Run]) -> None:
    project, run = printed
    said = run.out + run.err + "".join(path.read_text() for path in (project.output / "manifest.json", folder(project) / "copies.jsonl"))
    assert [word for word in ("Lovelace", "lovelace", "Zoë", "Nobody", "passwd", "example.org") if word in said] == []


def test_no_copy_holds_the_name_of_another(printed: tuple[MiniProject, Run]) -> None:
    project, _ = printed
    for path in copies(project):
        with pikepdf.open(path) as document:
            words = text_of(path) + str(document.docinfo) + document.Root.Metadata.read_bytes().decode()
        assert len([name for name in NAMES if name in words]) == 1


def test_a_copy_has_the_name_on_its_cover_and_in_the_foot_of_each_page(printed: tuple[MiniProject, Run]) -> None:
    project, _ = printed
    document = pypdfium2.PdfDocument(folder(project) / "ada-lovelace-one-a4.pdf")
    pages = [page.get_textpage().get_text_range() for page in document]
    assert "December 15, 2026" in pages[0]
    assert "09:30" in pages[0]
    assert [number for number, words in enumerate(pages, 1) if "Ada Lovelace" not in words] == []


def test_the_cover_of_a_copy_is_drawn_as_the_guide_s_is(printed: tuple[MiniProject, Run]) -> None:
    project, _ = printed
    copy, guide = (
        pypdfium2.PdfDocument(path)[0].get_textpage().get_text_range().splitlines()
        for path in (folder(project) / "ada-lovelace-one-a4.pdf", project.output / "standard" / "one-candidate-a4.pdf")
    )
    drawn = [line for line in guide if line.endswith("minutes") or line.isdigit()]
    assert drawn
    assert [line for line in copy if line in drawn] == drawn


def test_links_bookmarks_tags_and_fields_are_those_of_all_pages(printed: tuple[MiniProject, Run]) -> None:
    project, _ = printed
    for path in copies(project):
        with pikepdf.open(path) as document:
            pages = {page.obj.objgen for page in document.pages}
            names = list(document.Root.Names.Dests.Names)
            known = {str(name) for name in names[::2]}
            assert {place[0].objgen for place in map(list, names[1::2])} <= pages
            links = [note for page in document.pages for note in page.obj.get("/Annots", []) if note.Subtype == "/Link"]
            assert {str(link.Dest) for link in links if "/Dest" in link} <= known
            fields = [str(field.T) for field in document.Root.AcroForm.Fields]
            assert len(fields) == len(set(fields))
            assert {field.P.objgen for field in document.Root.AcroForm.Fields} <= pages
            keys = [int(key) for key in list(document.Root.StructTreeRoot.ParentTree.Nums)[::2]]
            assert keys == sorted(set(keys))
            assert {int(page.obj.StructParents) for page in document.pages} <= set(keys)
            with document.open_outline() as outline:
                assert len(outline.root) > 1
                assert {item.destination[0].objgen for item in outline.root if isinstance(item.destination, pikepdf.Array)} <= pages


def test_a_plan_is_a_calendar_beside_the_copy_and_names_nobody(printed: tuple[MiniProject, Run]) -> None:
    """Without a day for the interview there is none."""
    project, _ = printed
    paths = sorted(folder(project).glob("*.ics"))
    assert [path.name for path in paths] == ["ada-lovelace-one.ics", "etc-passwd-one.ics", "zoë-jr-one.ics"]
    for path in paths:
        words = path.read_text(encoding="utf-8")
        assert [word for word in ("Ada", "Lovelace", "Zoë", "passwd", "example.org") if word in words] == []
    calendar = icalendar.Calendar.from_ical(paths[0].read_bytes())
    assert [part.errors for part in calendar.walk() if part.errors] == []
    first, second, interview = calendar.walk("VEVENT")
    assert (first["summary"], first.decoded("dtstart"), str(first["uid"])[:9]) == ("Bake.", date(2026, 12, 11), "sitting-2")
    assert "In hand: Four words." in str(second["description"])
    assert (second.decoded("dtstart"), str(second["uid"])[:9]) == (date(2026, 12, 14), "sitting-1"), "the weekend is for rest"
    assert interview["summary"] == "Interview: Baker, Loaf & Co"
    assert interview.decoded("dtstart") == datetime(2026, 12, 15, 9, 30, tzinfo=ZoneInfo("America/New_York"))
    assert len({event["uid"] for path in paths for event in icalendar.Calendar.from_ical(path.read_bytes()).walk("VEVENT")}) == 8


def test_sittings_without_a_day_left_are_said(printed: tuple[MiniProject, Run]) -> None:
    project, _ = printed
    assert "No longer fits" in text_of(folder(project) / "zoë-jr-one-a4.pdf")


def test_focus_questions_come_first_and_the_plan_marks_what_works_on_them(printed: tuple[MiniProject, Run]) -> None:
    project, _ = printed
    words = " ".join(text_of(folder(project) / "etc-passwd-one-a4.pdf").split())
    listed, planned = words.index("Your focus questions come first"), words.index("Focus. ")
    assert words.index("You practice first") < listed < words.index("Tasting 1", listed) < planned
    assert "Your focus questions" not in text_of(folder(project) / "ada-lovelace-one-a4.pdf")


def test_copies_are_their_owners_alone(printed: tuple[MiniProject, Run]) -> None:
    project, _ = printed
    assert {path.stat().st_mode & 0o777 for path in folder(project).iterdir()} == {0o600}


def test_the_list_says_which_copy_is_whose(printed: tuple[MiniProject, Run]) -> None:
    project, _ = printed
    rows = list(csv.DictReader(io.StringIO(listed(project))))
    assert [row["name"] for row in rows] == ["Ada Lovelace", "Zoë, Jr.", "Ada Lovelace", "../../etc/passwd"]
    assert rows[0]["id"] == "ada@example.org"
    assert {row["path"] for row in rows} == {path.name for path in copies(project)}


def test_only_the_learner_whose_row_changed_is_made_again_and_the_bytes_are_the_same(mini: MiniProject) -> None:
    build(mini)
    before = {path.name: path.read_bytes() for path in made(mini)}
    assert "4 copies unchanged" in build(mini).out
    assert "1 copy made, 3 copies unchanged" in build(mini, ROSTER.replace("Loaf & Co", "Mill & Co")).out
    build(mini, ROSTER, "--force")
    assert {path.name: path.read_bytes() for path in made(mini)} == before


def test_a_copy_is_the_same_whoever_is_in_the_roster_before(mini: MiniProject) -> None:
    """Those with the same plan share its pages while they are made."""
    head, rows = "name,interview date\n", ("Ada Lovelace,2026-12-15\n", "Zoë,2026-12-15\n")
    build(mini, head + "".join(rows))
    before = {path.name: path.read_bytes() for path in made(mini)}
    assert "1 copy made" in build(mini, head + rows[1], "--force").out
    assert {path.name: path.read_bytes() for path in made(mini)} == before
    assert "Ada" not in text_of(folder(mini) / "zoë-one-a4.pdf")


def test_a_calendar_goes_with_the_day_of_the_interview_and_moves_with_it(mini: MiniProject) -> None:
    build(mini)
    ada = folder(mini) / "ada-lovelace-one.ics"
    events = icalendar.Calendar.from_ical(ada.read_bytes()).walk("VEVENT")
    build(mini, ROSTER.replace("2026-12-15 09:30", "2026-12-22"))
    moved = icalendar.Calendar.from_ical(ada.read_bytes()).walk("VEVENT")
    assert [event["uid"] for event in moved] == [event["uid"] for event in events]
    assert moved[-1].decoded("dtstart") == date(2026, 12, 22)
    build(mini, ROSTER.replace("2026-12-15 09:30", ""))
    assert not ada.exists()


def test_an_empty_roster_and_one_with_an_unknown_column_make_no_copy(mini: MiniProject) -> None:
    assert "PG420 nobody is in this roster" in build(mini, "name,role\n").err
    unknown = build(mini, "name,intervew date\nAda,2026-12-01\n")
    assert 'PG110 unknown column "intervew date"' in unknown.err
    assert 'did you mean "interview date"?' in unknown.err
    assert copies(mini) == []
    assert not mini.output.exists(), "it is said before the guide is printed"


def test_a_roster_without_a_column_of_names_is_told_so_once(mini: MiniProject) -> None:
    for roster in ("email,role\na@b.org,Baker\nc@d.org,Baker\n", "role\nBaker\n"):
        run = build(mini, roster)
        assert run.err.count("error") == 2, "the problem and the count"
        assert 'roster.csv:1:1: error PG109 no column "name"' in run.err
    written = mini.add("roster.yaml", "learners:\n  - {role: Baker}\n  - {role: Miller}\n")
    run = mini.run("build", "one", "--learners", str(written))
    assert 'roster.yaml:2:3: error PG109 no column "name"' in run.err
    assert not mini.output.exists()


def test_an_unknown_column_is_told_all_that_a_column_may_be_called(mini: MiniProject) -> None:
    assert "the columns are name, id, email, role, company, interview date" in build(mini, "name,zzz\nAda,2\n").err
    written = mini.add("roster.yaml", "learners:\n  - {name: Ada, zzz: Baker}\n")
    assert "the columns are name, id, email" in mini.run("build", "one", "--learners", str(written)).err


def test_a_roster_in_yaml_is_the_same(mini: MiniProject) -> None:
    roster = mini.add(
        "roster.yaml", "learners:\n  - {name: Ada Lovelace, interview date: 2026-12-15, rest days: [fri, sat]}\n  - {role: Baker}\n"
    )
    run = mini.run("build", "one", "--paper", "a4", "--jobs", "1", "--learners", str(roster))
    assert "1 copy made" in run.out
    assert "roster.yaml:3:5: error PG420" in run.err


def test_a_guide_without_a_cover_is_for_nobody_in_particular(mini: MiniProject) -> None:
    mini.edit("content/guides/one.yaml", "          - kind: cover\n", "")
    run = build(mini)
    assert "content/guides/one.yaml:2:5: error PG422" in run.err
    assert not folder(mini).exists()


def test_a_pattern_that_leads_elsewhere_is_refused(mini: MiniProject) -> None:
    run = build(mini, ROSTER, "--name-pattern", "../{name}.pdf")
    assert run.code == 2
    assert "one plain file name" in run.err


def test_a_roster_that_git_keeps_is_warned_of(mini: MiniProject) -> None:
    mini.add("roster.csv", "name,role\n")
    subprocess.run(["git", "init", "-q"], cwd=mini.root, check=True)
    assert "PG423" not in build(mini, "name,role\n").err
    subprocess.run(["git", "add", "roster.csv"], cwd=mini.root, check=True)
    assert "roster.csv: warning PG423 Git keeps this roster" in build(mini, "name,role\n").err


def test_a_roster_that_is_not_there_is_reported(mini: MiniProject) -> None:
    run = mini.run("build", "one", "--paper", "a4", "--jobs", "1", "--learners", str(mini.root / "nothing.csv"))
    assert run.code == 1
    assert "nothing.csv: error PG101" in run.err
    assert not mini.output.exists(), "it is said before the guide is printed"


def test_clean_leaves_nobody_behind(tmp_path: Path) -> None:
    project = MiniProject.at(tmp_path / "project")
    build(project)
    own = project.add("output/standard/one-learners/letter of mine.pdf", "mine")
    assert project.run("clean").code == 0
    assert [path for path in project.output.rglob("*") if path.is_file()] == [own]


@pytest.mark.slow
def test_a_print_run_has_every_copy_from_a_right_hand_page(mini: MiniProject) -> None:
    """And the words and drawings of each, without links and fields; made again only when a copy is another."""
    roster = ROSTER.replace("Nobody,,,,soon", "Print Run,,,,")
    assert build(mini, roster, "--merge").code == 0
    path = folder(mini) / "print-run-one-a4.pdf"
    assert (folder(mini) / "print-run-one-a4-2.pdf").exists(), "the copy of a learner who is called so"
    each = [text_of(folder(mini) / row["path"]) for row in csv.DictReader(io.StringIO(listed(mini)))]
    with pikepdf.open(path) as document, document.open_outline() as outline:
        assert [item.title for item in outline.root] == ["Ada Lovelace", "Zoë, Jr.", "Ada Lovelace", "../../etc/passwd", "Print Run"]
        first = [pikepdf.Page(item.destination[0]).index for item in outline.root if isinstance(item.destination, pikepdf.Array)]
        assert [number % 2 for number in first] == [0] * 5
        assert not any("/Annots" in page.obj or "/StructParents" in page.obj for page in document.pages)
        ends = [*first[1:], len(document.pages)]
    pages = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(path)]
    assert ["\n".join(pages[start:end]).strip() for start, end in zip(first, ends, strict=True)] == [words.strip() for words in each]
    before = path.stat().st_mtime_ns
    build(mini, roster, "--merge")
    assert path.stat().st_mtime_ns == before
    content = path.read_bytes()
    build(mini, roster, "--merge", "--force")
    assert path.read_bytes() == content
    build(mini, roster.replace("Loaf & Co", "Mill & Co"), "--merge")
    assert path.read_bytes() != content
    mini.run("clean")
    assert not path.exists()


def two_hundred() -> str:
    """Names of which none stands in another; five rows are bad, each in another way."""
    rows = [f"Learner-{number:03}-Name,Baker,2026-12-{14 + number % 4}," for number in range(200)]
    for number, row in (
        (7, ",Baker,2026-12-14,"),
        (50, "X,Baker,soon,"),
        (99, "X,Baker,2026-13-01,"),
        (150, "X,Baker,,taste"),
        (199, ",Baker,,"),
    ):
        rows[number] = row
    return "\n".join(["name,role,interview date,focus competencies", *rows]) + "\n"


@pytest.mark.slow
def test_of_two_hundred_rows_five_bad_ones_cost_nobody_else_a_copy_and_no_copy_names_another(mini: MiniProject) -> None:
    run = build(mini, two_hundred())
    assert run.code == 1
    assert "195 copies made" in run.out
    assert [line.partition(" ")[0] for line in run.err.splitlines() if "error PG420" in line] == [
        f"roster.csv:{line}:{column}:" for line, column in ((9, 1), (52, 9), (101, 9), (152, 10), (201, 1))
    ]
    assert len(copies(mini)) == 195
    for path in made(mini):
        content = path.read_bytes() if path.suffix == ".ics" else searched(path)
        names = set(re.findall(rb"Learner-\d{3}-Name", content))
        own = path.name[: len("learner-000-name")].encode()
        assert {name.lower() for name in names} == (set() if path.suffix == ".ics" else {own}), path.name


def searched(path: Path) -> bytes:
    """All that is drawn as text, and everything in the file that is no drawing, unpacked."""
    with pikepdf.open(path) as document:
        target = io.BytesIO()
        document.save(target, object_stream_mode=pikepdf.ObjectStreamMode.disable, stream_decode_level=pikepdf.StreamDecodeLevel.all)
    return target.getvalue() + text_of(path).encode()
