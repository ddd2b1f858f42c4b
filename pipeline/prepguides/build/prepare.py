"""Composes the stages up to typesetting: sound editions, their themes, their documents, and every problem."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, partial

from ..model.assets import AssetTable, Folder
from ..model.diagnostic import Checked, Diagnostic, Place
from ..model.edition import Edition, Fonts
from ..model.library import Library
from ..model.naming import named
from ..model.request import Project, Selection
from ..model.source import Sources
from ..model.source_map import SourceMap
from ..model.theme import Theme
from ..project import bundled
from ..stages.checks.coach_only import CoachText, coach_texts, leaks
from ..stages.checks.coverage import uncovered
from ..stages.checks.font_files import with_sound_fonts
from ..stages.checks.glyphs import missing_glyphs
from ..stages.checks.guide_quotas import guide_shortfalls
from ..stages.checks.own_words import unknown_labels, unknown_languages
from ..stages.checks.shortfalls import shortfalls
from ..stages.checks.theme_files import unread_templates
from ..stages.checks.theme_tokens import odd_values, unread_tokens, unset_tokens
from ..stages.load import load
from ..stages.load_theme import from_the_right, in_layout, load_theme, own_labels, own_sections, with_brand_fonts
from ..stages.record import sha256
from ..stages.render import RenderedHtml, unprinted
from ..stages.resolve import PERSONAL_KINDS, SECTION_KINDS, Blocked, Sets, explained, resolve
from ..stages.resolve_assets import resolve_assets, resolver_for
from ..stages.validate import validate
from .pool import PRELOAD, begin_loading
from .rendering import RENDERING, Renderer, rendered


@dataclass(frozen=True)
class Prepared:
    """Everything before typesetting: sound editions with their themes, and every problem so far."""

    library: Library | None
    editions: tuple[Edition, ...]
    themes: Mapping[str, Theme]
    blocked: tuple[Blocked, ...]
    diagnostics: tuple[Diagnostic, ...]
    sources: Mapping[str, SourceMap] = field(default_factory=dict)
    """By an edition's name, the way back from its pages to the content."""

    @cached_property
    def coach_texts(self) -> tuple[CoachText, ...]:
        """What candidates must not read."""
        return coach_texts(named(self.library)) if self.library else ()


def content_of(project: Project) -> Checked[Library | None]:
    """Whatever of the content is sound, and what is wrong with the rest."""
    sources = load(project)
    if sources.value is None:
        return Checked(None, sources.diagnostics)
    library = validate(sources.value)
    return Checked(library.value, (*sources.diagnostics, *library.diagnostics))


@dataclass(frozen=True)
class WholeContent:
    """Content of which no file is lost."""

    sources: Sources
    library: Library


def whole_content(project: Project) -> Checked[WholeContent | None]:
    """All files and whatever is sound of them, and what is wrong with the rest; None where a file cannot be read."""
    sources = load(project)
    if sources.value is None or sources.value.lost:
        return Checked(None, sources.diagnostics)
    checked = validate(sources.value)
    return Checked(WholeContent(sources.value, checked.value) if checked.value is not None else None, checked.diagnostics)


def prepare(project: Project, selection: Selection, *, sets: Sets = (), drafts: bool = False) -> Prepared:
    """Load, validate and resolve what was selected, and load its themes. `sets` are fields that the command line settles.

    With `drafts`, unfinished questions are printed with the others.
    """
    sources = load(project)
    diagnostics = list(sources.diagnostics)
    nothing = Prepared(None, (), {}, (), tuple(diagnostics))
    if sources.value is None:
        return nothing
    library = validate(sources.value, drafts=drafts)
    diagnostics.extend(library.diagnostics)
    if library.value is None:
        return replace(nothing, diagnostics=tuple(diagnostics))
    diagnostics.extend((*shortfalls(library.value), *guide_shortfalls(library.value)))
    folders = bundled.theme_folders(project)
    own = own_sections(folders)
    resolved = resolve(library.value, selection, sets, own, own_labels(folders))
    diagnostics.extend(resolved.diagnostics)
    remains = [blocked.remains for blocked in resolved.value.blocked if blocked.remains]
    themes = _themes((*resolved.value.editions, *remains), project, library.value, sets, own)
    diagnostics.extend(themes.diagnostics)
    diagnostics.extend(unknown_languages(library.value))
    diagnostics.extend(unknown_labels(library.value, themes.value.values()))
    editions = tuple(edition for edition in resolved.value.editions if edition.theme_key in themes.value)
    blocked, ways_back = resolved.value.blocked, resolved.value.sources
    return Prepared(library.value, editions, themes.value, blocked, tuple(diagnostics), ways_back)


def _themes(
    editions: Iterable[Edition], project: Project, library: Library, sets: Sets, own: Mapping[str, Collection[str]]
) -> Checked[dict[str, Theme]]:
    """The themes of these editions, by key: each loaded once, set in its layout, and in a cohort's fonts where it has its own."""
    by_key = {edition.theme_key: edition for edition in editions}
    theme_folders = bundled.theme_folders(project)
    named = {edition.theme: edition for edition in reversed(by_key.values())}
    asked = partial(place_of_field, "theme", library=library, sets=sets)
    loaded = {name: load_theme(name, theme_folders, partial(asked, edition)) for name, edition in named.items()}
    loaded = {name: _looked_through(theme, {*SECTION_KINDS, *PERSONAL_KINDS, *own.get(name, ())}) for name, theme in loaded.items()}
    diagnostics = [problem for theme in loaded.values() for problem in theme.diagnostics]
    themes: dict[str, Theme] = {}
    for theme_key, edition in by_key.items():
        theme = loaded[edition.theme].value
        if theme is not None:
            set_in = in_layout(theme, edition.layout)
            diagnostics.extend(set_in.diagnostics)
            theme = set_in.value
        if theme is not None and edition.fonts != Fonts():
            place_of = partial(place_of_field, edition=edition, library=library, sets=sets)
            branded = with_brand_fonts(theme, edition.fonts, Folder(project.assets, project.root), place_of)
            diagnostics.extend(branded.diagnostics)
            theme = branded.value
        if theme is not None:
            sound = with_sound_fonts(theme, library)
            diagnostics.extend(sound.diagnostics)
            theme = sound.value
        if theme is not None:
            themes[theme_key] = from_the_right(theme) if edition.direction == "rtl" else theme
    return Checked(themes, tuple(diagnostics))


def _looked_through(theme: Checked[Theme | None], kinds: Collection[str]) -> Checked[Theme | None]:
    """The theme, unless a token of it has no value or one that is none; and what it says that nothing reads."""
    if theme.value is None:
        return theme
    errors = (*unset_tokens(theme.value), *odd_values(theme.value))
    unread = (*unread_tokens(theme.value), *unread_templates(theme.value, kinds), *unprinted(theme.value))
    return Checked(None if errors else theme.value, (*theme.diagnostics, *errors, *unread))


def place_of_field(field: str, edition: Edition, *, library: Library, sets: Sets) -> Place:
    """Where the value that an edition has for a field was written."""
    found = explained(field, edition.guide, edition.cohort, library, sets)
    return next((layer.place for layer in reversed(found) if layer.value and layer.place), Place.of_subject("command line"))


def check(
    project: Project,
    selection: Selection,
    read: Callable[[Edition, RenderedHtml], None] = lambda edition, page: None,
    *,
    sets: Sets = (),
    drafts: bool = False,
    typesets: bool = False,
) -> Prepared:
    """All that a build would report short of typesetting: templates are rendered, and what they load is looked up.

    `read` is handed each edition's document, whatever that lacks, in their order. With `typesets`, some will be typeset in this run.
    """
    preload = PRELOAD if typesets else RENDERING
    begin_loading(preload)
    prepared = prepare(project, selection, sets=sets, drafts=drafts)
    renderer = partial(rendered, preload=preload)
    diagnostics = [*prepared.diagnostics, *problems_of_blocked(prepared, project, renderer)]
    for edition, page in zip(prepared.editions, renderer(prepared.editions, prepared.themes), strict=True):
        if page.value is not None:
            read(edition, page.value)
        diagnostics.extend(checked_page(edition, page, prepared, project).diagnostics)
    return replace(prepared, diagnostics=tuple(diagnostics))


def problems_of_blocked(prepared: Prepared, project: Project, renderer: Renderer = rendered) -> Iterator[Diagnostic]:
    """Template and asset problems in what remains of blocked editions: one fault must not hide another."""
    remains = [blocked.remains for blocked in prepared.blocked if blocked.remains and blocked.remains.theme_key in prepared.themes]
    for edition, page in zip(remains, renderer(remains, prepared.themes), strict=True):
        yield from page.diagnostics
        yield from _assets(page.value, prepared.themes[edition.theme_key], project, edition.name, prepared.library).diagnostics


@dataclass(frozen=True)
class Document:
    page: RenderedHtml
    assets: AssetTable
    digest: str
    """Of the HTML and of all that it loads."""


def checked_page(edition: Edition, page: Checked[RenderedHtml | None], prepared: Prepared, project: Project) -> Checked[Document | None]:
    """The rendered page as a document with what it loads, and its problems; None when a template, an asset or a claim is missing."""
    theme = prepared.themes[edition.theme_key]
    assets = _assets(page.value, theme, project, edition.name, prepared.library)
    problems = [*_at_the_language(page.diagnostics, edition, prepared.library), *assets.diagnostics]
    if page.value is None:
        return Checked(None, tuple(problems))
    if prepared.library:
        problems += uncovered(edition, page.value.claims, prepared.library)
        problems += leaks(edition, page.value.html, prepared.library, prepared.coach_texts)
        problems += missing_glyphs(page.value.html, theme, prepared.library, _place_of_language(edition, prepared.library))
    if any(problem.is_error for problem in problems):
        return Checked(None, tuple(problems))
    digest = sha256(page.value.html.encode() + assets.value.digest.encode())
    return Checked(Document(page.value, assets.value, digest), tuple(problems))


def _at_the_language(problems: Iterable[Diagnostic], edition: Edition, library: Library | None) -> Iterator[Diagnostic]:
    """What is wrong with an edition's labels, told where its language is written."""
    for problem in problems:
        if problem.rule.code == "PG507" and library is not None:
            yield replace(problem, place=_place_of_language(edition, library))
        else:
            yield problem


def _place_of_language(edition: Edition, library: Library) -> Place:
    """Where a cohort or the project says it; the edition's name where nothing does, for then it is English."""
    place = place_of_field("language", edition, library=library, sets=())
    return place if place.is_file else Place.of_subject(edition.name)


def _assets(page: RenderedHtml | None, theme: Theme, project: Project, name: str, library: Library | None) -> Checked[AssetTable]:
    """What the document and its style sheets load; the style sheets alone when there is no document."""
    resolver = resolver_for(theme, Folder(project.assets, project.root))
    return resolve_assets(page.html if page else "", theme, resolver, name, library)
