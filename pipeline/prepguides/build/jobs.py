"""Prepared editions as jobs: where each goes, and the digests of what it is made from."""

from __future__ import annotations

from ..model.assets import Folder
from ..model.diagnostic import Checked
from ..model.job import Job
from ..model.request import Project
from ..stages.checks.coverage import owed
from ..stages.plan import assign_outputs
from .digests import digests, folder_digest, tools_digest
from .prepare import Prepared


def jobs_for(project: Project, prepared: Prepared) -> Checked[tuple[Job, ...]]:
    """A job per edition. Two that would be written to one place are left out, and reported."""
    if prepared.library is None:
        return Checked(())
    assigned = assign_outputs(prepared.editions, prepared.library.settings.output, prepared.library.place_of_setting("output"))
    tools, assets = tools_digest(), folder_digest(Folder(project.assets, project.root))
    hidden = [coach_text.words for coach_text in prepared.coach_texts]
    jobs = []
    for edition, targets in assigned.value:
        claims = [claim.id for claim in owed(edition, prepared.library.claims)]
        withheld = hidden if edition.audience == "candidate" else []
        jobs.append(Job(edition, targets, digests(edition, prepared.themes[edition.theme_key], tools, assets, claims, withheld)))
    return Checked(tuple(jobs), assigned.diagnostics)
