"""The attacks that cost little, many of them at once; `python tests/attacks/table.py` tries each as a command and prints the table."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from attacks import outside
from attacks.document import OUTSIDE, PRINTED, SERVER
from attacks.runner import WAYS, laid, run
from attacks.templates import REACHING_OUT
from fuzz.targets import prepared
from kit import MiniProject
from prepguides.model.theme import ThemeFile
from prepguides.stages.render import render

ALL = [(way, document) for way, documents in WAYS.items() for document in documents]
SMALL = 20_000
"""Characters: what is longer is there to cost, and is left to the table."""
ONE_OF_EACH = {way: next(each for each in documents if each.becomes != PRINTED) for way, documents in WAYS.items()}


def test_there_are_a_hundred_attacks_through_every_way_in() -> None:
    assert len(ALL) >= 100
    assert set(WAYS) == {"template", "style sheet", "theme", "asset", "Markdown", "YAML", "cohort", "roster", "manifest"}
    assert [name for name, count in Counter((way, document.name) for way, document in ALL).items() if count > 1] == []


@pytest.mark.parametrize("name", [each.name for each in REACHING_OUT])
def test_a_template_that_reaches_out_is_refused_at_its_line(name: str) -> None:
    attack = next(each for each in REACHING_OUT if each.name == name)
    text = str(attack.files[attack.at]).replace(OUTSIDE, "/outside").replace(SERVER, "127.0.0.1:9")
    edition = prepared().editions[0]
    theme = prepared().themes[edition.theme_key]
    evil = replace(theme, templates={**theme.templates, "sections/glossary.html": ThemeFile(attack.at, text)})
    (problem,) = render(edition, evil).diagnostics
    assert (problem.rule.code, problem.place.path, problem.place.line) == (attack.becomes, attack.at, 2)


def test_texts_are_refused_in_their_files_or_print_as_words(tmp_path: Path) -> None:
    """All of Markdown's and YAML's at once: each in a file of its own, and none costs another its message."""
    chosen = [
        each for each in (*WAYS["Markdown"], *WAYS["YAML"]) if len(each.files) == 1 and each.at.startswith(("content/p", "content/w"))
    ]
    small = [each for each in chosen if len(str(each.files.get(each.at, ""))) < SMALL and not each.at.endswith("project.yaml")]
    assert len(small) > 25
    mini = MiniProject.at(tmp_path / "project")
    paths = {f"{each.at.rpartition('/')[0]}/evil-{number}{Path(each.at).suffix}": each for number, each in enumerate(small)}
    for number, (path, each) in enumerate(paths.items()):
        text = str(each.files[each.at]).replace("id: evil", f"id: evil-{number}", 1)
        mini.add(path, text.replace(OUTSIDE, "/outside").replace(SERVER, "127.0.0.1:9").encode("utf-8", "surrogatepass"))
    found: dict[str, set[str]] = {}
    for problem in mini.diagnostics():
        if problem.is_error:
            found.setdefault(problem.place.path, set()).add(problem.rule.code)
    for path, each in paths.items():
        assert (each.becomes == PRINTED and path not in found) or each.becomes in found.get(path, ()), each.name
    assert set(found) <= set(paths)


@pytest.mark.parametrize("way", ["theme", "YAML", "asset"])
def test_links_out_of_the_project_are_not_followed(way: str, tmp_path: Path) -> None:
    """At the kernel: nobody opened a file out there, or listed a folder."""
    beyond = outside.made(tmp_path / "outside")
    for number, each in enumerate(each for each in WAYS[way] if any(target.startswith(OUTSIDE) for target in each.links.values())):
        mini = laid(each, tmp_path / str(number), beyond, "127.0.0.1:9")
        watch = outside.Watch(beyond)
        try:
            said = mini.run("check", "two")
            assert (watch.seen(), outside.SECRET in said.err + said.out) == ([], False), each.name
        finally:
            watch.close()


@pytest.mark.slow
@pytest.mark.parametrize("way", WAYS)
def test_the_table_runs(way: str, tmp_path: Path) -> None:
    row = run(way, ONE_OF_EACH[way], tmp_path / "attack")
    assert row.faults == (), row.result
