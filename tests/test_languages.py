"""A guide of two questions in Arabic and one in Chinese, printed and read: order, places, lines and fonts.

Their fonts are cut to the characters that they print and that the catalogs of labels have.
"""

from __future__ import annotations

import html
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pikepdf
import pytest

from bench import ua_failures
from kit import TESTS, prepguides, why

_WORD = re.compile(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>')
_INNER = 25 / 25.4 * 72
"""The inner margin, in points."""


@dataclass(frozen=True)
class Word:
    text: str
    x0: float
    y0: float
    x1: float
    y1: float


def printed(language: str, folder: Path) -> dict[str, Path]:
    """The guide on both papers."""
    project = shutil.copytree(TESTS / "languages" / language, folder / language)
    run = prepguides("build", "--strict", "--jobs", "1", "--project", project, "--output", folder / "out")
    assert run.code == 0, why(run)
    return {path.stem.rsplit("-", 1)[-1]: path for path in sorted((folder / "out").rglob("*.pdf"))}


@pytest.fixture(scope="module")
def arabic(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return printed("ar", tmp_path_factory.mktemp("arabic"))


@pytest.fixture(scope="module")
def chinese(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return printed("zh", tmp_path_factory.mktemp("chinese"))


def words(path: Path) -> list[list[Word]]:
    """Each page's words with their boxes, in points from the upper left."""
    done = subprocess.run(["pdftotext", "-bbox", "-enc", "UTF-8", path, "-"], check=True, capture_output=True)
    pages = done.stdout.decode("utf-8").split("<page ")[1:]
    return [[Word(_as_read(html.unescape(text)), *map(float, edges)) for *edges, text in _WORD.findall(page)] for page in pages]


def _as_read(word: str) -> str:
    """Poppler lists the letters of a word from the left, whichever way they are read."""
    return word[::-1] if re.search("[\u0600-\u06ff]", word) else word


def width(path: Path) -> float:
    with pikepdf.open(path) as pdf:
        left, _, right, _ = (float(edge) for edge in pdf.pages[0].mediabox)
    return right - left


def fonts(path: Path) -> set[str]:
    with pikepdf.open(path) as pdf:
        named = [str(font.BaseFont) for page in pdf.pages for font in page.Resources.get("/Font", {}).values()]
    return {name.split("+")[-1] for name in named}


def folio(page: list[Word], number: int) -> Word:
    return max((word for word in page if word.text == str(number)), key=lambda word: word.y0)


@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_an_arabic_book_is_bound_at_the_right(arabic: dict[str, Path], paper: str) -> None:
    """Rectos are left-hand pages: their inner margin is the right one, their folio and tab stand at the left."""
    path = arabic[paper]
    wide = width(path)
    for number, page in enumerate(words(path), 1):
        recto = number % 2 == 1
        edge = max(word.x1 for word in page) if recto else min(word.x0 for word in page)
        assert edge == pytest.approx(wide - _INNER if recto else _INNER, abs=1.5) or edge < wide - _INNER, number
        if number > 1:
            assert (folio(page, number).x1 < wide / 2) is recto, number
    with pikepdf.open(path) as pdf:
        assert pdf.Root.ViewerPreferences.Direction == "/R2L"


def test_an_arabic_guide_says_its_language_and_is_read_in_order(arabic: dict[str, Path]) -> None:
    with pikepdf.open(arabic["a4"]) as pdf:
        assert str(pdf.Root.Lang) == "ar"
    text = subprocess.run(["pdftotext", "-enc", "UTF-8", arabic["a4"], "-"], check=True, capture_output=True).stdout.decode("utf-8")
    folded = " ".join(re.sub("[\u2066-\u2069\u202a-\u202e\u200e\u200f]", "", text).split())
    for phrase in ("أسبوع واحد ومقابلة واحدة", "طرائق للتفكير", "قبل أن تتابع القراءة", "بمقياس رسم"):
        assert phrase in folded, phrase
    assert "«القرار»" in folded, "quotation marks are the language's"


def test_arabic_tables_and_rails_run_from_the_right(arabic: dict[str, Path]) -> None:
    rubric = next(page for page in words(arabic["a4"]) if any(word.text == "المعيار" for word in page))
    head = {word.text: word.x0 for word in reversed(rubric)}
    assert head["المعيار"] > head["1"] > head["2"] > head["3"] > head["4"]
    frameworks = next(page for page in words(arabic["a4"]) if any(word.text == "طرائق" for word in page))
    name = next(word for word in frameworks if word.text == "القرار.")
    numeral = next(word for word in frameworks if word.text == "1" and abs(word.y0 - name.y0) < 8)
    assert numeral.x0 > name.x1, "the step's numeral is to the right of its name"


def test_each_script_is_set_in_the_theme_s_own_fallback(arabic: dict[str, Path], chinese: dict[str, Path]) -> None:
    for path, own in ((arabic["a4"], "Fallback-arab"), (chinese["a4"], "Fallback-hans")):
        drawn = fonts(path)
        assert own in drawn
        assert {name for name in drawn if not name.startswith("Source-")} == {own}


def test_chinese_lines_fill_their_column_and_are_not_hyphenated(chinese: dict[str, Path]) -> None:
    (page,) = [page for page in words(chinese["a4"]) if any("中文的行" in word.text for word in page)]
    lines = [word for word in page if len(word.text) > 20]
    assert len(lines) >= 2, "a paragraph without a space is broken into lines"
    assert all(line.text[0] not in "，。、？！”" for line in lines), "no line begins with a mark that closes"
    column = 116 / 25.4 * 72
    longest = max(line.x1 - line.x0 for line in lines)
    assert column - 24 < longest <= column + 1
    assert not any(line.text.endswith("-") for line in lines)


def test_chinese_labels_and_quotes_are_the_language_s(chinese: dict[str, Path]) -> None:
    text = "".join(word.text for page in words(chinese["a4"]) for word in page)
    for phrase in ("题库", "10分钟", "“决定”", "继续阅读之前"):
        assert phrase in text, phrase


def test_both_are_pdf_ua(arabic: dict[str, Path], chinese: dict[str, Path]) -> None:
    for path in (*arabic.values(), *chinese.values()):
        assert ua_failures(path.read_bytes()) == []


def test_a_character_without_a_font_is_named_at_its_line_with_the_script_to_add(tmp_path: Path) -> None:
    project = shutil.copytree(TESTS / "languages" / "zh", tmp_path / "zh")
    (project / "templates/own/theme.yaml").write_text("title: Own\nextends: base\n", encoding="utf-8")
    run = prepguides("check", "--project", project)
    assert run.code == 1
    assert "content/guide.yaml:2" in run.err or "content/guide.yaml:3" in run.err
    assert "PG605" in run.err
    assert "fallback: {hani: […]}" in run.err
