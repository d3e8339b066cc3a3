"""Connected systems hear of each version and of a withdrawal, once, and are counted."""

from __future__ import annotations

import json

from sangto.kernel.actor import Role, operator_actor
from sangto.notices.models import WebhookDelivery
from sangto.notices.services import add_webhook
from sangto.verdicts.domain.version import RemovalCause
from sangto.verdicts.queries import told_count
from sangto.verdicts.services import withdraw_verdict
from tests.factories.cases import World
from tests.factories.verdicts import last_event, published_verdict, recorded


def test_published_and_withdrawn(world: World) -> None:
    add_webhook(
        network=world.network,
        name="Cổng tin",
        address="https://cong-tin.example/",
        actor=operator_actor("tests"),
    )
    before = last_event()
    version = published_verdict(world)
    assert [tag for tag, _ in recorded(before)].count("webhook:told") == 1
    told = WebhookDelivery.objects.get()
    said = json.loads(told.body)
    assert (said["type"], said["data"]["version"]) == ("verdict.published", 1)
    assert said["data"]["url"].endswith(f"/ket-luan/{version.verdict.reference}/")
    assert version.title not in told.body
    assert version.summary not in told.body
    count = told_count(version)
    assert (count.webhooks, count.webhooks_waiting, count.webhooks_told) == (1, 1, 0)
    withdraw_verdict(
        verdict=version.verdict,
        cause=RemovalCause.APPEAL,
        reason="Kết luận không đứng vững",
        actor=world.actor(world.lead, Role.APPROVER),
    )
    events = list(WebhookDelivery.objects.order_by("pk").values_list("event", flat=True))
    assert events == ["verdict.published", "verdict.withdrawn"]
