"""Daily caps of integrations: one statement counts, so that no two calls get the last place.

Not recorded: the rows say how much, not what.
"""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import F

from sangto.audit.locks import write_lock
from sangto.kernel.errors import Refused
from sangto.organisations.domain.integrations import cap_refusal
from sangto.organisations.models import ApiKey, Integration, IntegrationDay
from sangto.organisations.queries import today


def count_call(*, key: ApiKey, integration: Integration, now: datetime | None = None) -> int:
    """Take one call of today; how many are left. Raises :class:`Refused` when there is none."""
    day = today(now)
    with write_lock(), transaction.atomic():
        if not _count(integration, day, "calls", integration.daily_calls):
            raise Refused(cap_refusal(name="calls", cap=integration.daily_calls))
        if key.last_used_on != day:
            ApiKey.objects.filter(pk=key.pk).update(last_used_on=day)
        used = IntegrationDay.objects.values_list("calls", flat=True).get(
            integration=integration, day=day
        )
    return max(integration.daily_calls - used, 0)


def count_report(*, integration: Integration, now: datetime | None = None) -> None:
    """Take one report of today, in the transaction that keeps it."""
    if not _count(integration, today(now), "reports", integration.daily_reports):
        raise Refused(cap_refusal(name="reports", cap=integration.daily_reports))


def _count(integration: Integration, day: date, name: str, cap: int) -> bool:
    rows = IntegrationDay.objects.filter(integration=integration, day=day)
    room = rows.filter(**{f"{name}__lt": cap})
    if room.update(**{name: F(name) + 1}):
        return True
    if rows.exists():
        return False
    IntegrationDay.objects.bulk_create(
        [IntegrationDay(integration=integration, day=day)], ignore_conflicts=True
    )
    return bool(room.update(**{name: F(name) + 1}))
