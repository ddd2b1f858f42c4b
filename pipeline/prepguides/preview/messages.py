"""What a window is told: the pages that there are, what is wrong and where it is seen, what there is to choose."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from urllib.parse import quote

from ..build.live import LiveEdition, LiveUpdate
from ..build.page_cut import Cut
from ..model.diagnostic import Diagnostic, Place
from ..model.diagnostic_json import encoded
from ..model.page_finding import PageFinding
from ..model.request import Project
from ..model.rules import RULES
from ..model.sheet import SHEETS
from .choice import Plain, choices

EDITORS = {
    "vscode": "vscode://file{path}:{line}:{column}",
    "cursor": "cursor://file{path}:{line}:{column}",
    "zed": "zed://file{path}:{line}:{column}",
    "idea": "idea://open?file={path}&line={line}&column={column}",
    "textmate": "txmt://open?url=file://{path}&line={line}&column={column}",
    "copy": "",
}
"""The address by which a program opens a file at a place. Nothing: the place is copied."""


def message(key: str, live: LiveEdition, update: LiveUpdate, project: Project, editor: str) -> Plain:
    """All that a window shows but the pictures themselves."""
    edition = live.shown
    shown = {
        "guide": edition.guide if edition else "",
        "cohort": edition.cohort if edition else "",
        "edition": edition.audience if edition else "",
        "theme": edition.theme if edition else "",
        "layout": edition.layout if edition else "",
    }
    return {
        "key": key,
        "title": edition.title if edition else project.root.name,
        "language": edition.language if edition else "en",
        "direction": edition.direction if edition else "ltr",
        "shown": shown,
        "choices": choices(project, live.library, shown["cohort"]),
        "pages": update.pages,
        "settled": update.settled,
        "places": update.places,
        "problems": list(_problems(live, update, project, editor)),
    }


def with_bug(said: Plain, key: str, project: Project) -> Plain:
    """The last message, which says also that we met a bug of ours. It reads nothing else, for that may be what failed.

    When there was none before, it is a message without pages.
    """
    nothing: Plain = {"shown": {}, "choices": {}, "pages": [], "places": {}, "problems": []}
    before = {
        "key": key,
        "title": project.root.name,
        "language": "en",
        "direction": "ltr",
        "settled": False,
        "busy": False,
        **nothing,
        **said,
    }
    hint = "please report it with the lines in the terminal; the preview goes on at the next save"
    bug = Diagnostic(RULES["PG809"], "this could not be shown, because of a bug in prepguides", Place.of_subject("preview"), hint)
    return {**before, "problems": [*(each for each in before["problems"] if each["rule"] != "PG809"), _told(bug, 0, {}, "")]}


def _problems(live: LiveEdition, update: LiveUpdate, project: Project, editor: str) -> Iterator[Plain]:
    found, lines = dict(update.found), _lines(live, update.places) if update.diagnostics else {}
    for problem in update.diagnostics:
        finding = found.get(problem)
        page = finding.page if finding else _page_of(problem, lines)
        yield _told(problem, page, _areas(live, finding) if finding else {}, link(problem.place, project, editor))


def _told(problem: Diagnostic, page: int, areas: dict[str, list[float]], opens: str) -> Plain:
    return {**encoded(problem), "title": problem.rule.title, "place": str(problem.place), "page": page, "areas": areas, "link": opens}


def _areas(live: LiveEdition, finding: PageFinding) -> dict[str, list[float]]:
    """Where on each paper a finding is seen: left, top, width and height, in shares of the sheet."""
    if finding.area is None or live.shown is None:
        return {}
    recto = (finding.page % 2 == 1) is not (live.shown.direction == "rtl")
    regions = {name: Cut(sheet, recto).region("", finding.area) for name, sheet in SHEETS.items()}
    return {name: [region.left, region.top, region.width, region.height] for name, region in regions.items()}


def _lines(live: LiveEdition, places: Mapping[str, int]) -> dict[str, list[tuple[int, int]]]:
    """By file, the lines on which something is written that is printed, each with its page; in the order of lines."""
    lines: dict[str, list[tuple[int, int]]] = {}
    if live.library is None:
        return lines
    for id, written in live.ways_back.elements.items():
        if id in places:
            place = live.library.place(written[0].ref, written[0].loc)
            lines.setdefault(place.path, []).append((place.line, places[id]))
    return {path: sorted(found) for path, found in lines.items()}


def _page_of(problem: Diagnostic, lines: Mapping[str, list[tuple[int, int]]]) -> int:
    """The page of what is written last before the problem; 0 when nothing of its file is printed."""
    there = lines.get(problem.place.path, []) if problem.place.is_file else []
    if not there:
        return 0
    return there[max(0, bisect_right(there, (problem.place.line, 10**9)) - 1)][1]


def link(place: Place, project: Project, editor: str) -> str:
    """The address that opens an editor at a place; none for what is no file, or without an editor."""
    pattern = EDITORS.get(editor, editor)
    if not place.is_file or not pattern:
        return ""
    path = quote(str(project.root / place.path))
    return pattern.format(path=path, line=max(1, place.line), column=max(1, place.column))
