"""What a template may read and call: fields of views, keys of mappings, macros, filters, a few functions; nothing else of Python."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from functools import cache, partial
from types import CodeType
from typing import NoReturn

from jinja2 import BytecodeCache, FunctionLoader, StrictUndefined, TemplateSyntaxError, Undefined, UndefinedError, nodes
from jinja2.bccache import Bucket
from jinja2.compiler import CodeGenerator, Frame
from jinja2.environment import TemplateModule
from jinja2.exceptions import SecurityError
from jinja2.runtime import BlockReference, Context, LoopContext, Macro, TemplateReference
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import Namespace
from markupsafe import Markup

from ...model.theme import Theme
from ...text import chart_scales, color, markdown
from ...text.annotations import Annotation, annotated_html
from ...text.dates import date_in_words, weekday
from ...text.handwriting import lines_for
from ...text.labels import SOURCE, labels_in
from ...text.numbers import percent
from ...text.qr_codes import qr_path
from ...text.sentences import opening
from ...views.passage_views import NoteView
from .printed_sections import Others, note_parsed
from .spoken import Spoken, charts_in

MAX_RANGE = 1000


class UndefinedName(UndefinedError):
    """An undefined name, with what could have been meant."""

    def __init__(self, name: str, known: tuple[str, ...]) -> None:
        super().__init__(name)
        self.name, self.known = name, known


class _Strict(StrictUndefined):
    """Fails at first use with the name itself, so that no message of Jinja's has to be matched."""

    def _fail_with_undefined_error(self, *args: object, **kwargs: object) -> NoReturn:
        if issubclass(self._undefined_exception, SecurityError):
            raise SecurityError(str(self._undefined_name))
        known = readable(self._undefined_obj)
        raise UndefinedName(str(self._undefined_name), known)

    __str__ = __repr__ = __iter__ = __len__ = __bool__ = __eq__ = __ne__ = __hash__ = _fail_with_undefined_error
    __add__ = __radd__ = __sub__ = __mul__ = __contains__ = __call__ = __getitem__ = _fail_with_undefined_error
    __rsub__ = __rmul__ = __truediv__ = __rtruediv__ = __floordiv__ = __rfloordiv__ = __mod__ = __rmod__ = _fail_with_undefined_error
    __pow__ = __rpow__ = __neg__ = __pos__ = _fail_with_undefined_error
    __lt__ = __le__ = __gt__ = __ge__ = __int__ = __float__ = _fail_with_undefined_error

    def __getattr__(self, name: str) -> NoReturn:
        if name.startswith("__"):
            raise AttributeError(name)
        self._fail_with_undefined_error()


def readable(holder: object) -> tuple[str, ...]:
    """What a template may read of a value by name: the fields of a view, the keys of a mapping, what Jinja's `groupby` names."""
    if isinstance(holder, Mapping):
        return tuple(str(key) for key in holder)
    if isinstance(holder, tuple):
        return getattr(holder, "_fields", ())
    return _fields_of(type(holder)) if is_dataclass(holder) else ()  # type: ignore[arg-type]  # classes are hashable


@cache
def _fields_of(view: type[object]) -> tuple[str, ...]:
    return tuple(field.name for field in fields(view))  # type: ignore[arg-type]  # a dataclass


MAX_REPEAT = 100_000
"""Characters or items that a product in a template may make."""


_OF_JINJA = (TemplateModule, TemplateReference, LoopContext, Namespace, Undefined)
"""What Jinja itself hands to templates: its attributes are the language's own."""


class _Compiler(CodeGenerator):
    """Writes constants as Python does, which has no words for what is too large to be a number."""

    def visit_Const(self, node: nodes.Const, frame: Frame) -> None:  # noqa: N802 its name in Jinja
        if not _is_finite(node.value):
            self.fail("a number that is too large", node.lineno)
        super().visit_Const(node, frame)


def _is_finite(value: object) -> bool:
    """Whether all numbers of a constant are, which may be a list or a mapping that was computed from others."""
    if isinstance(value, float):
        return math.isfinite(value)
    if isinstance(value, Mapping):
        return all(map(_is_finite, (*value, *value.values())))
    return not isinstance(value, (list, tuple, set, frozenset)) or all(map(_is_finite, value))


class _Environment(ImmutableSandboxedEnvironment):
    """Reads the fields of views and the keys of mappings, and nothing else by name; calls what is Jinja's or ours; caps products."""

    charts: Mapping[str, Callable[..., object]] = chart_scales.GEOMETRY
    code_generator_class = _Compiler
    intercepted_binops = frozenset(["*", "**"])

    def is_safe_callable(self, obj: object) -> bool:
        """Macros, blocks and loops, and the functions among the globals: nothing that data brings along."""
        owner = getattr(obj, "__self__", None)
        of_jinja = isinstance(obj, (Macro, BlockReference, LoopContext)) or isinstance(owner, LoopContext)
        return of_jinja or any(obj is known for known in (*self.globals.values(), *self.charts.values()))

    def call_binop(self, context: Context, operator: str, left: object, right: object) -> object:
        sizes = [len(side) for side in (left, right) if isinstance(side, str | list | tuple)]
        counts = [side for side in (left, right) if isinstance(side, int)]
        if operator == "**" and any(abs(side) > 64 for side in counts):
            raise SecurityError("an exponent over 64")
        if sizes and counts and sizes[0] * counts[0] > MAX_REPEAT:
            raise SecurityError("a repetition over the limit")
        return super().call_binop(context, operator, left, right)

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        """Escaping is not a template's to switch off."""
        tree = super()._parse(source, name, filename)
        switch = next(tree.find_all(nodes.ScopedEvalContextModifier), None)
        if switch is not None:
            raise TemplateSyntaxError("autoescape may not be changed", switch.lineno, name, filename)
        note_parsed(name or "", source, tree)
        return tree

    def getattr(self, obj: object, attribute: str) -> object:
        if isinstance(obj, Mapping) and attribute in obj:
            return obj[attribute]
        if is_dataclass(obj) and attribute in _fields_of(type(obj)):  # type: ignore[arg-type]  # classes are hashable
            return _noted(getattr(obj, attribute))
        if isinstance(obj, _OF_JINJA) or (isinstance(obj, tuple) and attribute in readable(obj)):
            return super().getattr(obj, attribute)
        refused = hasattr(obj, attribute) or not self.is_safe_attribute(obj, attribute, None)
        return self.unsafe_undefined(obj, attribute) if refused else self.undefined(obj=obj, name=attribute)

    def getitem(self, obj: object, argument: object) -> object:
        if not isinstance(argument, str) or isinstance(obj, _OF_JINJA):
            return super().getitem(obj, argument)
        return self.getattr(obj, argument)


def _noted(value: object) -> object:
    """The value; that it was read is noted where it is what other sections are told by."""
    return value.noted() if isinstance(value, Others) else value


class _Compiled(BytecodeCache):
    """Templates compiled once for all editions of a run. Each edition has an environment of its own: what macros count starts anew."""

    def __init__(self) -> None:
        self._codes: dict[tuple[str, str], CodeType | None] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._codes.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._codes[bucket.key, bucket.checksum] = bucket.code


_COMPILED = _Compiled()


def _md(text: str, *, language: str = SOURCE) -> Markup:
    """Block Markdown as HTML: paragraphs, lists, emphasis."""
    return Markup(markdown.block_html(text, language=language))  # noqa: S704 raw HTML is off in the parser


def _mdi(text: str, *, language: str = SOURCE) -> Markup:
    """Inline Markdown as HTML: emphasis and links in one run of text."""
    return Markup(markdown.inline_html(text, language=language))  # noqa: S704


def _css_label(label: str, name: str) -> Markup:
    """A label as a custom property that style sheets print; one with a hole, filled with `#`, as two: before it and after."""
    parts = [f'"{part.translate(_IN_CSS)}"' for part in str(label).split("#")]
    names = (name,) if len(parts) == 1 else (f"{name}-before", f"{name}-after")
    return Markup(" ".join(f"{each}: {part};" for each, part in zip(names, parts, strict=False)))  # noqa: S704 escaped for CSS


_IN_CSS = {ord(sign): f"\\{ord(sign):06x}" for sign in '"\\<>&\n\u00a0'}
"""Signs that would end a string of CSS, or a style element."""


def _annotated(text: str, groups: Iterable[Sequence[NoteView]], mark: Macro, notes: Macro, *, language: str = SOURCE) -> Markup:
    """Block Markdown as HTML with its notes: `mark` prints a note's mark behind the phrase that it judges, `notes` a group of notes."""
    made = [Annotation(note.at, str(mark(note)), str(notes(group)) if note is group[0] else "") for group in groups for note in group]
    return Markup(annotated_html(text, made, language=language))  # noqa: S704


def _items(mapping: Mapping[object, object]) -> Iterable[tuple[object, object]]:
    """The keys and values of a mapping, in pairs."""
    return mapping.items()


FILTERS: Mapping[str, Callable[..., object]] = {
    "md": _md,
    "mdi": _mdi,
    "annotated": _annotated,
    "plain": markdown.plain,
    "opening": opening,
    "items": _items,
    "css_label": _css_label,
    "lines_for": lines_for,
    "tint": color.tint,
    "date": date_in_words,
    "weekday": weekday,
    "percent": percent,
}
"""Filters besides Jinja's own."""
IN_THE_LANGUAGE = ("md", "mdi", "annotated", "plain", "date", "weekday", "percent")
"""Filters that print as the guide's language does."""
UNSAFE_FILTERS = ("safe", "attr", "pprint", "random", "xmlattr")
"""Filters of Jinja's own that templates do without."""


def environment(theme: Theme, spoken: Spoken | None = None) -> ImmutableSandboxedEnvironment:
    """Templates see the fields of views, these filters and labels in their language; no Python object, no file, no clock."""
    spoken = spoken or Spoken(labels_in(SOURCE))
    # The file name given here is what tracebacks call the template, which is how errors find their line.
    loader = FunctionLoader(lambda name: (theme.templates[name].text, name, None) if name in theme.templates else None)
    jinja = _Environment(loader=loader, undefined=_Strict, autoescape=True, trim_blocks=True, lstrip_blocks=True, cache_size=-1)
    jinja.finalize, jinja.bytecode_cache = partial(_printed, language=spoken.labels.locale), _COMPILED
    for name in ("lipsum", "cycler", "joiner"):
        del jinja.globals[name]
    for name in UNSAFE_FILTERS:
        del jinja.filters[name]
    jinja.globals["range"] = _of_defined(_capped_range)
    jinja.globals["qr"] = _qr
    jinja.globals |= spoken.functions()
    language = spoken.labels.locale
    for name, filter in FILTERS.items():
        jinja.filters[name] = _of_defined(partial(filter, language=language) if name in IN_THE_LANGUAGE else filter)
    jinja.globals["chart"] = jinja.charts = charts_in(language)
    jinja.globals["sans"] = ", ".join((theme.sans, *theme.fallback))
    jinja.globals["write_gap"] = theme.write_gap
    return jinja


def _qr(address: str, title: str) -> Markup:
    """A web address as a QR code of 18 mm, black on white with its quiet zone; the title is read aloud in its place."""
    wide, black = qr_path(str(address))
    return _QR.format(wide=wide, title=title, black=black)


_QR = Markup(
    '<svg width="18mm" height="18mm" viewBox="0 0 {wide} {wide}"><title>{title}</title>'
    '<rect width="{wide}" height="{wide}" fill="#FFF"/><path d="{black}" fill="#000"/></svg>'
)
QR = _qr
"""The function `qr` of templates."""


def _printed(value: object, *, language: str) -> object:
    """What a template prints. A text that is no Markdown has typographic quotes like one that is; an address stays what it is.

    TypeError for a view, of which a template prints a field.
    """
    if is_dataclass(value):
        raise TypeError(f"{type(value).__name__} is no text: print one of its fields")
    return markdown.curly(value, language=language) if type(value) is str and "://" not in value else value


def _of_defined(function: Callable[..., object]) -> Callable[..., object]:
    """The filter or function, for values that are defined: an undefined one fails by its own name, and not inside the function."""

    def called(*values: object, **named: object) -> object:
        return function(*(str(value) if isinstance(value, _Strict) else value for value in values), **named)

    return called


def _capped_range(*args: int) -> range:
    steps = range(*args)
    if len(steps) > MAX_RANGE:
        raise ValueError(f"range over {MAX_RANGE}")
    return steps
