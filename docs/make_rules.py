"""Prints docs/rules.md from the table of rules: python docs/make_rules.py > docs/rules.md"""

from __future__ import annotations

import sys

from prepguides.model.rules import RULES

GROUPS = {
    "1": "Reading files",
    "2": "One entity at a time",
    "3": "Entities among themselves",
    "4": "Guides",
    "5": "Templates and themes",
    "6": "Typesetting",
    "7": "Proof",
    "8": "The machine and the command",
}
"""First digit of a code to the stage that finds it."""

HEAD = """\
# Rules

Every problem that `prepguides` reports has a code. The first digit names the stage that finds it. An error keeps what needs
the faulty thing from being printed; a warning does not, unless the command is given `--strict`.

This page is made by `python docs/make_rules.py > docs/rules.md`; a test fails when it is out of date.
"""


def page() -> str:
    """The whole of docs/rules.md."""
    parts = [HEAD]
    for digit, title in GROUPS.items():
        rules = [rule for code, rule in sorted(RULES.items()) if code[2] == digit]
        rows = [f"| {rule.code} | {rule.severity} | {rule.title} | {_cell(rule.example)} |" for rule in rules]
        parts.append("\n".join([f"## {title}", "", "| Code | Severity | Title | Example |", "| --- | --- | --- | --- |", *rows, ""]))
    return "\n".join(parts)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":
    sys.stdout.write(page())
