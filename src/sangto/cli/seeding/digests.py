"""The digests of the last days of the sample network, and somebody who wants them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial

from sangto.kernel.actor import Actor, system_actor
from sangto.reporting.domain.periods import local_day, midnight
from sangto.reporting.services import follow_digest, make_due_digests

#: Back to the Monday before, so that the weekly ones of the agencies are there too.
_DAYS = 7


def digest_steps(approver: Actor, now: datetime) -> Iterator[Callable[[], object]]:
    yield partial(follow_digest, wanted=True, actor=approver)
    for back in reversed(range(_DAYS + 1)):
        at = midnight(local_day(now) - timedelta(days=back)) + timedelta(hours=8)
        if at <= now:
            yield partial(make_due_digests, actor=system_actor("demo"), now=at)
