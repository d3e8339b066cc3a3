"""A category taken back right after it was chosen."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from sangto.audit.services import change
from sangto.audit.tags import AuditTag
from sangto.cases.domain.moves import public_refusal
from sangto.cases.domain.states import CaseAction, EntryKind, Visibility
from sangto.cases.domain.workflow import CASE_WORKFLOW
from sangto.cases.models import Case
from sangto.cases.permissions import Permission, authorise
from sangto.cases.queries.cases import category_of, standing_of
from sangto.cases.services.entries import record_entry, write
from sangto.cases.services.holding import keep_hold
from sangto.kernel.actor import Actor
from sangto.kernel.categories import Category
from sangto.kernel.errors import insist
from sangto.matching.services import take_back_description
from sangto.organisations.domain.deadlines import kind_for_category
from sangto.organisations.queries import deadline_for


def take_back_category(
    *, case: Case, title: str, title_en: str, actor: Actor, now: datetime | None = None
) -> Case:
    """The case waits for its category again, with the deadline of triage, and the claim says what
    it said before (``title``, ``title_en``). Its checks go; the timeline keeps both steps.

    For undoing at once: whoever calls has made sure that nothing was built on the category.
    """
    now = now or timezone.now()
    with change(actor) as journal:
        authorise(actor, Permission.CATEGORISE, standing_of(actor, case))
        keep_hold(claim=case.claim, actor=actor, now=now)
        step = CASE_WORKFLOW.step(case.status, CaseAction.TAKE_BACK.value)
        public = case.visibility == Visibility.PUBLIC
        insist(public_refusal(public=public, category=Category.OUT_OF_SCOPE))
        former = category_of(case)
        write(
            case,
            status=step.target,
            category="",
            topic="",
            subject_agency_id=None,
            confirmed_at=None,
            due_at=deadline_for(
                case.network, kind_for_category(None), case.origin_report.received_at
            ).at,
        )
        case.checks.all().delete()
        take_back_description(claim=case.claim, title=title, title_en=title_en, actor=actor)
        data = {"category": "", "from": former.value if former is not None else ""}
        record_entry(case=case, kind=EntryKind.CATEGORY, actor=actor, data=data, now=now)
        journal.record(AuditTag.CASE_CATEGORY_TAKEN_BACK, case, data)
        return case
