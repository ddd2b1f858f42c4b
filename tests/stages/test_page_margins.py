"""What stands in the margins of printed pages: a theme's words, and the tabs of parts."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest

from kit import MiniProject

MM = 72 / 25.4


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> MiniProject:
    """A guide in a theme with words of its own at the head of every page, on both papers."""
    mini = MiniProject.at(tmp_path_factory.mktemp("margins") / "project")
    mini.edit("content/project.yaml", "guides: [one, two]", "guides: [one]")
    mini.theme("house", "one", house_css='@page { @top-left { content: "House words"; } }\n')
    run = mini.build("--paper", "all")
    assert run.code == 0, run.err
    return mini


def file(mini: MiniProject, paper: str) -> Path:
    return mini.output / "standard" / f"one-candidate-{paper}.pdf"


def test_words_of_a_theme_are_on_versos_as_on_rectos(printed: MiniProject) -> None:
    with pypdfium2.PdfDocument(file(printed, "a4")) as pdf:
        headed = {number for number, page in enumerate(pdf, 1) if "House words" in page.get_textpage().get_text_bounded()}
        assert {number % 2 for number in headed} == {0, 1}
        assert 1 not in headed, "a cover has none"
        assert len(headed) >= len(pdf) - 3


@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_the_numeral_of_a_tab_is_7_mm_clear_of_the_trim(printed: MiniProject, paper: str) -> None:
    """What a home printer cannot reach is 7 mm wide at most; the tab's ground may run over the edge."""
    numerals = []
    with pypdfium2.PdfDocument(file(printed, paper)) as pdf:
        for page in pdf:
            text = page.get_textpage()
            edge = page.get_width() - 7 * MM
            boxes = [(text.get_charbox(index), text.get_text_range(index, 1)) for index in range(text.count_chars())]
            assert all(right <= edge for (_, _, right, _), letter in boxes if letter.strip())
            numerals += [letter for (left, _, _, _), letter in boxes if left > edge - 20 * MM and letter.isdigit()]
    assert "1" in numerals
