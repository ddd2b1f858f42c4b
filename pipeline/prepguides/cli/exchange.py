"""import and export: questions from and to colleagues who work in spreadsheets."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..model.diagnostic import nearest
from .options import CLEAN, CONTENT_ERRORS, USAGE, Console, common, counted, pairs

if TYPE_CHECKING:
    from ..build.importing import Import
    from ..model.request import Project

Pairs = tuple[tuple[str, str], ...]


def _fields(context: click.Context, parameter: click.Parameter, given: tuple[str, ...]) -> Pairs:
    """Pairs of which one side is a field of a question, as it or its column is called: that of --map the right one, of --set the left."""
    from ..model.question_table import COLUMNS
    from ..text.tables import folded

    is_map = parameter.name == "maps"
    known = {folded(name): field for name, field in COLUMNS.items()} | ({"": "-"} if is_map else {})
    found = []
    for left, right in pairs(context, parameter, given):
        called = right if is_map else left
        field = known.get(folded(called))
        if field is None:
            raise click.BadParameter(f'no field "{called}". {nearest(called.lower(), COLUMNS)}'.strip(), param_hint=parameter.opts[0])
        found.append((left, field) if is_map else (field, right))
    return tuple(found)


@click.command("import")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE")
@click.option(
    "--map",
    "maps",
    multiple=True,
    metavar="COLUMN=FIELD",
    callback=_fields,
    help="Which field a column of another name is; COLUMN=- leaves it out. Repeatable.",
)
@click.option(
    "--set", "sets", multiple=True, metavar="FIELD=VALUE", callback=_fields, help="For new questions whose row says nothing. Repeatable."
)
@click.option(
    "--into", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="Where new questions go. Default: content/imported/."
)
@click.option("--dry-run", is_flag=True, help="Show what would change, as a diff, and write nothing.")
@common
def import_(console: Console, project: Project, file: Path, maps: Pairs, sets: Pairs, into: Path | None, dry_run: bool) -> int:
    """Take questions over from FILE: .csv, .xlsx, .json, or a list in Markdown.

    A row changes the question of its id, or of its prompt, or adds one. Everything is written or, when a row is refused, nothing.
    """
    from ..build.importing import plan_import
    from ..text.yaml_edits import NoYamlEditor

    try:
        planned = plan_import(project, file.resolve(), _into(project, file, into), maps, sets)
    except NoYamlEditor as error:
        console.warn(str(error))
        return USAGE
    console.report(planned.diagnostics)
    if planned.value is None:
        console.warn("nothing was written")
        return CONTENT_ERRORS
    if dry_run:
        console.say(planned.value.diff().rstrip("\n") or "nothing would change")
        return CLEAN
    written = planned.value.write()
    console.report(written.diagnostics)
    if written.has_errors:
        return CONTENT_ERRORS
    _tell(console, planned.value)
    return CLEAN


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path), metavar="[FILE]", required=False)
@click.option("--xlsx", "format", flag_value="xlsx", help="A workbook. The default, unless FILE has another ending.")
@click.option("--csv", "format", flag_value="csv", help="Values parted by commas.")
@click.option("--json", "format", flag_value="json", help="For programs.")
@click.option("--force", is_flag=True, help="Overwrite a file that stands there.")
@common
def export(console: Console, project: Project, file: Path | None, format: str | None, force: bool) -> int:
    """Write the questions to FILE (questions.xlsx), for colleagues to edit: import takes their edits over again."""
    from ..build.exporting import FORMATS, exported
    from ..stages.record import write

    named = file.suffix[1:].lower() if file else ""
    format = format or (named if named in FORMATS else "xlsx")
    made = exported(project, format)
    console.report(made.diagnostics)
    if made.value is None:
        return CONTENT_ERRORS
    path = file or Path(f"questions.{format}")
    if path.exists() and not force and path.read_bytes() != made.value:
        raise click.BadParameter(f"{path} stands there already, and may hold edits: name another file, or add --force", param_hint="FILE")
    write(path, made.value)
    console.say(str(path))
    return CLEAN


def _into(project: Project, file: Path, into: Path | None) -> str:
    """The content file for new questions, as its path in the project."""
    from ..text.file_names import safe

    path = (into or project.content / "imported" / f"{safe(file.stem) or 'questions'}.yaml").resolve()
    inside = path.is_relative_to(project.content.resolve())
    if (
        not inside
        or path.suffix not in (".yaml", ".yml")
        or any(part.startswith((".", "_")) for part in path.parts[len(project.content.parts) :])
    ):
        raise click.BadParameter("it has to be a .yaml file of the project's content", param_hint="--into")
    return path.relative_to(project.root.resolve()).as_posix()


def _tell(console: Console, planned: Import) -> None:
    """What was written, and what is left to do."""
    from ..build.importing import summary

    console.say(summary(planned))
    for path in planned.after:
        console.say(f"  {path}")
    finished = planned.merge.finished
    if finished:
        shown = ", ".join(finished[:5]) + (f" and {len(finished) - 5} more" if len(finished) > 5 else "")
        console.say(f"{counted(len(finished), 'draft')} lacking nothing: {shown}. To print, write ready in the column status.")
    if planned.merge.drafts:
        console.say("What drafts lack: prepguides check")
