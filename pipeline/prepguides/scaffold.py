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
