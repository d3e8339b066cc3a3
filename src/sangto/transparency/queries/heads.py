"""The published heads, newest first."""

from __future__ import annotations

from sangto.transparency.models import RegisterDay


def newest_days(number: int) -> list[RegisterDay]:
    return list(RegisterDay.objects.order_by("-day")[:number])
