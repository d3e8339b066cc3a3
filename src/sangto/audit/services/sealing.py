from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from sangto.audit.domain.entries import GENESIS, packed, seal_chain, seal_mac_text, seal_root
from sangto.audit.locks import write_lock
from sangto.audit.models import AuditEvent, Seal
from sangto.audit.queries import SEAL_PURPOSE
from sangto.audit.secrets import digester
from sangto.audit.services.ordering import wait_for_recorders

#: Events in one seal at most: 160 KB of leaves.
SEAL_SIZE = 4096


def seal_pending(now: datetime | None = None, *, size: int = SEAL_SIZE) -> Seal | None:
    """Seal the oldest events that no seal holds yet, ``size`` at most; None when there is none.

    It seals the leaf hashes as they were recorded: an event that was changed before it was
    sealed stays a broken one. Call again until it answers None to seal everything.
    """
    with write_lock(), transaction.atomic():
        wait_for_recorders()
        last = Seal.objects.order_by("-last_event").values_list("last_event", "chain").first()
        pending = AuditEvent.objects.order_by("id")
        if last is not None:
            pending = pending.filter(id__gt=last[0])
        events = list(pending.values_list("id", "leaf_hash")[:size])
        if not events:
            return None
        leaves = b"".join(packed(event, leaf) for event, leaf in events)
        previous = GENESIS if last is None else last[1]
        root = seal_root(leaves)
        chain = seal_chain(
            previous=previous,
            root=root,
            first=events[0][0],
            last=events[-1][0],
            size=len(events),
        )
        sealed_at = timezone.now() if now is None else now
        return Seal.objects.create(
            sealed_at=sealed_at,
            first_event=events[0][0],
            last_event=events[-1][0],
            size=len(events),
            leaves=leaves,
            root=root,
            previous_chain=previous,
            chain=chain,
            mac=digester().digest(SEAL_PURPOSE, seal_mac_text(chain=chain, sealed_at=sealed_at)),
        )
