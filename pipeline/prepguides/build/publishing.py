"""The finished files of an output folder at a destination: what differs travels, and the manifest goes last.

A reader of the destination's manifest never finds a file missing that it names. Beside the PDFs lie `manifest.json`, what is published;
`provenance.json`, who made it; `publishing.json`, what a run that is under way or was cut short has put there so far; and `retired.json`,
files that the manifest does not name any more, and since when: they stay for those who read an older one.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path, PurePosixPath

from ..model.attestation import PROVENANCE_NAME, Builder, statement
from ..model.diagnostic import Checked, Diagnostic, Place
from ..model.manifest import Manifest
from ..model.rules import RULES
from ..stages.record import MANIFEST_NAME, Destination, encoded, manifest_in, read_manifest, sha256
from .output_folder import verify

JOURNAL, RETIRED = "publishing.json", "retired.json"
_AT_ONCE = 16
"""Files that travel together, and that a run which was cut short may have to send again."""


@dataclass(frozen=True)
class Publication:
    """What a run did, or would do."""

    sent: tuple[str, ...] = ()
    """Files that the destination did not have as they are, below the output folder."""
    unchanged: int = 0
    removed: tuple[str, ...] = ()
    retired: tuple[str, ...] = ()
    """Files that stay for readers of an older manifest."""
    bytes: int = 0
    """Of the files that were sent."""


@dataclass(frozen=True)
class _There:
    """What is known of the destination. `digests` has the files that certainly hold this, by path."""

    manifest: Manifest
    digests: Mapping[str, str]
    retired: Mapping[str, str]
    """Path to the time since when, in ISO 8601."""
    cut_short: bool


def publish(
    folder: Path,
    destination: Destination,
    *,
    builder: Builder,
    now: datetime,
    prune_after: timedelta | None = None,
    dry_run: bool = False,
) -> Checked[Publication]:
    """Publish the files that the folder's manifest names. Nothing is, when one of them is not what was built.

    With `prune_after`, files that retired longer ago are removed.
    """
    _, problems = verify(folder)
    if problems:
        return Checked(Publication(), problems)
    manifest = _public(read_manifest(folder))
    wanted = {path: output.sha256 for path, output in manifest.finished.items()}
    if outside := [path for path in wanted if not _is_inside(path)]:
        return Checked(
            Publication(), tuple(Diagnostic(RULES["PG804"], "lies outside the folder", Place.of_subject(path)) for path in outside)
        )
    try:
        there = _known(destination)
        changed = {path: wanted[path] for path in sorted(wanted) if there.digests.get(path) != wanted[path]}
        retired = _retired(there, wanted, now)
        old = _expired(retired, now, prune_after)
        if not dry_run:
            destination.tidy()
            _send(folder, destination, changed, there)
            _finish(destination, manifest, wanted, builder, there, retired)
            _remove(destination, old, retired)
    except OSError as error:
        problem = Diagnostic(
            RULES["PG803"], f"{error.strerror or error}: {error.filename or destination.address}", Place.of_subject(_place(error))
        )
        return Checked(Publication(), (replace(problem, hint="run it again: what has arrived is not sent twice"),))
    sizes = {path: output.bytes for path, output in manifest.finished.items()}
    kept = tuple(path for path in retired if path not in old)
    return Checked(Publication(tuple(changed), len(wanted) - len(changed), old, kept, sum(sizes[path] for path in changed)))


def _place(error: OSError) -> str:
    return str(error.filename or MANIFEST_NAME)


def _public(manifest: Manifest) -> Manifest:
    """What readers elsewhere can use: files that are published, and nothing of builds on this machine."""
    return replace(manifest, runs={}, orphaned={}, drafts={})


def _is_inside(path: str) -> bool:
    pure = PurePosixPath(path)
    return not pure.is_absolute() and ".." not in pure.parts


def _known(destination: Destination) -> _There:
    """The manifest there says what its files hold, but for those that a run which was cut short has sent, or was sending, since."""
    manifest = manifest_in(destination.read(MANIFEST_NAME) or b"")
    digests = {path: output.sha256 for path, output in manifest.finished.items()}
    journal = _strings(destination.read(JOURNAL))
    digests |= journal
    retired = _strings(destination.read(RETIRED))
    return _There(manifest, digests, retired, bool(journal))


def _strings(content: bytes | None) -> dict[str, str]:
    """An object of strings; an absent or damaged one counts as empty."""
    try:
        read = json.loads(content or b"{}")
    except ValueError:
        return {}
    return {key: value for key, value in read.items() if isinstance(value, str)} if isinstance(read, dict) else {}


def _retired(there: _There, wanted: Collection[str], now: datetime) -> dict[str, str]:
    """Files that nobody makes any more, and since when."""
    gone = [path for path in there.digests if path not in wanted]
    return {path: there.retired.get(path, now.isoformat()) for path in sorted({*gone, *there.retired} - {*wanted})}


def _expired(retired: Mapping[str, str], now: datetime, after: timedelta | None) -> tuple[str, ...]:
    if after is None:
        return ()
    return tuple(path for path, since in retired.items() if _is_inside(path) and now - _time(since, now) >= after)


def _time(written: str, now: datetime) -> datetime:
    """A damaged time counts as now: what cannot be read removes nothing."""
    try:
        time = datetime.fromisoformat(written)
    except ValueError:
        return now
    return time if time.tzinfo else now


def _send(folder: Path, destination: Destination, changed: Mapping[str, str], there: _There) -> None:
    """The files that differ, a few at a time. Before each few the journal says that nobody knows what they hold, and then what they do."""
    paths, journal = list(changed), {path: there.digests[path] for path in there.digests if there.cut_short}
    for batch in _batches(paths):
        journal |= dict.fromkeys(batch, "")
        destination.write({JOURNAL: _json(journal)})
        destination.write({path: _as_built(folder, path, changed[path]) for path in batch})
        journal |= {path: changed[path] for path in batch}
    if paths:
        destination.write({JOURNAL: _json(journal)})


def _batches(paths: list[str]) -> Iterator[list[str]]:
    for first in range(0, len(paths), _AT_ONCE):
        yield paths[first : first + _AT_ONCE]


def _as_built(folder: Path, path: str, digest: str) -> bytes:
    """OSError for a file that a build has replaced meanwhile."""
    content = (folder / path).read_bytes()
    if sha256(content) != digest:
        raise OSError(0, "changed while it was published", str(folder / path))
    return content


def _finish(
    destination: Destination, manifest: Manifest, wanted: Mapping[str, str], builder: Builder, there: _There, retired: Mapping[str, str]
) -> None:
    """What steers readers, in the order in which each is true: what retires, who made it, the manifest, no journal."""
    content = encoded(manifest)
    if retired != there.retired:
        destination.write({RETIRED: _json(retired)})
    if content == encoded(there.manifest) and not there.cut_short:
        return
    destination.write({PROVENANCE_NAME: _json(statement(manifest, {**wanted, MANIFEST_NAME: sha256(content)}, builder))})
    destination.write({MANIFEST_NAME: content})
    destination.remove([JOURNAL])


def _remove(destination: Destination, old: Collection[str], retired: Mapping[str, str]) -> None:
    """Files whose days of grace are over; they are on record until they are gone."""
    if old:
        destination.remove(old)
        destination.write({RETIRED: _json({path: since for path, since in retired.items() if path not in old})})


def _json(value: object) -> bytes:
    return (json.dumps(value, indent=1, ensure_ascii=False, sort_keys=True) + "\n").encode()
