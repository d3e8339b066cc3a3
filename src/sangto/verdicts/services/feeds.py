"""Feeds of other desks: followed, read in their turn, left."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from sangto.audit.locks import write_lock
from sangto.audit.services import change
from sangto.audit.tags import AuditTag
from sangto.kernel.actor import Actor
from sangto.kernel.errors import NotVisible, Refusal, Refused, gettext_noop, insist
from sangto.kernel.text import clean
from sangto.organisations.models import Network
from sangto.outgoing import OutgoingError
from sangto.outgoing.targets import target_of
from sangto.queue.services import put
from sangto.verdicts.domain.feeds import PROBLEMS, STALE_AFTER, FeedState, name_refusal
from sangto.verdicts.domain.version import IMPORTED_STATUSES, VerdictOrigin
from sangto.verdicts.models import Feed, FeedItem, VerdictVersion
from sangto.verdicts.permissions import Permission, may
from sangto.verdicts.services.imported import recall_imported

PULL = "feed.pull"
_STANDING = sorted(status.value for status in IMPORTED_STATUSES)


def add_feed(
    *,
    network: Network,
    name: str,
    address: str,
    actor: Actor,
    lists_all: bool = True,
    now: datetime | None = None,
) -> Feed:
    """Follow another desk's feed from now on, or again. Nothing is asked of it here; its first
    reading is queued."""
    at = now or timezone.now()
    name = clean(name).strip()
    with change(actor) as journal:
        if not may(actor, Permission.FOLLOW_FEED, owner_agency=None):
            raise NotVisible
        insist(name_refusal(name))
        try:
            target = target_of(address.strip())
        except OutgoingError as error:
            raise Refused(
                Refusal("feed.address", PROBLEMS[error.reason.value], {}, "address")
            ) from None
        written = target.address
        insist(_own_refusal(target.host_header))
        if Feed.objects.filter(network=network, address=written, removed_at__isnull=True).exists():
            raise Refused(
                Refusal("feed.known", gettext_noop("This feed is followed already."), {}, "address")
            )
        feed = Feed.objects.filter(network=network, address=written).first() or Feed(
            network=network, address=written
        )
        feed.name, feed.lists_all = name, lists_all
        feed.state, feed.removed_at, feed.added_at, feed.next_at = FeedState.NEW.value, None, at, at
        feed.etag = feed.last_modified = feed.problem = ""
        feed.failures = 0
        feed.save()
        journal.record(AuditTag.FEED_ADDED, feed, details={"name": name, "address": written})
        ask_pull(feed=feed, at=at)
        return feed


def remove_feed(*, feed: Feed, actor: Actor, now: datetime | None = None) -> Feed:
    """Leave a feed: nobody could say any more what is withdrawn there, so what came from it ends
    too."""
    at = now or timezone.now()
    with change(actor) as journal:
        if not may(actor, Permission.FOLLOW_FEED, owner_agency=None):
            raise NotVisible
        held = Feed.objects.select_for_update().filter(pk=feed.pk, removed_at__isnull=True).first()
        if held is None:
            raise Refused(
                Refusal("feed.removed", gettext_noop("This feed is not followed any more."))
            )
        held.state, held.removed_at = FeedState.REMOVED.value, at
        held.save(update_fields=["state", "removed_at"])
        ended = end_items(FeedItem.objects.filter(feed=held), actor=actor, at=at)
        journal.record(AuditTag.FEED_REMOVED, held, details={"withdrawn": ended})
        return held


def ask_pull(*, feed: Feed, at: datetime) -> None:
    """Inside a change: one reading a minute at most, whoever asks for it."""
    put(kind=PULL, key=f"{PULL}:{feed.pk}:{at:%Y-%m-%dT%H:%M}", payload={"feed": feed.pk})


def pull_now(*, feed: Feed, actor: Actor, now: datetime | None = None) -> None:
    """For who does not want to wait for the schedule."""
    with change(actor) as journal:
        if not may(actor, Permission.FOLLOW_FEED, owner_agency=None) or feed.removed_at is not None:
            raise NotVisible
        ask_pull(feed=feed, at=now or timezone.now())
        journal.nothing_changed()


def queue_due_feeds(*, now: datetime | None = None) -> int:
    """The periodic part: feeds whose time has come are read by tasks of their own."""
    at = now or timezone.now()
    due = Feed.objects.filter(removed_at__isnull=True, next_at__lte=at).order_by("next_at", "pk")
    with write_lock(), transaction.atomic():
        feeds = list(due)
        for feed in feeds:
            ask_pull(feed=feed, at=at)
    return len(feeds)


def recall_expired(*, actor: Actor, now: datetime | None = None) -> int:
    """What has expired where it comes from, and what comes from a feed that was silent for long."""
    at = now or timezone.now()
    silent = Q(verdict__feed_item__feed__succeeded_at__lt=at - STALE_AFTER)
    over = (
        VerdictVersion.objects.filter(
            silent | Q(valid_until__lt=timezone.localdate(at)),
            verdict__origin=VerdictOrigin.IMPORTED.value,
            status__in=_STANDING,
        )
        .select_related("verdict")
        .order_by("pk")
    )
    return sum(
        recall_imported(verdict=version.verdict, why="expired", actor=actor) for version in over
    )


def end_items(items: QuerySet[FeedItem], *, actor: Actor, at: datetime) -> int:
    """Inside a change: these were taken back where they come from; how many versions ended."""
    ended = 0
    for item in items.filter(gone_at__isnull=True).select_related("verdict").order_by("pk"):
        ended += recall_imported(verdict=item.verdict, why="gone", actor=actor)
        FeedItem.objects.filter(pk=item.pk).update(gone_at=at)
    return ended


def _own_refusal(host: str) -> Refusal | None:
    if settings.SANGTO_BASE_URL.partition("://")[2].partition("/")[0].lower() != host:
        return None
    return Refusal("feed.own", gettext_noop("This is the feed of this desk itself."), {}, "address")
