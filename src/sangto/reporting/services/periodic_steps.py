"""A report goes its way: handed in, sent back, approved and submitted, amended, cancelled."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.utils import timezone

from sangto.audit.services import Journal, change
from sangto.documents.models import OfficialDocument
from sangto.documents.services import issue_document, make_files
from sangto.kernel.actor import Actor
from sangto.kernel.errors import NotVisible, insist
from sangto.kernel.text import clean
from sangto.organisations.queries import today
from sangto.reporting.domain.periodic import (
    COLLECTED,
    ReportAction,
    ReportKind,
    handing_in_refusal,
    own_work_refusal,
    points_of,
    reason_refusal,
    too_early_refusal,
)
from sangto.reporting.models import (
    GroupedPoint,
    PeriodicReport,
    ReportComment,
    ReportPoint,
    ReportVersion,
)
from sangto.reporting.periodic_papers import consolidated_document
from sangto.reporting.periodic_permissions import user_of
from sangto.reporting.services.periodic_letters import tell_the_committee
from sangto.reporting.services.periodic_rows import edited, held, moved, step


def hand_in(*, report: PeriodicReport, actor: Actor, now: datetime | None = None) -> PeriodicReport:
    """Refused before the period is over, without figures, and without results."""
    now = now or timezone.now()
    with change(actor) as journal:
        report = held(report)
        move = step(report, ReportAction.HAND_IN, actor)
        insist(
            too_early_refusal(period=report.period, today=today(now))
            or handing_in_refusal(texts=_texts(report), has_figures=bool(report.figures))
        )
        report.handed_in_by_id, report.handed_in_at = actor.user_id, now
        edited(report, actor)
        moved(journal, report, move)
    return report


def return_report(
    *, report: PeriodicReport, reason: str, actor: Actor, now: datetime | None = None
) -> PeriodicReport:
    """Back to those who wrote it, with what is to be mended as a comment."""
    reason = clean(reason).strip()
    with change(actor) as journal:
        report = held(report)
        move = step(report, ReportAction.RETURN, actor)
        insist(reason_refusal(reason))
        ReportComment.objects.create(
            report=report,
            text=reason,
            noted_at=now or timezone.now(),
            noted_by_id=user_of(actor),
        )
        moved(journal, report, move)
    return report


def submit_report_version(
    *,
    report: PeriodicReport,
    actor: Actor,
    on: date | None = None,
    now: datetime | None = None,
) -> ReportVersion:
    """Approve and submit, as a second person. What was written is kept as a version that nobody
    changes. The consolidated report takes its number from the lead agency's register, and the
    committee is told; its files are drawn afterwards."""
    now = now or timezone.now()
    with change(actor) as journal:
        report = held(report)
        move = step(report, ReportAction.SUBMIT, actor)
        people = report.editors.filter(number=report.number).values_list("user_id", flat=True)
        insist(own_work_refusal(approver=actor.user_id, authors=[*people, report.handed_in_by_id]))
        version = _kept(report, actor, now)
        document = None
        if report.kind == ReportKind.CONSOLIDATED:
            document = _numbered(journal, report, version, actor, on or today(now), now)
            version.document = document
            version.save(update_fields=["document"])
            tell_the_committee(report, document, now)
        report.first_submitted_at = report.first_submitted_at or now
        moved(journal, report, move, version=version.pk)
    if document is not None:
        make_files(document=document, actor=actor, now=now)
    return version


def _kept(report: PeriodicReport, actor: Actor, now: datetime) -> ReportVersion:
    texts = _texts(report)
    before = report.versions.order_by("-number").first()
    version = ReportVersion.objects.create(
        report=report,
        number=report.number,
        sections=texts,
        figures=report.figures,
        figures_at=report.figures_at or now,
        prepared_by_id=report.handed_in_by_id or 0,
        submitted_by_id=actor.user_id or 0,
        submitted_at=now,
        why=report.reason,
    )
    points = ReportPoint.objects.bulk_create(
        ReportPoint(version=version, section=key.value, place=place, text=text)
        for key in COLLECTED
        for place, text in enumerate(points_of(texts.get(key.value, "")), 1)
    )
    if before is not None:
        _carry(before, points)
    report.reason = ""
    return version


def _carry(before: ReportVersion, points: list[ReportPoint]) -> None:
    """What an amended version still says word for word stays in its group."""
    same = {(point.section, point.text): point for point in reversed(points)}
    for row in GroupedPoint.objects.filter(point__version=before).select_related("point"):
        point = same.pop((row.point.section, row.point.text), None)
        if point is not None:
            GroupedPoint.objects.filter(pk=row.pk).update(point=point)


def _numbered(
    journal: Journal,
    report: PeriodicReport,
    version: ReportVersion,
    actor: Actor,
    on: date,
    now: datetime,
) -> OfficialDocument:
    content = consolidated_document(
        report, sections=version.sections, figures=version.figures, now=now
    )
    return issue_document(
        agency=report.agency,
        content=content,
        on=on,
        about=report,
        actor=actor,
        within=journal,
        now=now,
    )


def amend_report(
    *, report: PeriodicReport, reason: str, actor: Actor, now: datetime | None = None
) -> PeriodicReport:
    """Open a submitted report again; the versions before stay as they are."""
    reason = clean(reason).strip()
    with change(actor) as journal:
        report = held(report)
        move = step(report, ReportAction.AMEND, actor)
        insist(reason_refusal(reason))
        report.number += 1
        report.handed_in_by, report.handed_in_at = None, None
        report.reason = reason
        moved(journal, report, move)
    return report


def cancel_report(
    *, report: PeriodicReport, reason: str, actor: Actor, now: datetime | None = None
) -> PeriodicReport:
    """A report on demand is not wanted any more; those that it collects end with it. What was
    submitted once is never cancelled."""
    reason = clean(reason).strip()
    with change(actor) as journal:
        report = held(report)
        move = step(report, ReportAction.CANCEL, actor)
        if not report.subject or report.agency_id != actor.agency_id or report.first_submitted_at:
            raise NotVisible
        insist(reason_refusal(reason))
        for row in [*report.collected.filter(first_submitted_at__isnull=True), report]:
            row.reason = reason
            moved(journal, row, move)
    return report


def _texts(report: PeriodicReport) -> dict[str, Any]:
    rows = dict(report.section_rows.values_list("key", "text"))
    return {key: rows.get(key, "") for key in report.sections}
