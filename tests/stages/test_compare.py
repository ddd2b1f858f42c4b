"""Two readings of the content: what is said of each entity, section and word."""

from __future__ import annotations

import textwrap

from prepguides.model.content.base import Ref
from prepguides.model.difference import Difference
from prepguides.model.source import Source, Sources
from prepguides.report.difference_text import told
from prepguides.stages.compare import Side, compare
from prepguides.stages.load import parse_page
from prepguides.text.strict_yaml import parse_yaml


def source(text: str, name: str = "content/a.yaml") -> Source:
    parsed = parse_page(name, text) if name.endswith(".md") else parse_yaml(name, text)
    assert parsed.value is not None
    return parsed.value


def side(*files: Source, settings: str = "name: Mini\n", **assets: str) -> Side:
    return Side(Sources(source(settings, "content/project.yaml"), files), assets)


def between(old: str, new: str, name: str = "content/a.yaml") -> Difference:
    return compare(*(side(source(textwrap.dedent(text), name)) for text in (old, new)))


def said(difference: Difference) -> dict[str, list[str]]:
    """Entity to what became of it, in words."""
    found: dict[str, list[str]] = {}
    for change in difference.entities:
        lines: list[str] = [change.kind] if change.kind != "changed" else []
        lines += [f"was {change.old_ref}"] if change.old_ref else []
        lines += [f"moved from {change.moved[0]} to {change.moved[1]}"] if change.moved else []
        found[str(change.ref)] = [*lines, *map(told, change.edits)]
    return found


BANK = """\
questions:
  - id: oldest-loaf
    prompt: You are handed four loaves. Which was baked first?
    looks_for: [Knocks on the base., Presses the crumb with a thumb., Asks for a knife.]
  - id: flour-bill
    prompt: How much flour do you order for a town that eats on Sundays too?
    looks_for: [Fixes the weight of a loaf., Counts the days., Rounds at the end.]
  - id: burnt-tray
    prompt: Tell me about a time you threw a whole tray away.
    looks_for: [Says what it cost., Says who decided., Says what changed.]
"""


def test_the_same_content_does_not_differ() -> None:
    assert not between(BANK, BANK)
    assert not between(BANK, BANK.replace("prompt: How much", "prompt: >-\n      How\n      much"))
    assert not between(BANK, f"# a comment\n{BANK}")


def test_words_numbers_and_items_are_told_apart() -> None:
    new = BANK.replace("four loaves", "five loaves").replace("Presses the crumb with a thumb.", "Presses the crumb with two fingers.")
    assert said(between(BANK, new)) == {
        "questions/oldest-loaf": [
            "prompt: You are handed [-four-]{+five+} loaves. Which was baked first?",
            "looks_for > 2: Presses the crumb with [-a thumb-]{+two fingers+}.",
        ]
    }


def test_an_item_that_stands_elsewhere_has_moved_and_was_not_reworded() -> None:
    new = BANK.replace(
        "[Fixes the weight of a loaf., Counts the days., Rounds at the end.]",
        "[Rounds at the end., Fixes the weight of a loaf., Asks who stores it.]",
    )
    assert said(between(BANK, new)) == {
        "questions/flour-bill": [
            "looks_for > 1: moved from place 3 to place 1",
            "looks_for > 3: [-Counts the days.-]{+Asks who stores it.+}",
        ]
    }


def test_a_question_by_another_id_is_renamed_and_what_names_it_follows() -> None:
    names = (
        "flashcards:\n  - {id: card, front: '[[questions/flour-bill]]', back: Flour}\nmock_scripts:\n  - {id: mock, question: flour-bill}\n"
    )
    old, new = BANK + names, (BANK + names).replace("flour-bill", "flour-order").replace("How much flour", "How many sacks")
    assert said(between(old, new)) == {
        "questions/flour-order": [
            "renamed",
            "was questions/flour-bill",
            "prompt: How [-much flour-]{+many sacks+} do you order for a town that eats …",
        ]
    }


def test_what_is_gone_and_what_is_new_are_two_when_they_say_other_things() -> None:
    new = BANK.replace("burnt-tray", "weekly-mill").replace("Tell me about a time you threw a whole tray away.", "Who owns the mill?")
    new = new.replace(
        "[Says what it cost., Says who decided., Says what changed.]", "[Draws the river., Names the owner., Asks for a map.]"
    )
    assert said(between(BANK, new)) == {"questions/weekly-mill": ["added"], "questions/burnt-tray": ["removed"]}


def test_a_question_moves_in_its_file_and_between_files() -> None:
    head, *questions = BANK.split("  - ")
    assert said(between(BANK, head + "".join(f"  - {each}" for each in (questions[2], questions[0], questions[1])))) == {
        "questions/burnt-tray": ["moved from behind flour-bill to first"]
    }
    old = side(source(BANK), source("tags: []\n", "content/b.yaml"))
    new = side(source(head + f"  - {questions[0]}  - {questions[1]}"), source(f"questions:\n  - {questions[2]}", "content/b.yaml"))
    assert said(compare(old, new)) == {"questions/burnt-tray": ["moved from content/a.yaml to content/b.yaml"]}


GUIDE = """\
guides:
  - id: one
    parts:
      - id: job
        sections:
          - kind: role
          - kind: life-cycle
          - {kind: page, item: pages/welcome}
      - id: tasting
        sections:
          - {kind: rubric, title: How it is scored}
          - kind: frameworks
"""


def test_sections_are_known_by_kind_and_item() -> None:
    new = GUIDE.replace("          - kind: role\n          - kind: life-cycle\n", "          - kind: life-cycle\n          - kind: role\n")
    new = new.replace("item: pages/welcome", "item: pages/goodbye").replace("How it is scored", "What it counts")
    assert said(between(GUIDE, new)) == {
        "guides/one": [
            "parts > job > sections > page pages/welcome: [-kind: page, item: pages/welcome-]",
            "parts > job > sections > role: moved from place 1 to place 2 (behind life-cycle)",
            "parts > job > sections > page pages/goodbye: {+kind: page, item: pages/goodbye+}",
            "parts > tasting > sections > rubric > title: [-How it is scored-]{+What it counts+}",
        ]
    }


def test_a_section_that_goes_to_another_part_has_moved() -> None:
    line = "          - {kind: page, item: pages/welcome}\n"
    assert said(between(GUIDE, GUIDE.replace(line, "") + line)) == {
        "guides/one": ["parts > tasting > sections > page pages/welcome: moved from parts > job > sections to parts > tasting > sections"]
    }


def test_a_page_of_markdown_is_compared_by_paragraph_and_item() -> None:
    old = "---\nid: welcome\n---\n\nRead it once. Then bake.\n\n- Flour from the mill\n- Water\n\nGoodbye to all.\n"
    new = "---\nid: welcome\n---\n\nRead it once. Then bake.\n\n- Flour from a mill\n- Water\n- Salt from the sea\n\nGoodbye to all.\n"
    assert said(between(old, new, "content/welcome.md")) == {
        "pages/welcome": ["body > 2: - Flour from [-the-]{+a+} mill", "body > 4: {+- Salt from the sea+}"]
    }


def test_a_step_by_another_id_is_the_same_step() -> None:
    old = (
        "questions:\n  - id: a\n    steps: [{id: day, label: Flour a day, calc: 200 * 0.6}, {id: week, label: Seven days, calc: day * 7}]\n"
    )
    assert said(between(old, old.replace("id: day", "id: daily").replace("day * 7", "daily * 7"))) == {
        "questions/a": ["steps > daily > id: [-day-]{+daily+}", "steps > week > calc: [-day-]{+daily+} * 7"]
    }


def test_settings_and_assets_count_and_what_has_no_id_does_not() -> None:
    old = side(source("questions:\n  - prompt: Which?\n"), settings="name: Mini\n", **{"logo.svg": "1", "old.svg": "1"})
    new = side(source("questions: none\n"), settings="name: Maxi\n", **{"logo.svg": "2", "new.svg": "1"})
    difference = compare(old, new)
    assert said(difference) == {"settings/project.yaml": ["name: [-Mini-]{+Maxi+}"]}
    assert [(edit.path[0], edit.kind) for edit in difference.assets] == [
        ("logo.svg", "changed"),
        ("new.svg", "added"),
        ("old.svg", "removed"),
    ]
    assert difference.counts() == {"changed": 1, "files": 3}


def test_a_change_stands_at_the_line_of_its_id() -> None:
    difference = between(BANK, BANK.replace("a whole tray", "half a tray"))
    (change,) = difference.entities
    assert (change.ref, str(change.place)) == (Ref("questions", "burnt-tray"), "content/a.yaml:8:9")
