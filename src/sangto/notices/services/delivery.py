"""Handing messages to the mail server, outside any transaction."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from sangto.audit.locks import write_lock
from sangto.audit.secrets import sealer
from sangto.audit.services import change
from sangto.audit.tags import AuditTag
from sangto.documents.queries import content_of
from sangto.kernel.actor import system_actor
from sangto.kernel.sealing import UnreadableSeal
from sangto.notices.domain.attachments import CALENDAR_FILE_TYPE, FEEDBACK_REPORT_TYPE
from sangto.notices.domain.messages import MessageState, header_text, message_identifier
from sangto.notices.mail import mail_is_off, refused_for_good, reply_code
from sangto.notices.models import OutboxAttachment, OutboxMessage
from sangto.notices.services.outbox import SECRET_MARK

Settle = Callable[[], None]

_TAGS = {
    MessageState.SENT: AuditTag.MAIL_SENT,
    MessageState.DROPPED: AuditTag.MAIL_DROPPED,
    MessageState.FAILED: AuditTag.MAIL_FAILED,
}


class DeliveryDelayed(RuntimeError):  # noqa: N818 - the word of the house
    """The server could not take the mail now; the queue tries again. Names no address."""


def deliver(message_id: int) -> Settle:
    """Send the message, and answer with what marks it in the caller's finishing transaction.

    A machine that stops in between sends it again under the same Message-ID. Raises
    :class:`DeliveryDelayed` when another attempt may help; a refusal for good ends in the
    visible state ``failed``. A message that is not waiting is left alone.
    """
    message = OutboxMessage.objects.filter(pk=message_id, state=MessageState.WAITING.value).first()
    if message is None:
        return _nothing
    if mail_is_off():
        return partial(_mark, message_id, MessageState.DROPPED)
    try:
        address, _, secret = sealer().open(message.to_sealed).partition("\x1f")
    except UnreadableSeal:
        return partial(_mark, message_id, MessageState.FAILED, "the address can not be unsealed")
    try:
        _mail(message, address, secret).send(fail_silently=False)
    except ValueError:
        return partial(_mark, message_id, MessageState.FAILED, "the address can not be used")
    except Exception as error:  # noqa: BLE001 - a mail library raises whatever a server provokes
        shown = _described(error)
        if refused_for_good(error):
            return partial(_mark, message_id, MessageState.FAILED, shown)
        _note_attempt(message_id, shown)
        raise DeliveryDelayed(shown) from None
    return partial(_mark, message_id, MessageState.SENT)


class _FeedbackReport(EmailMultiAlternatives):
    """A mail about a mail (RFC 5965): multipart/report, the machine-readable part in 7 bit."""

    mixed_subtype = "report"

    def message(self) -> Any:  # type: ignore[override] # whichever kind Django makes
        made = super().message()
        made.set_param("report-type", "feedback-report")
        for part in made.walk():
            if part.get_content_type() == FEEDBACK_REPORT_TYPE:
                text = bytes(part.get_payload(decode=True)).decode("ascii")
                del part["Content-Transfer-Encoding"]
                part["Content-Transfer-Encoding"] = "7bit"
                part.set_payload(text)
        return made


def _mail(message: OutboxMessage, address: str, secret: str) -> EmailMultiAlternatives:
    host = urlsplit(settings.SANGTO_BASE_URL).hostname or "localhost"
    attachments = list(message.attachments.select_related("stored_file"))
    is_report = any(one.media_type == FEEDBACK_REPORT_TYPE for one in attachments)
    mail = (_FeedbackReport if is_report else EmailMultiAlternatives)(
        subject=header_text(message.subject),
        body=message.body.replace(SECRET_MARK, secret) if secret else message.body,
        to=[address],
        connection=get_connection(),
        headers={
            "Message-ID": message_identifier(message.key, host),
            "Auto-Submitted": "auto-generated",
            "Content-Language": message.language,
        },
    )
    for attachment in attachments:
        _add(mail, attachment)
    return mail


def _add(mail: EmailMultiAlternatives, attachment: OutboxAttachment) -> None:
    """A stored file that was deleted meanwhile is left out."""
    content = bytes(attachment.content)
    if (file := attachment.stored_file) is not None:
        if file.deleted_at is not None:
            return
        content = content_of(file)
    media_type = attachment.media_type
    if attachment.calendar_method:
        mail.attach_alternative(
            content.decode("utf-8"), f"{media_type}; method={attachment.calendar_method}"
        )
        media_type = CALENDAR_FILE_TYPE
    mail.attach(attachment.name, content, media_type)


def _nothing() -> None:
    return None


def _mark(message_id: int, state: MessageState, error: str = "") -> None:
    now: datetime = timezone.now()
    values: dict[str, object] = {
        "state": state.value,
        "attempts": F("attempts") + 1,
        "last_error": error,
        "sent_at": now if state is MessageState.SENT else None,
    }
    if state is not MessageState.FAILED:
        values["to_sealed"] = ""
    with change(system_actor("notice.deliver")) as journal:
        waiting = OutboxMessage.objects.filter(pk=message_id, state=MessageState.WAITING.value)
        if not waiting.update(**values):
            journal.nothing_changed()
            return
        if state is not MessageState.FAILED:
            OutboxAttachment.objects.filter(message=message_id).delete()
        journal.record(
            _TAGS[state], (OutboxMessage._meta.label_lower, message_id), details={"error": error}
        )


def _note_attempt(message_id: int, error: str) -> None:
    with write_lock(), transaction.atomic():
        OutboxMessage.objects.filter(pk=message_id).update(
            attempts=F("attempts") + 1, last_error=error
        )


def _described(error: Exception) -> str:
    code = reply_code(error)
    return type(error).__name__ if code is None else f"{type(error).__name__} {code}"
