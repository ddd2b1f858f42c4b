"""Claims printed -> claims that a guide lacks. Counted in the finished HTML: what no page says does not count."""

from __future__ import annotations

from collections.abc import Iterable

from ...model.content.base import Ref
from ...model.content.claim import Claim
from ...model.diagnostic import Diagnostic
from ...model.edition import Edition
from ...model.library import Library
from ...model.rules import RULES


def owed(edition: Edition, claims: Iterable[Claim]) -> tuple[Claim, ...]:
    """The claims that the edition must print: those of its role, when it is about one role, and those that its guide names.

    A guide that sets roles side by side carries the claims that define them; which those are, its author says. A cohort's
    guide owes none: leaving things out is what cohorts are for. Nor do sheets, which go with a book.
    """
    if edition.programme is not None:
        return ()
    ids = [role.id for role in edition.roles]
    return tuple(
        claim for claim in claims if claim.id in edition.must_cover or (edition.form == "book" and len(ids) == 1 and ids[0] in claim.roles)
    )


def uncovered(edition: Edition, printed: frozenset[str], library: Library) -> tuple[Diagnostic, ...]:
    """An error, at the claim's line, for each claim that the guide should print and does not."""
    return tuple(
        Diagnostic(
            RULES["PG401"],
            f"{claim.id} “{claim.claim}” is printed nowhere in {edition.guide}",
            library.place(Ref("claims", claim.id), ("claim",)),
            f"say it in our own words and mark it: [words]{{claim={claim.id}}}",
        )
        for claim in owed(edition, library.claims)
        if claim.id not in printed
    )
