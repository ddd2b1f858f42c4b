"""Prints stale jobs: has workers render them and typeset what came out different, records results as they come back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cached_property

from ..model.diagnostic import Diagnostic, Place
from ..model.job import Job, Target
from ..model.manifest import Artifact, Output
from ..model.outcome import EditionResult, Event, Listener
from ..model.page_finding import PageFinding
from ..model.request import Project, Request
from ..project.versions import tool_versions
from ..stages.plan import THROUGH_THE_HTML
from ..stages.record import sha256
from .ledger import Ledger
from .page_checks import PageChecks
from .pool import Lost
from .pools import preloads
from .prepare import Document, Prepared, checked_page
from .rendering import Page, rendered
from .scheduler import Scheduler, Waiting, lost_at
from .worker import Task, WorkerResult


class Printer:
    """Turns jobs into results. One guide's failure never costs another."""

    def __init__(self, project: Project, request: Request, prepared: Prepared, ledger: Ledger) -> None:
        self._project, self._request, self._prepared, self._ledger = project, request, prepared, ledger
        self._pages = PageChecks.of(prepared, request.sets)
        self.problems: list[Diagnostic] = []
        """Of workers, and of no edition."""

    def unchanged(self, job: Job) -> EditionResult:
        """A fresh edition; what was said of its pages when they were printed is said again."""
        return self._as_before(job, self._ledger.manifest.artifacts[job.key], EditionResult(job.name, job.key, "unchanged"))

    def unprinted(self, job: Job) -> EditionResult:
        """A stale edition that this run does not try, with the pages that it had."""
        before = self._ledger.artifact(job.key)
        return EditionResult(job.name, job.key, "to print", job.reasons, pages=before.pages if before else 0)

    def printed(self, jobs: Sequence[Job], listen: Listener) -> tuple[EditionResult, ...]:
        """What became of each stale job, in the order in which they ended; first of those that need no worker."""
        results: list[EditionResult] = []

        def started(name: str) -> None:
            listen(Event("started", name, len(results), len(jobs), schedule.left()))

        def finished(result: EditionResult, left: float | None = None) -> None:
            results.append(result)
            listen(Event("finished", result.name, len(results), len(jobs), left, result))

        waiting: list[Waiting] = []
        pages = rendered([job.edition for job in jobs], self._prepared.themes, self._request.jobs, preloads(self._request))
        for job, page in zip(jobs, pages, strict=True):
            ready = self._rendered(job, page)
            if isinstance(ready, Waiting):
                waiting.append(ready)
            else:
                finished(ready)
        schedule = Scheduler(waiting, self._recorded_seconds(waiting), self._request)
        for one, made in schedule.results(started):
            finished(self._recorded(one, made), schedule.left())
        self.problems += schedule.problems
        return tuple(results)

    def _rendered(self, job: Job, page: Page) -> Waiting | EditionResult:
        """The second gate: when inputs changed and what would be typeset did not, only the record changes."""
        checked = checked_page(job.edition, page, self._prepared, self._project)
        document, problems = checked.value, checked.diagnostics
        if document is None:
            return replace(self.unprinted(job), status="failed", diagnostics=problems)
        before = self._ledger.artifact(job.key)
        if before is None or before.html != document.digest or not set(job.reasons) <= THROUGH_THE_HTML:
            return Waiting(job, document, problems, self._task(job, document))
        refused = self._ledger.renew(job.key, job.digests)
        same = EditionResult(job.name, job.key, "same pages", job.reasons, diagnostics=(*problems, *refused), try_again=bool(refused))
        return self._as_before(job, before, same)

    def _as_before(self, job: Job, before: Artifact, result: EditionResult) -> EditionResult:
        files = tuple(target.path for target in job.targets)
        return replace(result, files=files, pages=before.pages, diagnostics=(*result.diagnostics, *self._problems_of(job, before)))

    def _problems_of(self, job: Job, artifact: Artifact) -> tuple[Diagnostic, ...]:
        return self._pages.problems(job.edition, artifact) if self._pages else ()

    def _located(self, job: Job, findings: tuple[PageFinding, ...]) -> tuple[Diagnostic, ...]:
        """What a worker found on pages that it did not finish."""
        return tuple(self._pages.located(job.edition, findings)) if self._pages else ()

    def _recorded_seconds(self, waiting: Iterable[Waiting]) -> dict[str, float]:
        return {one.job.name: known.seconds for one in waiting if (known := self._ledger.artifact(one.job.key))}

    def _task(self, job: Job, document: Document) -> Task:
        theme = self._prepared.themes[job.edition.theme_key]
        return Task(
            name=job.name,
            html=document.page.html,
            theme=theme,
            assets=document.assets,
            targets=job.targets,
            coach_texts=self._coach_texts if job.edition.audience == "candidate" else {},
            coach_anchor=job.edition.coach_anchor,
        )

    @cached_property
    def _coach_texts(self) -> dict[str, Place]:
        library = self._prepared.library
        texts = self._prepared.coach_texts if library else ()
        return {text.words: library.place(text.ref, text.loc) for text in texts} if library else {}

    def _recorded(self, one: Waiting, result: WorkerResult | Lost) -> EditionResult:
        """What the worker made, written and recorded; or why there is nothing to write."""
        failed = replace(self.unprinted(one.job), status="failed", diagnostics=one.problems)
        if isinstance(result, Lost):
            return replace(failed, diagnostics=(*one.problems, *self._located(one.job, (lost_at(result),))), try_again=True)
        of_file = self._pages.at_guide(one.job.edition, result.diagnostics) if self._pages else result.diagnostics
        failed = replace(failed, diagnostics=(*one.problems, *of_file), seconds=result.seconds)
        if not result.files:
            found = (*failed.diagnostics, *self._located(one.job, result.findings))
            return replace(failed, diagnostics=found, crash=result.crash, try_again=bool(result.crash))
        artifact = _artifact(one, result)
        found = (*failed.diagnostics, *self._problems_of(one.job, artifact))
        refused = self._ledger.record(one.job.key, artifact, result.files)
        if refused:
            return replace(failed, diagnostics=(*found, *refused), try_again=True)
        return replace(failed, status="printed", diagnostics=found, files=tuple(result.files), pages=result.pages)


def _output(target: Target, result: WorkerResult) -> Output:
    content = result.files[target.path]
    return Output(sha256(content), len(content), target.variant.name, target.variant.pages(result.pages))


def _artifact(one: Waiting, result: WorkerResult) -> Artifact:
    return Artifact(
        edition=one.job.name,
        pages=result.pages,
        seconds=round(result.seconds, 3),
        digests=dict(one.job.digests),
        html=one.document.digest,
        outputs={target.path: _output(target, result) for target in one.job.targets if target.path in result.files},
        claims=tuple(sorted(one.document.page.claims)),
        tools=tool_versions(),
        findings=result.findings,
        units=result.units,
        coach_pages=result.coach_pages,
    )
