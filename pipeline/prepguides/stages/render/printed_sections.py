"""What the sections of an edition printed when it was rendered last: a section that is made from the same things is not rendered again.

A partial reads its section, its part, the edition and the theme, and prints labels. All of these are compared, but for the other sections:
whether a partial reads those is noted while it runs, and one that does is rendered each time. Nothing else goes from one section to the
next, unless a module of macros keeps something for later: then nothing is reused at all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import TypeVar

from jinja2 import nodes

from ...model.edition import Edition, EditionPart, EditionSection
from ...model.theme import Theme

T = TypeVar("T")


class Others(tuple[T, ...]):
    """The parts of an edition, or the sections of a part, as a partial sees them: whoever asks what they are is noted."""

    _note: Callable[[], None]

    @classmethod
    def of(cls, values: Iterable[T], note: Callable[[], None]) -> Others[T]:
        made = cls(values)
        made._note = note
        return made

    def __repr__(self) -> str:
        self._note()
        return super().__repr__()

    def __eq__(self, other: object) -> bool:
        self._note()
        return super().__eq__(other)

    def __hash__(self) -> int:
        self._note()
        return super().__hash__()

    def noted(self) -> Others[T]:
        """The same, once it is noted."""
        self._note()
        return self


@dataclass
class Reading:
    """An edition and a part as one partial sees them."""

    reads_others: bool = False
    """Whether it has read sections besides its own."""

    def edition(self, edition: Edition) -> Edition:
        return replace(edition, parts=Others.of(edition.parts, self._note))

    def part(self, part: EditionPart) -> EditionPart:
        return replace(part, sections=Others.of(part.sections, self._note))

    def _note(self) -> None:
        self.reads_others = True


@dataclass(frozen=True)
class Printed:
    """What a partial printed."""

    html: str
    missing: tuple[str, ...]
    """Labels that it asked for in vain."""
    seconds: float
    """Of processor time that it took."""


@dataclass
class PrintedSections:
    """Those of one edition. They are known for the next time once the whole edition could be printed."""

    _frame: tuple[Edition, Theme] | None = None
    """The edition without its parts."""
    _known: dict[tuple[str, str], tuple[EditionPart, EditionSection, Printed]] = field(default_factory=dict)
    """By the anchors of part and section: the part without its sections, the section, and what that printed."""
    _next: dict[tuple[str, str], tuple[EditionPart, EditionSection, Printed]] = field(default_factory=dict)

    def begin(self, edition: Edition, theme: Theme) -> None:
        """What was known of another edition, or of another theme, is of no use."""
        frame = (replace(edition, parts=()), theme)
        if frame != self._frame:
            self._known = {}
        self._frame, self._next = frame, {}

    def find(self, part: EditionPart, section: EditionSection) -> Printed | None:
        """What the section printed, if it would print the same again."""
        key = (part.anchor, section.anchor)
        before = self._known.get(key)
        if before is None or before[1] != section or before[0] != replace(part, sections=()):
            return None
        self._next[key] = before
        return before[2]

    def keep(self, part: EditionPart, section: EditionSection, printed: Printed, reading: Reading) -> None:
        """For the next time, unless it depends on other sections."""
        if not reading.reads_others:
            self._next[part.anchor, section.anchor] = (replace(part, sections=()), section, printed)

    def end(self, theme: Theme) -> None:
        """The edition is rendered, without an error."""
        self._known = {} if _keeps_state(theme) else self._next


@dataclass(frozen=True)
class _Parsed:
    """What a template says of state that may go from one section to the next."""

    modules: frozenset[str]
    """The templates that it imports; an empty name for one that is known only when it runs."""
    is_constant: bool
    """Whether it holds nothing but macros and constants, and so keeps nothing when it is imported."""


_PARSED: dict[tuple[str, str], _Parsed] = {}
"""By name and text."""


def note_parsed(name: str, text: str, tree: nodes.Template) -> None:
    """Told of each template when it is compiled, which is before it is run for the first time."""
    _PARSED[name, text] = _Parsed(frozenset(_modules(tree)), all(map(_is_constant, tree.body)))


def _keeps_state(theme: Theme) -> bool:
    """Whether what one section does may reach the next: of the modules that were imported so far, one has variables."""
    parsed = {name: _PARSED[name, file.text] for name, file in theme.templates.items() if (name, file.text) in _PARSED}
    modules = {module for each in parsed.values() for module in each.modules}
    return "" in modules or not all(parsed[module].is_constant for module in modules & parsed.keys())


def _modules(tree: nodes.Template) -> Iterator[str]:
    """The templates that one imports; an empty name for one that is known only when it runs."""
    imported = [node.template for node in tree.find_all(nodes.Import)]
    imported += [node.template for node in tree.find_all(nodes.FromImport)]
    imported += [node.template for node in tree.find_all(nodes.Include) if not node.with_context]
    for name in imported:
        yield name.value if isinstance(name, nodes.Const) and isinstance(name.value, str) else ""


def _is_constant(node: nodes.Node) -> bool:
    if isinstance(node, nodes.Assign):
        return all(isinstance(part, nodes.Literal) for part in (node.node, *node.node.find_all(nodes.Expr)))
    if isinstance(node, nodes.Output):
        return all(isinstance(part, nodes.TemplateData) for part in node.nodes)
    return isinstance(node, (nodes.Macro, nodes.Import, nodes.FromImport))
