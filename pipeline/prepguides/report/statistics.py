"""Counts of the content, against the quotas and the fact base."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TypedDict, get_args

from ..build.prepare import Prepared, check
from ..model.content.comparison import Quiz
from ..model.content.guide import Guide
from ..model.content.interviews import InterviewType
from ..model.content.roles import Competency, Role
from ..model.edition import Edition
from ..model.library import Library
from ..model.request import Audience, Project, Request, Selection
from ..stages.checks.coverage import owed
from ..stages.checks.guide_quotas import guide_bars, section_counts
from ..stages.checks.shortfalls import PER_ROLE, bars, of_competency, of_role, of_type
from ..stages.record import read_manifest
from ..stages.render import RenderedHtml
from ..stages.validate.quiz_rules import percentages
from ..text.labels import label_coverage


class ClaimCounts(TypedDict):
    covered: int
    total: int
    missing: list[str]


class Budget(TypedDict):
    least: int
    most: int


class BarCounts(TypedDict):
    least: int
    there: int


class GuideCounts(TypedDict):
    pages: Budget
    printed_pages: dict[str, int]
    """By audience, of what was printed last."""
    claims: int
    parts: dict[str, int]
    """Sections that candidates read, by part."""
    sections: dict[str, int]
    """The same, by kind."""


class LabelCounts(TypedDict):
    """How many of the labels have words in a locale; what British English does not say is English as it is."""

    translated: int
    total: int


class Counts(TypedDict):
    """As `--format json` writes them; groups by the id of what is counted."""

    claims: ClaimCounts
    drafts: dict[str, list[str]]
    """By the id of a question that is not finished, what it lacks."""
    interview_types: dict[str, Mapping[str, object]]
    roles: dict[str, Mapping[str, object]]
    competencies: dict[str, dict[str, int]]
    bars: dict[str, dict[str, BarCounts]]
    """By entity, such as `interview_types/portfolio`, and by the name in project.yaml, such as `tags.ai`."""
    quizzes: dict[str, list[float]]
    """Of each result in its order, how many percent of all patterns of answers have it; none of a quiz that cannot be scored."""
    guides: dict[str, GuideCounts]
    labels: dict[str, LabelCounts]
    """By locale, of those that ship with a catalog."""


def counted(project: Project) -> tuple[Counts | None, Prepared]:
    """Claims covered, counts per interview type and role, pages and budget per guide; and what was checked on the way.

    No counts when the content cannot be read. Each edition is rendered once, to be checked and counted in.
    """
    printed: dict[str, frozenset[str]] = {}

    def read(edition: Edition, page: RenderedHtml) -> None:
        if edition.audience == "candidate":
            printed[edition.guide] = page.claims

    prepared = check(project, Selection(editions=get_args(Audience)), read)
    return _counts(project, prepared, printed), prepared


def _counts(project: Project, prepared: Prepared, printed: dict[str, frozenset[str]]) -> Counts | None:
    library = prepared.library
    if library is None:
        return None
    return {
        "claims": _claims(library, prepared, printed),
        "drafts": {id: list(draft.lacks) for id, draft in library.drafts.items()},
        "interview_types": {type.id: {"roles": list(type.roles), **of_type(library, type)} for type in library.all(InterviewType)},
        "roles": {role.id: of_role(library, role.id) for role in library.all(Role)},
        "competencies": {competency.id: of_competency(library, competency.id) for competency in library.all(Competency)},
        "bars": _bars(library),
        "quizzes": {quiz.id: percentages(quiz) for quiz in library.all(Quiz)},
        "guides": _guides(project, library, prepared, printed),
        "labels": {locale: LabelCounts(translated=had, total=total) for locale, (had, total) in label_coverage().items()},
    }


def _bars(library: Library) -> dict[str, dict[str, BarCounts]]:
    found: dict[str, dict[str, BarCounts]] = {}
    for bar in (*bars(library), *guide_bars(library)):
        name = f"{bar.name}.{bar.part}" if bar.part else bar.name
        found.setdefault(str(bar.of), {})[name] = {"least": bar.least, "there": bar.there}
    return found


def _claims(library: Library, prepared: Prepared, printed: dict[str, frozenset[str]]) -> ClaimCounts:
    """A claim is covered when every guide that owes it prints it."""
    owing: dict[str, list[str]] = {}
    for edition in prepared.editions:
        if edition.audience == "candidate":
            for claim in owed(edition, library.claims):
                owing.setdefault(claim.id, []).append(edition.guide)
    missing = [
        claim.id
        for claim in library.claims
        if claim.id not in owing or any(claim.id not in printed.get(guide, frozenset()) for guide in owing[claim.id])
    ]
    return {"covered": len(library.claims) - len(missing), "total": len(library.claims), "missing": missing}


def _guides(project: Project, library: Library, prepared: Prepared, printed: dict[str, frozenset[str]]) -> dict[str, GuideCounts]:
    artifacts = read_manifest(Request().output_in(project)).artifacts.values()
    pages = {(artifact.edition): artifact.pages for artifact in artifacts}
    return {
        guide.id: {
            "pages": {"least": guide.page_budget.least, "most": guide.page_budget.most},
            "printed_pages": {
                edition.audience: pages[edition.name]
                for edition in prepared.editions
                if edition.guide == guide.id and edition.name in pages
            },
            "claims": len(printed.get(guide.id, ())),
            "parts": dict(section_counts(guide)[0]),
            "sections": dict(section_counts(guide)[1]),
        }
        for guide in library.all(Guide)
    }


def as_text(counts: Counts) -> str:
    """Aligned columns."""
    claims = counts["claims"]
    missing = f": missing {', '.join(claims['missing'])}" if claims["missing"] else ""
    asked = [bar for of_one in counts["bars"].values() for bar in of_one.values()]
    met = sum(bar["there"] >= bar["least"] for bar in asked)
    lines = [
        f"Claims  {claims['covered']} of {claims['total']} covered{missing}",
        f"Bars    {met} of {len(asked)} met",
        f"Drafts  {len(counts['drafts'])}",
    ]
    lines += [*(f"        {id} lacks {', '.join(lacks) or 'nothing'}" for id, lacks in counts["drafts"].items()), ""]
    columns: tuple[str, ...] = (
        "questions",
        "worked_examples",
        "rewrites",
        "frameworks",
        "rubrics",
        "cases",
        "drills",
        "mock_scripts",
        "worksheets",
    )
    lines += _table("Interview type", columns, ((id, [row[name] for name in columns]) for id, row in counts["interview_types"].items()))
    columns = ("questions", *PER_ROLE)
    lines += _table("Role", columns, ((id, [row[name] for name in columns]) for id, row in counts["roles"].items()))
    rows = (
        (id, [f"{row['pages']['least']}–{row['pages']['most']}", row["printed_pages"].get("candidate", "–"), row["claims"]])
        for id, row in counts["guides"].items()
    )
    lines += _table("Guide", ("budget", "pages", "claims"), rows)
    lines += _table("Locale", ("labels", "of"), ((id, [row["translated"], row["total"]]) for id, row in counts["labels"].items()))
    return "\n".join(lines).rstrip()


def _table(head: str, columns: Iterable[str], rows: Iterable[tuple[str, Sequence[object]]]) -> list[str]:
    names = [column.replace("_", " ") for column in columns]
    rows = list(rows)
    first = max([len(head), *(len(id) for id, _ in rows)])
    lines = [f"{head:<{first}}  " + "  ".join(names)]
    lines += [
        f"{id:<{first}}  " + "  ".join(f"{value:>{len(name)}}" for name, value in zip(names, values, strict=True)) for id, values in rows
    ]
    return [*lines, ""]
