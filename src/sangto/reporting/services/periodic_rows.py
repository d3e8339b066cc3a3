"""What all writes on a periodic report share: the lock, the step, the record."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.utils import timezone

from sangto.audit.services import Journal
from sangto.audit.tags import AuditTag
from sangto.kernel.actor import Actor
from sangto.kernel.errors import NotVisible
from sangto.kernel.references import unused_reference
from sangto.kernel.workflow import Transition
from sangto.reporting.domain.periodic import PERIODIC_WORKFLOW, ReportAction, ReportKind
from sangto.reporting.domain.periodic_rights import PeriodicPermission
from sangto.reporting.models import PeriodicReport, ReportEditor
from sangto.reporting.periodic_permissions import authorise, user_of


def free_reference(now: datetime) -> str:
    """A reference such as ``BK-26-K7Q4M3`` that no report has."""
    return unused_reference(
        "BK",
        timezone.localdate(now).year,
        secrets.token_bytes,
        lambda reference: PeriodicReport.objects.filter(reference=reference).exists(),
    )


def held(report: PeriodicReport) -> PeriodicReport:
    """The row as it is now, locked until the transaction ends."""
    rows = PeriodicReport.objects.select_for_update(of=("self",))
    return rows.select_related("agency__network").get(pk=report.pk)


def step(report: PeriodicReport, action: ReportAction, actor: Actor) -> Transition:
    """The transition, for people of the agency that reports; else :class:`NotVisible`."""
    rows = {row.permission for row in PERIODIC_WORKFLOW if row.action == action}
    for permission in rows:
        authorise(actor, PeriodicPermission(permission), _agency(report, action))
    if action is ReportAction.GROUP and report.kind != ReportKind.CONSOLIDATED:
        raise NotVisible
    return PERIODIC_WORKFLOW.step(report.state, action)


def _agency(report: PeriodicReport, action: ReportAction) -> int | None:
    """A report that was asked for is taken back by who asked."""
    return None if action is ReportAction.CANCEL else report.agency_id


def edited(report: PeriodicReport, actor: Actor) -> None:
    """Who wrote at this version does not approve it."""
    ReportEditor.objects.get_or_create(report=report, number=report.number, user_id=user_of(actor))


def moved(journal: Journal, report: PeriodicReport, move: Transition, **details: object) -> None:
    """Save the row in its new state, with the record of the step."""
    report.state = move.target
    report.save()
    journal.record(AuditTag(move.audit_tag), report, {"number": report.number, **details})
