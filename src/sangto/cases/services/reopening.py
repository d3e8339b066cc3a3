"""A closed case that is opened again."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from sangto.audit.services import change
from sangto.audit.tags import AuditTag
from sangto.cases.domain.moves import reason_refusal, reopening_refusal
from sangto.cases.domain.states import CaseAction, CaseOutcome, EntryKind
from sangto.cases.domain.workflow import CASE_WORKFLOW
from sangto.cases.models import Case
from sangto.cases.permissions import Permission, authorise
from sangto.cases.queries.cases import standing_of
from sangto.cases.queries.deadlines import fresh_deadline
from sangto.cases.services.entries import record_entry, write
from sangto.cases.services.holding import keep_hold
from sangto.kernel.actor import Actor
from sangto.kernel.errors import insist
from sangto.kernel.text import clean


def reopen(*, case: Case, reason: str, actor: Actor, now: datetime | None = None) -> Case:
    """Verify again, with a deadline that starts today.

    A published verdict stays in public until a new version replaces it (``start_new_version`` of
    verdicts, which opens the case by itself where that was not done before). An answer stays on
    the receipts until there is another one. What ended as out of scope has no content any more.
    """
    now = now or timezone.now()
    reason = clean(reason).strip()
    with change(actor) as journal:
        authorise(actor, Permission.REOPEN, standing_of(actor, case))
        keep_hold(claim=case.claim, actor=actor, now=now)
        former = CaseOutcome(case.outcome)
        step = CASE_WORKFLOW.step(case.status, CaseAction.REOPEN.value)
        insist(reopening_refusal(former))
        insist(reason_refusal(reason))
        write(
            case,
            status=step.target,
            outcome=CaseOutcome.NONE.value,
            closed_at=None,
            due_at=fresh_deadline(case, now),
        )
        record_entry(
            case=case,
            kind=EntryKind.REOPENED,
            actor=actor,
            text=reason,
            data={"action": CaseAction.REOPEN.value, "from": former.value, "why": True},
            now=now,
        )
        journal.record(AuditTag(step.audit_tag), case, {"from": former.value, "reason": reason})
        return case
