"""Checking a picture without an account: kept sealed until it is read, and for minutes only.

None of it stands in the record: it is the asker's own, like a draft.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from sangto.audit.locks import write_lock
from sangto.audit.secrets import sealer
from sangto.documents.domain.images import reduced, too_many_bytes
from sangto.documents.domain.picture_text import ReadState
from sangto.documents.reader import read_picture
from sangto.intake.domain.picture_checks import (
    KEPT_HEIGHT,
    KEPT_WIDTH,
    LIFETIME,
    MOST_WAITING,
    packed,
    too_many_waiting_refusal,
    with_picture,
)
from sangto.intake.domain.screens import screen_codes, screen_text
from sangto.intake.models import PendingReading
from sangto.intake.permissions import IntakePermission, authorise
from sangto.intake.queries import content_of_reading, living_readings
from sangto.intake.receipts import reading_digest
from sangto.kernel.actor import Actor
from sangto.kernel.errors import Refusal, insist
from sangto.queue.services import put

CHECK_TASK = "picture.read"
#: Somebody sits and waits for it: the queue takes what is due longest first.
_AHEAD = timedelta(minutes=5)
_BATCH = 100


def begin_picture_check(
    *, picture: bytes, typed: str, actor: Actor, now: datetime | None = None
) -> str:
    """Keep a picture until it is read; answers the token, which is kept nowhere.

    Raises :class:`Refused` for what is no picture, is too large, or comes when too many wait.
    """
    authorise(actor, IntakePermission.SUBMIT)
    at = now or timezone.now()
    if len(picture) > settings.SANGTO_UPLOAD_BYTES:
        insist(too_many_bytes(1, settings.SANGTO_UPLOAD_BYTES))
    insist(_flood_refusal(at))
    small = reduced(picture, width=KEPT_WIDTH, height=KEPT_HEIGHT)
    sealed = sealer().seal(packed(with_picture(typed, small)))
    token = secrets.token_urlsafe(24)
    with write_lock(), transaction.atomic():
        pending = PendingReading.objects.create(
            token_digest=reading_digest(token),
            content_sealed=sealed,
            created_at=at,
            expires_at=at + LIFETIME,
        )
        put(
            kind=CHECK_TASK,
            key=f"{CHECK_TASK}:{pending.pk}",
            payload={"reading": pending.pk},
            run_at=at - _AHEAD,
            now=at,
        )
    return token


def read_pending(
    *, reading_id: int, actor: Actor, now: datetime | None = None
) -> Callable[[], None]:
    """For the queue: reads now, keeps what was read, and no picture any more, in the returned
    call. One whose time is over, or that was thrown away, is left alone."""
    authorise(actor, IntakePermission.PICTURES_READ)
    rows = PendingReading.objects.filter(
        pk=reading_id, expires_at__gt=now or timezone.now(), read_state=ReadState.UNREAD.value
    )
    pending = rows.first()
    if pending is None:
        return lambda: None
    content = content_of_reading(pending)
    found = read_picture(content.picture_bytes)
    sealed = sealer().seal(
        packed(
            replace(
                content,
                picture="",
                text=screen_text(found.lines),
                codes=tuple(screen_codes(found.codes)),
                looks=tuple((look.plain, look.inverted) for look in found.looks),
            )
        )
    )

    def keep() -> None:
        rows.update(content_sealed=sealed, read_state=found.state.value)

    return keep


def discard_picture_check(*, token: str, actor: Actor) -> bool:
    """Delete it with all that was read; False when it was gone already."""
    authorise(actor, IntakePermission.SUBMIT)
    with write_lock(), transaction.atomic():
        count, _by_model = living_readings(token).delete()
    return bool(count)


def erase_picture_checks(*, actor: Actor, now: datetime | None = None) -> int:
    """Delete those whose time is over, in small transactions; how many."""
    authorise(actor, IntakePermission.DRAFTS_ERASE)
    at = now or timezone.now()
    total = 0
    while True:
        with write_lock(), transaction.atomic():
            due = list(
                PendingReading.objects.filter(expires_at__lte=at)
                .order_by("expires_at", "pk")
                .values_list("pk", flat=True)[:_BATCH]
            )
            PendingReading.objects.filter(pk__in=due).delete()
        total += len(due)
        if len(due) < _BATCH:
            return total


def _flood_refusal(at: datetime) -> Refusal | None:
    waiting = PendingReading.objects.filter(
        read_state=ReadState.UNREAD.value, expires_at__gt=at
    ).count()
    return too_many_waiting_refusal() if waiting >= MOST_WAITING else None
