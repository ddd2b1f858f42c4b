"""Cohort files: a brand, fonts, overrides and sections of somebody else's."""

from __future__ import annotations

from attacks.document import OUTSIDE, PRINTED, SERVER, Document

_FILE = "content/cohorts/evil.yaml"
_BUILD = ("build", "two", "--cohort", "evil", "--paper", "a4", "--jobs", "1")
_FONT = 'brand: {{fonts: {{serif: Evil, faces: [{{family: Evil, file: "{}"}}]}}}}'
_OVERRIDE = "overrides: [{{target: {}, field: {}, value: {}, reason: Because.}}]"


def _cohort(name: str, tries: str, becomes: str, line: str) -> Document:
    return Document(name, tries, becomes, {_FILE: f"cohorts:\n  - id: evil\n    programme: Evil\n    {line}\n"}, command=_BUILD, at=_FILE)


DOCUMENTS = (
    _cohort("logo by path", "print a picture of the machine", "PG202", f"brand: {{logo: {OUTSIDE}/secret.png, logo_alt: x}}"),
    _cohort("logo that climbs", "print a picture beside the project", "PG202", "brand: {logo: ../../../outside/secret.png, logo_alt: x}"),
    _cohort(
        "logo by network", "tell a server that the guide is printed", "PG202", f'brand: {{logo: "http://{SERVER}/x.png", logo_alt: x}}'
    ),
    _cohort("font by path", "embed a font of the machine", "PG202", _FONT.format(f"{OUTSIDE}/secret.ttf")),
    _cohort("font that climbs", "embed a font beside the project", "PG202", _FONT.format("../../../outside/secret.ttf")),
    _cohort("accent as CSS", "write rules by a color", "PG202", 'brand: {accent: "red; } @import url(file:///x)"}'),
    _cohort("name as HTML", "print HTML", PRINTED, 'brand: {name: "<script>alert(1)</script>"}'),
    _cohort("name as CSS", "write rules by a name", PRINTED, "brand: {name: '\"; } body { display: none } /*'}"),
    _cohort("time zone by path", "read a file of the machine as a time zone", "PG202", f"time_zone: {OUTSIDE}/secret.txt"),
    _cohort("time zone that climbs", "the same", "PG202", "time_zone: ../../../etc/passwd"),
    _cohort("time zone of 300 letters", "the operating system", "PG202", f"time_zone: {'a' * 300}"),
    _cohort("id that climbs", "write outside the output folder", "PG204", "x: 1\n  - id: ../../outside\n    programme: Evil"),
    _cohort("extends itself", "go in a circle", "PG410", "extends: evil"),
    _cohort("theme that climbs", "wear a theme beside the project", "PG202", "theme: ../../outside"),
    _cohort("override by Python", "change what is not content", "PG414", _OVERRIDE.format("glossary/bran", "__class__", "x")),
    _cohort("override with HTML", "print HTML", "PG205", _OVERRIDE.format("glossary/bran", "definition", '"<script>x</script>"')),
    _cohort(
        "override with a file",
        "print a picture of the machine",
        "PG205",
        _OVERRIDE.format("glossary/bran", "definition", f'"![x](file://{OUTSIDE}/secret.png)"'),
    ),
    _cohort("contact that runs", "a link that runs", "PG202", 'contacts: [{name: X, role: x, address: "javascript:alert(1)"}]'),
    _cohort("welcome with HTML", "print HTML", "PG205", 'welcome: "<img src=x onerror=alert(1)>"'),
    _cohort("dates without an end", "a calendar of ten thousand years", PRINTED, "dates: {start: 0001-01-01, end: 9999-12-31}"),
    Document("linked cohort", "print a file of the machine", "PG101", links={_FILE: f"{OUTSIDE}/secret.yaml"}, command=_BUILD),
)
