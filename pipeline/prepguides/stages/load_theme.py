"""theme folders -> Theme: its templates, style sheets and fonts, with those that it inherits."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import get_args

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from ..model.diagnostic import Checked, Diagnostic, Place, nearest
from ..model.edition import Fonts
from ..model.rules import RULES
from ..model.source import Source
from ..model.theme import BRAND_STYLES, Face, FontFile, OwnSection, PrintedKind, Theme, ThemeFile, ThemeSettings
from ..text.strict_yaml import parse_yaml

MAX_CHAIN = 4
_SUFFIXES = (".html", ".svg", ".css")


def load_theme(name: str, theme_folders: tuple[Path, ...]) -> Checked[Theme | None]:
    """The theme of that name from the first shelf (folder of themes) that has it, and its parents likewise."""
    folders: list[tuple[str, Path]] = []
    diagnostics: list[Diagnostic] = []
    settings: list[ThemeSettings] = []
    wanted: str | None = name
    while wanted is not None:
        folder = next((resolver / wanted for resolver in theme_folders if (resolver / wanted / "theme.yaml").is_file()), None)
        if folder is None:
            themes = {path.parent.name for resolver in theme_folders for path in resolver.glob("*/theme.yaml")}
            place = Place(f"templates/{wanted}/theme.yaml")
            return Checked(None, (Diagnostic(RULES["PG506"], f'no theme "{wanted}"', place, nearest(wanted, themes)),))
        read = _settings(folder)
        if read.value is None:
            return Checked(None, read.diagnostics)
        folders.append((wanted, folder))
        settings.append(read.value)
        wanted = read.value.extends
        if wanted is not None and (len(folders) >= MAX_CHAIN or wanted in dict(folders)):
            place = Place(f"templates/{name}/theme.yaml")
            return Checked(None, (Diagnostic(RULES["PG506"], f'"extends: {wanted}" goes in a circle or too far', place),))
    templates: dict[str, ThemeFile] = {}
    styles: list[ThemeFile] = []
    for theme_name, folder in reversed(folders):
        files = _files(theme_name, folder)
        diagnostics.extend(files.diagnostics)
        for file_name, file in files.value.items():
            if file_name.endswith(".css"):
                styles.append(file)
            else:
                templates[file_name] = templates[f"{theme_name}/{file_name}"] = file
    diagnostics.extend(_without_partial(folders, settings, templates))
    fonts = _fonts(folders, settings)
    diagnostics.extend(fonts.diagnostics)
    theme = Theme(name, templates, tuple(styles), fonts.value, tuple(folder for _, folder in folders))
    return Checked(None if diagnostics else theme, tuple(diagnostics))


def own_sections(theme_folders: tuple[Path, ...]) -> Mapping[str, Mapping[str, OwnSection]]:
    """Of every theme on the shelves, the section kinds that it and its parents bring. What is faulty is reported when it is loaded."""
    folders = {path.parent.name: path.parent for shelf in reversed(theme_folders) for path in sorted(shelf.glob("*/theme.yaml"))}
    settings = {name: read for name, folder in folders.items() if (read := _settings(folder).value)}

    def brought(name: str, seen: tuple[str, ...] = ()) -> dict[str, OwnSection]:
        own = settings.get(name)
        if own is None or name in seen:
            return {}
        return {**(brought(own.extends, (*seen, name)) if own.extends else {}), **own.sections}

    return {name: brought(name) for name in settings}


def _without_partial(
    folders: list[tuple[str, Path]], settings: list[ThemeSettings], templates: Mapping[str, ThemeFile]
) -> Iterator[Diagnostic]:
    """Section kinds that a theme brings without a partial, or under the name of one that a parent has."""
    for index, ((theme_name, folder), own) in enumerate(zip(folders, settings, strict=True)):
        parents = [parent for parent, _ in folders[index + 1 :]]
        inherited = {name for parent in settings[index + 1 :] for name in parent.sections}
        for name in own.sections:
            source = _read(folder).value
            place = source.place(("sections", name), key=True) if source else Place(f"templates/{theme_name}/theme.yaml")
            if f"sections/{name}.html" not in templates:
                yield Diagnostic(RULES["PG506"], f"no partial for {name}", place, f"write templates/{theme_name}/sections/{name}.html")
            elif name not in inherited and any(f"{parent}/sections/{name}.html" in templates for parent in parents):
                yield Diagnostic(RULES["PG506"], f'"{name}" is a section kind already', place, "give yours another name")


def with_brand_fonts(theme: Theme, fonts: Fonts, assets: Path, place_of: Callable[[str], Place]) -> Checked[Theme | None]:
    """The theme set in a cohort's fonts. `place_of` says where a voice (`serif`, `sans`) is given its family."""
    faces = {(font.face.family, font.face.weight, font.face.style): font for font in theme.fonts}
    for own in fonts.faces:
        face = Face(family=own.family, file=own.file, weight=own.weight, style=own.style)
        faces[face.family, face.weight, face.style] = FontFile(face, assets / own.file, cohorts=True)
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
    return Checked(replace(theme, fonts=tuple(faces.values()), styles=(*theme.styles, ThemeFile(BRAND_STYLES, f":root {{\n{rules}}}\n"))))


def _fonts(folders: list[tuple[str, Path]], settings: list[ThemeSettings]) -> Checked[tuple[FontFile, ...]]:
    """The faces of the theme and of its parents; a face of the same family, weight and style replaces its parent's."""
    fonts: dict[tuple[str, int, str], FontFile] = {}
    diagnostics: list[Diagnostic] = []
    for (theme_name, folder), own in reversed(list(zip(folders, settings, strict=True))):
        for index, face in enumerate(own.fonts):
            path = _font_path(face.package, face.file, folder)
            if path is None:
                source = _read(folder).value
                place = source.place(("fonts", index, "file")) if source else Place(f"templates/{theme_name}/theme.yaml")
                hint = f"install {face.package}" if face.package else f"put it under templates/{theme_name}/fonts/"
                diagnostics.append(Diagnostic(RULES["PG506"], f"no font file {face.file}", place, hint))
            else:
                fonts[face.family, face.weight, face.style] = FontFile(face, path)
    return Checked(tuple(fonts.values()), tuple(diagnostics))


def _read(folder: Path) -> Checked[Source | None]:
    name = f"templates/{folder.name}/theme.yaml"
    try:
        return parse_yaml(name, (folder / "theme.yaml").read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        return Checked(None, (Diagnostic(RULES["PG506"], f"cannot be read: {error}", Place(name)),))


def _settings(folder: Path) -> Checked[ThemeSettings | None]:
    read = _read(folder)
    if read.value is None:
        return Checked(None, read.diagnostics)
    try:
        return Checked(ThemeSettings.model_validate(read.value.value))
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = read.value.place(first["loc"], key=first["type"] == "extra_forbidden")
        name = str(first["loc"][-1]) if first["loc"] else "theme.yaml"
        return Checked(None, (Diagnostic(RULES["PG506"], f'"{name}" is not as it should be', place, _hint(first)),))


def _hint(error: ErrorDetails) -> str:
    """What to write instead: the nearest field, the nearest kind of content, or what a rule of ours says."""
    if error["type"] == "literal_error":
        return nearest(str(error["input"]), get_args(PrintedKind))
    if error["type"] == "value_error":
        return str(error["ctx"]["error"])
    fields = OwnSection.model_fields if error["loc"][:1] == ("sections",) else ThemeSettings.model_fields
    return nearest(str(error["loc"][-1]), fields) if error["loc"] else ""


def _files(theme_name: str, folder: Path) -> Checked[dict[str, ThemeFile]]:
    """Templates and style sheets: regular files really inside the folder, by name. Tokens come first, for `print.css` reads them."""
    real = folder.resolve()
    found: dict[str, ThemeFile] = {}
    diagnostics: list[Diagnostic] = []
    for path in sorted(folder.rglob("*"), key=lambda path: (path.name != "tokens.css", path.as_posix())):
        if path.suffix in _SUFFIXES and path.is_file() and path.resolve().is_relative_to(real):
            name = path.relative_to(folder).as_posix()
            shown = f"templates/{theme_name}/{name}"
            try:
                found[name] = ThemeFile(shown, path.read_text(encoding="utf-8"))
            except (OSError, UnicodeDecodeError) as error:
                diagnostics.append(Diagnostic(RULES["PG506"], f"cannot be read: {error}", Place(shown), "save the file as UTF-8"))
    return Checked(found, tuple(diagnostics))


def _font_path(package: str | None, file: str, folder: Path) -> Path | None:
    if package is None:
        path = folder / "fonts" / file
        return path if path.is_file() and path.resolve().is_relative_to(folder.resolve()) else None
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        return None
    path = Path(spec.origin).parent / "files" / file
    return path if path.is_file() else None
