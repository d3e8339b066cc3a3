"""Handing an event to the other side, outside any transaction."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial

from django.conf import settings
from django.utils import timezone
from standardwebhooks.webhooks import Webhook as Signer

from sangto.audit.secrets import sealer
from sangto.audit.services import change
from sangto.audit.tags import AuditTag
from sangto.kernel.actor import system_actor
from sangto.kernel.sealing import UnreadableSeal
from sangto.notices.domain.webhooks import (
    ANSWER_BYTES,
    DeliveryState,
    WebhookState,
    pause_after,
)
from sangto.notices.models import Webhook, WebhookDelivery
from sangto.notices.services.webhooks import WEBHOOK_TASK, ask_delivery
from sangto.outgoing import Limits, OutgoingError, fetch

Settle = Callable[[], None]
_GONE = "410"


def deliver_webhook(delivery_id: int) -> Settle:
    """Send the event, and answer with what marks it in the caller's finishing transaction.

    A machine that stops in between sends it again under the same id, by which the other side
    knows it. A delivery that is not waiting, or whose webhook is off, is left alone.
    """
    delivery = (
        WebhookDelivery.objects.select_related("webhook")
        .filter(pk=delivery_id, state=DeliveryState.WAITING.value)
        .first()
    )
    if delivery is None or delivery.webhook.state != WebhookState.ON.value:
        return _nothing
    attempt = (delivery.round, delivery.attempts)
    return partial(_mark, delivery_id, attempt, _sent(delivery, timezone.now()))


def signatures(webhook: Webhook, *, event_id: str, body: str, at: datetime) -> str:
    """By the secret, and for a while after a rotation by the one before too."""
    sealed = [webhook.secret_sealed]
    if webhook.old_until is not None and webhook.old_until > at:
        sealed.append(webhook.old_secret_sealed)
    return " ".join(
        Signer(sealer().open(one)).sign(event_id, at.astimezone(UTC), body) for one in sealed
    )


def _sent(delivery: WebhookDelivery, at: datetime) -> str:
    """Empty when it arrived, else why not: a status, or the code of a reason."""
    try:
        signature = signatures(
            delivery.webhook, event_id=delivery.event_id, body=delivery.body, at=at
        )
    except UnreadableSeal:
        return "secret"
    try:
        answer = fetch(
            delivery.webhook.address,
            content=delivery.body.encode(),
            headers={
                "Content-Type": "application/json",
                "webhook-id": delivery.event_id,
                "webhook-timestamp": str(int(at.timestamp())),
                "webhook-signature": signature,
            },
            limits=Limits(
                body_bytes=ANSWER_BYTES,
                total_seconds=20,
                allowed=settings.SANGTO_OUTGOING_ALLOWED,
            ),
        )
    except OutgoingError as error:
        return error.reason.value
    return "" if 200 <= answer.status < 300 else str(answer.status)


def _nothing() -> None:
    return None


def _mark(delivery_id: int, attempt: tuple[int, int], error: str) -> None:
    at = timezone.now()
    with change(system_actor(WEBHOOK_TASK)) as journal:
        held = (
            WebhookDelivery.objects.select_for_update(of=("self",))
            .select_related("webhook")
            .get(pk=delivery_id)
        )
        if held.state != DeliveryState.WAITING.value or (held.round, held.attempts) != attempt:
            journal.nothing_changed()
            return
        held.attempts += 1
        held.last_error = error
        pause = pause_after(held.attempts)
        if not error:
            held.state, held.delivered_at = DeliveryState.DELIVERED.value, at
            held.next_at = None
            journal.record(AuditTag.WEBHOOK_DELIVERED, held, {"attempts": held.attempts})
        elif error == _GONE or pause is None:
            held.state, held.next_at = DeliveryState.FAILED.value, None
            journal.record(AuditTag.WEBHOOK_FAILED, held, {"error": error})
            if error == _GONE:
                Webhook.objects.filter(pk=held.webhook_id).update(state=WebhookState.GONE.value)
        else:
            held.next_at = at + pause
            ask_delivery(held, held.next_at)
            journal.nothing_changed()
        held.save()
