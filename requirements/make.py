"""Makes requirements/ci.txt anew: one version of all that continuous integration installs, as `pip` chooses it today.

    python3.11 -m venv /tmp/lock && /tmp/lock/bin/pip install --upgrade pip && /tmp/lock/bin/python requirements/make.py

Run it with Python 3.11 on Linux, the oldest that the program supports, on which `.ci/run` works. It installs nothing and needs pip alone.
The file holds versions without hashes, because pip, once it has seen one hash, refuses to install a folder, and `pip install .` is the
folder.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from configparser import ConfigParser
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "requirements" / "ci.txt"
NOT_IN_TOX = ["tox", "pre-commit"]
"""What the README's commands and the workflows install beside the project itself."""
HEAD = """\
# One version of all that continuous integration installs. Made by requirements/make.py, which says how; not to be edited.
# It constrains, and so names more than any one command needs: pip install -c requirements/ci.txt .
"""


def asked_for() -> list[str]:
    """Every requirement that pyproject.toml and tox.ini state. A line in braces refers to what another environment states."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    tox = ConfigParser(interpolation=None)
    tox.read(ROOT / "tox.ini", encoding="utf-8")
    deps = [line.strip() for section in tox.sections() for line in tox.get(section, "deps", fallback="").splitlines()]
    return [
        *project["build-system"]["requires"],
        *project["project"]["dependencies"],
        *(line for extra in project["project"]["optional-dependencies"].values() for line in extra),
        *(line for line in deps if line and not line.startswith(("#", "{"))),
        *NOT_IN_TOX,
    ]


def chosen(requirements: list[str]) -> dict[str, str]:
    """Name and version of what pip would install for them, and for what they need in turn."""
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--dry-run", "--ignore-installed", "--report", "-", *requirements]
    report = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)
    return {item["metadata"]["name"].lower().replace("_", "-"): item["metadata"]["version"] for item in report["install"]}


def main() -> None:
    if sys.platform != "linux" or sys.version_info[:2] != (3, 11):
        sys.exit("run this with Python 3.11 on Linux: the versions differ elsewhere")
    pins = chosen(asked_for())
    LOCK.write_text(HEAD + "".join(f"{name}=={pins[name]}\n" for name in sorted(pins)), encoding="utf-8")


if __name__ == "__main__":
    main()
