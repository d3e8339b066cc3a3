"""Tasks about verdicts that come from other desks, and about who is told of ours."""

from __future__ import annotations

from collections.abc import Mapping

from sangto.jobs.handling import Handler, Settle, nothing_to_settle, number_in
from sangto.kernel.actor import system_actor
from sangto.notices.services import WEBHOOK_TASK, deliver_webhook
from sangto.verdicts.models import Feed
from sangto.verdicts.services import PULL, pull_feed, queue_due_feeds, recall_expired


def _pull_feed(payload: Mapping[str, object]) -> Settle:
    """In small transactions of its own, and none while the other server is waited for."""
    feed = Feed.objects.filter(pk=number_in(payload, "feed")).first()
    if feed is not None:
        pull_feed(feed=feed, actor=system_actor(PULL))
    return nothing_to_settle


def _sweep_feeds(_payload: Mapping[str, object]) -> Settle:
    queue_due_feeds()
    recall_expired(actor=system_actor("feeds.sweep"))
    return nothing_to_settle


def _deliver_webhook(payload: Mapping[str, object]) -> Settle:
    return deliver_webhook(number_in(payload, "delivery"))


SHARING: dict[str, Handler] = {
    PULL: _pull_feed,
    "feeds.sweep": _sweep_feeds,
    WEBHOOK_TASK: _deliver_webhook,
}
