"""Every label that the shipped templates print is marked for translation, and every shipped locale has words for all of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from jinja2 import Environment, nodes

from kit import ROOT

TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
MARKS = ("_", "ngettext", "pgettext")
NOT_YET: frozenset[str] = frozenset()
"""Templates that hold texts which are not marked yet. None is added; one that is marked goes."""
_TAG = re.compile(r"<style.*?</style>|<!--.*?-->|<[^<>]*>", re.DOTALL)
_SAID = re.compile(r'\b(?:title|alt|placeholder)="([^"]*)')
_CSS = re.compile(r"[{};]|^\s*mm")
_WORD = re.compile(r"[A-Za-z]{2,}")
_CLASSES = {' claims="', " other", " first", " long", " rulings", " run", " single", " start-"}
"""What expressions add to an element's class."""
_SPOKEN = re.compile(r"^[A-Z][a-z]+|[a-z] [a-z]|^ [a-z]+|[a-z] $")
"""A text in an expression that people read: it begins with a capital or has words with a space between or around them."""


def unmarked(text: str) -> Iterator[str]:
    """Words of a template that no catalog knows: between its tags, in attributes that are read aloud, in its expressions."""
    tree = Environment().parse(text)
    data = "\x00".join(node.data for node in tree.find_all(nodes.TemplateData))
    for run in [*_TAG.sub("\x00", data).split("\x00"), *_SAID.findall(data)]:
        words = " ".join(run.replace("&nbsp;", " ").split("\x00"))
        if _WORD.search(words) and not _CSS.search(words) and not words.strip().endswith('="'):
            yield " ".join(words.split())
    marked = {id(inside) for call in tree.find_all(nodes.Call) if _is_mark(call) for inside in call.find_all(nodes.Const)}
    for const in tree.find_all(nodes.Const):
        if id(const) in marked or not isinstance(const.value, str) or const.value in _CLASSES or "=" in const.value:
            continue
        if _SPOKEN.search(const.value):
            yield const.value


def _is_mark(call: nodes.Call) -> bool:
    return isinstance(call.node, nodes.Name) and call.node.name in MARKS


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.relative_to(ROOT / "templates").as_posix())
def test_no_template_prints_a_text_that_is_not_marked(template: Path) -> None:
    name = template.relative_to(ROOT / "templates").as_posix()
    found = set(unmarked(template.read_text(encoding="utf-8")))
    assert not found or name in NOT_YET, f"mark these as CONTRIBUTING.md says, Mark a label: {found}"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("<p>Before</p>{{ x }}", ["Before"]),
        ('<p title="Minutes {{ n }}"></p>', ["Minutes"]),
        ("{{ ' and ' if x }}", [" and "]),
        ('{{ m.cell(id, title ~ ", first attempt") }}', [", first attempt"]),
        ('{{ _("Before") }}{{ ngettext("%(num)s minute", "%(num)s minutes", n) }}<p class="note soft">{{ "part-" ~ id }}</p>', []),
    ],
)
def test_what_is_not_marked_is_found(text: str, found: list[str]) -> None:
    assert list(unmarked(text)) == found
