"""Outgoing webhooks: which events there are, when a delivery is tried again, when it is over."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum

from sangto.kernel.errors import Refusal, gettext_noop

NAME_LENGTH = 120
ADDRESS_LENGTH = 2_000
#: How long signatures by the old secret go along after a rotation.
BOTH_SECRETS = timedelta(hours=24)
#: Bytes of an answer that are read; only its status counts.
ANSWER_BYTES = 16_384
#: Between one attempt and the next: seconds at first, a day altogether.
PAUSES = (
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=8),
    timedelta(hours=8),
)


class WebhookEvent(StrEnum):
    TEST = "webhook.test"
    VERDICT_PUBLISHED = "verdict.published"
    VERDICT_UPDATED = "verdict.updated"
    VERDICT_WITHDRAWN = "verdict.withdrawn"


class WebhookState(StrEnum):
    ON = "on"
    OFF = "off"
    #: The other side answered that the address is gone for good.
    GONE = "gone"


class DeliveryState(StrEnum):
    WAITING = "waiting"
    DELIVERED = "delivered"
    FAILED = "failed"


def pause_after(attempts: int) -> timedelta | None:
    """None when it was tried for a day."""
    return PAUSES[attempts - 1] if 0 < attempts <= len(PAUSES) else None


def name_refusal(name: str) -> Refusal | None:
    if name and len(name) <= NAME_LENGTH:
        return None
    return Refusal(
        "webhook.name",
        gettext_noop("Write who is told (at most %(length)d characters)."),
        {"length": NAME_LENGTH},
        "name",
    )


def switching_refusal(state: str, *, on: bool) -> Refusal | None:
    if (state == WebhookState.ON) != on:
        return None
    return Refusal("webhook.is_so", gettext_noop("The webhook is in this state already."))


def telling_refusal(state: str) -> Refusal | None:
    if state == WebhookState.ON:
        return None
    return Refusal(
        "webhook.is_off", gettext_noop("The webhook is switched off. Switch it on first.")
    )


def replay_refusal(state: str) -> Refusal | None:
    if state != DeliveryState.WAITING:
        return None
    return Refusal("webhook.waits", gettext_noop("This delivery still waits for its next attempt."))
