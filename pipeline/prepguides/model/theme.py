"""How a guide looks: templates, style sheets and fonts of a theme and of those that it extends."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Literal, Self

from pydantic import model_validator

from .assets import Folder
from .content.base import Flag, Frozen, Line, Slug
from .content.faces import Face, Fallback
from .content.own_labels import OwnLabels
from .diagnostic import Place
from .sheet import WRITE_GAP

if TYPE_CHECKING:
    from pydantic import GetJsonSchemaHandler
    from pydantic.json_schema import JsonSchemaValue
    from pydantic_core import CoreSchema

PrintedKind = Literal[
    "roles",
    "competencies",
    "phases",
    "stakeholder_links",
    "interview_types",
    "questions",
    "rubrics",
    "frameworks",
    "worked_examples",
    "calibrations",
    "cases",
    "drills",
    "mock_scripts",
    "worksheets",
    "story_prompts",
    "study_plans",
    "checklists",
    "glossary",
    "flashcards",
    "questions_to_ask",
    "reference_numbers",
    "resources",
    "session_plans",
    "rating_errors",
    "dimensions",
    "quizzes",
    "conflicts",
    "handshakes",
    "dual_answers",
    "misconceptions",
    "switch_plans",
]
"""Kinds of content that a section can be about."""


class OwnSection(Frozen):
    """A section kind that a theme brings: its partial prints entities of a content kind, or one Markdown page."""

    kind: PrintedKind | None = None
    """The content kind that it prints; its partial reads what the shipped partial of that kind reads."""
    page: Flag = False
    """Whether it prints one page, which a guide names as its `item`."""
    title: Line | None = None
    """Its heading, where the guide says none; of one that shows a single entity, that entity's title comes first."""

    @model_validator(mode="after")
    def _prints_one_thing(self) -> Self:
        if (self.kind is None) is not self.page:
            raise ValueError("say what it prints: kind, or page: true")
        return self


class ThemeSettings(Frozen):
    """What `theme.yaml` says."""

    title: Line
    extends: Slug | None = None
    fonts: tuple[Face, ...] = ()
    """Its faces: a list, or a mapping with the list as `faces` beside `fallback`."""
    fallback: Fallback = {}
    """Written under `fonts`: faces for scripts that its families lack."""
    labels: OwnLabels = {}
    """English label to other words for it: a text, or a text for each of several languages."""
    sections: dict[Slug, OwnSection] = {}
    """Section kinds of the theme's own, by name: each has a partial `sections/NAME.html`."""

    @model_validator(mode="before")
    @classmethod
    def _with_fallback(cls, written: object) -> object:
        fonts = written.get("fonts") if isinstance(written, dict) else None
        if not isinstance(written, dict) or not isinstance(fonts, dict) or not fonts.keys() <= {"faces", "fallback"}:
            return written
        return {**written, "fonts": fonts.get("faces", ()), "fallback": fonts.get("fallback", {})}

    @classmethod
    def __get_pydantic_json_schema__(cls, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        made = handler(core)
        fields = handler.resolve_ref_schema(made)["properties"]
        faces, fallback = dict(fields["fonts"]), dict(fields["fallback"])
        with_fallback = {"type": "object", "properties": {"faces": faces, "fallback": fallback}, "additionalProperties": False}
        fields["fonts"] = {"title": faces.pop("title"), "anyOf": [faces, with_fallback]}
        return made


LAYOUT_FOLDER = "variants"
"""The folder of a theme that holds a style sheet for each layout besides the standard one: `variants/large.css`."""


@dataclass(frozen=True)
class ThemeFile:
    """A template or style sheet: its text, and the path that diagnostics call it by."""

    path: str
    text: str = field(repr=False)

    @property
    def holds_tokens(self) -> bool:
        """Whether it is where a theme, or a layout of it, says how large type is and how wide columns are."""
        return self.path.endswith("/tokens.css") or PurePosixPath(self.path).parent.name == LAYOUT_FOLDER

    def place_of(self, words: str) -> Place | None:
        """Where the file says these words first."""
        at = self.text.find(words)
        return self.place_at(at, len(words)) if at >= 0 else None

    def place_at(self, at: int, length: int) -> Place:
        """The place of so many characters of its text, from the one at that index."""
        start, end = self.text.rfind("\n", 0, at) + 1, self.text.find("\n", at)
        line = self.text[start : end if end >= 0 else None]
        return Place(self.path, self.text.count("\n", 0, at) + 1, at - start + 1, length, line)

    def line(self, number: int) -> str:
        """The text of a line, from 1; nothing where there is no such line."""
        lines = self.text.split("\n")
        return lines[number - 1] if 0 < number <= len(lines) else ""

    def place_on(self, number: int, words: str = "") -> Place:
        """Where a line, from 1, has these words; without them, where its own begin."""
        line = self.line(number)
        column = max(0, line.find(words)) if words else len(line) - len(line.lstrip())
        return Place(self.path, number, column + 1, max(1, len(words)), line)

    @property
    def name(self) -> str:
        """How templates call it: its path below the theme's folder."""
        return self.path.split("/", 2)[-1]


BRAND_STYLES = "brand.css"
"""How the style sheet is called that sets a theme in a cohort's fonts: `with_brand_fonts` makes it, and no folder holds it."""


@dataclass(frozen=True)
class FontFile:
    """A face and where its bytes are."""

    face: Face
    path: Path
    root: Path
    """Below which the file lies, whatever links lead to it."""
    cohorts: bool = False
    """Whether it is a cohort's file, below content/assets/, and not a theme's."""
    place: Place | None = field(default=None, compare=False)
    """Where theme.yaml names the file."""

    @property
    def address(self) -> str:
        """Its path under the virtual base address of assets."""
        return f"fonts/cohort/{self.face.file}" if self.cohorts else f"fonts/{self.path.name}"


_SIZE = re.compile(r"--([a-z0-9-]+)-size\s*:\s*([0-9.]+)pt\b")
_WRITE_GAP = re.compile(r"--write-gap\s*:\s*([0-9]+(?:\.[0-9]+)?)mm")
_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_VOICE = re.compile(r"--(serif|sans|mono)\s*:\s*[\"']([^\"'\n]+)[\"']")


@dataclass(frozen=True)
class Theme:
    """A theme with all that it inherits. `templates` also has every file under "parent/name", for `{% extends %}`."""

    name: str
    templates: Mapping[str, ThemeFile]
    styles: tuple[ThemeFile, ...]
    fonts: tuple[FontFile, ...]
    folders: tuple[Folder, ...]
    """The theme's own folder first, then its parents'."""
    fallback: tuple[str, ...] = ()
    """Families for what its own lack, in the order in which they are asked."""
    from_right: bool = False
    """Whether its style sheets are mirrored, for a language that is read from the right."""
    layouts: Mapping[str, tuple[ThemeFile, ...]] = field(default_factory=dict)
    """Name of a layout that is set anew, such as `large`, to the style sheets that make it out of the standard one, parents' first."""

    @property
    def families(self) -> frozenset[str]:
        return frozenset(font.face.family for font in self.fonts)

    def font_rules(self, address: Callable[[FontFile], str]) -> str:
        """CSS of its faces, from wherever `address` finds their bytes, and of the face in the margins of a page."""
        faces = (
            f'@font-face {{ font-family: "{font.face.family}"; font-weight: {font.face.weight}; font-style: {font.face.style};'
            f' src: url("{address(font)}") }}\n'
            for font in self.fonts
        )
        return "".join(faces) + f"@page {{ font-family: {self._with_fallback(self.sans)} }}\n"

    @property
    def fallback_rules(self) -> str:
        """CSS that sets every voice in its family and, for what that lacks, in the fallback's; nothing where there is none."""
        if not self.fallback:
            return ""
        voices = ((voice, self.family_of(voice)) for voice in ("serif", "sans", "mono"))
        return ":root {\n" + "".join(f"  --{voice}: {self._with_fallback(family)};\n" for voice, family in voices if family) + "}\n"

    def _with_fallback(self, family: str) -> str:
        return ", ".join(f'"{name}"' for name in (family, *self.fallback))

    @property
    def sizes(self) -> frozenset[float]:
        """In points: what the tokens named `--…-size` say, a child's over its parent's and a layout's over both."""
        said = (found for file in self.styles if file.holds_tokens for found in _SIZE.findall(_COMMENT.sub("", file.text)))
        return frozenset(map(float, dict(said).values()))

    @property
    def write_gap(self) -> float:
        """Millimeters between ruled lines: the token `--write-gap`, from which templates make boxes of so many lines."""
        gaps = [gap for file in self.styles for gap in _WRITE_GAP.findall(_COMMENT.sub("", file.text))]
        return float(gaps[-1]) if gaps else WRITE_GAP

    @property
    def sans(self) -> str:
        """The family of the token `--sans`: for drawings and page margins, which no custom property reaches."""
        return self.family_of("sans") or min(self.families, default="sans-serif")

    def family_of(self, voice: str) -> str | None:
        """The family that the last of the theme's tokens names for `serif`, `sans` or `mono`."""
        named = [match[2] for file in self.styles for match in _VOICE.finditer(file.text) if match[1] == voice]
        return named[-1] if named else None

    def place_of(self, words: str) -> Place | None:
        """Where a template or style sheet says these words."""
        places = (file.place_of(words) for file in (*self.templates.values(), *self.styles))
        return next((place for place in places if place), None)
