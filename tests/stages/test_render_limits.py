"""Templates that would take all the time or memory there is end in PG505 at their line, and cost no other guide."""

from __future__ import annotations

import resource

import pytest

from kit import MiniProject
from prepguides.stages.render import limits

LOOPS = "{% for a in range(1000) %}{% for b in range(1000) %}{% for c in range(1000) %}{% endfor %}{% endfor %}{% endfor %}"
COSTS = {
    "loops": (LOOPS, "of processor time"),
    "slices": ("{{ 'a'|slice(10**8)|list|length }}", ""),
    "center": ("{{ 'a'|center(10**10) }}", "MiB of memory"),
    "batch": ("{{ ['a']|batch(10**9, 'x')|list|length }}", ""),
    "doubled": ("{% set ns = namespace(x='xxxxxxxx') %}{% for i in range(40) %}{% set ns.x = ns.x ~ ns.x %}{% endfor %}", "MiB of memory"),
    "parentheses": ("{{ " + "(" * 3000 + "1" + ")" * 3000 + " }}", "nested deeper"),
    "ifs": ("{% if 1 %}" * 300 + "{% endif %}" * 300, "nested deeper"),
    "nested loops": ("{% for a in [1] %}" * 25 + "{% endfor %}" * 25, ""),
    "filters": ("{{ 1" + "|string" * 3000 + " }}", "nested deeper"),
    "surrogate": (r"{{ '\ud800' }}", ""),
}


@pytest.fixture
def themed(mini: MiniProject, monkeypatch: pytest.MonkeyPatch) -> MiniProject:
    """A project whose guide `two` has a theme of somebody else's."""
    monkeypatch.setattr(limits, "SECONDS", 1.0)
    mini.add("templates/own/theme.yaml", "title: Own\nextends: base\n")
    mini.edit("content/guides/two.yaml", "    title: The Miller", "    theme: own\n    title: The Miller")
    return mini


@pytest.mark.parametrize("name", COSTS)
def test_what_a_template_cannot_afford_is_located(themed: MiniProject, name: str) -> None:
    template, said = COSTS[name]
    themed.add("templates/own/sections/page.html", f"<p>Words.</p>\n{template}\n")
    before = resource.getrlimit(resource.RLIMIT_AS)
    run = themed.run("check")
    assert resource.getrlimit(resource.RLIMIT_AS) == before
    assert run.code == 1, run.err
    assert "templates/own/sections/page.html" in run.err
    assert "PG50" in run.err
    assert said in run.err
    assert "Traceback" not in run.err


def test_other_guides_print(themed: MiniProject) -> None:
    themed.add("templates/own/sections/page.html", LOOPS)
    run = themed.build("--paper", "a4")
    assert run.code == 1
    assert (themed.output / "standard" / "one-candidate-a4.pdf").exists()
    assert not (themed.output / "standard" / "two-candidate-a4.pdf").exists()
