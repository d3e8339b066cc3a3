"""What the desk sees of its outgoing mail; never an address."""

from __future__ import annotations

from django.db.models import Count, Max, Q, QuerySet

from sangto.notices.domain.messages import MessageState
from sangto.notices.domain.webhooks import DeliveryState
from sangto.notices.models import OutboxMessage, Webhook, WebhookDelivery
from sangto.organisations.models import Network


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


def webhook_states(subject: str) -> dict[DeliveryState, int]:
    """How many webhooks were told about this, by how far that is. One query."""
    counted = (
        WebhookDelivery.objects.filter(subject=subject)
        .order_by()
        .values_list("state")
        .annotate(Count("pk"))
    )
    return {DeliveryState(state): number for state, number in counted}


def webhooks_of(network: Network) -> QuerySet[Webhook]:
    """With how many deliveries wait and failed; the sealed secrets are not read. One query."""
    waiting = Count("deliveries", filter=Q(deliveries__state=DeliveryState.WAITING.value))
    failed = Count("deliveries", filter=Q(deliveries__state=DeliveryState.FAILED.value))
    done = Max("deliveries__delivered_at")
    return (
        Webhook.objects.filter(network=network)
        .defer("secret_sealed", "old_secret_sealed")
        .annotate(waiting=waiting, failed=failed, last_delivered_at=done)
    )


def webhook_deliveries(webhook: Webhook) -> QuerySet[WebhookDelivery]:
    """Newest first, without what was said."""
    return webhook.deliveries.defer("body").order_by("-created_at", "-pk")
