"""verify, publish and clean: what was printed."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .options import FOLDER, Console, common, counted, exit_code, waiting

if TYPE_CHECKING:
    from ..build.publishing import Publication
    from ..model.attestation import Builder
    from ..model.request import Project


@click.command()
@click.option("--output", type=FOLDER, help="Default: output/ in the project.")
@waiting
@common
def verify(console: Console, project: Project, output: Path | None, wait: int) -> int:
    """Check the printed files against the manifest."""
    from ..build import output_folder
    from ..model.request import Request

    count, problems = output_folder.verify(Request(output=output).output_in(project), wait)
    console.report(problems)
    if not problems:
        console.say(f"{counted(count, 'file')}, all as {'it was' if count == 1 else 'they were'} built")
    return exit_code(problems)


@click.command()
@click.argument("destination", metavar="DESTINATION")
@click.option("--output", type=FOLDER, help="Default: output/ in the project.")
@click.option("--dry-run", is_flag=True, help="Say what would be sent and removed; change nothing.")
@click.option("--prune", is_flag=True, help="Remove files that no manifest there has named for the days of --grace.")
@click.option("--grace", type=click.IntRange(min=0), default=7, metavar="DAYS", help="Default: 7.")
@common
def publish(console: Console, project: Project, destination: str, output: Path | None, dry_run: bool, prune: bool, grace: int) -> int:
    """Send what was printed to a folder or an address.

    DESTINATION is a folder, s3://bucket/folder, or another address that fsspec has a package for. Only files that differ are sent, and the
    manifest last. Keys for a service are read from the environment, as its package says, and never from the address.
    """
    from ..build.publishing import publish as published
    from ..model.request import Request
    from ..stages.record import LocalFolder, UnusableAddress, destination_at

    folder = Request(output=output).output_in(project)
    try:
        there = destination_at(destination)
    except UnusableAddress as error:
        raise click.BadParameter("; ".join(filter(None, (str(error), error.hint))), param_hint="DESTINATION") from None
    if isinstance(there, LocalFolder) and there.path.resolve() == folder.resolve():
        raise click.BadParameter("this is the output folder itself", param_hint="DESTINATION")
    made = published(
        folder,
        there,
        builder=this_builder(),
        now=datetime.now(UTC),
        prune_after=timedelta(days=grace) if prune else None,
        dry_run=dry_run,
    )
    console.report(made.diagnostics)
    if not made.has_errors:
        _say(console, made.value, dry_run)
    return exit_code(made.diagnostics)


def _say(console: Console, publication: Publication, dry_run: bool) -> None:
    send, remove = ("to send", "to remove") if dry_run else ("sent", "removed")
    for path in publication.sent if dry_run or console.verbose else ():
        console.say(f"{send}: {path}")
    for path in publication.removed:
        console.say(f"{remove}: {path}")
    sent, kept = counted(len(publication.sent), "file"), f"{publication.unchanged} there already"
    console.say(f"{sent} {send} ({publication.bytes / 1_000_000:.1f} MB), {kept}")
    if publication.retired:
        console.say(f"{counted(len(publication.retired), 'file')} that no guide is printed to any more: remove with --prune")


def this_builder() -> Builder:
    """Where this build runs, from what GitHub Actions and GitLab CI say of themselves in the environment."""
    from ..model.attestation import Builder

    given = os.environ
    if given.get("GITHUB_ACTIONS") == "true":
        server = f"{given.get('GITHUB_SERVER_URL', '')}/"
        repository = server + given.get("GITHUB_REPOSITORY", "")
        run = f"{repository}/actions/runs/{given.get('GITHUB_RUN_ID', '')}/attempts/{given.get('GITHUB_RUN_ATTEMPT', '')}"
        return Builder(server + given.get("GITHUB_WORKFLOW_REF", ""), run, f"git+{repository}", given.get("GITHUB_SHA", ""))
    if given.get("GITLAB_CI") == "true":
        project = given.get("CI_PROJECT_URL", "")
        id = f"{project}/-/blob/{given.get('CI_COMMIT_SHA', '')}/{given.get('CI_CONFIG_PATH', '.gitlab-ci.yml')}"
        return Builder(id, given.get("CI_PIPELINE_URL", ""), f"git+{project}", given.get("CI_COMMIT_SHA", ""))
    return Builder()


@click.command()
@click.option("--output", type=FOLDER, help="Default: output/ in the project.")
@waiting
@common
def clean(console: Console, project: Project, output: Path | None, wait: int) -> int:
    """Remove what builds have made, by the manifest; nothing else."""
    from ..build import output_folder
    from ..model.request import Request

    removed = output_folder.clean(Request(output=output).output_in(project), wait)
    console.report(removed.diagnostics)
    console.say(f"{counted(len(removed.value), 'file')} removed")
    return exit_code(removed.diagnostics)
