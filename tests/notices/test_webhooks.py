"""Outgoing webhooks: signed, tried for a day, replayed, never to a private address."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest
from django.utils import timezone
from standardwebhooks.webhooks import Webhook as Receiver
from standardwebhooks.webhooks import WebhookVerificationError

from sangto.audit.services import change
from sangto.jobs.runner import run_until_empty
from sangto.kernel.actor import Role, operator_actor, public_actor, system_actor
from sangto.kernel.errors import NotVisible, Refused
from sangto.notices.domain.webhooks import PAUSES, DeliveryState, WebhookEvent, pause_after
from sangto.notices.models import Webhook, WebhookDelivery
from sangto.notices.queries import webhook_states
from sangto.notices.services import (
    WEBHOOK_TASK,
    add_webhook,
    deliver_webhook,
    replay,
    reseal_secrets,
    rotate_secret,
    switch_webhook,
    tell_webhooks,
    try_webhook,
)
from sangto.outgoing import AllowedHost
from sangto.queue.models import Task
from tests.factories.cases import World
from tests.factories.verdicts import last_event, recorded
from tests.outgoing.servers import answer, serving

OPERATOR = operator_actor("tests")


class Receiving:
    """The other side: what came, and what it answers."""

    def __init__(self) -> None:
        self.status, self.port = 200, 0
        self.came: list[tuple[dict[str, str], bytes]] = []

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/sangto"

    def __call__(self, handler: BaseHTTPRequestHandler) -> None:
        length = int(handler.headers["Content-Length"])
        headers = {name.lower(): value for name, value in handler.headers.items()}
        self.came.append((headers, handler.rfile.read(length)))
        answer(handler, b"", status=self.status)


@pytest.fixture
def receiving(settings: Any) -> Iterator[Receiving]:
    there = Receiving()
    with serving(there) as port:
        there.port = port
        settings.SANGTO_OUTGOING_ALLOWED = (AllowedHost("127.0.0.0/8", port),)
        yield there


def connected(world: World, there: Receiving) -> tuple[Webhook, str]:
    return add_webhook(
        network=world.network, name="Cổng tin", address=there.address, actor=OPERATOR
    )


def told(world: World, key: str = "verdict.published:KL-26-1:1") -> int:
    with change(system_actor("tests")) as journal:
        journal.nothing_changed()
        return tell_webhooks(
            network=world.network,
            event=WebhookEvent.VERDICT_PUBLISHED,
            key=key,
            subject="verdict:1",
            data={"reference": "KL-26-1"},
            journal=journal,
        )


def attempted(delivery: WebhookDelivery) -> WebhookDelivery:
    deliver_webhook(delivery.pk)()
    delivery.refresh_from_db()
    return delivery


def test_it_arrives_signed_and_once(world: World, receiving: Receiving) -> None:
    before = last_event()
    webhook, secret = connected(world, receiving)
    assert secret not in webhook.secret_sealed
    assert (told(world), told(world)) == (1, 1)
    run_until_empty()
    assert [tag for tag, _ in recorded(before)] == [
        "webhook:added",
        "webhook:told",
        "webhook:told",
        "webhook:delivered",
    ]
    ((headers, body),) = receiving.came
    said = Receiver(secret).verify(body, headers)
    assert said["type"] == "verdict.published"
    assert said["data"] == {"reference": "KL-26-1"}
    assert headers["webhook-id"] == "verdict.published:KL-26-1:1"
    assert webhook_states("verdict:1") == {DeliveryState.DELIVERED: 1}
    with pytest.raises(WebhookVerificationError):
        Receiver(secret).verify(body + b" ", headers)


def test_both_secrets_sign_for_a_day(world: World, receiving: Receiving) -> None:
    webhook, old = connected(world, receiving)
    new = rotate_secret(webhook=webhook, actor=OPERATOR)
    told(world)
    run_until_empty()
    headers, body = receiving.came[0]
    for secret in (old, new):
        Receiver(secret).verify(body, headers)
    Webhook.objects.update(old_until=timezone.now() - timedelta(seconds=1))
    told(world, "another")
    run_until_empty()
    headers, body = receiving.came[1]
    Receiver(new).verify(body, headers)
    with pytest.raises(WebhookVerificationError):
        Receiver(old).verify(body, headers)
    assert reseal_secrets(actor=OPERATOR) == 1
    told(world, "resealed")
    run_until_empty()
    headers, body = receiving.came[2]
    Receiver(new).verify(body, headers)


def test_it_is_tried_for_a_day_then_can_be_replayed(world: World, receiving: Receiving) -> None:
    assert timedelta(hours=23) < sum(PAUSES, timedelta()) <= timedelta(hours=24)
    assert pause_after(len(PAUSES) + 1) is None
    receiving.status = 503
    connected(world, receiving)
    told(world)
    delivery = WebhookDelivery.objects.get()
    before = last_event()
    for attempt in range(1, len(PAUSES) + 2):
        waiting = Task.objects.filter(kind=WEBHOOK_TASK).count()
        assert waiting == attempt
        assert attempted(delivery).attempts == attempt
    assert (delivery.state, delivery.last_error) == ("failed", "503")
    assert [tag for tag, _ in recorded(before)] == ["webhook:failed"]
    assert attempted(delivery).attempts == len(PAUSES) + 1
    receiving.status = 204
    replay(delivery=delivery, actor=OPERATOR)
    with pytest.raises(Refused) as error:
        replay(delivery=delivery, actor=OPERATOR)
    assert error.value.refusal.code == "webhook.waits"
    assert attempted(delivery).state == "delivered"
    ids = {headers["webhook-id"] for headers, _ in receiving.came}
    assert len(ids) == 1, "who has it already knows it by its id"


def test_the_second_of_two_workers_changes_nothing(world: World, receiving: Receiving) -> None:
    connected(world, receiving)
    told(world)
    delivery = WebhookDelivery.objects.get()
    first, second = deliver_webhook(delivery.pk), deliver_webhook(delivery.pk)
    before = last_event()
    first()
    second()
    assert [tag for tag, _ in recorded(before)] == ["webhook:delivered"]


def test_an_address_that_is_gone_is_not_asked_again(world: World, receiving: Receiving) -> None:
    receiving.status = 410
    webhook, _secret = connected(world, receiving)
    told(world)
    attempted(WebhookDelivery.objects.get())
    webhook.refresh_from_db()
    assert webhook.state == "gone"
    assert told(world, "later") == 0
    with pytest.raises(Refused):
        try_webhook(webhook=webhook, actor=OPERATOR)


def test_switched_off_it_waits_until_it_is_on(world: World, receiving: Receiving) -> None:
    webhook, _secret = connected(world, receiving)
    told(world)
    switch_webhook(webhook=webhook, on=False, actor=OPERATOR)
    with pytest.raises(Refused):
        switch_webhook(webhook=webhook, on=False, actor=OPERATOR)
    run_until_empty()
    assert receiving.came == []
    switch_webhook(webhook=webhook, on=True, actor=OPERATOR)
    run_until_empty()
    assert len(receiving.came) == 1


def test_private_addresses_are_refused_unless_a_setting_allows_them(
    world: World, receiving: Receiving, settings: Any
) -> None:
    connected(world, receiving)
    told(world)
    settings.SANGTO_OUTGOING_ALLOWED = ()
    delivery = attempted(WebhookDelivery.objects.get())
    assert (delivery.state, delivery.last_error) == ("waiting", "port")
    Webhook.objects.update(address="https://127.0.0.1/x")
    assert attempted(delivery).last_error == "private"
    assert receiving.came == []


@pytest.mark.parametrize(
    "address", ["", "http://cong-tin.example/", "ftp://a.example/", "https://u:p@a.example/"]
)
def test_addresses_that_are_refused(world: World, address: str) -> None:
    with pytest.raises(Refused):
        add_webhook(network=world.network, name="x", address=address, actor=OPERATOR)


def test_who_may(world: World, receiving: Receiving) -> None:
    webhook, _secret = connected(world, receiving)
    told(world)
    run_until_empty()
    delivery = WebhookDelivery.objects.get()
    manages = {(world.lead.pk, Role.ADMINISTRATOR)}
    replays = {
        (world.lead.pk, role) for role in (Role.DESK_OFFICER, Role.APPROVER, Role.ADMINISTRATOR)
    }
    for agency in (world.lead, world.press):
        for role in Role:
            actor = world.actor(agency, role)
            key = (agency.pk, role)
            assert _allowed(lambda a=actor: rotate_secret(webhook=webhook, actor=a)) == (
                key in manages
            )
            assert _allowed(lambda a=actor: try_webhook(webhook=webhook, actor=a)) == (
                key in manages
            )
            WebhookDelivery.objects.filter(pk=delivery.pk).update(state="failed", delivered_at=None)
            assert _allowed(lambda a=actor: replay(delivery=delivery, actor=a)) == (key in replays)
    assert not _allowed(lambda: rotate_secret(webhook=webhook, actor=public_actor()))


def _allowed(write: Any) -> bool:
    try:
        write()
    except NotVisible:
        return False
    return True


def test_the_body_is_what_standard_webhooks_asks_for(world: World, receiving: Receiving) -> None:
    connected(world, receiving)
    told(world)
    said = json.loads(WebhookDelivery.objects.get().body)
    assert list(said) == ["type", "timestamp", "data"]
