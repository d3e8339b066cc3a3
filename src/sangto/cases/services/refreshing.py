"""The rows of the inbox, computed from cases, links and reports."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db import transaction
from django.db.models import Count, Min, Q, Sum
from django.utils import timezone

from sangto.audit.locks import write_lock
from sangto.audit.services import before_the_end, change
from sangto.audit.tags import AuditTag
from sangto.cases.domain.growth import DAY, EARLIER, HOUR, Flow, earlier_hours, growing_window
from sangto.cases.domain.inbox import UNANSWERED, InboxStatus, Part, Weight, place, points, rank
from sangto.cases.domain.states import CaseOutcome, CaseStatus
from sangto.cases.models import InboxEntry
from sangto.cases.permissions import Permission, has_permission
from sangto.cases.queries.cases import JOINED
from sangto.intake.domain.reports import ASKER_ORIGINS, OriginKind, ReportOutcome, ReportStatus
from sangto.intake.models import Report
from sangto.kernel.actor import Actor
from sangto.kernel.categories import Category, IndicatorKind
from sangto.kernel.errors import NotVisible
from sangto.matching.domain.links import Link, canonical_link, find_links
from sangto.matching.domain.signals import Protected, imitated
from sangto.matching.models import Claim, Indicator, ReportLink
from sangto.matching.queries import protected_domains
from sangto.organisations.domain.deadlines import kind_for_category
from sangto.organisations.queries import Counting, counting

#: Claims computed in one go.
BATCH = 500
#: Numbers of territories that are kept with a row; the rest is only counted.
KEPT_PLACES = 20
_WAITING = (ReportStatus.RECEIVED.value, ReportStatus.IN_REVIEW.value)
_STANDS = ~Q(report__outcome=ReportOutcome.WITHDRAWN.value)
_WEB = (IndicatorKind.DOMAIN.value, IndicatorKind.LINK.value)
#: A link stands near the beginning, or it is not what the message is about.
_READ = 2000
_NO_FLOW = Flow()

Progress = Callable[[int, int], bool]


def refresh_entries(*, claims: Collection[int], now: datetime | None = None) -> int:
    """Compute the inbox rows of these claims anew; how many of them are different now.

    Joins the caller's transaction; thirteen queries for each 500 claims at most. Rows are locked
    before anything is read, so of two at the same moment the later one sees what the first did.
    """
    now = now or timezone.now()
    changed = 0
    protected = protected_domains() if claims else ()
    wanted = sorted(set(claims))
    for start in range(0, len(wanted), BATCH):
        with write_lock(), transaction.atomic():
            changed += _refresh(wanted[start : start + BATCH], protected, now)
    return changed


def refresh_at_the_end(claim: int) -> None:
    """For services: once before their change ends, however often they write."""
    before_the_end(_refresh_named, claim)


def _refresh_named(claims: Collection[int]) -> None:
    refresh_entries(claims=claims)


def refresh_due_entries(*, now: datetime | None = None, limit: int = 2000) -> int:
    """What time alone has changed: askers that are no longer of the last 24 hours. Also rows that
    are missing, as after an upgrade. For a periodic task; how many claims it looked at."""
    now = now or timezone.now()
    due = InboxEntry.objects.filter(askers_until__lte=now).order_by("askers_until")
    missing = Claim.objects.filter(inbox_entry__isnull=True).order_by("pk")
    ids = [
        *due.values_list("pk", flat=True)[:limit],
        *missing.values_list("pk", flat=True)[:limit],
    ]
    refresh_entries(claims=ids, now=now)
    return len(ids)


def rebuild_entries(*, actor: Actor, progress: Progress | None = None) -> bool:
    """All rows anew, in short transactions; ``progress(done, total)`` may return False to stop.
    Recorded only when it was finished."""
    if not has_permission(actor, Permission.REBUILD):
        raise NotVisible
    total, done = Claim.objects.count(), 0
    for ids in _all_claims():
        refresh_entries(claims=ids)
        done += len(ids)
        if progress is not None and not progress(done, total):
            return False
    with change(actor) as journal:
        journal.record(AuditTag.INBOX_REBUILT, ("inbox", "claims"))
    return True


def _all_claims() -> Iterator[list[int]]:
    last = 0
    while True:
        found = Claim.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)
        ids = list(found[:BATCH])
        if not ids:
            return
        yield ids
        last = ids[-1]


@dataclass(slots=True)
class _Found:
    """What the reports, links and indicators of one claim add up to."""

    reports: int = 0
    waiting: int = 0
    first: datetime | None = None
    first_waiting: datetime | None = None
    waits: datetime | None = None
    askers: int = 0
    oldest_asker: datetime | None = None
    oldest_of_hour: datetime | None = None
    flow: Flow = _NO_FLOW
    money: int = 0
    first_report: int | None = None
    territories: list[int] = field(default_factory=list)
    imitates: str = ""


def _refresh(ids: list[int], protected: tuple[Protected, ...], now: datetime) -> int:
    former = _locked(ids)
    missing = [number for number in ids if number not in former]
    if missing:
        _add_blank(missing, now)
        former |= _locked(missing)
    rows = list(_claims(ids))
    found = _summed(ids, now)
    _add_first_reports(found)
    _add_territories(found)
    _add_imitations(found, rows, protected)
    changed = []
    triage = {
        network: counting(network, kind_for_category(None))
        for network in {row["network_id"] for row in rows}
    }
    for row in rows:
        values = _values(row, found.get(row["pk"], _Found()), triage[row["network_id"]], now)
        entry = former[row["pk"]]
        if row["pk"] not in missing and values["part"] != entry.part:
            values["entered_at"] = now
        if any(getattr(entry, name) != value for name, value in values.items()):
            for name, value in values.items():
                setattr(entry, name, value)
            changed.append(entry)
    if changed:
        InboxEntry.objects.bulk_create(
            changed,
            update_conflicts=True,
            unique_fields=["claim"],
            update_fields=_columns(),
        )
    return len(changed)


def _columns() -> list[str]:
    return [field.name for field in InboxEntry._meta.concrete_fields if not field.primary_key]


def _locked(ids: list[int]) -> dict[int, InboxEntry]:
    entries = InboxEntry.objects.select_for_update().filter(pk__in=ids).order_by("pk")
    return {entry.pk: entry for entry in entries}


def _add_blank(ids: list[int], now: datetime) -> None:
    """So that there is a row to lock; of two that add one, the second waits here."""
    InboxEntry.objects.bulk_create(
        (
            InboxEntry(
                claim_id=number,
                network_id=network,
                since=created,
                due_at=created,
                sorted_at=created,
                entered_at=created,
            )
            for number, network, created in Claim.objects.filter(pk__in=ids)
            .order_by("pk")
            .values_list("pk", "network_id", "created_at")
        ),
        ignore_conflicts=True,
    )


def _claims(ids: list[int]) -> Any:
    return (
        Claim.objects.filter(pk__in=ids)
        .order_by("pk")
        .values(
            "pk",
            "network_id",
            "created_at",
            "merged_into_id",
            "category",
            "subject_agency_id",
            "case__pk",
            "case__status",
            "case__outcome",
            "case__category",
            "case__owner_id",
            "case__assignee_id",
            "case__due_at",
            "case__closed_at",
            "case__escalated_at",
            "case__subject_agency_id",
        )
    )


def _joined(ids: Collection[int]) -> Any:
    return ReportLink.objects.filter(claim_id__in=ids, state__in=JOINED).order_by()


def _summed(ids: list[int], now: datetime) -> dict[int, _Found]:
    """Who took a report back asked for nothing and lost nothing; machines and archives never do
    (SCOPE.md 1)."""
    people = Q(report__origin__in=[origin.value for origin in ASKER_ORIGINS]) & _STANDS
    before = people & Q(report__received_at__gt=now - DAY - EARLIER)
    asked = people & Q(report__received_at__gt=now - DAY, report__received_at__lte=now)
    hour = asked & Q(report__received_at__gt=now - HOUR)
    waits = Q(report__status__in=_WAITING) & ~Q(report__origin=OriginKind.ARCHIVE.value)
    rows = (
        _joined(ids)
        .values("claim_id")
        .annotate(
            number=Count("pk"),
            waiting=Count("pk", filter=waits),
            first=Min("report__received_at"),
            first_waiting=Min("report__received_at", filter=waits),
            due=Min("report__due_at", filter=waits),
            askers=Count("pk", filter=asked),
            oldest=Min("report__received_at", filter=asked),
            hour=Count("pk", filter=hour),
            oldest_of_hour=Min("report__received_at", filter=hour),
            earlier=Count("pk", filter=before & Q(report__received_at__lte=now - DAY)),
            first_asker=Min("report__received_at", filter=people),
            money=Sum("report__money_lost", filter=people),
        )
    )
    return {
        row["claim_id"]: _Found(
            reports=row["number"],
            waiting=row["waiting"],
            first=row["first"],
            first_waiting=row["first_waiting"],
            waits=row["due"],
            askers=row["askers"],
            oldest_asker=row["oldest"],
            oldest_of_hour=row["oldest_of_hour"],
            flow=Flow(
                row["hour"],
                row["askers"],
                row["earlier"],
                earlier_hours(row["first_asker"], now),
            ),
            money=int(row["money"] or 0),
        )
        for row in rows
    }


def _add_first_reports(found: Mapping[int, _Found]) -> None:
    """By the moment that is known already: whatever a database knows of its rows, it does not walk
    through all reports for it."""
    moments = {one.first for one in found.values() if one.first is not None}
    rows = _joined(list(found)).filter(report__received_at__in=moments).order_by("report_id")
    for claim, report, at in rows.values_list("claim_id", "report_id", "report__received_at"):
        if found[claim].first_report is None and found[claim].first == at:
            found[claim].first_report = report


def _add_territories(found: Mapping[int, _Found]) -> None:
    pairs = (
        _joined(list(found))
        .filter(_STANDS, report__territory__isnull=False)
        .exclude(report__origin=OriginKind.ARCHIVE.value)
        .values_list("claim_id", "report__territory_id")
        .distinct()
        .order_by("claim_id", "report__territory_id")
    )
    for claim, territory in pairs:
        found[claim].territories.append(territory)


def _add_imitations(
    found: Mapping[int, _Found],
    rows: list[dict[str, Any]],
    protected: tuple[Protected, ...],
) -> None:
    """From the exact keys that officers kept, else from the links of the first report."""
    kept: dict[int, list[str]] = {}
    for claim, value in Indicator.objects.filter(
        claim_id__in=[row["pk"] for row in rows], kind__in=_WEB
    ).values_list("claim_id", "value"):
        kept.setdefault(claim, []).append(value)
    first = {one.first_report: claim for claim, one in found.items() if one.first_report}
    said = Report.objects.filter(pk__in=list(first)).values_list("pk", "text", "link")
    for report, text, link in said:
        claim = first[report]
        values = [*sorted(kept.get(claim, [])), link]
        links = [canonical_link(value) for value in values if value]
        links += [placed.link for placed in find_links(text[:_READ])] if "." in text else []
        found[claim].imitates = _first_imitated(tuple(link for link in links if link), protected)


@lru_cache(maxsize=4096)
def _first_imitated(links: tuple[Link, ...], protected: tuple[Protected, ...]) -> str:
    copied = (imitated(link, protected) for link in links)
    return next((one.domain for one in copied if one is not None), "")


def _values(row: dict[str, Any], found: _Found, triage: Counting, now: datetime) -> dict[str, Any]:
    status = CaseStatus(row["case__status"]) if row["case__status"] else None
    outcome = CaseOutcome(row["case__outcome"] or "")
    part, known = place(
        merged=row["merged_into_id"] is not None,
        status=status,
        outcome=outcome,
        waiting=found.waiting,
    )
    since = found.first or row["created_at"]
    due_at = row["case__due_at"] or found.waits
    if outcome in UNANSWERED and found.waits is not None:
        due_at = found.waits
    if known is InboxStatus.NEW and found.first_waiting is not None:
        # What its case will have, so that opening it makes no row late.
        due_at = triage(found.first_waiting).at
    due_at = due_at or since
    category = row["case__category"] or ""
    agency = row["case__subject_agency_id"] or row["subject_agency_id"]
    if category != Category.IMPERSONATION:
        agency = None
    growing, growing_since, until = _growth(found)
    weighed = points(
        Weight(
            askers=found.askers,
            money=found.money,
            imitates=agency is not None or bool(found.imitates),
            places=len(found.territories),
            grows=growing > 0,
        )
    ).total
    closed_at = row["case__closed_at"]
    return {
        "network_id": row["network_id"],
        "case_id": row["case__pk"],
        "part": part.value,
        "status": known.value,
        "owner_id": row["case__owner_id"],
        "assignee_id": row["case__assignee_id"],
        "category": category,
        "escalated": row["case__escalated_at"] is not None,
        "since": since,
        "due_at": due_at,
        "closed_at": closed_at,
        "sorted_at": closed_at if part is Part.CLOSED and closed_at else since,
        "reports": found.reports,
        "waiting": found.waiting,
        "first_report_id": found.first_report,
        "askers_24h": found.askers,
        "askers_until": until,
        "growing": growing,
        "growing_since": growing_since,
        "money_lost": found.money,
        "imitated_agency_id": agency,
        "imitates": found.imitates,
        "places": len(found.territories),
        "territories": found.territories[:KEPT_PLACES],
        "points": weighed,
        "rank": rank(weighed, due_at),
    }


def _growth(found: _Found) -> tuple[int, datetime | None, datetime | None]:
    """How many came since when, and until when that and the askers hold."""
    if found.oldest_asker is None:
        return 0, None, None
    window, until = growing_window(found.flow), found.oldest_asker + DAY
    if window is None:
        return 0, None, until
    if window == DAY or found.oldest_of_hour is None:
        return found.flow.day, found.oldest_asker, until
    return found.flow.hour, found.oldest_of_hour, min(until, found.oldest_of_hour + HOUR)
