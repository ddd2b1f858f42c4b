"""The patches in docs/upstream apply to the versions that are pinned, and are measured by the script beside them."""

from __future__ import annotations

import shutil
import subprocess
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest

from kit import ROOT

HERE = ROOT / "docs" / "upstream"
PATCHES = sorted(HERE.glob("*.patch"))

pytestmark = pytest.mark.skipif(not shutil.which("patch"), reason="the program patch is not here")


@pytest.fixture(scope="module")
def measure() -> ModuleType:
    """The script, by its path: the benchmarks have a module of the same name."""
    spec = spec_from_file_location("measure_upstream", HERE / "measure.py")
    assert spec is not None
    assert spec.loader is not None
    made = module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


def test_each_patch_is_measured(measure: ModuleType) -> None:
    assert [patch.stem for patch in PATCHES] == sorted(measure.DOCUMENTS)


@pytest.mark.parametrize("patch", PATCHES, ids=lambda patch: patch.stem)
def test_a_patch_applies_to_the_pinned_versions_without_fuzz(patch: Path, measure: ModuleType, tmp_path: Path) -> None:
    measure.patched(tmp_path, patch)
    again = subprocess.run(
        ["patch", "-p1", "-R", "-F0", "-d", str(tmp_path), "-i", str(patch)], check=False, capture_output=True, text=True
    )
    assert again.returncode == 0, again.stdout
    assert "offset" not in again.stdout


@pytest.mark.slow
def test_the_columns_are_the_same_with_fewer_layouts(measure: ModuleType, tmp_path: Path) -> None:
    name = "weasyprint-skip-known-trials-of-columns"
    released = measure.run(name, None, 8)
    patched = measure.run(name, measure.patched(tmp_path, HERE / f"{name}.patch"), 8)
    assert [kind["bytes"] for kind in patched.values()] == [kind["bytes"] for kind in released.values()]
    unbreakable = "columns of paragraphs that may not break"
    assert patched[unbreakable]["layouts"] < released[unbreakable]["layouts"]
