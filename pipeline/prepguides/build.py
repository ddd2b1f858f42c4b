"""Composes the stages. Runs jobs on worker processes."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from . import __version__, bundled, machine
from .model.diagnostic import Diagnostic, Place, in_order
from .model.edition import Edition
from .model.library import Library
from .model.manifest import Artifact, Manifest, Output
from .model.plan import Job, Plan
from .model.project import PROJECT_FILE, Project, Request
from .model.rules import RULES
from .model.theme import Theme
from .pool import Lost, Pool
from .stages.bars import shortfalls
from .stages.coverage import uncovered
from .stages.dress import dress
from .stages.gather import gather, shelf_for
from .stages.load import load
from .stages.plan import aim, key, plan
from .stages.record import hashes_on_disk, read_manifest, sha256, write, write_manifest
from .stages.render import Page, render
from .stages.resolve import Blocked, resolve
from .stages.secrecy import Secret, leaks, secrets
from .stages.validate import validate
from .worker import Pressed, Task, work

ENGINE = (
    "weasyprint",
    "pydyf",
    "pikepdf",
    "jinja2",
    "markdown-it-py",
    "mdit-py-plugins",
    "pydantic",
    "fonttools",
    "tinycss2",
    "pyphen",
    "pillow",
)
"""Distributions whose versions can change the bytes."""


@dataclass(frozen=True)
class Event:
    """Something that happened to a job: `started`, `printed`, `unchanged` or `failed`."""

    kind: str
    name: str
    done: int
    total: int
    pages: int = 0
    seconds: float = 0.0
    paths: tuple[str, ...] = ()


Listener = Callable[[Event], None]


@dataclass(frozen=True)
class Prepared:
    """Everything before pressing: sound editions with their themes, and every problem so far."""

    library: Library | None
    editions: tuple[Edition, ...]
    themes: Mapping[str, Theme]
    blocked: tuple[Blocked, ...]
    diagnostics: tuple[Diagnostic, ...]
    secrets: tuple[Secret, ...] = ()
    """What candidates must not read."""


@dataclass(frozen=True)
class Outcome:
    """What a build did."""

    plan: Plan
    diagnostics: tuple[Diagnostic, ...]
    blocked: tuple[Blocked, ...]
    printed: tuple[str, ...] = ()
    """Paths of the files that were made or confirmed, in the output folder."""
    unchanged: tuple[str, ...] = ()
    crashes: tuple[str, ...] = ()


def prepare(project: Project, request: Request) -> Prepared:
    """Load, validate, resolve and dress."""
    sources = load(project)
    diagnostics = list(sources.diagnostics)
    nothing = Prepared(None, (), {}, (), tuple(diagnostics))
    if sources.value is None:
        return nothing
    library = validate(sources.value)
    diagnostics.extend(library.diagnostics)
    if library.value is None:
        return replace(nothing, diagnostics=in_order(diagnostics))
    diagnostics.extend(shortfalls(library.value))
    resolved = resolve(library.value, request)
    diagnostics.extend(resolved.diagnostics)
    themes: dict[str, Theme] = {}
    remains = [blocked.remains for blocked in resolved.value.blocked if blocked.remains]
    for name in dict.fromkeys(edition.theme for edition in (*resolved.value.editions, *remains)):
        dressed = dress(name, (project.templates, bundled.templates()))
        diagnostics.extend(dressed.diagnostics)
        if dressed.value is not None:
            themes[name] = dressed.value
    editions = tuple(edition for edition in resolved.value.editions if edition.theme in themes)
    return Prepared(library.value, editions, themes, resolved.value.blocked, in_order(diagnostics), secrets(library.value))


def check(project: Project, request: Request) -> Prepared:
    """All that a build would report short of pressing: templates are rendered, and what they load is looked up."""
    prepared = prepare(project, request)
    diagnostics = [*prepared.diagnostics, *_of_blocked(prepared, project)]
    for edition in prepared.editions:
        _, found = _document(edition, prepared, project)
        diagnostics.extend(found)
    return replace(prepared, diagnostics=in_order(diagnostics))


def _of_blocked(prepared: Prepared, project: Project) -> Iterator[Diagnostic]:
    """Template and asset problems in what remains of blocked editions: one fault must not hide another."""
    for blocked in prepared.blocked:
        theme = prepared.themes.get(blocked.remains.theme) if blocked.remains else None
        if blocked.remains and theme:
            page = render(blocked.remains, theme)
            yield from page.diagnostics
            if page.value is not None:
                yield from gather(page.value.html, theme, shelf_for(theme, project.assets), blocked.name).diagnostics


def pages_of(project: Project, prepared: Prepared) -> Iterator[tuple[Edition, Page]]:
    """Every edition that renders, with its document."""
    for edition in prepared.editions:
        document, _ = _document(edition, prepared, project)
        if document is not None:
            yield edition, document.page


@dataclass(frozen=True)
class _Document:
    page: Page
    digest: str
    """Of the HTML and of all that it loads."""


def _document(edition: Edition, prepared: Prepared, project: Project) -> tuple[_Document | None, tuple[Diagnostic, ...]]:
    """The edition's HTML with what it loads; None when a template, an asset or a claim is missing."""
    theme = prepared.themes[edition.theme]
    page = render(edition, theme)
    if page.value is None:
        return None, page.diagnostics
    assets = gather(page.value.html, theme, shelf_for(theme, project.assets), edition.name)
    problems = [*page.diagnostics, *assets.diagnostics]
    if prepared.library:
        problems += uncovered(edition, page.value.claims, prepared.library)
        problems += leaks(edition, page.value.html, prepared.library, prepared.secrets)
    if any(problem.is_error for problem in problems):
        return None, tuple(problems)
    return _Document(page.value, sha256(page.value.html.encode() + assets.value.encode())), tuple(problems)


def aimed_jobs(project: Project, request: Request, prepared: Prepared) -> tuple[tuple[Job, ...], tuple[Diagnostic, ...]]:
    """A job per edition, with its destinations and the digests of its inputs."""
    if prepared.library is None:
        return (), ()
    settings = prepared.library.settings
    aimed = aim(prepared.editions, request.papers or settings.papers, settings.output)
    tools = _tools()
    assets = _assets_digest(project)
    jobs = tuple(
        Job(edition, targets, _digests(edition, prepared.themes[edition.theme], tools, assets)) for edition, targets in aimed.value
    )
    return jobs, aimed.diagnostics


def output_folder(project: Project, request: Request) -> Path:
    return request.output or project.root / "output"


def build(project: Project, request: Request, listen: Listener) -> Outcome:
    """Print what is stale. One guide's failure never costs another; the manifest is true after every file."""
    prepared = prepare(project, request)
    jobs, clashes = aimed_jobs(project, request, prepared)
    folder = output_folder(project, request)
    manifest = read_manifest(folder)
    known = [path for artifact in manifest.artifacts.values() for path in artifact.outputs]
    planned = plan(jobs, manifest, hashes_on_disk(folder, known), force=request.force)
    diagnostics = [*prepared.diagnostics, *clashes, *_of_blocked(prepared, project)]
    if request.dry_run or not planned.stale:
        return Outcome(planned, in_order(diagnostics), prepared.blocked, unchanged=_paths(planned.fresh))
    if missing := machine.diagnose():
        return Outcome(planned, in_order([*diagnostics, *missing]), prepared.blocked)
    run = _Run(project, request, prepared, folder, dict(manifest.artifacts), listen, len(planned.stale))
    run.all(planned.stale)
    return Outcome(
        planned,
        in_order([*diagnostics, *run.diagnostics]),
        prepared.blocked,
        printed=tuple(run.printed),
        unchanged=(*_paths(planned.fresh), *run.unchanged),
        crashes=tuple(run.crashes),
    )


def _paths(jobs: Iterable[Job]) -> tuple[str, ...]:
    return tuple(target.path for job in jobs for target in job.targets)


class _Run:
    """One pass over the stale jobs: renders here, presses in workers, records as results come back."""

    def __init__(
        self,
        project: Project,
        request: Request,
        prepared: Prepared,
        folder: Path,
        artifacts: dict[str, Artifact],
        listen: Listener,
        total: int,
    ) -> None:
        self.project, self.request, self.prepared, self.folder = project, request, prepared, folder
        self.artifacts, self.listen, self.total = artifacts, listen, total
        self.done = 0
        self.diagnostics: list[Diagnostic] = []
        self.printed: list[str] = []
        self.unchanged: list[str] = []
        self.crashes: list[str] = []

    def all(self, jobs: tuple[Job, ...]) -> None:
        waiting: list[tuple[Job, _Document]] = []
        for job in jobs:
            document, problems = _document(job.edition, self.prepared, self.project)
            self.diagnostics.extend(problems)
            if document is None:
                self._finish("failed", job)
            elif self._same_pages(job, document):
                self._keep(job)
            else:
                waiting.append((job, document))
        if waiting:
            # Longest first, so that the last worker is not left alone with the largest guide.
            self._press(sorted(waiting, key=lambda pair: -len(pair[1].page.html)))

    def _same_pages(self, job: Job, document: _Document) -> bool:
        """The second gate: inputs changed, and what would be pressed did not."""
        before = self.artifacts.get(key(job.edition))
        return before is not None and before.html == document.digest and set(job.reasons) <= {"content", "templates"}

    def _keep(self, job: Job) -> None:
        before = self.artifacts[key(job.edition)]
        self.artifacts[key(job.edition)] = replace(before, digests=dict(job.digests))
        write_manifest(self.folder, Manifest(self.artifacts))
        self.unchanged.extend(target.path for target in job.targets)
        self._finish("unchanged", job, before.pages)

    def _press(self, waiting: list[tuple[Job, _Document]]) -> None:
        workers = min(self.request.jobs or os.cpu_count() or 1, len(waiting))
        tasks = [self._task(job, document) for job, document in waiting]
        pool: Pool[Task, Pressed] = Pool(work, workers)
        for index, result in pool.run(tasks, lambda index: self.listen(Event("started", tasks[index].name, self.done, self.total))):
            job, document = waiting[index]
            if isinstance(result, Lost):
                message = f"the worker process {result.reason}"
                self.diagnostics.append(Diagnostic(RULES["PG802"], message, Place(job.name), "try --jobs 1, or free some memory"))
                self._finish("failed", job)
            else:
                self._record(job, document, result)

    def _task(self, job: Job, document: _Document) -> Task:
        theme = self.prepared.themes[job.edition.theme]
        targets = {target.path: target.sheet.name for target in job.targets}
        hidden = tuple(secret.words for secret in self.prepared.secrets) if job.edition.audience == "candidate" else ()
        return Task(job.name, document.page.html, theme, shelf_for(theme, self.project.assets), targets, hidden)

    def _record(self, job: Job, document: _Document, pressed: Pressed) -> None:
        self.diagnostics.extend(pressed.diagnostics)
        if pressed.crash:
            self.crashes.append(pressed.crash)
        if not pressed.files:
            self._finish("failed", job)
            return
        budget = tuple(self._over_budget(job.edition, pressed.pages))
        self.diagnostics.extend(budget)
        try:
            for path, content in pressed.files.items():
                write(self.folder / path, content)
        except OSError as error:
            self.diagnostics.append(Diagnostic(RULES["PG803"], f"{error.strerror}: {error.filename}", Place(str(self.folder))))
            self._finish("failed", job)
            return
        before = self.artifacts.get(key(job.edition))
        # A build of one paper leaves the record of the other, as long as both show the same pages.
        outputs = dict(before.outputs) if before and before.html == document.digest else {}
        outputs |= {path: Output(sha256(content), len(content)) for path, content in pressed.files.items()}
        self.artifacts[key(job.edition)] = Artifact(
            job.name,
            pressed.pages,
            round(pressed.seconds, 3),
            dict(job.digests),
            document.digest,
            outputs,
            tuple(sorted(document.page.claims)),
        )
        write_manifest(self.folder, Manifest(self.artifacts))
        self.printed.extend(pressed.files)
        self._finish("printed", job, pressed.pages, pressed.seconds, tuple(pressed.files))

    def _over_budget(self, edition: Edition, pages: int) -> Iterator[Diagnostic]:
        least, most = edition.page_budget
        if edition.audience == "candidate" and not least <= pages <= most and self.prepared.library:
            place = self.prepared.library.place("guides", edition.guide, ("page_budget",), key=True)
            yield Diagnostic(
                RULES["PG704"], f"{pages} pages, where {least} to {most} are allowed", place, "cut sections, or change the budget"
            )

    def _finish(self, kind: str, job: Job, pages: int = 0, seconds: float = 0.0, paths: tuple[str, ...] = ()) -> None:
        self.done += 1
        self.listen(Event(kind, job.name, self.done, self.total, pages, seconds, paths))


def _digests(edition: Edition, theme: Theme, tools: str, assets: str) -> dict[str, str]:
    """Named, because the names that differ are the reasons that a rebuild prints."""
    return {
        "content": sha256(edition.model_dump_json().encode()),
        "templates": _digest_of({name: file.text for name, file in theme.templates.items()}),
        "styles": _digest_of([[file.path, file.text] for file in theme.styles]),
        "fonts": _digest_of([[font.face.model_dump(mode="json"), sha256(font.path.read_bytes())] for font in theme.fonts]),
        "assets": assets + _digest_of([_folder_digest(folder / "assets") for folder in theme.folders]),
        "tools": tools,
    }


def _digest_of(value: object) -> str:
    return sha256(json.dumps(value, sort_keys=True).encode())


def _assets_digest(project: Project) -> str:
    return _folder_digest(project.assets)


def _folder_digest(folder: Path) -> str:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return _digest_of([[path.relative_to(folder).as_posix(), sha256(path.read_bytes())] for path in files])


def _tools() -> str:
    versions = {"prepguides": __version__}
    for name in ENGINE:
        try:
            versions[name] = version(name)
        except PackageNotFoundError:
            versions[name] = "absent"
    return _digest_of(versions)


__all__ = ["PROJECT_FILE", "Event", "Outcome", "Prepared", "aimed_jobs", "build", "check", "output_folder", "pages_of", "prepare"]
