"""What the source says of a model's fields: the texts below them, for hovers in editors and the tables of the documentation."""

from __future__ import annotations

import ast
import inspect
from functools import cache
from itertools import pairwise

from pydantic import BaseModel

_PACKAGE = __name__.partition(".")[0]


@cache
def field_notes(model: type[BaseModel]) -> dict[str, str]:
    """Field to the text that stands below it, of the model and of those that it inherits."""
    found: dict[str, str] = {}
    for owner in reversed(model.__mro__):
        if issubclass(owner, BaseModel) and owner.__module__.startswith(f"{_PACKAGE}."):
            found |= _below_fields(ast.parse(inspect.getsource(owner)).body[0])
    return found


def _below_fields(definition: ast.stmt) -> dict[str, str]:
    body = definition.body if isinstance(definition, ast.ClassDef) else []
    return {
        ast.unparse(field.target): " ".join(str(below.value.value).split())
        for field, below in pairwise(body)
        if isinstance(field, ast.AnnAssign) and isinstance(below, ast.Expr) and isinstance(below.value, ast.Constant)
    }
