"""The way to the time-stamping service."""

from __future__ import annotations

from django.conf import settings

from sangto.documents.time_stamping import ANSWER_TYPE, MAX_ANSWER, MEDIA_TYPE, StampRefused
from sangto.outgoing import Limits, fetch


def send_to_time_service(request: bytes) -> bytes:
    """Raises :class:`OutgoingError` or :class:`StampRefused`; the task is tried again then."""
    answer = fetch(
        settings.SANGTO_TIMESTAMP_URL,
        headers={"Content-Type": MEDIA_TYPE},
        content=request,
        limits=Limits(
            body_bytes=MAX_ANSWER,
            content_types=(ANSWER_TYPE,),
            allowed=settings.SANGTO_OUTGOING_ALLOWED,
        ),
    )
    if answer.status != 200:
        raise StampRefused(f"the service answered {answer.status}")
    return answer.body
