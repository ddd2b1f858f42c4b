"""The fact base."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from .base import Identified, Line, RoleId, Slug


class Claim(Identified):
    """A fact that the guides of `roles` must print, in our own words."""

    id: Annotated[str, StringConstraints(pattern=r"^[A-Z]+\d+$")]
    roles: tuple[RoleId, ...] = Field(min_length=1)
    topic: Slug
    claim: Line
