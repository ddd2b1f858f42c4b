"""YAML: content files and settings."""

from __future__ import annotations

from attacks.document import OUTSIDE, PRINTED, Document

_FILE = "content/words/evil.yaml"


def _yaml(name: str, tries: str, becomes: str, text: str) -> Document:
    return Document(name, tries, becomes, {_FILE: text}, at=_FILE)


def _term(name: str, tries: str, becomes: str, definition: str) -> Document:
    text = f"glossary:\n  - {{id: evil, term: Evil, roles: [miller], definition: {definition}}}\n"
    return Document(name, tries, becomes, {_FILE: text}, at=_FILE)


def _settings(name: str, tries: str, becomes: str, line: str) -> Document:
    file = "content/project.yaml"
    text = f"name: Loaf and Mill\npublisher: The Test Kitchen\nedition_date: 2026-03-01\nguides: [two]\n{line}\n"
    return Document(name, tries, becomes, {file: text}, at=file)


_NESTED = "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10) if n else 'x'}]\n" for n in range(10))

DOCUMENTS = (
    _yaml("Python tag", "run Python", "PG104", "glossary: !!python/object/apply:os.system [id]\n"),
    _yaml("own tag", "another type", "PG104", "glossary: !x [1]\n"),
    _yaml("billion laughs", "a tree without an end", "PG104", _NESTED),
    _yaml("merge bomb", "a tree without an end", "PG104", "a: &a {x: 1}\nb: {<<: [*a, *a]}\n"),
    _yaml("nested lists", "the parser's stack", "PG105", f"glossary: {'[' * 5_000}{']' * 5_000}\n"),
    _yaml("nested blocks", "the parser's stack", "PG105", "".join(f"{' ' * n}a:\n" for n in range(400))),
    _yaml("many faulty items", "a message for each, and their square", "PG202", "questions:\n" + "  - a\n" * 40_000),
    _yaml("many doubled keys", "a message for each, and their square", "PG103", "".join("a: 1\n" for _ in range(50_000))),
    _yaml("many anchors", "a message for each, and their square", "PG104", "a:\n" + "".join(f"  - &a{n} x\n" for n in range(30_000))),
    _yaml("many unknown kinds", "a message for each, and their square", "PG106", "".join(f"a{n}: 1\n" for n in range(40_000))),
    _yaml("a flat list", "memory for each item", "PG105", f"glossary: [{'a,' * 300_000}]\n"),
    _yaml("1 MB", "memory, before anything runs", "PG105", "# " + "x" * 1_000_000 + "\n"),
    _yaml("a key without an end", "memory in a message", "PG102", f"{'k' * 100_000}: 1\n"),
    _yaml("key as a workflow command", "a command in a log", "PG106", '"x\\n::error file=a::PWNED": 1\n'),
    _yaml("key that clears a terminal", "words for a terminal", "PG106", '"\\e[2J": 1\n'),
    _yaml("NUL", "a text that is cut", "PG102", 'glossary:\n  - {id: evil, term: "a\\0b", roles: [miller], definition: x.}\n'),
    _term("HTML in a value", "print HTML", "PG205", "<b>bold</b> words."),
    _term("template in a value", "run a template", PRINTED, '"{{ 7*7 }} {% raw %} words."'),
    _term("a value of 100,000 characters", "memory for a field", "PG202", "word " * 20_000),
    _term("file in a value", "print a picture of the machine", "PG205", f'"![x](file://{OUTSIDE}/secret.png)"'),
    _settings("theme outside", "wear a theme of the machine", "PG406", f"theme: {OUTSIDE}/evil"),
    _settings("theme that climbs", "wear a theme beside the project", "PG406", "theme: ../../outside"),
    _settings("output that climbs", "write outside the output folder", "PG202", 'output: "../../outside/{guide}-{edition}-{paper}.pdf"'),
    _settings("output by path", "write outside the output folder", "PG202", f'output: "{OUTSIDE}/{{guide}}-{{edition}}-{{paper}}.pdf"'),
    _settings("output with a field", "read Python by a pattern", "PG202", 'output: "{guide.__class__}-{edition}-{paper}.pdf"'),
    _settings("label as CSS", "write rules by a label", PRINTED, 'labels: {Contents: "</style><script>x</script>"}'),
    Document("linked content", "print a file of the machine", "PG101", links={_FILE: f"{OUTSIDE}/secret.yaml"}),
    Document("linked folder of content", "print files of the machine", PRINTED, links={"content/evil": OUTSIDE}, at="content/evil"),
    Document("content from a device", "read without an end", PRINTED, links={_FILE: "/dev/zero"}),
    Document("piped content", "wait for ever", PRINTED, pipes=(_FILE,)),
    Document("linked output", "write outside the project", "PG803", links={"output/standard": f"{OUTSIDE}/written"}),
)
