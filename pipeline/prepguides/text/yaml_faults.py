"""Why a text is no YAML, in our words: read off the text itself at the marks where the parser gave up, never off the parser's message."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_QUOTE_IT = 'quote text that holds ": " or " #", or write it as a >- block'
_STARTS_TEXT = re.compile(r"""(?:^|:|-|[\[{,])\s+(?P<sign>[@`%*&!|>])""")
_KEY = re.compile(r"""^\s*(?:- +)*(?:[^\s"'#&*!|>%@`\[{-][^#]*?|"[^"]*"|'[^']*')\s*:(?:\s|$)""")


@dataclass(frozen=True)
class Mark:
    """A 0-based line and column."""

    line: int
    column: int


@dataclass(frozen=True)
class Fault:
    """What is wrong at `at`, and what to do."""

    message: str
    hint: str
    at: Mark


def fault_at(lines: Sequence[str], problem: Mark, context: Mark | None) -> Fault:
    """The fault of a text that could not be parsed beyond `problem`, while what began at `context` was being read."""
    line = _line(lines, problem)
    return (
        _of_indentation(line, problem)
        or _of_a_comment(lines, problem)
        or (_of_a_character(line, problem) if context and context.line == problem.line and _opening(lines, context) in _BRACKETS else None)
        or _of_what_was_opened(lines, problem, context)
        or _of_a_sign(line, problem)
        or (_of_a_sign(_line(lines, context), context) if context else None)
        or _of_a_character(line, problem)
        or _of_the_line_above(lines, problem)
        or _of_a_line(lines, problem, context)
        or Fault("not YAML from here on", "quote text that holds a sign of YAML's, such as : # [ ] { } , & * ! | > % @", problem)
    )


def _line(lines: Sequence[str], mark: Mark) -> str:
    return lines[mark.line] if mark.line < len(lines) else ""


def _of_indentation(line: str, problem: Mark) -> Fault | None:
    indentation = line[: len(line) - len(line.lstrip())]
    if "\t" in indentation:
        return Fault("a tab in the indentation", "indent with two spaces", Mark(problem.line, indentation.index("\t")))
    if indentation.strip(" "):
        wide = next(index for index, character in enumerate(indentation) if character != " ")
        return Fault(
            f"a space that is none of the keyboard's (U+{ord(indentation[wide]):04X})", "indent with spaces", Mark(problem.line, wide)
        )
    return None


_BRACKETS = ("[", "{")


def _opening(lines: Sequence[str], context: Mark) -> str:
    """The sign that what was being read began with."""
    return _line(lines, context)[context.column : context.column + 1]


def _of_a_comment(lines: Sequence[str], problem: Mark) -> Fault | None:
    """A bracket whose other half is part of a comment, in the last line with text up to the problem's."""
    for number in range(min(problem.line, len(lines) - 1), -1, -1):
        if number == problem.line and not lines[number][: problem.column].strip():
            continue
        if lines[number].strip():
            read = _QUOTED.sub(lambda quoted: "-" * len(quoted[0]), lines[number])
            at = read.find(" #")
            if at >= 0 and sum(map(read[:at].count, _BRACKETS)) > sum(map(read[:at].count, ("]", "}"))):
                return Fault("the rest of this line is a comment", 'quote text that holds " #"', Mark(number, at + 1))
            return None
    return None


_QUOTED = re.compile(r""""(?:[^"\\\n]|\\.)*"|'[^'\n]*'""")


def _of_the_line_above(lines: Sequence[str], problem: Mark) -> Fault | None:
    """A line that YAML took for text that goes on, and found out on the next."""
    for number in (problem.line, problem.line - 1):
        line = lines[number] if 0 <= number < len(lines) else ""
        if fault := _of_indentation(line, Mark(number, 0)):
            return fault
        if match := _TIGHT.match(line):
            return Fault("no space after the colon", 'write "key: value"', Mark(number, match.start("sign")))
        if fault := tight_item(line, number):
            return fault
    return None


def tight_item(line: str, number: int) -> Fault | None:
    """An item of a list without the space behind its hyphen, on the line of that 0-based number. A negative number is none."""
    match = _TIGHT_ITEM.match(line)
    if match is None:
        return None
    return Fault("no space after the hyphen", 'begin each item with "- ", a hyphen and a space', Mark(number, match.end() - 1))


_TIGHT_ITEM = re.compile(r" *-(?=[^\s\d-])")


_TIGHT = re.compile(r"^ *(?:- +)*[A-Za-z_]+(?P<sign>:)(?![ /]|$)")


def _of_what_was_opened(lines: Sequence[str], problem: Mark, context: Mark | None) -> Fault | None:
    """A quotation mark or a bracket without its other half, or with words after it."""
    opening = _opening(lines, context) if context else ""
    if context is None or opening not in ('"', "'", *_BRACKETS):
        return None
    if opening in _BRACKETS:
        hint = f"close it with {']' if opening == '[' else '}'}, and quote text that holds a comma or a bracket"
        return Fault(f"the {opening} of line {context.line + 1} is not closed before this", hint, problem)
    if opening == '"' and "\\" in _line(lines, problem)[max(0, problem.column - 1) : problem.column + 1]:
        return Fault("a backslash that stands for nothing", "write \\\\ for a backslash, or use single quotes", problem)
    inside = "''" if opening == "'" else '\\"'
    return Fault(f"the {opening} of line {context.line + 1} is never closed", f"close it, or write {inside} for one inside", problem)


def _of_a_sign(line: str, problem: Mark) -> Fault | None:
    """Text that starts with a sign that means something to YAML."""
    for match in _STARTS_TEXT.finditer(line):
        sign, column = match["sign"], match.start("sign")
        if column <= problem.column <= column + 1 or (sign in "|>" and column <= problem.column):
            return Fault(f"text may not start with {sign}", f'quote it: "{line[column:].strip()[:40]}"', problem)
    return None


def _of_a_character(line: str, problem: Mark) -> Fault | None:
    """What stands at the mark itself."""
    here, before = line[problem.column :], line[: problem.column].rstrip()
    if here.startswith(":") and re.search(r":\s", before):
        return Fault('a second ": " in one line', _QUOTE_IT, problem)
    if here[:1] in _BRACKETS and before and not before.endswith((":", ",", "-", *_BRACKETS)):
        return Fault(f"a {here[0]} in the middle of a text", "quote text that holds a bracket", problem)
    if before.endswith(("]", "}")) and here.strip() and here[0] not in ",]}:#":
        return Fault("words after a closed bracket", "quote text that holds a bracket", problem)
    if here.startswith("- ") and before.endswith(":"):
        return Fault("an item on the line of its key", "start the list on a line of its own", problem)
    if here[:1] in ("]", "}"):
        return Fault(f"a {here[0]} that nothing opened", "quote text that holds a bracket", problem)
    if before.endswith(('"', "'")) and here.strip() and not here.startswith(":"):
        return Fault("words after a closed quotation", "quote all of the text, or none of it", problem)
    return None


def _of_a_line(lines: Sequence[str], problem: Mark, context: Mark | None) -> Fault | None:
    """A line that does not go on with what stands above it."""
    at = problem if context is None or _line(lines, problem).strip() else context
    line = _line(lines, at)
    if line.lstrip().startswith("%"):
        return Fault("text may not start with %", "quote it", at)
    if line.strip() and not _KEY.match(line) and not line.lstrip().startswith("- "):
        return Fault('a line that is neither "key: value" nor an item', _QUOTE_IT, at)
    if line.strip() and any(text.strip() for text in lines[: at.line]):
        hint = "indent keys of one mapping, and items of one list, alike"
        return Fault("this line is indented otherwise than those it belongs to", hint, at)
    return None
