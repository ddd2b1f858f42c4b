"""Flags to Requests, results to exit codes: 0 clean, 1 content errors, 2 usage, 3 a bug of ours.

Nobody else sees flags, the environment or the working directory. What a command needs is imported when it runs, so that
`--help` and completion answer at once.
"""

from __future__ import annotations

import shlex
import sys
import traceback
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from . import __version__

if TYPE_CHECKING:
    from .model.diagnostic import Diagnostic
    from .model.outcome import Outcome
    from .model.plan import Job, Target
    from .model.project import Project, Request

CLEAN, CONTENT_ERRORS, USAGE, BUG = 0, 1, 2, 3
PROJECT_FILE = "content/project.yaml"
Command = Callable[..., Any]
_FOLDER = click.Path(file_okay=False, path_type=Path)
_EDITIONS: dict[str | None, tuple[Any, ...]] = {
    None: (),
    "all": ("candidate", "coach"),
    "candidate": ("candidate",),
    "coach": ("coach",),
}


@dataclass(frozen=True)
class Console:
    """How this run speaks: format, loudness, color."""

    format: str
    quiet: bool
    verbose: bool
    color: bool

    def say(self, words: str = "") -> None:
        """Words for people, on standard output; nothing when quiet or when standard output is data."""
        if not self.quiet and self.format == "text":
            click.echo(words)

    def warn(self, words: str) -> None:
        """Words for people that quiet does not silence, on standard error."""
        click.echo(words, err=True)

    def report(self, diagnostics: Iterable[Diagnostic]) -> None:
        """Diagnostics in the asked format: JSON on standard output, text and annotations on standard error."""
        from . import report

        found = tuple(diagnostics)
        if self.format == "json":
            click.echo(report.as_json(found), nl=False)
        elif self.format == "github":
            click.echo(report.as_github(found), nl=False)
        elif found:
            shown = [diagnostic for diagnostic in found if diagnostic.is_error or not self.quiet]
            click.echo(report.as_text(shown, color=self.color), nl=False, err=True, color=self.color)
            click.echo(report.summary(found), err=True)


def common(command: Command) -> Command:
    """The options that every command takes; the command is handed a Console and a Project."""

    @wraps(command)
    def run(project_folder: Path | None, format_: str, quiet: bool, verbose: bool, color: str, **options: Any) -> int:
        from .model.project import Project

        colored = color == "always" or (color == "auto" and sys.stderr.isatty())
        console = Console(format_, quiet, verbose, colored)
        return command(console=console, project=Project(_nearest_project(project_folder) or Path.cwd()), **options)

    return _with_options(
        run,
        click.option("--project", "project_folder", type=_FOLDER, help="The project's folder. Default: the nearest above."),
        click.option("--format", "format_", type=click.Choice(["text", "json", "github"]), default="text", help="How to report."),
        click.option("-q", "--quiet", is_flag=True, help="Errors only."),
        click.option("-v", "--verbose", is_flag=True, help="Say more."),
        click.option("--color", type=click.Choice(["auto", "always", "never"]), default="auto", help="Default: on a terminal."),
    )


def selection(command: Command) -> Command:
    """What to build: guides, editions, papers, where to; the command is handed a Request."""

    @wraps(command)
    def run(guides: tuple[str, ...], cohort: tuple[str, ...], sets: tuple[str, ...], **options: Any) -> int:
        from .model.project import Request
        from .model.sheet import SHEETS

        edition, paper, output = (options.pop(name) for name in ("edition", "paper", "output"))
        papers: tuple[Any, ...] = tuple(SHEETS) if paper == "all" else (paper,) if paper else ()
        folder = output.resolve() if output else None
        return command(request=Request(guides, cohort, _EDITIONS[edition], papers, folder, _pairs(sets)), **options)

    return _with_options(
        run,
        click.argument("guides", nargs=-1, metavar="[GUIDE]...", shell_complete=_complete_guides),
        click.option("--cohort", multiple=True, metavar="ID", help='Repeatable; "all" for every one. Default: what project.yaml lists.'),
        click.option("--edition", type=click.Choice(["candidate", "coach", "all"]), help="Default: what project.yaml lists."),
        click.option("--paper", type=click.Choice(["a4", "letter", "all"]), help="Default: what project.yaml lists."),
        click.option("--output", type=_FOLDER, help="Default: output/ in the project."),
        click.option(
            "--set", "sets", multiple=True, metavar="FIELD=VALUE", help="Settle a field over project, guide and cohort. Repeatable."
        ),
    )


def _pairs(sets: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    pairs = [item.partition("=") for item in sets]
    if bad := next((item for item, (_, equals, _) in zip(sets, pairs, strict=True) if not equals), None):
        raise click.BadParameter(f'"{bad}" is not of the form FIELD=VALUE', param_hint="--set")
    return tuple((key.strip(), value.strip()) for key, _, value in pairs)


def _with_options(command: Command, *options: Callable[[Any], Any]) -> Command:
    for option in reversed(options):
        command = option(command)
    return command


def _complete_guides(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:
    """Guide ids from the file names under content/guides: completion must not wait for validation."""
    folder = _nearest_project(context.params.get("project_folder"))
    names = (path.stem for path in (folder / "content" / "guides").glob("*.yaml")) if folder else ()
    return sorted(name for name in names if name.startswith(incomplete))


def _nearest_project(named: Path | None) -> Path | None:
    if named is not None:
        return named.resolve()
    here = Path.cwd()
    return next((folder for folder in (here, *here.parents) if (folder / PROJECT_FILE).is_file()), None)


def _exit_code(diagnostics: Iterable[Diagnostic], *, strict: bool = False) -> int:
    found = tuple(diagnostics)
    failed = any(diagnostic.is_error for diagnostic in found) or (strict and bool(found))
    return CONTENT_ERRORS if failed else CLEAN


class _Commands(click.Group):
    """Lists commands in the order in which a newcomer meets them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="prepguides")
def cli() -> None:
    """Print interview-prep guides from structured content.

    Start with "prepguides init DIR", then "prepguides build" in that folder.
    """


@cli.command()
@click.argument("folder", type=_FOLDER, metavar="DIR")
@common
def init(console: Console, project: Project, folder: Path) -> int:
    """Make a complete project in DIR. Nothing that stands there is overwritten."""
    from . import scaffold

    made = scaffold.init(folder)
    console.report(made.diagnostics)
    if made.has_errors:
        return USAGE
    console.say(f"{len(made.value)} files in {folder}")
    console.say(f"Next: prepguides build --project {shlex.quote(str(folder))}")
    return CLEAN


@cli.command()
@selection
@click.option("--jobs", type=click.IntRange(min=0), default=0, help="Worker processes. Default: one per core.")
@click.option("--force", is_flag=True, help="Print even what has not changed.")
@click.option("--dry-run", is_flag=True, help="Say what would be printed, and print nothing.")
@click.option("--explain", is_flag=True, help="Say per edition whether it is fresh, and which inputs changed.")
@click.option("--strict", is_flag=True, help="Warnings count as errors.")
@common
def build(console: Console, project: Project, request: Request, explain: bool, strict: bool, **how: Any) -> int:
    """Print the guides that changed: all that project.yaml lists, or those named."""
    from . import glance

    request = replace(request, **how)
    folder = request.output_in(project)
    outcome = glance.unchanged(project, request, folder)
    if outcome is None:
        from . import build as builder
        from .progress import progress

        live = sys.stdout.isatty() and console.format == "text"
        with progress(live=live, quiet=console.quiet or console.format != "text") as listen:
            outcome = builder.build(project, request, listen)
    return _tell(console, outcome, folder, explain=explain or request.dry_run, dry_run=request.dry_run, strict=strict)


def _tell(console: Console, outcome: Outcome, folder: Path, *, explain: bool, dry_run: bool, strict: bool) -> int:
    """What a build did, in the asked format; its exit code."""
    if explain:
        for name, reasons in outcome.stale:
            console.say(f"{name}: {', '.join(reasons)}")
        for name in outcome.fresh:
            console.say(f"{name}: fresh")
    console.report(outcome.diagnostics)
    for name, missing in outcome.blocked:
        console.warn(f"not printed: {name}, which needs {', '.join(missing[:4])}")
    if not dry_run:
        console.say(_build_summary(outcome.printed, outcome.unchanged, folder))
    for crash in outcome.crashes:
        console.warn(crash)
    if outcome.crashes:
        return BUG
    return CONTENT_ERRORS if outcome.blocked else _exit_code(outcome.diagnostics, strict=strict)


def _build_summary(printed: tuple[str, ...], unchanged: tuple[str, ...], folder: Path) -> str:
    parts = [f"{len(printed)} printed"] if printed else []
    parts += [f"{len(unchanged)} unchanged"] if unchanged else []
    return f"{', '.join(parts) or 'nothing printed'} in {folder}"


@cli.command()
@selection
@click.option("--strict", is_flag=True, help="Warnings count as errors.")
@common
def check(console: Console, project: Project, request: Request, strict: bool) -> int:
    """Report everything that a build would, without printing."""
    from . import build as builder
    from . import prepare

    checked = prepare.check(project, request)
    _, clashes = builder.aimed_jobs(project, checked)
    found = (*checked.diagnostics, *clashes)
    console.report(found)
    if not found and checked.library:
        entities = sum(len(group) for group in checked.library.entities.values())
        console.say(f"{entities} entities, {len(checked.editions)} editions: no problems")
    return _exit_code(found, strict=strict)


@cli.command("list")
@selection
@common
def list_(console: Console, project: Project, request: Request) -> int:
    """List every edition and sheet that a build would make, and where."""
    import json

    from . import build as builder
    from .prepare import prepare

    prepared = prepare(project, request)
    jobs, clashes = builder.aimed_jobs(project, prepared)
    found = (*prepared.diagnostics, *clashes)
    rows = [(job, target) for job in jobs for target in job.targets]
    if console.format == "json":
        click.echo(json.dumps({"outputs": [_output(job, target) for job, target in rows]}, indent=2))
        return _exit_code(found)
    width = max((len(job.name) for job, _ in rows), default=0)
    for job, target in rows:
        console.say(f"{job.name:<{width}}  {target.sheet.title:<6}  {target.path}")
    console.report(found)
    return _exit_code(found)


def _output(job: Job, target: Target) -> dict[str, str]:
    edition = job.edition
    return {"guide": edition.guide, "cohort": edition.cohort, "edition": edition.audience, "paper": target.sheet.name, "path": target.path}


@cli.command()
@click.argument("field", metavar="FIELD")
@click.option("--guide", required=True, metavar="ID", shell_complete=_complete_guides)
@click.option("--cohort", default="standard", metavar="ID", help="Default: the plain guides.")
@click.option("--set", "sets", multiple=True, metavar="FIELD=VALUE", help="As for build.")
@common
def explain(console: Console, project: Project, field: str, guide: str, cohort: str, sets: tuple[str, ...]) -> int:
    """Say where a value comes from, layer by layer: accent, theme, title, subtitle, promise, language, papers, name."""
    from .model.diagnostic import nearest
    from .model.project import Request
    from .prepare import prepare
    from .stages.resolve import FIELDS, explained

    if field not in FIELDS:
        raise click.BadParameter(f'no field "{field}". {nearest(field, FIELDS) or "Fields are " + ", ".join(FIELDS)}', param_hint="FIELD")
    request = Request((guide,), (cohort,), sets=_pairs(sets))
    prepared = prepare(project, request)
    console.report(prepared.diagnostics)
    found = explained(field, guide, cohort, prepared.library, request) if prepared.library else ()
    if not found:
        return CONTENT_ERRORS
    winner = max((index for index, layer in enumerate(found) if layer.value), default=-1)
    rows = [
        (layer.name, _shown(layer.value), str(layer.place or ""), "wins" if index == winner else "") for index, layer in enumerate(found)
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    for name, value, place, wins in rows:
        console.say(f"{name:<{widths[0]}}  {value:<{widths[1]}}  {place:<{widths[2]}}  {wins}".rstrip())
    return _exit_code(prepared.diagnostics)


def _shown(value: Any) -> str:
    if not value:
        return "-"
    return ", ".join(value) if isinstance(value, tuple) else str(value)


@cli.command()
@common
def stats(console: Console, project: Project) -> int:
    """Count the content against its bars, and the claims that are covered."""
    import json

    from . import prepare
    from . import stats as counting
    from .model.project import Request

    prepared = prepare.check(project, Request(editions=_EDITIONS["all"]))
    if prepared.library is None:
        console.report(prepared.diagnostics)
        return CONTENT_ERRORS
    counts = counting.count(project, prepared)
    if console.format == "json":
        click.echo(json.dumps(counts, indent=2, ensure_ascii=False))
    else:
        console.say(counting.as_text(counts))
    return _exit_code(prepared.diagnostics)


@cli.command()
@click.option("--output", "folder", type=_FOLDER, help="Default: content/schemas/ in the project.")
@click.option("--check", "check_only", is_flag=True, help="Write nothing; fail when a schema is not up to date.")
@common
def schema(console: Console, project: Project, folder: Path | None, check_only: bool) -> int:
    """Write the JSON Schemas of the content's files, for editors to complete and check with."""
    from . import schema as schemas

    target = folder or project.content / "schemas"
    if check_only:
        old = schemas.outdated(target)
        for name in old:
            console.warn(f"{target / name} is not up to date; run: prepguides schema")
        return CONTENT_ERRORS if old else CLEAN
    for path in schemas.write_all(target):
        console.say(str(path))
    return CLEAN


@cli.command()
@common
def doctor(console: Console, project: Project) -> int:
    """Look for the system libraries and fonts that printing needs, and say which package brings what is missing."""
    from . import machine

    for library in machine.LIBRARIES:
        console.say(f"{'ok     ' if machine.is_there(library) else 'missing'}  {library.title:<16} {library.why}")
    fonts = machine.missing_fonts()
    console.say(f"{'missing' if fonts else 'ok     '}  {'Fonts':<16} Source Serif and Source Sans, of two Python packages")
    found = (*machine.diagnose(), *fonts)
    console.report(found)
    return _exit_code(found)


@cli.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> int:
    """Print the completion script of a shell: prepguides completion bash >> ~/.bashrc"""
    from click.shell_completion import get_completion_class

    found = get_completion_class(shell)
    if found is None:
        return USAGE
    click.echo(found(cli, {}, "prepguides", "_PREPGUIDES_COMPLETE").source())
    return CLEAN


def main() -> None:
    """The one place that turns results and exceptions into exit codes."""
    try:
        code = cli.main(prog_name="prepguides", standalone_mode=False)
    except click.exceptions.Abort:
        click.echo("stopped", err=True)
        code = 130
    except click.ClickException as error:
        error.show()
        code = USAGE
    except BrokenPipeError:
        code = CLEAN
    except Exception:
        traceback.print_exc()
        click.echo("This is a bug in prepguides; please report it with the lines above.", err=True)
        code = BUG
    sys.exit(code or CLEAN)
