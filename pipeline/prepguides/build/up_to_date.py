"""Is there anything to do? Answered from hashes alone, without loading what a build needs."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from .digests import digest_of, run_fingerprint
from ..model.diagnostic import Diagnostic, Place, as_object
from ..model.manifest import Manifest, RunRecord
from ..model.outcome import Outcome
from ..model.request import Project, Request
from ..model.rules import RULES
from ..stages.record import hashes_on_disk, read_manifest


def request_key(request: Request) -> str:
    """How the manifest calls a request."""
    return digest_of([request.guides, request.cohorts, request.editions, request.papers, request.sets])[:16]


def unchanged(project: Project, request: Request, folder: Path) -> Outcome | None:
    """The outcome of the last such build, diagnostics and all, when nothing that it read or wrote has changed since."""
    if request.force or request.prune:
        return None
    manifest = read_manifest(folder)
    record = manifest.runs.get(request_key(request))
    if record is None or record.fingerprint != run_fingerprint(project, request):
        return None
    expected = {path: output.sha256 for artifact in manifest.artifacts.values() for path, output in artifact.outputs.items()}
    paths = [path for path in expected if path in set(record.paths)]
    if len(paths) != len(record.paths) or hashes_on_disk(folder, paths) != {path: expected[path] for path in paths}:
        return None
    diagnostics = tuple(map(_diagnostic, record.diagnostics))
    if any(found.rule.code == "PG805" and not (folder / found.place.path).is_file() for found in diagnostics):
        return None
    return Outcome((), record.fresh, diagnostics, record.blocked, unchanged=record.paths)


def remember(manifest: Manifest, request: Request, fingerprint: str, outcome: Outcome) -> Manifest:
    """The manifest with this build on record; builds that lost a worker or met a bug are not remembered."""
    fresh = (*outcome.fresh, *(name for name, _ in outcome.stale if name not in outcome.failed))
    paths = tuple(sorted((*outcome.printed, *outcome.unchanged)))
    record = RunRecord(fingerprint, fresh, paths, tuple(map(as_object, outcome.diagnostics)), outcome.blocked)
    return replace(manifest, runs={**manifest.runs, request_key(request): record})


def _diagnostic(raw: object) -> Diagnostic:
    fields = dict(raw) if isinstance(raw, dict) else {}
    place = Place(fields["path"], fields["line"], fields["column"], fields["width"], fields["excerpt"])
    return Diagnostic(RULES[fields["rule"]], fields["message"], place, fields["hint"])
