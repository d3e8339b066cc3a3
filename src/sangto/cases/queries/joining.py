"""Whether two claims may become one, by all that stands on them."""

from __future__ import annotations

from sangto.cases.domain.joining import Standing, joining_refusal
from sangto.cases.domain.moves import receiving_refusal
from sangto.cases.domain.states import CaseOutcome, CaseStatus, Visibility
from sangto.cases.models import Case
from sangto.kernel.categories import Category
from sangto.kernel.errors import Refusal
from sangto.matching.domain.claims import same_claim_refusal
from sangto.matching.domain.joins import Side, agreement_refusal
from sangto.matching.models import Claim


def merge_refusal(claim: Claim, into: Claim) -> Refusal | None:
    """What refuses that ``claim`` goes up in ``into``; verdicts are asked by their own room."""
    case, target = (Case.objects.filter(claim=one).first() for one in (claim, into))
    return (
        same_claim_refusal(
            same=claim.pk == into.pk,
            merged=into.merged_into_id is not None or claim.merged_into_id is not None,
            same_network=claim.network_id == into.network_id,
        )
        or joining_refusal(case=_standing(case), other_has_case=target is not None)
        or (receiving_refusal(CaseOutcome(target.outcome)) if target is not None else None)
        or agreement_refusal(_side(claim, case), _side(into, target))
    )


def _side(claim: Claim, case: Case | None) -> Side:
    """Before triage an agency's own case knows its subject, and the claim does not yet."""
    subject = claim.subject_agency_id
    if subject is None and case is not None:
        subject = case.subject_agency_id
    return Side(Category(claim.category) if claim.category else None, subject)


def _standing(case: Case | None) -> Standing | None:
    if case is None:
        return None
    return Standing(CaseStatus(case.status), CaseOutcome(case.outcome), Visibility(case.visibility))
