"""A coach's edition -> score sheets as a workbook: a sheet an interview, whose formulas weigh the scores and read the scale of results.

Every word is a text to the spreadsheet, whatever sign it begins with.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from typing import Any

from ...model.companion import ScoreBook, ScoredInterview, ScoredRow, Threshold
from ...model.edition import Edition
from ...text import markdown
from ...text.labels import gettext_noop, labels_in
from ...text.reproducible_zip import dated_workbook
from ...views.question_views import RubricSection, RubricView

Cell = Any
"""Of openpyxl's, which has no types; its sheets are none either."""
LABELS = (
    gettext_noop("Candidate"),
    gettext_noop("Interviewer"),
    gettext_noop("Date"),
    gettext_noop("Question"),
    gettext_noop("Criterion"),
    gettext_noop("Weight"),
    gettext_noop("Score"),
    gettext_noop("Words you heard, with their minute"),
    gettext_noop("Weighted score"),
    gettext_noop("Gate row"),
    gettext_noop("Result"),
    gettext_noop("Every row"),
    gettext_noop("All other scores"),
    gettext_noop("What the scores decide"),
    gettext_noop("Interview"),
)
SUMMARY = gettext_noop("Score sheet")
_WIDTHS = (28, 12, 12, 44, 34, 34, 34, 34)
"""Of the columns, in characters."""
_LINE = 15
"""Points of a line: programs do not make a row taller for the words in it when they open a file."""
_HEAD = 6
"""The row of the table's head; who, when and what stand above it."""
_UNFIT = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
"""What no title of a sheet may hold."""


def score_book_of(edition: Edition) -> ScoreBook | None:
    """The sheets; None where the edition prints no rubric."""
    labels = labels_in(edition.language, edition.labels)
    found: dict[str, ScoredInterview] = {}
    for part in edition.parts:
        for section in part.sections:
            if isinstance(section.view, RubricSection) and section.view.rubric.id not in found:
                found[section.view.rubric.id] = _interview(part.title, section.view.rubric, edition.language)
    if not found:
        return None
    words = {label: labels.gettext(label) for label in (*LABELS, SUMMARY)}
    return ScoreBook(edition.title, edition.date, edition.direction, words, tuple(found.values()))


def _interview(title: str, rubric: RubricView, language: str) -> ScoredInterview:
    rows = tuple(
        ScoredRow(row.name, row.weight, tuple(markdown.plain(row.anchors[level], language=language) for level in ("1", "2", "3", "4")))
        for row in rubric.criteria
    )
    verdicts = rubric.scale.verdicts if rubric.scale else ()
    thresholds = tuple(Threshold(verdict.name, verdict.least, verdict.gate, verdict.lowest) for verdict in verdicts)
    rule = " ".join(markdown.plain(paragraph, language=language) for paragraph in rubric.decision_rule.split("\n\n"))
    return ScoredInterview(title, rows, thresholds, rule)


def workbook(book: ScoreBook) -> bytes:
    """The workbook's bytes, with the edition's date for the time at which it was written."""
    import openpyxl

    made = openpyxl.Workbook()
    made.properties.title, made.properties.creator = book.title, "Prepguides"
    made.calculation.fullCalcOnLoad = True
    summary = made.active
    titles = tuple(_titles((book.labels[SUMMARY], *(interview.title for interview in book.interviews))))
    summary.title = titles[0]
    results = []
    for title, interview in zip(titles[1:], book.interviews, strict=True):
        sheet = made.create_sheet(title)
        sheet.sheet_view.rightToLeft = book.direction == "rtl"
        results.append((sheet.title, *_Sheet(sheet, interview, book).written()))
    _summarize(summary, book, results)
    target = io.BytesIO()
    made.save(target)
    return dated_workbook(target.getvalue(), book.date)


def _titles(words: Iterable[str]) -> Iterator[str]:
    """Of sheets: at most 31 characters, none twice in large and small letters."""
    taken: set[str] = set()
    for title in words:
        plain = _UNFIT.sub(" ", title).strip(" '")[:31].rstrip() or "-"
        number, tried = 2, plain
        while tried.casefold() in taken:
            tried, number = f"{plain[:27].rstrip()} {number}", number + 1
        taken.add(tried.casefold())
        yield tried


class _Sheet:
    """One interview's sheet while it is written."""

    def __init__(self, sheet: Cell, interview: ScoredInterview, book: ScoreBook) -> None:
        self._sheet, self._interview, self._labels = sheet, interview, book.labels
        self._first = _HEAD + 1
        self._last = _HEAD + len(interview.rows)
        self._scores = f"C{self._first}:C{self._last}"
        self._weights = f"B{self._first}:B{self._last}"

    def written(self) -> tuple[str, str]:
        """The cells of the weighted score and of the result, which is empty where nobody has said what scores decide."""
        self._page()
        _say(self._sheet["A1"], self._interview.title, bold=True, size=14)
        for row, label in enumerate(("Candidate", "Interviewer", "Date", "Question"), 2):
            _say(self._sheet.cell(row, 1), self._labels[label], bold=True)
            self._sheet.merge_cells(start_row=row, start_column=2, end_row=row, end_column=4)
            for column in (2, 3, 4):
                _to_fill(self._sheet.cell(row, column))
        self._table()
        total = self._last + 2
        _say(self._sheet.cell(total, 1), self._labels["Weighted score"], bold=True)
        score = _calculate(self._sheet.cell(total, 3), f'=IF(COUNT({self._scores})=0,"",{self._weighed()})', "0.00")
        result = self._decided(total) if self._interview.thresholds else ""
        last = self._sheet.max_row + 2
        _say(self._sheet.cell(last, 1), self._labels["What the scores decide"], bold=True)
        _say(self._sheet.cell(last, 2), self._interview.rule)
        self._sheet.merge_cells(start_row=last, start_column=2, end_row=last, end_column=8)
        self._sheet.row_dimensions[last].height = _LINE * _lines(self._interview.rule, sum(_WIDTHS[1:]))
        return score, result

    def _weighed(self) -> str:
        """Over the rows that were scored."""
        return f'SUMPRODUCT({self._weights},{self._scores})/SUMIF({self._scores},">0",{self._weights})'

    def _page(self) -> None:
        _set_up(self._sheet, _WIDTHS)
        self._sheet.freeze_panes = self._sheet.cell(self._first, 2)

    def _table(self) -> None:
        from openpyxl.worksheet.datavalidation import DataValidation

        head = ("Criterion", "Weight", "Score", "Words you heard, with their minute")
        for column, label in enumerate((*(self._labels[label] for label in head), "1", "2", "3", "4"), 1):
            _say(self._sheet.cell(_HEAD, column), label, bold=True, ruled=True)
        for number, row in enumerate(self._interview.rows, self._first):
            _say(self._sheet.cell(number, 1), row.name, bold=True, ruled=True)
            _number(self._sheet.cell(number, 2), row.weight, '0"%"')
            for column in (3, 4):
                _to_fill(self._sheet.cell(number, column))
            for column, anchor in enumerate(row.anchors, 5):
                _say(self._sheet.cell(number, column), anchor, ruled=True)
            tallest = max(_lines(words, width) for words, width in zip((row.name, *row.anchors), (_WIDTHS[0], *_WIDTHS[4:]), strict=True))
            self._sheet.row_dimensions[number].height = _LINE * tallest
        scored = DataValidation("whole", operator="between", formula1="1", formula2="4", allow_blank=True, showErrorMessage=True)
        scored.add(self._scores)
        self._sheet.add_data_validation(scored)

    def _decided(self, total: int) -> str:
        """The gate row, which the interviewer chooses, the result, and the table that it is read from; the result's cell."""
        from openpyxl.worksheet.datavalidation import DataValidation

        gate, result, first = total + 1, total + 2, total + 5
        names = f"A{self._first}:A{self._last}"
        chosen = DataValidation("list", formula1=f"=$A${self._first}:$A${self._last}", allow_blank=True, showErrorMessage=True)
        chosen.add(f"B{gate}")
        self._sheet.add_data_validation(chosen)
        _say(self._sheet.cell(gate, 1), self._labels["Gate row"], bold=True)
        _to_fill(self._sheet.cell(gate, 2))
        score = f"SUMPRODUCT(({names}=B{gate})*{self._scores})"
        _calculate(self._sheet.cell(gate, 3), f'=IF(B{gate}="","",IF({score}=0,"",{score}))', "0")
        _say(self._sheet.cell(result, 1), self._labels["Result"], bold=True)
        for column, label in enumerate(("Result", "Weighted score", "Gate row", "Every row"), 1):
            _say(self._sheet.cell(first - 1, column), self._labels[label], bold=True, ruled=True)
            self._sheet.row_dimensions[first - 1].height = 2 * _LINE
        for row, threshold in enumerate(self._interview.thresholds, first):
            self._threshold(row, threshold)
        last = first + len(self._interview.thresholds) - 1
        decided = f"A{last}"
        for row in range(last - 1, first - 1, -1):
            fits = f'AND(C{total}>=N(B{row}),OR(C{gate}="",C{gate}>=N(C{row})),MIN({self._scores})>=N(D{row}))'
            decided = f"IF({fits},A{row},{decided})"
        return _calculate(self._sheet.cell(result, 3), f'=IF(COUNT({self._scores})=0,"",{decided})', "General")

    def _threshold(self, row: int, threshold: Threshold) -> None:
        _say(self._sheet.cell(row, 1), threshold.name, ruled=True)
        if threshold.least is threshold.gate is threshold.lowest is None:
            _say(self._sheet.cell(row, 4), self._labels["All other scores"])
        for column, least in enumerate((threshold.least, threshold.gate, threshold.lowest), 2):
            if least is not None:
                _number(self._sheet.cell(row, column), least, "0.0" if column == 2 else "0")


def _summarize(sheet: Cell, book: ScoreBook, results: Iterable[tuple[str, str, str]]) -> None:
    """All interviews on one sheet, by reference to their own."""
    sheet.sheet_view.rightToLeft = book.direction == "rtl"
    _set_up(sheet, (34, 18, 24))
    _say(sheet["A1"], book.title, bold=True, size=14)
    for column, label in enumerate(("Interview", "Weighted score", "Result"), 1):
        _say(sheet.cell(3, column), book.labels[label], bold=True, ruled=True)
    for row, (interview, (title, score, result)) in enumerate(zip(book.interviews, results, strict=True), 4):
        _say(sheet.cell(row, 1), interview.title)
        quoted = title.replace("'", "''")
        for column, cell in ((2, score), (3, result)):
            if cell:
                _calculate(sheet.cell(row, column), f"='{quoted}'!{cell}", "0.00" if column == 2 else "General")


def _set_up(sheet: Cell, widths: Iterable[int]) -> None:
    """Columns of these widths, printed across one page."""
    for column, width in zip("ABCDEFGH", widths, strict=False):
        sheet.column_dimensions[column].width = width
    sheet.page_setup.orientation, sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = "landscape", 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _lines(words: str, width: int) -> int:
    """How many lines the words take in a column of this width, and one at least."""
    return max(1, -(-len(words) * 11 // (width * 10)))


def _say(cell: Cell, words: str, *, bold: bool = False, size: int = 11, ruled: bool = False) -> None:
    """A text, whatever it begins with."""
    from openpyxl.styles import Alignment, Font

    cell.value = words
    cell.data_type = "s"
    cell.alignment = Alignment(wrap_text=size == 11, vertical="top")
    cell.font = Font(bold=bold, size=size)
    if ruled:
        _rule(cell)


def _number(cell: Cell, value: float, form: str) -> None:
    from openpyxl.styles import Alignment

    cell.value, cell.number_format, cell.alignment = value, form, Alignment(horizontal="center", vertical="top")
    _rule(cell)


def _to_fill(cell: Cell) -> None:
    """A cell that the interviewer writes in."""
    from openpyxl.styles import Alignment, PatternFill

    cell.fill = PatternFill("gray0625")
    cell.alignment = Alignment(wrap_text=True, vertical="top", horizontal="center" if cell.column == 3 else None)
    _rule(cell)


def _rule(cell: Cell) -> None:
    from openpyxl.styles import Border, Side

    thin = Side(style="hair")
    cell.border = Border(thin, thin, thin, thin)


def _calculate(cell: Cell, formula: str, form: str) -> str:
    """A formula; where it stands."""
    from openpyxl.styles import Alignment, Font

    cell.value = formula
    cell.number_format = form
    cell.alignment, cell.font = Alignment(horizontal="center", vertical="top"), Font(bold=True)
    return str(cell.coordinate)
