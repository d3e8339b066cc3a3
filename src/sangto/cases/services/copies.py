"""The copy list: who is told how a case ended, and the letter to them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone

from sangto.audit.secrets import sealer
from sangto.audit.services import change
from sangto.audit.tags import AuditTag
from sangto.cases.domain.copies import CopyReason, copy_refusal, uncopy_refusal
from sangto.cases.domain.moves import open_refusal
from sangto.cases.domain.states import CaseStatus, EntryKind
from sangto.cases.models import Case, CaseCopy
from sangto.cases.permissions import Permission, authorise
from sangto.cases.queries.cases import category_of, standing_of
from sangto.cases.queries.copies import has_copies, proposed_copies
from sangto.cases.queries.owners import is_in_force
from sangto.cases.services.entries import record_entry, write
from sangto.cases.wording import Ending, copy_letter
from sangto.kernel.actor import Actor
from sangto.kernel.errors import NotVisible, insist
from sangto.notices.services import queue_mail
from sangto.organisations.models import Agency
from sangto.organisations.queries import focal_officers_on


def add_copy(*, case: Case, agency: Agency, actor: Actor, now: datetime | None = None) -> CaseCopy:
    """Put an agency on the list; the reason is that of the proposal, if it was proposed."""
    now = now or timezone.now()
    today = timezone.localdate(now)
    with change(actor) as journal:
        authorise(actor, Permission.COPY, standing_of(actor, case))
        if agency.network_id != case.network_id:
            raise NotVisible
        insist(open_refusal(CaseStatus(case.status)))
        write(case, status=case.status)
        insist(
            copy_refusal(
                category=category_of(case),
                is_owner=agency.pk == case.owner_id,
                on_list=CaseCopy.objects.filter(case=case, agency=agency).exists(),
                in_force=is_in_force(case, agency, today),
            )
        )
        reason = next(
            (one.reason for one in proposed_copies(case, today) if one.agency.pk == agency.pk),
            CopyReason.CHOSEN,
        )
        row = CaseCopy.objects.create(
            case=case,
            agency=agency,
            reason=reason.value,
            added_by_id=actor.user_id,
            added_at=now,
        )
        _entry(row, "added", actor, now)
        journal.record(AuditTag.COPY_ADDED, row, {"case": case.pk, "agency": agency.pk})
        return row


def add_copies(
    *, case: Case, agencies: Sequence[Agency], actor: Actor, now: datetime | None = None
) -> list[CaseCopy]:
    """Put several on the list, all or none."""
    with change(actor) as journal:
        if not agencies:
            journal.nothing_changed()
        return [add_copy(case=case, agency=agency, actor=actor, now=now) for agency in agencies]


def remove_copy(*, copy: CaseCopy, actor: Actor, now: datetime | None = None) -> None:
    """Take an agency off the list. Refused once it was told."""
    now = now or timezone.now()
    case = copy.case
    with change(actor) as journal:
        authorise(actor, Permission.COPY, standing_of(actor, case))
        insist(open_refusal(CaseStatus(case.status)))
        insist(uncopy_refusal(told=copy.told_at is not None))
        pk = copy.pk
        gone, _ = CaseCopy.objects.filter(pk=pk, told_at__isnull=True).delete()
        if not gone:
            journal.nothing_changed()
            return
        _entry(copy, "removed", actor, now)
        journal.record(
            AuditTag.COPY_REMOVED,
            (CaseCopy._meta.label_lower, pk),
            {"case": case.pk, "agency": copy.agency_id},
        )


def tell_copies(*, case: Case, ending: Ending, actor: Actor, now: datetime | None = None) -> int:
    """One letter to each focal officer on duty at the agencies on the list; how many letters.

    For the room that ends the case, in the same change. It tells reference, title, how it ended
    and the public address, and nothing that anybody sent (SCOPE.md 8). An agency where nobody
    is on duty stays untold, and the page says so.
    """
    now = now or timezone.now()
    with change(actor) as journal:
        copies = list(CaseCopy.objects.filter(case=case).select_related("agency"))
        count = 0
        if has_copies(case):
            for copy in copies:
                count += _tell(case, copy, ending, now)
        if not count:
            journal.nothing_changed()
            return 0
        record_entry(
            case=case,
            kind=EntryKind.COPY,
            actor=actor,
            data={"step": "told", "agencies": [copy.agency_id for copy in copies if copy.letters]},
            now=now,
        )
        journal.record(
            AuditTag.COPY_TOLD,
            case,
            {"agencies": [copy.agency_id for copy in copies if copy.letters], "letters": count},
        )
        return count


def _tell(case: Case, copy: CaseCopy, ending: Ending, now: datetime) -> int:
    subject, body = copy_letter(case, ending)
    stamp = f"{now:%Y%m%d%H%M%S}"
    keys = []
    for duty in focal_officers_on(copy.agency, timezone.localdate(now)):
        officer = duty.officer
        key = f"case-copy:{copy.pk}:{stamp}:{officer.pk}"
        queue_mail(
            key=key,
            to_sealed=sealer().seal(officer.email),
            language="vi",
            subject=subject,
            body=body,
            now=now,
        )
        keys.append(key)
    copy.letters = keys
    copy.told_at = now if keys else copy.told_at
    copy.save(update_fields=["letters", "told_at"])
    return len(keys)


def _entry(row: CaseCopy, step: str, actor: Actor, now: datetime) -> None:
    record_entry(
        case=row.case,
        kind=EntryKind.COPY,
        actor=actor,
        data={"step": step, "agency": row.agency_id, "reason": row.reason},
        now=now,
    )
