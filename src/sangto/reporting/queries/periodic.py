"""Periodic reports as people may see them, and the figures that they keep."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from sangto.kernel.actor import Actor
from sangto.kernel.errors import NotVisible
from sangto.organisations.domain.kinds import ReportPeriod
from sangto.organisations.models import Agency
from sangto.organisations.queries import today
from sangto.reporting.domain.catalogue import FIGURES
from sangto.reporting.domain.figures import Split
from sangto.reporting.domain.periodic import (
    ReportKind,
    ReportStanding,
    ReportState,
    period_before,
    standing_of,
)
from sangto.reporting.domain.periodic_rights import PeriodicPermission
from sangto.reporting.domain.periods import Period, year_before
from sangto.reporting.domain.snapshots import Snapshot, frozen, thawed
from sangto.reporting.models import PeriodicReport, ReportVersion
from sangto.reporting.periodic_permissions import authorise
from sangto.reporting.queries.figures import Wanted, snapshot
from sangto.reporting.queries.scope import scope_for, sees_network
from sangto.reporting.queries.training import training_counts

_OWN_SPLITS = (Split.CATEGORY, Split.OUTCOME, Split.RATING, Split.KIND)
_ALL_SPLITS = (*_OWN_SPLITS, Split.AGENCY, Split.TERRITORY)
#: Compared are the figures of what happened; what was open on a day in the past is not known.
_COMPARED = [key for key, spec in FIGURES.items() if not spec.standing]


def periodic_reports_visible_to(actor: Actor) -> QuerySet[PeriodicReport]:
    """Those of the own agency; in the lead agency and the committee those of everybody."""
    authorise(actor, PeriodicPermission.VIEW)
    rows = PeriodicReport.objects.select_related("agency__network", "into")
    own = Q(agency=actor.agency_id)
    agency = _agency(actor)
    return rows.filter(Q(network=agency.network_id) if sees_network(agency) else own)


@dataclass(frozen=True, slots=True)
class ReadReport:
    """``inside`` is whether the person works for the agency and sees what is being written; others
    see ``version``, the one that was submitted last."""

    report: PeriodicReport
    inside: bool
    version: ReportVersion | None


def periodic_report_for(
    actor: Actor, reference: str, need: PeriodicPermission = PeriodicPermission.VIEW
) -> ReadReport:
    """:class:`NotVisible` for what does not exist, is another's, or was never submitted."""
    report = periodic_reports_visible_to(actor).filter(reference=reference).first()
    if report is None:
        raise NotVisible
    inside = report.agency_id == actor.agency_id
    version = report.versions.order_by("-number").first()
    if not inside and (version is None or need is not PeriodicPermission.VIEW):
        raise NotVisible
    authorise(actor, need)
    return ReadReport(report, inside, version)


def report_standing(report: PeriodicReport, now: datetime | None = None) -> ReportStanding:
    submitted = report.first_submitted_at
    return standing_of(
        state=ReportState(report.state),
        due_on=report.due_on,
        submitted_on=today(submitted) if submitted is not None else None,
        today=today(now),
    )


def period_figures(
    report: PeriodicReport, *, now: datetime | None = None
) -> tuple[dict[str, Any], datetime]:
    """The figures as they are now, to be frozen, and the query date. Some 90 queries; belongs
    outside of a transaction. A merged agency counts for its heir (``queries/scope.py``)."""
    whole = report.kind == ReportKind.CONSOLIDATED
    agency = None if whole else report.agency
    splits = _ALL_SPLITS if whole else _OWN_SPLITS
    wanted = {
        key: tuple(split for split in spec.splits if split in splits)
        for key, spec in FIGURES.items()
    }
    parts: dict[str, Any] = {}
    asked: datetime | None = None
    named: dict[str, tuple[Period, Wanted]] = {
        "now": (report.period, wanted),
        "before": (
            period_before(ReportPeriod(report.span), report.period),
            dict.fromkeys(_COMPARED, ()),
        ),
        "year_before": (year_before(report.period), dict.fromkeys(_COMPARED, ())),
    }
    for name, (period, keys) in named.items():
        taken = _taken(report, period, keys, agency is None, now)
        asked = asked or taken.asked_at
        parts[name] = frozen(taken)
        parts[name]["training"] = training_counts(report.network, period, agency).as_data()
    assert asked is not None  # noqa: S101 - the first part set it
    parts["agencies"] = _names(report, parts["now"])
    return parts, asked


def _taken(
    report: PeriodicReport, period: Period, wanted: Wanted, whole: bool, now: datetime | None
) -> Snapshot:
    agency = None if whole else report.agency
    return snapshot(scope_for(report.network, period, agency=agency, now=now), wanted)


def _names(report: PeriodicReport, now: Mapping[str, Any]) -> dict[str, str]:
    """The names of the agencies as they were called when the figures were frozen."""
    codes = {
        code for figure in now["figures"] for code in figure["splits"].get(Split.AGENCY.value, {})
    }
    scope = scope_for(report.network, report.period)
    return {code: scope.names[int(code)].name for code in sorted(codes) if code}


def read_figures(figures: Mapping[str, Any], name: str = "now") -> Snapshot | None:
    data = figures.get(name)
    return thawed(data) if data else None


def last_report(report: PeriodicReport) -> ReportVersion | None:
    """What the agency submitted last for a period of the same length that ended before this one."""
    return (
        ReportVersion.objects.filter(
            report__agency=report.agency_id,
            report__kind=report.kind,
            report__span=report.span,
            report__before__lte=report.since,
        )
        .order_by("-report__since", "-number")
        .first()
    )


def open_reports() -> QuerySet[PeriodicReport]:
    """What somebody may be reminded of: not submitted yet, and not amended either."""
    return PeriodicReport.objects.filter(
        state__in=[ReportState.WRITING.value, ReportState.HANDED_IN.value],
        first_submitted_at__isnull=True,
    ).select_related("agency__network")


def _agency(actor: Actor) -> Agency:
    agency = Agency.objects.filter(pk=actor.agency_id or 0).first()
    if agency is None:
        raise NotVisible
    return agency
