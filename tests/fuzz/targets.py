"""What is fuzzed: the ways in for texts that anybody may have written. A target takes any text and raises nothing."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

from kit import MINI, TESTS
from prepguides.build import output_folder
from prepguides.build.prepare import Prepared, prepare
from prepguides.model.assets import Folder
from prepguides.model.manifest import Manifest
from prepguides.model.request import Project, Selection
from prepguides.model.source import Sources
from prepguides.model.theme import ThemeFile
from prepguides.project import bundled
from prepguides.stages.load import load, parse_page
from prepguides.stages.load_theme import load_theme
from prepguides.stages.read_roster import read_roster
from prepguides.stages.record import read_manifest
from prepguides.stages.render import render
from prepguides.stages.validate import validate
from prepguides.text.html_scan import loads_of_css, scanned
from prepguides.text.markdown import block_html, claims_in, inline_html, plain, problems_in
from prepguides.text.mirrored_css import mirrored
from prepguides.text.strict_yaml import parse_yaml

CORPUS = TESTS / "fuzz" / "corpus"
"""A folder for each target, of inputs that found something once or that lead deep."""
Target = Callable[[str], None]


@cache
def mini() -> Project:
    return Project(MINI)


@cache
def sources() -> Sources:
    loaded = load(mini()).value
    assert loaded is not None
    return loaded


@cache
def prepared() -> Prepared:
    return prepare(mini(), Selection(("two",)))


@cache
def scratch() -> Path:
    """In memory, where the system has a folder for that."""
    memory = Path("/dev/shm")
    return Path(tempfile.mkdtemp(prefix="fuzz-", dir=memory if os.access(memory, os.W_OK) else None))


def content(text: str) -> None:
    """As one more content file of a sound project: loaded, validated, every diagnostic located."""
    parsed = parse_yaml("content/fuzzed.yaml", text)
    assert parsed.value is not None or parsed.diagnostics, "nothing is lost without a word"
    if parsed.value is not None:
        whole = sources()
        validate(replace(whole, content=(*whole.content, parsed.value)))


def page(text: str) -> None:
    """As a page's file, front matter and all."""
    parsed = parse_page("content/fuzzed.md", text)
    if parsed.value is not None:
        whole = sources()
        validate(replace(whole, content=(*whole.content, parsed.value)))


def markdown(text: str) -> None:
    """As a field of any kind, and as a page."""
    for block in (True, False):
        for is_page in (True, False):
            list(problems_in(text, block=block, page=is_page))
    for language in ("en", "fr"):
        block_html(text, language=language)
        inline_html(text, language=language)
    plain(text)
    claims_in(text)


def template(text: str) -> None:
    """As the template of a theme's glossary, rendered in the sandbox."""
    ready = prepared()
    edition = ready.editions[0]
    theme = ready.themes[edition.theme_key]
    file = ThemeFile("templates/fuzzed/sections/glossary.html", text)
    render(edition, replace(theme, templates={**theme.templates, "sections/glossary.html": file}))


def css(text: str) -> None:
    """As a style sheet and as a document's HTML: what it loads, and its mirror image for Arabic."""
    loads_of_css(text)
    mirrored(text)
    scanned(text)


def theme(text: str) -> None:
    """As a theme's settings, and as its style sheet and template beside sound settings that extend nothing, for `base` has much to read."""
    themes = scratch() / "themes"
    for name, files in (("settings", ("theme.yaml",)), ("words", ("own.css", "layout.html"))):
        if not (themes / name).exists():
            (themes / name).mkdir(parents=True)
            (themes / name / "theme.yaml").write_text("title: Fuzzed\n", encoding="utf-8")
        for file in files:
            (themes / name / file).write_text(text, encoding="utf-8", errors="surrogatepass")
        load_theme(name, (Folder(themes, themes), *bundled.theme_folders(mini())))


def manifest(text: str) -> None:
    """As the manifest of an output folder: what is no manifest counts as none, and nothing outside the folder is removed."""
    folder = scratch() / "output"
    folder.mkdir(exist_ok=True)
    (folder / "manifest.json").write_text(text, encoding="utf-8", errors="surrogatepass")
    assert isinstance(read_manifest(folder), Manifest)
    output_folder.verify(folder)
    output_folder.clean(folder)


def roster(text: str) -> None:
    """As a roster, of each kind that is a text."""
    library = prepared().library
    assert library is not None
    for name in ("roster.csv", "roster.yaml"):
        (scratch() / name).write_text(text, encoding="utf-8", errors="surrogatepass", newline="")
        read = read_roster(scratch() / name, scratch(), library)
        assert read.value or read.diagnostics, "nothing is lost without a word"


TARGETS: dict[str, Target] = {target.__name__: target for target in (content, page, markdown, template, css, theme, manifest, roster)}


def corpus_of(name: str) -> dict[str, str]:
    """The kept inputs of a target by their files' names."""
    return {path.name: path.read_bytes().decode("utf-8", "replace") for path in sorted((CORPUS / name).glob("*"))}
