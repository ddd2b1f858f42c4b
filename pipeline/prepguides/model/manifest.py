"""What the last builds made, and of what. Light: a build with nothing to do reads this and little else.

The docstrings of fields are the descriptions in docs/manifest.schema.json, for which `__pydantic_config__` asks.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from .diagnostic_json import Encoded
from .page_finding import PageFinding
from .variant import STANDARD

VERSION = 2
_DESCRIBED = {"use_attribute_docstrings": True}


@dataclass(frozen=True)
class Output:
    """A finished file."""

    __pydantic_config__: ClassVar[Mapping[str, bool]] = _DESCRIBED
    sha256: str
    """Of its content, in hexadecimal."""
    bytes: int
    """Its size."""
    variant: str = STANDARD
    """What it is printed as: `standard`, or a variant such as `press`."""
    pages: int = 0
    """Of the file, which a variant may make up to a multiple of four or put side by side; 0 where an older program did not say."""


@dataclass(frozen=True)
class LaidOutUnit:
    """Pages of an edition that are laid out together."""

    __pydantic_config__: ClassVar[Mapping[str, bool]] = _DESCRIBED
    anchor: str
    """The first HTML id on them."""
    first: int
    """The number of the first of them."""
    pages: int
    """How many there are."""
    reused: bool
    """Whether the worker had laid them out for an edition before this one."""


@dataclass(frozen=True)
class Artifact:
    """All files of one edition and what they were made from."""

    __pydantic_config__: ClassVar[Mapping[str, bool]] = _DESCRIBED
    edition: str
    """How reports call it."""
    pages: int
    """Of the layout that its files are cut from."""
    seconds: float
    """That a worker took: typesetting, repairing tags, preflight and cropping."""
    digests: Mapping[str, str]
    """Input (content, accent, templates, fonts, tools and others) to SHA-256. Names that differ are a rebuild's reasons."""
    html: str
    """SHA-256 of the HTML and of the assets that it loads: equal means that typesetting again would change nothing."""
    outputs: Mapping[str, Output]
    """Path below the output folder to file."""
    claims: tuple[str, ...] = ()
    """The ids of the claims that its pages print."""
    tools: Mapping[str, str] = field(default_factory=dict)
    """Versions of this program and of the libraries that can change the bytes."""
    units: tuple[LaidOutUnit, ...] = ()
    """In the order of its pages."""
    findings: tuple[PageFinding, ...] = ()
    """What is not quite right on its pages, to be said again by a build that does not print them."""
    coach_pages: int = 0
    """Of its pages, those from the first of the coach's parts to the end."""


@dataclass(frozen=True)
class File:
    """A finished file without pages."""

    __pydantic_config__: ClassVar[Mapping[str, bool]] = _DESCRIBED
    sha256: str
    """Of its content, in hexadecimal."""
    bytes: int
    """Its size."""


@dataclass(frozen=True)
class CompanionRecord:
    """The files of one companion, such as an Anki deck, and what they were made from."""

    __pydantic_config__: ClassVar[Mapping[str, bool]] = _DESCRIBED
    companion: str
    """How reports call it."""
    digests: Mapping[str, str]
    """Input (content, tools) to SHA-256. Names that differ are the reasons to make it again."""
    outputs: Mapping[str, File]
    """Path below the output folder to file."""


@dataclass(frozen=True)
class RunRecord:
    """A finished build: enough to say the same again while nothing changes."""

    __pydantic_config__: ClassVar[Mapping[str, bool]] = _DESCRIBED
    fingerprint: str
    """SHA-256 of all that the build read."""
    fresh: tuple[str, ...]
    """The keys of the editions that were as they should be when it ended."""
    paths: tuple[str, ...]
    """Their files, below the output folder."""
    diagnostics: tuple[Encoded, ...]
    """What it reported, as `--format json` writes it."""
    blocked: tuple[tuple[str, tuple[str, ...]], ...]
    """Editions that were not printed, each with the faulty entities that it needs."""
    failed: tuple[str, ...] = ()
    """Editions that were tried and not printed."""
    companions: tuple[str, ...] = ()
    """The keys of the companions that were as they should be when it ended."""


@dataclass(frozen=True)
class Manifest:
    """What lies in an output folder, and what builds there have said."""

    __pydantic_config__: ClassVar[Mapping[str, bool]] = _DESCRIBED
    artifacts: Mapping[str, Artifact] = field(default_factory=dict)
    """By the edition's key: `cohort/guide/audience`, and `cohort/guide/audience/large` for what is laid out in large print."""
    runs: Mapping[str, RunRecord] = field(default_factory=dict)
    """By the key of what was asked for."""
    orphaned: Mapping[str, Output] = field(default_factory=dict)
    """Files of earlier builds that no artifact holds any more, by path: of pages that have changed since, or under an old name."""
    drafts: Mapping[str, Output] = field(default_factory=dict)
    """Files of `build --draft`, by path: no finished ones, and nothing is compared with them."""
    companions: Mapping[str, CompanionRecord] = field(default_factory=dict)
    """Files beside the PDFs, by the companion's key: `cohort/guide/anki`, and `cohort/calendar` for what is a cohort's."""

    @property
    def finished(self) -> Mapping[str, Output | File]:
        """Every file of an edition or a companion, by path."""
        pages = {path: output for artifact in self.artifacts.values() for path, output in artifact.outputs.items()}
        return {**pages, **{path: file for companion in self.companions.values() for path, file in companion.outputs.items()}}

    @property
    def paths(self) -> tuple[str, ...]:
        """Every file that builds have made and that was not removed since."""
        return (*self.finished, *self.orphaned)
