"""Closing a report with an explanation to its sender, and deleting what was sent."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from sangto.audit.services import Journal, change
from sangto.audit.tags import AuditTag
from sangto.documents.services import delete_file
from sangto.intake.domain.reports import (
    REPORT_WORKFLOW,
    Closing,
    ReportOutcome,
    ReportStatus,
)
from sangto.intake.letters import closing_letter
from sangto.intake.models import Contact, Report, ReportImage
from sangto.intake.permissions import IntakePermission, authorise
from sangto.intake.services.progress import locked, move, readable_until
from sangto.kernel.actor import Actor
from sangto.kernel.errors import Refusal, gettext_noop, insist
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
        _delete_pictures(fresh, journal, at)
        fresh.text = fresh.folded = fresh.link = fresh.link_digest = ""
        fresh.reason = fresh.fingerprint = ""
        fresh.outcome = ReportOutcome.OUT_OF_SCOPE.value
        fresh.explanation = reason.value
        fresh.answered_at = fresh.answered_at or at
        fresh.readable_until = readable_until(at)
        fresh.content_deleted_at = at
        move(
            fresh,
            step,
            [
                "text",
                "folded",
                "link",
                "link_digest",
                "reason",
                "fingerprint",
                "outcome",
                "explanation",
                "answered_at",
                "readable_until",
                "content_deleted_at",
            ],
        )
        journal.record(AuditTag.REPORT_CLOSED, fresh, details={"explanation": fresh.explanation})
        journal.record(AuditTag.REPORT_CONTENT_DELETED, fresh)
    return fresh


def discard_pictures(*, report: Report, actor: Actor, now: datetime | None = None) -> int:
    """Delete the pictures and keep the rest (``child_safety`` stores no media); how many."""
    at = now or timezone.now()
    with change(actor) as journal:
        authorise(actor, IntakePermission.CLOSE)
        count = _delete_pictures(locked(report), journal, at)
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
    known = [closing for closing in Closing if closing is not Closing.ARCHIVED]
    for closing in known:
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
