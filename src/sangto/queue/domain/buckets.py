"""How often one caller may do something: a bucket that fills again evenly.

A bucket is one moment in microseconds, ``spent_until``: when everything that was taken will have
been given back. Taking adds to it; it may not lie further ahead than a whole bucket.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv4Address, IPv6Address, ip_address

from sangto.kernel.errors import Refusal, gettext_noop

_MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Rate:
    """``limit`` at once, and as many again evenly over ``period``. ``name`` says of what."""

    name: str
    limit: int
    period: timedelta

    def __post_init__(self) -> None:
        if self.limit < 1 or self.each < 1:
            raise ValueError("a rate gives at least one, at most one a microsecond")

    @property
    def each(self) -> int:
        """Microseconds after which one comes back."""
        return self.period // _MICROSECOND // self.limit

    @property
    def whole(self) -> int:
        """Microseconds that a full bucket stands for."""
        return self.each * self.limit


@dataclass(frozen=True, slots=True)
class Taken:
    """What the bucket answered. ``retry_after`` and ``full_after`` are whole seconds, rounded up;
    ``retry_after`` is 0 when it was allowed."""

    allowed: bool
    limit: int
    remaining: int
    retry_after: int
    full_after: int


def answer(rate: Rate, *, spent_until: int, now: int, cost: int, allowed: bool) -> Taken:
    """``spent_until`` is what stands in the bucket after the attempt."""
    used = max(spent_until - now, 0)
    missing = 0 if allowed else max(used + cost * rate.each - rate.whole, 1)
    return Taken(
        allowed=allowed,
        limit=rate.limit,
        remaining=max((rate.whole - used) // rate.each, 0),
        retry_after=_seconds(missing),
        full_after=_seconds(used),
    )


def too_often(taken: Taken) -> Refusal | None:
    if taken.allowed:
        return None
    return Refusal(
        "queue.too_often",
        gettext_noop(
            "That was asked very often from where you are. Please try again in %(seconds)s seconds."
        ),
        {"seconds": taken.retry_after},
    )


def moment_number(now: datetime) -> int:
    """Microseconds since 1970."""
    return int(now.timestamp() * 1_000_000)


def neighbourhood(address: str) -> str:
    """What counts as one caller: an IPv4 address, or the /64 that one line of IPv6 usually has.

    Anything that is no address is one caller, so that nobody gets around the limit by it.
    """
    try:
        parsed = ip_address(address.split("%", 1)[0])
    except ValueError:
        return "unknown"
    if isinstance(parsed, IPv6Address) and parsed.ipv4_mapped is not None:
        parsed = parsed.ipv4_mapped
    if isinstance(parsed, IPv4Address):
        return str(parsed)
    return f"{int(parsed) >> 64:016x}"


def _seconds(microseconds: int) -> int:
    return -(-microseconds // 1_000_000)
