from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q


class BucketSalt(models.Model):
    """The salt of one day. With its row goes the way from an address to its buckets."""

    day = models.DateField(unique=True)
    salt = models.CharField(max_length=64)

    def __str__(self) -> str:
        return self.day.isoformat()


class Bucket(models.Model):
    """What one caller took on one day; ``digest`` is keyed and salted, nobody is named.

    Written without a record: nothing changed that anybody would have to answer for.
    """

    digest = models.CharField(max_length=64, unique=True)
    day = models.DateField()
    spent_until = models.BigIntegerField()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["day"], name="queue_bucket_day"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="queue_bucket_spent_until", condition=Q(spent_until__gte=0)
            ),
        ]

    def __str__(self) -> str:
        return self.digest[:8]
