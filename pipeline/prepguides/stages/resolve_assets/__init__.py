"""HTML + theme -> the files that they load, looked up and looked through before anything is typeset."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

from ...model.assets import BASE_ADDRESS, MAX_ASSET_BYTES, Absence, Asset, AssetTable, Folder, ForeignFont, Refusal
from ...model.diagnostic import MAX_MESSAGES, Checked, Diagnostic, Place, in_order
from ...model.library import Library
from ...model.rules import RULES
from ...model.theme import Theme
from ...text.html_scan import loads_of_css, scanned
from ...text.link_addresses import SAFE_SCHEMES
from ..project_files import Outside, TooLarge, Unreadable, read_file
from .pictures import check_raster, check_svg, families_in

TYPES = {
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".svg": "image/svg+xml",
    ".ttf": "font/ttf",
    ".otf": "font/otf",
}
_CHECKS = {"image/png": lambda content: check_raster(content, "PNG"), "image/jpeg": lambda content: check_raster(content, "JPEG"),
           "image/svg+xml": check_svg}  # fmt: skip


@dataclass(frozen=True)
class AssetResolver:
    """Finds `fonts/NAME` in `fonts`, and `assets/PATH` in the first folder that has it."""

    fonts: Mapping[str, Folder]
    """Address below the base address to the file, and the root that it must lie below."""
    folders: tuple[Folder, ...]

    def find(self, url: str) -> Folder:
        """The file behind an address. Refusal or Absence."""
        if not url.startswith(BASE_ADDRESS):
            raise Refusal(f"only files of the project are read, not {url[:80]}")
        name = unquote(urlsplit(url).path).lstrip("/")
        if name in self.fonts:
            return self.fonts[name]
        relative = name.removeprefix("assets/")
        if Path(relative).suffix.lower() not in TYPES:
            raise Refusal(f"only {', '.join(TYPES)} files are read")
        if ".." in Path(relative).parts or Path(relative).anchor or "\x00" in relative:
            raise Refusal("the address leads outside the asset folders")
        for folder in self.folders:
            try:
                if (folder.path / relative).is_file():
                    return folder / relative
            except OSError as error:  # a name that is too long for the file system
                raise Refusal(f"not a path: {error.strerror}") from error
        raise Absence("no such file")

    def look_up(self, url: str) -> Asset:
        """The file behind an address, read and looked through. Refusal or Absence."""
        found = self.find(url)
        try:
            content = read_file(found.path, found.root, MAX_ASSET_BYTES)
        except Outside as error:
            raise Refusal("a link leads outside the project") from error
        except TooLarge as error:
            raise Refusal(f"over {MAX_ASSET_BYTES // 1024 // 1024} MiB") from error
        except Unreadable as error:
            raise Refusal(str(error)) from error
        media_type = TYPES.get(found.path.suffix.lower(), "font/ttf")
        check = _CHECKS.get(media_type)
        tones = check(content) if check else None
        families = families_in(content) if media_type == "image/svg+xml" else frozenset[str]()
        return Asset(found.path, media_type, sha256(content).hexdigest(), tones, len(content), families)


def resolver_for(theme: Theme, assets: Folder) -> AssetResolver:
    """Of a theme: the project's assets come before the theme's own, and its parents' after."""
    fonts = {font.address: Folder(font.path, font.root) for font in theme.fonts}
    return AssetResolver(fonts, (assets, *(folder / "assets" for folder in theme.folders)))


def resolve_assets(html: str, theme: Theme, resolver: AssetResolver, name: str, library: Library | None = None) -> Checked[AssetTable]:
    """All that the document, its style sheets and its fonts load; an address that is not served is a problem where it is written."""
    addresses = dict.fromkeys([*scanned(html).loads, *(address for file in theme.styles for address in loads_of_css(file.text))])
    files: dict[str, Asset] = {}
    failures: dict[str, Refusal | Absence] = {}
    faulty: dict[str, Refusal | Absence] = {}
    for address in (*addresses, *(f"{BASE_ADDRESS}{font}" for font in resolver.fonts)):
        url = _absolute(address)
        try:
            files[url] = _in_fonts_of(theme, resolver.look_up(url))
        except (Refusal, Absence) as failure:
            failures[url] = faulty[address] = failure
    problems = (*_problems(faulty, theme, name, library), *_unsafe_links(scanned(html).links, theme, name))
    return Checked(AssetTable(files, failures), in_order(problems))


def _unsafe_links(links: Iterable[str], theme: Theme, name: str) -> Iterator[Diagnostic]:
    """Links of a template's own: those of texts are looked at as Markdown."""
    for link in [link for link in links if not link.startswith(SAFE_SCHEMES)][:MAX_MESSAGES]:
        place = theme.place_of(link) or Place(name)
        yield Diagnostic(RULES["PG602"], f"a link to {link[:200]}", place, f"a link starts with {' or '.join(SAFE_SCHEMES)}")


def _in_fonts_of(theme: Theme, asset: Asset) -> Asset:
    """The asset, whose words, if it has any, are set in the theme's fonts. ForeignFont."""
    for family in sorted(asset.families - theme.families):
        raise ForeignFont(f"its words are set in {family}, which is no font of the theme" if family else "its words name no font")
    return asset


def _absolute(address: str) -> str:
    try:
        return urljoin(f"{BASE_ADDRESS}assets/", address)
    except ValueError:  # brackets that hold no IPv6 address
        return address


def _problems(faulty: Mapping[str, Refusal | Absence], theme: Theme, name: str, library: Library | None) -> Iterator[Diagnostic]:
    """One for each address, up to a number beyond which nobody reads."""
    for count, (address, failure) in enumerate(faulty.items()):
        rule = RULES[failure.code]
        place = (library and library.place_of_asset(address)) or theme.place_of(address) or Place(name)
        if count == MAX_MESSAGES:
            yield Diagnostic(rule, f"{len(faulty) - count:,} more addresses that are not served, from here on", place)
            return
        yield Diagnostic(rule, f"{address[:200]}: {failure}", place, failure.hint)
