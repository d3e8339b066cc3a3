"""Provisions that the work on a case rests on."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from sangto.audit.services import change
from sangto.audit.tags import AuditTag
from sangto.cases.domain.grounds import citing_refusal, uncited_refusal
from sangto.cases.domain.moves import open_refusal, reason_refusal
from sangto.cases.domain.states import CaseStatus, EntryKind
from sangto.cases.models import Case, CaseGround
from sangto.cases.permissions import Permission, authorise
from sangto.cases.queries.cases import standing_of
from sangto.cases.queries.work import grounds_of
from sangto.cases.services.entries import record_entry, write
from sangto.kernel.actor import Actor
from sangto.kernel.errors import NotVisible, insist
from sangto.kernel.text import clean
from sangto.organisations.models import LegalGround


def cite_ground(
    *, case: Case, ground: LegalGround, actor: Actor, now: datetime | None = None
) -> CaseGround:
    """Cite a provision today. Refused when it is not in force today, or cited already."""
    now = now or timezone.now()
    today = timezone.localdate(now)
    with change(actor) as journal:
        authorise(actor, Permission.GROUND, standing_of(actor, case))
        if actor.user_id is None or actor.agency_id is None:
            raise NotVisible
        if ground.network_id != case.network_id:
            raise NotVisible
        insist(open_refusal(CaseStatus(case.status)))
        write(case, status=case.status)
        cited = set(grounds_of(case).values_list("ground_id", flat=True))
        insist(
            citing_refusal(
                on=today,
                valid_from=ground.valid_from,
                valid_until=ground.valid_until,
                cited_already=ground.pk in cited,
                cited=len(cited),
            )
        )
        row = CaseGround.objects.create(
            case=case,
            ground=ground,
            cited_on=today,
            user_id=actor.user_id,
            agency_id=actor.agency_id,
            added_at=now,
        )
        record_entry(
            case=case,
            kind=EntryKind.GROUND,
            actor=actor,
            data={"step": "cited", "ground": ground.pk},
            now=now,
        )
        journal.record(
            AuditTag.GROUND_CITED,
            row,
            {"case": case.pk, "ground": ground.pk, "on": today.isoformat()},
        )
        return row


def remove_ground(
    *, cited: CaseGround, reason: str, actor: Actor, now: datetime | None = None
) -> CaseGround:
    """Take a provision out; the row stays with the reason. A verdict's own citations stay."""
    now = now or timezone.now()
    reason = clean(reason).strip()
    case = cited.case
    with change(actor) as journal:
        authorise(actor, Permission.GROUND, standing_of(actor, case))
        insist(open_refusal(CaseStatus(case.status)))
        insist(reason_refusal(reason))
        updated = CaseGround.objects.filter(pk=cited.pk, removed_at__isnull=True).update(
            removed_at=now, removed_by_id=actor.user_id, removal_reason=reason
        )
        insist(uncited_refusal(cited=updated == 1))
        cited.removed_at, cited.removal_reason = now, reason
        record_entry(
            case=case,
            kind=EntryKind.GROUND,
            actor=actor,
            text=reason,
            data={"step": "removed", "ground": cited.ground_id},
            now=now,
        )
        journal.record(AuditTag.GROUND_REMOVED, cited, {"case": case.pk, "ground": cited.ground_id})
        return cited
