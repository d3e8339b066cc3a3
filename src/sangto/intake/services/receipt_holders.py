"""What a sender does with the receipt in hand: add something, withdraw, leave an address.

The code is the only proof: a wrong one, an unknown one and one whose time is over all raise
:class:`NotVisible`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.utils import timezone

from sangto.audit.secrets import sealer
from sangto.audit.services import change
from sangto.audit.tags import AuditTag
from sangto.documents.domain.files import Purpose
from sangto.documents.domain.images import reencode
from sangto.documents.services import keeping
from sangto.intake.domain.additions import addition_refusals, cleaned_addition
from sangto.intake.domain.contact import email_refusal, normalised_email
from sangto.intake.domain.reports import (
    REPORT_WORKFLOW,
    Closing,
    ReportOutcome,
    contact_refusal,
    withdrawal_refusal,
)
from sangto.intake.domain.submission import key_refusal
from sangto.intake.models import Contact, Report, ReportAddition
from sangto.intake.permissions import IntakePermission, authorise
from sangto.intake.queries import report_by_receipt
from sangto.intake.receipts import addition_digest
from sangto.intake.services.closing import end_without_content
from sangto.intake.services.progress import locked, move
from sangto.intake.services.reading import READ_TASK
from sangto.intake.services.submitting import RefusedSubmission, add_pictures
from sangto.kernel.actor import Actor
from sangto.kernel.errors import NotVisible, insist
from sangto.kernel.text import clean
from sangto.queue.services import put

#: What later rooms have to settle after a withdrawal: the index, and whatever counts reports.
WITHDRAWN_TASK = "report.withdrawn"


def add_to_report(
    *,
    receipt: str,
    text: str,
    images: Sequence[bytes] = (),
    key: str,
    actor: Actor,
    now: datetime | None = None,
) -> ReportAddition:
    """Keep what the sender adds, stripped like the report. The same key adds once.

    Raises :class:`RefusedSubmission` or :class:`Refused`; refused once the report is answered or
    closed.
    """
    authorise(actor, IntakePermission.ADD)
    insist(key_refusal(key))
    at = now or timezone.now()
    report = _report(receipt, at)
    digest = addition_digest(f"{report.pk}:{key}")
    before = ReportAddition.objects.filter(key_digest=digest).first()
    if before is not None:
        return before
    ready = cleaned_addition(text)
    refusals = addition_refusals(
        status=report.status,
        text=text,
        images=images,
        already=report.additions.count(),
        takes_pictures=report.takes_pictures,
        upload_bytes=settings.SANGTO_UPLOAD_BYTES,
    )
    if refusals:
        raise RefusedSubmission(refusals)
    pictures = [reencode(image, number=number) for number, image in enumerate(images, start=1)]
    contents = [picture.content for picture in pictures]
    with keeping(contents, purpose=Purpose.SCREENSHOT) as kept, change(actor) as journal:
        fresh = locked(report)
        refusals = addition_refusals(
            status=fresh.status,
            text=text,
            images=images,
            already=fresh.additions.count(),
            takes_pictures=fresh.takes_pictures,
            upload_bytes=settings.SANGTO_UPLOAD_BYTES,
        )
        if refusals:
            raise RefusedSubmission(refusals)
        addition = ReportAddition.objects.create(
            report=fresh, key_digest=digest, text=ready, received_at=at
        )
        add_pictures(fresh, pictures, kept, journal, at, addition=addition)
        journal.record(
            AuditTag.REPORT_ADDED_TO,
            fresh,
            details={"addition": addition.pk, "pictures": len(pictures)},
        )
        if pictures:
            put(
                kind=READ_TASK,
                key=f"{READ_TASK}:{addition.pk}",
                payload={"report": fresh.pk},
            )
    return addition


def withdraw_report(*, receipt: str, actor: Actor, now: datetime | None = None) -> Report:
    """Delete what was sent and the address; the row keeps its dates and that it was withdrawn.

    Refused once the report is answered or closed. A case that began with it goes on: the desk
    sees that its sender withdrew, and decides.
    """
    at = now or timezone.now()
    with change(actor) as journal:
        authorise(actor, IntakePermission.WITHDRAW)
        fresh = locked(_report(receipt, at))
        insist(withdrawal_refusal(fresh.status))
        step = REPORT_WORKFLOW.step(fresh.status, "withdraw")
        Contact.objects.filter(report=fresh).delete()
        end_without_content(
            fresh,
            step,
            outcome=ReportOutcome.WITHDRAWN,
            explanation=Closing.WITHDRAWN,
            journal=journal,
            at=at,
        )
        journal.record(AuditTag.REPORT_WITHDRAWN, fresh)
        journal.record(AuditTag.REPORT_CONTENT_DELETED, fresh)
        put(
            kind=WITHDRAWN_TASK,
            key=f"{WITHDRAWN_TASK}:{fresh.pk}",
            payload={"report": fresh.pk},
        )
    return fresh


def reopen_report(
    *, receipt: str, due_at: datetime, actor: Actor, now: datetime | None = None
) -> Report:
    """The sender asks for another look: the report waits again, until ``due_at``, and can be read
    until it is answered anew. The room that gave the answer says whether that may be."""
    at = now or timezone.now()
    with change(actor) as journal:
        authorise(actor, IntakePermission.REOPEN)
        fresh = locked(_report(receipt, at))
        step = REPORT_WORKFLOW.step(fresh.status, "reopen")
        fresh.due_at, fresh.outcome = due_at, ReportOutcome.NONE.value
        fresh.answered_at = fresh.readable_until = None
        move(fresh, step, ["due_at", "outcome", "answered_at", "readable_until"])
        Contact.objects.filter(report=fresh).update(erase_after=None)
        journal.record(AuditTag.REPORT_REOPENED, fresh)
    return fresh


def change_contact(
    *, receipt: str, email: str, language: str, actor: Actor, now: datetime | None = None
) -> Contact:
    """Leave an address, or another one; sealed. Refused for a report that was closed."""
    at = now or timezone.now()
    with change(actor) as journal:
        authorise(actor, IntakePermission.CONTACT_CHANGE)
        fresh = locked(_report(receipt, at))
        insist(contact_refusal(fresh.status))
        address = normalised_email(clean(email))
        insist(email_refusal(address))
        contact, _made = Contact.objects.update_or_create(
            report=fresh,
            defaults={
                "email_sealed": sealer().seal(address),
                "language": language,
                "erase_after": fresh.readable_until,
            },
            create_defaults={
                "email_sealed": sealer().seal(address),
                "language": language,
                "erase_after": fresh.readable_until,
                "created_at": at,
            },
        )
        journal.record(AuditTag.CONTACT_CHANGED, fresh)
    return contact


def remove_contact(*, receipt: str, actor: Actor, now: datetime | None = None) -> bool:
    """Delete the address; False when there was none."""
    at = now or timezone.now()
    with change(actor) as journal:
        authorise(actor, IntakePermission.CONTACT_CHANGE)
        fresh = locked(_report(receipt, at))
        count, _by_model = Contact.objects.filter(report=fresh).delete()
        if count:
            journal.record(AuditTag.CONTACT_REMOVED, fresh)
        else:
            journal.nothing_changed()
    return bool(count)


def _report(receipt: str, at: datetime) -> Report:
    report = report_by_receipt(receipt, at)
    if report is None:
        raise NotVisible
    return report
