"""What a digest tells, gathered once and then frozen.

It holds references, counts and titles that officers wrote; nothing of a report (SCOPE.md 3, 8).
Cases of categories of which only totals are told are counted and never named.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from sangto.cases.domain.states import OPEN_STATUSES
from sangto.cases.models import Case, CaseTask, InboxEntry
from sangto.consultation.domain.invitations import WAITING_STATES
from sangto.consultation.domain.rounds import RoundState
from sangto.consultation.models import RoundInvitation
from sangto.handling.models import Measure
from sangto.intake.domain.reports import ASKER_ORIGINS, OriginKind, ReportOutcome
from sangto.intake.models import Report
from sangto.kernel.actor import Actor
from sangto.kernel.categories import RULES, Category
from sangto.kernel.errors import NotVisible
from sangto.matching.domain.kinds import FRAUD_FAMILY
from sangto.matching.models import ReportLink
from sangto.organisations.models import Agency, Network
from sangto.reporting.domain.digests import CURVE_DAYS, MOST_NAMED, Spreading, growth_order
from sangto.reporting.domain.periods import DAY, Period, local_day
from sangto.reporting.models import Digest
from sangto.reporting.permissions import Permission
from sangto.reporting.queries.expressions import LocalDay
from sangto.reporting.queries.scope import reach_of
from sangto.verdicts.domain.version import PUBLIC_STATUSES, VerdictOrigin, VersionStatus
from sangto.verdicts.models import VerdictVersion

_OPEN = [status.value for status in OPEN_STATUSES]
_NAMED = sorted(item.value for item, rules in RULES.items() if not rules.totals_only)
_FAMILY = sorted(item.value for item in FRAUD_FAMILY)
_ASKERS = sorted(origin.value for origin in ASKER_ORIGINS)
_ARCHIVE = OriginKind.ARCHIVE.value
_PUBLIC = sorted(status.value for status in PUBLIC_STATUSES)

Content = dict[str, Any]


def network_digest(network: Network, since: datetime, until: datetime) -> Content:
    """Ten queries, whatever happened."""
    reports = Report.objects.filter(
        network=network, received_at__gte=since, received_at__lt=until
    ).exclude(origin=_ARCHIVE)
    by_category = dict(
        reports.values_list("claim_link__claim__category").annotate(n=Count("pk")).order_by()
    )
    late = Case.objects.filter(network=network, status__in=_OPEN, due_at__lt=until)
    return {
        "reports": sum(by_category.values()),
        "by_category": {key or "": number for key, number in sorted(_named_keys(by_category))},
        "answered_at_once": reports.filter(
            outcome=ReportOutcome.VERDICT.value, answered_at__lt=F("received_at") + _AT_ONCE
        ).count(),
        "decided": _decided(network, since, until),
        "closed": dict(
            Case.objects.filter(network=network, closed_at__gte=since, closed_at__lt=until)
            .exclude(origin_kind=_ARCHIVE)
            .values_list("outcome")
            .annotate(n=Count("pk"))
            .order_by("outcome")
        ),
        "late": late.count(),
        "late_named": _late(late),
        "late_reports": Report.objects.filter(
            network=network, answered_at__isnull=True, due_at__lt=until
        )
        .exclude(origin=_ARCHIVE)
        .count(),
        "silent": _silent(network, until),
        "spreads": _spreading(network, until),
    }


_AT_ONCE = timedelta(minutes=15)


def _named_keys(counts: dict[str | None, int]) -> Collection[tuple[str, int]]:
    """A report without a claim and one whose claim has no category are both not sorted yet."""
    merged: dict[str, int] = {}
    for key, number in counts.items():
        merged[key or ""] = merged.get(key or "", 0) + number
    return merged.items()


def _decided(network: Network, since: datetime, until: datetime) -> list[Content]:
    versions = VerdictVersion.objects.filter(
        verdict__case__network=network,
        verdict__origin=VerdictOrigin.OWN.value,
        status__in=_PUBLIC,
        published_at__gte=since,
        published_at__lt=until,
    ).order_by("published_at", "pk")
    return [
        {
            "reference": reference,
            "number": number,
            "title": title,
            "title_en": title_en,
            "category": category,
            "rating": rating,
        }
        for reference, number, title, title_en, category, rating in versions.values_list(
            "verdict__reference", "number", "title", "title_en", "category", "rating"
        )
    ]


def _late(cases: QuerySet[Case]) -> list[Content]:
    rows = cases.filter(Q(category__in=_NAMED) | Q(category="")).order_by("due_at", "pk")
    return [
        {
            "reference": reference,
            "title": title,
            "category": category,
            "agency": agency,
            "agency_en": agency_en,
            "due_at": due_at.isoformat(),
        }
        for reference, title, category, agency, agency_en, due_at in rows.values_list(
            "reference", "claim__title", "category", "owner__name", "owner__name_en", "due_at"
        )[:MOST_NAMED]
    ]


def _silent(network: Network, until: datetime) -> list[Content]:
    """Open rounds past their date, with how many have not answered."""
    rows = (
        RoundInvitation.objects.filter(
            round__network=network,
            round__state=RoundState.OPEN.value,
            round__due_at__lt=until,
            answered_at__isnull=True,
        )
        .values("round__reference", "round__title", "round__due_at")
        .annotate(n=Count("pk"))
        .order_by("round__due_at", "round__reference")
    )
    return [
        {
            "reference": row["round__reference"],
            "title": row["round__title"],
            "due_at": _moment(row["round__due_at"]),
            "silent": row["n"],
        }
        for row in rows[:MOST_NAMED]
    ]


def _spreading(network: Network, until: datetime) -> list[Content]:
    """Only what is of the fraud family, or a factual claim whose verdict is published
    (SCOPE.md 1, 4). The rule of growth is the inbox's own."""
    entries = (
        InboxEntry.objects.filter(network=network, growing__gt=0)
        .filter(
            Q(category__in=_FAMILY)
            | Q(
                category=Category.FACTUAL_CLAIM.value,
                claim__verdicts__versions__status=VersionStatus.PUBLISHED.value,
            )
        )
        .order_by("-growing", "claim_id")
        .distinct()
    )
    rows = list(
        entries.values_list(
            "claim_id",
            "claim__reference",
            "claim__title",
            "claim__title_en",
            "category",
            "growing",
        )[:MOST_NAMED]
    )
    curves = _curves([row[0] for row in rows], until)
    found = [Spreading(*row[1:], curve=curves[row[0]]) for row in rows]
    return [
        {
            "claim": one.claim,
            "title": one.title,
            "title_en": one.title_en,
            "category": one.category,
            "grown": one.grown,
            "curve": list(one.curve),
        }
        for one in growth_order(found)
    ]


def _curves(claims: list[int], until: datetime) -> dict[int, tuple[int, ...]]:
    """People who sent it themselves, a day."""
    last = local_day(until)
    days = Period(last - DAY * (CURVE_DAYS - 1), last + DAY)
    counted: dict[int, dict[str, int]] = {claim: {} for claim in claims}
    rows = (
        ReportLink.objects.filter(
            claim__in=claims,
            report__origin__in=_ASKERS,
            report__received_at__gte=days.start,
            report__received_at__lt=until,
        )
        .exclude(report__outcome=ReportOutcome.WITHDRAWN.value)
        .annotate(day=LocalDay("report__received_at"))
        .values_list("claim", "day")
        .annotate(n=Count("pk"))
    )
    for claim, day, number in rows:
        counted[claim][day] = number
    return {
        claim: tuple(found.get(day.isoformat(), 0) for day in days.days())
        for claim, found in counted.items()
    }


def agency_digest(agency: Agency, until: datetime) -> Content:
    """What waits for one agency; four queries."""
    requests = RoundInvitation.objects.filter(
        agency=agency,
        round__state=RoundState.OPEN.value,
        state__in=[state.value for state in WAITING_STATES],
    ).order_by("round__due_at", "pk")
    cases = Case.objects.filter(owner=agency, status__in=_OPEN)
    named = cases.filter(Q(category__in=_NAMED) | Q(category="")).order_by("due_at", "pk")
    tasks = CaseTask.objects.filter(agency=agency, done_at__isnull=True)
    return {
        "requests": [
            {
                "reference": reference,
                "title": title,
                "due_at": _moment(own or due_at),
            }
            for reference, title, own, due_at in requests.values_list(
                "round__reference", "round__title", "due_at", "round__due_at"
            )
        ],
        "cases": cases.count(),
        "late_cases": cases.filter(due_at__lt=until).count(),
        "cases_named": [
            {"reference": reference, "category": category, "due_at": due_at.isoformat()}
            for reference, category, due_at in named.values_list("reference", "category", "due_at")[
                :MOST_NAMED
            ]
        ],
        "tasks": tasks.count(),
        "late_tasks": tasks.filter(due_on__lt=local_day(until)).count(),
        "measures": Measure.objects.filter(owner=agency, done_at__isnull=True).count(),
    }


def _moment(at: datetime | None) -> str:
    return at.isoformat() if at is not None else ""


def digests_visible_to(actor: Actor) -> QuerySet[Digest]:
    """Those of the network for who sees the whole of it, and what waited for the own agency; the
    newest first. One query before the list itself."""
    reach = reach_of(actor, Permission.DIGEST_READ)
    own = Q(agency=reach.agency)
    if reach.whole:
        own |= Q(agency__isnull=True)
    return Digest.objects.filter(own, network=reach.agency.network).select_related(
        "agency", "network"
    )


def digest_for(actor: Actor, number: int) -> Digest:
    found = digests_visible_to(actor).filter(pk=number).first()
    if found is None:
        raise NotVisible
    return found
