"""What `content/project.yaml` says."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator, Field

from .companion import CompanionKind
from .content.base import Audience, Date, Flag, Frozen, Line, PaperName, Slug, VariantName
from .content.own_labels import LanguageTag, OwnLabels
from .quotas import Quotas
from .request import DEFAULT_PATTERN
from .sheet import SHEETS
from .variant import STANDARD

PATTERN_FIELDS = ("cohort", "guide", "edition", "paper", "variant")
_PLAIN = re.compile(r"[A-Za-z0-9_.-]+(?:/[A-Za-z0-9_.-]+)*\.pdf")


def _output_pattern(pattern: str) -> str:
    """A relative path of plain names that ends in .pdf, so that no guide is written outside the output folder."""
    plain = pattern
    for name in PATTERN_FIELDS:
        plain = plain.replace(f"{{{name}}}", "x")
    if not _PLAIN.fullmatch(plain) or any(part.startswith(".") for part in plain.split("/")):
        fields = ", ".join(f"{{{name}}}" for name in PATTERN_FIELDS)
        raise ValueError(f"not a plain relative path that ends in .pdf; its fields are {fields}")
    return pattern


class Settings(Frozen):
    """What `content/project.yaml` says."""

    name: Line
    publisher: Line
    language: LanguageTag = "en-US"
    """Of the content: its labels, dates, quotation marks and direction follow."""
    edition_date: Date
    """The date that the guides bear; never the clock's."""
    guides: tuple[Slug, ...] = Field(min_length=1)
    cohorts: tuple[Slug, ...] = ("standard",)
    editions: tuple[Audience, ...] = ("candidate",)
    papers: tuple[PaperName, ...] = tuple(SHEETS)
    variants: tuple[VariantName, ...] = (STANDARD,)
    """What each is printed as."""
    companions: tuple[CompanionKind, ...] = ()
    """What is made beside the PDFs. A guide's own list, or a cohort's, holds in place of this one."""
    known_acronyms: tuple[Line, ...] = ()
    """Capitals that readers know without a glossary."""
    watched_names: tuple[Line, ...] = ()
    """Real companies: an entity that names one cites a source."""
    regional_words: dict[Line, tuple[Line, ...]] = {}
    """Region to words that its people alone know: a prompt that needs one is tied to that region."""
    bars: Quotas = Quotas()
    """Quotas: how much of everything the library has to have at least (PG321). A project that sets none is asked for nothing."""
    qr_codes: Flag = True
    """Whether a QR code stands beside the address of what is worth reading."""
    labels: OwnLabels = {}
    """English label to other words for it: a text, or a text for each of several languages."""
    output: Annotated[str, AfterValidator(_output_pattern)] = DEFAULT_PATTERN
    """Where each PDF goes below the output folder, from {cohort}, {guide}, {edition}, {paper} and {variant}. Where {variant} is not said,
    the names of all but the standard one end in it."""
