"""files -> Sources."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import MappingProxyType

from ..model.diagnostic import Checked, Diagnostic, Place
from ..model.request import PROJECT_FILE, Project
from ..model.rules import RULES
from ..model.source import Loc, Source, Sources, Span
from ..text.strict_yaml import parse_yaml

MAX_BYTES = 512 * 1024


def load(project: Project) -> Checked[Sources | None]:
    """Every content file of the project, in the order of their paths. None without `content/project.yaml`."""
    settings_path = project.root / PROJECT_FILE
    if not settings_path.is_file():
        rule = RULES["PG108"]
        hint = "run this in a project, name one with --project, or start one with: prepguides init DIR"
        return Checked(None, (Diagnostic(rule, f"no {PROJECT_FILE} here", Place(PROJECT_FILE), hint),))
    settings = read_source(settings_path, project.root)
    diagnostics = list(settings.diagnostics)
    if settings.value is None:
        return Checked(None, tuple(diagnostics))
    content: list[Source] = []
    lost: list[str] = []
    for path in content_files(project):
        read = read_source(path, project.root)
        diagnostics.extend(read.diagnostics)
        if read.value is None:
            lost.append(_text_of(path))
        else:
            content.append(read.value)
    return Checked(Sources(settings.value, tuple(content), _assets(project), tuple(lost)), tuple(diagnostics))


def content_files(project: Project) -> Iterator[Path]:
    """The content's YAML and Markdown files but for the settings; names that start with a dot or `_` are drafts."""
    settings = project.root / PROJECT_FILE
    for path in sorted(project.content.rglob("*")):
        relative = path.relative_to(project.content)
        if path.suffix not in (".yaml", ".yml", ".md") or path == settings or not path.is_file():
            continue
        if not any(part.startswith((".", "_")) for part in relative.parts):
            yield path


def _assets(project: Project) -> frozenset[str]:
    return frozenset(path.relative_to(project.assets).as_posix() for path in project.assets.rglob("*") if path.is_file())


def read_source(path: Path, root: Path) -> Checked[Source | None]:
    """One YAML or Markdown file, or the reasons why it cannot be read."""
    name = path.relative_to(root).as_posix()
    if not path.resolve().is_relative_to(root.resolve()):
        return _refused(name, "PG101", "the file lies outside the project", "copy it in; links out of a project are not followed")
    try:
        raw = path.read_bytes()
    except OSError as error:
        return _refused(name, "PG101", f"cannot be read: {error.strerror}")
    if len(raw) > MAX_BYTES:
        return _refused(
            name, "PG105", f"{len(raw):,} bytes; a content file may have {MAX_BYTES:,}", "split it: a kind may be spread over files"
        )
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        place = Place(name, line, error.start - raw.rfind(b"\n", 0, error.start))
        return Checked(None, (Diagnostic(RULES["PG101"], "not UTF-8", place, "save the file as UTF-8"),))
    text = text.replace("\r\n", "\n")
    return parse_page(name, text) if path.suffix == ".md" else parse_yaml(name, text)


def parse_page(name: str, text: str) -> Checked[Source | None]:
    """A Markdown file with front matter, as the one entity of kind `pages` that it defines."""
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


def _text_of(path: Path) -> str:
    """What can be read of a file that could not be parsed."""
    try:
        return path.read_bytes()[:MAX_BYTES].decode("utf-8", "replace")
    except OSError:
        return ""


def _refused(name: str, code: str, message: str, hint: str = "") -> Checked[Source | None]:
    return Checked(None, (Diagnostic(RULES[code], message, Place(name), hint),))
