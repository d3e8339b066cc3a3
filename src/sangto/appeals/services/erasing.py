"""What is kept of an appeal after its time."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from sangto.appeals.models import Appeal, AppealContact
from sangto.appeals.permissions import Permission, authorise
from sangto.audit.services import change
from sangto.audit.tags import AuditTag
from sangto.kernel.actor import Actor

#: Appeals in one transaction.
_BATCH = 200


def erase_appeals(*, actor: Actor, now: datetime | None = None) -> int:
    """Erase what was written and the address once the receipt can not be read any more; how
    many. The decision, its reasons and a reply that was shown stay."""
    at = now or timezone.now()
    authorise(actor, Permission.ERASE)
    total = 0
    while True:
        with change(actor) as journal:
            due = list(
                Appeal.objects.select_for_update(of=("self",))
                .filter(readable_until__lte=at, content_deleted_at__isnull=True)
                .order_by("pk")[:_BATCH]
            )
            AppealContact.objects.filter(appeal__in=due).delete()
            Appeal.objects.filter(pk__in=[row.pk for row in due]).update(
                grounds="", content_deleted_at=at
            )
            for row in due:
                journal.record(AuditTag.APPEAL_CONTENT_DELETED, row)
            if not due:
                journal.nothing_changed()
        total += len(due)
        if len(due) < _BATCH:
            return total
