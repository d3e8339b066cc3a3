"""Rows of the outbox: written with the change that wants to tell somebody."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Sum
from django.utils import timezone

from sangto.audit.secrets import sealer
from sangto.audit.services import change
from sangto.audit.tags import AuditTag
from sangto.documents.models import StoredFile
from sangto.kernel.actor import Actor
from sangto.kernel.errors import Refusal, gettext_noop, insist
from sangto.kernel.sealing import UnreadableSeal
from sangto.kernel.text import clean
from sangto.notices.domain.attachments import (
    MailAttachment,
    attachment_name,
    attachments_refusal,
)
from sangto.notices.domain.messages import MessageState, header_text
from sangto.notices.models import OutboxAttachment, OutboxMessage
from sangto.notices.permissions import sending_again_refusal
from sangto.queue.services import put

TASK_KIND = "notice.deliver"

#: Where a body leaves room for what is sealed with the address, such as the end of a link.
SECRET_MARK = "{secret}"  # noqa: S105 - a place, not a secret


def sealed_recipient(address: str, secret: str = "") -> str:
    """For ``queue_mail``: the address and, with it, what only its owner may read. Both are
    forgotten together when the mail has gone."""
    return sealer().seal(f"{address}\x1f{secret}" if secret else address)


def queue_mail(
    *,
    key: str,
    to_sealed: str,
    language: str,
    subject: str,
    body: str,
    attachments: Sequence[MailAttachment] = (),
    now: datetime | None = None,
) -> OutboxMessage | None:
    """A plain-text mail to one sealed address, sent after the change that it stands in.

    ``key`` names the occasion and the recipient; None when such a message exists already.
    Belongs inside a ``change``, whose own record says what happened. Attachments that are too
    large together are refused; give large files that go to many as stored files.
    """
    message, made = OutboxMessage.objects.get_or_create(
        key=key,
        defaults={
            "to_sealed": to_sealed,
            "language": language,
            "subject": header_text(clean(subject)),
            "body": clean(body),
            "created_at": now or timezone.now(),
        },
    )
    if not made:
        return None
    if attachments:
        _attach(message, attachments)
    put(kind=TASK_KIND, key=f"{TASK_KIND}:{message.pk}", payload={"message": message.pk})
    return message


def send_again(*, message_id: int, actor: Actor) -> None:
    """Give a failed message another round of attempts."""
    with change(actor) as journal:
        insist(sending_again_refusal(actor))
        failed = OutboxMessage.objects.filter(
            pk=message_id, state=MessageState.FAILED.value
        ).exclude(to_sealed="")
        message = failed.first()
        if message is None or not failed.update(state=MessageState.WAITING.value):
            insist(_not_failed())
            return
        journal.record(AuditTag.MAIL_QUEUED, message, details={"again": message.attempts})
        put(
            kind=TASK_KIND,
            key=f"{TASK_KIND}:{message_id}:{message.attempts}",
            payload={"message": message_id},
        )


def reseal_waiting(*, actor: Actor) -> int:
    """Seal the addresses of messages that are not done under the newest key; how many."""
    count = 0
    with change(actor) as journal:
        journal.nothing_changed()
        for message in OutboxMessage.objects.exclude(to_sealed="").order_by("pk"):
            try:
                resealed = sealer().reseal(message.to_sealed)
            except UnreadableSeal:
                continue
            OutboxMessage.objects.filter(pk=message.pk, to_sealed=message.to_sealed).update(
                to_sealed=resealed
            )
            count += 1
        if count:
            journal.record(AuditTag.CONTACT_RESEALED, ("notices.outbox", "all"), {"count": count})
    return count


def forget_failed_addresses(*, actor: Actor, now: datetime | None = None) -> int:
    """Empty the addresses of messages that failed and are older than a contact may get."""
    cutoff = (now or timezone.now()) - timedelta(days=settings.SANGTO_CONTACT_DAYS)
    with change(actor) as journal:
        count = (
            OutboxMessage.objects.filter(state=MessageState.FAILED.value, created_at__lte=cutoff)
            .exclude(to_sealed="")
            .update(to_sealed="")
        )
        OutboxAttachment.objects.filter(
            message__state=MessageState.FAILED.value, message__to_sealed=""
        ).delete()
        if count:
            journal.record(AuditTag.CONTACT_ERASED, ("notices.outbox", "all"), {"count": count})
        else:
            journal.nothing_changed()
    return count


def _attach(message: OutboxMessage, attachments: Sequence[MailAttachment]) -> None:
    files = {one.stored_file for one in attachments if one.stored_file is not None}
    weight = 0
    if files:
        stored = StoredFile.objects.filter(pk__in=files, deleted_at__isnull=True)
        weight = stored.aggregate(total=Sum("size"))["total"] or 0
    insist(attachments_refusal(attachments, stored_bytes=weight))
    OutboxAttachment.objects.bulk_create(
        OutboxAttachment(
            message=message,
            position=position,
            name=attachment_name(one.name),
            media_type=one.media_type,
            calendar_method=one.calendar_method,
            content=one.content,
            stored_file_id=one.stored_file,
        )
        for position, one in enumerate(attachments)
    )


def _not_failed() -> Refusal:
    return Refusal(
        "notices.not_failed",
        gettext_noop("Only an e-mail that was refused, and whose address is kept, can go again."),
    )
