"""What a template that extends another says in vain: blocks that the other has not, and text outside of blocks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from jinja2 import Environment, TemplateError, nodes

from ...model.diagnostic import Diagnostic, Place, nearest
from ...model.rules import RULES
from ...model.theme import Theme, ThemeFile

_LANGUAGE = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
"""Parses and never renders."""
_CANNOT_BE_READ = (TemplateError, RecursionError, MemoryError, ValueError, ArithmeticError)
"""What a template that Jinja does not understand raises; rendering reports it."""
MOST_TEXT = 256 * 1024
"""Characters of a template: a longer one is not looked through, for rendering alone has a limit of time."""
MOST = 50
"""Blocks of a template that are told: as many as anybody reads."""


def unprinted(theme: Theme) -> Iterator[Diagnostic]:
    """Of each template that extends another: its blocks that nothing prints, and where its first text outside of blocks stands."""
    for file in dict.fromkeys(theme.templates.values()):
        tree = _parsed(file) if "extends" in file.text else None
        above = _extended(tree, theme) if tree else []
        if tree and above:
            yield from _blocks_in_vain(file, tree, above)
            yield from _text_in_vain(file, tree)


def _parsed(file: ThemeFile) -> nodes.Template | None:
    if len(file.text) > MOST_TEXT:
        return None
    try:
        return _LANGUAGE.parse(file.text)
    except _CANNOT_BE_READ:
        return None


def _extended(tree: nodes.Template, theme: Theme) -> list[nodes.Template]:
    """The template that one extends, the one that this extends, and so on; none where one of them is not known before it runs."""
    above: list[nodes.Template] = []
    extends = _extends(tree)
    while extends is not None:
        name = extends.template.value if isinstance(extends.template, nodes.Const) else None
        file = theme.templates.get(name) if isinstance(name, str) else None
        parent = _parsed(file) if file else None
        if parent is None or len(above) >= len(theme.folders) + 1:
            return []
        above.append(parent)
        extends = _extends(parent)
    return above


def _extends(tree: nodes.Template) -> nodes.Extends | None:
    return next((node for node in tree.body if isinstance(node, nodes.Extends)), None)


def _blocks_in_vain(file: ThemeFile, tree: nodes.Template, above: Iterable[nodes.Template]) -> Iterator[Diagnostic]:
    known = {block.name for parent in above for block in parent.find_all(nodes.Block)}
    asked = (node for each in (tree, *above) for node in each.find_all(nodes.Getattr))
    called = {node.attr for node in asked if isinstance(node.node, nodes.Name) and node.node.name == "self"}
    printed = known | called
    blocks = (node for node in _outermost(tree.body) if isinstance(node, nodes.Block) and node.name not in printed)
    for block in islice(blocks, MOST):
        message = f'no template that this one extends has a block "{block.name}"'
        hint = nearest(block.name, known) or f"blocks there are {', '.join(sorted(known))}"
        yield Diagnostic(RULES["PG510"], message, _place(file, block.lineno), hint)


def _text_in_vain(file: ThemeFile, tree: nodes.Template) -> Iterator[Diagnostic]:
    """The first text or expression that stands outside of blocks, behind the tag that says what is extended."""
    behind = tree.body[next(index for index, node in enumerate(tree.body) if isinstance(node, nodes.Extends)) + 1 :]
    said = (part for node in _outermost(behind) if isinstance(node, nodes.Output) for part in node.nodes)
    for part in said:
        data = part.data if isinstance(part, nodes.TemplateData) else "{{"
        if data.strip():
            line = part.lineno + data[: len(data) - len(data.lstrip())].count("\n")
            message = "what stands outside of blocks is not printed, for this template extends another"
            yield Diagnostic(RULES["PG510"], message, _place(file, line), "write it in a block")
            return


def _outermost(body: Iterable[nodes.Node]) -> Iterator[nodes.Node]:
    """Statements that stand in no block and in no macro."""
    for node in body:
        yield node
        if isinstance(node, (nodes.If, nodes.For, nodes.With, nodes.Scope)):
            yield from _outermost(child for child in node.iter_child_nodes() if isinstance(child, nodes.Stmt))


def _place(file: ThemeFile, line: int) -> Place:
    """The whole line without its indentation."""
    return file.place_on(line, file.line(line).strip())
