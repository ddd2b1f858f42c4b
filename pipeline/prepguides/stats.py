"""Counts of the content, against the bars and the fact base."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from .build import Prepared, output_folder, pages_of
from .model.library import Library
from .model.project import Project, Request
from .stages.coverage import owed
from .stages.record import read_manifest


def count(project: Project, prepared: Prepared) -> dict[str, Any]:
    """Claims covered, counts per interview type and role, pages and budget per guide."""
    library = prepared.library
    if library is None:
        return {}
    printed = {edition.guide: page.claims for edition, page in pages_of(project, prepared) if edition.audience == "candidate"}
    return {
        "claims": _claims(library, prepared, printed),
        "interview_types": {type.id: _of_type(library, type) for type in library.all("interview_types")},
        "roles": {role.id: _of_role(library, role.id) for role in library.all("roles")},
        "guides": _guides(project, library, prepared, printed),
    }


def _claims(library: Library, prepared: Prepared, printed: dict[str, frozenset[str]]) -> dict[str, Any]:
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


def _of_type(library: Library, type: Any) -> dict[str, Any]:
    questions = [question for question in library.all("questions") if question.interview_type == type.id]
    ids = {question.id for question in questions}
    examples = [example for example in library.all("worked_examples") if example.question in ids]
    return {
        "roles": list(type.roles),
        "questions": len(questions),
        "by_difficulty": {str(level): sum(question.difficulty == level for question in questions) for level in (1, 2, 3)},
        "numeric_keys": sum(question.numeric_key is not None for question in questions),
        "worked_examples": sum(example.kind == "full" for example in examples),
        "rewrites": sum(example.kind == "weak-to-strong" for example in examples),
        "calibrations": sum(item.question in ids for item in library.all("calibrations")),
        "rubrics": int(library.find("rubrics", type.rubric) is not None),
        "frameworks": sum(type.id in framework.interview_types for framework in library.all("frameworks")),
        "cases": sum(type.id in case.interview_types for case in library.all("cases")),
        "drills": sum(drill.interview_type == type.id for drill in library.all("drills")),
        "mock_scripts": sum(script.interview_type == type.id for script in library.all("mock_scripts")),
        "worksheets": sum(type.id in sheet.interview_types for sheet in library.all("worksheets")),
    }


_PER_ROLE = ("story_prompts", "questions_to_ask", "glossary", "flashcards", "study_plans", "checklists", "reference_numbers")


def _of_role(library: Library, role: str) -> dict[str, Any]:
    types = {type.id for type in library.all("interview_types") if role in type.roles}
    counts = {kind: sum(role in entity.roles for entity in library.all(kind)) for kind in _PER_ROLE}
    return {"questions": sum(question.interview_type in types for question in library.all("questions")), **counts}


def _guides(project: Project, library: Library, prepared: Prepared, printed: dict[str, frozenset[str]]) -> dict[str, Any]:
    artifacts = read_manifest(output_folder(project, Request())).artifacts.values()
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
        }
        for guide in library.all("guides")
    }


def as_text(counts: dict[str, Any]) -> str:
    """Aligned columns."""
    claims = counts["claims"]
    missing = f": missing {', '.join(claims['missing'])}" if claims["missing"] else ""
    lines = [f"Claims  {claims['covered']} of {claims['total']} covered{missing}", ""]
    columns = ("questions", "worked_examples", "rewrites", "frameworks", "rubrics", "cases", "drills", "mock_scripts", "worksheets")
    lines += _table("Interview type", columns, ((id, [row[name] for name in columns]) for id, row in counts["interview_types"].items()))
    columns = ("questions", *_PER_ROLE)
    lines += _table("Role", columns, ((id, [row[name] for name in columns]) for id, row in counts["roles"].items()))
    rows = (
        (id, [f"{row['pages']['least']}–{row['pages']['most']}", row["printed_pages"].get("candidate", "–"), row["claims"]])
        for id, row in counts["guides"].items()
    )
    lines += _table("Guide", ("budget", "pages", "claims"), rows)
    return "\n".join(lines).rstrip()


def _table(head: str, columns: Iterable[str], rows: Iterable[tuple[str, list[Any]]]) -> list[str]:
    names = [column.replace("_", " ") for column in columns]
    rows = list(rows)
    first = max([len(head), *(len(id) for id, _ in rows)])
    lines = [f"{head:<{first}}  " + "  ".join(names)]
    lines += [
        f"{id:<{first}}  " + "  ".join(f"{value:>{len(name)}}" for name, value in zip(names, values, strict=True)) for id, values in rows
    ]
    return [*lines, ""]
