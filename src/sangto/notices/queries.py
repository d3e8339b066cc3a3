"""What the desk sees of its outgoing mail; never an address."""

from __future__ import annotations

from django.db.models import Count, QuerySet

from sangto.notices.domain.messages import MessageState
from sangto.notices.models import OutboxMessage


def failed_messages() -> QuerySet[OutboxMessage]:
    """Newest first; the sealed address is not read."""
    return (
        OutboxMessage.objects.filter(state=MessageState.FAILED.value)
        .defer("to_sealed")
        .order_by("-created_at", "-pk")
    )


def counts_by_state() -> dict[MessageState, int]:
    counted = dict(OutboxMessage.objects.values_list("state").annotate(Count("pk")))
    return {state: counted.get(state.value, 0) for state in MessageState}


def states_of(beginning: str) -> dict[MessageState, int]:
    """How many of the messages whose key begins so are in each state they are in. One query."""
    counted = (
        OutboxMessage.objects.filter(key__startswith=beginning)
        .order_by()
        .values_list("state")
        .annotate(Count("pk"))
    )
    return {MessageState(state): number for state, number in counted}
