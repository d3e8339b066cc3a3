from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from sangto.audit.locks import write_lock
from sangto.queue.models import Heartbeat


def beat(worker: str, *, now: datetime | None = None) -> None:
    """Say that ``worker`` is alive. Not recorded: it is no change that anybody asked for."""
    seen_at = timezone.now() if now is None else now
    with write_lock(), transaction.atomic():
        Heartbeat.objects.bulk_create(
            [Heartbeat(worker=worker, seen_at=seen_at)],
            update_conflicts=True,
            unique_fields=["worker"],
            update_fields=["seen_at"],
        )
