"""theme folders -> Theme: its templates, style sheets and fonts, with those that it inherits."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from re import fullmatch
from typing import get_args

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from ..model.assets import MAX_ASSET_BYTES, Folder
from ..model.content.base import SLUG_PATTERN
from ..model.content.faces import Face
from ..model.content.own_labels import OwnWords
from ..model.diagnostic import Checked, Diagnostic, Place, nearest
from ..model.edition import Fonts
from ..model.rules import RULES
from ..model.source import Loc, Source
from ..model.theme import BRAND_STYLES, LAYOUT_FOLDER, FontFile, OwnSection, PrintedKind, Theme, ThemeFile, ThemeSettings
from ..model.variant import LAYOUTS, STANDARD
from ..text.mirrored_css import mirrored
from ..text.strict_yaml import parse_yaml
from .project_files import NotUtf8, Outside, Unreadable, decoded, is_file, is_hidden, is_inside, read_file

MAX_CHAIN = 4
MAX_BYTES = 2 * 1024 * 1024
"""Of a template, a style sheet or theme.yaml."""
_ON_THE_COMMAND_LINE = partial(Place.of_subject, "command line")
_SUFFIXES = (".html", ".svg", ".css")


def load_theme(name: str, theme_folders: tuple[Folder, ...], asked: Callable[[], Place] = _ON_THE_COMMAND_LINE) -> Checked[Theme | None]:
    """The theme of that name from the first folder of themes that has it, and its parents likewise. `asked` says where it is named."""
    chain = _chain(name, theme_folders, asked)
    if chain.value is None:
        return Checked(None, chain.diagnostics)
    diagnostics: list[Diagnostic] = []
    templates: dict[str, ThemeFile] = {}
    styles: list[ThemeFile] = []
    layouts: dict[str, tuple[ThemeFile, ...]] = {}
    for each in reversed(chain.value):
        files = _files(each.folder)
        diagnostics.extend(files.diagnostics)
        for file_name, file in files.value.items():
            folder, _, layout = file_name.removesuffix(".css").rpartition("/")
            if folder == LAYOUT_FOLDER and file_name.endswith(".css"):
                layouts[layout] = (*layouts.get(layout, ()), file)
            elif file_name.endswith(".css"):
                styles.append(file)
            else:
                templates[file_name] = templates[f"{each.folder.path.name}/{file_name}"] = file
    diagnostics.extend(_without_partial(chain.value, templates))
    diagnostics.extend(_unknown_layouts(layouts))
    fonts = _fonts(chain.value)
    diagnostics.extend(fonts.diagnostics)
    folders = tuple(each.folder for each in chain.value)
    added = [face.of(script) for each in chain.value for script, faces in each.settings.fallback.items() for face in faces]
    theme = Theme(name, templates, tuple(styles), fonts.value, folders, _families(added), layouts=layouts)
    return Checked(None if diagnostics else theme, tuple(diagnostics))


def own_sections(theme_folders: tuple[Folder, ...]) -> Mapping[str, Mapping[str, OwnSection]]:
    """Of every theme in these folders, the section kinds that it and its parents bring. What is faulty is reported when it is loaded."""
    return {name: {kind: own for each in chain for kind, own in each.sections.items()} for name, chain in _every(theme_folders)}


def own_labels(theme_folders: tuple[Folder, ...]) -> Mapping[str, OwnWords]:
    """Likewise their words for labels."""
    return {name: {label: words for each in chain for label, words in each.labels.items()} for name, chain in _every(theme_folders)}


def _every(theme_folders: tuple[Folder, ...]) -> Iterator[tuple[str, list[ThemeSettings]]]:
    """Each theme with the settings of its parents, the farthest first, and its own."""
    named = {path.parent.name: folder for folder in reversed(theme_folders) for path in sorted(folder.path.glob("*/theme.yaml"))}
    settings = {name: read.settings for name, folder in named.items() if (read := _settings(folder / name).value)}
    for name in settings:
        chain: dict[str, ThemeSettings] = {}
        above: str | None = name
        while above in settings and above not in chain:
            chain[above] = settings[above]
            above = settings[above].extends
        yield name, list(reversed(chain.values()))


@dataclass(frozen=True)
class _Read:
    """A theme's folder, and what its theme.yaml says."""

    folder: Folder
    source: Source
    settings: ThemeSettings


def _without_partial(chain: Sequence[_Read], templates: Mapping[str, ThemeFile]) -> Iterator[Diagnostic]:
    """Section kinds that a theme brings without a partial, or under the name of one that a parent has."""
    for index, each in enumerate(chain):
        parents = [parent.folder.path.name for parent in chain[index + 1 :]]
        inherited = {name for parent in chain[index + 1 :] for name in parent.settings.sections}
        for name in each.settings.sections:
            place = each.source.place(("sections", name), key=True)
            if f"sections/{name}.html" not in templates:
                hint = f"write templates/{each.folder.path.name}/sections/{name}.html"
                yield Diagnostic(RULES["PG506"], f"no partial for {name}", place, hint)
            elif name not in inherited and any(f"{parent}/sections/{name}.html" in templates for parent in parents):
                yield Diagnostic(RULES["PG506"], f'"{name}" is a section kind already', place, "give yours another name")


def _chain(name: str, theme_folders: tuple[Folder, ...], asked: Callable[[], Place]) -> Checked[list[_Read] | None]:
    """The theme, the one that it extends, and so on. One that is not there is told where it is asked for."""
    chain: list[_Read] = []
    wanted: str | None = name
    while wanted is not None:
        folder = _folder_of(wanted, theme_folders)
        if folder is None:
            if any(is_hidden(folder.path / wanted / "theme.yaml") for folder in theme_folders):
                return _refused("the folder cannot be read: permission denied", Place(f"templates/{wanted}"), "let this user read it")
            themes = {path.parent.name for folder in theme_folders for path in folder.path.glob("*/theme.yaml")}
            return _refused(f'no theme "{wanted}"', asked(), nearest(wanted, themes) or f"themes here are {', '.join(sorted(themes))}")
        read = _settings(folder)
        if read.value is None:
            return Checked(None, read.diagnostics)
        chain.append(read.value)
        wanted, asked = read.value.settings.extends, partial(read.value.source.place, ("extends",))
        if wanted is not None and (len(chain) >= MAX_CHAIN or wanted in {each.folder.path.name for each in chain}):
            return _refused(f'"extends: {wanted}" goes in a circle or too far', Place(f"templates/{name}/theme.yaml"))
    return Checked(chain)


def _folder_of(name: str, theme_folders: tuple[Folder, ...]) -> Folder | None:
    """A theme is called by a slug: a path would lead out of the folders of themes."""
    if not fullmatch(SLUG_PATTERN, name):
        return None
    return next((folder / name for folder in theme_folders if is_file(folder.path / name / "theme.yaml")), None)


def _refused(message: str, place: Place, hint: str = "") -> Checked[None]:
    return Checked(None, (Diagnostic(RULES["PG506"], message, place, hint),))


def _unknown_layouts(layouts: Mapping[str, tuple[ThemeFile, ...]]) -> Iterator[Diagnostic]:
    """Style sheets for a layout that no variant has."""
    for name in layouts.keys() - set(LAYOUTS[1:]):
        hint = nearest(name, LAYOUTS[1:]) or f"variants with a layout of their own are {', '.join(LAYOUTS[1:])}"
        yield Diagnostic(RULES["PG506"], f'no variant "{name}" is laid out by itself', Place(layouts[name][-1].path), hint)


def in_layout(theme: Theme, layout: str) -> Checked[Theme | None]:
    """The theme as it is set in a layout: with that layout's style sheets behind its own."""
    if layout == STANDARD:
        return Checked(theme)
    if layout not in theme.layouts:
        hint = f"write templates/{theme.name}/{LAYOUT_FOLDER}/{layout}.css with the tokens that differ, or extend a theme that has one"
        return _refused(f'the theme has no layout "{layout}"', Place(f"templates/{theme.name}/theme.yaml"), hint)
    return Checked(replace(theme, styles=(*theme.styles, *theme.layouts[layout])))


def with_brand_fonts(theme: Theme, fonts: Fonts, assets: Folder, place_of: Callable[[str], Place]) -> Checked[Theme | None]:
    """The theme set in a cohort's fonts. `place_of` says where a voice (`serif`, `sans`) is given its family."""
    faces = {(font.face.family, font.face.weight, font.face.style): font for font in theme.fonts}
    for own in fonts.faces:
        face = Face(family=own.family, file=own.file, weight=own.weight, style=own.style)
        faces[face.family, face.weight, face.style] = FontFile(face, assets.path / own.file, assets.root, cohorts=True)
    added = {script: [face.of(script) for face in own] for script, own in fonts.fallback.items()}
    for face in (face for own in added.values() for face in own):
        faces[face.family, face.weight, face.style] = FontFile(face, assets.path / face.file, assets.root, cohorts=True)
    families = {family for family, _, _ in faces}
    voices = {voice: family for voice, family in (("serif", fonts.serif), ("sans", fonts.sans)) if family}
    unknown = tuple(
        Diagnostic(
            RULES["PG506"],
            f'no font "{family}"',
            place_of(voice),
            nearest(family, families) or f"fonts here are {', '.join(sorted(families))}; add files of others under faces",
        )
        for voice, family in voices.items()
        if family not in families
    )
    if unknown:
        return Checked(None, unknown)
    rules = "".join(f'  --{voice}: "{family}";\n' for voice, family in voices.items())
    styles = (*theme.styles, ThemeFile(BRAND_STYLES, f":root {{\n{rules}}}\n"))
    fallback = _families([*(face for own in added.values() for face in own)], theme.fallback)
    return Checked(replace(theme, fonts=tuple(faces.values()), styles=styles, fallback=fallback))


def from_the_right(theme: Theme) -> Theme:
    """The theme for a language that is read from the right."""
    styles = tuple(replace(file, text=mirrored(file.text)) for file in theme.styles)
    return replace(theme, styles=styles, from_right=True)


def _families(faces: Sequence[Face], before: tuple[str, ...] = ()) -> tuple[str, ...]:
    """The families of these faces, each once, those that were there before behind them."""
    return tuple(dict.fromkeys((*(face.family for face in faces), *before)))


def _faces(read: _Read) -> Iterator[tuple[Face, Loc]]:
    """A theme's faces, those for other scripts among them, with their places in theme.yaml."""
    beside = ("faces",) if read.settings.fallback else ()
    yield from ((face, ("fonts", *beside, index, "file")) for index, face in enumerate(read.settings.fonts))
    for script, faces in read.settings.fallback.items():
        yield from ((face.of(script), ("fonts", "fallback", script, index)) for index, face in enumerate(faces))


def _fonts(chain: list[_Read]) -> Checked[tuple[FontFile, ...]]:
    """The faces of the theme and of its parents; a face of the same family, weight and style replaces its parent's."""
    fonts: dict[tuple[str, int, str], FontFile] = {}
    diagnostics: list[Diagnostic] = []
    for read in reversed(chain):
        for face, loc in _faces(read):
            font = _font_file(face, read.folder, read.source.place(loc))
            if font is None:
                place = read.source.place(loc)
                hint = f"install {face.package}" if face.package else f"put it under templates/{read.folder.path.name}/fonts/"
                diagnostics.append(Diagnostic(RULES["PG506"], f"no font file {face.file}", place, hint))
            elif not is_inside(font.path, font.root):
                place = read.source.place(loc)
                diagnostics.append(Diagnostic(RULES["PG506"], f"{face.file} lies outside the project", place, _COPY_IT_IN))
            elif font.path.stat().st_size > MAX_ASSET_BYTES:
                place = read.source.place(loc)
                diagnostics.append(Diagnostic(RULES["PG506"], f"{face.file} has over {MAX_ASSET_BYTES // 2**20} MiB", place, _SMALLER))
            else:
                fonts[face.family, face.weight, face.style] = replace(font, place=read.source.place(loc))
    return Checked(tuple(fonts.values()), tuple(diagnostics))


_SMALLER = "take one for fewer scripts"
_COPY_IT_IN = "copy it in; links out of a project are not followed"


def _font_file(face: Face, folder: Folder, place: Place) -> FontFile | None:
    """Of the theme, or of an installed package, which may itself be a link; None when there is no such file."""
    if face.package is None:
        path, root = folder.path / "fonts" / face.file, folder.root
    else:
        spec = find_spec(face.package)
        if spec is None or spec.origin is None:
            return None
        path = Path(spec.origin).parent / "files" / face.file
        root = path.resolve().parent
    return FontFile(face, path, root, place=place) if is_file(path) else None


def _text_of(folder: Folder, name: str) -> Checked[str | None]:
    """A file of a theme."""
    shown = f"templates/{folder.path.name}/{name}"
    try:
        return Checked(decoded(read_file(folder.path / name, folder.root, MAX_BYTES)))
    except NotUtf8 as error:
        return _refused("not UTF-8", Place(shown, error.line, error.column), "save the file as UTF-8")
    except Unreadable as error:
        return _refused(str(error), Place(shown), _COPY_IT_IN if isinstance(error, Outside) else "")


def _settings(folder: Folder) -> Checked[_Read | None]:
    text = _text_of(folder, "theme.yaml")
    if text.value is None:
        return Checked(None, text.diagnostics)
    read = parse_yaml(f"templates/{folder.path.name}/theme.yaml", text.value)
    if read.value is None:
        return Checked(None, read.diagnostics)
    try:
        return Checked(_Read(folder, read.value, ThemeSettings.model_validate(read.value.value)))
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = read.value.place(first["loc"], key=first["type"] == "extra_forbidden")
        name = str(first["loc"][-1]) if first["loc"] else "theme.yaml"
        return _refused(f'"{name}" is not as it should be', place, _hint(first))


def _hint(error: ErrorDetails) -> str:
    """What to write instead: the nearest field, the nearest kind of content, or what a rule of ours says."""
    if error["type"] == "literal_error":
        return nearest(str(error["input"]), get_args(PrintedKind))
    if error["type"] == "value_error":
        return str(error["ctx"]["error"])
    fields = OwnSection.model_fields if error["loc"][:1] == ("sections",) else ThemeSettings.model_fields
    return nearest(str(error["loc"][-1]), fields) if error["loc"] else ""


def _files(folder: Folder) -> Checked[dict[str, ThemeFile]]:
    """Templates and style sheets, by name. Tokens come first, for `print.css` reads them."""
    found: dict[str, ThemeFile] = {}
    diagnostics: list[Diagnostic] = []
    for path in sorted(folder.path.rglob("*"), key=lambda path: (path.name != "tokens.css", path.as_posix())):
        name = path.relative_to(folder.path).as_posix()
        if path.is_symlink() and path.is_dir() and name not in ("assets", "fonts") and not is_inside(path, folder.root):
            diagnostics.extend(_refused(str(Outside()), Place(f"templates/{folder.path.name}/{name}"), _COPY_IT_IN).diagnostics)
        elif path.suffix in _SUFFIXES and not path.name.startswith(".") and not path.is_dir():
            text = _text_of(folder, name)
            diagnostics.extend(text.diagnostics)
            if text.value is not None:
                found[name] = ThemeFile(f"templates/{folder.path.name}/{name}", text.value)
    return Checked(found, tuple(diagnostics))
