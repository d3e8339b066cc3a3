"""Time stamps for evidence and signed copies, where a service is configured.

Asked for from the queue: a service that is away holds nobody up, and is asked again later.
"""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone

from sangto.audit.services import change
from sangto.audit.tags import AuditTag
from sangto.documents.domain.time_stamps import StampState
from sangto.documents.models import StoredFile, TimeStamp
from sangto.documents.queries.files import content_of
from sangto.documents.queries.stamps import stamp_roots
from sangto.documents.services.stamp_asking import STAMP_TASK
from sangto.documents.time_stamping import Sender, ask_for_stamp, read_stamp
from sangto.kernel.actor import system_actor
from sangto.kernel.errors import NotVisible


def stamp_task(number: int, send: Sender) -> Callable[[], None]:
    """For the queue. What was deleted or stamped meanwhile is left alone; whatever the service or
    the way to it does wrong fails the task, which is tried again."""
    file = StoredFile.objects.filter(pk=number, time_stamp__isnull=True).first()
    if file is None or not settings.SANGTO_TIMESTAMP_URL:
        return lambda: None
    try:
        content = content_of(file)
    except NotVisible:
        return lambda: None
    token = ask_for_stamp(content, send)
    reading = read_stamp(token, content, stamp_roots())
    if reading.state is StampState.BROKEN or reading.at is None:
        raise ValueError("the time stamp does not hold")
    at = reading.at

    def settle() -> None:
        with change(system_actor(STAMP_TASK)) as journal:
            stamp, new = TimeStamp.objects.get_or_create(
                file=file,
                defaults={
                    "service": (urlsplit(settings.SANGTO_TIMESTAMP_URL).hostname or "")[:200],
                    "token": token,
                    "stamped_at": at,
                    "received_at": timezone.now(),
                },
            )
            if new:
                journal.record(AuditTag.FILE_TIMESTAMPED, file, {"at": at, "stamp": stamp.pk})
            else:
                journal.nothing_changed()

    return settle
