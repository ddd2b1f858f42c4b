"""Edition -> HTML. The only stage that knows Jinja."""

from __future__ import annotations

import re
import traceback
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from jinja2 import (
    BytecodeCache,
    FunctionLoader,
    StrictUndefined,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
    UndefinedError,
    nodes,
)
from jinja2.bccache import Bucket
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from ..model.diagnostic import Checked, Diagnostic, Place, in_order, nearest
from ..model.edition import Edition
from ..model.rules import RULES
from ..model.sheet import CANVAS, FOOTER, HEADER
from ..model.theme import Theme, ThemeFile
from ..text import chart_scales, color, markdown
from ..text.handwriting import lines_for

MAX_RANGE = 1000
_CLAIM = re.compile(r'\bclaims?="([^"]*)"')
_MARK = re.compile(r'<span claim="[^"]*">((?:(?!</?span\b).)*)</span>', re.DOTALL)
"""A marked sentence. Once counted its marks go: WeasyPrint breaks lines too early beside inline boxes."""


@dataclass(frozen=True)
class RenderedHtml:
    """The whole document, and the claims that stood marked in it."""

    html: str
    claims: frozenset[str]


class _Undefined(UndefinedError):
    """An undefined name, with what could have been meant."""

    def __init__(self, name: str, known: tuple[str, ...]) -> None:
        super().__init__(name)
        self.name, self.known = name, known


class _Strict(StrictUndefined):
    """Fails at first use with the name itself, so that no message of Jinja's has to be matched."""

    def _fail_with_undefined_error(self, *args: Any, **kwargs: Any) -> Any:
        if issubclass(self._undefined_exception, SecurityError):
            raise SecurityError(str(self._undefined_name))
        holder = self._undefined_obj
        known = tuple(str(key) for key in holder) if isinstance(holder, Mapping) else ()
        raise _Undefined(str(self._undefined_name), known)

    __str__ = __repr__ = __iter__ = __len__ = __bool__ = __eq__ = __ne__ = __hash__ = _fail_with_undefined_error
    __add__ = __radd__ = __sub__ = __mul__ = __contains__ = __call__ = __getitem__ = _fail_with_undefined_error
    __lt__ = __le__ = __gt__ = __ge__ = __int__ = __float__ = _fail_with_undefined_error

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return self._fail_with_undefined_error()


MAX_REPEAT = 100_000
"""Characters or items that a product in a template may make."""


class _Environment(ImmutableSandboxedEnvironment):
    """Reads data before methods (`group.items` is the group's items, not what Python calls a dict's) and caps products."""

    intercepted_binops = frozenset(["*", "**"])

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
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
        return tree

    def getattr(self, obj: Any, attribute: str) -> Any:
        if isinstance(obj, Mapping) and attribute in obj:
            return obj[attribute]
        return super().getattr(obj, attribute)


class _Compiled(BytecodeCache):
    """Templates compiled once for all editions of a run. Each edition has an environment of its own: what macros count starts anew."""

    def __init__(self) -> None:
        self._codes: dict[tuple[str, str], Any] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._codes.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._codes[bucket.key, bucket.checksum] = bucket.code


_COMPILED = _Compiled()


def environment(theme: Theme) -> ImmutableSandboxedEnvironment:
    """Templates see plain data and these filters; no Python object, no file, no clock."""
    # The file name given here is what tracebacks call the template, which is how errors find their line.
    loader = FunctionLoader(lambda name: (theme.templates[name].text, name, None) if name in theme.templates else None)
    jinja = _Environment(loader=loader, undefined=_Strict, autoescape=True, trim_blocks=True, lstrip_blocks=True, cache_size=-1)
    jinja.finalize, jinja.bytecode_cache = _printed, _COMPILED
    for name in ("lipsum", "cycler", "joiner"):
        del jinja.globals[name]
    for name in ("safe", "attr", "pprint", "random", "xmlattr"):
        del jinja.filters[name]
    jinja.globals["range"] = _capped_range
    jinja.filters["md"] = lambda text: Markup(markdown.block_html(_written(text)))  # noqa: S704 raw HTML is off in the parser
    jinja.filters["mdi"] = lambda text: Markup(markdown.inline_html(_written(text)))  # noqa: S704
    jinja.filters["plain"] = lambda text: markdown.plain(_written(text))
    jinja.filters["lines_for"] = lines_for
    jinja.filters["tint"] = color.tint
    jinja.filters["date"] = date_in_words
    jinja.filters["weekday"] = weekday
    jinja.globals["chart"] = chart_scales.GEOMETRY
    jinja.globals["sans"] = theme.sans
    jinja.globals["write_gap"] = theme.write_gap
    return jinja


def _printed(value: Any) -> Any:
    """What a template prints. A text that is no Markdown has typographic quotes like one that is; an address stays what it is."""
    return markdown.curly(value) if type(value) is str and "://" not in value else value


def _written(text: Any) -> Any:
    """The text; an undefined one fails here, by its own name, and not inside the Markdown parser."""
    return str(text) if isinstance(text, _Strict) else text


def _capped_range(*args: int) -> range:
    steps = range(*args)
    if len(steps) > MAX_RANGE:
        raise ValueError(f"range over {MAX_RANGE}")
    return steps


_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def date_in_words(day: str, until: str | None = None, year: bool = True) -> str:
    """A date as English prints it, "January 18, 2027", or two: "January 18 to May 7, 2027"."""
    first = date.fromisoformat(day)
    last = date.fromisoformat(until) if until else first
    ending = f"{_MONTHS[last.month - 1]} {last.day}" + (f", {last.year}" if year else "")
    if last == first:
        return ending
    beginning = f"{_MONTHS[first.month - 1]} {first.day}" + (f", {first.year}" if year and first.year != last.year else "")
    return f"{beginning} to {ending}"


def weekday(day: str) -> str:
    """The date's day of the week, in English."""
    return _DAYS[date.fromisoformat(day).weekday()]


def render(edition: Edition, theme: Theme) -> Checked[RenderedHtml | None]:
    """The document, or every template error in it: each section is rendered by itself, so that one does not hide the next."""
    jinja = environment(theme)
    context: dict[str, Any] = {"edition": edition.model_dump(mode="json"), "canvas": _canvas()}
    diagnostics: list[Diagnostic] = []
    for part in context["edition"]["parts"]:
        shown = {**context, "part": part}
        for section in part["sections"]:
            html = _render(jinja, theme, f"sections/{section['kind']}.html", {**shown, "section": section, **section["view"]})
            diagnostics.extend(html.diagnostics)
            section["html"] = Markup(html.value or "")  # noqa: S704 made by our own templates
    document = _render(jinja, theme, "layout.html", context)
    diagnostics.extend(document.diagnostics)
    if diagnostics or document.value is None:
        return Checked(None, in_order(diagnostics))
    return Checked(RenderedHtml(_MARK.sub(r"\1", document.value), _claims(document.value)))


def _canvas() -> dict[str, float]:
    return {
        "width": CANVAS.width,
        "height": CANVAS.height,
        "bleed": CANVAS.bleed,
        "inner": CANVAS.margin_inner,
        "outer": CANVAS.margin_outer,
        "block": CANVAS.margin_block,
        "top": CANVAS.margin_block + HEADER,
        "bottom": CANVAS.margin_block + FOOTER,
    }


def _claims(html: str) -> frozenset[str]:
    return frozenset(claim for found in _CLAIM.findall(html) for claim in found.split())


def _render(jinja: ImmutableSandboxedEnvironment, theme: Theme, name: str, context: Mapping[str, Any]) -> Checked[str | None]:
    try:
        return Checked(jinja.get_template(name).render(context))
    except TemplateSyntaxError as error:
        place = _place(theme, error.name or name, error.lineno, "")
        return Checked(None, (Diagnostic(RULES["PG501"], error.message or "syntax", place),))
    except TemplateNotFound as error:
        wanted = str(error.name or name)
        place = _place_of_error(theme, error) or Place(f"templates/{theme.name}/{name}")
        return Checked(None, (Diagnostic(RULES["PG503"], f'no template "{wanted}"', place, nearest(wanted, theme.templates)),))
    except _Undefined as error:
        place = _place_of_error(theme, error, error.name) or Place(f"templates/{theme.name}/{name}")
        known = error.known or tuple(context)
        return Checked(None, (Diagnostic(RULES["PG502"], f'"{error.name}" is undefined', place, nearest(str(error.name), known)),))
    except SecurityError as error:
        place = _place_of_error(theme, error) or Place(f"templates/{theme.name}/{name}")
        return Checked(None, (Diagnostic(RULES["PG504"], "refused by the sandbox", place, "templates read data; they call no Python"),))
    except (TemplateError, TypeError, ValueError, LookupError, ArithmeticError, AttributeError, RecursionError) as error:
        at = _place_of_error(theme, error)
        if at is None:
            raise
        return Checked(None, (Diagnostic(RULES["PG505"], f"{type(error).__name__}: {error}", at),))


def _place_of_error(theme: Theme, error: Exception, word: str = "") -> Place | None:
    """The innermost template line of the traceback. Jinja names generated code after the template."""
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        found = theme.templates.get(_template_name(frame.filename, theme.templates))
        if found and frame.lineno:
            return _in_file(found, frame.lineno, word)
    return None


def _template_name(filename: str, names: Iterable[str]) -> str:
    return filename if filename in names else ""


def _place(theme: Theme, name: str, line: int, word: str) -> Place:
    file = theme.templates.get(name)
    return _in_file(file, line, word) if file else Place(name, line, 1)


def _in_file(file: ThemeFile, line: int, word: str) -> Place:
    lines = file.text.split("\n")
    excerpt = lines[line - 1] if 0 < line <= len(lines) else ""
    column = max(0, excerpt.find(word)) if word else len(excerpt) - len(excerpt.lstrip())
    return Place(file.path, line, column + 1, max(1, len(word)), excerpt)
