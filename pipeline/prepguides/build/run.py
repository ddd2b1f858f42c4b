"""A build from the content to the files: what is stale, what came of it, and what is remembered."""

from __future__ import annotations

from dataclasses import replace

from ..model.diagnostic import Diagnostic
from ..model.job import Plan
from ..model.outcome import EditionResult, Event, Listener, Outcome
from ..model.request import Project, Request, Selection
from ..project.versions import tool_versions
from ..stages.plan import destinations, plan
from ..stages.resolve import every_edition
from . import output_folder
from .companions import companion_destinations, companions_for, made, planned_companions
from .digests import run_fingerprint
from .jobs import jobs_for
from .ledger import Ledger
from .pool import begin_loading
from .pools import preloads, unready_pool
from .prepare import Prepared, prepare, problems_of_blocked
from .printing import Printer
from .up_to_date import record_of, run_key


def build(project: Project, selection: Selection, request: Request, listen: Listener) -> Outcome:
    """Print what is stale. One guide's failure never costs another; the manifest is true after every file."""
    if not request.dry_run:
        begin_loading(preloads(request))
    fingerprint = run_fingerprint(project, selection, request)
    prepared = prepare(project, selection, sets=request.sets)
    jobs = jobs_for(project, prepared)
    companions = companions_for(project, prepared, request.sets)
    ledger = Ledger(request.output_in(project), _destinations(prepared, request) - companions.value.empty, request.wait)
    on_disk = ledger.hashes(target.path for job in jobs.value for target in job.targets)
    planned = plan(jobs.value, ledger.manifest, on_disk, tool_versions(), force=request.force)
    beside = planned_companions(companions.value.jobs, ledger, force=request.force)
    told = [(job.name, job.reasons) for job in (*planned.stale, *planned.fresh)] + [(job.name, job.reasons) for job in beside]
    listen(Event("planned", total=len(planned.stale), planned=tuple(told)))
    missing = unready_pool(request) if planned.stale and not request.dry_run else ()
    printer = Printer(project, request, prepared, ledger)
    fresh = tuple(map(printer.unchanged, planned.fresh))
    results = (*_stale(planned, printer, request, missing, listen), *_blocked(prepared), *fresh)
    of_machines = (*missing, *printer.problems)
    found = (*prepared.diagnostics, *jobs.diagnostics, *companions.diagnostics, *problems_of_blocked(prepared, project), *of_machines)
    accompanied = tuple(made(job, ledger, request) for job in beside)
    outcome = _pruned(Outcome(results, found, companions=accompanied), ledger, request)
    refused = any(problem.rule.code in ("PG803", "PG807") for problem in outcome.problems)
    refused = refused or any(result.status == "failed" for result in accompanied)
    if request.dry_run or missing or refused or any(result.try_again for result in results):
        return outcome
    unrecorded = ledger.remember(run_key(selection, request), record_of(outcome, fingerprint))
    return replace(outcome, problems=(*outcome.problems, *unrecorded))


def _stale(
    planned: Plan, printer: Printer, request: Request, missing: tuple[Diagnostic, ...], listen: Listener
) -> tuple[EditionResult, ...]:
    """What became of the stale jobs: none is tried in a dry run, nor without a library that printing needs."""
    if request.dry_run:
        return tuple(map(printer.unprinted, planned.stale))
    if missing:
        return tuple(replace(printer.unprinted(job), status="failed") for job in planned.stale)
    return printer.printed(planned.stale, listen)


def _blocked(prepared: Prepared) -> tuple[EditionResult, ...]:
    return tuple(EditionResult(blocked.name, "", "blocked", blocked.missing) for blocked in prepared.blocked)


def _pruned(outcome: Outcome, ledger: Ledger, request: Request) -> Outcome:
    """The outcome with a warning for each abandoned file, or without the file: pruned once everything else went well."""
    sound = not any(problem.is_error for problem in outcome.diagnostics) and not any(result.crash for result in outcome.results)
    abandoned = ledger.abandoned()
    if not (request.prune and sound) or request.dry_run:
        return replace(outcome, problems=(*outcome.problems, *output_folder.reported(abandoned)))
    pruned = ledger.prune()
    rest = output_folder.reported(path for path in abandoned if path not in pruned.value)
    return replace(outcome, problems=(*outcome.problems, *pruned.diagnostics, *rest), removed=pruned.value)


def _destinations(prepared: Prepared, request: Request) -> frozenset[str]:
    """Wherever the project can write a file; nowhere while content has errors, which hide what the project has."""
    library = prepared.library
    if library is None or library.faulty or any(problem.is_error for problem in prepared.diagnostics):
        return frozenset()
    return destinations(every_edition(library), library.settings.output) | companion_destinations(library, request.sets)
