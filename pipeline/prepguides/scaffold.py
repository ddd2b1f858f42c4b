"""Makes a new project from the shipped content."""

from __future__ import annotations

import shutil
from pathlib import Path

from . import bundled
from .model.diagnostic import Checked, Diagnostic, Place
from .model.rules import RULES

_IGNORED = ("__pycache__", ".DS_Store")
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
""",
    "tokens.css": """/* Custom properties win over the parent's. The parent's tokens.css lists them all; these are three to start with. */
:root {{
  /* --text: 11pt; */
  /* --head: 18pt; */
  /* --write-gap: 8.5mm; */
}}
""",
    "print.css": """/* Rules read after the parent's. */
""",
    "sections/notes.html": """{{# A partial of this name replaces the parent's; the parent's own is at {parent}/sections/notes.html. Delete this file to inherit it. #}}
{{% include "{parent}/sections/notes.html" %}}
""",
}


def new_theme(name: str, parent: str, templates: Path) -> Checked[tuple[Path, ...]]:
    """A theme's folder with comments. An existing one is an error, and nothing is written."""
    folder = templates / name
    if folder.exists():
        return Checked((), (Diagnostic(RULES["PG803"], "a theme of that name stands there already", Place(f"templates/{name}"), "choose another name"),))
    made = []
    for file, text in _THEME_FILES.items():
        path = folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.format(title=name.replace("-", " ").capitalize(), parent=parent), encoding="utf-8")
        made.append(path)
    return Checked(tuple(made))


def init(folder: Path) -> Checked[tuple[Path, ...]]:
    """A complete project: content and an empty templates/. Files that stand there are an error, and nothing is written."""
    source = bundled.bundle() / "content"
    wanted = {
        folder / "content" / path.relative_to(source): path
        for path in sorted(source.rglob("*"))
        if path.is_file() and not any(part in _IGNORED for part in path.parts)
    }
    standing = [path for path in (*wanted, folder / "templates" / "README.md", folder / ".gitignore") if path.exists()]
    if standing:
        place = Place(str(standing[0]))
        rule = RULES["PG803"]
        return Checked((), (Diagnostic(rule, f"{len(standing)} files stand there already", place, "name a new folder"),))
    try:
        for target, original in wanted.items():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(original, target)
        (folder / "templates").mkdir(exist_ok=True)
        (folder / "templates" / "README.md").write_text(_TEMPLATES_NOTE, encoding="utf-8")
        (folder / ".gitignore").write_text("output/\n", encoding="utf-8")
    except OSError as error:
        return Checked((), (Diagnostic(RULES["PG803"], f"{error.strerror}: {error.filename}", Place(str(folder))),))
    return Checked((*wanted, folder / "templates" / "README.md", folder / ".gitignore"))
