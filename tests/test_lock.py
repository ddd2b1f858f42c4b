"""The lock has a version of everything that the project asks for, and nothing of the machine that made it."""

from __future__ import annotations

import re

from packaging.requirements import Requirement

from kit import ROOT, script

make_lock = script("requirements/make.py")


def locked() -> dict[str, str]:
    lines = (ROOT / "requirements" / "ci.txt").read_text(encoding="utf-8").splitlines()
    return dict(line.split("==") for line in lines if not line.startswith("#"))


def test_the_lock_has_a_version_of_everything_that_is_asked_for() -> None:
    pins = locked()
    for requirement in map(Requirement, make_lock.asked_for()):
        name = requirement.name.lower().replace("_", "-")
        assert name in pins, f"{name} is asked for: python requirements/make.py"
        assert requirement.specifier.contains(pins[name], prereleases=True), f"{requirement}: python requirements/make.py"


def test_the_lock_reads_the_project_and_the_environments_of_tox() -> None:
    names = {Requirement(line).name for line in make_lock.asked_for()}
    assert {"weasyprint", "pytest-cov", "hatchling", "ruff", "build", "tox"} <= names


def test_the_lock_holds_versions_and_no_address() -> None:
    text = (ROOT / "requirements" / "ci.txt").read_text(encoding="utf-8")
    assert "://" not in text
    assert [line for line in text.splitlines() if not re.fullmatch(r"#.*|[a-z0-9.-]+==[A-Za-z0-9.!+]+", line)] == []
    assert list(locked()) == sorted(locked())
