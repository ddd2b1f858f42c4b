"""Companions of editions and cohorts: what they are made of, whether they are stale and why, and their files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from ..model.companion import COMPANIONS, CompanionJob, CompanionKind, Payload, companion_paths
from ..model.diagnostic import Checked, Diagnostic, Place
from ..model.edition import Edition
from ..model.library import Library
from ..model.manifest import CompanionRecord, File
from ..model.outcome import CompanionResult
from ..model.request import Audience, Project, Request, Selection
from ..model.rules import RULES
from ..model.variant import STANDARD
from ..project import bundled
from ..stages.accompany import bank_of, calendar_of, deck_of, files_of, score_book_of
from ..stages.load_theme import own_labels, own_sections
from ..stages.record import sha256
from ..stages.resolve import CohortView, Declared, Sets, declared_companions, resolve, view_for
from .digests import companion_tools, digest_of
from .ledger import Ledger
from .prepare import Prepared

MADE_FROM: Mapping[CompanionKind, Audience] = {"anki": "candidate", "bank": "coach", "scores": "coach"}
"""Whose edition a guide's companion says what it says: a deck holds nothing that its candidates may not read."""


@dataclass(frozen=True)
class Companions:
    """The companions of a run."""

    jobs: tuple[CompanionJob, ...] = ()
    empty: frozenset[str] = frozenset()
    """Paths of those that are asked for and for which there is nothing: a file there is of an earlier build."""


def companions_for(project: Project, prepared: Prepared, sets: Sets = ()) -> Checked[Companions]:
    """The companions of the prepared editions and of their cohorts.

    One that would be empty is left out, and reported where a guide or a cohort asks for it by itself.
    """
    if prepared.library is None:
        return Checked(Companions())
    guides = {(edition.cohort, edition.guide) for edition in prepared.editions}
    cohorts = {cohort for cohort, _ in guides}
    asked = [
        one
        for one in declared_companions(prepared.library, sets)
        if (one.cohort, one.guide) in guides or (one.guide is None and one.cohort in cohorts)
    ]
    content = _Content(prepared.library, {edition_key(edition): edition for edition in _editions(project, prepared, asked, sets)})
    jobs: list[CompanionJob] = []
    empty: list[Declared] = []
    for one in asked:
        if content.edition_of(one) is not None:
            payload = content.payload(one)
            empty += [one] if payload is None else []
            jobs += [_job(one, payload, content)] if payload is not None else []
    problems = tuple(_nothing(one, one.place) for one in empty if one.place)
    return Checked(Companions(tuple(jobs), frozenset(path for one in empty for path in _paths(one))), problems)


def companion_destinations(library: Library, sets: Sets = ()) -> frozenset[str]:
    """Every path that a companion of this project is written to."""
    return frozenset(path for one in declared_companions(library, sets) for path in _paths(one))


def _paths(one: Declared) -> tuple[str, ...]:
    return companion_paths(one.kind, one.cohort, one.guide)


def edition_key(edition: Edition) -> tuple[str, str, Audience]:
    return edition.cohort, edition.guide, edition.audience


def _editions(project: Project, prepared: Prepared, asked: Iterable[Declared], sets: Sets) -> Iterator[Edition]:
    """The prepared editions, and those that companions are made from and this run does not print. What is wrong with these is not asked."""
    there = {edition_key(edition): edition for edition in prepared.editions}
    yield from there.values()
    needed = [(one.cohort, one.guide, MADE_FROM[one.kind]) for one in asked if one.guide]
    missing = [key for key in needed if key not in there]
    if missing and prepared.library:
        folders = bundled.theme_folders(project)
        cohorts, guides, audiences = (tuple(dict.fromkeys(values)) for values in zip(*missing, strict=True))
        selection = Selection(guides, cohorts, audiences, variants=(STANDARD,))
        yield from resolve(prepared.library, selection, sets, own_sections(folders), own_labels(folders)).value.editions


class _Content:
    """What companions are made of."""

    def __init__(self, library: Library, editions: Mapping[tuple[str, str, Audience], Edition]) -> None:
        self._library, self._editions = library, editions
        self._views: dict[str, CohortView | None] = {}

    def edition_of(self, one: Declared) -> Edition | None:
        """The edition that a companion is made from; of a cohort's calendar any. None where it cannot be had."""
        if one.guide is None:
            return next((edition for (cohort, _, _), edition in self._editions.items() if cohort == one.cohort), None)
        return self._editions.get((one.cohort, one.guide, MADE_FROM[one.kind]))

    def payload(self, one: Declared) -> Payload | None:
        """What goes into the companion's files; None when that is nothing."""
        edition = self.edition_of(one)
        if edition is None:
            return None
        if one.kind == "anki":
            return deck_of(edition)
        if one.kind == "scores":
            return score_book_of(edition)
        view = self._view(one.cohort)
        if view is None:
            return None
        return bank_of(edition, view.library) if one.kind == "bank" else calendar_of(view.cohort, view.library, edition.language)

    def _view(self, cohort: str) -> CohortView | None:
        if cohort not in self._views:
            self._views[cohort] = view_for(cohort, self._library).value
        return self._views[cohort]

    @cached_property
    def tools(self) -> Mapping[CompanionKind, str]:
        return companion_tools()


def _job(one: Declared, payload: Payload, content: _Content) -> CompanionJob:
    edition, title = content.edition_of(one), COMPANIONS[one.kind].title
    prefix = f"{one.cohort}: " if edition and edition.programme else ""
    name = f"{one.guide} ({title})" if one.guide else title
    digests = {"content": digest_of(payload), "tools": content.tools[one.kind]}
    return CompanionJob(one.kind, one.cohort, one.guide, f"{prefix}{name}", payload, digests)


def _nothing(one: Declared, place: Place) -> Diagnostic:
    title = COMPANIONS[one.kind].title
    return Diagnostic(RULES["PG419"], f"nothing to put into the {title} of {one.guide or one.cohort}", place, f'take "{one.kind}" out')


def planned_companions(jobs: Iterable[CompanionJob], ledger: Ledger, *, force: bool) -> tuple[CompanionJob, ...]:
    """Each with the names of what differs from what the manifest says of it."""
    return tuple(replace(job, reasons=("forced",) if force else tuple(_reasons(job, ledger))) for job in jobs)


def _reasons(job: CompanionJob, ledger: Ledger) -> Iterator[str]:
    known = ledger.manifest.companions.get(job.key)
    if known is None:
        yield "never made"
        return
    yield from (name for name, digest in job.digests.items() if known.digests.get(name) != digest)
    on_disk = ledger.hashes(job.paths)
    for path in job.paths:
        if path not in known.outputs or path not in on_disk:
            yield f"{path} is missing"
        elif on_disk[path] != known.outputs[path].sha256:
            yield f"{path} was changed"


def made(job: CompanionJob, ledger: Ledger, request: Request) -> CompanionResult:
    """What became of it. Nothing is tried in a dry run."""
    if not job.reasons:
        return CompanionResult(job.name, job.key, "unchanged", files=job.paths)
    if request.dry_run:
        return CompanionResult(job.name, job.key, "to make", job.reasons)
    files = dict(zip(job.paths, files_of(job.payload), strict=True))
    before = ledger.hashes(job.paths)
    outputs = {path: File(sha256(content), len(content)) for path, content in files.items()}
    refused = ledger.record_companion(job.key, CompanionRecord(job.name, job.digests, outputs), files)
    if refused:
        return CompanionResult(job.name, job.key, "failed", job.reasons, diagnostics=refused)
    same = all(before.get(path) == file.sha256 for path, file in outputs.items())
    return CompanionResult(job.name, job.key, "unchanged" if same else "made", job.reasons, job.paths)
