"""Outgoing webhooks: who is told, with which secret, and every event for them."""

from __future__ import annotations

import base64
import json
import secrets
from collections.abc import Mapping
from datetime import datetime

from django.conf import settings
from django.utils import timezone

from sangto.audit.secrets import sealer
from sangto.audit.services import Journal, change
from sangto.audit.tags import AuditTag
from sangto.kernel.actor import Actor
from sangto.kernel.errors import NotVisible, Refusal, Refused, gettext_noop, insist
from sangto.kernel.sealing import UnreadableSeal
from sangto.kernel.text import clean
from sangto.notices.domain.webhooks import (
    BOTH_SECRETS,
    DeliveryState,
    WebhookEvent,
    WebhookState,
    name_refusal,
    replay_refusal,
    switching_refusal,
    telling_refusal,
)
from sangto.notices.models import Webhook, WebhookDelivery
from sangto.notices.permissions import may_manage_webhooks, may_send_again
from sangto.organisations.models import Network
from sangto.outgoing import MESSAGES, OutgoingError
from sangto.outgoing.targets import target_of
from sangto.queue.services import put

WEBHOOK_TASK = "webhook.deliver"
_SECRET_BYTES = 32


def add_webhook(
    *, network: Network, name: str, address: str, actor: Actor, now: datetime | None = None
) -> tuple[Webhook, str]:
    """The webhook and its secret, which is shown this once and kept sealed."""
    at = now or timezone.now()
    name = clean(name).strip()
    with change(actor) as journal:
        if not may_manage_webhooks(actor):
            raise NotVisible
        insist(name_refusal(name))
        written = _written(address)
        if Webhook.objects.filter(network=network, address=written).exists():
            raise Refused(
                Refusal(
                    "webhook.known", gettext_noop("This address is told already."), {}, "address"
                )
            )
        secret = _new_secret()
        webhook = Webhook.objects.create(
            network=network,
            name=name,
            address=written,
            secret_sealed=sealer().seal(secret),
            created_at=at,
        )
        journal.record(AuditTag.WEBHOOK_ADDED, webhook, {"name": name, "address": written})
        return webhook, secret


def rotate_secret(*, webhook: Webhook, actor: Actor, now: datetime | None = None) -> str:
    """A new secret. For a day both sign, so that the other side can change without a gap."""
    at = now or timezone.now()
    with change(actor) as journal:
        held = _managed(webhook, actor)
        secret = _new_secret()
        held.old_secret_sealed, held.old_until = held.secret_sealed, at + BOTH_SECRETS
        held.secret_sealed = sealer().seal(secret)
        held.save(update_fields=["secret_sealed", "old_secret_sealed", "old_until"])
        journal.record(AuditTag.WEBHOOK_ROTATED, held)
        return secret


def switch_webhook(
    *, webhook: Webhook, on: bool, actor: Actor, now: datetime | None = None
) -> Webhook:
    """Off: nothing new is queued, and what waits is not sent until it is on again."""
    at = now or timezone.now()
    with change(actor) as journal:
        held = _managed(webhook, actor)
        insist(switching_refusal(held.state, on=on))
        held.state = (WebhookState.ON if on else WebhookState.OFF).value
        held.save(update_fields=["state"])
        if on:
            for waiting in held.deliveries.filter(state=DeliveryState.WAITING.value).order_by("pk"):
                waiting.round += 1
                waiting.save(update_fields=["round"])
                ask_delivery(waiting, at)
        journal.record(AuditTag.WEBHOOK_SWITCHED, held, {"on": on})
        return held


def try_webhook(*, webhook: Webhook, actor: Actor, now: datetime | None = None) -> WebhookDelivery:
    """Queue an event that says nothing, to see whether it arrives."""
    at = now or timezone.now()
    with change(actor) as journal:
        held = _managed(webhook, actor)
        insist(telling_refusal(held.state))
        delivery = _queued(
            held,
            event=WebhookEvent.TEST,
            event_id=f"test_{held.pk}_{secrets.token_hex(8)}",
            subject="test",
            body=_body(WebhookEvent.TEST, {}, at),
            at=at,
        )
        journal.record(AuditTag.WEBHOOK_TOLD, held, {"event": WebhookEvent.TEST.value})
        return delivery


def tell_webhooks(
    *,
    network: Network,
    event: WebhookEvent,
    key: str,
    subject: str,
    data: Mapping[str, object],
    journal: Journal,
    now: datetime | None = None,
) -> int:
    """Inside a change: every webhook of the network gets this event once, with the same id and
    body; how many. ``data`` is public already."""
    at = now or timezone.now()
    webhooks = list(Webhook.objects.filter(network=network, state=WebhookState.ON.value))
    if not webhooks:
        return 0
    body = _body(event, data, at)
    for webhook in webhooks:
        _queued(webhook, event=event, event_id=key, subject=subject, body=body, at=at)
    journal.record(
        AuditTag.WEBHOOK_TOLD,
        ("notices.webhook", "all"),
        {"event": event.value, "key": key, "webhooks": [one.pk for one in webhooks]},
    )
    return len(webhooks)


def replay(*, delivery: WebhookDelivery, actor: Actor, now: datetime | None = None) -> None:
    """Send an event again, under its own id, so that who has it knows it."""
    at = now or timezone.now()
    with change(actor) as journal:
        if not may_send_again(actor):
            raise NotVisible
        held = (
            WebhookDelivery.objects.select_for_update(of=("self",))
            .select_related("webhook")
            .filter(pk=delivery.pk)
            .first()
        )
        if held is None:
            raise NotVisible
        insist(replay_refusal(held.state))
        insist(telling_refusal(held.webhook.state))
        held.state, held.delivered_at = DeliveryState.WAITING.value, None
        held.attempts, held.last_error, held.next_at = 0, "", at
        held.round += 1
        held.save()
        ask_delivery(held, at)
        journal.record(AuditTag.WEBHOOK_REPLAYED, held, {"event": held.event_id})


def reseal_secrets(*, actor: Actor) -> int:
    """Seal the secrets of webhooks under the newest key; how many webhooks."""
    count = 0
    with change(actor) as journal:
        journal.nothing_changed()
        for webhook in Webhook.objects.select_for_update().order_by("pk"):
            try:
                webhook.secret_sealed = sealer().reseal(webhook.secret_sealed)
                if webhook.old_secret_sealed:
                    webhook.old_secret_sealed = sealer().reseal(webhook.old_secret_sealed)
            except UnreadableSeal:
                continue
            webhook.save(update_fields=["secret_sealed", "old_secret_sealed"])
            count += 1
        if count:
            journal.record(AuditTag.CONTACT_RESEALED, ("notices.webhook", "all"), {"count": count})
    return count


def ask_delivery(delivery: WebhookDelivery, at: datetime) -> None:
    """Inside a change: the next attempt, at that time."""
    put(
        kind=WEBHOOK_TASK,
        key=f"{WEBHOOK_TASK}:{delivery.pk}:{delivery.round}:{delivery.attempts}",
        payload={"delivery": delivery.pk},
        run_at=at,
    )


def _queued(
    webhook: Webhook, *, event: WebhookEvent, event_id: str, subject: str, body: str, at: datetime
) -> WebhookDelivery:
    delivery, made = WebhookDelivery.objects.get_or_create(
        webhook=webhook,
        event_id=event_id,
        defaults={
            "event": event.value,
            "subject": subject,
            "body": body,
            "created_at": at,
            "next_at": at,
        },
    )
    if made:
        ask_delivery(delivery, at)
    return delivery


def _body(event: WebhookEvent, data: Mapping[str, object], at: datetime) -> str:
    """As Standard Webhooks has it: type, timestamp, data."""
    said = {"type": event.value, "timestamp": at.isoformat(timespec="seconds"), "data": data}
    return json.dumps(said, ensure_ascii=False, separators=(",", ":"))


def _managed(webhook: Webhook, actor: Actor) -> Webhook:
    if not may_manage_webhooks(actor):
        raise NotVisible
    held = Webhook.objects.select_for_update().filter(pk=webhook.pk).first()
    if held is None:
        raise NotVisible
    return held


def _written(address: str) -> str:
    """https only, but for hosts that the settings allow: what is told is signed, not sealed."""
    try:
        target = target_of(address.strip())
    except OutgoingError as error:
        raise Refused(Refusal("webhook.address", MESSAGES[error.reason], {}, "address")) from None
    if not target.secure and not settings.SANGTO_OUTGOING_ALLOWED:
        raise Refused(
            Refusal(
                "webhook.insecure",
                gettext_noop("Write an address that begins with https://."),
                {},
                "address",
            )
        )
    return target.address


def _new_secret() -> str:
    return f"whsec_{base64.b64encode(secrets.token_bytes(_SECRET_BYTES)).decode()}"
