"""Keeps an output folder's manifest true: after every file, and beside other builds that print into the same folder.

Each change is made to the manifest as it lies on disk at that moment, together with the files that it is about, under a lock. A build
that wrote what it had read when it began would undo what another has recorded since.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from ..model.diagnostic import Checked, Diagnostic
from ..model.manifest import Artifact, CompanionRecord, Manifest, Output, RunRecord
from ..model.request import PATIENCE
from ..stages.plan import THROUGH_THE_HTML
from ..stages.record import (
    MANIFEST_NAME,
    hashes_on_disk,
    locked,
    manifest_to_change,
    read_manifest,
    refused,
    sha256,
    write_manifest,
    write_together,
)
from . import output_folder


class Ledger:
    """What is known of an output folder. `made` is wherever an edition can be written to; empty while that is not known.

    `wait` are the seconds that a change waits for others that change the folder.
    """

    def __init__(self, folder: Path, made: Collection[str] = (), wait: float = PATIENCE) -> None:
        self.folder = folder
        self._wait = wait
        self._made = made
        self.manifest = self._on_disk()

    def artifact(self, key: str) -> Artifact | None:
        """What was printed of an edition last."""
        return self.manifest.artifacts.get(key)

    def hashes(self, paths: Iterable[str]) -> dict[str, str]:
        """Of those paths that are there."""
        return hashes_on_disk(self.folder, paths)

    def record(self, key: str, artifact: Artifact, files: Mapping[str, bytes]) -> tuple[Diagnostic, ...]:
        """Write an edition's files and put them on record; what the system refused, when it did."""
        return self._change(lambda manifest: recorded(manifest, key, artifact), files)

    def record_drafts(self, files: Mapping[str, bytes]) -> tuple[Diagnostic, ...]:
        """Write drafts, which are on record for nothing but to be removed; what the system refused, when it did."""
        drafts = {path: Output(sha256(content), len(content)) for path, content in files.items()}
        return self._change(lambda manifest: replace(manifest, drafts={**manifest.drafts, **drafts}), files)

    def record_companion(self, key: str, companion: CompanionRecord, files: Mapping[str, bytes]) -> tuple[Diagnostic, ...]:
        """Write a companion's files and put them on record; what the system refused, when it did."""
        return self._change(lambda manifest: accompanied(manifest, key, companion), files)

    def renew(self, key: str, digests: Mapping[str, str]) -> tuple[Diagnostic, ...]:
        """Other inputs, same pages: only the record of the inputs changes."""
        return self._change(lambda manifest: renewed(manifest, key, digests))

    def remember(self, key: str, run: RunRecord) -> tuple[Diagnostic, ...]:
        """Put a finished build on record, by the key of what it was asked for."""
        return self._change(lambda manifest: replace(manifest, runs={**manifest.runs, key: run}))

    def abandoned(self) -> tuple[str, ...]:
        """Files of earlier builds that no edition is written to any more; none while it is not known where editions go."""
        return output_folder.abandoned(self.folder, self.manifest, self._made) if self._made else ()

    def prune(self) -> Checked[tuple[str, ...]]:
        """Remove what is abandoned: which files that were, and what the system refused."""
        removed: Checked[tuple[str, ...]] = Checked(())

        def pruned(manifest: Manifest) -> Manifest:
            nonlocal removed
            removed = output_folder.remove(self.folder, output_folder.abandoned(self.folder, manifest, self._made) if self._made else ())
            return output_folder.without(manifest, removed.value)

        if not self.abandoned():
            return removed
        unrecorded = self._change(pruned)
        return Checked(removed.value, (*removed.diagnostics, *unrecorded))

    def _on_disk(self) -> Manifest:
        """The manifest, without files that somebody else has removed and that no build will bring back."""
        return self._known(read_manifest(self.folder))

    def _known(self, manifest: Manifest) -> Manifest:
        return output_folder.without_lost(self.folder, manifest, self._made) if self._made else manifest

    def _change(self, change: Callable[[Manifest], Manifest], files: Mapping[str, bytes] = MappingProxyType({})) -> tuple[Diagnostic, ...]:
        """Write these files and change the manifest, in one turn."""
        try:
            with locked(self.folder, self._wait):
                on_disk = manifest_to_change(self.folder)
                if problem := output_folder.link_elsewhere(self.folder, on_disk) or output_folder.link_out(self.folder, files):
                    return (problem,)
                before = self._known(on_disk)
                write_together({self.folder / path: content for path, content in files.items()})
                changed = change(before)
                write_manifest(self.folder, changed)
        except OSError as error:
            return (refused(error, self.folder / MANIFEST_NAME),)
        self.manifest = changed
        return ()


def recorded(manifest: Manifest, key: str, artifact: Artifact) -> Manifest:
    """The manifest with this artifact. A path is on record once: what it takes over leaves others, what it gives up is orphaned.

    A build of one paper or variant leaves the record of the others, as long as all show the same pages in the same look.
    """
    before = manifest.artifacts.get(key)
    held = before.outputs if before else {}
    outputs = {**(held if before and _same_pages(before, artifact) else {}), **artifact.outputs}
    orphaned = {path: output for path, output in {**manifest.orphaned, **held}.items() if path not in outputs}
    others = {
        other: replace(known, outputs={path: output for path, output in known.outputs.items() if path not in outputs})
        for other, known in manifest.artifacts.items()
        if other != key
    }
    return replace(manifest, artifacts={**others, key: replace(artifact, outputs=outputs)}, orphaned=orphaned)


def accompanied(manifest: Manifest, key: str, companion: CompanionRecord) -> Manifest:
    """The manifest with this companion. A path that it gives up is orphaned, and one that it takes over is so no longer."""
    before = manifest.companions.get(key)
    held = {path: Output(file.sha256, file.bytes) for path, file in (before.outputs if before else {}).items()}
    orphaned = {path: output for path, output in {**manifest.orphaned, **held}.items() if path not in companion.outputs}
    return replace(manifest, companions={**manifest.companions, key: companion}, orphaned=orphaned)


def _same_pages(before: Artifact, now: Artifact) -> bool:
    """Whether both were printed from the same HTML, and from the same of what does not reach the pages through it."""
    names = (before.digests.keys() | now.digests.keys()) - THROUGH_THE_HTML
    return before.html == now.html and all(before.digests.get(name) == now.digests.get(name) for name in names)


def renewed(manifest: Manifest, key: str, digests: Mapping[str, str]) -> Manifest:
    """The manifest with other digests for this edition; as it is, when somebody has removed the edition meanwhile."""
    known = manifest.artifacts.get(key)
    if known is None:
        return manifest
    return replace(manifest, artifacts={**manifest.artifacts, key: replace(known, digests=dict(digests))})
