"""A copy of a guide for each learner of a roster: the guide as it was built, and pages of their own in front."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from ..model.assets import Folder
from ..model.content.base import Ref
from ..model.diagnostic import Checked, Diagnostic, Place, in_order
from ..model.edition import Edition
from ..model.job import Job, Target
from ..model.learner import RosterRow
from ..model.library import Library
from ..model.outcome import Event, Listener
from ..model.request import Project, Request, Selection
from ..model.rules import RULES
from ..model.theme import Theme
from ..model.variant import STANDARD
from ..stages.bind import CopyFile, SharedGuide, merge
from ..stages.checks.glyphs import missing_glyphs
from ..stages.read_roster import read_roster, roster_records
from ..stages.record import locked, refused, sha256, uninterrupted
from ..stages.resolve import personal
from ..stages.resolve_assets import resolve_assets, resolver_for
from ..stages.revision import is_tracked
from ..text.file_names import DEFAULT, calendar_name, file_name, unique
from .allowance import FIRST_SECONDS, SECONDS_A_PAGE, memory_for
from .copy_calendars import CopyCalendars
from .copy_ledger import RECORD, CopyLedger, KnownCopy
from .copy_list import Listed, write_list
from .copy_worker import CopyResult, CopyWorker
from .jobs import jobs_for
from .on_demand import OnDemand
from .output_folder import link_out
from .pool import PRELOAD, Limits, Lost, Pool
from .pools import as_asked, pool_for
from .prepare import Prepared, prepare
from .rendering import rendered
from .scheduler import WAYS_OUT

TASKS = 200
"""Copies after which a worker is replaced: each leaves a little memory behind."""

MERGED = "print-run"
"""What the file with all copies is called, before its guide and paper."""


@dataclass(frozen=True)
class Copies:
    """What became of the learners of a roster. No learner is named."""

    made: int = 0
    unchanged: int = 0
    folders: tuple[Path, ...] = ()
    problems: tuple[Diagnostic, ...] = ()
    crashes: tuple[str, ...] = ()


def unusable_roster(project: Project, request: Request) -> tuple[Diagnostic, ...]:
    """Why a build for learners makes no copy at all, which is known before anything is printed; nothing where it makes some."""
    if request.learners is None:
        return ()
    found = roster_records(request.learners, project.root)
    return () if found.value else in_order((*_tracked(request.learners, project), *found.diagnostics))


def print_copies(project: Project, selection: Selection, request: Request, listen: Listener) -> Copies:
    """A copy for each learner, of each edition for candidates that was built. Only those whose row or pages changed are made."""
    if request.learners is None:
        return Copies()
    prepared = prepare(project, replace(selection, editions=("candidate",)), sets=request.sets)
    if prepared.library is None:
        return Copies()
    roster = read_roster(request.learners, project.root, prepared.library)
    copies = Copies(problems=(*_tracked(request.learners, project), *roster.diagnostics))
    for job in jobs_for(project, prepared).value if roster.value else ():
        batch = _batch(job, prepared, roster.value, project, request)
        copies = replace(copies, problems=(*copies.problems, *batch.diagnostics))
        if batch.value is None:
            continue
        try:
            copies = batch.value.printed(copies, request, listen)
        except OSError as error:
            copies = replace(copies, problems=(*copies.problems, refused(error, batch.value.folder)))
    return replace(copies, problems=in_order(copies.problems))


def _tracked(roster: Path, project: Project) -> tuple[Diagnostic, ...]:
    """A warning when Git keeps the roster."""
    if not is_tracked(roster):
        return ()
    hint = f"take it out and ignore it: git rm --cached {roster.name}, and a line for it in .gitignore"
    return (Diagnostic(RULES["PG423"], "Git keeps this roster, and with it the names", Place(_shown(roster, project)), hint),)


def _shown(roster: Path, project: Project) -> str:
    """The roster's name in reports."""
    return roster.relative_to(project.root).as_posix() if roster.is_relative_to(project.root) else roster.name


def _batch(job: Job, prepared: Prepared, rows: tuple[RosterRow, ...], project: Project, request: Request) -> Checked[_Batch | None]:
    """The copies of one edition as it lies in the output folder. None where it was not built, which is reported already."""
    edition, theme, library, roster = job.edition, prepared.themes[job.edition.theme_key], prepared.library, request.learners
    if library is None or roster is None:
        return Checked(None)
    targets = tuple(target for target in job.targets if target.variant.finish == "none")
    if not edition.sections or edition.sections[0].kind != "cover":
        message = f"{edition.guide} does not begin with its cover, which each copy has with the learner's name"
        return Checked(
            None, (Diagnostic(RULES["PG422"], message, library.place(Ref("guides", edition.guide)), "begin it with  kind: cover"),)
        )
    try:
        guides = {target.sheet.name: SharedGuide((request.output_in(project) / target.path).read_bytes()) for target in targets}
    except OSError:
        return Checked(None)
    name = _shown(roster, project)
    readable = tuple(_set_in(theme, rows, library, name))
    problems = [problem for checked in readable for problem in checked.diagnostics]
    sound = tuple(checked.value for checked in readable if not checked.has_errors)
    first = next(rendered((personal(edition, rows[0].learner, library),), prepared.themes, preload=PRELOAD))
    resolver = resolver_for(theme, Folder(project.assets, project.root))
    assets = resolve_assets(first.value.html if first.value else "", theme, resolver, edition.name, library)
    problems += [*first.diagnostics, *assets.diagnostics]
    if first.value is None or assets.has_errors or not guides:
        return Checked(None, tuple(problems))
    contents = [sha256(guide.content) for guide in guides.values()]
    folder = request.output_in(project) / edition.cohort / "-".join((edition.guide, "learners", *_layout(edition)))
    if problem := link_out(request.output_in(project), [(folder / RECORD).relative_to(request.output_in(project)).as_posix()]):
        return Checked(None, (*problems, problem))
    shared = repr((contents, sorted(job.digests.items())))
    worker = CopyWorker(theme, assets.value, guides, tuple(target.sheet for target in targets))
    return Checked(_Batch(edition, theme, library, sound, targets, worker, shared, name, folder, project), tuple(problems))


def _layout(edition: Edition) -> tuple[str, ...]:
    return () if edition.layout == STANDARD else (edition.layout,)


def _set_in(theme: Theme, rows: Sequence[RosterRow], library: Library, roster: str) -> Iterator[Checked[RosterRow]]:
    """Each row, and that the theme has no font for what it says, where that is so."""
    for row in rows:
        words = " ".join(filter(None, (row.learner.name, row.learner.role, row.learner.company)))
        lacking = missing_glyphs(words, theme, library, Place(roster, row.number, 1)) if not words.isascii() else ()
        problems = tuple(
            Diagnostic(RULES["PG420"], "characters that no font of the theme has", Place(roster, row.number, 1), found.hint)
            for found in lacking
        )
        yield Checked(row, problems[:1])


@dataclass(frozen=True)
class _Batch:
    """The copies of one edition."""

    edition: Edition
    theme: Theme
    library: Library
    rows: tuple[RosterRow, ...]
    targets: tuple[Target, ...]
    worker: CopyWorker
    shared: str
    """What the pages of each copy are made from, besides the roster's row."""
    roster: str
    folder: Path
    project: Project

    def printed(self, before: Copies, request: Request, listen: Listener) -> Copies:
        """What was before, and what became of these. OSError."""
        ledger = CopyLedger(self.folder, partial(locked, request.output_in(self.project), request.wait))
        names = self._names(request.name_pattern or DEFAULT)
        known = {index: found for index in range(len(self.rows)) if (found := self._known(ledger, index, names, force=request.force))}
        stale = sorted((index for index in range(len(self.rows)) if index not in known), key=self._plan)
        problems: list[Diagnostic] = []
        crashes: list[str] = []
        limits = _limits(request, max(guide.pages for guide in self.worker.guides.values()))
        files = tuple(asset.path for asset in self.worker.assets.files.values())
        here: Pool[Edition, CopyResult] = Pool(self.worker, CopyResult, self._workers(request, stale), limits, files)
        fronts = OnDemand(lambda task: self._front(stale[task]), len(stale))
        for done, (task, made) in enumerate(pool_for(here, request, problems).run(fronts), 1):
            index, result = stale[task], as_asked(made, self.worker.guides.keys())
            if isinstance(result, Lost):
                problems.append(
                    Diagnostic(RULES["PG802"], f"the worker process {result.reason}", self._place(index), WAYS_OUT[result.limit])
                )
            elif result.files:
                known[index] = self._recorded(ledger, index, names, result)
            else:
                problems += self._problems(index, result)
                crashes += [result.crash] if result.crash else []
            listen(Event("finished", f"{self.edition.name}, line {self.rows[index].number}", done, len(stale)))
        if request.merge:
            self._merge(ledger, names, known)
        listed = tuple(self._listed(ledger, names, known, request))
        with ledger.in_turn():
            lying = ledger.settle()
            write_list(self.folder, [one for one in listed if one.path in lying])
        new = len([index for index in stale if index in known])
        return replace(
            before,
            made=before.made + new,
            unchanged=before.unchanged + len(known) - new,
            folders=(*before.folders, self.folder),
            problems=(*before.problems, *problems),
            crashes=(*before.crashes, *crashes),
        )

    def _merge(self, ledger: CopyLedger, names: Sequence[tuple[str, ...]], known: Mapping[int, tuple[KnownCopy, ...]]) -> None:
        """The copies in one file for each paper, made again when one of them is another. OSError."""
        for paper, (target, name) in enumerate(zip(self.targets, self._print_runs(), strict=True)):
            inputs = repr([(self.rows[index].learner.name, copies[paper].sha256) for index, copies in sorted(known.items())])
            if known and ledger.fresh(name, inputs) is None:
                files = [CopyFile(self.rows[index].learner.name, self.folder / names[index][paper]) for index in sorted(known)]
                content, pages = merge(self.worker.guides[target.sheet.name], files)
                ledger.record(name, inputs, content, pages)

    def _print_runs(self) -> tuple[str, ...]:
        """The file of each paper that has all copies in it."""
        return tuple(f"{MERGED}-{self.edition.guide}-{target.sheet.name}.pdf" for target in self.targets)

    def _listed(
        self, ledger: CopyLedger, names: Sequence[tuple[str, ...]], known: Mapping[int, tuple[KnownCopy, ...]], request: Request
    ) -> Iterator[Listed]:
        """The copies that lie there, each with the learner's calendar, which is written where it is not what it should be."""
        calendars = CopyCalendars(self.edition, self.library, ledger)
        beside = self._calendar_names(request.name_pattern or DEFAULT)
        for index in sorted(known):
            calendar = calendars.written(self.rows[index], beside[index], self._inputs(index), force=request.force)
            for name, copy in zip(names[index], known[index], strict=True):
                yield Listed(self.rows[index], name, copy, calendar)

    def _calendar_names(self, pattern: str) -> list[str]:
        """Of each row, the calendar's file: it is one for all papers."""
        values = ({**self._values(row, target), "paper": "", "variant": ""} for row in self.rows for target in self.targets[:1])
        return [calendar_name(name) for name in unique(file_name(pattern, each) for each in values)]

    def _names(self, pattern: str) -> list[tuple[str, ...]]:
        """Of each row, the file of each paper; none is called what the print run is."""
        wanted = [file_name(pattern, self._values(row, target)) for row in self.rows for target in self.targets]
        flat = iter(unique([*self._print_runs(), *wanted])[len(self.targets) :])
        return [tuple(next(flat) for _ in self.targets) for _ in self.rows]

    def _values(self, row: RosterRow, target: Target) -> dict[str, str]:
        edition, learner = self.edition, row.learner
        of_learner = {
            "name": learner.name,
            "role": learner.role or "",
            "company": learner.company or "",
            "id": row.id,
            "row": str(row.number),
        }
        of_edition = {"cohort": edition.cohort, "guide": edition.guide, "edition": edition.audience}
        return {**of_learner, **of_edition, "paper": target.sheet.name, "variant": target.variant.name}

    def _known(self, ledger: CopyLedger, index: int, names: Sequence[tuple[str, ...]], *, force: bool) -> tuple[KnownCopy, ...]:
        """The learner's copies as they lie there; none when one of them is to be made."""
        found = [] if force else [ledger.fresh(name, self._inputs(index)) for name in names[index]]
        return tuple(copy for copy in found if copy) if all(found) else ()

    def _inputs(self, index: int) -> str:
        return f"{self.rows[index].learner!r} {self.shared}"

    def _recorded(self, ledger: CopyLedger, index: int, names: Sequence[tuple[str, ...]], result: CopyResult) -> tuple[KnownCopy, ...]:
        with uninterrupted():
            return tuple(
                ledger.record(name, self._inputs(index), result.files[target.sheet.name], result.pages)
                for name, target in zip(names[index], self.targets, strict=True)
            )

    def _front(self, index: int) -> Edition:
        """A learner's own pages, which workers render."""
        return personal(self.edition, self.rows[index].learner, self.library)

    def _plan(self, index: int) -> str:
        """What the plan of a row depends on: those that are alike are made one after the other, so that their pages are laid out once."""
        return repr(replace(self.rows[index].learner, name="", role=None, company=None))

    def _problems(self, index: int, result: CopyResult) -> Iterator[Diagnostic]:
        """By rule alone: what is written on the pages is nobody's who reads reports."""
        codes = dict.fromkeys([*(finding.code for finding in result.findings), *(problem.rule.code for problem in result.diagnostics)])
        for code in codes or ([] if result.crash else ["PG505"]):
            yield Diagnostic(RULES["PG420"], f"the learner's own pages: {RULES[code].title} ({code})", self._place(index))

    def _place(self, index: int) -> Place:
        return Place(self.roster, self.rows[index].number, 1)

    @staticmethod
    def _workers(request: Request, stale: Sequence[int]) -> int:
        return max(1, min(request.jobs or os.cpu_count() or 1, len(stale)))


def _limits(request: Request, pages: int) -> Limits:
    """Of a worker that binds a guide of so many pages with those of a learner."""
    seconds = request.time_limit or FIRST_SECONDS + SECONDS_A_PAGE * pages
    return Limits(seconds, request.memory_limit * 1024**2 if request.memory_limit else memory_for(pages), TASKS)
