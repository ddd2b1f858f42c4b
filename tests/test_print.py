"""The shipped guides, typeset once and read page by page."""

from __future__ import annotations

import json
import re
import subprocess
from functools import cache
from pathlib import Path
from typing import Any, cast

import pikepdf
import pytest

from bench import WORD, WordBox, box, collisions, texts, ua_failures
from kit import ROOT, Run, build_shipped, prepguides
from prepguides.build.prepare import prepare
from prepguides.model.content.practice import Worksheet
from prepguides.model.request import Project, Selection
from prepguides.text.handwriting import SHEET_LINES, lines_on
from prepguides.text.markdown import plain
from prepguides.text.strict_yaml import parse_yaml

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("print")]

GUIDES = {"pm": 84, "pmm": 84, "pm-vs-pmm": 44}
"""Guide to the least pages that it may have."""
PAPERS = {"a4": (595.28, 841.89), "letter": (612.0, 792.0)}
FAMILIES = ("SourceSerifPro", "SourceSansPro", "SourceSansForm", "SourceCodePro")
"""The third is the second under another name, for form fields."""
PLANS = ["Three days", "Seven days", "Fourteen days", "Thirty days"]
"""The names of the study plans."""
EACH_GUIDE = pytest.mark.parametrize("guide", GUIDES)
EACH_FILE = pytest.mark.parametrize(("guide", "paper"), [(guide, paper) for guide in GUIDES for paper in PAPERS])


@pytest.fixture(scope="session")
def printed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Run]:
    """Every shipped guide for candidates, on both papers, and what the build said."""
    output = tmp_path_factory.mktemp("printed")
    run = build_shipped(output, *GUIDES, "--edition", "candidate", "--paper", "all")
    return output, run


def path_of(printed: tuple[Path, Run], guide: str, paper: str = "a4") -> Path:
    path = printed[0] / "standard" / f"{guide}-candidate-{paper}.pdf"
    assert path.is_file(), f"{guide} was not printed:\n{printed[1].err}"
    return path


@cache
def read(path: Path) -> list[str]:
    return texts(path)


def test_the_shipped_guides_are_printed_without_a_word_of_complaint(printed: tuple[Path, Run]) -> None:
    assert (printed[1].code, printed[1].err) == (0, "")


@EACH_GUIDE
def test_a_guide_has_its_pages_and_keeps_its_budget(printed: tuple[Path, Run], guide: str) -> None:
    pages = len(read(path_of(printed, guide)))
    source = parse_yaml("guide", (ROOT / "content" / "guides" / f"{guide}.yaml").read_text(encoding="utf-8")).value
    assert source is not None
    budget = cast(Any, source.value)["guides"][0]["page_budget"]
    assert pages >= GUIDES[guide]
    assert int(budget["least"]) <= pages <= int(budget["most"])
    assert pages % 4 == 0


@EACH_GUIDE
def test_both_papers_have_the_same_words_on_the_same_pages(printed: tuple[Path, Run], guide: str) -> None:
    a4, letter = read(path_of(printed, guide, "a4")), read(path_of(printed, guide, "letter"))
    assert len(a4) == len(letter)
    assert [number for number, (one, other) in enumerate(zip(a4, letter, strict=True), 1) if words(one) != words(other)] == []


def words(text: str) -> list[str]:
    """Without the order that `pdftotext -layout` guesses from distances."""
    return sorted(text.split())


@EACH_GUIDE
def test_no_quote_is_a_typewriter_s(printed: tuple[Path, Run], coached: tuple[Path, Run], guide: str) -> None:
    pages = [*read(path_of(printed, guide)), *read(coached[0] / "standard" / f"{guide}-coach-a4.pdf")]
    assert [text for text in pages if "'" in text or '"' in text] == []


@EACH_GUIDE
def test_no_minus_sign_is_a_hyphen(printed: tuple[Path, Run], coached: tuple[Path, Run], guide: str) -> None:
    pages = [*read(path_of(printed, guide)), *read(coached[0] / "standard" / f"{guide}-coach-a4.pdf")]
    assert [found[0] for text in pages for found in re.finditer(r"(?<![\w–-])-\$?\d.{,20}", text)] == []


@EACH_FILE
def test_every_page_has_its_paper_s_size(printed: tuple[Path, Run], guide: str, paper: str) -> None:
    with pikepdf.open(path_of(printed, guide, paper)) as pdf:
        for page in pdf.pages:
            left, bottom, right, top = box(page)
            assert (right - left, top - bottom) == pytest.approx(PAPERS[paper], abs=0.01)


@EACH_GUIDE
def test_every_page_says_something_or_is_ruled(printed: tuple[Path, Run], guide: str) -> None:
    pages = read(path_of(printed, guide))
    with pikepdf.open(path_of(printed, guide)) as pdf:
        empty = [number for number, (text, page) in enumerate(zip(pages, pdf.pages, strict=True), 1) if not text and not _draws(page)]
    assert empty == []


def _draws(page: pikepdf.Page) -> bool:
    """Whether lines or shapes are painted on a page without words."""
    painted = {"S", "s", "f", "F", "f*", "B", "b", "Do", "sh"}
    return any(str(instruction.operator) in painted for instruction in pikepdf.parse_content_stream(page))


@EACH_FILE
def test_only_the_theme_s_fonts_are_in_the_file_and_all_are_embedded(printed: tuple[Path, Run], guide: str, paper: str) -> None:
    listed = subprocess.run(["pdffonts", path_of(printed, guide, paper)], check=True, capture_output=True, text=True).stdout.splitlines()[
        2:
    ]
    assert listed
    for line in listed:
        assert line.split()[0].split("+")[-1].replace("-", "").startswith(FAMILIES), line
        assert line.split()[-5] == "yes", line


@EACH_FILE
def test_the_file_is_pdf_ua(printed: tuple[Path, Run], guide: str, paper: str) -> None:
    assert ua_failures(path_of(printed, guide, paper).read_bytes()) == []


@EACH_GUIDE
def test_title_language_and_author_are_in_the_file(printed: tuple[Path, Run], guide: str) -> None:
    with pikepdf.open(path_of(printed, guide)) as pdf:
        assert str(pdf.docinfo["/Title"])
        assert str(pdf.docinfo["/Author"])
        assert str(pdf.Root.Lang) == "en-US"
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)


def destinations(pdf: pikepdf.Pdf) -> dict[str, int]:
    """Named destination to page, from 1."""
    numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages, 1)}
    tree = pikepdf.NameTree(pdf.Root.Names.Dests)
    return {str(name): numbers[(target if isinstance(target, pikepdf.Array) else target.D)[0].objgen] for name, target in tree.items()}


def links(pdf: pikepdf.Pdf) -> list[tuple[int, Any]]:
    return [
        (number, annotation)
        for number, page in enumerate(pdf.pages, 1)
        for annotation in page.get("/Annots", [])
        if annotation.get("/Subtype") == pikepdf.Name.Link
    ]


@EACH_FILE
def test_every_link_leads_somewhere_safe(printed: tuple[Path, Run], guide: str, paper: str) -> None:
    with pikepdf.open(path_of(printed, guide, paper)) as pdf:
        known = destinations(pdf)
        found = links(pdf)
        assert len(found) > 20
        for _, annotation in found:
            if "/Dest" in annotation:
                assert str(annotation.Dest) in known
            else:
                assert str(annotation.A.URI).startswith(("https://", "mailto:"))


@EACH_GUIDE
def test_folios_count_the_pages_from_the_cover(printed: tuple[Path, Run], guide: str) -> None:
    folios = footers(path_of(printed, guide))
    wrong = [(number, folio) for number, folio in enumerate(folios, 1) if folio not in ("", str(number))]
    assert wrong == []
    assert sum(bool(folio) for folio in folios) > len(folios) / 2


@EACH_GUIDE
def test_page_labels_are_the_folios_and_pages_open_two_by_two(printed: tuple[Path, Run], guide: str) -> None:
    path = path_of(printed, guide)
    with pikepdf.open(path) as pdf:
        labels = [page.label for page in pdf.pages]
        assert pdf.Root.PageLayout == "/TwoPageRight"
    assert [(label, folio) for label, folio in zip(labels, footers(path), strict=True) if folio not in ("", label)] == []


@pytest.mark.parametrize("guide", ["pm", "pmm"])
def test_a_plan_that_goes_on_overleaf_is_named_in_the_head_of_the_page(printed: tuple[Path, Run], guide: str) -> None:
    path = path_of(printed, guide)
    rows = [number for number, text in enumerate(read(path)) if "Date, two scores" in text]
    heads = [headers(path)[number] for number in rows]
    assert "Study plans" in heads[0]
    named = [next((name for name in PLANS if name in head), "") for head in heads[1:]]
    assert named == sorted(named, key=PLANS.index), heads
    assert len(named) > len(PLANS) - 1, "some plan takes two pages"


def headers(path: Path) -> list[str]:
    """What stands above the text on each A4 page: the strip from 14 to 36 mm."""
    return strips(path, 40, 62)


def footers(path: Path) -> list[str]:
    """What stands below the text on each A4 page: the strip under 260 mm."""
    return strips(path, 737, 100)


def strips(path: Path, top: int, height: int) -> list[str]:
    """The words of each page between two heights, in points."""
    strip = ["-x", "0", "-y", str(top), "-W", "596", "-H", str(height)]
    done = subprocess.run(["pdftotext", "-r", "72", *strip, path, "-"], check=True, capture_output=True)
    return [text.strip() for text in done.stdout.decode().split("\f")[:-1]]


@EACH_GUIDE
def test_the_page_numbers_of_the_contents_are_those_of_the_sections(printed: tuple[Path, Run], guide: str) -> None:
    """Each link of the contents leads to a page whose number the contents print."""
    path = path_of(printed, guide)
    with pikepdf.open(path) as pdf:
        known = destinations(pdf)
        by_page: dict[int, list[str]] = {}
        for number, annotation in links(pdf):
            if "/Dest" in annotation and re.fullmatch(r"part-.*|.*-\d+-[a-z-]+", str(annotation.Dest)):
                by_page.setdefault(number, []).append(str(annotation.Dest))
    contents = next(number for number in sorted(by_page) if len(by_page[number]) >= 8)
    printed_numbers = re.findall(r"\b\d{1,3}\b", read(path)[contents - 1])
    wanted = [known[target] for target in dict.fromkeys(by_page[contents])]
    assert wanted == sorted(wanted), "the contents come in the order of the pages"
    assert [(target, known[target]) for target in by_page[contents] if str(known[target]) not in printed_numbers] == []


@EACH_GUIDE
def test_bookmarks_name_the_parts_and_their_sections(printed: tuple[Path, Run], guide: str) -> None:
    with pikepdf.open(path_of(printed, guide)) as pdf, pdf.open_outline() as outline:
        titles = [str(item.title) for item in outline.root]
        assert len(titles) >= 5
        assert len(set(titles)) == len(titles)
        assert titles == parts_of(guide)
        assert any(item.children for item in outline.root)


def parts_of(guide: str, *, coach: bool = False) -> list[str]:
    """The title and those of the parts that name themselves: with an opener, or, for the coach, at the head of a page."""
    source = parse_yaml("guide", (ROOT / "content" / "guides" / f"{guide}.yaml").read_text(encoding="utf-8")).value
    assert source is not None
    whole = cast(Any, source.value)["guides"][0]
    for_coach = [(part, part.get("audience") == "coach") for part in whole["parts"]]
    shown = [part for part, own in for_coach if (coach or not own) and (own or part.get("opener") != "false")]
    return [whole["title"], *(part["title"] for part in shown)]


@EACH_GUIDE
def test_no_words_are_printed_over_others(printed: tuple[Path, Run], coached: tuple[Path, Run], guide: str) -> None:
    assert collisions(path_of(printed, guide)) == []
    assert collisions(coached[0] / "standard" / f"{guide}-coach-a4.pdf") == []


@EACH_GUIDE
def test_a_coach_s_bookmarks_name_the_coach_s_parts_too(coached: tuple[Path, Run], guide: str) -> None:
    with pikepdf.open(coached[0] / "standard" / f"{guide}-coach-a4.pdf") as pdf, pdf.open_outline() as outline:
        assert [str(item.title) for item in outline.root] == parts_of(guide, coach=True)


def test_all_claims_are_covered() -> None:
    run = prepguides("stats", "--format", "json", "--project", ROOT)
    assert json.loads(run.out)["claims"] == {"covered": 84, "total": 84, "missing": []}


def test_every_sheet_to_fill_in_takes_most_of_its_page() -> None:
    """Each was measured for half a page once, and left a line for what takes three."""
    library = prepare(Project(ROOT), Selection()).library
    assert library is not None
    lines = {sheet.id: lines_on(sheet) for sheet in library.all(Worksheet)}
    assert len(lines) >= 20
    assert {id: taken for id, taken in lines.items() if taken < 0.75 * SHEET_LINES} == {}


@EACH_GUIDE
def test_no_candidate_reads_what_is_for_the_coach(printed: tuple[Path, Run], guide: str) -> None:
    """Texts of mock scripts, calibrations and held-back facts, looked for in the words of the pages."""
    text = squeezed(" ".join(read(path_of(printed, guide))))
    secrets = list(coach_texts())
    assert len(secrets) > 100
    assert [secret for secret in secrets if squeezed(secret) in text] == []


def squeezed(text: str) -> str:
    """Letters and digits alone: columns, hyphens and typography do not count."""
    return re.sub(r"[^a-z0-9]", "", text.lower())


def coach_texts() -> list[str]:
    """Lines of mock scripts, but for those that only ask a question of the guide."""
    found: list[str] = []
    asked: list[str] = []
    for path in sorted((ROOT / "content").rglob("*.yaml")):
        source = parse_yaml(path.name, path.read_text(encoding="utf-8")).value
        content = source.value if source and isinstance(source.value, dict) else {}
        for script in content.get("mock_scripts", []):
            found += [beat[name] for beat in script["beats"] for name in ("say", "listen_for")]
        asked += [case["prompt"] for case in content.get("cases", [])]
        for question in content.get("questions", []):
            asked += [question["prompt"], *question["follow_ups"]]
    known = squeezed(" ".join(asked))
    return [text for text in found if len(text) > 60 and squeezed(text) not in known]


@pytest.mark.parametrize("guide", ["pm", "pmm"])
def test_a_coach_finds_all_that_a_question_says_and_a_candidate_no_hint(
    printed: tuple[Path, Run], coached: tuple[Path, Run], guide: str
) -> None:
    """No text of a question is written for nobody: what the key does not print, the probes do, every hint among it."""
    coach, candidate = (in_order(path) for path in (coached[0] / "standard" / f"{guide}-coach-a4.pdf", path_of(printed, guide)))
    questions = questions_of(guide)
    assert len(questions) == 48
    said = [text for question in questions for name in ("looks_for", "red_flags", "follow_ups", "hints") for text in question[name]]
    assert [text for text in said if squeezed(text) not in coach] == []
    hints = [hint for question in questions for hint in question["hints"]]
    assert len(hints) > len(questions), "some questions have two"
    assert [hint for hint in hints if squeezed(hint) in candidate] == []


def in_order(path: Path) -> str:
    """The words of a file as they were written, column after column, squeezed."""
    done = subprocess.run(["pdftotext", "-raw", path, "-"], check=True, capture_output=True)
    return squeezed(done.stdout.decode())


def questions_of(guide: str) -> list[dict[str, Any]]:
    """The shipped questions of the guide's interviews."""
    source = parse_yaml("guide", (ROOT / "content" / "guides" / f"{guide}.yaml").read_text(encoding="utf-8")).value
    assert source is not None
    types = {part["interview_type"] for part in cast(Any, source.value)["guides"][0]["parts"] if "interview_type" in part}
    found: list[dict[str, Any]] = []
    for path in sorted((ROOT / "content" / "interview-types").rglob("questions.yaml")):
        content = parse_yaml(path.name, path.read_text(encoding="utf-8")).value
        assert content is not None
        found += [question for question in cast(Any, content.value)["questions"] if question["interview_type"] in types]
    return found


@pytest.fixture(scope="session")
def coached(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Run]:
    """Every shipped guide for coaches, on A4, and what the build said."""
    output = tmp_path_factory.mktemp("coached")
    return output, build_shipped(output, *GUIDES, "--edition", "coach", "--paper", "a4")


@EACH_GUIDE
def test_a_coach_s_guide_has_the_candidate_s_pages_and_then_its_own(
    printed: tuple[Path, Run], coached: tuple[Path, Run], guide: str
) -> None:
    """The contents alone tell the editions apart, and no page comes or goes before the coach's parts."""
    assert (coached[1].code, coached[1].err) == (0, ""), "neither a page half full nor one more than the coach's budget"
    candidate, coach = read(path_of(printed, guide)), read(coached[0] / "standard" / f"{guide}-coach-a4.pdf")
    assert len(coach) > len(candidate)
    while set(words(candidate[-1])) == {"Notes", str(len(candidate))}:  # what makes the pages a multiple stands behind the coach's parts
        candidate.pop()
    differing = [number for number, page in enumerate(candidate, 1) if words(page) != words(coach[number - 1])]
    contents = next(number for number, page in enumerate(candidate, 1) if "Contents" in page)
    assert differing in ([], [contents])


def words_at(path: Path, number: int) -> list[WordBox]:
    done = subprocess.run(["pdftotext", "-bbox", "-f", str(number), "-l", str(number), path, "-"], check=True, capture_output=True)
    return [WordBox.of(found) for found in WORD.finditer(done.stdout.decode())]


@pytest.mark.parametrize("guide", ["pm", "pmm"])
def test_flashcards_back_each_other_when_a_leaf_is_flipped_on_its_long_edge(printed: tuple[Path, Run], guide: str) -> None:
    path = path_of(printed, guide)
    read_cards = parse_yaml("cards", (ROOT / "content/glossary/flashcards.yaml").read_text(encoding="utf-8")).value
    assert read_cards is not None
    cards = [card for card in cast(Any, read_cards.value)["flashcards"] if guide in card["roles"]]
    fronts = [number for number, page in enumerate(read(path), 1) if re.search(r"Sheet \d, questions", page)]
    assert len(fronts) == -(-len(cards) // 10)
    assert all(front % 2 == 1 and "answers." in read(path)[front] for front in fronts)
    places = []
    for index, card in enumerate(cards):
        front = fronts[index // 10]
        places.append((place(path, front, card["front"]), place(path, front + 1, card["back"])))
    columns = {(asked[0], answered[0]) for asked, answered in places}
    assert columns == {("left", "right"), ("right", "left")}
    assert max(abs(asked[1] - answered[1]) for asked, answered in places) < 36, "a third of a card's height"


def place(path: Path, number: int, text: str) -> tuple[str, float]:
    """In which column of a page a text begins, and how far down: by its first words."""
    wanted = [squeezed(word) for word in plain(text).split()[:14]]
    page = words_at(path, number)
    found = [squeezed(word.text) for word in page]
    start = page[next(at for at in range(len(found)) if found[at : at + len(wanted)] == wanted)]
    middle = (25 + 82.5 if number % 2 else 210 - 25 - 82.5) * 72 / 25.4
    return "left" if start.left < middle else "right", start.top


def test_nothing_that_is_needed_stands_behind_a_leaf_to_tear_out(coached: tuple[Path, Run]) -> None:
    pages = read(coached[0] / "standard" / "pm-coach-a4.pdf")
    leaves = [number for number, page in enumerate(pages, 1) if "cut here" in page]
    assert len(leaves) >= 5
    assert all(number % 2 == 1 for number in leaves)
    assert [number for number in leaves if number < len(pages) and squeezed(pages[number]) not in ("", "notes", f"notes{number + 1}")] == []
