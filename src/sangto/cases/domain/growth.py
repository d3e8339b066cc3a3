"""When a claim grows fast.

The rule: in the last hour, or in the last 24 hours, at least so many people sent it as
:data:`FLOORS` says for that window, and more than :data:`TIMES` times as many as the claim's own
earlier pace would have brought in that time. The earlier pace is that of up to seven days before
the last 24 hours; a day of silence is the least that it is counted over, so that one early report
says little. A claim without an earlier report has no pace, and the floor alone decides.

Only people count who sent it themselves and did not take it back: no archive, no machine key, no
agency (SCOPE.md 1). More new reports never take the flag away; time does.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

HOUR = timedelta(hours=1)
DAY = timedelta(hours=24)
#: How far back the earlier pace is looked for, before the last 24 hours.
EARLIER = timedelta(days=7)
#: The least number of people in a window.
FLOORS: dict[timedelta, int] = {HOUR: 5, DAY: 10}
TIMES = 3


@dataclass(frozen=True, slots=True)
class Flow:
    """People who sent one claim: in the last hour, in the last 24 hours with that hour, and in the
    seven days before; ``hours`` of these seven days lie after the claim's first report."""

    hour: int = 0
    day: int = 0
    earlier: int = 0
    hours: int = 0


def growing_window(flow: Flow) -> timedelta | None:
    """The longer of the windows in which the claim grows fast, None when it does in neither."""
    for window, new in ((DAY, flow.day), (HOUR, flow.hour)):
        if new >= FLOORS[window] and _outruns(new, window, flow):
            return window
    return None


def _outruns(new: int, window: timedelta, flow: Flow) -> bool:
    over = max(flow.hours, DAY // HOUR)
    return new * over > TIMES * flow.earlier * (window // HOUR)


def earlier_hours(first: datetime | None, now: datetime) -> int:
    """How many of the hours before the last 24 the claim has been known for, 168 at most."""
    if first is None:
        return 0
    return max(0, min(EARLIER, now - DAY - first) // HOUR)
