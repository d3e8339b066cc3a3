"""Token buckets for callers that nobody knows, kept without anything that says who they are.

The key (an address, say) is digested with the installation's key and a salt of the day, and the
salt is deleted after its day. So the rows of today can not be compared with those of yesterday,
and those that are left say nothing to anybody.
"""

from __future__ import annotations

import secrets
from datetime import date, datetime

from django.db import transaction
from django.db.models import F, QuerySet, Value
from django.db.models.functions import Greatest
from django.utils import timezone

from sangto.audit.locks import write_lock
from sangto.audit.secrets import digester
from sangto.queue.domain.buckets import Rate, Taken, answer, moment_number
from sangto.queue.models import Bucket, BucketSalt

_PURPOSE = "queue.bucket"


def take(*, rate: Rate, key: str, cost: int = 1, now: datetime | None = None) -> Taken:
    """Take ``cost`` from the caller's bucket if it holds that much; one statement decides.

    Of callers at once no more than the bucket holds are allowed. What is refused takes nothing.
    The buckets are full again at midnight. Not recorded: no change that anybody answers for.
    """
    moment = timezone.now() if now is None else now
    number = moment_number(moment)
    day = timezone.localtime(moment).date()
    with write_lock(), transaction.atomic():
        digest = digester().digest(_PURPOSE, f"{_salt(day)}\x00{rate.name}\x00{key}")
        bucket = Bucket.objects.filter(digest=digest)
        allowed = _taken(bucket, rate, cost, number)
        if not allowed and not bucket.exists():
            Bucket.objects.bulk_create(
                [Bucket(digest=digest, day=day, spent_until=0)], ignore_conflicts=True
            )
            allowed = _taken(bucket, rate, cost, number)
        spent_until = bucket.values_list("spent_until", flat=True).get()
    return answer(rate, spent_until=spent_until, now=number, cost=cost, allowed=allowed)


def forget_buckets(*, now: datetime | None = None) -> int:
    """Delete the buckets and salts of the days before today."""
    today = timezone.localtime(now).date()
    with write_lock(), transaction.atomic():
        return _forget(today)


def _taken(bucket: QuerySet[Bucket], rate: Rate, cost: int, number: int) -> bool:
    spent = cost * rate.each
    return spent <= rate.whole and bool(
        bucket.filter(spent_until__lte=number + rate.whole - spent).update(
            spent_until=Greatest(F("spent_until"), Value(number)) + spent
        )
    )


def _forget(today: date) -> int:
    BucketSalt.objects.filter(day__lt=today).delete()
    deleted, _ = Bucket.objects.filter(day__lt=today).delete()
    return deleted


def _salt(day: date) -> str:
    found = BucketSalt.objects.filter(day=day).values_list("salt", flat=True).first()
    if found is not None:
        return found
    _forget(day)
    BucketSalt.objects.bulk_create(
        [BucketSalt(day=day, salt=secrets.token_hex(32))], ignore_conflicts=True
    )
    return BucketSalt.objects.values_list("salt", flat=True).get(day=day)
