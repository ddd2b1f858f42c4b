"""Who made files, where and of what: an in-toto statement with SLSA's provenance as its predicate.

Sources: https://in-toto.io/Statement/v1 and https://slsa.dev/provenance/v1.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from .manifest import Manifest

PROVENANCE_NAME = "provenance.json"
_STATEMENT = "https://in-toto.io/Statement/v1"
_PREDICATE = "https://slsa.dev/provenance/v1"
_BUILD = "urn:prepguides:build:1"
"""What `externalParameters` hold: the editions that were built, by key."""


@dataclass(frozen=True)
class Builder:
    """Where a build ran."""

    id: str = "urn:prepguides:builder:local"
    """A URI of the workflow, or of a machine that nobody vouches for."""
    run: str = ""
    """A URI of this run of the workflow."""
    source: str = ""
    """A URI of the repository."""
    commit: str = ""
    """What was checked out, in hexadecimal."""


def statement(manifest: Manifest, files: Mapping[str, str], builder: Builder) -> dict[str, object]:
    """That these files (path to SHA-256) were made by this builder of the inputs that the manifest names."""
    versions = {name: version for artifact in manifest.artifacts.values() for name, version in artifact.tools.items()}
    tools = [{"uri": f"pkg:pypi/{name}@{version}"} for name, version in sorted(versions.items())]
    inputs = [
        {"name": key, "digest": {"sha256": artifact.html}, "annotations": dict(sorted(artifact.digests.items()))}
        for key, artifact in sorted(manifest.artifacts.items())
    ]
    inputs += [
        {"name": key, "digest": {"sha256": companion.digests.get("content", "")}, "annotations": dict(sorted(companion.digests.items()))}
        for key, companion in sorted(manifest.companions.items())
    ]
    source = [{"uri": builder.source, "digest": {"gitCommit": builder.commit}}] if builder.source and builder.commit else []
    details: dict[str, object] = {"builder": {"id": builder.id}}
    if builder.run:
        details["metadata"] = {"invocationId": builder.run}
    return {
        "_type": _STATEMENT,
        "subject": [{"name": path, "digest": {"sha256": digest}} for path, digest in sorted(files.items())],
        "predicateType": _PREDICATE,
        "predicate": {
            "buildDefinition": {
                "buildType": _BUILD,
                "externalParameters": {"editions": sorted(manifest.artifacts)},
                "resolvedDependencies": [*source, *tools, *inputs],
            },
            "runDetails": details,
        },
    }


def subjects(read: object) -> dict[str, str] | None:
    """Path to SHA-256 of a statement that was read; None when it is none of ours."""
    match read:
        case {"_type": str(kind), "predicateType": str(predicate), "subject": list(listed)} if (kind, predicate) == (
            _STATEMENT,
            _PREDICATE,
        ):
            named = [(each["name"], each["digest"]["sha256"]) for each in listed if _is_subject(each)]
            return dict(named) if len(named) == len(listed) else None
    return None


def _is_subject(read: object) -> bool:
    match read:
        case {"name": str(), "digest": {"sha256": str()}}:
            return True
    return False
