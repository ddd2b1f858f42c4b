"""Runs what is stale: renders here, presses in worker processes, records as results come back."""

from __future__ import annotations
from ..model.content.base import Ref

import os
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from time import monotonic

from . import output_folder
from ..project import doctor
from .digests import digests, folder_digest, run_fingerprint, tools_digest
from ..project.versions import tool_versions
from .up_to_date import remember
from ..model.diagnostic import Diagnostic, Place, in_order
from ..model.edition import Edition
from ..model.manifest import Artifact, Manifest, Output
from ..model.outcome import Event, Listener, Outcome
from ..model.job import Job
from ..model.request import Project, Request
from ..model.rules import RULES
from .eta import TimeLeft
from .pool import Limits, Lost, Pool
from .prepare import Document, Prepared, document_of, prepare, problems_of_blocked
from ..stages.checks.coverage import owed
from ..stages.plan import THROUGH_THE_HTML, assign_outputs, destinations, key, plan
from ..stages.record import hashes_on_disk, read_manifest, sha256, uninterrupted, write, write_manifest
from ..stages.resolve import every_edition
from .worker import WorkerResult, Task, work

WAYS_OUT = {
    "": "try --jobs 1, or free some memory",
    "time": "raise --time-limit, if the guide is as long as it should be",
    "memory": "raise --memory-limit, or split the guide",
}
"""What a person can do when a worker is lost, by the limit that it ran into."""


def aimed_jobs(project: Project, prepared: Prepared) -> tuple[tuple[Job, ...], tuple[Diagnostic, ...]]:
    """A job per edition, with its destinations and the digests of its inputs."""
    if prepared.library is None:
        return (), ()
    aimed = assign_outputs(prepared.editions, prepared.library.settings.output, prepared.library.place_of_setting("output"))
    tools, assets = tools_digest(), folder_digest(project.assets)
    hidden = [coach_text.words for coach_text in prepared.coach_texts]
    jobs = []
    for edition, targets in aimed.value:
        claims = [claim.id for claim in owed(edition, prepared.library.claims)]
        withheld = hidden if edition.audience == "candidate" else []
        jobs.append(Job(edition, targets, digests(edition, prepared.themes[edition.theme_key], tools, assets, claims, withheld)))
    return tuple(jobs), aimed.diagnostics


def build(project: Project, request: Request, listen: Listener) -> Outcome:
    """Print what is stale. One guide's failure never costs another; the manifest is true after every file."""
    fingerprint = run_fingerprint(project, request)
    prepared = prepare(project, request)
    jobs, clashes = aimed_jobs(project, prepared)
    folder = request.output_in(project)
    made = _destinations(prepared)
    manifest = read_manifest(folder)
    manifest = output_folder.without_lost(folder, manifest, made) if made else manifest
    wanted = [target.path for job in jobs for target in job.targets]
    planned = plan(jobs, manifest, hashes_on_disk(folder, wanted), tool_versions(), force=request.force)
    listen(Event("planned", "", 0, len(planned.stale), reasons=tuple((job.name, job.reasons) for job in (*planned.stale, *planned.fresh))))
    run = _Run(project, request, prepared, folder, manifest, listen, len(planned.stale))
    run.diagnostics += [*prepared.diagnostics, *clashes, *problems_of_blocked(prepared, project)]
    for job in planned.fresh:
        run.keep(job)
    missing = doctor.diagnose() if planned.stale and not request.dry_run else ()
    run.diagnostics += missing
    if not missing and not request.dry_run:
        run.all(planned.stale)
    abandoned = output_folder.abandoned(folder, run.manifest, made) if made else ()
    removed = run.prune(abandoned) if request.prune and not request.dry_run else ()
    run.diagnostics += output_folder.reported(path for path in abandoned if path not in removed)
    outcome = Outcome(
        stale=tuple((job.name, job.reasons) for job in planned.stale),
        fresh=tuple(job.name for job in planned.fresh),
        diagnostics=in_order(run.diagnostics),
        blocked=tuple((blocked.name, blocked.missing) for blocked in prepared.blocked),
        printed=tuple(run.printed),
        unchanged=tuple(run.unchanged),
        removed=removed,
        failed=tuple(run.failed),
        crashes=tuple(run.crashes),
    )
    if not (missing or run.lost or run.crashes or request.dry_run):
        write_manifest(folder, remember(run.manifest, request, fingerprint, outcome))
    return outcome


def _destinations(prepared: Prepared) -> frozenset[str]:
    """Wherever the project can write a file; nowhere while content has errors, which hide what the project has."""
    library = prepared.library
    if library is None or library.faulty or any(problem.is_error for problem in prepared.diagnostics):
        return frozenset()
    return destinations(every_edition(library), library.settings.output)


class _Run:
    """One pass over the stale jobs: renders here, presses in workers, records as results come back."""

    def __init__(
        self,
        project: Project,
        request: Request,
        prepared: Prepared,
        folder: Path,
        manifest: Manifest,
        listen: Listener,
        total: int,
    ) -> None:
        self.project, self.request, self.prepared, self.folder = project, request, prepared, folder
        self.artifacts, self.runs, self.left = dict(manifest.artifacts), manifest.runs, dict(manifest.left)
        self.listen, self.total, self.tools = listen, total, tool_versions()
        self.done = self.lost = 0
        self.pace = TimeLeft({}, {}, 1)
        self.diagnostics: list[Diagnostic] = []
        self.printed: list[str] = []
        self.unchanged: list[str] = []
        self.crashes: list[str] = []
        self.failed: list[str] = []

    def all(self, jobs: tuple[Job, ...]) -> None:
        waiting: list[tuple[Job, Document]] = []
        for job in jobs:
            document, problems = document_of(job.edition, self.prepared, self.project)
            self.diagnostics.extend(problems)
            if document is None:
                self._finish("failed", job)
            elif self._same_pages(job, document):
                self._renew(job)
            else:
                waiting.append((job, document))
        if waiting:
            # Longest first, so that the last worker is not left alone with the largest guide.
            self._press(sorted(waiting, key=lambda pair: -len(pair[1].page.html)))

    def _same_pages(self, job: Job, document: Document) -> bool:
        """The second gate: inputs changed, and what would be pressed did not."""
        before = self.artifacts.get(key(job.edition))
        return before is not None and before.html == document.digest and set(job.reasons) <= THROUGH_THE_HTML

    def keep(self, job: Job) -> None:
        """Say again of a fresh edition what was said when it was printed."""
        artifact = self.artifacts[key(job.edition)]
        self.diagnostics.extend(self._over_budget(job.edition, artifact.pages, artifact.coach_pages))
        self.diagnostics.extend(self._half_full(job.edition, artifact.thin))
        self.unchanged.extend(target.path for target in job.targets)

    def _renew(self, job: Job) -> None:
        """Other inputs, same pages: only the record changes."""
        before = self.artifacts[key(job.edition)]
        self.artifacts[key(job.edition)] = replace(before, digests=dict(job.digests))
        self._save()
        self.keep(job)
        self._finish("unchanged", job, before.pages)

    @property
    def manifest(self) -> Manifest:
        """What is known now."""
        return Manifest(self.artifacts, self.runs, self.left)

    def prune(self, paths: tuple[str, ...]) -> tuple[str, ...]:
        """Remove abandoned files, once everything else went well."""
        if any(problem.is_error for problem in self.diagnostics) or self.crashes:
            return ()
        removed = output_folder.remove(self.folder, paths)
        kept = output_folder.without(self.manifest, removed)
        self.artifacts, self.left = dict(kept.artifacts), dict(kept.left)
        return removed

    def _save(self) -> None:
        write_manifest(self.folder, self.manifest)

    def _press(self, waiting: list[tuple[Job, Document]]) -> None:
        workers = min(self.request.jobs or os.cpu_count() or 1, len(waiting))
        tasks = [self._task(job, document) for job, document in waiting]
        limits = Limits(self.request.time_limit, self.request.memory_limit * 1024**2)
        pool: Pool[Task, WorkerResult] = Pool(work, workers, limits)
        recorded = {job.name: self.artifacts[key(job.edition)].seconds for job, _ in waiting if key(job.edition) in self.artifacts}
        self.pace = TimeLeft({task.name: len(task.html) for task in tasks}, recorded, workers)
        for index, result in pool.run(tasks, lambda index: self._start(tasks[index].name)):
            job, document = waiting[index]
            self.pace.finish(job.name, monotonic())
            if isinstance(result, Lost):
                message = f"the worker process {result.reason}"
                self.lost += 1
                self.diagnostics.append(Diagnostic(RULES["PG802"], message, Place(job.name), WAYS_OUT[result.limit]))
                self._finish("failed", job)
            else:
                with uninterrupted():
                    self._record(job, document, result)

    def _start(self, name: str) -> None:
        self.pace.start(name, monotonic())
        self.listen(Event("started", name, self.done, self.total, left=self.pace.left(monotonic())))

    def _task(self, job: Job, document: Document) -> Task:
        theme = self.prepared.themes[job.edition.theme_key]
        targets = {target.path: target.sheet.name for target in job.targets}
        hidden = self._coach_texts if job.edition.audience == "candidate" else {}
        return Task(job.name, document.page.html, theme, document.assets, targets, hidden, job.edition.coach_anchor)

    @cached_property
    def _coach_texts(self) -> dict[str, Place]:
        library = self.prepared.library
        return {coach_text.words: library.place(coach_text.ref, coach_text.loc) for coach_text in self.prepared.coach_texts} if library else {}

    def _record(self, job: Job, document: Document, pressed: WorkerResult) -> None:
        self.diagnostics.extend(pressed.diagnostics)
        if pressed.crash:
            self.crashes.append(pressed.crash)
        if not pressed.files:
            self._finish("failed", job)
            return
        self.diagnostics.extend(self._over_budget(job.edition, pressed.pages, pressed.coach_pages))
        self.diagnostics.extend(self._half_full(job.edition, pressed.thin))
        try:
            for path, content in pressed.files.items():
                write(self.folder / path, content)
        except OSError as error:
            self.lost += 1
            self.diagnostics.append(Diagnostic(RULES["PG803"], f"{error.strerror}: {error.filename}", Place(str(self.folder))))
            self._finish("failed", job)
            return
        before = self.artifacts.get(key(job.edition))
        # A build of one paper leaves the record of the other, as long as both show the same pages.
        files = dict(before.outputs) if before and before.html == document.digest else {}
        files |= {path: Output(sha256(content), len(content)) for path, content in pressed.files.items()}
        self._supersede(before, files)
        self.artifacts[key(job.edition)] = Artifact(
            job.name,
            pressed.pages,
            round(pressed.seconds, 3),
            dict(job.digests),
            document.digest,
            files,
            tuple(sorted(document.page.claims)),
            self.tools,
            pressed.thin,
            pressed.coach_pages,
        )
        self._save()
        self.printed.extend(pressed.files)
        self._finish("printed", job, pressed.pages, pressed.seconds, tuple(pressed.files))

    def _supersede(self, before: Artifact | None, files: Mapping[str, Output]) -> None:
        """Keep in mind the files that this record lets go of, and let go of the record of those that it takes over."""
        self.left |= {path: output for path, output in (before.outputs if before else {}).items() if path not in files}
        for path in files:
            self.left.pop(path, None)
        for other, artifact in self.artifacts.items():
            if not artifact.outputs.keys().isdisjoint(files):
                kept = {path: output for path, output in artifact.outputs.items() if path not in files}
                self.artifacts[other] = replace(artifact, outputs=kept)

    def _over_budget(self, edition: Edition, pages: int, coach_pages: int) -> Iterator[Diagnostic]:
        """Of a coach's edition only what it adds is counted: the rest is the candidate's, and has a budget of its own."""
        counted, field, whose = (
            (pages, "page_budget", "") if edition.audience == "candidate" else (coach_pages, "coach_pages", " for the coach")
        )
        least, most = edition.page_budget or (0, counted)
        if not least <= counted <= most and self.prepared.library:
            place = self.prepared.library.place(Ref("guides", edition.guide), (field,), key=True)
            message = f"{counted} pages{whose}, where {least} to {most} are allowed"
            yield Diagnostic(RULES["PG704"], message, place, "cut sections, or change the budget")

    def _half_full(self, edition: Edition, thin: tuple[tuple[int, int], ...]) -> Iterator[Diagnostic]:
        if self.prepared.library and self.prepared.library.settings.bars.half_full_pages:
            hint = "cut it, fill it, or give it lines to write on"
            for page, percent in thin:
                yield Diagnostic(RULES["PG706"], f"page {page} is {percent}% full", Place(edition.name), hint)

    def _finish(self, kind: str, job: Job, pages: int = 0, seconds: float = 0.0, paths: tuple[str, ...] = ()) -> None:
        self.done += 1
        if kind == "failed":
            self.failed.append(job.name)
        self.listen(Event(kind, job.name, self.done, self.total, pages, seconds, paths, self.pace.left(monotonic())))
