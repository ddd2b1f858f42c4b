"""Files to start from: one entity each, with comments, and with TODO where its author's words belong, so that `check` says what is left."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from ..model.content.base import Ref
from ..model.content.comparison import Dimension
from ..model.content.interviews import InterviewType
from ..model.content.question import Format
from ..model.content.roles import Competency, Role
from ..model.diagnostic import Checked, Diagnostic, Place
from ..model.library import Library
from ..model.request import Project
from ..model.rules import RULES

_MOST = 12
"""Ids that a comment lists."""
_TODO = "todo"
"""An id that is nobody's, for a library that has none to name."""


def skeleton(kind: str, id: str, library: Library, project: Project) -> Checked[dict[Path, bytes]]:
    """The file of a new entity of that kind, to be written. An id that is taken and a file that stands there are errors."""
    name, made = KINDS[kind]
    taken = library.origins.get(Ref(name, id))
    path = project.content / name / f"{id}.yaml"
    if taken is not None:
        place = library.place(Ref(name, id), ("id",))
        return Checked({}, (Diagnostic(RULES["PG302"], f'"{id}" is already the id of {name}', place, "choose another id"),))
    if path.exists():
        place = Place.of_subject(path.relative_to(project.root).as_posix())
        return Checked({}, (Diagnostic(RULES["PG803"], "stands there already", place, "choose another id, or move it away first"),))
    head = "# yaml-language-server: $schema=../schemas/content.schema.json\n"
    with_schema = (project.content / "schemas" / "content.schema.json").is_file()
    return Checked({path: f"{head if with_schema else ''}{name}:\n{made(id, library)}".encode()})


def _question(id: str, library: Library) -> str:
    types, competencies, formats = (_ids(library, model) for model in (InterviewType, Competency, Format))
    return f"""\
  - id: {id}
    # A draft is in no guide; `prepguides check` says what it lacks, and `prepguides build --draft` prints it all the same.
    # Take the next line out when it lacks nothing.
    status: draft
    # interview_type: {_first(types)} # {_listed(types)}
    # competencies: [{_first(competencies)}] # one to three of {_listed(competencies)}
    # format: {_first(formats)} # {_listed(formats)}
    # difficulty: 2 # 1 easy, 2 medium, 3 hard
    # minutes: 10
    prompt: >-
      TODO: what is asked, in words that can be said aloud.
    looks_for: # at least three things that an interviewer can hear
      - "TODO: what a good answer says first."
      - "TODO: what it says of the cost."
      - "TODO: what only the best answers say."
    red_flags: # at least two
      - "TODO: what an answer leaves out that fails."
      - "TODO: what it says instead."
    follow_ups: # at least two
      - "TODO: what is asked next."
      - "TODO: what is asked of those who were quick."
    # hints: [What to say to somebody who is stuck.]
    # tags: []
"""


def _role(id: str, library: Library) -> str:
    types, competencies = _ids(library, InterviewType), _ids(library, Competency)
    sides = [f'      {dimension.id}: "TODO: {_flat(dimension.question)}"\n' for dimension in library.all(Dimension)]
    return f"""\
  - id: {id}
    name: "TODO: the whole name of the job"
    short: "TODO: what it is called for short"
    accent: "#1F4E79" # of its guides; dark enough to be read on white
    promise: "TODO: what the role is for, in one sentence."
    mission: "TODO: what the role brings about, in a paragraph."
    accountability: "TODO: what goes wrong on its account."
    responsibilities: # at least three
      - {{title: "TODO: a verb", detail: "TODO: what is done."}}
      - {{title: "TODO: a verb", detail: "TODO: what is done."}}
      - {{title: "TODO: a verb", detail: "TODO: what is done."}}
    skills: # at least two
      - {{title: "TODO: a skill", detail: "TODO: what one can do who has it."}}
      - {{title: "TODO: a skill", detail: "TODO: what one can do who has it."}}
    ways_of_working: "TODO: how the role works with others."
    why_what_when: # who answers each question, in this role's words
      why: "TODO: who says why."
      what: "TODO: who says what."
      when: "TODO: who says when."
      how: "TODO: who says how."
    absence: "TODO: what goes wrong without the role."
    # How much of the loop asks what one would do, and what one did; they total 100.
    interview_style: {{theoretical: 50, experiential: 50, note: "TODO: what most of the loop is about."}}
    interview_types: [{_first(types)}] # {_listed(types)}
    competencies: # at least two; the weights total 100; known are {_listed(competencies)}
      - {{competency: {_first(competencies)}, weight: 60}}
      - {{competency: {_first(competencies[1:] or competencies)}, weight: 40}}
{"    sides: # in each comparison" + chr(10) if sides else ""}{"".join(sides)}"""


def _cohort(id: str, library: Library) -> str:
    day = library.settings.edition_date
    return f"""\
  - id: {id}
    programme: "TODO: what its readers call the programme"
    # Everything below may be left out: what a cohort does not say is as in the plain guides. docs/cohorts.md has all of it.
    # dates: {{start: {day}, end: {day}}}
    # time_zone: America/New_York
    # guides: [{", ".join(library.settings.guides)}]
    # papers: [a4]
    # brand:
    #   name: Whose name the guides carry
    #   accent: "#1F4E79"
    # welcome: A sentence on the cohort's own page.
    # contacts:
    #   - {{name: Ada Lovelace, role: Coach, address: "mailto:ada@example.org"}}
    # schedule:
    #   - {{date: {day}, time: "18:00", minutes: 60, title: First evening}}
"""


def _guide(id: str, library: Library) -> str:
    roles = _ids(library, Role)
    role = library.find(Role, _first(roles))
    return f"""\
  - id: {id} # to print it with the others, add it to guides: in content/project.yaml
    title: "TODO: the title"
    subtitle: "TODO: what it prepares for, and in how long"
    promise: "TODO: what a reader can do after it."
    roles: [{_first(roles)}] # {_listed(roles)}
    page_budget: {{least: 4, most: 60}} # of the candidate's edition
    parts:
      - id: front
        title: Before you start
        opener: false
        sections:
          - kind: cover
          - kind: contents
{"".join(_part(library, id) for id in (role.interview_types if role else ()))}"""


def _part(library: Library, id: str) -> str:
    type = library.find(InterviewType, id)
    return f"""\
      - id: {id}
        title: {_quoted(type.name if type else id)}
        interview_type: {id}
        sections: # docs/content-model.md lists all kinds
          - kind: failure-modes
          - kind: frameworks
          - kind: question-bank
          - kind: rubric
          - kind: notes
"""


def _ids(library: Library, model: type[Competency | Dimension | Format | InterviewType | Role]) -> list[str]:
    return [entity.id for entity in library.all(model)]


def _first(ids: Iterable[str]) -> str:
    return next(iter(ids), _TODO)


def _listed(ids: list[str]) -> str:
    rest = f" and {len(ids) - _MOST} more" if len(ids) > _MOST else ""
    return f"{', '.join(ids[:_MOST])}{rest}" if ids else "none yet"


def _flat(text: str) -> str:
    return text.replace('"', "'").replace("\\", "")


def _quoted(text: str) -> str:
    return f'"{_flat(text)}"'


KINDS: dict[str, tuple[str, Callable[[str, Library], str]]] = {
    "question": ("questions", _question),
    "role": ("roles", _role),
    "cohort": ("cohorts", _cohort),
    "guide": ("guides", _guide),
}
"""What can be asked for, to the kind that files spell, and what writes one."""
