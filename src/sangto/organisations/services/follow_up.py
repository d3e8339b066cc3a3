"""What a later room's job does after a change here; it takes the task from the queue."""

from __future__ import annotations

from datetime import datetime

from sangto.organisations.models import Network, User
from sangto.queue.services import put, put_again

#: Passes open work on, once agencies have ended.
CARRY_TASK = "agencies.carry"
#: Computes running deadlines anew, once the table of working days changed.
RECOMPUTE_TASK = "deadlines.recompute"
#: Frees open work that points to somebody whose account or role has ended.
FREE_TASK = "work.free"


def put_carrying(*, key: str, now: datetime) -> None:
    put(kind=CARRY_TASK, key=f"{CARRY_TASK}:{key}", now=now)


def put_recomputing(*, network: Network, key: str, now: datetime) -> None:
    put(
        kind=RECOMPUTE_TASK,
        key=f"{RECOMPUTE_TASK}:{key}",
        payload={"network": network.pk},
        now=now,
    )


def put_freeing(*, user: User, now: datetime | None = None) -> None:
    """Roles that end later are seen to at the beginning of each day."""
    put_again(kind=FREE_TASK, key=f"{FREE_TASK}:{user.pk}", payload={"user": user.pk}, now=now)
