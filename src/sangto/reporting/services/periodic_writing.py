"""Writing a report: its parts as one types, its figures, comments of colleagues."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from sangto.audit.services import change
from sangto.audit.tags import AuditTag
from sangto.kernel.actor import Actor
from sangto.kernel.errors import NotVisible, Refused, insist
from sangto.kernel.text import clean
from sangto.reporting.domain.periodic import (
    PERIODIC_WORKFLOW,
    ReportAction,
    SectionKey,
    comment_refusal,
    meanwhile_refusal,
    section_refusal,
)
from sangto.reporting.domain.periodic_rights import PeriodicPermission
from sangto.reporting.models import PeriodicReport, ReportComment, ReportSection
from sangto.reporting.periodic_permissions import authorise, user_of
from sangto.reporting.queries.periodic import period_figures
from sangto.reporting.services.periodic_rows import edited, held, moved, step


def save_section(
    *,
    report: PeriodicReport,
    key: str,
    text: str,
    seen: int,
    actor: Actor,
    now: datetime | None = None,
) -> ReportSection:
    """Save one part. ``seen`` is the revision that the person had before them: of two editors the
    second is refused (``periodic.changed_meanwhile``), unless both wrote the same."""
    text = clean(text).rstrip()
    insist(section_refusal(text=text, key=key, sections=report.sections))
    with change(actor) as journal:
        report = held(report)
        move = step(report, ReportAction.SAVE, actor)
        row = ReportSection.objects.select_for_update().get(report=report, key=key)
        if row.text == text:
            journal.nothing_changed()
            return row
        if row.revision != seen:
            raise Refused(meanwhile_refusal())
        row.text, row.revision = text, row.revision + 1
        row.changed_at, row.changed_by_id = now or timezone.now(), actor.user_id
        row.save()
        edited(report, actor)
        moved(journal, report, move, section=key, revision=row.revision)
    return row


def refresh_figures(
    *, report: PeriodicReport, actor: Actor, now: datetime | None = None
) -> PeriodicReport:
    """Count the figures as they are now, and keep them. They are counted before the transaction:
    90 queries hold nobody up."""
    step(report, ReportAction.REFRESH, actor)
    figures, asked_at = period_figures(report, now=now)
    with change(actor) as journal:
        report = held(report)
        move = step(report, ReportAction.REFRESH, actor)
        report.figures, report.figures_at = figures, asked_at
        moved(journal, report, move, asked_at=asked_at.isoformat())
    return report


def add_comment(
    *,
    report: PeriodicReport,
    text: str,
    actor: Actor,
    section: str = "",
    now: datetime | None = None,
) -> ReportComment:
    """While the report is written or waits for approval."""
    text = clean(text).strip()
    with change(actor) as journal:
        report = held(report)
        authorise(actor, PeriodicPermission.COMMENT, report.agency_id)
        insist(comment_refusal(text))
        if section and section not in {key.value for key in SectionKey}:
            raise NotVisible
        insist(
            PERIODIC_WORKFLOW.refusal(report.state, ReportAction.SAVE)
            and PERIODIC_WORKFLOW.refusal(report.state, ReportAction.SUBMIT)
        )
        row = ReportComment.objects.create(
            report=report,
            section=section,
            text=text,
            noted_at=now or timezone.now(),
            noted_by_id=user_of(actor),
        )
        journal.record(AuditTag.PERIODIC_COMMENTED, report, {"comment": row.pk})
    return row
