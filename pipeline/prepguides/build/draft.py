"""A build that prints whatever there is, with its problems marked, under names that say draft. No such file is a finished one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ..model.assets import Folder
from ..model.diagnostic import Diagnostic, in_order
from ..model.edition import Edition
from ..model.outcome import EditionResult, Listener, Outcome
from ..model.request import Project, Request, Selection
from ..model.sheet import SHEETS
from ..stages.mark_draft import mark_draft
from ..stages.plan import assign_outputs
from ..stages.resolve_assets import resolve_assets, resolver_for
from .ledger import Ledger
from .lifeline import unready
from .page_checks import PageChecks
from .pool import Lost
from .prepare import Document, Prepared, check
from .rendering import rendered
from .scheduler import Waiting, lost_at
from .unfinished import job_beside, printed
from .worker import Task, WorkerResult


def build_draft(project: Project, selection: Selection, request: Request, listen: Listener) -> Outcome:
    """Print every edition that was asked for, also what remains of those that content errors block, with what is wrong marked."""
    prepared = check(project, selection, sets=request.sets, drafts=True, typesets=True)
    if prepared.library is None:
        return Outcome((), prepared.diagnostics)
    missing = unready()
    if missing:
        return Outcome((), (*prepared.diagnostics, *missing))
    ledger, pages = Ledger(request.output_in(project), wait=request.wait), PageChecks.of(prepared, request.sets)
    waiting = list(_waiting(prepared, project, request))
    results = printed(waiting, request, listen, lambda one, made: _recorded(one, made, prepared, pages, ledger))
    return Outcome(results, prepared.diagnostics)


def _waiting(prepared: Prepared, project: Project, request: Request) -> Iterator[Waiting]:
    """The editions that can be rendered, as tasks whose files are drafts."""
    remains = (blocked.remains for blocked in prepared.blocked if blocked.remains)
    editions: list[Edition] = [edition for edition in (*prepared.editions, *remains) if edition.theme_key in prepared.themes]
    library = prepared.library
    if library is None:
        return
    assigned = assign_outputs(editions, library.settings.output, library.place_of_setting("output")).value
    pages = rendered([edition for edition, _ in assigned], prepared.themes, request.jobs)
    for (edition, targets), checked in zip(assigned, pages, strict=True):
        theme, page = prepared.themes[edition.theme_key], checked.value
        if page is None:  # its template errors are reported already
            continue
        assets = resolve_assets(page.html, theme, resolver_for(theme, Folder(project.assets, project.root)), edition.name, library).value
        job = job_beside(edition, targets, "draft")
        yield Waiting(job, Document(page, assets, ""), (), Task(edition.name, page.html, theme, assets, job.targets, is_draft=True))


def _recorded(one: Waiting, made: WorkerResult | Lost, prepared: Prepared, pages: PageChecks | None, ledger: Ledger) -> EditionResult:
    """The files of a draft, marked and written; or why there are none."""
    edition = one.job.edition
    result = EditionResult(edition.name, one.job.key, "failed")
    if isinstance(made, Lost):
        return replace(result, diagnostics=tuple(pages.located(edition, (lost_at(made),))) if pages else ())
    found: tuple[Diagnostic, ...] = made.diagnostics
    if pages is not None:
        found = (*pages.at_guide(edition, made.diagnostics), *pages.located(edition, made.findings))
    result = replace(result, diagnostics=found, seconds=made.seconds, crash=made.crash)
    if not made.files:
        return result
    problems = [f"{each.place}: {each.rule.severity} {each.rule.code} {each.message}" for each in in_order((*prepared.diagnostics, *found))]
    sheets = {target.path: SHEETS[target.sheet.name] for target in one.job.targets}
    files = {path: mark_draft(content, sheets[path], made.findings, problems) for path, content in made.files.items()}
    refused = ledger.record_drafts(files)
    if refused:
        return replace(result, diagnostics=(*found, *refused))
    return replace(result, status="printed", files=tuple(files), pages=made.pages)
