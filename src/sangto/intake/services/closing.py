"""Closing a report with an explanation to its sender, and deleting what was sent."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from sangto.audit.services import Journal, change
from sangto.audit.tags import AuditTag
from sangto.documents.services import delete_file
from sangto.intake.domain.reports import (
    DESK_CLOSINGS,
    REPORT_WORKFLOW,
    Closing,
    ReportOutcome,
    ReportStatus,
)
from sangto.intake.letters import closing_letter
from sangto.intake.models import Contact, Report, ReportAddition, ReportImage
from sangto.intake.permissions import IntakePermission, authorise
from sangto.intake.services.progress import locked, move, readable_until
from sangto.kernel.actor import Actor
from sangto.kernel.errors import Refusal, gettext_noop, insist
from sangto.kernel.workflow import Transition
from sangto.notices.services import queue_mail


def close_and_delete(
    *,
    report: Report,
    explanation: Closing | str,
    actor: Actor,
    now: datetime | None = None,
) -> Report:
    """Close, explain on the receipt and by mail, and delete content, pictures and contact.

    The row keeps dates, status and the code of the explanation. The sealed address lives on in
    the waiting mail only, which forgets it when it has gone. Refused when it is closed already.
    """
    at = now or timezone.now()
    with change(actor) as journal:
        authorise(actor, IntakePermission.CLOSE)
        reason = _closing(explanation)
        fresh = locked(report)
        step = REPORT_WORKFLOW.step(fresh.status, "close")
        _tell(fresh, reason)
        end_without_content(
            fresh,
            step,
            outcome=ReportOutcome.OUT_OF_SCOPE,
            explanation=reason,
            journal=journal,
            at=at,
        )
        journal.record(AuditTag.REPORT_CLOSED, fresh, details={"explanation": fresh.explanation})
        journal.record(AuditTag.REPORT_CONTENT_DELETED, fresh)
    return fresh


def end_without_content(
    report: Report,
    step: Transition,
    *,
    outcome: ReportOutcome,
    explanation: Closing,
    journal: Journal,
    at: datetime,
) -> None:
    """Move the row to its end and delete all that its sender sent, additions and pictures too."""
    _delete_pictures(report, journal, at)
    ReportAddition.objects.filter(report=report, content_deleted_at__isnull=True).update(
        text="", content_deleted_at=at
    )
    report.text = report.folded = report.link = report.link_digest = ""
    report.reason = report.fingerprint = ""
    report.money_lost = None
    report.outcome = outcome.value
    report.explanation = explanation.value
    report.answered_at = report.answered_at or at
    report.readable_until = readable_until(report, at)
    report.content_deleted_at = at
    move(
        report,
        step,
        [
            "text",
            "folded",
            "link",
            "link_digest",
            "reason",
            "money_lost",
            "fingerprint",
            "outcome",
            "explanation",
            "answered_at",
            "readable_until",
            "content_deleted_at",
        ],
    )


def discard_pictures(*, report: Report, actor: Actor, now: datetime | None = None) -> int:
    """Delete the pictures and keep the rest (``child_safety`` stores no media); how many.

    From then on the report takes none either.
    """
    at = now or timezone.now()
    with change(actor) as journal:
        authorise(actor, IntakePermission.CLOSE)
        fresh = locked(report)
        count = _delete_pictures(fresh, journal, at)
        if fresh.takes_pictures:
            fresh.takes_pictures = False
            fresh.save(update_fields=["takes_pictures"])
        if count:
            journal.record(AuditTag.REPORT_PICTURES_DISCARDED, report, details={"count": count})
        else:
            journal.nothing_changed()
    return count


def _delete_pictures(report: Report, journal: Journal, at: datetime) -> int:
    images = list(ReportImage.objects.filter(report=report).select_related("file"))
    ReportImage.objects.filter(report=report).delete()
    for image in images:
        delete_file(file=image.file, journal=journal, now=at)
    return len(images)


def _tell(report: Report, closing: Closing) -> None:
    contact = Contact.objects.filter(report=report).first()
    if contact is None:
        return
    letter = closing_letter(report, closing, contact.language)
    queue_mail(
        key=f"report:{report.pk}:{ReportStatus.CLOSED.value}",
        to_sealed=contact.email_sealed,
        language=contact.language,
        subject=letter.subject,
        body=letter.body,
    )
    contact.delete()


def _closing(explanation: Closing | str) -> Closing:
    for closing in DESK_CLOSINGS:
        if closing == explanation:
            return closing
    insist(
        Refusal(
            "intake.explanation",
            gettext_noop("Please choose one of the explanations; the sender will read it."),
            {},
            "explanation",
        )
    )
    raise AssertionError("unreachable")
