"""Fills the tables in docs/content-model.md from the models and the table of section kinds: python docs/make_fields.py"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from pydantic import BaseModel

from prepguides.model.content import KINDS, base, cohort, drawings, roles
from prepguides.model.content.faces import FallbackFace, Script
from prepguides.model.content.own_labels import LanguageTag
from prepguides.model.settings import Settings
from prepguides.project.field_notes import field_notes
from prepguides.stages.resolve import SECTION_KINDS

PAGE = Path(__file__).with_name("content-model.md")
_FIELDS = re.compile(r"(<!-- fields: ([a-z_]+) -->\n).*?(<!-- end -->)", re.DOTALL)
_SECTIONS = re.compile(r"(<!-- section kinds -->\n).*?(<!-- end -->)", re.DOTALL)
_DRAWINGS = re.compile(r"(<!-- drawings -->\n).*?(<!-- end -->)", re.DOTALL)
_SETTINGS = re.compile(r"(<!-- settings -->\n).*?(<!-- end -->)", re.DOTALL)
_SHARED = ("id", "claims", "sources", "cohorts")
"""Fields that every entity has; the page explains them once."""

_WORDS: tuple[tuple[Any, str], ...] = (
    (drawings.Drawing, "[drawing](#drawings)"),
    (drawings.Label, f"one line, at most {drawings.LABEL} characters"),
    (drawings.Remark, f"one line, at most {drawings.REMARK} characters"),
    (drawings.Amount, "number, 0 or more"),
    (base.Line, "one line"),
    (base.Inline, "inline Markdown"),
    (base.Block, "block Markdown"),
    (base.Color, "color, `#RRGGBB`"),
    (base.Accent, "color, `#RRGGBB`, with a contrast of 7:1 on white"),
    (base.Ground, "color, `#RRGGBB`, on which text has a contrast of 7:1"),
    (base.Date, "date, `YYYY-MM-DD`"),
    (base.PastDate, "date, `YYYY`, `YYYY-MM` or `YYYY-MM-DD`"),
    (base.WebAddress, "`https://` or `mailto:` address"),
    (base.Flag, "`true` or `false`"),
    (base.Minutes, "minutes, 1 to 600"),
    (base.Level, "score, 1 to 4"),
    (base.Difficulty, "1 easy, 2 medium, 3 hard"),
    (roles.Percent, "percent, 0 to 100"),
    (base.Slug, "slug"),
    (cohort.TimeZone, "time zone, such as `America/New_York`"),
    (cohort.Clock, "time, `HH:MM`"),
    (cohort.AssetPath, "path below `content/assets/`"),
    (cohort.FontPath, "path below `content/assets/`"),
    (FallbackFace, "path below `content/assets/`, or a face"),
    (Script, "script of four letters"),
    (LanguageTag, "language"),
    (cohort.Target, "`kind/id`, `section/KIND` or `part/ID`"),
    (object, "any value"),
    (str, "text"),
    (float, "number"),
    (int, "whole number"),
)


def filled(page: str) -> str:
    """The page with every table between its markers made anew."""
    page = _SECTIONS.sub(lambda found: f"{found[1]}{_section_kinds()}\n{found[2]}", page)
    page = _DRAWINGS.sub(lambda found: f"{found[1]}{_table(drawings.Drawing)}\n{found[2]}", page)
    page = _SETTINGS.sub(lambda found: f"{found[1]}{_table(Settings)}\n{found[2]}", page)
    return _FIELDS.sub(lambda found: f"{found[1]}{_table(KINDS[found[2]])}\n{found[3]}", page)


def _section_kinds() -> str:
    rows = [f"| `{name}` | {f'`{kind.item}`' if kind.item else ''} | {kind.title or ''} |" for name, kind in SECTION_KINDS.items()]
    return "\n".join(["| Kind | Shows one of | Default title |", "| --- | --- | --- |", *rows])


def _table(kind: Any) -> str:
    models = _models(kind)
    several = len(models) > 1
    lines = []
    for model in models:
        if several:
            tag = next(get_args(hint)[0] for hint in get_type_hints(model, include_extras=True).values() if get_origin(hint) is Literal)
            lines += [f"`kind: {tag}`", ""]
        lines += ["| Field | Holds | Default | |", "| --- | --- | --- | --- |"]
        lines += [f"| `{name}` | {holds} | {default} | {about} |" for name, holds, default, about in _rows(model, "")]
        lines.append("")
    return "\n".join(lines).rstrip()


def _models(kind: Any) -> tuple[type[BaseModel], ...]:
    """A kind's model, or the models of a union."""
    if get_origin(kind) is Annotated:
        return _models(get_args(kind)[0])
    if get_origin(kind) in (Union, UnionType):
        return get_args(kind)
    return (kind,)


def _rows(model: type[BaseModel], before: str) -> Iterator[tuple[str, str, str, str]]:
    """Name, type, default and remark of each field; fields of a nested model follow it."""
    remarks = _remarks(model)
    for name, hint in get_type_hints(model, include_extras=True).items():
        if name not in model.model_fields or (not before and name in _SHARED and issubclass(model, base.Entity)):
            continue
        info = model.model_fields[name]
        inner, mark = _inner(hint)
        holds = ("list" if mark == "[]" else "mapping") if inner else _words(hint)
        counts = {type(item).__name__: item for item in info.metadata}
        if get_origin(_bare(hint)) is tuple and "MinLen" in counts:
            least, most = counts["MinLen"].min_length, counts.get("MaxLen")
            holds += f", {least} to {most.max_length}" if most else f", at least {least}"
        default = "required" if info.is_required() else _default(info.get_default(call_default_factory=True))
        yield f"{before}{name}", holds, default, remarks.get(name, "")
        if inner:
            yield from _rows(inner, f"{before}{name}{mark}.")


def _bare(hint: Any) -> Any:
    """The type without None, and without Annotated around a container."""
    if get_origin(hint) in (Union, UnionType):
        options = [part for part in get_args(hint) if part is not type(None)]
        return options[0] if len(options) == 1 else hint
    return hint


def _inner(hint: Any) -> tuple[type[BaseModel] | None, str]:
    """The model that a field, its items or its values are, and what stands after the name for them."""
    hint = _bare(hint)
    if isinstance(hint, type) and issubclass(hint, BaseModel):
        return hint, ""
    if get_origin(hint) is tuple and isinstance(item := get_args(hint)[0], type) and issubclass(item, BaseModel):
        return item, "[]"
    if get_origin(hint) is dict and isinstance(item := get_args(hint)[1], type) and issubclass(item, BaseModel):
        return item, ".*"
    return None, ""


def _words(hint: Any) -> str:
    hint = _bare(hint)
    if get_origin(hint) is tuple:
        return f"list: {_words(get_args(hint)[0])}"
    if get_origin(hint) is dict:
        return "mapping: {} → {}".format(*(_words(part) for part in get_args(hint)))
    if get_origin(hint) is Literal:
        return ", ".join(f"`{option}`" for option in get_args(hint))
    if get_origin(hint) in (Union, UnionType):
        return " or ".join(_words(part) for part in get_args(hint))
    metadata = get_args(hint)[1:] if get_origin(hint) is Annotated else ()
    for mark in metadata:
        if isinstance(mark, base.Refers):
            return "`kind/id`" if mark.kind == "*" else f"`{mark.kind}` id"
    for known, words in _WORDS:
        if hint == known:
            return words
    bounds = {type(item).__name__: item for mark in metadata for item in getattr(mark, "metadata", ())}
    if "Ge" in bounds:
        return f"{bounds['Ge'].ge} to {bounds['Le'].le}" if "Le" in bounds else f"at least {bounds['Ge'].ge}"
    constraints = [item for mark in metadata for item in (mark, *getattr(mark, "metadata", ()))]
    pattern = next((item.pattern for item in constraints if getattr(item, "pattern", None)), "")
    pattern = pattern.replace("|", "\\|")
    return f"`{pattern}`" if pattern else _words(get_args(hint)[0])


def _default(value: Any) -> str:
    if value in (None, (), {}) or isinstance(value, BaseModel):
        return "none"
    return f"`{str(value).lower()}`" if isinstance(value, bool) else f"`{value}`"


def _remarks(model: type[BaseModel]) -> dict[str, str]:
    """Field to the note on it, as a cell of a table."""
    return {field: note.replace("|", "\\|") for field, note in field_notes(model).items()}


if __name__ == "__main__":
    PAGE.write_text(filled(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
