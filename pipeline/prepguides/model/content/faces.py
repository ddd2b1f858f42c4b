"""Font files, as themes and cohorts name them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from .base import Frozen, Line

if TYPE_CHECKING:
    from pydantic import GetJsonSchemaHandler
    from pydantic.json_schema import JsonSchemaValue
    from pydantic_core import CoreSchema

FileName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]+(?:/[A-Za-z0-9_-]+)*\.[a-z0-9]+$")]


class Face(Frozen):
    """One static font file: of an installed font package, or under the theme's own `fonts/`."""

    family: Line
    file: FileName
    weight: Annotated[int, Field(ge=100, le=900)] = 400
    style: Literal["normal", "italic"] = "normal"
    package: Annotated[str, StringConstraints(pattern=r"^font_[a-z0-9_]+$")] | None = None


Script = Annotated[str, StringConstraints(pattern=r"^[a-z]{4}$")]
"""A script by its four letters (ISO 15924): `arab`, `hebr`, `hans`, `deva`, `cyrl`."""


class FallbackFace(Frozen):
    """A static font file for a script that the theme's own families lack; a bare file name is one too."""

    file: FileName
    family: Line | None = None
    """What it is called in style sheets; without, after its script."""
    weight: Annotated[int, Field(ge=100, le=900)] = 400
    style: Literal["normal", "italic"] = "normal"

    @model_validator(mode="before")
    @classmethod
    def _of_a_name(cls, written: object) -> object:
        return {"file": written} if isinstance(written, str) else written

    @classmethod
    def __get_pydantic_json_schema__(cls, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {"anyOf": [{"type": "string"}, handler(core)]}

    def of(self, script: str) -> Face:
        """The face, by its own family or its script's."""
        return Face(family=self.family or f"Fallback {script}", file=self.file, weight=self.weight, style=self.style)


Fallback = dict[Script, tuple[FallbackFace, ...]]
"""Faces by script, in the order in which they are asked for a character that the theme's own families lack."""
