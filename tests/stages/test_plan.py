"""Which jobs are stale, and why; where each file goes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from kit import MINI, located
from prepguides.build.prepare import prepare
from prepguides.model.diagnostic import Place
from prepguides.model.edition import Edition
from prepguides.model.job import Job, Target
from prepguides.model.manifest import Artifact, Manifest, Output
from prepguides.model.request import Project, Selection
from prepguides.model.settings import Settings
from prepguides.model.sheet import SHEETS
from prepguides.stages.plan import assign_outputs, plan

PATTERN = "{cohort}/{guide}-{edition}-{paper}.pdf"
PATH = "standard/one-candidate-a4.pdf"
AT = Place("content/project.yaml", 5, 9)


@pytest.fixture(scope="module")
def edition() -> Edition:
    return prepare(Project(MINI), Selection(papers=("a4",))).editions[0]


def job(edition: Edition, **digests: str) -> Job:
    return Job(edition, (Target(SHEETS["a4"], PATH),), {"content": "c", "styles": "s", **digests})


def manifest(edition: Edition, **digests: str) -> Manifest:
    recorded = {"content": "c", "styles": "s", **digests}
    return Manifest({job(edition).key: Artifact(edition.name, 3, 0.1, recorded, "h", {PATH: Output("x", 1)})})


def reasons(edition: Edition, of: Manifest, disk: dict[str, str], *, force: bool = False, **digests: str) -> tuple[str, ...]:
    planned = plan([job(edition, **digests)], of, disk, force=force)
    assert len(planned.stale) + len(planned.fresh) == 1
    return planned.stale[0].reasons if planned.stale else ()


def test_nothing_changed_is_fresh(edition: Edition) -> None:
    assert reasons(edition, manifest(edition), {PATH: "x"}) == ()


def test_what_was_never_built_says_so(edition: Edition) -> None:
    assert reasons(edition, Manifest(), {}) == ("never built",)


def test_the_names_of_the_inputs_that_differ_are_the_reasons(edition: Edition) -> None:
    assert reasons(edition, manifest(edition), {PATH: "x"}, content="d") == ("content",)
    assert reasons(edition, manifest(edition), {PATH: "x"}, content="d", styles="t") == ("content", "styles")


def test_an_input_that_the_manifest_does_not_know_is_a_reason(edition: Edition) -> None:
    assert reasons(edition, manifest(edition), {PATH: "x"}, weather="w") == ("weather",)


@pytest.mark.parametrize(
    ("now", "reason"),
    [
        ({"weasyprint": "70.1", "jinja2": "3.1"}, "tools (weasyprint 70.0 to 70.1)"),
        ({"weasyprint": "71.0", "jinja2": "3.2"}, "tools (weasyprint 70.0 to 71.0, jinja2 3.1 to 3.2)"),
        ({"weasyprint": "70.0", "jinja2": "3.1", "pillow": "12.0"}, "tools (pillow absent to 12.0)"),
        ({"weasyprint": "70.0", "jinja2": "3.1"}, "tools (prepguides itself)"),
    ],
)
def test_tools_are_named_with_their_versions(edition: Edition, now: dict[str, str], reason: str) -> None:
    recorded = {"content": "c", "styles": "s", "tools": "old"}
    before = Artifact(edition.name, 3, 0.1, recorded, "h", {PATH: Output("x", 1)}, tools={"weasyprint": "70.0", "jinja2": "3.1"})
    planned = plan([job(edition, tools="new")], Manifest({job(edition).key: before}), {PATH: "x"}, now, force=False)
    assert planned.stale[0].reasons == (reason,)


def test_a_file_missing_or_changed_is_a_reason(edition: Edition) -> None:
    assert reasons(edition, manifest(edition), {}) == (f"{PATH} is missing",)
    assert reasons(edition, manifest(edition), {PATH: "y"}) == (f"{PATH} was changed",)


def test_force_is_the_only_reason(edition: Edition) -> None:
    assert reasons(edition, manifest(edition), {}, force=True, content="d") == ("forced",)


def test_each_paper_has_its_path(edition: Edition) -> None:
    both = replace(edition, papers=("a4", "letter"))
    ((_, targets),) = assign_outputs([both], PATTERN, AT).value
    assert [target.path for target in targets] == [PATH, "standard/one-candidate-letter.pdf"]


@pytest.mark.parametrize("pattern", ["{cohort}/x-{paper}.pdf", "x-{paper}.pdf", "{edition}.pdf"])
def test_two_editions_with_one_destination_are_an_error_and_neither_is_built(edition: Edition, pattern: str) -> None:
    other = replace(edition, guide="two")
    aimed = assign_outputs([edition, other], pattern, AT)
    assert aimed.value == ()
    assert located(aimed.diagnostics) == ["content/project.yaml:5:9 PG404"]


def test_two_papers_with_one_destination_are_an_error(edition: Edition) -> None:
    both = replace(edition, papers=("a4", "letter"))
    assert located(assign_outputs([both], "{guide}.pdf", AT).diagnostics) == ["content/project.yaml:5:9 PG404"]


def test_a_clash_leaves_the_editions_that_do_not_clash(edition: Edition) -> None:
    coach = replace(edition, audience="coach")
    other = replace(edition, guide="two")
    aimed = assign_outputs([edition, other, coach], "{edition}.pdf", AT)
    assert [one.audience for one, _ in aimed.value] == ["coach"]


def settings(**values: Any) -> Settings:
    return Settings.model_validate({"name": "A", "publisher": "B", "edition_date": "2026-01-01", "guides": ["one"], **values})


@pytest.mark.parametrize(
    "pattern",
    ["../{guide}.pdf", "/{guide}.pdf", "a/../{guide}.pdf", "{guide}", "{guide}.PDF", "a//{guide}.pdf", "{guide}.pdf\n", ".{guide}.pdf",
     "a/.b/{guide}.pdf", "~/{guide}.pdf", "C:\\{guide}.pdf", "{nobody}.pdf", "{guide.x}.pdf", "", ".pdf", "a b/{guide}.pdf",
     "{guide}.pdf/x"],
)  # fmt: skip
def test_a_pattern_is_a_plain_path_below_the_output_folder(pattern: str) -> None:
    with pytest.raises(ValueError, match="plain relative path"):
        settings(output=pattern)


@pytest.mark.parametrize("pattern", [PATTERN, "{guide}.pdf", "print-shop/{paper}/{cohort}_{guide}.{edition}.pdf"])
def test_plain_patterns_are_fine(pattern: str) -> None:
    assert settings(output=pattern).output == pattern
