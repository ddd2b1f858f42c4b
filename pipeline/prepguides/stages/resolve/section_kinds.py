"""The table of section kinds. One more is one more line in a family's table, a builder, a view and a partial."""

from __future__ import annotations

from collections.abc import Mapping

from . import comparison_sections, interview_sections, practice_sections, role_sections
from .section_kind import SectionKind

SECTION_KINDS: Mapping[str, SectionKind] = {
    **role_sections.KINDS,
    **practice_sections.KINDS,
    **interview_sections.KINDS,
    **comparison_sections.KINDS,
}
