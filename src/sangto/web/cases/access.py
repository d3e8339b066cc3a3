"""Which claim or report a page is about, for the person at work."""

from __future__ import annotations

from django.db.models import Q

from sangto.cases.models import Case
from sangto.cases.permissions import Permission, has_permission
from sangto.cases.queries import get_case_for
from sangto.intake.models import Report
from sangto.kernel.actor import Actor
from sangto.kernel.errors import NotVisible, Refusal, Refused, gettext_noop
from sangto.kernel.references import normalised_reference
from sangto.matching.models import Claim, ReportLink
from sangto.organisations.models import Agency


def claim_for(actor: Actor, reference: str, *, write: bool) -> tuple[Claim, Case | None]:
    """The claim and its case. Without a case it is the lead agency's to triage; with one, who may
    see or categorise the case may see or describe its claim. Else :class:`NotVisible`."""
    claim = (
        Claim.objects.select_related("network", "subject_agency", "case", "merged_into")
        .filter(reference=reference)
        .first()
    )
    if claim is None:
        raise NotVisible
    case: Case | None = getattr(claim, "case", None)
    if case is not None:
        need = Permission.CATEGORISE if write else Permission.VIEW
        return claim, get_case_for(actor, case.reference, need=need)
    need = Permission.OPEN if write else Permission.VIEW
    leads = (
        actor.in_lead_agency
        and has_permission(actor, need)
        and Agency.objects.filter(pk=actor.agency_id or 0, network_id=claim.network_id).exists()
    )
    if not leads:
        raise NotVisible
    return claim, None


def report_for(actor: Actor, reference: str) -> tuple[Report, Claim, Case | None]:
    """A report that this person may put elsewhere, with the claim where it is now."""
    link = (
        ReportLink.objects.select_related("report", "claim")
        .filter(report__reference=reference)
        .first()
    )
    if link is None:
        raise NotVisible
    claim, case = claim_for(actor, link.claim.reference, write=True)
    return link.report, claim, case


def claim_called(text: str, actor: Actor) -> Claim:
    """The claim with this reference, or whose case has it; refused for what is not visible too."""
    reference = normalised_reference(text)
    found = None
    if reference is not None:
        named = Q(reference=reference) | Q(case__reference=reference)
        found = Claim.objects.filter(named).first()
    try:
        if found is not None:
            return claim_for(actor, found.reference, write=False)[0]
    except NotVisible:
        pass
    raise Refused(
        Refusal(
            "claim.unknown",
            gettext_noop("There is no claim or case with this reference."),
            {},
            "claim",
        )
    )
