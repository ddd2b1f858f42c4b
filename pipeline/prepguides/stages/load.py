"""files -> Sources."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from ..model.diagnostic import Checked, Diagnostic, Place, capped
from ..model.request import PROJECT_FILE, Project
from ..model.rules import RULES
from ..model.source import Loc, Source, Sources, Span
from ..text.strict_yaml import parse_yaml, unseen_in
from .project_files import NotUtf8, Outside, TooLarge, Unreadable, decoded, entries_below, is_file, is_hidden, is_inside, read_file

MAX_BYTES = 512 * 1024
COPY_IT_IN = "copy it in; links out of a project are not followed"
LET_IT_BE_READ = "let this user read the file, or move it out of content/"


def load(project: Project) -> Checked[Sources | None]:
    """Every content file of the project, in the order of their paths. None without `content/project.yaml`.

    None also where a file or a folder cannot be read at all: what is not known to be there would be printed without, or called missing.
    """
    settings_path = project.root / PROJECT_FILE
    if not (is_file(settings_path) or is_hidden(settings_path)):
        rule = RULES["PG108"]
        hint = "run this in a project, name one with --project, or start one with: prepguides init DIR"
        return Checked(None, (Diagnostic(rule, f"no {PROJECT_FILE} here", Place(PROJECT_FILE), hint),))
    settings = read_source(settings_path, project.root)
    diagnostics = list(settings.diagnostics)
    if settings.value is None:
        return Checked(None, tuple(diagnostics))
    content: list[Source] = []
    lost: list[str] = []
    unknown = False
    files = _content_files(project)
    diagnostics.extend(files.diagnostics)
    for path in files.value:
        read = read_source(path, project.root)
        diagnostics.extend(read.diagnostics)
        if read.value is None:
            salvaged = _salvaged(path, project.root)
            if salvaged is None:
                unknown = True
            else:
                lost.append(salvaged)
        else:
            content.append(read.value)
    assets = _assets(project)
    diagnostics.extend(assets.diagnostics)
    if unknown or files.diagnostics:
        return Checked(None, capped(diagnostics))
    return Checked(Sources(settings.value, tuple(content), assets.value, tuple(lost)), capped(diagnostics))


def _content_files(project: Project) -> Checked[tuple[Path, ...]]:
    """The content's YAML and Markdown files but for the settings; names that start with a dot or `_` are drafts."""
    settings = project.root / PROJECT_FILE
    entries = entries_below(project.content)
    found = tuple(path for path in entries.paths if path.suffix.lower() in _CONTENT and path != settings and is_file(path))
    drafts = {path for path in found if any(part.startswith((".", "_")) for part in path.relative_to(project.content).parts)}
    return Checked(tuple(path for path in found if path not in drafts), _unlisted(entries.refused, project))


_CONTENT = (".yaml", ".yml", ".md")


def _unlisted(refused: Mapping[Path, str], project: Project) -> tuple[Diagnostic, ...]:
    """Folders whose files nobody knows."""
    hint = "let this user read the folder, or move it out of content/"
    return tuple(
        Diagnostic(RULES["PG101"], f"the folder cannot be listed: {reason}", Place(folder.relative_to(project.root).as_posix()), hint)
        for folder, reason in refused.items()
    )


def _assets(project: Project) -> Checked[frozenset[str]]:
    """Files below `content/assets/`. What a link brings in from outside is none of them."""
    if not is_inside(project.assets, project.root):
        name = project.assets.relative_to(project.root).as_posix()
        return Checked(frozenset(), (Diagnostic(RULES["PG101"], "the folder lies outside the project", Place(name), COPY_IT_IN),))
    found: set[str] = set()
    diagnostics: list[Diagnostic] = []
    for path in entries_below(project.assets).paths:
        if path.is_symlink() and not is_inside(path, project.root):
            name = path.relative_to(project.root).as_posix()
            diagnostics.append(Diagnostic(RULES["PG101"], str(Outside()), Place(name), COPY_IT_IN))
        elif is_file(path):
            found.add(path.relative_to(project.assets).as_posix())
    return Checked(frozenset(found), tuple(diagnostics))


def read_source(path: Path, root: Path) -> Checked[Source | None]:
    """One YAML or Markdown file, or the reasons why it cannot be read."""
    name = path.relative_to(root).as_posix()
    text = _text_of(path, root)
    if text.value is None:
        return Checked(None, text.diagnostics)
    return _parsed(name, text.value)


@lru_cache(maxsize=1024)
def _parsed(name: str, text: str) -> Checked[Source | None]:
    """Remembered: whoever reads a project after each edit finds all files but one as they were."""
    return parse_page(name, text) if name.lower().endswith(".md") else parse_yaml(name, text)


def _text_of(path: Path, root: Path) -> Checked[str | None]:
    name = path.relative_to(root).as_posix()
    try:
        return Checked(decoded(read_file(path, root, MAX_BYTES)))
    except NotUtf8 as error:
        return _refused("PG101", "not UTF-8", Place(name, error.line, error.column), "save the file as UTF-8")
    except TooLarge as error:
        message = f"{error.size:,} bytes; a content file may have {MAX_BYTES:,}"
        return _refused("PG105", message, Place(name), "split it: a kind may be spread over files")
    except Unreadable as error:
        return _refused("PG101", str(error), Place(name), COPY_IT_IN if isinstance(error, Outside) else LET_IT_BE_READ)


def parse_page(name: str, text: str) -> Checked[Source | None]:
    """A Markdown file with front matter, as the one entity of kind `pages` that it defines."""
    if unseen := unseen_in(name, text):
        return Checked(None, (unseen,))
    lines = text.split("\n")
    closing = next((number for number, line in enumerate(lines[1:], 1) if line.rstrip() == "---"), None)
    if lines[0].rstrip() != "---" or closing is None:
        hint = 'start the file with "---", then id: and title:, then "---", then the text'
        return Checked(None, (Diagnostic(RULES["PG107"], "no front matter", Place(name, 1, 1, 1, lines[0]), hint),))
    # The opening line becomes blank, so that the positions of the YAML are those of the file.
    front = parse_yaml(name, "\n".join(["", *lines[1:closing]]) + "\n")
    if front.value is None:
        return front
    if not isinstance(front.value.value, dict):
        place = Place(name, 2, 1, 1, lines[1])
        return Checked(None, (Diagnostic(RULES["PG107"], "front matter is not a mapping", place, "write id: and title:"),))
    first = closing + 1
    while first < len(lines) - 1 and not lines[first].strip():
        first += 1
    entity = {**front.value.value, "body": "\n".join(lines[first:])}
    spans: dict[Loc, Span] = {(): Span(0, 0, 3), ("pages",): Span(0, 0, 3)}
    spans |= {("pages", 0, *loc): span for loc, span in front.value.spans.items()}
    spans["pages", 0, "body"] = Span(first - 1, 0, 1, block_indent=0)
    keys: dict[Loc, Span] = {("pages", 0, *loc): span for loc, span in front.value.key_spans.items()}
    damaged = tuple(("pages", 0, *loc) for loc in front.value.damaged)
    source = Source(name, text, {"pages": [entity]}, MappingProxyType(spans), MappingProxyType(keys), damaged)
    return Checked(source, front.diagnostics)


def _salvaged(path: Path, root: Path) -> str | None:
    """What can be read of a file that could not be parsed; None where the system does not let us read it."""
    try:
        return read_file(path, root, 8 * MAX_BYTES)[:MAX_BYTES].decode("utf-8", "replace")
    except (Outside, TooLarge):
        return ""
    except Unreadable:
        return None


def _refused(code: str, message: str, place: Place, hint: str = "") -> Checked[None]:
    return Checked(None, (Diagnostic(RULES[code], message, place, hint),))
