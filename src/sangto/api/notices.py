"""Connected systems that are told of verdicts, kept by a program of the lead agency."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Field, Path, Router, Status
from pydantic import StringConstraints

from sangto.api.access import Access, caller_of
from sangto.api.shapes import Given, Moment, Taken
from sangto.kernel.actor import Actor, Scope
from sangto.kernel.errors import NotVisible
from sangto.notices.domain.webhooks import ADDRESS_LENGTH, NAME_LENGTH, WebhookState
from sangto.notices.models import Webhook
from sangto.notices.permissions import may_manage_webhooks
from sangto.notices.queries import webhooks_of
from sangto.notices.services import add_webhook, rotate_secret, switch_webhook, try_webhook
from sangto.organisations.models import Network
from sangto.organisations.queries import current_network

router = Router()
_MANAGE = Access(Scope.WEBHOOKS)
Number = Annotated[int, Path(ge=1, le=2**62)]


class WebhookBody(Taken):
    name: Annotated[str, StringConstraints(min_length=1, max_length=NAME_LENGTH)]
    address: Annotated[str, StringConstraints(min_length=1, max_length=ADDRESS_LENGTH)]


class Switch(Taken):
    on: bool


class WebhookShown(Given):
    number: int
    name: str
    address: str
    state: WebhookState
    waiting: int
    failed: int
    last_delivered_at: Moment | None


class Secret(Given):
    number: int
    secret: str = Field(description="Shown this once; signatures are those of Standard Webhooks.")


class Asked(Given):
    number: int
    event: str


@router.get(
    "/webhooks",
    response=list[WebhookShown],
    auth=_MANAGE,
    summary="List connected systems",
    operation_id="listWebhooks",
)
def list_webhooks(request: HttpRequest) -> list[dict[str, Any]]:
    """For a program of the lead agency."""
    return [_shown(one) for one in webhooks_of(_network(_actor(request)))]


@router.post(
    "/webhooks",
    response={201: Secret},
    auth=_MANAGE,
    summary="Connect a system",
    operation_id="addWebhook",
)
def post_webhook(request: HttpRequest, body: WebhookBody) -> Status[dict[str, Any]]:
    """It is told when a verdict is published, gets a new version or is withdrawn."""
    actor = _actor(request)
    webhook, secret = add_webhook(
        network=_network(actor), name=body.name, address=body.address, actor=actor
    )
    return Status(201, {"number": webhook.pk, "secret": secret})


@router.put(
    "/webhooks/{number}",
    response=WebhookShown,
    auth=_MANAGE,
    summary="Switch a connected system on or off",
    operation_id="switchWebhook",
)
def put_webhook(request: HttpRequest, number: Number, body: Switch) -> dict[str, Any]:
    """The same state once more changes nothing."""
    webhook = _webhook(request, number)
    if body.on is not (webhook.state == WebhookState.ON):
        switch_webhook(webhook=webhook, on=body.on, actor=_actor(request))
    return _shown(_webhook(request, number))


@router.post(
    "/webhooks/{number}/secret",
    response={201: Secret},
    auth=_MANAGE,
    summary="Make a new secret",
    operation_id="rotateWebhookSecret",
)
def post_secret(request: HttpRequest, number: Number) -> Status[dict[str, Any]]:
    """For 24 hours both secrets sign."""
    webhook = _webhook(request, number)
    secret = rotate_secret(webhook=webhook, actor=_actor(request))
    return Status(201, {"number": webhook.pk, "secret": secret})


@router.post(
    "/webhooks/{number}/test",
    response={202: Asked},
    auth=_MANAGE,
    summary="Send a test",
    operation_id="testWebhook",
)
def post_test(request: HttpRequest, number: Number) -> Status[dict[str, Any]]:
    delivery = try_webhook(webhook=_webhook(request, number), actor=_actor(request))
    return Status(202, {"number": number, "event": delivery.event_id})


def _actor(request: HttpRequest) -> Actor:
    actor = caller_of(request).actor
    if not may_manage_webhooks(actor):
        raise NotVisible
    return actor


def _network(actor: Actor) -> Network:
    network = current_network()
    if network is None or not network.agencies.filter(pk=actor.agency_id or 0).exists():
        raise NotVisible
    return network


def _webhook(request: HttpRequest, number: int) -> Webhook:
    found = webhooks_of(_network(_actor(request))).filter(pk=number).first()
    if found is None:
        raise NotVisible
    return found


def _shown(webhook: Webhook) -> dict[str, Any]:
    last: datetime | None = getattr(webhook, "last_delivered_at", None)
    return {
        "number": webhook.pk,
        "name": webhook.name,
        "address": webhook.address,
        "state": webhook.state,
        "waiting": getattr(webhook, "waiting", 0),
        "failed": getattr(webhook, "failed", 0),
        "last_delivered_at": last,
    }
