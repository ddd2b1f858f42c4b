"""Is there anything to do? Answered from hashes alone, without loading what a build needs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ..model.diagnostic import Diagnostic
from ..model.diagnostic_json import decoded, encoded
from ..model.manifest import Manifest, RunRecord
from ..model.outcome import CompanionResult, EditionResult, Outcome
from ..model.request import Project, Request, Selection, shaping
from ..stages.record import hashes_on_disk, is_there, read_manifest
from .digests import digest_of, run_fingerprint


def run_key(selection: Selection, request: Request) -> str:
    """How the manifest calls a run."""
    return digest_of(shaping(selection, request))[:16]


def unchanged(project: Project, selection: Selection, request: Request, folder: Path) -> Outcome | None:
    """The outcome of the last such build, diagnostics and all, when nothing that it read or wrote has changed since."""
    if request.force or request.prune:
        return None
    manifest = read_manifest(folder)
    record = manifest.runs.get(run_key(selection, request))
    if record is None or record.fingerprint != run_fingerprint(project, selection, request):
        return None
    expected = {path: output.sha256 for path, output in manifest.finished.items()}
    paths = [path for path in expected if path in set(record.paths)]
    if len(paths) != len(record.paths) or hashes_on_disk(folder, paths) != {path: expected[path] for path in paths}:
        return None
    diagnostics = _said(record)
    if diagnostics is None or any(found.rule.code == "PG805" and not is_there(folder / found.place.path) for found in diagnostics):
        return None
    return Outcome(tuple(_results(record, manifest)), diagnostics, companions=tuple(_companions(record, manifest)))


def _said(record: RunRecord) -> tuple[Diagnostic, ...] | None:
    """What the run reported; None when it was not this program that wrote it down."""
    try:
        return tuple(map(decoded, record.diagnostics))
    except (KeyError, ValueError, TypeError, AttributeError):
        return None


def _results(record: RunRecord, manifest: Manifest) -> Iterator[EditionResult]:
    yield from (EditionResult(name, "", "failed") for name in record.failed)
    yield from (EditionResult(name, "", "blocked", missing) for name, missing in record.blocked)
    asked = set(record.paths)
    for key in record.fresh:
        artifact = manifest.artifacts.get(key)
        if artifact is not None:
            files = tuple(path for path in artifact.outputs if path in asked)
            yield EditionResult(artifact.edition, key, "unchanged", files=files, pages=artifact.pages)


def _companions(record: RunRecord, manifest: Manifest) -> Iterator[CompanionResult]:
    for key in record.companions:
        known = manifest.companions.get(key)
        if known is not None:
            yield CompanionResult(known.companion, key, "unchanged", files=tuple(known.outputs))


def record_of(outcome: Outcome, fingerprint: str) -> RunRecord:
    """What the manifest remembers of a build. One that lost a worker or met a bug is not to be remembered."""
    sound = outcome.having("printed", "same pages", "unchanged")
    return RunRecord(
        fingerprint=fingerprint,
        fresh=tuple(result.key for result in sound),
        paths=tuple(sorted((*(path for result in sound for path in result.files), *outcome.beside("made", "unchanged")))),
        diagnostics=tuple(map(encoded, outcome.diagnostics)),
        blocked=tuple((result.name, result.reasons) for result in outcome.having("blocked")),
        failed=tuple(result.name for result in outcome.having("failed")),
        companions=tuple(result.key for result in outcome.companions if result.status in ("made", "unchanged")),
    )
