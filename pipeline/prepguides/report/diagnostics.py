"""Diagnostics as text, JSON, GitHub annotations or SARIF. No colors unless asked for."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from urllib.parse import quote

from .. import __version__
from ..model.diagnostic import Diagnostic, Place
from ..model.diagnostic_json import encoded
from ..model.request import PROJECT_FILE
from ..model.rules import RULES

_STYLES = {"error": "\x1b[1;31m", "warning": "\x1b[1;33m", "dim": "\x1b[2m", "end": "\x1b[0m"}


def as_text(diagnostics: Iterable[Diagnostic], *, color: bool) -> str:
    """Each diagnostic with the line it is about, the words underlined, and its hint."""
    return "".join(_one_as_text(diagnostic, color) for diagnostic in diagnostics)


def _one_as_text(diagnostic: Diagnostic, color: bool) -> str:
    def styled(words: str, style: str) -> str:
        return f"{_STYLES[style]}{words}{_STYLES['end']}" if color else words

    rule, place = diagnostic.rule, diagnostic.place
    out = f"{place}: {styled(f'{rule.severity} {rule.code}', rule.severity)} {diagnostic.message}\n"
    if place.excerpt:
        start, shown, width = _window(place.excerpt, place.column - 1, place.width)
        number = f"{place.line:>5} | "
        out += f"{styled(number, 'dim')}{shown}\n{styled(' ' * 5 + ' | ', 'dim')}{' ' * start}{styled('^' * width, rule.severity)}\n"
    if diagnostic.hint:
        out += f"  {styled('hint:', 'dim')} {diagnostic.hint}\n"
    return out


_WIDEST = 100
"""Columns of an excerpt: a paragraph in one line is cut around the words it is about."""


def _window(excerpt: str, column: int, width: int) -> tuple[int, str, int]:
    excerpt = excerpt.replace("\t", " ")
    if len(excerpt) <= _WIDEST:
        return column, excerpt, width
    start = max(0, min(column - _WIDEST // 3, len(excerpt) - _WIDEST))
    cut = excerpt[start : start + _WIDEST]
    head, tail = ("…" if start else ""), ("…" if start + _WIDEST < len(excerpt) else "")
    return column - start + len(head), f"{head}{cut}{tail}", max(1, min(width, _WIDEST - (column - start)))


def as_json(diagnostics: Iterable[Diagnostic]) -> str:
    """An object with `diagnostics`, one object each."""
    return json.dumps({"diagnostics": [encoded(diagnostic) for diagnostic in diagnostics]}, indent=2, ensure_ascii=False) + "\n"


def as_github(diagnostics: Iterable[Diagnostic]) -> str:
    """GitHub's workflow commands, which become annotations at the line; what is about no file becomes one of the run."""
    return "".join(_one_as_github(diagnostic) for diagnostic in diagnostics)


def _one_as_github(diagnostic: Diagnostic) -> str:
    def escaped(words: str, extra: str = "") -> str:
        for character in f"%\r\n{extra}":
            words = words.replace(character, f"%{ord(character):02X}")
        return words

    place, title = diagnostic.place, escaped(f"{diagnostic.rule.code} {diagnostic.rule.title}", ":,")
    message = f"{diagnostic.message}. {diagnostic.hint}" if diagnostic.hint else diagnostic.message
    if not place.is_file:
        return f"::{diagnostic.rule.severity} title={title}::{escaped(f'{place}: {message}')}\n"
    position = f",line={place.line},col={place.column}" if place.line else ""
    return f"::{diagnostic.rule.severity} file={escaped(place.path, ':,')}{position},title={title}::{escaped(message)}\n"


def as_sarif(diagnostics: Iterable[Diagnostic]) -> str:
    """One run of SARIF 2.1.0 with the whole table of rules: what code scanning services read."""
    rules = list(RULES)
    driver = {
        "name": "prepguides",
        "semanticVersion": __version__,
        "rules": [
            {
                "id": rule.code,
                "name": "".join(re.findall(r"[A-Za-z0-9]+", rule.title.title())),
                "shortDescription": {"text": rule.title},
                "help": {"text": f"For example: {rule.example}"},
                "defaultConfiguration": {"level": rule.severity},
            }
            for rule in RULES.values()
        ],
    }
    results = [_one_as_sarif(diagnostic, rules.index(diagnostic.rule.code)) for diagnostic in diagnostics]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return json.dumps({"$schema": SARIF_SCHEMA, "version": "2.1.0", "runs": [run]}, indent=1, ensure_ascii=False) + "\n"


SARIF_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def _one_as_sarif(diagnostic: Diagnostic, index: int) -> dict[str, object]:
    message = f"{diagnostic.message}. {diagnostic.hint}" if diagnostic.hint else diagnostic.message
    return {
        "ruleId": diagnostic.rule.code,
        "ruleIndex": index,
        "level": diagnostic.rule.severity,
        "message": {"text": message},
        "locations": [_location(diagnostic.place)],
    }


def _location(place: Place) -> dict[str, object]:
    """A region of a file. What is no file is named, at project.yaml: services show no result without one."""
    if not place.is_file:
        file: dict[str, object] = {"artifactLocation": {"uri": PROJECT_FILE, "uriBaseId": "%SRCROOT%"}}
        return {"physicalLocation": file, "logicalLocations": [{"name": place.path}]}
    located: dict[str, object] = {"artifactLocation": {"uri": quote(place.path), "uriBaseId": "%SRCROOT%"}}
    if place.line:
        region: dict[str, object] = {"startLine": place.line, "startColumn": max(1, place.column)}
        region["endColumn"] = max(1, place.column) + max(1, place.width)
        located["region"] = region | ({"snippet": {"text": place.excerpt}} if place.excerpt else {})
    return {"physicalLocation": located}


def summary(diagnostics: Iterable[Diagnostic]) -> str:
    """ "2 errors, 1 warning", or the empty string."""
    severities = [diagnostic.rule.severity for diagnostic in diagnostics]
    counts = ((severities.count("error"), "error"), (severities.count("warning"), "warning"))
    return ", ".join(f"{count} {name}{'s' if count > 1 else ''}" for count, name in counts if count)


FORMATS: dict[str, Callable[[Iterable[Diagnostic]], str]] = {"json": as_json, "github": as_github, "sarif": as_sarif}
"""What a program reads, on standard output."""
