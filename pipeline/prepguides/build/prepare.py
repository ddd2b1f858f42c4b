"""Composes the stages up to the press: sound editions, their themes, their documents, and every problem."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial

from ..project import bundled
from ..model.assets import AssetTable, Folder
from ..model.diagnostic import Checked, Diagnostic, Place, in_order
from ..model.edition import Edition
from ..model.library import Library
from ..model.request import Project, Request
from ..model.theme import Theme
from ..stages.checks.shortfalls import shortfalls
from ..stages.checks.coverage import uncovered
from ..stages.load_theme import load_theme, with_brand_fonts
from ..stages.resolve_assets import resolve_assets, resolver_for
from ..stages.load import load
from ..stages.record import sha256
from ..stages.render import RenderedHtml, render
from ..stages.resolve import Blocked, explained, resolve
from ..stages.checks.coach_only import CoachText, leaks, coach_texts
from ..stages.validate import validate


@dataclass(frozen=True)
class Prepared:
    """Everything before pressing: sound editions with their themes, and every problem so far."""

    library: Library | None
    editions: tuple[Edition, ...]
    themes: Mapping[str, Theme]
    blocked: tuple[Blocked, ...]
    diagnostics: tuple[Diagnostic, ...]
    coach_texts: tuple[CoachText, ...] = ()
    """What candidates must not read."""


def prepare(project: Project, request: Request) -> Prepared:
    """Load, validate, resolve and dress."""
    sources = load(project)
    diagnostics = list(sources.diagnostics)
    nothing = Prepared(None, (), {}, (), tuple(diagnostics))
    if sources.value is None:
        return nothing
    library = validate(sources.value)
    diagnostics.extend(library.diagnostics)
    if library.value is None:
        return replace(nothing, diagnostics=in_order(diagnostics))
    diagnostics.extend(shortfalls(library.value))
    resolved = resolve(library.value, request)
    diagnostics.extend(resolved.diagnostics)
    remains = [blocked.remains for blocked in resolved.value.blocked if blocked.remains]
    themes = _themes((*resolved.value.editions, *remains), project, library.value, request)
    diagnostics.extend(themes.diagnostics)
    editions = tuple(edition for edition in resolved.value.editions if edition.theme_key in themes.value)
    return Prepared(library.value, editions, themes.value, resolved.value.blocked, in_order(diagnostics), coach_texts(library.value))


def _themes(editions: Iterable[Edition], project: Project, library: Library, request: Request) -> Checked[dict[str, Theme]]:
    """The themes that editions wear, by look: each dressed once, and set in a cohort's fonts where it has its own."""
    by_key = {edition.theme_key: edition for edition in editions}
    theme_folders = bundled.theme_folders(project)
    dressed = {name: load_theme(name, theme_folders) for name in dict.fromkeys(edition.theme for edition in by_key.values())}
    diagnostics = [problem for theme in dressed.values() for problem in theme.diagnostics]
    themes: dict[str, Theme] = {}
    for theme_key, edition in by_key.items():
        theme = dressed[edition.theme].value
        if theme is not None and theme_key != edition.theme:
            worn = with_brand_fonts(theme, edition.fonts, Folder(project.assets, project.root), partial(_place_of, edition=edition, library=library, request=request))
            diagnostics.extend(worn.diagnostics)
            theme = worn.value
        if theme is not None:
            themes[theme_key] = theme
    return Checked(themes, tuple(diagnostics))


def _place_of(field: str, *, edition: Edition, library: Library, request: Request) -> Place:
    """Where the value that an edition has for a field was written."""
    found = explained(field, edition.guide, edition.cohort, library, request)
    return next((layer.place for layer in reversed(found) if layer.value and layer.place), Place("command line"))


def check(project: Project, request: Request, read: Callable[[Edition, RenderedHtml], None] = lambda edition, page: None) -> Prepared:
    """All that a build would report short of pressing: templates are rendered, and what they load is looked up.

    `read` is handed each edition's document, whatever that lacks, before the next one is rendered.
    """
    prepared = prepare(project, request)
    diagnostics = [*prepared.diagnostics, *problems_of_blocked(prepared, project)]
    for edition in prepared.editions:
        page = render(edition, prepared.themes[edition.theme_key])
        if page.value is not None:
            read(edition, page.value)
        diagnostics.extend(_checked(edition, page, prepared, project).diagnostics)
    return replace(prepared, diagnostics=in_order(diagnostics))


def problems_of_blocked(prepared: Prepared, project: Project) -> Iterator[Diagnostic]:
    """Template and asset problems in what remains of blocked editions: one fault must not hide another."""
    for blocked in prepared.blocked:
        theme = prepared.themes.get(blocked.remains.theme_key) if blocked.remains else None
        if blocked.remains and theme:
            page = render(blocked.remains, theme)
            yield from page.diagnostics
            yield from _assets(page.value, theme, project, blocked.name, prepared.library).diagnostics


@dataclass(frozen=True)
class Document:
    page: RenderedHtml
    assets: AssetTable
    digest: str
    """Of the HTML and of all that it loads."""


def document_of(edition: Edition, prepared: Prepared, project: Project) -> tuple[Document | None, tuple[Diagnostic, ...]]:
    """The edition's HTML with what it loads; None when a template, an asset or a claim is missing."""
    checked = _checked(edition, render(edition, prepared.themes[edition.theme_key]), prepared, project)
    return checked.value, checked.diagnostics


def _checked(edition: Edition, page: Checked[RenderedHtml | None], prepared: Prepared, project: Project) -> Checked[Document | None]:
    """The rendered page as a document, and what is wrong with it."""
    theme = prepared.themes[edition.theme_key]
    assets = _assets(page.value, theme, project, edition.name, prepared.library)
    problems = [*page.diagnostics, *assets.diagnostics]
    if page.value is None:
        return Checked(None, tuple(problems))
    if prepared.library:
        problems += uncovered(edition, page.value.claims, prepared.library)
        problems += leaks(edition, page.value.html, prepared.library, prepared.coach_texts)
    if any(problem.is_error for problem in problems):
        return Checked(None, tuple(problems))
    digest = sha256(page.value.html.encode() + assets.value.digest.encode())
    return Checked(Document(page.value, assets.value, digest), tuple(problems))


def _assets(page: RenderedHtml | None, theme: Theme, project: Project, name: str, library: Library | None) -> Checked[AssetTable]:
    """What the document and its style sheets load; the style sheets alone when there is no document."""
    resolver = resolver_for(theme, Folder(project.assets, project.root))
    return resolve_assets(page.html if page else "", theme, resolver, name, library)
