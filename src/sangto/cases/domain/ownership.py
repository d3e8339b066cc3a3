"""Who may work on a claim: nobody judges their own matter (SCOPE.md 5)."""

from __future__ import annotations

from collections.abc import Collection

from sangto.kernel.categories import Category
from sangto.kernel.errors import Refusal, gettext_noop
from sangto.organisations.domain.kinds import NEVER_OWN_FACTUAL_CLAIMS


def ownership_refusal(
    *,
    category: Category | None,
    agency: int,
    agency_kind: str,
    subject_relatives: Collection[int],
) -> Refusal | None:
    """Whether this agency may own a case.

    ``subject_relatives`` are the subject agency, all its parents and all its subordinates; empty
    when the claim is about no agency. ``category`` is None before triage. A complaint about a
    service is no judgement: the service itself answers it (SCOPE.md 4).
    """
    if category is Category.SERVICE_FEEDBACK:
        return None
    if agency in subject_relatives:
        return Refusal(
            "cases.owner_is_subject",
            gettext_noop(
                "The claim is about this agency, or about one above or below it. "
                "Somebody else has to work on it."
            ),
            {},
            "agency",
        )
    if category is Category.FACTUAL_CLAIM and agency_kind in NEVER_OWN_FACTUAL_CLAIMS:
        return Refusal(
            "cases.owner_kind",
            gettext_noop("An agency of this kind never works on a factual claim."),
            {},
            "agency",
        )
    return None
