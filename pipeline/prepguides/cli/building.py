"""build, check, list and explain: what depends on the content being read."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING

import click

from ..model.request import Project, Request, Selection
from ..model.rules import ON_PAGES
from .copies import copies_made, for_learners, unusable
from .executors import with_executors
from .options import (
    BUG,
    CONTENT_ERRORS,
    Console,
    common,
    common_with_sarif,
    complete_guides,
    counted,
    exit_code,
    selected,
    settling,
    waiting,
)

if TYPE_CHECKING:
    from ..build.prepare import Prepared
    from ..model.companion import CompanionJob
    from ..model.diagnostic import Diagnostic
    from ..model.job import Job, Target
    from ..model.outcome import Event, Outcome
    from ..stages.resolve import Layer


@click.command()
@selected
@click.option("--jobs", type=click.IntRange(min=0), default=0, help="Worker processes. Default: one per core.")
@click.option(
    "--time-limit",
    type=click.IntRange(min=1),
    metavar="SECONDS",
    help="CPU time of one guide at most. Default: by its pages.",
)
@click.option(
    "--memory-limit",
    type=click.IntRange(min=512),
    metavar="MB",
    help="Memory of a worker (Linux). Default: by the pages of the largest guide.",
)
@with_executors
@click.option("--force", is_flag=True, help="Print even what has not changed.")
@click.option("--dry-run", is_flag=True, help="Say what would be printed, and print nothing.")
@click.option("--draft", is_flag=True, help="Print all the same, faults boxed on the page and listed, as …-draft.pdf.")
@click.option("--section", "sections", multiple=True, metavar="ID", help="Only the pages of a section, by id or kind, as …-excerpt.pdf.")
@click.option("--question", "questions", multiple=True, metavar="ID", help="Only the pages of a question, as …-excerpt.pdf.")
@for_learners
@click.option("--explain", is_flag=True, help="Say per edition whether it is fresh, and which inputs changed.")
@click.option("--prune", is_flag=True, help="Remove the files of editions that the project no longer has.")
@waiting
@click.option("--strict", is_flag=True, help="Warnings count as errors.")
@click.option("--summary", type=click.File("w", encoding="utf-8", lazy=True), help="Write what was printed, and why, as Markdown.")
@common
def build(
    console: Console, project: Project, selection: Selection, request: Request, explain: bool, strict: bool, summary: IO[str] | None
) -> int:
    """Print the guides that changed: all that project.yaml lists, or those named."""
    from ..build import output_folder, up_to_date

    folder = request.output_in(project)
    refused = () if request.dry_run else unusable(project, request) or output_folder.tidied(folder, request.wait)
    if refused:
        console.report(refused)
        return CONTENT_ERRORS
    explain = explain or request.dry_run or console.verbose
    outcome = None if request.draft or request.is_excerpt else up_to_date.unchanged(project, selection, request, folder)
    if outcome is None:
        outcome = _built(console, project, selection, request, explain=explain)
    elif explain:
        _explain(console, [(result.name, ()) for result in outcome.having("unchanged")])
    if summary:
        from ..report.summary import as_markdown

        summary.write(as_markdown(outcome, dry_run=request.dry_run))
    code = tell(console, outcome, folder, dry_run=request.dry_run, strict=strict)
    return max(code, copies_made(console, project, selection, request)) if request.learners and not request.dry_run else code


def _built(console: Console, project: Project, selection: Selection, request: Request, *, explain: bool) -> Outcome:
    """A build that is shown while it runs."""
    from ..build import draft, excerpts, run
    from ..report.progress import progress

    live = sys.stdout.isatty() and console.format == "text"
    with progress(live=live, quiet=console.quiet or console.format != "text") as show:

        def listen(event: Event) -> None:
            if event.kind != "planned":
                show(event)
            elif explain:
                _explain(console, event.planned)

        run_build = excerpts.build_excerpts if request.is_excerpt else draft.build_draft if request.draft else run.build
        return run_build(project, selection, request, listen)


def _explain(console: Console, planned: Sequence[tuple[str, tuple[str, ...]]]) -> None:
    """Why each edition is printed, or that it is not."""
    width = max((len(name) for name, _ in planned), default=0)
    for name, changed in planned:
        console.say(f"{name + ':':<{width + 1}} {', '.join(changed) or 'fresh'}")


def tell(console: Console, outcome: Outcome, folder: Path, *, dry_run: bool, strict: bool) -> int:
    """What a build did, in the asked format; its exit code."""
    console.report(outcome.diagnostics, strict=strict)
    blocked = outcome.having("blocked")
    for result in blocked:
        console.warn(f"not printed: {result.name}, which needs {', '.join(result.reasons[:4])}")
    if not dry_run:
        console.say(_build_summary(outcome, folder))
    crashes = [result.crash for result in outcome.results if result.crash]
    for crash in crashes:
        console.warn(crash)
    if crashes:
        return BUG
    return CONTENT_ERRORS if blocked else exit_code(outcome.diagnostics, strict=strict)


def _build_summary(outcome: Outcome, folder: Path) -> str:
    printed, unchanged = outcome.files("printed"), outcome.files("unchanged", "same pages")
    unchanged = (*unchanged, *outcome.beside("unchanged"))
    made = outcome.beside("made")
    counts = ((printed, "printed"), (made, "made beside them"), (unchanged, "unchanged"), (outcome.removed, "removed"))
    parts = [f"{len(paths)} {word}" for paths, word in counts if paths]
    return f"{', '.join(parts) or 'nothing printed'} in {_short(folder)}"


def _short(folder: Path) -> str:
    """Below the working directory as one would type it."""
    here = Path.cwd()
    return f"{folder.relative_to(here)}/" if folder != here and folder.is_relative_to(here) else str(folder)


@click.command("check")
@selected
@click.option("--strict", is_flag=True, help="Warnings count as errors.")
@click.option("--stale", type=click.IntRange(min=1), metavar="DAYS", help="Report sources too that were read longer ago.")
@click.option("--today", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="What --stale counts from. Default: today.")
@common_with_sarif
def check_(
    console: Console, project: Project, selection: Selection, request: Request, strict: bool, stale: int | None, today: datetime | None
) -> int:
    """Report what is wrong with content, templates and assets, without printing. What only pages show, a build reports."""
    from ..build.companions import companions_for
    from ..build.jobs import jobs_for
    from ..build.prepare import check

    checked = check(project, selection, sets=request.sets)
    aged = _aged(checked, stale, (today or datetime.now(UTC)).date()) if stale else ()
    companions = companions_for(project, checked, request.sets)
    found = (*checked.diagnostics, *jobs_for(project, checked).diagnostics, *companions.diagnostics, *aged)
    console.report(found, strict=strict)
    if not found and checked.library:
        entities = sum(len(group) for group in checked.library.entities.values())
        console.say(f"{counted(entities, 'entity')}, {counted(len(checked.editions), 'edition')}: no problems")
    console.say(f"Only a build looks at the pages ({', '.join(ON_PAGES)}): prepguides build")
    return exit_code(found, strict=strict)


def _aged(checked: Prepared, days: int, today: date) -> tuple[Diagnostic, ...]:
    from ..stages.checks.stale import stale

    return stale(checked.library, today, days) if checked.library else ()


@click.command("list")
@selected
@common
def list_(console: Console, project: Project, selection: Selection, request: Request) -> int:
    """List every edition, sheet and companion that a build would make, and where."""
    from ..build.companions import companions_for
    from ..build.jobs import jobs_for
    from ..build.prepare import prepare

    prepared = prepare(project, selection, sets=request.sets)
    jobs = jobs_for(project, prepared)
    companions = companions_for(project, prepared, request.sets)
    found = (*prepared.diagnostics, *jobs.diagnostics, *companions.diagnostics)
    rows = [(job, target) for job in jobs.value for target in job.targets]
    if console.format == "json":
        beside = [_beside(job) for job in companions.value.jobs]
        click.echo(json.dumps({"outputs": [_output(job, target) for job, target in rows], "companions": beside}, indent=2))
        return exit_code(found)
    shown = [(job.name, target.title, target.path) for job, target in rows]
    shown += [(job.name, "", path) for job in companions.value.jobs for path in job.paths]
    width = max((len(name) for name, _, _ in shown), default=0)
    sheet_width = max([6, *(len(title) for _, title, _ in shown)])
    for name, title, path in shown:
        console.say(f"{name:<{width}}  {title:<{sheet_width}}  {path}")
    console.report_errors(found)
    return exit_code(found)


def _beside(job: CompanionJob) -> dict[str, object]:
    return {"guide": job.guide, "cohort": job.cohort, "companion": job.kind, "paths": list(job.paths)}


def _output(job: Job, target: Target) -> dict[str, str]:
    edition = job.edition
    return {
        "guide": edition.guide,
        "cohort": edition.cohort,
        "edition": edition.audience,
        "paper": target.sheet.name,
        "variant": target.variant.name,
        "path": target.path,
    }


@click.command()
@click.argument("field", metavar="FIELD")
@click.option("--guide", required=True, metavar="ID", shell_complete=complete_guides)
@click.option("--cohort", default="standard", metavar="ID", help="Default: the plain guides.")
@settling("As for build.")
@common
def explain(console: Console, project: Project, field: str, guide: str, cohort: str, sets: tuple[tuple[str, str], ...]) -> int:
    """Say where a value comes from, layer by layer.

    FIELD is accent, tint, rule, serif, sans, theme, title, subtitle, promise, language, papers, variants, companions or name; logo,
    programme, dates, time_zone, welcome, guides, locale, contacts, schedule, includes or excludes; or a field of an entity that cohorts
    may word otherwise, such as questions/ID.prompt.
    """
    from ..build.prepare import prepare
    from ..stages.resolve import JOINED, explained, unknown_field

    prepared = prepare(project, Selection((guide,), (cohort,)), sets=sets)
    if prepared.library and (unknown := unknown_field(field, prepared.library)):
        raise click.BadParameter(f"{unknown[0]}. {unknown[1]}".rstrip(". "), param_hint="FIELD")
    if console.format != "json":
        console.report_errors(prepared.diagnostics)
    found = explained(field, guide, cohort, prepared.library, sets) if prepared.library else ()
    if not found:
        if console.format == "json":
            console.report(prepared.diagnostics)
        return CONTENT_ERRORS
    speaking = [index for index, layer in enumerate(found) if layer.value]
    winners = speaking if field in JOINED else speaking[-1:]
    if console.format == "json":
        click.echo(json.dumps({"field": field, "layers": [_layer(layer, index in winners) for index, layer in enumerate(found)]}, indent=2))
        return exit_code(prepared.diagnostics)
    won = "adds" if field in JOINED else "wins"
    rows = [(layer.name, _shown(layer.value), str(layer.place or ""), won if index in winners else "") for index, layer in enumerate(found)]
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    for name, value, place, wins in rows:
        console.say(f"{name:<{widths[0]}}  {value:<{widths[1]}}  {place:<{widths[2]}}  {wins}".rstrip())
    return exit_code(prepared.diagnostics)


def _layer(layer: Layer, wins: bool) -> dict[str, object]:
    value = layer.value.model_dump() if hasattr(layer.value, "model_dump") else layer.value
    return {"layer": layer.name, "value": value or None, "place": str(layer.place) if layer.place else None, "wins": wins}


_WIDEST = 60
"""Columns of a value: a whole prompt would push its place off the screen."""


def _shown(value: object) -> str:
    from ..model.content.cohort import CohortDates

    if not value:
        return "-"
    if isinstance(value, tuple | list):
        text = ", ".join(map(str, value))
    elif isinstance(value, CohortDates):
        text = f"{value.start} to {value.end}"
    else:
        text = " ".join(str(value).split())
    return text if len(text) <= _WIDEST else f"{text[: _WIDEST - 1]}…"
