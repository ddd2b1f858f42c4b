"""What the last builds made, and of what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

VERSION = 1


@dataclass(frozen=True)
class Output:
    """A finished file: its hash and size in bytes."""

    sha256: str
    bytes: int


@dataclass(frozen=True)
class Artifact:
    """All files of one edition and what they were made from."""

    edition: str
    pages: int
    seconds: float
    digests: Mapping[str, str]
    html: str
    """SHA-256 of the HTML and of the assets that it loads: equal means that pressing again would change nothing."""
    outputs: Mapping[str, Output]
    """Path below the output folder to file."""
    claims: tuple[str, ...] = ()


@dataclass(frozen=True)
class RunRecord:
    """A finished build: enough to say the same again while nothing changes."""

    fingerprint: str
    fresh: tuple[str, ...]
    paths: tuple[str, ...]
    diagnostics: tuple[Mapping[str, Any], ...]
    blocked: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True)
class Manifest:
    """Artifacts by the edition's key, `cohort/guide/audience`."""

    artifacts: Mapping[str, Artifact] = field(default_factory=dict)
    runs: Mapping[str, RunRecord] = field(default_factory=dict)
    """By the key of what was asked for."""
    left: Mapping[str, Output] = field(default_factory=dict)
    """Files of earlier builds that no artifact holds any more, by path: another paper of pages that have changed since, or an old name."""

    @property
    def paths(self) -> tuple[str, ...]:
        """Every file that builds have made and that was not removed since."""
        return (*(path for artifact in self.artifacts.values() for path in artifact.outputs), *self.left)
