"""bytes -> files and Artifacts; reads and writes the Manifest."""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import json
import os
import signal
import tempfile
import threading
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from ..model.manifest import VERSION, Artifact, Manifest, Output, RunRecord

MANIFEST_NAME = "manifest.json"
_UNFINISHED = (".prepguides-", ".part")
"""How the names of temporary files begin and end."""


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def write(path: Path, content: bytes) -> None:
    """Write to a temporary file beside `path` and move it into place. Identical bytes are not written again. OSError."""
    if path.is_file() and path.stat().st_size == len(content) and path.read_bytes() == content:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    prefix, suffix = _UNFINISHED
    handle, temporary = tempfile.mkstemp(prefix=prefix, suffix=suffix, dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            file.write(content)
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def sweep(folder: Path) -> None:
    """Remove the temporary files of builds that were killed. A living writer holds a lock on its own, which dies with it."""
    prefix, suffix = _UNFINISHED
    for path in folder.rglob(f"{prefix}*{suffix}"):
        with contextlib.suppress(OSError), path.open("rb") as file:  # locked, or gone meanwhile
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            path.unlink()


def hashes_on_disk(folder: Path, paths: Iterable[str]) -> dict[str, str]:
    """SHA-256 of each of the paths that exists below the folder."""
    return {path: sha256((folder / path).read_bytes()) for path in paths if (folder / path).is_file()}


def read_manifest(folder: Path) -> Manifest:
    """The manifest of an output folder; an absent, foreign or damaged one counts as empty, and everything is built."""
    try:
        raw = json.loads((folder / MANIFEST_NAME).read_text(encoding="utf-8"))
        if raw["version"] != VERSION:
            return Manifest()
        artifacts = {name: _artifact(item) for name, item in raw["artifacts"].items()}
        return Manifest(artifacts, {name: _run(item) for name, item in raw["runs"].items()}, _outputs(raw.get("left", {})))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return Manifest()


def write_manifest(folder: Path, manifest: Manifest) -> None:
    artifacts = {name: asdict(manifest.artifacts[name]) for name in sorted(manifest.artifacts)}
    runs = {name: asdict(manifest.runs[name]) for name in sorted(manifest.runs)}
    left = {path: asdict(manifest.left[path]) for path in sorted(manifest.left)}
    written = {"version": VERSION, "artifacts": artifacts, "runs": runs, "left": left}
    write(folder / MANIFEST_NAME, (json.dumps(written, indent=1, ensure_ascii=False, sort_keys=True) + "\n").encode())


def _artifact(raw: Mapping[str, Any]) -> Artifact:
    return Artifact(
        edition=str(raw["edition"]),
        pages=int(raw["pages"]),
        seconds=float(raw["seconds"]),
        digests=dict(raw["digests"]),
        html=str(raw["html"]),
        outputs=_outputs(raw["outputs"]),
        claims=tuple(raw["claims"]),
        tools=dict(raw.get("tools", {})),
        thin=tuple((int(page), int(percent)) for page, percent in raw.get("thin", ())),
        coach_pages=int(raw.get("coach_pages", 0)),
    )


def _outputs(raw: Mapping[str, Any]) -> dict[str, Output]:
    return {path: Output(str(item["sha256"]), int(item["bytes"])) for path, item in raw.items()}


def _run(raw: Mapping[str, Any]) -> RunRecord:
    return RunRecord(
        fingerprint=str(raw["fingerprint"]),
        fresh=tuple(raw["fresh"]),
        paths=tuple(raw["paths"]),
        diagnostics=tuple(raw["diagnostics"]),
        blocked=tuple((str(name), tuple(missing)) for name, missing in raw["blocked"]),
    )


@contextlib.contextmanager
def uninterrupted() -> Iterator[None]:
    """Ctrl-C waits for the end of the block: a finished file without its record in the manifest would be nobody's."""
    if threading.current_thread() is not threading.main_thread():  # where no Ctrl-C is heard
        yield
        return
    heard: list[int] = []
    handler = signal.signal(signal.SIGINT, lambda number, frame: heard.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, handler)
        if heard:
            signal.raise_signal(signal.SIGINT)
