"""Manifests: what lies in the output folder may be anybody's too."""

from __future__ import annotations

import json

from attacks.document import OUTSIDE, PRINTED, Document

_FILE = "output/manifest.json"
_OUTPUT = {"sha256": "0" * 64, "bytes": 1}


def _manifest(name: str, tries: str, becomes: str, said: object, command: tuple[str, ...]) -> Document:
    text = said if isinstance(said, str) else json.dumps(said)
    return Document(
        name, tries, becomes, {_FILE: text}, command=command, at="" if becomes == PRINTED or "secret" in text else "manifest.json"
    )


def _with(path: str) -> dict[str, object]:
    artifact = {"edition": "x", "pages": 1, "seconds": 1, "digests": {}, "html": "x", "outputs": {path: _OUTPUT}, "claims": []}
    return {"version": 2, "artifacts": {"x": artifact}, "runs": {}, "orphaned": {path: _OUTPUT}, "drafts": {path: _OUTPUT}}


DOCUMENTS = (
    _manifest("clean by path", "have a file of the machine removed", PRINTED, _with(f"{OUTSIDE}/secret.txt"), ("clean",)),
    _manifest("clean that climbs", "have a file beside the project removed", PRINTED, _with("../../outside/secret.txt"), ("clean",)),
    _manifest("verify by path", "have a file of the machine read", "PG804", _with(f"{OUTSIDE}/secret.txt"), ("verify",)),
    _manifest("verify that climbs", "have a file beside the project read", "PG804", _with("../../outside/secret.txt"), ("verify",)),
    _manifest(
        "prune that climbs",
        "have a file beside the project removed",
        PRINTED,
        _with("../../outside/secret.txt"),
        ("build", "two", "--paper", "a4", "--jobs", "1", "--prune"),
    ),
    _manifest("nested manifest", "the parser's stack", "PG804", "[" * 100_000, ("verify",)),
    _manifest("number without an end", "the parser's arithmetic", "PG804", '{"version": ' + "9" * 100_000 + "}", ("verify",)),
    _manifest(
        "infinite numbers", "the parser's arithmetic", "PG804", '{"version": 2, "artifacts": {"x": {"pages": Infinity}}}', ("verify",)
    ),
    _manifest(
        "manifest of a million keys",
        "memory",
        PRINTED,
        {"version": 2, "artifacts": {}, "runs": {}, "orphaned": {f"{n}.pdf": _OUTPUT for n in range(20_000)}, "drafts": {}},
        ("clean",),
    ),
    Document(
        "linked manifest",
        "read a file of the machine",
        "PG804",
        links={_FILE: f"{OUTSIDE}/secret.json"},
        command=("verify",),
        at="manifest.json",
    ),
    Document("piped manifest", "wait for ever", "PG804", pipes=(_FILE,), command=("verify",), at="manifest.json"),
    Document("manifest from a device", "read without an end", "PG804", links={_FILE: "/dev/zero"}, command=("verify",), at="manifest.json"),
)
