"""A build of the pages of a section or a question alone, for a quick look, under names that say excerpt. No such file is a finished one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from ..model.diagnostic import Diagnostic, Place, nearest
from ..model.edition import Edition
from ..model.outcome import EditionResult, Listener, Outcome
from ..model.request import Project, Request, Selection
from ..model.rules import RULES
from ..model.source_map import SourceMap
from ..stages.plan import assign_outputs
from .ledger import Ledger
from .lifeline import unready
from .page_checks import PageChecks
from .pool import PRELOAD, Lost
from .prepare import Prepared, checked_page, prepare
from .rendering import rendered
from .scheduler import Waiting, lost_at
from .unfinished import job_beside, printed
from .worker import Task, WorkerResult


@dataclass(frozen=True)
class Asked:
    """What a run of excerpts was asked for, and all that it could be asked for in an edition."""

    sections: Mapping[str, tuple[str, ...]]
    """Ids and kinds of its sections to the HTML ids of these."""
    questions: Mapping[str, tuple[str, ...]]
    """Ids of its questions to the HTML ids of the elements that print them."""

    @classmethod
    def of(cls, edition: Edition, sources: SourceMap) -> Asked:
        sections: dict[str, tuple[str, ...]] = {}
        for section in edition.sections:
            sections[section.anchor] = (section.anchor,)
            sections[section.kind] = (*sections.get(section.kind, ()), section.anchor)
        questions: dict[str, tuple[str, ...]] = {}
        for id, written in sources.elements.items():
            if written and written[0].ref.kind == "questions":
                questions[written[0].ref.id] = (*questions.get(written[0].ref.id, ()), id)
        return cls(sections, questions)

    def wanted(self, request: Request) -> frozenset[str]:
        """The HTML ids of what the request names."""
        sections = (id for name in request.sections for id in self.sections.get(name, ()))
        return frozenset((*sections, *(id for name in request.questions for id in self.questions.get(name, ()))))


def build_excerpts(project: Project, selection: Selection, request: Request, listen: Listener) -> Outcome:
    """Print the pages of what was asked for, of each edition that has it."""
    prepared = prepare(project, selection, sets=request.sets)
    pages = PageChecks.of(prepared, request.sets)
    missing = unready()
    if pages is None or missing:
        return Outcome((), (*prepared.diagnostics, *missing))
    asked = {edition.name: Asked.of(edition, prepared.sources.get(edition.name, SourceMap())) for edition in prepared.editions}
    drafts = prepared.library.drafts if prepared.library else ()
    unknown = tuple(_unknown(request, tuple(asked.values()), frozenset(drafts)))
    ledger = Ledger(request.output_in(project), wait=request.wait)
    waiting = list(_waiting(prepared, project, request, asked, ledger))
    results = printed(waiting, request, listen, lambda one, made: _recorded(one, made, pages, ledger))
    return Outcome(results, (*prepared.diagnostics, *unknown))


def _unknown(request: Request, asked: tuple[Asked, ...], drafts: frozenset[str]) -> Iterator[Diagnostic]:
    """What no edition has."""
    for kind, names in (("sections", request.sections), ("questions", request.questions)):
        known = {name for each in asked for name in getattr(each, kind)}
        for name in names:
            if name not in known:
                message = f'no {kind.removesuffix("s")} "{name}" in what is printed'
                hint = "it is a draft: build --draft prints it" if kind == "questions" and name in drafts else nearest(name, sorted(known))
                yield Diagnostic(RULES["PG405"], message, Place.of_subject("command line"), hint)


def _waiting(prepared: Prepared, project: Project, request: Request, asked: Mapping[str, Asked], ledger: Ledger) -> Iterator[Waiting]:
    library = prepared.library
    if library is None:
        return
    assigned = assign_outputs(prepared.editions, library.settings.output, library.place_of_setting("output")).value
    chosen = [(edition, targets, wanted) for edition, targets in assigned if (wanted := asked[edition.name].wanted(request))]
    pages = rendered([edition for edition, _, _ in chosen], prepared.themes, request.jobs, PRELOAD)
    for (edition, targets, wanted), page in zip(chosen, pages, strict=True):
        checked = checked_page(edition, page, prepared, project)
        document = checked.value
        if document is None:
            continue
        theme = prepared.themes[edition.theme_key]
        job = job_beside(edition, targets, "excerpt")
        before = ledger.artifact(job.key)
        first_pages = {unit.anchor: unit.first for unit in before.units} if before else {}
        task = Task(edition.name, document.page.html, theme, document.assets, job.targets, only=wanted, first_pages=first_pages)
        yield Waiting(job, document, checked.diagnostics, task)


def _recorded(one: Waiting, made: WorkerResult | Lost, pages: PageChecks, ledger: Ledger) -> EditionResult:
    """The files, written; or why there are none."""
    edition = one.job.edition
    result = EditionResult(edition.name, one.job.key, "failed", diagnostics=one.problems)
    if isinstance(made, Lost):
        return replace(result, diagnostics=(*one.problems, *pages.located(edition, (lost_at(made),))))
    found = (*one.problems, *made.diagnostics, *pages.located(edition, made.findings))
    refused = ledger.record_drafts(made.files)
    result = replace(result, diagnostics=(*found, *refused), seconds=made.seconds, crash=made.crash)
    return replace(result, status="printed", files=tuple(made.files), pages=made.pages) if made.files and not refused else result
