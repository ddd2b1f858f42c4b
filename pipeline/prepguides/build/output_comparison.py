"""Two output folders compared: by their manifests, and page by page where their files are there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from ..model.manifest import Artifact, CompanionRecord, File, Manifest, Output
from ..model.output_difference import EditionChange, OutputDifference, PageChange
from ..model.variant import STANDARD
from ..stages.compare.pages import page_changes
from ..stages.project_files import Unreadable, read_file
from ..stages.record import MANIFEST_NAME, manifest_in, sha256

MISSING = 'its pages were not compared: pip install "prepguides[preview]"'
_MOST_BYTES = 256 * 1024 * 1024
"""Of a file whose pages are looked at, and of a manifest."""


class NoManifest(ValueError):
    """There is no manifest that can be read, or it names no file."""


@dataclass(frozen=True)
class Printout:
    """A manifest, and the folder that its files lie in."""

    name: str
    folder: Path
    manifest: Manifest

    def file(self, path: str) -> bytes | None:
        """A file of it; None where it is not there, or is not what was built."""
        expected = next((artifact.outputs[path] for artifact in self.manifest.artifacts.values() if path in artifact.outputs), None)
        try:
            content = read_file(self.folder / path, self.folder, _MOST_BYTES)
        except Unreadable:
            return None
        return content if expected and sha256(content) == expected.sha256 else None


def printout(name: str, path: Path) -> Printout:
    """Of an output folder, or of a manifest's file wherever it lies. NoManifest."""
    file = path / MANIFEST_NAME if path.is_dir() else path
    try:
        manifest = manifest_in(read_file(file, file.parent, _MOST_BYTES))
    except Unreadable as error:
        raise NoManifest(f"{name}: the manifest {error}") from None
    if not manifest.artifacts:
        raise NoManifest(f"{name} holds no manifest of finished files")
    return Printout(name, file.parent, manifest)


def output_difference(old: Printout, new: Printout, *, pictures: bool = False) -> OutputDifference:
    """Every edition that differs. `pictures`: whether pages of the same text are looked at too."""
    before, after = old.manifest.artifacts, new.manifest.artifacts
    found: list[EditionChange] = []
    for key in sorted({*before, *after}):
        if key not in after:
            found.append(EditionChange("removed", key, (before[key].pages, 0), files=tuple(before[key].outputs)))
        elif key not in before:
            found.append(EditionChange("added", key, (0, after[key].pages), files=tuple(after[key].outputs)))
        elif differing := _differing(before[key].outputs, after[key].outputs):
            found.append(_changed(key, old, new, differing, pictures=pictures))
    return OutputDifference((*found, *_companions(old.manifest.companions, new.manifest.companions)))


def _companions(old: Mapping[str, CompanionRecord], new: Mapping[str, CompanionRecord]) -> Iterator[EditionChange]:
    """Files without pages that differ, such as decks of cards."""
    for key in sorted({*old, *new}):
        before, after = old.get(key), new.get(key)
        differing = _differing(before.outputs if before else {}, after.outputs if after else {})
        if before and after and differing:
            yield EditionChange(
                "changed", key, (0, 0), _reasons(before.digests, after.digests), differing, note="a companion, without pages"
            )
        elif differing:
            yield EditionChange("added" if after else "removed", key, (0, 0), files=differing, note="a companion, without pages")


def _reasons(old: Mapping[str, str], new: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(name for name in sorted({*old, *new}) if old.get(name) != new.get(name))


def _differing(old: Mapping[str, Output | File], new: Mapping[str, Output | File]) -> tuple[str, ...]:
    return tuple(path for path in sorted({*old, *new}) if path not in old or path not in new or old[path].sha256 != new[path].sha256)


def _changed(key: str, old: Printout, new: Printout, differing: tuple[str, ...], *, pictures: bool) -> EditionChange:
    before, after = old.manifest.artifacts[key], new.manifest.artifacts[key]
    reasons = _reasons(before.digests, after.digests)
    path = next(_to_compare(before, after), "")
    changes, note = _pages(path, old, new, pictures=pictures) if path else ((), "none of its files is in both")
    if not changes and not note:
        note = "the words on its pages are the same"
    return EditionChange("changed", key, (before.pages, after.pages), reasons, differing, path, changes, note)


def _to_compare(before: Artifact, after: Artifact) -> Iterator[str]:
    """Files of both, those without a variant first: the papers and variants of an edition have the same pages."""
    both = [path for path in after.outputs if path in before.outputs]
    return iter(sorted(both, key=lambda path: (after.outputs[path].variant != STANDARD, path)))


def _pages(path: str, old: Printout, new: Printout, *, pictures: bool) -> tuple[tuple[PageChange, ...], str]:
    contents = old.file(path), new.file(path)
    lost = [side.name for side, content in zip((old, new), contents, strict=True) if content is None]
    if lost or contents[0] is None or contents[1] is None:
        return (), f"its pages were not compared: {' and '.join(lost)} lacks the file, or it is not what was built"
    if find_spec("pypdfium2") is None:
        return (), MISSING
    from ..stages.draw import Printed, Unprinted

    try:
        with Printed(contents[0]) as before, Printed(contents[1]) as after:

            def same_look(first: int, second: int) -> bool:
                return not pictures or before.pixels(first) == after.pixels(second)

            return page_changes(before.texts(), after.texts(), same_look), ""
    except Unprinted:
        return (), "its pages were not compared: one of the two files is no PDF"
