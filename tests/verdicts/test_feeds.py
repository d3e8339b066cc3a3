"""Verdicts of another desk: followed, held, agreed on by two agencies, suggested, gone."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from sangto.intake.models import Report
from sangto.kernel.actor import Role, operator_actor, public_actor, system_actor
from sangto.kernel.categories import RULES, Category, Rating
from sangto.kernel.errors import NotVisible, Refused
from sangto.notices.models import OutboxMessage
from sangto.queue.models import Task
from sangto.verdicts.models import Feed, FeedItem, VerdictVersion
from sangto.verdicts.queries import CheckOutcome, check_message, feed_entries, published_count
from sangto.verdicts.services import (
    PULL,
    add_feed,
    classify_imported,
    pull_feed,
    pull_now,
    queue_due_feeds,
    recall_expired,
    remove_feed,
)
from tests.factories.cases import World
from tests.factories.feeds import (
    PULLING,
    WORDING,
    Publisher,
    data_feed,
    followed,
    publishing,
    review,
)
from tests.factories.matching import SCAM
from tests.factories.organisations import make_member
from tests.factories.verdicts import last_event, recorded
from tests.factories.web import known

pytestmark = pytest.mark.django_db


def pulled(world: World, publisher: Publisher, settings: Any) -> Feed:
    settings.SANGTO_OUTGOING_ALLOWED = publisher.allowed
    feed = followed(world, publisher)
    assert pull_feed(feed=feed, actor=PULLING).problem == ""
    return feed


def agreed(world: World, version: VerdictVersion) -> VerdictVersion:
    choice: dict[str, Any] = {
        "category": Category.FRAUD,
        "topic": "",
        "rating": Rating.SCAM,
        "checks": RULES[Category.FRAUD].checks,
    }
    classify_imported(version=version, actor=world.officer(), **choice)
    other = world.actor(world.press, Role.FOCAL_OFFICER)
    return classify_imported(version=version, actor=other, **choice)


def statuses() -> list[tuple[int, str]]:
    return list(VerdictVersion.objects.order_by("pk").values_list("number", "status"))


def test_a_feed_is_held_then_agreed_then_suggested(world: World, settings: Any) -> None:
    with publishing(review(1), review(2)) as publisher:
        before = last_event()
        feed = pulled(world, publisher, settings)
        assert [tag for tag, _ in recorded(before)] == [
            "feed:added", "claim:opened", "verdict:held", "claim:opened", "verdict:held",
            "feed:read",
        ]  # fmt: skip
        before = last_event()
        assert pull_feed(feed=feed, actor=PULLING).taken == 0
        assert recorded(before) == []
    assert statuses() == [(1, "held"), (1, "held")]
    assert check_message(WORDING).outcome is CheckOutcome.UNKNOWN
    version = VerdictVersion.objects.get(title__contains="số 1")
    assert version.imported_from == "Bàn tỉnh Khác · Bàn kiểm chứng tỉnh Khác"
    agreed(world, version)
    answer = check_message(WORDING)
    assert answer.outcome is CheckOutcome.SUGGEST
    assert answer.matches[0].imported
    assert answer.matches[0].verdict.url == version.imported_address
    assert published_count(world.network) == 0
    assert feed_entries(network=world.network) == []


def test_two_people_of_different_agencies(world: World, settings: Any) -> None:
    choice: dict[str, Any] = {
        "category": Category.FRAUD,
        "topic": "",
        "rating": Rating.SCAM,
        "checks": RULES[Category.FRAUD].checks,
    }
    with publishing(review()) as publisher:
        pulled(world, publisher, settings)
    version = VerdictVersion.objects.get()
    classify_imported(version=version, actor=world.officer(), **choice)
    with pytest.raises(Refused) as error:
        classify_imported(version=version, actor=world.officer(), **choice)
    assert error.value.refusal.code == "verdict.same_agency"
    for nobody in (
        world.actor(world.press, Role.EDITOR),
        world.actor(world.press, Role.ADMINISTRATOR),
        operator_actor("x"),
        system_actor("x"),
        public_actor(),
    ):
        with pytest.raises(NotVisible):
            classify_imported(version=version, actor=nobody, **choice)


def test_a_change_there_is_held_anew(world: World, settings: Any) -> None:
    with publishing(review()) as publisher:
        feed = pulled(world, publisher, settings)
        agreed(world, VerdictVersion.objects.get())
        publisher.content = data_feed(review(dateModified="2026-05-05"))
        assert pull_feed(feed=feed, actor=PULLING).changed == 0
        assert statuses() == [(1, "released")]
        publisher.content = data_feed(review(reviewBody="Nay đã rõ: tin đúng một phần."))
        assert pull_feed(feed=feed, actor=PULLING).changed == 1
    assert statuses() == [(1, "withdrawn"), (2, "held")]
    assert check_message(WORDING).outcome is CheckOutcome.UNKNOWN
    agreed(world, VerdictVersion.objects.get(number=2))
    assert check_message(WORDING).matches[0].verdict.summary.startswith("Nay đã rõ")


@pytest.mark.parametrize("how", ["missing", "deleted", "expired"])
def test_what_is_taken_back_there_ends_here(world: World, settings: Any, how: str) -> None:
    left = {
        "missing": data_feed(),
        "deleted": data_feed(review(dateDeleted="2026-02-02")),
        "expired": data_feed(review(expires="2020-01-01")),
    }
    with publishing(review()) as publisher:
        feed = pulled(world, publisher, settings)
        agreed(world, VerdictVersion.objects.get())
        publisher.content = left[how]
        assert pull_feed(feed=feed, actor=PULLING).withdrawn == 1
        assert statuses() == [(1, "withdrawn")]
        assert pull_feed(feed=feed, actor=PULLING).withdrawn == 0
        publisher.content = data_feed(review())
        pull_feed(feed=feed, actor=PULLING)
    assert statuses() == [(1, "withdrawn"), (2, "held")]


def test_a_feed_of_the_latest_only_withdraws_nothing(world: World, settings: Any) -> None:
    with publishing(review()) as publisher:
        feed = pulled(world, publisher, settings)
        Feed.objects.update(lists_all=False)
        publisher.content = data_feed(review(2))
        assert pull_feed(feed=feed, actor=PULLING).withdrawn == 0
    assert statuses() == [(1, "held"), (1, "held")]


def test_what_did_not_change_is_not_sent_again(world: World, settings: Any) -> None:
    with publishing(review()) as publisher:
        publisher.headers = {"etag": '"abc"', "last_modified": "Fri, 02 Jan 2026 01:00:00 GMT"}
        feed = pulled(world, publisher, settings)
        pull_feed(feed=feed, actor=PULLING)
        assert publisher.asked[-1]["if-none-match"] == '"abc"'
        assert publisher.asked[-1]["if-modified-since"].startswith("Fri, 02 Jan")
    feed.refresh_from_db()
    assert (feed.state, feed.listed) == ("read", 1)


def test_a_broken_feed_is_reported_once_and_costs_nothing(world: World, settings: Any) -> None:
    make_member(world.lead, Role.DESK_OFFICER, email="truc@lead.example")
    with publishing(review()) as publisher:
        feed = pulled(world, publisher, settings)
        agreed(world, VerdictVersion.objects.get())
        publisher.content = b"not json"
        before = last_event()
        assert pull_feed(feed=feed, actor=PULLING).problem == "not_json"
        first = Feed.objects.get()
        told = OutboxMessage.objects.count()
        assert pull_feed(feed=feed, actor=PULLING).problem == "not_json"
        second = Feed.objects.get()
        assert [tag for tag, _ in recorded(before)] == ["feed:failed"]
        assert told >= 1
        assert OutboxMessage.objects.count() == told
        assert second.next_at - (second.pulled_at or second.next_at) > first.next_at - (
            first.pulled_at or first.next_at
        )
        assert statuses() == [(1, "released")], "what two people agreed on stays"
        publisher.status = 500
        assert pull_feed(feed=feed, actor=PULLING).problem == "status"
        publisher.status, publisher.content = 200, data_feed(review())
        assert pull_feed(feed=feed, actor=PULLING).problem == ""
        publisher.status = 410
        assert pull_feed(feed=feed, actor=PULLING).problem == "gone"
    assert statuses() == [(1, "withdrawn")]


def test_private_addresses_are_refused_by_the_guard(world: World) -> None:
    with publishing(review()) as publisher:
        port = publisher.port
        feed = followed(world, publisher)
        assert pull_feed(feed=feed, actor=PULLING).problem == "port"
        Feed.objects.update(address="http://127.0.0.1/feed")
        assert pull_feed(feed=feed, actor=PULLING).problem == "private"
        assert publisher.asked == []
    assert port


def test_a_verdict_of_our_own_stays_ours(world: World, settings: Any) -> None:
    """The same message known here: what came from elsewhere is about that claim, and answers
    nobody in its place."""
    own = known(world, SCAM)
    appearance = {"@type": "Claim", "name": "x", "appearance": {"text": SCAM}}
    with publishing(review(itemReviewed=appearance)) as publisher:
        pulled(world, publisher, settings)
    imported = VerdictVersion.objects.get(status="held")
    assert imported.verdict.claim_id == own.verdict.claim_id
    before = check_message(SCAM)
    agreed(world, imported)
    after = check_message(SCAM)
    assert before.outcome is after.outcome is CheckOutcome.ANSWER
    assert [one.verdict.reference for one in after.matches] == [own.verdict.reference]
    own.verdict.claim.refresh_from_db()
    assert own.verdict.claim.title != imported.title


def test_no_report_is_answered_by_an_imported_verdict(world: World, settings: Any) -> None:
    with publishing(review()) as publisher:
        pulled(world, publisher, settings)
    agreed(world, VerdictVersion.objects.get())
    assert not Report.objects.filter(answered_at__isnull=False).exists()
    assert not Task.objects.filter(kind="verdict.announce").exists()


def test_who_follows_and_leaves(world: World, settings: Any) -> None:
    with publishing(review()) as publisher:
        approver = world.actor(world.lead, Role.APPROVER)
        settings.SANGTO_OUTGOING_ALLOWED = publisher.allowed
        for nobody in (
            world.actor(world.press, Role.DESK_OFFICER),
            world.actor(world.lead, Role.EDITOR),
            system_actor("x"),
        ):
            with pytest.raises(NotVisible):
                followed(world, publisher, actor=nobody)
        feed = followed(world, publisher, actor=approver)
        with pytest.raises(Refused) as error:
            followed(world, publisher, actor=approver)
        assert error.value.refusal.code == "feed.known"
        assert Task.objects.filter(kind=PULL).count() == 1
        pull_now(feed=feed, actor=approver, now=timezone.now() + timedelta(minutes=5))
        assert Task.objects.filter(kind=PULL).count() == 2
        pull_feed(feed=feed, actor=PULLING)
        agreed(world, VerdictVersion.objects.get())
        before = last_event()
        remove_feed(feed=feed, actor=approver)
        assert [tag for tag, _ in recorded(before)] == ["verdict:withdrawn", "feed:removed"]
        with pytest.raises(Refused):
            remove_feed(feed=feed, actor=approver)
        assert pull_feed(feed=feed, actor=PULLING).taken == 0
        again = followed(world, publisher, actor=approver)
        assert again.pk == feed.pk
        assert pull_feed(feed=again, actor=PULLING).changed == 1
    assert statuses() == [(1, "withdrawn"), (2, "held")]
    assert FeedItem.objects.count() == 1


@pytest.mark.parametrize("address", ["", "ftp://a.example/", "http://localhost:8000/x"])
def test_addresses_that_are_no_feed(world: World, address: str) -> None:
    with pytest.raises(Refused):
        add_feed(
            network=world.network, name="Bàn", address=address, actor=operator_actor("feed add")
        )


def test_the_schedule_asks_those_that_are_due(world: World, settings: Any) -> None:
    with publishing(review(expires="2026-12-31")) as publisher:
        pulled(world, publisher, settings)
    now = timezone.now()
    Task.objects.all().delete()
    assert queue_due_feeds(now=now) == 0
    assert queue_due_feeds(now=now + timedelta(hours=3)) == 1
    assert recall_expired(actor=system_actor("feeds.sweep"), now=now) == 0
    VerdictVersion.objects.update(valid_until=timezone.localdate(now) - timedelta(days=1))
    assert recall_expired(actor=system_actor("feeds.sweep"), now=now) == 1


def test_a_feed_that_is_silent_for_long_is_not_trusted(world: World, settings: Any) -> None:
    with publishing(review()) as publisher:
        pulled(world, publisher, settings)
    agreed(world, VerdictVersion.objects.get())
    later = timezone.now() + timedelta(days=31)
    assert recall_expired(actor=system_actor("feeds.sweep"), now=later) == 1
    assert check_message(WORDING).outcome is CheckOutcome.UNKNOWN
