"""The words that every content model is spelled with: text types, references, audiences."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Annotated, Literal, NamedTuple

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from ..request import Audience as Audience  # noqa: PLC0414 - content models are spelled with it too
from ..sheet import SHEETS
from ..variant import VARIANTS

if TYPE_CHECKING:
    from pydantic import GetJsonSchemaHandler
    from pydantic.json_schema import JsonSchemaValue
    from pydantic_core import CoreSchema

SLUG_PATTERN = r"^[a-z0-9]+(?:-[a-z0-9]+)*$"
CLAIM_PATTERN = r"^[A-Z]+\d+$"
MAX_TEXT = 64 * 1024
"""Characters in one text field; the Markdown parser is never handed more."""


@dataclass(frozen=True)
class Refers:
    """Marks a field as the id of an entity of `kind`; `validate` resolves it."""

    kind: str

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        words = "`kind/id` of any entity." if self.kind == "*" else f"An id of `{self.kind}`."
        return {**handler(core), "x-refers": self.kind, "description": words}


@dataclass(frozen=True)
class Markup:
    """Marks a field as Markdown: `block` allows paragraphs and lists, otherwise one run of text."""

    block: bool

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        words = "Markdown, with paragraphs and lists." if self.block else "Markdown, in one run of text."
        return {**handler(core), "description": words}


@dataclass(frozen=True)
class Plain:
    """Marks a field as one line of plain text."""

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {**handler(core), "description": "One line of plain text."}


@dataclass(frozen=True)
class Contrast:
    """Marks a field as a color of text, or one behind text: `validate` sees that both can be read."""

    of: Literal["text", "ground"]


def _yaml_boolean(value: object) -> object:
    """YAML 1.2 has two booleans; Pydantic would also take "no", "on" and "1"."""
    if isinstance(value, str):
        if value in ("true", "false"):
            return value == "true"
        raise ValueError('write "true" or "false"')
    return value


def _calendar_day(value: str) -> str:
    date.fromisoformat(value)
    return value


def _day_in_part(value: str) -> str:
    date.fromisoformat(value + "0000-01-01"[len(value) :])
    return value


Slug = Annotated[str, StringConstraints(pattern=SLUG_PATTERN, max_length=64)]
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300, pattern=r"^[^\n]*$"), Plain()]
Inline = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=MAX_TEXT), Markup(block=False)]
Block = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=MAX_TEXT), Markup(block=True)]
Color = Annotated[str, StringConstraints(pattern=r"^#[0-9A-Fa-f]{6}$")]
Accent = Annotated[Color, Contrast("text")]
Ground = Annotated[Color, Contrast("ground")]
Date = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}$"), AfterValidator(_calendar_day)]
PastDate = Annotated[str, StringConstraints(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$"), AfterValidator(_day_in_part)]
"""A day, or the month or the year alone where no more is known."""
WebAddress = Annotated[str, StringConstraints(pattern=r"^(https://|mailto:)\S+$", max_length=500)]
Flag = Annotated[bool, BeforeValidator(_yaml_boolean)]
Minutes = Annotated[int, Field(ge=1, le=600)]
Level = Annotated[int, Field(ge=1, le=4, description="A score, 1 to 4.", json_schema_extra={"enum": [1, 2, 3, 4]})]
"""A rubric score: 1 to 4."""
Difficulty = Annotated[int, Field(ge=1, le=3, description="1 easy, 2 medium, 3 hard.", json_schema_extra={"enum": [1, 2, 3]})]
"""1 easy, 2 medium, 3 hard."""
if TYPE_CHECKING:
    PaperName = str
    VariantName = str
else:
    PaperName = Literal[tuple(SHEETS)]
    VariantName = Literal[tuple(VARIANTS)]
"""A paper that guides are cropped to, and what they are printed as. The tables of sheets and variants alone name them."""

ClaimId = Annotated[str, StringConstraints(pattern=CLAIM_PATTERN), Refers("claims")]
CompetencyId = Annotated[Slug, Refers("competencies")]
FormatId = Annotated[Slug, Refers("formats")]
FrameworkId = Annotated[Slug, Refers("frameworks")]
HireScaleId = Annotated[Slug, Refers("hire_scales")]
InterviewTypeId = Annotated[Slug, Refers("interview_types")]
PhaseId = Annotated[Slug, Refers("phases")]
QuestionId = Annotated[Slug, Refers("questions")]
ResourceId = Annotated[Slug, Refers("resources")]
RoleId = Annotated[Slug, Refers("roles")]
RubricId = Annotated[Slug, Refers("rubrics")]
SeniorityId = Annotated[Slug, Refers("seniorities")]
StakeholderId = Annotated[Slug, Refers("stakeholders")]
TagId = Annotated[Slug, Refers("tags")]
TermId = Annotated[Slug, Refers("glossary")]
DimensionId = Annotated[Slug, Refers("dimensions")]
GuideId = Annotated[Slug, Refers("guides")]
CohortId = Annotated[Slug, Refers("cohorts")]
ItemRef = Annotated[str, StringConstraints(pattern=r"^[a-z_]+/[a-z0-9-]+$"), Refers("*")]
"""Any entity, written kind/id: `questions/metric-drop`."""


class Ref(NamedTuple):
    """Which entity: its kind, as files spell it, and its id."""

    kind: str
    id: str

    def __str__(self) -> str:
        return f"{self.kind}/{self.id}"

    @classmethod
    def of(cls, written: str) -> Ref:
        """Of what an author wrote, `questions/metric-drop`."""
        kind, _, id = written.partition("/")
        return cls(kind, id)


class Frozen(BaseModel):
    """A value of the content: immutable, and strict about the names of its fields."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class Identified(Frozen):
    """What a library holds: anything with an id."""

    id: str


class Entity(Identified):
    """Something an author writes once and refers to by its id."""

    id: Slug
    claims: tuple[ClaimId, ...] = ()
    """Claims that this entity, printed as a whole, states. A sentence can carry its own: `[words]{claim=P1}`."""
    sources: tuple[ResourceId, ...] = ()
    """Where a reader can check it."""
    cohorts: tuple[CohortId, ...] = ()
    """The cohorts that it is printed for; empty means all."""
