"""A generated year of a desk, as plain values: what came in, what was decided, and when.

Not a single text or name of it is real. The same seed gives the same year. Fewer reports come on
weekends and at Tết; scams come in waves; most cases keep their deadline, and some take long.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import accumulate
from random import Random

from sangto.kernel.categories import RULES, Category, Rating
from sangto.kernel.worktime import ZONE, Mode, WorkCalendar, due

_CATEGORIES: dict[Category, float] = {
    Category.FRAUD: 0.38,
    Category.MALICIOUS_LINK: 0.12,
    Category.IMPERSONATION: 0.13,
    Category.COMPROMISED_SITE: 0.02,
    Category.FACTUAL_CLAIM: 0.15,
    Category.SERVICE_FEEDBACK: 0.08,
    Category.PRIVACY: 0.02,
    Category.CHILD_SAFETY: 0.01,
    Category.OUT_OF_SCOPE: 0.09,
}
#: Working days that a category has, and the median of what it takes.
_PACE: dict[Category, tuple[int, float]] = {
    Category.FACTUAL_CLAIM: (5, 3.2),
    Category.SERVICE_FEEDBACK: (5, 3.0),
    Category.OUT_OF_SCOPE: (1, 0.3),
}
_FAST = (2, 1.1)
_RATINGS: dict[Rating, float] = {
    Rating.SCAM: 12,
    Rating.IMPERSONATION: 12,
    Rating.CONFIRMED: 8,
    Rating.RESOLVED: 2,
    Rating.FALSE: 8,
    Rating.MISLEADING: 4,
    Rating.OUTDATED: 2,
    Rating.PARTLY_TRUE: 2,
    Rating.TRUE: 2,
    Rating.GENUINE: 2,
    Rating.UNVERIFIED: 1,
}
#: People who report, by the hour of the day.
_HOURS = (2, 1, 1, 1, 1, 2, 4, 8, 12, 13, 12, 10, 7, 8, 10, 11, 10, 9, 9, 11, 13, 11, 7, 4)
_WAVES = 9
_WAVE_DAYS = 6
_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class SampleReport:
    """``answered_at`` is empty while it waits. ``by_mail``: an address was left."""

    received_at: datetime
    answered_at: datetime | None
    place: int
    channel: str
    by_mail: bool
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class SampleRequest:
    agency: int
    answered_at: datetime | None


@dataclass(frozen=True, slots=True)
class SampleYearRound:
    opened_at: datetime
    due_at: datetime
    closed_at: datetime | None
    requests: tuple[SampleRequest, ...]


@dataclass(frozen=True, slots=True)
class SampleYearCase:
    """``published`` are the moments of the versions; ``owner`` and ``place`` are numbers of the
    lists that the year was made for."""

    number: int
    category: Category
    rating: Rating | None
    owner: int
    opened_at: datetime
    due_at: datetime
    closed_at: datetime | None
    published: tuple[datetime, ...]
    reports: tuple[SampleReport, ...]
    passed_on_at: datetime | None
    reopened_at: datetime | None
    measure_at: datetime | None
    measure_done_at: datetime | None
    round: SampleYearRound | None


@dataclass(frozen=True, slots=True)
class SampleYear:
    """``agencies`` and ``places`` say how many there are to choose from; the first agency leads."""

    cases: int
    seed: int
    first: date
    until: datetime
    agencies: int
    places: int
    calendar: WorkCalendar

    def days(self) -> list[date]:
        last = self.until.astimezone(ZONE).date()
        return [self.first + timedelta(days=n) for n in range((last - self.first).days + 1)]

    def __iter__(self) -> Iterator[SampleYearCase]:
        return _cases(self)


def _cases(year: SampleYear) -> Iterator[SampleYearCase]:
    random = Random(year.seed)  # noqa: S311 - invented data, the same for the same seed
    days = year.days()
    waves = {
        start + shift
        for start in random.sample(range(len(days)), min(_WAVES, len(days)))
        for shift in range(_WAVE_DAYS)
    }
    weights = list(
        accumulate(
            _day_weight(day, year.calendar) * (2.4 if place in waves else 1)
            for place, day in enumerate(days)
        )
    )
    deadlines = _Deadlines(year.calendar)
    starts = sorted(
        _moment(random, random.choices(days, cum_weights=weights)[0]) for _ in range(year.cases)
    )
    for number, start in enumerate(starts):
        if start < year.until:
            yield _case(random, year, number, start, deadlines)


def _day_weight(day: date, calendar: WorkCalendar) -> float:
    if day in calendar.holiday_names:
        return 0.35
    return 1.0 if calendar.is_working(day) else 0.55


def _moment(random: Random, day: date) -> datetime:
    hour = random.choices(range(24), weights=_HOURS)[0]
    at = time(hour, random.randrange(60), random.randrange(60), random.randrange(1_000_000))
    return datetime.combine(day, at, tzinfo=ZONE)


class _Deadlines:
    """One for each day and length; a year has few of them."""

    def __init__(self, calendar: WorkCalendar) -> None:
        self._calendar = calendar
        self._known: dict[tuple[date, int], datetime] = {}

    def after(self, start: datetime, days: int) -> datetime:
        key = (start.astimezone(ZONE).date(), days)
        if key not in self._known:
            self._known[key] = due(start, days, Mode.WORKING, self._calendar).at
        return self._known[key]


def _case(
    random: Random, year: SampleYear, number: int, start: datetime, deadlines: _Deadlines
) -> SampleYearCase:
    category = random.choices(list(_CATEGORIES), weights=list(_CATEGORIES.values()))[0]
    rules = RULES[category]
    length, pace = _PACE.get(category, _FAST)
    opened = start + timedelta(minutes=random.lognormvariate(3.2, 1.1))
    took = timedelta(days=random.lognormvariate(0, 0.55) * pace)
    if random.random() < 0.02:
        took *= random.uniform(6, 20)
    ended: datetime | None = opened + took
    if ended is not None and ended >= year.until:
        ended = None
    ratings = sorted(rules.ratings)
    rating = (
        random.choices(ratings, weights=[_RATINGS[one] for one in ratings])[0] if ratings else None
    )
    published = _published(random, year, ended) if rating is not None and ended is not None else ()
    round_ = None
    if (category is Category.FACTUAL_CLAIM and random.random() < 0.25) or random.random() < 0.02:
        round_ = _round(random, year, opened, deadlines)
    rare = random.random()
    measured = ended is not None and bool(rules.measures) and random.random() < 0.15
    return SampleYearCase(
        number=number,
        category=category,
        rating=rating,
        owner=_owner(random, year, category),
        opened_at=min(opened, year.until - _MINUTE),
        due_at=deadlines.after(start, length),
        closed_at=ended,
        published=published,
        reports=tuple(_reports(random, year, start, ended, category)),
        passed_on_at=opened + took / 4 if rare < 0.05 and opened + took / 4 < year.until else None,
        reopened_at=ended + (year.until - ended) / 9 if ended and 0.05 < rare < 0.06 else None,
        measure_at=ended if measured else None,
        measure_done_at=(
            ended + (year.until - ended) * random.random() / 3
            if measured and ended is not None and random.random() < 0.8
            else None
        ),
        round=round_ if rules.ratings else None,
    )


def _published(random: Random, year: SampleYear, ended: datetime) -> tuple[datetime, ...]:
    later = ended + timedelta(days=random.uniform(3, 90))
    if random.random() < 0.04 and later < year.until:
        return (ended, later)
    return (ended,)


def _owner(random: Random, year: SampleYear, category: Category) -> int:
    """Mostly the lead agency; feedback goes to the others."""
    others = 0.9 if category is Category.SERVICE_FEEDBACK else 0.3
    if year.agencies < 2 or random.random() > others:
        return 0
    return 1 + min(int(random.expovariate(0.5)), year.agencies - 2)


def _reports(
    random: Random, year: SampleYear, start: datetime, ended: datetime | None, category: Category
) -> Iterator[SampleReport]:
    """The first one began the case; some claims are reported by very many."""
    count = 1 + int(random.paretovariate(1.6) - 1) + int(random.random() < 0.4)
    lone = category in (Category.PRIVACY, Category.CHILD_SAFETY, Category.SERVICE_FEEDBACK)
    for place in range(1 if lone else min(count, 120)):
        received = start + timedelta(hours=random.expovariate(1 / 40)) if place else start
        if received >= year.until - 4 * _MINUTE:
            continue
        answered = None
        if ended is not None and ended < received:
            answered = received + timedelta(seconds=random.uniform(2, 150))
        elif ended is not None:
            answered = ended + timedelta(seconds=random.uniform(1, 600))
            answered = min(answered, year.until)
        waits = received + timedelta(hours=random.uniform(0.2, 3))
        withdrawn = place > 0 and random.random() < 0.01 and waits < min(ended or waits, year.until)
        yield SampleReport(
            received_at=received,
            answered_at=waits if withdrawn else answered,
            place=random.randrange(-1, year.places) if year.places else -1,
            channel="desk" if random.random() < 0.18 else "web",
            by_mail=random.random() < 0.3,
            withdrawn=withdrawn,
        )


def _round(
    random: Random, year: SampleYear, opened: datetime, deadlines: _Deadlines
) -> SampleYearRound | None:
    at = opened + timedelta(hours=random.uniform(1, 30))
    others = range(1, year.agencies)
    if at >= year.until or not others:
        return None
    until = deadlines.after(at, 7)
    closed = until + timedelta(hours=random.uniform(1, 40))
    requests: Sequence[SampleRequest] = [
        SampleRequest(
            agency,
            at + timedelta(days=random.lognormvariate(1.0, 0.7)) if random.random() < 0.8 else None,
        )
        for agency in random.sample(others, min(len(others), random.randrange(1, 6)))
    ]
    return SampleYearRound(
        opened_at=at,
        due_at=until,
        closed_at=closed if closed < year.until else None,
        requests=tuple(
            SampleRequest(
                one.agency,
                one.answered_at
                if one.answered_at is not None and one.answered_at < min(closed, year.until)
                else None,
            )
            for one in requests
        ),
    )
