"""The output folder against its manifest: is all there and whole, and what does nobody make any more?"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from pathlib import Path

from ..model.diagnostic import Diagnostic, Place
from ..model.manifest import Manifest
from ..model.rules import RULES
from ..stages.record import MANIFEST_NAME, hashes_on_disk, read_manifest


def verify(folder: Path) -> tuple[int, tuple[Diagnostic, ...]]:
    """How many files the manifest names, and a diagnostic for each that is missing or was changed. No manifest is a problem too."""
    manifest = read_manifest(folder)
    if not manifest.paths:
        problem = "damaged, or names no file" if (folder / MANIFEST_NAME).is_file() else "missing: nothing was built here"
        return 0, (Diagnostic(RULES["PG804"], problem, Place(MANIFEST_NAME), "run: prepguides build"),)
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
    return remove(folder, [*manifest.paths, MANIFEST_NAME])


def abandoned(folder: Path, manifest: Manifest, made: Collection[str]) -> tuple[str, ...]:
    """Files of earlier builds that still lie there and that no edition is written to any more. `made` is where editions can go."""
    return tuple(path for path in manifest.paths if path not in made and (folder / path).is_file())


def reported(paths: Iterable[str]) -> tuple[Diagnostic, ...]:
    """A warning per abandoned file."""
    message, hint = "no edition of this project is written here any more", "remove it with: prepguides build --prune"
    return tuple(Diagnostic(RULES["PG805"], message, Place(path), hint) for path in paths)


def without_lost(folder: Path, manifest: Manifest, made: Collection[str]) -> Manifest:
    """The manifest without files that somebody else has removed and that no build will bring back."""
    return without(manifest, [path for path in manifest.paths if path not in made and not (folder / path).is_file()])


def without(manifest: Manifest, paths: Collection[str]) -> Manifest:
    """The manifest without these files, and without artifacts that had no others."""
    artifacts = {
        key: replace(artifact, outputs={path: output for path, output in artifact.outputs.items() if path not in paths})
        for key, artifact in manifest.artifacts.items()
    }
    kept = {key: artifact for key, artifact in artifacts.items() if artifact.outputs}
    return replace(manifest, artifacts=kept, left={path: output for path, output in manifest.left.items() if path not in paths})


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
