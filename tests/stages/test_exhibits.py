"""Exhibits add up (PG310), their words follow from their rows, and so do the figures of their case (PG315, PG316)."""

from __future__ import annotations

import pytest

from kit import MiniProject

ALT = "The night shift burns 12 loaves and the day shift 3."
SHEETS = "content/words/sheets.yaml"


@pytest.mark.parametrize(
    "alt",
    [
        ALT,
        "Of 15 burnt loaves the night shift burns 12.",
        "The night shift burns about 12.5 loaves.",
        "Twelve loaves burn at night.",
    ],
)
def test_words_that_the_rows_bear_out(mini: MiniProject, alt: str) -> None:
    mini.edit("content/words/sheets.yaml", ALT, alt)
    assert mini.check() == []


@pytest.mark.parametrize(
    ("alt", "number"),
    [
        ("The night shift burns 14 loaves.", "14"),
        ("Of 16 burnt loaves the night shift burns 12.", "16"),
        ("The night shift burns 1,200.", "1,200"),
    ],
)
def test_words_that_the_rows_do_not_bear_out(mini: MiniProject, alt: str, number: str) -> None:
    mini.edit("content/words/sheets.yaml", ALT, alt)
    assert mini.check() == [f"content/words/sheets.yaml:27:{14 + alt.index(number)} PG310"]


def test_a_row_that_changes_alone_is_noticed(mini: MiniProject) -> None:
    mini.edit("content/words/sheets.yaml", "[Night, 12]", "[Night, 11]")
    assert mini.check() == ["content/words/sheets.yaml:27:36 PG310"]


def test_two_numbers_of_a_row_may_be_compared(mini: MiniProject) -> None:
    mini.edit("content/words/sheets.yaml", "columns: [Shift, Burnt]", "columns: [Shift, Baked, Burnt]")
    mini.edit("content/words/sheets.yaml", "rows: [[Day, 3], [Night, 12]]", "rows: [[Day, 60, 3], [Night, 40, 12]]")
    words = "The night shift burns 30% of its loaves, and 57 of the day shift's are good."
    mini.edit("content/words/sheets.yaml", ALT, words)
    assert mini.check() == []
    mini.edit("content/words/sheets.yaml", "30% of", "35% of")
    assert mini.check() == ["content/words/sheets.yaml:27:36 PG310"]


def table(mini: MiniProject, columns: str, *rows: str, chart: str = "table", unit: str = "loaves", calc: str = "") -> list[str]:
    """What is found when the case's exhibit is this one; its third line is line 30 of the file."""
    lines = "".join(f"          - {row}\n" for row in rows)
    mini.edit(SHEETS, "chart: bars\n        unit: loaves", f'chart: {chart}\n        unit: "{unit}"')
    mini.edit(SHEETS, ALT, "Some burn.")
    mini.edit(SHEETS, "columns: [Shift, Burnt]\n        rows: [[Day, 3], [Night, 12]]\n", f"columns: {columns}\n        rows:\n{lines}")
    mini.edit(SHEETS, "{says: 3 by day, calc: <Day | Burnt>}", f'{{says: 3 by day, calc: "{calc or "<Day | Burnt>"}"}}')
    return mini.check()


@pytest.mark.parametrize(
    ("columns", "rows"),
    [
        ("[Shift, Burnt]", ("[Day, 3]", "[Night, 12]", "[Total, 15]")),
        ("[Shift, Burnt]", ("[Day, 3]", "[Night, 12]", "[The two together, 15]", "[Rival, 4]")),
        ("[Shift, Burnt]", ("[Day, 3]", "[Evening, 0.25]", "[Night, 0.25]", "[All three, 3.5]")),
        ("[Shift, Burnt]", ("[Day, 3]", "[All-day breads, 12]", "[All, 15]")),
        ("[Shift, Burnt, Minutes each]", ("[Day, 3, 20]", "[Night, 12, 30]", "[All, 15, 28]")),
        ("[Shift, Burnt, Spoiled, Both]", ("[Day, 3, 2, 5]", "[Night, 12, 0, 12]")),
        ("[Shift, Burnt, Share]", ("[Day, 3, 20]", "[Night, 12, 80]")),
        ("[Shift, Burnt, Share]", ("[Day, 3, 33.3]", "[Evening, 3, 33.3]", "[Night, 3, 33.3]")),
        ("[Shift, Burnt, Share of rye]", ("[Day, 3, 20]", "[Night, 12, 20]")),
        ("[Shift, Burnt, Why]", ("[Day, 3, oven]", "[Night, 12, brush]", "[Total, 15, both]")),
    ],
)
def test_exhibits_that_add_up(mini: MiniProject, columns: str, rows: tuple[str, ...]) -> None:
    assert table(mini, columns, *rows) == []


@pytest.mark.parametrize(
    ("columns", "rows", "place"),
    [
        ("[Shift, Burnt]", ("[Day, 3]", "[Night, 12]", "[Total, 16]"), "32:21"),
        ("[Shift, Burnt]", ("[Day, 3]", "[Night, 12]", "[Total, 12]"), "32:21"),
        ("[Shift, Burnt]", ("[Day, 3]", "[Night, 12]", "[The two together, 25]", "[Rival, 4]"), "32:32"),
        ("[Shift, Burnt, Minutes each]", ("[Day, 3, 20]", "[Night, 12, 30]", "[All, 15, 38]"), "32:23"),
        ("[Shift, Burnt, Spoiled, Both]", ("[Day, 3, 2, 6]", "[Night, 12, 0, 12]"), "30:25"),
        ("[Shift, Burnt, Spoiled, Both]", ("[Day, 3, 0, 3]", "[Night, 12, 0, 10]"), "31:28"),
        ("[Shift, Burnt, Share]", ("[Day, 3, 20]", "[Night, 12, 85]"), "28:33"),
    ],
)
def test_exhibits_that_do_not_add_up(mini: MiniProject, columns: str, rows: tuple[str, ...], place: str) -> None:
    assert table(mini, columns, *rows) == [f"{SHEETS}:{place} PG310"]


@pytest.mark.parametrize("chart", ["lines", "retention"])
def test_a_line_has_two_points(mini: MiniProject, chart: str) -> None:
    """A row for each week would be drawn as lines of one point."""
    assert table(mini, "[Shift, Burnt]", "[Day, 3]", "[Night, 12]", chart=chart) == [f"{SHEETS}:28:18 PG310"]


def test_lines_run_over_the_columns(mini: MiniProject) -> None:
    found = table(mini, "[Shift, Week 1, Week 2]", "[Day, 3, 4]", "[Night, 12, 9]", chart="lines", calc="<Day | Week 1>")
    assert found == []


def test_a_funnel_narrows(mini: MiniProject) -> None:
    assert table(mini, "[Step, Burnt]", "[Seen, 12]", "[Day, 3]", "[Sold, 4]", chart="funnel") == [f"{SHEETS}:32:20 PG310"]


@pytest.mark.parametrize(("row", "place"), [("[Day, 90, 3]", "30:19"), ("[Day, 100, 103]", "30:24")])
def test_of_those_at_the_start_all_were_there(mini: MiniProject, row: str, place: str) -> None:
    found = table(
        mini, "[Shift, Week 0, Week 1]", row, "[Night, 100, 50]", chart="retention", unit="% of loaves", calc="<Night | Week 1> - 47"
    )
    assert found == [f"{SHEETS}:{place} PG310"]


FIGURE = "{says: 3 by day, calc: <Day | Burnt>}"


def figures(mini: MiniProject, *written: str) -> list[str]:
    """What is found when these are the case's figures, from line 33 on, beside a sound one."""
    mini.edit(SHEETS, f"figures: [{FIGURE}]\n", "figures:\n" + "".join(f"      - {line}\n" for line in (*written, FIGURE)))
    return mini.check()


@pytest.mark.parametrize(
    "written",
    [
        "{says: bakes 100 loaves, calc: <Day | Burnt> * <Night | Burnt> + 64}",
        "{says: bakes 100 loaves, calc: <burnt | Day | Burnt> + 97}",
        "{says: <Night | Burnt>, calc: <Day | Burnt> * 4}",
        "{says: <Night | Burnt>, calc: <Day | Burnt> * 4.1}",
    ],
)
def test_figures_that_the_exhibits_give(mini: MiniProject, written: str) -> None:
    assert figures(mini, written) == []


@pytest.mark.parametrize(
    ("written", "place", "message"),
    [
        ("{says: bakes 100 loaves, calc: <Day | Burnt> + 98}", "18:36", "“100” in “bakes 100 loaves”, where the exhibits give 101"),
        ("{says: <Night | Burnt>, calc: <Day | Burnt> * 5}", "29:34", "12, where other cells give 15"),
        ("{says: bakes 90 loaves, calc: 30 * <Day | Burnt>}", "18:36", "“100” in “bakes 100 loaves”, where the exhibits give 90"),
        ("{says: bakes 90 loaves, calc: <Day | Burnt> + 97}", "35:16", "the case says “bakes 100 loaves” now"),
        ("{says: sells 100 rolls, calc: <Day | Burnt> + 97}", "35:16", "“sells 100 rolls” stands nowhere in the case"),
        ("{says: bakes loaves, calc: <Day | Burnt>}", "35:16", "0 numbers where one is checked"),
        ("{says: bakes 100 loaves, calc: <Dya | Burnt>}", "35:40", 'no row or column "Dya"'),
        ("{says: bakes 100 loaves, calc: <bunrt | Day | Burnt>}", "35:40", 'no exhibit "bunrt"'),
        ("{says: bakes 100 loaves, calc: 97 + <Day>}", "35:45", "<Day> names no cell"),
        ("{says: bakes 100 loaves, calc: <Day | Burnt> + day}", "35:40", '"day" is no earlier step'),
        ("{says: bakes 100 loaves, calc: <Day | Burnt> +}", "35:40", '"<Day | Burnt> +" is not arithmetic'),
    ],
)
def test_figures_that_the_exhibits_do_not_give(mini: MiniProject, written: str, place: str, message: str) -> None:
    assert figures(mini, written) == [f"{SHEETS}:{place} PG315"]
    assert [problem.message for problem in mini.diagnostics()] == [message]


def test_a_later_figure_rests_on_an_earlier_one(mini: MiniProject) -> None:
    assert figures(mini, "{id: day, says: 3 by day, calc: <Day | Burnt>}", "{says: bakes 100 loaves, calc: day + 97}") == []
    mini.edit(SHEETS, "day + 97", "day + 96")
    assert mini.check() == [f"{SHEETS}:18:36 PG315"]


def test_a_wrong_number_is_found_in_a_folded_paragraph(mini: MiniProject) -> None:
    given = "facts_given: [Each shift bakes 100 loaves., The oven is old.]"
    folded = "facts_given:\n      - >-\n        The day shift burns few loaves, some\n        15, and sleeps.\n      - The oven is old."
    mini.edit(SHEETS, given, folded)
    mini.edit(SHEETS, FIGURE, "{says: 'few loaves, some 15, and', calc: <Day | Burnt>}")
    assert mini.check() == [f"{SHEETS}:21:9 PG315"]


def test_two_exhibits_with_such_a_cell_need_its_exhibit(mini: MiniProject) -> None:
    second = (
        "      - {id: sold, title: Sold, chart: bars, unit: loaves, alt: Some., columns: [Shift, Burnt], rows: [[Day, 4], [Night, 5]]}\n"
    )
    mini.edit(SHEETS, "    questions: [oldest-loaf]\n    solution", f"{second}    questions: [oldest-loaf]\n    solution")
    assert mini.check() == [f"{SHEETS}:35:38 PG315"]
    mini.edit(SHEETS, "<Day | Burnt>", "<burnt | Day | Burnt>")
    assert mini.check() == [f"{SHEETS}:30:14 PG316"]
    mini.edit(SHEETS, "<burnt | Day | Burnt>", "<burnt | Day | Burnt> + <sold | Day | Burnt> - 4")
    assert mini.check() == []


def test_a_cohort_may_word_otherwise_what_a_figure_quotes_but_not_miscount(mini: MiniProject) -> None:
    cohort = (
        "cohorts:\n  - id: spring\n    programme: Spring\n    overrides:\n"
        "      - {target: cases/night-shift, field: solution_path.0, value: Count by hand., reason: Theirs.}\n"
    )
    mini.add("content/cohorts/spring.yaml", cohort)
    assert mini.check() == []
    mini.edit("content/cohorts/spring.yaml", "Count by hand.", '"Count: 4 by day."')
    assert mini.check() == ["content/cohorts/spring.yaml:5:68 PG315"]
