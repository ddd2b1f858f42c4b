"""The output folder against its manifest: is all there and whole, and what does nobody make any more?"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from .model.diagnostic import Diagnostic, Place
from .model.manifest import Manifest
from .model.rules import RULES
from .stages.record import MANIFEST_NAME, hashes_on_disk, read_manifest, write_manifest


def verify(folder: Path) -> tuple[int, tuple[Diagnostic, ...]]:
    """How many files the manifest names, and a diagnostic for each that is missing or was changed."""
    manifest = read_manifest(folder)
    expected = {path: output.sha256 for artifact in manifest.artifacts.values() for path, output in artifact.outputs.items()}
    found = hashes_on_disk(folder, expected)
    problems = [
        Diagnostic(RULES["PG804"], "missing" if path not in found else "not what was built", Place(path), "run: prepguides build")
        for path, sha256 in expected.items()
        if found.get(path) != sha256
    ]
    return len(expected), tuple(problems)


def clean(folder: Path) -> tuple[str, ...]:
    """Remove what the manifest names and the manifest itself, then folders that this empties. What else lies there stays."""
    manifest = read_manifest(folder)
    paths = [path for artifact in manifest.artifacts.values() for path in artifact.outputs]
    return remove(folder, [*paths, MANIFEST_NAME])


def abandoned(manifest: Manifest, editions: Iterable[str]) -> tuple[str, ...]:
    """Paths of editions that the manifest knows and the project no longer has."""
    known = set(editions)
    return tuple(path for key, artifact in manifest.artifacts.items() if key not in known for path in artifact.outputs)


def prune(folder: Path, editions: Iterable[str]) -> tuple[str, ...]:
    """Remove the files of editions that the project no longer has, and forget them."""
    manifest = read_manifest(folder)
    known = set(editions)
    removed = remove(folder, abandoned(manifest, known))
    if removed:
        write_manifest(folder, Manifest({key: artifact for key, artifact in manifest.artifacts.items() if key in known}, manifest.runs))
    return removed


def remove(folder: Path, paths: Iterable[str]) -> tuple[str, ...]:
    """The paths that were there to be removed."""
    removed = []
    for path in paths:
        target = (folder / path).resolve()
        if target.is_relative_to(folder.resolve()) and target.is_file():
            target.unlink()
            removed.append(path)
            for parent in target.parents:
                if parent == folder.resolve() or any(parent.iterdir()):
                    break
                parent.rmdir()
    return tuple(removed)
