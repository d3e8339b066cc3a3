"""The end of a case that nobody waits for any more."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from sangto.audit.services import change
from sangto.audit.tags import AuditTag
from sangto.cases.domain.moves import public_refusal, withdrawn_refusal
from sangto.cases.domain.states import CaseAction, CaseOutcome, EntryKind, Visibility
from sangto.cases.domain.workflow import CASE_WORKFLOW
from sangto.cases.models import Case, TimelineEntry
from sangto.cases.permissions import Permission, authorise
from sangto.cases.queries.cases import reports_of, standing_of
from sangto.cases.services.entries import record_entry, write
from sangto.cases.services.forgetting import forget_work
from sangto.cases.services.holding import end_hold, keep_hold
from sangto.kernel.actor import Actor
from sangto.kernel.categories import Category
from sangto.kernel.errors import insist
from sangto.matching.services import empty_claim


def close_withdrawn(*, case: Case, actor: Actor, now: datetime | None = None) -> Case:
    """End a case whose every report was taken back by its sender.

    What was sent is deleted already; what the desk wrote about it goes too: the claim's title,
    wordings and indicators, notes, tasks, checklist, grounds and copy list. A report that comes
    later brings the claim to the inbox again.
    """
    now = now or timezone.now()
    with change(actor) as journal:
        authorise(actor, Permission.CLOSE_OUT_OF_SCOPE, standing_of(actor, case))
        keep_hold(claim=case.claim, actor=actor, now=now)
        step = CASE_WORKFLOW.step(case.status, CaseAction.WITHDRAW.value)
        insist(withdrawn_refusal(outcomes=reports_of(case.claim).values_list("outcome", flat=True)))
        public = case.visibility == Visibility.PUBLIC
        insist(public_refusal(public=public, category=Category.OUT_OF_SCOPE))
        write(case, status=step.target, outcome=CaseOutcome.WITHDRAWN.value, closed_at=now)
        case.checks.all().delete()
        forget_work(case, journal)
        TimelineEntry.objects.filter(case=case).exclude(text="").update(text="")
        empty_claim(claim=case.claim, category=None, actor=actor)
        data = {"outcome": case.outcome}
        record_entry(case=case, kind=EntryKind.CLOSED, actor=actor, data=data, now=now)
        journal.record(AuditTag.CASE_CLOSED, case, data)
        end_hold(journal, case.claim)
        return case
