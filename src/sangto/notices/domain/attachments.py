"""What an e-mail may carry beside its text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sangto.kernel.errors import Refusal, gettext_noop

#: All attachments of one mail together, in bytes before they are encoded for the way.
MAX_TOTAL_BYTES = 10_000_000
MAX_ATTACHMENTS = 20
NAME_LENGTH = 120
CALENDAR_TYPE = "text/calendar"
#: Of the copy that is attached: a second ``text/calendar`` part would be shown as a second event.
CALENDAR_FILE_TYPE = "application/ics"
#: With it the whole mail is a report about another mail (RFC 5965).
FEEDBACK_REPORT_TYPE = "message/feedback-report"

_MEDIA_TYPE = re.compile(r"[a-z0-9][a-z0-9.+-]{0,40}/[a-z0-9][a-z0-9.+-]{0,80}")
_METHOD = re.compile(r"[A-Z][A-Z-]{0,19}")


@dataclass(frozen=True, slots=True)
class MailAttachment:
    """Either ``content`` or ``stored_file`` (the key of a stored file, read when the mail goes).

    A ``calendar_method`` (``REQUEST``, ``CANCEL``) makes it an invitation that mail programs
    offer to accept: it goes as another form of the text and as a file.
    """

    name: str
    media_type: str
    content: bytes = b""
    stored_file: int | None = None
    calendar_method: str = ""


def attachments_refusal(
    attachments: Sequence[MailAttachment], *, stored_bytes: int = 0
) -> Refusal | None:
    """Why these can not go with one mail; ``stored_bytes`` is what their stored files weigh."""
    total = stored_bytes + sum(len(one.content) for one in attachments)
    if len(attachments) > MAX_ATTACHMENTS or total > MAX_TOTAL_BYTES:
        return Refusal(
            "notices.attachments_too_large",
            gettext_noop("The files are too large for one e-mail: at most %(mb)d MB together."),
            {"mb": MAX_TOTAL_BYTES // 1_000_000},
        )
    if not all(_is_sound(one) for one in attachments):
        return Refusal(
            "notices.attachment_unsound",
            gettext_noop("One of the files can not be attached to an e-mail."),
        )
    return None


def attachment_name(name: str) -> str:
    """One line that is a file name everywhere."""
    printable = "".join(char if char.isprintable() else " " for char in name)
    plain = re.sub(r'[\\/:*?"<>|\s]+', " ", printable).strip(" .")
    return plain[-NAME_LENGTH:] or "file"


def _is_sound(one: MailAttachment) -> bool:
    if _MEDIA_TYPE.fullmatch(one.media_type) is None:
        return False
    if bool(one.content) == (one.stored_file is not None):
        return False
    if not one.calendar_method:
        return True
    return one.media_type == CALENDAR_TYPE and _METHOD.fullmatch(one.calendar_method) is not None
