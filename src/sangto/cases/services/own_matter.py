"""A member agency's own matter, from its report to the case (SCOPE.md 1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sangto.audit.services import change
from sangto.cases.models import Case
from sangto.cases.permissions import Permission, Standing, authorise
from sangto.cases.services.opening import open_own_case
from sangto.intake.domain.reports import Channel, OriginKind
from sangto.intake.domain.submission import Submission
from sangto.intake.services import Submitted, submit_report
from sangto.kernel.actor import Actor, system_actor
from sangto.kernel.categories import Category
from sangto.kernel.errors import NotVisible
from sangto.matching.services import match_report
from sangto.organisations.models import Agency


@dataclass(frozen=True, slots=True)
class OwnMatter:
    """``case`` is None when the desk has a case about the same claim: the report joined it."""

    submitted: Submitted
    case: Case | None


def report_own_matter(
    *,
    submission: Submission,
    category: Category,
    idempotency_key: str,
    actor: Actor,
    now: datetime | None = None,
) -> OwnMatter:
    """Report it, find what it repeats, and open the case, all in one change.

    Another agency owns the case, because nobody judges their own matter. A refusal keeps nothing.
    """
    with change(actor):
        authorise(actor, Permission.OPEN_OWN, Standing())
        agency = Agency.objects.filter(pk=actor.agency_id or 0).first()
        if agency is None:
            raise NotVisible
        submitted = submit_report(
            submission=submission,
            channel=Channel.DESK,
            origin=OriginKind.MEMBER_AGENCY,
            idempotency_key=idempotency_key,
            actor=actor,
            agency=agency,
            received_at=now,
        )
        link = match_report(report=submitted.report, actor=system_actor("cases.own_matter"))
        if link is None:
            raise NotVisible
        if link is None:
            raise NotVisible
        existing = Case.objects.filter(claim=link.claim).first()
        if existing is not None:
            mine = existing.origin_report_id == submitted.report.pk
            return OwnMatter(submitted, existing if mine else None)
        case = open_own_case(claim=link.claim, category=category, actor=actor, now=now)
        return OwnMatter(submitted, case)
