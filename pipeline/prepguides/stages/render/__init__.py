"""Edition -> HTML. The only stage that knows Jinja."""

from __future__ import annotations

import re
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from jinja2 import Environment, TemplateError, TemplateNotFound, TemplateSyntaxError
from jinja2.exceptions import SecurityError
from markupsafe import Markup

from ...model.diagnostic import Checked, Diagnostic, Place, nearest
from ...model.edition import Edition, EditionPart, EditionSection
from ...model.rules import RULES
from ...model.sheet import CANVAS, FOOTER, HEADER
from ...model.theme import Theme
from ...text.html_scan import scanned
from ...text.labels import labels_in
from ...text.mirrored_css import mirrored
from .limits import HINT, MEMORY, MOST_HTML, SECONDS, Budget, TooLong, TooSlow
from .printed_sections import Printed, PrintedSections, Reading
from .sandbox import UndefinedName, environment, readable
from .spoken import Spoken
from .unprinted import unprinted

__all__ = ["PrintedSections", "RenderedHtml", "environment", "render", "unprinted"]

_MARK = re.compile(r'<span claim="[^"]*">((?:(?!</?span\b).)*)</span>', re.DOTALL)
"""A marked sentence. Once counted its marks go: WeasyPrint breaks lines too early beside inline boxes."""

_ID = re.compile(r'\bid="([^"]*)"')
_NAMED = re.compile(r'<span ref="([^"]*)">((?:(?!</?span\b).)*)</span>', re.DOTALL)
"""A name that a text refers to, and the HTML id of what is called so."""


_STYLE = re.compile(r"<style>.*?(?:</style>|\Z)", re.DOTALL)


@dataclass(frozen=True)
class RenderedHtml:
    """The whole document, and the claims that stood marked in it."""

    html: str
    marked: str = field(default="", repr=False)
    """The document before the marks of claims were taken out."""

    @cached_property
    def claims(self) -> frozenset[str]:
        """Looked for when they are asked for, which a preview does after it has shown the page."""
        return scanned(self.marked).claims


def render(
    edition: Edition, theme: Theme, begin: Callable[[str], None] = lambda name: None, before: PrintedSections | None = None
) -> Checked[RenderedHtml | None]:
    """The document, or every template error in it: each section is rendered by itself, so that one does not hide the next.

    `begin` is told the name of each template that is rendered next. `before` is what the edition's sections printed the last time; those
    that would print the same are not rendered again, and what this time's print is put there.
    """
    spoken, budget = Spoken(labels_in(edition.language, edition.labels)), Budget(begin)
    jinja = environment(theme, spoken)
    if before is not None:
        before.begin(edition, theme)
    printer = _SectionPrinter(jinja, theme, edition, spoken, budget, before)
    printed = [printer.part(part) for part in edition.parts]
    whole = replace(edition, parts=tuple(part.value for part in printed))
    document = _render(jinja, theme, "layout.html", {"edition": whole, "canvas": _canvas()}, budget)
    diagnostics = (*(problem for part in printed for problem in part.diagnostics), *document.diagnostics)
    if before is not None and not diagnostics:
        before.end(theme)
    if diagnostics or document.value is None:
        return Checked(None, tuple(diagnostics))
    unlabeled = tuple(_without_words(spoken))
    html = _STYLE.sub(lambda style: mirrored(style[0]), document.value) if edition.direction == "rtl" else document.value
    html = _with_links(_MARK.sub(r"\1", html))
    return Checked(RenderedHtml(html, document.value), unlabeled)


def _with_links(html: str) -> str:
    """Names that texts refer to, linked to where the document prints what they name; the words alone where it does not."""
    printed = frozenset(_ID.findall(html)) if _NAMED.search(html) else frozenset()

    def linked(match: re.Match[str]) -> str:
        return f'<a class="ref" href="#{match[1]}">{match[2]}</a>' if match[1] in printed else match[2]

    return _NAMED.sub(linked, html)


def _without_words(spoken: Spoken) -> Iterator[Diagnostic]:
    """Labels that the edition prints in English, for its language has no words for them."""
    if spoken.missing:
        some = ", ".join(f"“{label}”" for label in list(spoken.missing)[:3])
        words = f"no words in {spoken.labels.locale} for {len(spoken.missing)} labels, which print in English: {some}"
        hint = "write them under labels: in project.yaml or in the theme's theme.yaml"
        yield Diagnostic(RULES["PG507"], words, Place.of_subject(f"locale {spoken.labels.locale}"), hint)


@dataclass(frozen=True)
class _SectionPrinter:
    """Prints the sections of one edition."""

    jinja: Environment
    theme: Theme
    edition: Edition
    spoken: Spoken
    budget: Budget
    before: PrintedSections | None

    def part(self, part: EditionPart) -> Checked[EditionPart]:
        """The part, its sections with what their partials print."""
        sections: list[EditionSection] = []
        diagnostics: list[Diagnostic] = []
        for section in part.sections:
            html = self._section(part, section)
            diagnostics.extend(html.diagnostics)
            sections.append(replace(section, html=Markup(html.value or "")))  # noqa: S704 made by our own templates
        return Checked(replace(part, sections=tuple(sections)), tuple(diagnostics))

    def _section(self, part: EditionPart, section: EditionSection) -> Checked[str | None]:
        """What its partial prints. Labels that it misses and the time that it takes count, whenever it was rendered."""
        if self.before is None:
            return self._rendered(part, section, self.edition)
        known = self.before.find(part, section)
        if known is not None:
            self.spoken.missing |= dict.fromkeys(known.missing)
            self.budget.left -= known.seconds
            return Checked(known.html)
        reading, left = Reading(), self.budget.left
        with self.spoken.apart() as missing:
            html = self._rendered(reading.part(part), section, reading.edition(self.edition))
        if html.value is not None:
            self.before.keep(part, section, Printed(html.value, tuple(missing), left - self.budget.left), reading)
        return html

    def _rendered(self, part: EditionPart, section: EditionSection, edition: Edition) -> Checked[str | None]:
        read = {name: getattr(section.view, name) for name in readable(section.view)}
        context = {"edition": edition, "canvas": _canvas(), "part": part, "section": section, **read}
        return _render(self.jinja, self.theme, _partial(self.theme, self.edition, section.kind), context, self.budget)


def _partial(theme: Theme, edition: Edition, kind: str) -> str:
    """The template that prints a section kind: on a sheet its brief one, where the theme has one."""
    brief = f"sheets/{kind}.html"
    return brief if edition.form == "sheets" and brief in theme.templates else f"sections/{kind}.html"


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


def _render(jinja: Environment, theme: Theme, name: str, context: Mapping[str, object], budget: Budget) -> Checked[str | None]:
    try:
        with budget.spent(name):
            return Checked(_sound(jinja.get_template(name).render(context)))
    except TemplateSyntaxError as error:
        place = _place(theme, error.name or name, error.lineno, "")
        return Checked(None, (Diagnostic(RULES["PG501"], error.message or "syntax", place),))
    except TemplateNotFound as error:
        wanted = str(error.name or name)
        place = _place_of_error(theme, error) or Place(f"templates/{theme.name}/{name}")
        return Checked(None, (Diagnostic(RULES["PG503"], f'no template "{wanted}"', place, nearest(wanted, theme.templates)),))
    except UndefinedName as error:
        place = _place_of_error(theme, error, error.name) or Place(f"templates/{theme.name}/{name}")
        known = error.known or tuple(context)
        return Checked(None, (Diagnostic(RULES["PG502"], f'"{error.name}" is undefined', place, nearest(str(error.name), known)),))
    except SecurityError as error:
        place = _place_of_error(theme, error) or Place(f"templates/{theme.name}/{name}")
        return Checked(None, (Diagnostic(RULES["PG504"], "refused by the sandbox", place, "templates read data; they call no Python"),))
    except (TooSlow, TooLong, MemoryError, RecursionError, SyntaxError, UnicodeError) as error:
        place = _place_of_error(theme, error) or _place(theme, name, 1, "")  # one that cannot be compiled has no line
        return Checked(None, (Diagnostic(RULES["PG505"], _cost(error), place, HINT),))
    except (TemplateError, TypeError, ValueError, LookupError, ArithmeticError, AttributeError) as error:
        at = _place_of_error(theme, error) or _place(theme, name, 1, "")
        return Checked(None, (Diagnostic(RULES["PG505"], f"{type(error).__name__}: {error}", at),))


def _sound(html: str) -> str:
    """What a template printed. TooLong; UnicodeError for half a character."""
    if len(html) > MOST_HTML:
        raise TooLong
    html.encode()
    return html


def _cost(error: Exception) -> str:
    """What a template that cannot be afforded asks for."""
    if isinstance(error, TooSlow):
        return f"the edition's templates take more than {SECONDS:.0f} s of processor time"
    if isinstance(error, TooLong):
        return f"prints more than {MOST_HTML // 2**20} million characters"
    if isinstance(error, MemoryError):
        return f"takes more than {MEMORY // 2**20} MiB of memory"
    return "nested deeper than Python can compile or run" if not isinstance(error, UnicodeError) else "prints a character that is none"


def _place_of_error(theme: Theme, error: Exception, word: str = "") -> Place | None:
    """The innermost template line of the traceback. Jinja names generated code after the template."""
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        found = theme.templates.get(_template_name(frame.filename, theme.templates))
        if found and frame.lineno:
            return found.place_on(frame.lineno, word)
    return None


def _template_name(filename: str, names: Iterable[str]) -> str:
    return filename if filename in names else ""


def _place(theme: Theme, name: str, line: int, word: str) -> Place:
    file = theme.templates.get(name)
    return file.place_on(line, word) if file else Place(name, line, 1)
