"""Reports are opened: by the charter's schedule, and when somebody asks for one."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from django.utils import timezone

from sangto.audit.services import Journal, change
from sangto.audit.tags import AuditTag
from sangto.consultation.domain.reminders import DEFAULT_PLAN
from sangto.kernel.actor import Actor
from sangto.kernel.errors import NotVisible, Refused, insist
from sangto.kernel.text import clean
from sangto.organisations.domain.kinds import AgencyKind, ReportPeriod
from sangto.organisations.models import Agency, Network
from sangto.organisations.queries import (
    agencies,
    calendar_for,
    current_charter,
    lead_agency,
    today,
)
from sangto.reporting.domain.periodic import (
    Opening,
    ReportKind,
    SectionKey,
    demand_refusal,
    due_on,
    due_openings,
)
from sangto.reporting.domain.periodic_rights import PeriodicPermission
from sangto.reporting.domain.periods import DAY, Period, period_refusal
from sangto.reporting.models import PeriodicReport, ReportSection
from sangto.reporting.periodic_permissions import authorise
from sangto.reporting.services.periodic_rows import free_reference

_SCHEDULED = tuple(key.value for key in SectionKey)
#: The committee receives reports and writes none.
_NO_REPORT = {AgencyKind.COMMITTEE.value, AgencyKind.LEAD.value}


def open_due_reports(*, actor: Actor, now: datetime | None = None) -> int:
    """Open what the charters' schedules ask for by now; how many. A second run opens nothing.

    Each network in a transaction of its own. An agency that joined meanwhile gets its own too.
    """
    authorise(actor, PeriodicPermission.OPEN)
    now = now or timezone.now()
    made = 0
    for network in Network.objects.order_by("pk"):
        try:
            charter = current_charter(network)
        except Refused:
            continue
        if charter.valid_until is not None and charter.valid_until < today(now):
            continue
        for opening in due_openings(charter.reports, today(now)):
            made += _open(network, opening, actor, now)
    return made


def _open(network: Network, opening: Opening, actor: Actor, now: datetime) -> int:
    lead = lead_agency(network)
    if lead is None:
        return 0
    with change(actor) as journal:
        journal.nothing_changed()
        Network.objects.select_for_update().get(pk=network.pk)
        rows = PeriodicReport.objects.filter(
            network=network, span=opening.span.value, since=opening.period.since
        )
        known = {row.agency_id: row for row in rows}
        calendar = calendar_for(network)
        kind = ReportKind.CONSOLIDATED
        into = rows.filter(kind=kind.value).first()
        made = 0
        if into is None:
            day = due_on(opening.period, kind, calendar)
            into = _opened(journal, lead, kind, opening, day, actor, now)
            made += 1
        for agency in agencies(network, today(now)):
            if agency.kind in _NO_REPORT or agency.pk in known:
                continue
            day = due_on(opening.period, ReportKind.OWN, calendar)
            _opened(journal, agency, ReportKind.OWN, opening, day, actor, now, into=into)
            made += 1
    return made


def ask_for_report(
    *,
    subject: str,
    since: date,
    last: date,
    sections: Collection[str],
    asked: Collection[Agency],
    due: date,
    actor: Actor,
    now: datetime | None = None,
) -> PeriodicReport:
    """A report on demand: these agencies write these parts about these days, the lead agency
    collects them. The consolidated report."""
    authorise(actor, PeriodicPermission.OPEN)
    now = now or timezone.now()
    subject = " ".join(clean(subject).split())
    insist(
        demand_refusal(
            subject=subject, sections=sections, agencies=len(asked), due=due, today=today(now)
        )
        or period_refusal(since, last)
    )
    with change(actor) as journal:
        lead = Agency.objects.select_related("network").get(pk=actor.agency_id or 0)
        if any(one.network_id != lead.network_id or one.kind in _NO_REPORT for one in asked):
            raise NotVisible
        opening = Opening(ReportPeriod.ON_DEMAND, Period(since, last + DAY))
        wanted = [key.value for key in SectionKey if key.value in sections]
        into = _opened(
            journal, lead, ReportKind.CONSOLIDATED, opening, due, actor, now, wanted, subject
        )
        for agency in asked:
            _opened(
                journal, agency, ReportKind.OWN, opening, due, actor, now, wanted, subject, into
            )
    return into


def _opened(
    journal: Journal,
    agency: Agency,
    kind: ReportKind,
    opening: Opening,
    due: date,
    actor: Actor,
    now: datetime,
    sections: Collection[str] = _SCHEDULED,
    subject: str = "",
    into: PeriodicReport | None = None,
) -> PeriodicReport:
    report = PeriodicReport.objects.create(
        reference=free_reference(now),
        network_id=agency.network_id,
        agency=agency,
        kind=kind.value,
        span=opening.span.value,
        since=opening.period.since,
        before=opening.period.before,
        subject=subject,
        into=into,
        sections=list(sections),
        due_on=due,
        reminders=DEFAULT_PLAN.as_data(),
        opened_at=now,
        opened_by_id=actor.user_id,
    )
    ReportSection.objects.bulk_create(ReportSection(report=report, key=key) for key in sections)
    journal.record(
        AuditTag.PERIODIC_OPENED,
        report,
        {"agency": agency.pk, "span": report.span, "since": report.since.isoformat()},
    )
    return report
