"""The manifest as the JSON file that lies beside the PDFs."""

from __future__ import annotations

import errno
import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from ...model.manifest import VERSION, Artifact, CompanionRecord, File, LaidOutUnit, Manifest, Output, RunRecord
from ...model.page_finding import Area, PageFinding, Trail
from ...model.variant import STANDARD
from ..project_files import Unreadable, read_file
from .files import write

Json = Mapping[str, Any]
"""An object as it was read; what it holds is looked at where it is used, and anything that is amiss makes the manifest a damaged one."""
MANIFEST_NAME = "manifest.json"
MAX_BYTES = 256 * 1024 * 1024
"""Of a manifest; an edition takes some ten thousand."""


def read_manifest(folder: Path) -> Manifest:
    """The manifest of an output folder; one that is absent, foreign, damaged or no file counts as empty, and everything is built."""
    try:
        return manifest_to_change(folder)
    except OSError:
        return Manifest()


def manifest_to_change(folder: Path) -> Manifest:
    """The manifest of an output folder, for who writes it anew: one that cannot be read now is not empty. OSError."""
    path = folder / MANIFEST_NAME
    try:
        return manifest_in(read_file(path, folder, MAX_BYTES))
    except Unreadable as error:
        if isinstance(error.__cause__, FileNotFoundError):
            return Manifest()
        raise OSError(errno.EIO, str(error), str(path)) from error


def manifest_in(content: bytes) -> Manifest:
    """What a manifest's file says; a foreign or damaged one counts as empty."""
    try:
        raw = json.loads(content)
        if raw["version"] == 1:
            raw = _from_version_1(raw)
        if raw["version"] != VERSION:
            return Manifest()
        artifacts = {name: _artifact(item) for name, item in raw["artifacts"].items()}
        runs = {name: _run(item) for name, item in raw["runs"].items()}
        companions = {name: _companion(item) for name, item in raw.get("companions", {}).items()}
        return Manifest(artifacts, runs, _outputs(raw["orphaned"]), _outputs(raw.get("drafts", {})), companions)
    except (ValueError, KeyError, TypeError, AttributeError, ArithmeticError, RecursionError):
        return Manifest()


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """OSError, which names a path."""
    write(folder / MANIFEST_NAME, encoded(manifest))


def encoded(manifest: Manifest) -> bytes:
    """The file's content: the same for the same manifest."""
    artifacts = {name: asdict(manifest.artifacts[name]) for name in sorted(manifest.artifacts)}
    runs = {name: asdict(manifest.runs[name]) for name in sorted(manifest.runs)}
    orphaned = {path: asdict(manifest.orphaned[path]) for path in sorted(manifest.orphaned)}
    drafts = {path: asdict(manifest.drafts[path]) for path in sorted(manifest.drafts)}
    companions = {name: asdict(manifest.companions[name]) for name in sorted(manifest.companions)}
    written = {"version": VERSION, "artifacts": artifacts, "companions": companions, "runs": runs, "orphaned": orphaned, "drafts": drafts}
    return (json.dumps(written, indent=1, ensure_ascii=False, sort_keys=True) + "\n").encode()


def _from_version_1(raw: Json) -> Json:
    """The files of builds by an older program are still known by their old name; what it said of its builds is not said again."""
    return {"version": VERSION, "artifacts": raw["artifacts"], "runs": {}, "orphaned": raw.get("left", {})}


def _artifact(raw: Json) -> Artifact:
    return Artifact(
        edition=str(raw["edition"]),
        pages=int(raw["pages"]),
        seconds=float(raw["seconds"]),
        digests=dict(raw["digests"]),
        html=str(raw["html"]),
        outputs=_outputs(raw["outputs"]),
        claims=tuple(raw["claims"]),
        tools=dict(raw.get("tools", {})),
        units=tuple(map(_unit, raw.get("units", ()))),
        findings=tuple(map(_finding, raw.get("findings", ()))),
        coach_pages=int(raw.get("coach_pages", 0)),
    )


def _companion(raw: Json) -> CompanionRecord:
    outputs = {path: File(str(item["sha256"]), int(item["bytes"])) for path, item in raw["outputs"].items()}
    return CompanionRecord(str(raw["companion"]), dict(raw["digests"]), outputs)


def _finding(raw: Json) -> PageFinding:
    trail, area = raw["trail"], raw["area"]
    return PageFinding(
        code=str(raw["code"]),
        page=int(raw["page"]),
        message=str(raw["message"]),
        hint=str(raw["hint"]),
        trail=Trail(tuple(map(str, trail["ids"])), tuple(map(str, trail["words"]))),
        area=Area(*(float(area[edge]) for edge in ("x", "y", "width", "height"))) if area else None,
        subject=str(raw.get("subject", "")),
    )


def _unit(raw: Json) -> LaidOutUnit:
    return LaidOutUnit(str(raw["anchor"]), int(raw["first"]), int(raw["pages"]), bool(raw["reused"]))


def _outputs(raw: Json) -> dict[str, Output]:
    return {path: _output(item) for path, item in raw.items()}


def _output(raw: Json) -> Output:
    return Output(str(raw["sha256"]), int(raw["bytes"]), str(raw.get("variant", STANDARD)), int(raw.get("pages", 0)))


def _run(raw: Json) -> RunRecord:
    return RunRecord(
        fingerprint=str(raw["fingerprint"]),
        fresh=tuple(raw["fresh"]),
        paths=tuple(raw["paths"]),
        diagnostics=tuple(raw["diagnostics"]),
        blocked=tuple((str(name), tuple(missing)) for name, missing in raw["blocked"]),
        failed=tuple(raw["failed"]),
        companions=tuple(raw.get("companions", ())),
    )
