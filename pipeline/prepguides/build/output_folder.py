"""The output folder against its manifest: is all there and whole, and what does nobody make any more?"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from ..model.attestation import PROVENANCE_NAME, subjects
from ..model.diagnostic import Checked, Diagnostic, Place
from ..model.manifest import Manifest
from ..model.request import PATIENCE
from ..model.rules import RULES
from ..stages.project_files import Unreadable, is_inside, read_file
from ..stages.record import (
    MANIFEST_NAME,
    Busy,
    hashes_on_disk,
    is_there,
    locked,
    manifest_to_change,
    refused,
    remove_empty,
    sweep,
    unchanging,
    write_manifest,
)
from .copy_ledger import on_record

_MAX_PROVENANCE = 64 * 1024 * 1024
"""Bytes of a statement of provenance; a file takes some two hundred."""


def verify(folder: Path, wait: float = PATIENCE) -> tuple[int, tuple[Diagnostic, ...]]:
    """How many files the manifest names, and a diagnostic for each that is missing or was changed. No manifest is a problem too."""
    try:
        with unchanging(folder, wait):
            return _compared(folder, manifest_to_change(folder))
    except Busy as error:
        return 0, (refused(error, folder),)
    except OSError as error:
        hint = "let this user read the folder and what is in it"
        return 0, (Diagnostic(RULES["PG804"], error.strerror or "cannot be read", Place.of_subject(MANIFEST_NAME), hint),)


def _compared(folder: Path, manifest: Manifest) -> tuple[int, tuple[Diagnostic, ...]]:
    if not manifest.paths:
        problem = "damaged, or names no file" if is_there(folder / MANIFEST_NAME) else "missing: nothing was built here"
        return 0, (Diagnostic(RULES["PG804"], problem, Place.of_subject(MANIFEST_NAME), "run: prepguides build"),)
    expected = {path: output.sha256 for path, output in manifest.finished.items()}
    found = hashes_on_disk(folder, expected)
    problems = [_difference(folder, path, there=path in found) for path, sha256 in expected.items() if found.get(path) != sha256]
    return len(expected), (*problems, *_provenance_problems(folder, expected))


def _difference(folder: Path, path: str, *, there: bool) -> Diagnostic:
    """That a file is not as the manifest says."""
    if not is_inside(folder / path, folder):
        return Diagnostic(
            RULES["PG804"], f"names a file outside the folder: {path}", Place.of_subject(MANIFEST_NAME), "run: prepguides build"
        )
    return Diagnostic(RULES["PG804"], "not what was built" if there else "missing", Place.of_subject(path), "run: prepguides build")


def _provenance_problems(folder: Path, files: Mapping[str, str]) -> tuple[Diagnostic, ...]:
    """What is published has a statement beside its manifest on who made it; where there is one, it must speak of these very files."""
    try:
        content = read_file(folder / PROVENANCE_NAME, folder, _MAX_PROVENANCE)
    except Unreadable as error:
        if isinstance(error.__cause__, FileNotFoundError):
            return ()
        return (Diagnostic(RULES["PG804"], str(error), Place.of_subject(PROVENANCE_NAME), "fetch it again"),)
    try:
        stated = subjects(json.loads(content))
    except ValueError:
        stated = None
    if stated is None:
        return (Diagnostic(RULES["PG804"], "no statement of provenance", Place.of_subject(PROVENANCE_NAME), "fetch it again"),)
    whole = {**files, **hashes_on_disk(folder, [MANIFEST_NAME])}
    differing = sorted(path for path in {*whole, *stated} if whole.get(path) != stated.get(path))
    message = "provenance.json speaks of another file"
    return tuple(Diagnostic(RULES["PG804"], message, Place.of_subject(path), "publish the folder again") for path in differing)


def clean(folder: Path, wait: float = PATIENCE) -> Checked[tuple[str, ...]]:
    """Remove what the manifest names, learners' copies and the manifest itself, then folders that this empties. What else lies there stays.

    The manifest still names what the system did not let us remove.
    """
    try:
        (folder / MANIFEST_NAME).lstat()
    except (FileNotFoundError, NotADirectoryError):
        if not any(on_record(folder)):  # copies may have been made beside another clean
            return Checked(())
    except OSError as error:
        return Checked((), (refused(error, folder),))
    try:
        with locked(folder, wait):
            sweep(folder)
            manifest = manifest_to_change(folder)
            removed = remove(folder, (*manifest.paths, *manifest.drafts, *on_record(folder)))
            if not removed.has_errors:
                last = remove(folder, [MANIFEST_NAME])
                return Checked((*removed.value, *last.value), last.diagnostics)
            return Checked(removed.value, (*removed.diagnostics, *_kept(folder, without(manifest, removed.value))))
    except OSError as error:  # of the lock
        return Checked((), (refused(error, folder),))


def tidied(folder: Path, wait: float = PATIENCE) -> tuple[Diagnostic, ...]:
    """Remove what builds left there that were killed while they wrote; that the folder is in use, or may not be opened."""
    try:
        if folder.is_dir():
            with locked(folder, wait):
                sweep(folder)
    except OSError as error:
        return (refused(error, folder),)
    return ()


def _kept(folder: Path, manifest: Manifest) -> tuple[Diagnostic, ...]:
    """Put on record what is left."""
    try:
        write_manifest(folder, manifest)
    except OSError as error:
        return (refused(error, folder / MANIFEST_NAME),)
    return ()


def link_out(folder: Path, paths: Iterable[str]) -> Diagnostic | None:
    """That a link in the folder leads out of it, to where one of these paths would be written: a project that was sent may bring one."""
    for path in paths:
        if not is_inside(folder / path, folder):
            steps = [folder / step for step in reversed(Path(path).parents)] + [folder / path]
            link = next((step for step in steps if step.is_symlink() and not is_inside(step, folder)), folder / path)
            hint = "remove the link; the output folder itself may be one"
            return Diagnostic(RULES["PG803"], "a link leads out of the output folder", Place.of_subject(str(link)), hint)
    return None


def link_elsewhere(folder: Path, manifest: Manifest) -> Diagnostic | None:
    """That the folder is a link to one in which other files lie, and nothing that was built: whoever means that folder names it."""
    if not folder.is_symlink() or manifest != Manifest():
        return None
    others = [path.name for path in folder.iterdir() if not path.name.startswith(".") and path.name != "lost+found"]
    if not others:
        return None
    message = "is a link to a folder with other files in it, and nothing that was built"
    return Diagnostic(RULES["PG803"], message, Place.of_subject(str(folder)), f"to print there, name it: --output {folder.resolve()}")


def abandoned(folder: Path, manifest: Manifest, made: Collection[str]) -> tuple[str, ...]:
    """Files of earlier builds that still lie there and that no edition is written to any more. `made` is where editions can go."""
    return tuple(path for path in manifest.paths if path not in made and is_there(folder / path))


def reported(paths: Iterable[str]) -> tuple[Diagnostic, ...]:
    """A warning per abandoned file."""
    message, hint = "no edition of this project is written here any more", "remove it with: prepguides build --prune"
    return tuple(Diagnostic(RULES["PG805"], message, Place.of_subject(path), hint) for path in paths)


def without_lost(folder: Path, manifest: Manifest, made: Collection[str]) -> Manifest:
    """The manifest without files that somebody else has removed and that no build will bring back."""
    return without(manifest, [path for path in manifest.paths if path not in made and not is_there(folder / path)])


def without(manifest: Manifest, paths: Collection[str]) -> Manifest:
    """The manifest without these files, and without artifacts and companions that had no others."""
    artifacts = {
        key: replace(artifact, outputs={path: output for path, output in artifact.outputs.items() if path not in paths})
        for key, artifact in manifest.artifacts.items()
    }
    orphaned = {path: output for path, output in manifest.orphaned.items() if path not in paths}
    kept = {key: artifact for key, artifact in artifacts.items() if artifact.outputs}
    drafts = {path: output for path, output in manifest.drafts.items() if path not in paths}
    companions = {
        key: replace(companion, outputs={path: file for path, file in companion.outputs.items() if path not in paths})
        for key, companion in manifest.companions.items()
    }
    left = {key: companion for key, companion in companions.items() if companion.outputs}
    return replace(manifest, artifacts=kept, orphaned=orphaned, drafts=drafts, companions=left)


def remove(folder: Path, paths: Iterable[str]) -> Checked[tuple[str, ...]]:
    """The paths that were there to be removed and now are not; what the system refused to remove."""
    removed: list[str] = []
    problems: list[Diagnostic] = []
    for path in paths:
        target = (folder / path).resolve()
        if not target.is_relative_to(folder.resolve()):
            continue
        try:
            if target.is_file():
                target.unlink()
                removed.append(path)
                remove_empty(target.parent, folder.resolve())
        except OSError as error:
            problems.append(refused(error, target))
    return Checked(tuple(removed), tuple(problems))
