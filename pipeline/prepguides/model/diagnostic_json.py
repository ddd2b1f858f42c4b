"""Diagnostics as plain data, as `--format json` and the manifest write them, and back. The one place that knows their keys."""

from __future__ import annotations

from collections.abc import Mapping

from .diagnostic import Diagnostic, Place
from .rules import RULES

Encoded = Mapping[str, str | int | bool]


def encoded(diagnostic: Diagnostic) -> dict[str, str | int | bool]:
    """Plain data; `subject` is there, and true, when `path` names no file of the project."""
    place = diagnostic.place
    fields: dict[str, str | int | bool] = {
        "rule": diagnostic.rule.code,
        "severity": diagnostic.rule.severity,
        "message": diagnostic.message,
        "path": place.path,
        "line": place.line,
        "column": place.column,
        "width": place.width,
        "excerpt": place.excerpt,
        "hint": diagnostic.hint,
    }
    return fields if place.is_file else {**fields, "subject": True}


def decoded(fields: Encoded) -> Diagnostic:
    """The diagnostic that was encoded. KeyError or ValueError when these fields are of none, or of a rule that is no more."""
    place = Place(
        str(fields["path"]),
        int(fields["line"]),
        int(fields["column"]),
        int(fields["width"]),
        str(fields["excerpt"]),
        is_file=not fields.get("subject", False),
    )
    return Diagnostic(RULES[str(fields["rule"])], str(fields["message"]), place, str(fields["hint"]))
