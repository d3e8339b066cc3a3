"""A closed case that is opened again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.utils import timezone

from sangto.audit.services import Journal, change
from sangto.audit.tags import AuditTag
from sangto.cases.domain.moves import reason_refusal, reopening_refusal
from sangto.cases.domain.states import CaseAction, CaseOutcome, EntryKind
from sangto.cases.domain.workflow import CASE_WORKFLOW
from sangto.cases.models import Case
from sangto.cases.permissions import Permission, authorise, has_permission
from sangto.cases.queries.cases import standing_of
from sangto.cases.queries.deadlines import fresh_deadline
from sangto.cases.services.entries import record_entry, write
from sangto.cases.services.holding import keep_hold
from sangto.kernel.actor import Actor
from sangto.kernel.categories import Category
from sangto.kernel.errors import NotVisible, Refusal, insist
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
        details = {"reason": reason}
        _open_again(
            journal, case, details, now, data={"why": True}, text=reason, no=reason_refusal(reason)
        )
        return case


def reopen_on_appeal(*, case: Case, actor: Actor, now: datetime | None = None) -> Case:
    """The same for whoever decided that a verdict has to change; verdicts asked who that may be.

    Why stands with the appeal, and in the register.
    """
    with change(actor) as journal:
        authorise(actor, Permission.REOPEN_ON_APPEAL, standing_of(actor, case))
        appeal = {"appeal": True}
        _open_again(journal, case, appeal, now or timezone.now(), data=appeal)
        return case


def reopen_for_sender(
    *, case: Case, reason: str, actor: Actor, now: datetime | None = None
) -> Case:
    """The same for somebody whose complaint was answered. ``reason`` is a code; what the person
    wrote stays with the report. Who calls has seen the receipt."""
    with change(actor) as journal:
        if not has_permission(actor, Permission.REOPEN_ASKED):
            raise NotVisible
        if case.category != Category.SERVICE_FEEDBACK:
            raise NotVisible
        data = {"step": "by_sender", "code": reason}
        _open_again(journal, case, {"sender": reason}, now or timezone.now(), data=data)
        return case


def _open_again(
    journal: Journal,
    case: Case,
    details: Mapping[str, object],
    now: datetime,
    *,
    data: Mapping[str, object],
    text: str = "",
    no: Refusal | None = None,
) -> None:
    former = CaseOutcome(case.outcome)
    step = CASE_WORKFLOW.step(case.status, CaseAction.REOPEN.value)
    insist(reopening_refusal(former))
    insist(no)
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
        actor=journal.actor,
        text=text,
        data={"action": CaseAction.REOPEN.value, "from": former.value, **data},
        now=now,
    )
    journal.record(AuditTag(step.audit_tag), case, {"from": former.value, **details})
