"""Editions + Manifest -> Plan: which jobs are stale, and why. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType

from ..model.diagnostic import Checked, Diagnostic, Place
from ..model.edition import Edition, EditionName
from ..model.job import Job, Plan, Target
from ..model.manifest import Artifact, Manifest
from ..model.rules import RULES
from ..model.sheet import SHEETS
from ..model.variant import STANDARD, VARIANTS


def assign_outputs(editions: Iterable[Edition], pattern: str, place: Place) -> Checked[tuple[tuple[Edition, tuple[Target, ...]], ...]]:
    """Each edition with its sheets and destinations. Two with one destination are an error at `place`, and both are left out."""
    assigned = [(edition, _targets(edition, pattern)) for edition in editions]
    owners: dict[str, list[str]] = {}
    for edition, targets in assigned:
        for target in targets:
            owners.setdefault(target.path, []).append(f"{edition.name} on {target.title}")
    clashes = {path: names for path, names in owners.items() if len(names) > 1}
    diagnostics = tuple(
        Diagnostic(
            RULES["PG404"],
            f"{' and '.join(names)} would both be written to {path}",
            place,
            "use {cohort}, {guide}, {edition}, {paper} and {variant}",
        )
        for path, names in clashes.items()
    )
    clear = tuple((edition, targets) for edition, targets in assigned if not any(target.path in clashes for target in targets))
    return Checked(clear, diagnostics)


def _targets(edition: Edition, pattern: str) -> tuple[Target, ...]:
    name = (edition.cohort, edition.guide, edition.audience)
    return tuple(
        Target(SHEETS[paper], destination(name, paper, variant, pattern), VARIANTS[variant])
        for paper in edition.papers
        for variant in edition.variants
    )


def destination(name: EditionName, paper: str, variant: str, pattern: str) -> str:
    """The path below the output folder; every part of it is a slug that was checked.

    A pattern that does not say where the variant's name goes has it at the end, but for the standard one.
    """
    cohort, guide, audience = name
    if "{variant}" not in pattern and variant != STANDARD:
        pattern = f"{pattern.removesuffix('.pdf')}-{variant}.pdf"
    for field, value in {"cohort": cohort, "guide": guide, "edition": audience, "paper": paper, "variant": variant}.items():
        pattern = pattern.replace(f"{{{field}}}", value)
    return pattern


def destinations(names: Iterable[EditionName], pattern: str) -> frozenset[str]:
    """Every path that these editions can be written to, on any paper and in any variant."""
    return frozenset(destination(name, paper, variant, pattern) for name in names for paper in SHEETS for variant in VARIANTS)


THROUGH_THE_HTML = frozenset(
    ("content", "claims", "coach_texts", "accent", "palette", "brand", "language", "programme", "templates", "assets"),
)
"""Inputs that reach the pages through the HTML and what it loads alone: when those come out the same, so do the pages."""


def plan(
    jobs: Iterable[Job], manifest: Manifest, on_disk: Mapping[str, str], tools: Mapping[str, str] = MappingProxyType({}), *, force: bool
) -> Plan:
    """Jobs whose inputs or outputs differ from the manifest are stale, with the names of what differs as the reasons.

    `on_disk` is the SHA-256 of every output that exists, by path; `tools` are the versions of what would print now.
    """
    stale: list[Job] = []
    fresh: list[Job] = []
    for job in jobs:
        reasons = ("forced",) if force else tuple(_reasons(job, manifest.artifacts.get(job.key), on_disk, tools))
        (stale if reasons else fresh).append(replace(job, reasons=reasons))
    return Plan(tuple(stale), tuple(fresh))


def _reasons(job: Job, artifact: Artifact | None, on_disk: Mapping[str, str], tools: Mapping[str, str]) -> Iterable[str]:
    if artifact is None:
        yield "never built"
        return
    for name, digest in job.digests.items():
        if artifact.digests.get(name) != digest:
            yield f"tools ({_moved(artifact.tools, tools)})" if name == "tools" else name
    for target in job.targets:
        recorded = artifact.outputs.get(target.path)
        if recorded is None or target.path not in on_disk:
            yield f"{target.path} is missing"
        elif on_disk[target.path] != recorded.sha256:
            yield f"{target.path} was changed"


def _moved(before: Mapping[str, str], now: Mapping[str, str]) -> str:
    """Which tools have another version; when none has, it is this program that was changed."""
    names = (name for name in now if before.get(name) != now[name])
    return ", ".join(f"{name} {before.get(name, 'absent')} to {now[name]}" for name in names) or "prepguides itself"
