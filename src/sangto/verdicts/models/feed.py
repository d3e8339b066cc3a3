"""Feeds of other desks that are followed, and what was taken from them."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone

from sangto.verdicts.domain.content import ADDRESS_LENGTH, PUBLISHER_LENGTH
from sangto.verdicts.domain.feeds import FeedState


class Feed(models.Model):
    """``lists_all``: what is not in it any more was withdrawn there. ``etag`` and
    ``last_modified`` are what the other server said last. A removed feed keeps its items."""

    network = models.ForeignKey(
        "organisations.Network", on_delete=models.PROTECT, related_name="feeds"
    )
    name = models.CharField(max_length=PUBLISHER_LENGTH)
    address = models.CharField(max_length=ADDRESS_LENGTH)
    lists_all = models.BooleanField(default=True)
    state = models.CharField(max_length=10, default=FeedState.NEW.value)
    etag = models.CharField(max_length=300, blank=True)
    last_modified = models.CharField(max_length=100, blank=True)
    listed = models.PositiveIntegerField(default=0)
    left_out = models.PositiveIntegerField(default=0)
    added_at = models.DateTimeField(default=timezone.now)
    pulled_at = models.DateTimeField(null=True, blank=True)
    succeeded_at = models.DateTimeField(null=True, blank=True)
    next_at = models.DateTimeField(default=timezone.now)
    failures = models.PositiveIntegerField(default=0)
    problem = models.CharField(max_length=40, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in FeedState]),
                name="feed_state_is_known",
            ),
            models.CheckConstraint(
                condition=Q(state=FeedState.FAILING.value, failures__gte=1) & ~Q(problem="")
                | ~Q(state=FeedState.FAILING.value),
                name="feed_that_fails_says_why",
            ),
            models.CheckConstraint(
                condition=Q(state=FeedState.REMOVED.value, removed_at__isnull=False)
                | ~Q(state=FeedState.REMOVED.value) & Q(removed_at__isnull=True),
                name="feed_removed_has_its_time",
            ),
            models.UniqueConstraint(
                fields=["network", "address"],
                condition=Q(removed_at__isnull=True),
                name="feed_followed_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class FeedItem(models.Model):
    """One verdict of a feed. ``key`` is the digest of its identity there, ``digest`` that of what
    it said when it was taken last. ``rated`` is their word, which is never ours."""

    feed = models.ForeignKey(Feed, on_delete=models.PROTECT, related_name="items")
    verdict = models.OneToOneField(
        "verdicts.Verdict", on_delete=models.PROTECT, related_name="feed_item"
    )
    key = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    rated = models.CharField(max_length=100, blank=True)
    language = models.CharField(max_length=2)
    wordings: models.JSONField[Any, Any] = models.JSONField(default=list, blank=True)
    modified_at = models.DateTimeField(null=True, blank=True)
    taken_at = models.DateTimeField()
    gone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["feed", "key"], name="feed_item_once_a_feed"),
        ]

    def __str__(self) -> str:
        return f"{self.feed_id}: {self.verdict_id}"
