"""Section kinds: for each, what its partial reads. One more kind is one more line in a table, a function and a partial."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ...model.content.guide import Part, Section
from ...model.content.practice import Term
from ...model.source import Loc
from .context import EditionContext

View = Mapping[str, Any]

BLANK_ROW = "—"
"""How content writes a worksheet row without a head."""


@dataclass(frozen=True)
class SectionKind:
    """`build` makes the view; `item` is the kind of entity that the section must name, if any; `title` its default heading."""

    build: Callable[[EditionContext, Part, Section], View]
    title: str | None = None
    item: str | None = None


def dump(entity: Any) -> dict[str, Any]:
    """An entity as plain data, which is all that a template is handed."""
    return dict(entity.model_dump(mode="json"))


def nothing(context: EditionContext, part: Part, section: Section) -> View:
    """For partials that read the edition alone."""
    return {}


def one_item(kind: str, name: str) -> Callable[[EditionContext, Part, Section], View]:
    """A view of the one entity that the section names."""

    def build(context: EditionContext, part: Part, section: Section) -> View:
        entity = context.item(section, kind)
        return {name: anchored(kind, entity)} if entity else {}

    return build


def of_roles(kind: str) -> Callable[[EditionContext, Part, Section], View]:
    """A view of all entities of the kind that name one of the guide's roles."""

    def build(context: EditionContext, part: Part, section: Section) -> View:
        return {"entries": [dump(entity) for entity in context.for_roles(kind, section)]}

    return build


def role(context: EditionContext, part: Part, section: Section) -> View:
    return {"roles": [dump(role) for role in context.roles]}


def at_a_glance(context: EditionContext, part: Part, section: Section) -> View:
    """The loop: its types with minutes, style and competencies."""
    types = [
        {**dump(type), "competency_names": [context.name("competencies", id) for id in type.competencies], "anchor": f"part-{type.id}"}
        for type in context.interview_types
    ]
    weights = [
        {"name": context.name("competencies", item.competency), "weight": item.weight, "id": item.competency}
        for role in context.roles
        for item in role.competencies
    ]
    return {"types": types, "weights": weights, "roles": [dump(role) for role in context.roles]}


def stakeholders(context: EditionContext, part: Part, section: Section) -> View:
    links = context.collect("stakeholder_links", section, lambda link: link.role in context.guide.roles)
    return {
        "links": [
            {
                **dump(link),
                "name": context.name("stakeholders", link.stakeholder),
                "phase_names": [context.name("phases", id) for id in link.phases],
            }
            for link in links
        ]
    }


def life_cycle(context: EditionContext, part: Part, section: Section) -> View:
    """Each phase with each role's part in it; the strip is drawn from this."""
    phases = sorted(context.collect("phases", section, lambda phase: True), key=lambda phase: phase.order)
    involvements = context.collect("involvements", section, lambda item: item.role in context.guide.roles)
    by_place = {(item.phase, item.role): dump(item) for item in involvements}
    return {
        "phases": [{**dump(phase), "sides": {id: by_place.get((phase.id, id)) for id in context.guide.roles}} for phase in phases],
        "roles": [dump(role) for role in context.roles],
    }


def competencies(context: EditionContext, part: Part, section: Section) -> View:
    """The roles' competencies, heaviest first, with the interview types that test each."""
    weights = {item.competency: item.weight for role in context.roles for item in role.competencies}
    entries = []
    for id in sorted(weights, key=lambda id: -weights[id]):
        competency = context.one("competencies", id)
        if competency:
            tested = [type.name for type in context.interview_types if id in type.competencies]
            entries.append({**dump(competency), "weight": weights[id], "tested_in": tested})
    return {"entries": entries}


def company_variations(context: EditionContext, part: Part, section: Section) -> View:
    variations = [
        {**dump(variation), "source_entry": _resource(context, variation.source)}
        for role in context.roles
        for variation in role.company_variations
    ]
    return {"variations": variations}


def _resource(context: EditionContext, id: str) -> dict[str, Any] | None:
    resource = context.one("resources", id)
    return dump(resource) if resource else None


def study_plans(context: EditionContext, part: Part, section: Section) -> View:
    """Plans from the shortest, each session's items with their names and where they stand."""
    plans = sorted(context.for_roles("study_plans", section), key=lambda plan: plan.days)
    return {"plans": [{**dump(plan), "sessions": [_session(context, session) for session in plan.sessions]} for plan in plans]}


def _session(context: EditionContext, session: Any) -> dict[str, Any]:
    """What the sitting works on. `refer` settles where each item stands once the whole edition is known."""
    items = []
    for ref in session.items:
        kind, id = ref.split("/", 1)
        entity = context.one(kind, id)
        if entity:
            owner, what = _called(context, kind, entity)
            name = _label(context, kind, entity)
            items.append({"ref": ref, "link": anchor_of(kind, id), "name": name, "number": None, "owner": owner, "what": what})
    return {**dump(session), "entries": items, "groups": _grouped(items)}


def _grouped(items: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Items of one owner together, and in it those called alike: "Analytical", with its questions, its full answer, its rubric."""
    owners: dict[str, dict[str, list[dict[str, Any]]]] = {}
    for item in items:
        owners.setdefault(item["owner"] or item["what"], {}).setdefault(item["what"], []).append(item)
    return [
        {"name": owner if owner not in kinds else "", "kinds": [{"what": what, "entries": found} for what, found in kinds.items()]}
        for owner, kinds in owners.items()
    ]


def _called(context: EditionContext, kind: str, entity: Any) -> tuple[str, str]:
    """What a crowded table calls an entity: its interview type if that has several of the kind, and its kind; else its title."""
    if kind == "questions":
        return context.name("interview_types", entity.interview_type), "question"
    if kind == "worked_examples":
        question = context.one("questions", entity.question)
        owner = context.name("interview_types", question.interview_type) if question else ""
        return owner, "full answer" if entity.kind == "full" else "rewrite"
    if kind == "rubrics":
        return next((type.name for type in context.interview_types if type.rubric == entity.id), ""), "rubric"
    return "", _label(context, kind, entity)


def _label(context: EditionContext, kind: str, entity: Any) -> str:
    """What a plan calls an entity: its title, or its kind where it is printed with a number."""
    if kind == "questions":
        return f"{context.name('interview_types', entity.interview_type)}, question"
    if kind == "story_prompts":
        return "Story prompt"
    if kind == "rubrics":
        return next((f"{type.name} rubric" for type in context.interview_types if type.rubric == entity.id), "Rubric")
    for attribute in ("title", "name", "term"):
        if hasattr(entity, attribute):
            return str(getattr(entity, attribute))
    return str(entity.id).replace("-", " ")


def refer(views: Sequence[View], anchors: Iterable[str]) -> None:
    """Gives what plans work on, and the questions of examples, the numbers printed with them; and no link where the edition prints none."""
    printed: dict[str, int | None] = dict.fromkeys(anchors)
    printed |= {entity["anchor"]: entity.get("number") for entity in mappings(views) if isinstance(entity.get("anchor"), str)}
    _print_once(entry for view in views for entry in view.get("entries", ()) if "anchor" in entry)
    for view in views:
        sessions = [*(session for plan in view.get("plans", ()) for session in plan["sessions"]), *view.get("schedule", ())]
        asked = [entry["question_entry"] for entry in view.get("entries", ()) if entry.get("question_entry")]
        for item in (*(item for session in sessions for item in session["entries"]), *asked):
            item["number"] = printed.get(item["link"])
            if item["link"] not in printed:
                item["link"] = None


def unprinted(views: Sequence[View]) -> Iterator[tuple[str, Loc, str]]:
    """Of plans that `refer` has been through: plan, place in it, and item, for each item that stands on no page of these views.

    Some kinds are printed without an anchor, as rows of a table are; an id anywhere in what the views hold counts as printed.
    """
    shown = {entity["id"] for entity in mappings(views) if isinstance(entity.get("id"), str)}
    for plan in (plan for view in views for plan in view.get("plans", ())):
        for index, session in enumerate(plan["sessions"]):
            for ref in (item["ref"] for item in session["entries"] if item["link"] is None):
                if ref.split("/", 1)[1] not in shown:
                    yield plan["id"], ("sessions", index, "items", session["items"].index(ref)), ref


def mappings(value: Any) -> Iterator[Mapping[str, Any]]:
    """Every mapping in plain data, outer ones first."""
    if isinstance(value, Mapping):
        yield value
        value = tuple(value.values())
    if isinstance(value, list | tuple):
        for inner in value:
            yield from mappings(inner)


def _print_once(entries: Iterable[dict[str, Any]]) -> None:
    """An entity that is printed again, as a coach's case is, keeps its anchor where it stands first; `earlier` points there."""
    seen: set[str] = set()
    for entry in entries:
        first = entry["anchor"]
        while entry["anchor"] in seen:
            entry["anchor"] += "-again"
        if entry["anchor"] != first:
            entry["earlier"] = first
        seen.add(entry["anchor"])


def anchor_of(kind: str, id: str) -> str:
    """The HTML id of an entity where it is printed as a whole; an interview type is a part."""
    return f"part-{id}" if kind == "interview_types" else f"{kind.replace('_', '-')}--{id}"


def anchored(kind: str, entity: Any) -> dict[str, Any]:
    return {**dump(entity), "anchor": anchor_of(kind, entity.id)}


def worksheet(sheet: Any) -> dict[str, Any]:
    """A worksheet whose fields have names of their own, which a form needs, and whose tables have rows with heads or without."""
    fields = []
    for number, field in enumerate(sheet.fields, 1):
        rows = ["" if row == BLANK_ROW else row for row in field.rows] or [""] * 3
        fields.append({**dump(field), "name": f"{sheet.id}-{number}", "rows": rows, "headed": any(rows)})
    return {**anchored("worksheets", sheet), "fields": fields}


def one_worksheet(context: EditionContext, part: Part, section: Section) -> View:
    entity = context.item(section, "worksheets")
    return {"worksheet": worksheet(entity)} if entity else {}


def resources(context: EditionContext, part: Part, section: Section) -> View:
    """What is worth reading for these roles, in a guide to several also which is for one of them alone.

    What the guide cites is added when the whole guide is known.
    """
    wanted = context.guide.roles
    listed = context.collect(
        "resources", section, lambda resource: resource.listed and (not resource.roles or not set(wanted).isdisjoint(resource.roles))
    )
    entries = [{**_to_read(resource), "alone": _alone(wanted, resource.roles)} for resource in listed]
    return {"entries": sorted(entries, key=lambda entry: entry["title"].lower()), "cited": []}


def _alone(wanted: Sequence[str], named: Sequence[str]) -> str | None:
    """The only one of several roles that is named; None when it is for all of them."""
    of_these = [id for id in wanted if id in named]
    return of_these[0] if len(of_these) == 1 < len(wanted) else None


def cited(context: EditionContext, ids: Sequence[str], entries: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The cited resources that are not among the entries, which a reader sees already, by publisher and title."""
    listed = {entry["id"] for entry in entries}
    found = (_to_read(resource) for resource in context.some("resources", ids) if resource.id not in listed)
    return sorted(found, key=lambda entry: (entry["publisher"].lower(), entry["title"].lower()))


TYPED = 53
"""Characters of the longest address that a reader would type from paper; it fits a line of a column."""


def _to_read(resource: Any) -> dict[str, Any]:
    """With what is printed of its address: no scheme, and of a long one the site alone, where the title finds it."""
    whole = resource.address.removeprefix("https://").removeprefix("mailto:").rstrip("/")
    return {**dump(resource), "shown": whole if len(whole) <= TYPED else whole.partition("/")[0]}


def glossary(context: EditionContext, part: Part, section: Section) -> View:
    terms = context.for_roles("glossary", section)
    names = {term.id: term.term for term in context.library.all(Term)}
    entries = [{**anchored("glossary", term), "see_names": [names[id] for id in term.see if id in names]} for term in terms]
    return {"entries": sorted(entries, key=lambda entry: entry["term"].lower())}


def story_prompts(context: EditionContext, part: Part, section: Section) -> View:
    stories = context.for_roles("story_prompts", section)
    return {
        "entries": [
            {
                **anchored("story_prompts", story),
                "number": number,
                "competency_names": [context.name("competencies", id) for id in story.competencies],
            }
            for number, story in enumerate(stories, 1)
        ]
    }


def story_matrix(context: EditionContext, part: Part, section: Section) -> View:
    """Stories down, competencies across: blank, for the candidate to fill."""
    ids = dict.fromkeys(item.competency for role in context.roles for item in role.competencies)
    return {"competencies": [context.name("competencies", id) for id in ids], "rows": section.take or 8}


def questions_to_ask(context: EditionContext, part: Part, section: Section) -> View:
    """What to ask the interviewers, together for each of them."""
    entries = of_roles("questions_to_ask")(context, part, section)["entries"]
    people = dict.fromkeys(entry["to"] for entry in entries)
    return {"entries": entries, "groups": [{"to": to, "entries": [entry for entry in entries if entry["to"] == to]} for to in people]}


def reference_numbers(context: EditionContext, part: Part, section: Section) -> View:
    numbers = context.for_roles("reference_numbers", section)
    return {"entries": [{**dump(number), "source_entry": _resource(context, number.source)} for number in numbers]}


def rating_errors(context: EditionContext, part: Part, section: Section) -> View:
    return {"entries": [dump(error) for error in context.collect("rating_errors", section, lambda error: True)]}


def programme(context: EditionContext, part: Part, section: Section) -> View:
    """The cohort's welcome, contacts and calendar, each appointment with what to have worked through."""
    cohort = context.cohort
    return {
        "welcome": cohort.welcome,
        "contacts": [contact.model_dump(mode="json") for contact in cohort.contacts],
        "schedule": [
            _session(context, appointment) for appointment in sorted(cohort.schedule, key=lambda item: (item.date, item.time or ""))
        ],
        "time_zone": cohort.time_zone,
    }


def notes(context: EditionContext, part: Part, section: Section) -> View:
    return {"pages": section.take or 1}


KINDS: dict[str, SectionKind] = {
    "cover": SectionKind(life_cycle),
    "contents": SectionKind(nothing, "Contents"),
    "page": SectionKind(one_item("pages", "page"), item="pages"),
    "at-a-glance": SectionKind(at_a_glance, "The loop on one page"),
    "role": SectionKind(role, "The job itself"),
    "why-what-when": SectionKind(role, "Why, what and when"),
    "stakeholders": SectionKind(stakeholders, "Who you work with"),
    "life-cycle": SectionKind(life_cycle, "The life cycle and your part"),
    "competencies": SectionKind(competencies, "What gets scored"),
    "baseline": SectionKind(competencies, "Where you stand today"),
    "company-variations": SectionKind(company_variations, "How companies vary"),
    "study-plans": SectionKind(study_plans, "Study plans"),
    "story-prompts": SectionKind(story_prompts, "Story prompts"),
    "story-matrix": SectionKind(story_matrix, "Story matrix"),
    "worksheet": SectionKind(one_worksheet, item="worksheets"),
    "checklist": SectionKind(one_item("checklists", "checklist"), item="checklists"),
    "questions-to-ask": SectionKind(questions_to_ask, "Questions to ask them"),
    "reference-numbers": SectionKind(reference_numbers, "Numbers to estimate from"),
    "glossary": SectionKind(glossary, "Glossary"),
    "flashcards": SectionKind(of_roles("flashcards"), "Flashcards"),
    "resources": SectionKind(resources, "Worth reading"),
    "programme": SectionKind(programme, "Your program"),
    "session-plan": SectionKind(of_roles("session_plans"), "Session plan"),
    "rating-errors": SectionKind(rating_errors, "How ratings go wrong"),
    "notes": SectionKind(notes, "Notes"),
}
