"""What commands share: how a run speaks, where its project is, what it was asked for. Nobody else sees flags or the environment."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, get_args

import click

from ..model.request import PATIENCE, PROJECT_FILE, Audience, Project, Request, Selection
from ..model.sheet import SHEETS
from ..model.variant import VARIANTS

if TYPE_CHECKING:
    from ..model.diagnostic import Diagnostic

CLEAN, CONTENT_ERRORS, USAGE, BUG = 0, 1, 2, 3
BUG_WORDS = "This is a bug in prepguides; please report it with the lines above."
Given = Any
"""What click hands over, by the type of the option."""
Command = Callable[..., Given]
FOLDER = click.Path(file_okay=False, path_type=Path)
Wish = TypeVar("Wish", Selection, Request)


@dataclass(frozen=True)
class Console:
    """How this run speaks: format, loudness, color."""

    format: str
    quiet: bool
    verbose: bool
    color: bool

    def say(self, text: str = "") -> None:
        """Words for people, on standard output; nothing when quiet or when standard output is data."""
        if not self.quiet and self.format == "text":
            click.echo(text)

    def warn(self, text: str) -> None:
        """Words for people that quiet does not silence, on standard error."""
        click.echo(text, err=True)

    def report(self, diagnostics: Iterable[Diagnostic], *, strict: bool = False) -> None:
        """Diagnostics in the asked format, each once and in order: JSON on standard output, text and annotations on standard error.

        Quiet, a run says what makes it fail: errors, and where it is strict, warnings as well.
        """
        from ..model.diagnostic import in_order
        from ..report import diagnostics as reports

        found = in_order(diagnostics)
        if self.format in reports.FORMATS:
            click.echo(reports.FORMATS[self.format](found), nl=False)
        elif found:
            shown = [diagnostic for diagnostic in found if diagnostic.is_error or strict or not self.quiet]
            click.echo(reports.as_text(shown, color=self.color), nl=False, err=True, color=self.color)
            click.echo(reports.summary(found), err=True)

    def report_errors(self, diagnostics: Iterable[Diagnostic]) -> None:
        """Errors alone, from commands that answer a question: a check and a build say the warnings."""
        self.report(diagnostic for diagnostic in diagnostics if diagnostic.is_error)


def common(command: Command) -> Command:
    """The options that every command takes; the command is handed a Console and a Project."""
    return _common(command, "text", "json", "github")


def common_with_sarif(command: Command) -> Command:
    """The same for a command that can also report as SARIF."""
    return _common(command, "text", "json", "github", "sarif")


def _common(command: Command, *formats: str) -> Command:
    @wraps(command)
    def run(project_folder: Path | None, format_: str, quiet: bool, verbose: bool, color: str, **options: Given) -> int:
        colored = color == "always" or (color == "auto" and sys.stderr.isatty())
        console = Console(format_, quiet, verbose, colored)
        code: int = command(console=console, project=Project(nearest_project(project_folder) or Path.cwd()), **options)
        return code

    return _with_options(
        run,
        click.option("--project", "project_folder", type=FOLDER, help="The project's folder. Default: the nearest above."),
        click.option("--format", "format_", type=click.Choice(formats), default="text", help="How to report."),
        click.option("-q", "--quiet", is_flag=True, help="Errors only; with --strict, warnings too."),
        click.option("-v", "--verbose", is_flag=True, help="Say also what is fresh, and why the rest is not."),
        click.option("--color", type=click.Choice(["auto", "always", "never"]), default="auto", help="Default: on a terminal."),
    )


def selected(command: Command) -> Command:
    """What to build and where to; the command is handed a Selection and a Request. Options are called as the fields of these are."""

    @wraps(command)
    def run(**options: Given) -> int:
        code: int = command(selection=_taken(Selection, options), request=_taken(Request, options), **options)
        return code

    return _with_options(
        run,
        click.argument("guides", nargs=-1, metavar="[GUIDE]...", shell_complete=complete_guides),
        click.option(
            "--cohort", "cohorts", multiple=True, metavar="ID", help='Repeatable; "all" for every one. Default: what project.yaml lists.'
        ),
        _one_or_all("--edition", "editions", get_args(Audience)),
        _one_or_all("--paper", "papers", SHEETS),
        some_or_all("--variant", "variants", VARIANTS),
        click.option("--output", type=FOLDER, callback=_resolved, help="Default: output/ in the project."),
        settling("Settle a field over project, guide and cohort. Repeatable."),
    )


def settling(help: str) -> Callable[[Command], Command]:
    """--set FIELD=VALUE."""
    return click.option("--set", "sets", multiple=True, metavar="FIELD=VALUE", callback=pairs, help=help)


def waiting(command: Command) -> Command:
    """--wait."""
    return click.option(
        "--wait",
        type=click.IntRange(min=0),
        default=PATIENCE,
        show_default=True,
        metavar="SECONDS",
        help="For another command that is writing into the folder.",
    )(command)


def _one_or_all(option: str, name: str, values: Iterable[str]) -> Callable[[Command], Command]:
    """A choice of one value or of all, which the command is handed as a tuple; an empty one when nothing was chosen."""
    every = tuple(values)

    def as_tuple(context: click.Context, parameter: click.Parameter, value: str | None) -> tuple[str, ...]:
        return every if value == "all" else (value,) if value else ()

    return click.option(option, name, type=click.Choice([*every, "all"]), callback=as_tuple, help="Default: what project.yaml lists.")


def some_or_all(option: str, name: str, values: Iterable[str], default: str = "what project.yaml lists") -> Callable[[Command], Command]:
    """A repeatable choice of values or of all."""
    every = tuple(values)

    def expanded(context: click.Context, parameter: click.Parameter, chosen: tuple[str, ...]) -> tuple[str, ...]:
        return every if "all" in chosen else tuple(dict.fromkeys(chosen))

    help = f"Repeatable. Default: {default}."
    return click.option(option, name, type=click.Choice([*every, "all"]), multiple=True, callback=expanded, help=help)


def _taken(made: type[Wish], options: dict[str, Given]) -> Wish:
    """Made of the options that are called as its fields are; they are taken from the rest."""
    return made(**{field.name: options.pop(field.name) for field in fields(made) if field.name in options})


def _resolved(context: click.Context, parameter: click.Parameter, folder: Path | None) -> Path | None:
    return folder.resolve() if folder else None


def pairs(context: click.Context, parameter: click.Parameter, given: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """What stands on both sides of an equals sign."""
    parts = [item.partition("=") for item in given]
    if bad := next((item for item, (_, equals, _) in zip(given, parts, strict=True) if not equals), None):
        raise click.BadParameter(f'"{bad}" is not of the form {parameter.metavar}', param_hint=parameter.opts[0])
    return tuple((key.strip(), value.strip()) for key, _, value in parts)


def _with_options(command: Command, *options: Callable[[Command], Command]) -> Command:
    for option in reversed(options):
        command = option(command)
    return command


def complete_guides(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:
    """Guide ids from the file names under content/guides: completion must not wait for validation."""
    folder = nearest_project(context.params.get("project_folder"))
    names = (path.stem for path in (folder / "content" / "guides").glob("*.yaml")) if folder else ()
    return sorted(name for name in names if name.startswith(incomplete))


def nearest_project(named: Path | None) -> Path | None:
    if named is not None:
        return named.resolve()
    here = Path.cwd()
    return next((folder for folder in (here, *here.parents) if (folder / PROJECT_FILE).is_file()), None)


def counted(number: int, noun: str) -> str:
    """ "1 file", "2 files", "2 entities"."""
    plural = f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}s"
    return f"{number} {noun if number == 1 else plural}"


def exit_code(diagnostics: Iterable[Diagnostic], *, strict: bool = False) -> int:
    found = tuple(diagnostics)
    failed = any(diagnostic.is_error for diagnostic in found) or (strict and bool(found))
    return CONTENT_ERRORS if failed else CLEAN
