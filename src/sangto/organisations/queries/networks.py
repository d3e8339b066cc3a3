from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from functools import lru_cache

from django.conf import settings
from django.db.models import Case, IntegerField, OuterRef, Subquery, Value, When
from django.utils import timezone

from sangto.kernel.categories import Category
from sangto.kernel.errors import Refusal, Refused, gettext_noop
from sangto.kernel.text import collation_key
from sangto.kernel.worktime import ZONE, Deadline, Override, WorkCalendar, due, vietnam_calendar
from sangto.organisations.domain.charter import CharterSpec, parse_charter
from sangto.organisations.domain.charter_spec import (
    ChecklistItemSpec,
    DeadlinesSpec,
    ServiceFieldSpec,
)
from sangto.organisations.domain.checklists import checklist_of
from sangto.organisations.domain.deadlines import DeadlineKind
from sangto.organisations.models import (
    Charter,
    HolidayOverride,
    LegalGround,
    Network,
    ProtectedDomain,
    Territory,
    valid_on,
)
from sangto.organisations.queries.lately import lately


def today(now: datetime | None = None) -> date:
    """The day in Vietnam."""
    return (now or timezone.now()).astimezone(ZONE).date()


@lately
def current_network() -> Network | None:
    """The network that the option NETWORK names, else the newest one.

    One whose charter has ended comes after all others, so that a historical charter loaded for
    reading does not take the desk over. One query at most.
    """
    if settings.SANGTO_NETWORK:
        return Network.objects.filter(slug=settings.SANGTO_NETWORK).first()
    newest = Charter.objects.filter(network=OuterRef("pk")).order_by("-version")
    return (
        Network.objects.annotate(last_day=Subquery(newest.values("valid_until")[:1]))
        .annotate(
            ended=Case(
                When(last_day__lt=today(), then=Value(1)),
                default=Value(0),
                output_field=IntegerField(),
            )
        )
        .order_by("ended", "-created_at", "-pk")
        .first()
    )


def current_charter(network: Network) -> CharterSpec:
    """The newest version. One query; parsed once a process. Refused when there is none."""
    digest = _newest_digest(network)
    if digest is None:
        raise Refused(
            Refusal("organisations.no_charter", gettext_noop("No charter is loaded yet."))
        )
    return _parsed(digest)


def _newest_digest(network: Network) -> str | None:
    versions = Charter.objects.filter(network=network).order_by("-version")
    return versions.values_list("digest", flat=True).first()


@lru_cache(maxsize=16)
def _parsed(digest: str) -> CharterSpec:
    charter = Charter.objects.filter(digest=digest).select_related("network").order_by("pk")[0]
    return parse_charter(charter.source, f"{charter.network.slug}.yaml")


def service_fields(network: Network) -> tuple[ServiceFieldSpec, ...]:
    return current_charter(network).service_fields


def checklist_for(
    network: Network, category: Category, topic: str = ""
) -> tuple[ChecklistItemSpec, ...]:
    """What is made sure of before the end: the charter's list, or the product's. One query."""
    digest = _newest_digest(network)
    written = () if digest is None else _parsed(digest).checklists
    return checklist_of(written, category, topic)


def calendar_for(network: Network) -> WorkCalendar:
    """Vietnam's working days with this network's own decisions. One query."""
    rows = HolidayOverride.objects.filter(network=network)
    return vietnam_calendar({row.day: Override(row.working, row.note) for row in rows})


#: From when something began to when it is due.
Counting = Callable[[datetime], Deadline]


def deadline_for(
    network: Network, kind: DeadlineKind | str, start: datetime | None = None
) -> Deadline:
    """When something that began at ``start`` (now) is due; it explains itself day by day.

    The days are the charter's, or this product's defaults in a network without one. Raises
    ``ValueError`` for an unknown kind. One query.
    """
    return counting(network.pk, kind)(start or timezone.now())


def counting(network: int, kind: DeadlineKind | str) -> Counting:
    """As :func:`deadline_for`, for many that began at different moments, in the one query."""
    newest = Charter.objects.filter(network=OuterRef("pk")).order_by("-version")
    rows = list(
        Network.objects.filter(pk=network).values_list(
            Subquery(newest.values("digest")[:1]),
            "overrides__day",
            "overrides__working",
            "overrides__note",
        )
    )
    digest = rows[0][0] if rows else None
    rules = DeadlinesSpec() if digest is None else _parsed(digest).deadlines
    rule = rules.of(DeadlineKind(kind))
    days = {day: Override(working, note) for _digest, day, working, note in rows if day is not None}
    calendar = vietnam_calendar(days)
    return lambda start: due(start, rule.days, rule.mode, calendar)


def receipt_days(network: Network | None) -> int:
    """For how many days after an answer its receipt can be read and its contact is kept: the
    charter's, and never more than the installation keeps contacts. One query at most."""
    most: int = settings.SANGTO_CONTACT_DAYS
    digest = _newest_digest(network) if network is not None else None
    if digest is None:
        return most
    return min(most, _parsed(digest).deadlines.receipt_readable.days)


@lately
def promised_answer(network: Network) -> datetime:
    """When who reports now has an answer, as pages promise it. The report's own deadline is
    reckoned when it arrives."""
    return deadline_for(network, DeadlineKind.ANSWER).at


def grounds_in_force(network: Network, on: date | None = None) -> list[LegalGround]:
    """What may be cited on that day (today), in the order of the alphabet."""
    grounds = LegalGround.objects.filter(valid_on(on or today()), network=network)
    return sorted(grounds, key=lambda ground: collation_key(ground.citation))


@lately
def territories(network: Network) -> list[Territory]:
    """Those that the charter names now: the larger ones first, then by the alphabet."""
    rows = list(Territory.objects.filter(network=network, valid_until__isnull=True))
    parents = {row.pk: row.parent_id for row in rows}

    def depth(pk: int) -> int:
        steps, step = 0, parents.get(pk)
        while step is not None and steps <= len(parents):
            steps, step = steps + 1, parents.get(step)
        return steps

    return sorted(rows, key=lambda row: (depth(row.pk), collation_key(row.name)))


@lately
def home_territory(network: Network) -> Territory | None:
    """The whole area that the network answers for; None where its charter names several."""
    rows = Territory.objects.filter(
        network=network, parent__isnull=True, valid_until__isnull=True
    ).order_by("pk")[:2]
    return rows[0] if len(rows) == 1 else None


def protected_domains(network: Network) -> list[ProtectedDomain]:
    return list(ProtectedDomain.objects.filter(network=network).order_by("domain"))
