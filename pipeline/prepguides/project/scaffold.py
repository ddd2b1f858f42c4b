"""Makes a new project from the shipped content, and workflows that build it on a schedule."""

from __future__ import annotations

from pathlib import Path

from .. import __version__
from ..model.diagnostic import Checked, Diagnostic, Place
from ..model.request import PROJECT_FILE, Project
from ..model.rules import RULES
from . import bundled
from .doctor import LIBRARIES

_IGNORED = ("__pycache__", ".DS_Store")
_NOT_FOR_GIT = b"""output/
# Names and addresses of learners are nobody else's: docs/learners.md of prepguides.
rosters/
*roster*.csv
*roster*.xlsx
*roster*.yaml
"""
_TEMPLATES_NOTE = """# Themes of this project

A folder here is a theme. The shipped `base` is used when there is none. To change one block, make `templates/mine/theme.yaml`
with `extends: base`, override a partial or a token in it, and write `theme: mine` in a guide.
"""


_THEME_FILES = {
    "theme.yaml": """# A theme overrides what it names and inherits the rest.
title: {title}
extends: {parent}
# Faces replace the parent's of the same family, weight and style; the files lie in fonts/ beside this one.
# fonts:
#   - {{family: Source Serif Pro, file: YourSerif-Regular.ttf}}
# Section kinds of the theme's own. Each has a partial sections/NAME.html, and prints a kind of content or, with page: true, a page.
# sections:
#   term-cards: {{kind: glossary}}
""",
    "tokens.css": """/* Custom properties win over the parent's. The parent's tokens.css lists them all; these are three to start with. */
:root {{
  /* --text-size: 11pt; */
  /* --title-size: 18pt; */
  /* --write-gap: 8.5mm; */
}}
""",
    "print.css": """/* Rules read after the parent's. */
""",
    "layout.html": """{{% extends "{parent}/layout.html" %}}
{{# A block that is written here replaces the parent's; `super()` is what the parent has in it.
   Without one, and without this file, everything is the parent's.
{{% block styles %}}
:root {{ --wash: {{{{ edition.palette.tint }}}}; }}
{{% endblock %}}
#}}
""",
    "sections/notes.html": """{{# A partial of this name replaces the parent's; the parent's own is at {parent}/sections/notes.html.
   Delete this file to inherit it. #}}
{{% include "{parent}/sections/notes.html" %}}
""",
}


def new_theme(name: str, parent: str, templates: Path) -> Checked[dict[Path, bytes]]:
    """The files of a theme, with comments, to be written. A folder that stands there is an error."""
    folder = templates / name
    if _stands(folder):
        problem = "a theme of that name stands there already"
        return Checked({}, (Diagnostic(RULES["PG803"], problem, Place.of_subject(f"templates/{name}"), "choose another name"),))
    title = name.replace("-", " ").capitalize()
    return Checked({folder / file: text.format(title=title, parent=parent).encode() for file, text in _THEME_FILES.items()})


SERVICES = {"github": ".github/workflows/guides.yml", "gitlab": ".gitlab-ci.yml"}
"""A service that runs builds on a schedule, and the file that tells it how."""


def init(folder: Path, service: str | None = None, *, blank: bool = False) -> Checked[dict[Path, bytes]]:
    """The files of a complete project, to be written, with a service's workflow when one is named; in a project, the workflow alone.

    A `blank` project has one role, one interview type and two questions, just enough to print. Files that stand there are an error.
    """
    wanted = {} if service and (folder / PROJECT_FILE).is_file() else _blank(folder) if blank else _project(folder)
    if service:
        wanted[folder / SERVICES[service]] = workflow(service, f"prepguides=={__version__}").encode()
    standing = [path for path in wanted if _stands(path)]
    if standing:
        problem = f"{len(standing)} files stand there already" if len(standing) > 1 else "stands there already"
        hint = "name a new folder" if len(wanted) > 1 else "move it away first"
        return Checked({}, (Diagnostic(RULES["PG803"], problem, Place.of_subject(str(standing[0])), hint),))
    return Checked(wanted)


def _stands(path: Path) -> bool:
    """Whether anything is there; where the system does not let us look, writing will say so."""
    try:
        return path.exists()
    except OSError:
        return False


def _project(folder: Path) -> dict[Path, bytes]:
    """Every file of a new project with the shipped content."""
    return _with_content(folder, bundled.bundle() / "content")


def _blank(folder: Path) -> dict[Path, bytes]:
    """Every file of a new project with the content of docs/authoring.md, and the schemas that its files name."""
    from .json_schemas import schema_files

    source = Project(Path(__file__).parent / "blank")
    return {**_with_content(folder, source.content), **schema_files(source, folder / "content" / "schemas")}


def _with_content(folder: Path, source: Path) -> dict[Path, bytes]:
    """The content of that folder, and an empty templates/."""
    files = {
        folder / "content" / path.relative_to(source): path.read_bytes()
        for path in sorted(source.rglob("*"))
        if path.is_file() and not any(part in _IGNORED for part in path.parts)
    }
    return {**files, folder / "templates" / "README.md": _TEMPLATES_NOTE.encode(), folder / ".gitignore": _NOT_FOR_GIT}


def workflow(service: str, install: str) -> str:
    """A service's workflow. `install` is what pip is asked for."""
    text = (Path(__file__).parent / "ci" / f"{service}.yml").read_text(encoding="utf-8")
    return text.replace("@LIBRARIES@", " ".join(library.debian for library in LIBRARIES)).replace("@INSTALL@", install)
