"""Every figure a second way: plain Python over all rows, without one condition in the database."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from math import ceil
from typing import Any

from sangto.appeals.models import Appeal
from sangto.cases.models import Case, TimelineEntry, Transfer
from sangto.consultation.models import Meeting, OpinionRound, RoundInvitation
from sangto.handling.models import AbuseReport, FeedbackAnswer, Measure
from sangto.intake.models import Report
from sangto.kernel.worktime import ZONE
from sangto.matching.models import Claim
from sangto.organisations.models import Agency
from sangto.reporting.domain.catalogue import FIGURES
from sangto.reporting.domain.figures import Split, Unit
from sangto.reporting.queries import Scope
from sangto.verdicts.models import Delivery, VerdictVersion


@dataclass(frozen=True)
class Row:
    """One row with everything that a figure may ask of it. ``at`` selects; a standing row has
    ``begun`` and ``ended`` instead."""

    category: str | None = ""
    agency: int | None = None
    territory: int | None = None
    at: datetime | None = None
    begun: datetime | None = None
    ended: datetime | None = None
    due: datetime | None = None
    part: bool | None = None
    codes: tuple[tuple[Split, str], ...] = ()


def whole(moment: datetime) -> int:
    return int(moment.replace(microsecond=0).timestamp())


class Plain:
    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.now = min(scope.now, scope.period.end)
        self.agencies = {one.pk: one for one in Agency.objects.all()}

    def heir(self, key: int | None) -> int | None:
        """Who has the work on the last day of the period."""
        last, seen = self.scope.period.last, key
        while key is not None:
            one = self.agencies[key]
            if one.valid_from <= last and (one.valid_until is None or last <= one.valid_until):
                return key
            key = one.successor_id
        return seen

    def rows(self, key: str) -> list[Row]:
        found = []
        for row in ROWS[key]():
            if self._narrowed(row) and self._in_period(row, FIGURES[key].standing):
                found.append(row)
        return found

    def _in_period(self, row: Row, standing: bool) -> bool:
        if not standing:
            assert row.at is not None
            local = row.at.astimezone(ZONE).date()
            return self.scope.period.since <= local < self.scope.period.before
        assert row.begun is not None
        open_then = row.begun < self.now and (row.ended is None or row.ended >= self.now)
        return open_then and (row.due is None or row.due < self.now)

    def _narrowed(self, row: Row) -> bool:
        scope = self.scope
        asked = None if scope.agency is None else scope.agency.pk
        if asked is not None and asked not in (row.agency, self.heir(row.agency)):
            return False
        if scope.territory is not None and not self._inside(row.territory):
            return False
        return not scope.category or row.category == scope.category

    def _inside(self, place: int | None) -> bool:
        from sangto.organisations.models import Territory

        parents = dict(Territory.objects.values_list("pk", "parent"))
        assert self.scope.territory is not None
        while place is not None:
            if place == self.scope.territory.pk:
                return True
            place = parents[place]
        return False

    def code(self, row: Row, split: Split) -> str:
        match split:
            case Split.DAY:
                assert row.at is not None
                return row.at.astimezone(ZONE).date().isoformat()
            case Split.CATEGORY:
                return row.category or ""
            case Split.AGENCY:
                heir = self.heir(row.agency)
                return "" if heir is None else str(heir)
            case Split.TERRITORY:
                return "" if row.territory is None else str(row.territory)
            case Split.AGE:
                assert row.begun is not None
                days = (self.now - row.begun).total_seconds() / 86_400
                steps = ((1, "0"), (3, "1-2"), (7, "3-6"), (14, "7-13"), (30, "14-29"))
                return next((code for until, code in steps if days < until), "30+")
        return dict(row.codes)[split]

    def measured(self, rows: Iterable[Row], unit: Unit) -> tuple[Any, ...]:
        """n, part, median, p90."""
        rows = list(rows)
        if unit is Unit.COUNT:
            return len(rows), None, None, None
        if unit is Unit.SHARE:
            return len(rows), len([row for row in rows if row.part]), None, None
        spans = sorted(
            whole(row.ended) - whole(row.begun) for row in rows if row.begun and row.ended
        )
        assert len(spans) == len(rows)
        if not spans:
            return 0, None, None, None
        half = len(spans) // 2
        median = spans[half] if len(spans) % 2 else (spans[half - 1] + spans[half]) / 2
        return len(spans), None, float(median), float(spans[ceil(len(spans) * 9 / 10) - 1])


def _reports(keep: Callable[[Report], bool], **named: Callable[[Report], Any]) -> list[Row]:
    rows = []
    told: dict[int, list[Delivery]] = {}
    for delivery in Delivery.objects.select_related("version"):
        told.setdefault(delivery.report_id, []).append(delivery)
    every = Report.objects.select_related("claim_link__claim__case")
    for report in every:
        if report.origin == "archive" or not keep(report):
            continue
        link = getattr(report, "claim_link", None)
        case = getattr(link.claim, "case", None) if link is not None else None
        at_once = report.outcome == "verdict" and any(
            one.version.published_at is not None
            and one.version.published_at <= report.received_at
            and whole(one.at) - whole(report.received_at) <= 15 * 60
            for one in told.get(report.pk, ())
        )
        values = {name: read(report) for name, read in named.items()}
        if values.get("part") == "at once":
            values["part"] = at_once
        rows.append(
            Row(
                category=link.claim.category if link is not None else None,
                agency=case.owner_id if case is not None else None,
                territory=report.territory_id,
                codes=((Split.CHANNEL, report.channel),),
                **values,
            )
        )
    return rows


def _answered(report: Report) -> bool:
    return report.answered_at is not None and report.outcome != "withdrawn"


def _cases(keep: Callable[[Case], bool], **named: Callable[[Case], Any]) -> list[Row]:
    return [
        Row(
            category=case.category,
            agency=case.owner_id,
            territory=case.origin_report.territory_id,
            codes=((Split.OUTCOME, case.outcome), (Split.STATE, case.status)),
            **{name: read(case) for name, read in named.items()},
        )
        for case in Case.objects.select_related("origin_report")
        if case.origin_kind != "archive" and keep(case)
    ]


def _of_case(case: Case | None, **values: Any) -> Row:
    if case is None:
        return Row(**{"category": None, **values})
    return Row(
        **{
            "category": case.category,
            "agency": case.owner_id,
            "territory": case.origin_report.territory_id,
            **values,
        }
    )


def _claims() -> list[Row]:
    rows = []
    for claim in Claim.objects.select_related("case"):
        case = getattr(claim, "case", None)
        if case is None or case.origin_kind != "archive":
            owner = case.owner_id if case is not None else None
            rows.append(Row(category=claim.category, agency=owner, at=claim.created_at))
    return rows


def _versions(keep: Callable[[int], bool]) -> list[Row]:
    rows = []
    for version in VerdictVersion.objects.select_related("verdict__case__origin_report"):
        case = version.verdict.case
        if case is None or version.status not in ("published", "superseded"):
            continue
        if keep(version.number):
            rows.append(
                _of_case(
                    case,
                    category=version.category,
                    at=version.published_at,
                    begun=case.origin_report.received_at,
                    ended=version.published_at,
                    codes=((Split.RATING, version.rating),),
                )
            )
    return rows


def _told(via: str) -> list[Row]:
    return [
        Row(
            category=one.version.category,
            agency=one.version.verdict.case.owner_id if one.version.verdict.case else None,
            territory=one.report.territory_id,
            at=one.at,
        )
        for one in Delivery.objects.select_related("version__verdict__case", "report")
        if one.via == via
    ]


def _rounds() -> list[Row]:
    return [
        _of_case(one.case, agency=one.agency_id, at=one.opened_at)
        for one in OpinionRound.objects.select_related("case__origin_report")
        if one.opened_at is not None and one.state != "cancelled"
    ]


def _requests(*, answered_only: bool = False, in_time: bool = False) -> list[Row]:
    rows = []
    for one in RoundInvitation.objects.select_related("round__case__origin_report"):
        if one.round.state not in ("closed", "concluded"):
            continue
        if answered_only and one.answered_at is None:
            continue
        due = one.due_at or one.round.due_at
        part = one.answered_at is not None
        if in_time and part:
            assert one.answered_at is not None
            assert due is not None
            part = one.answered_at <= due
        rows.append(
            _of_case(
                one.round.case,
                agency=one.agency_id,
                at=one.round.opened_at,
                begun=one.sent_at or one.round.opened_at,
                ended=one.answered_at,
                part=part,
            )
        )
    return rows


def _measures(field: str) -> list[Row]:
    return [
        _of_case(
            one.case, agency=one.owner_id, at=getattr(one, field), codes=((Split.KIND, one.kind),)
        )
        for one in Measure.objects.select_related("case__origin_report")
        if getattr(one, field) is not None
    ]


def _abuse(field: str) -> list[Row]:
    return [
        _of_case(
            one.case,
            agency=one.agency_id,
            at=getattr(one, field),
            codes=((Split.KIND, one.provider_kind), (Split.OUTCOME, one.state)),
        )
        for one in AbuseReport.objects.select_related("case__origin_report")
        if getattr(one, field) is not None
    ]


def _appeals(field: str) -> list[Row]:
    return [
        _of_case(
            one.case,
            at=getattr(one, field),
            part=one.decided_at is not None and one.decided_at <= one.due_at,
            codes=((Split.OUTCOME, one.outcome),),
        )
        for one in Appeal.objects.select_related("case__origin_report")
        if getattr(one, field) is not None
    ]


def _transfers() -> list[Row]:
    return [
        _of_case(one.case, agency=one.to_agency_id, at=one.at, codes=((Split.KIND, one.kind),))
        for one in Transfer.objects.select_related("case__origin_report")
        if one.kind in ("passed_on", "returned", "beyond")
    ]


def _result(case: Case) -> bool:
    return case.closed_at is not None and case.outcome not in ("joined", "withdrawn", "archived")


ROWS: dict[str, Callable[[], list[Row]]] = {
    "reports.received": lambda: _reports(lambda _r: True, at=lambda r: r.received_at),
    "reports.at_once": lambda: _reports(
        lambda _r: True, at=lambda r: r.received_at, part=lambda _r: "at once"
    ),
    "reports.first_answer": lambda: _reports(
        _answered,
        at=lambda r: r.answered_at,
        begun=lambda r: r.received_at,
        ended=lambda r: r.answered_at,
    ),
    "reports.in_time": lambda: _reports(
        _answered,
        at=lambda r: r.answered_at,
        part=lambda r: r.answered_at is not None and r.answered_at <= r.due_at,
    ),
    "reports.waiting": lambda: _reports(
        lambda _r: True, begun=lambda r: r.received_at, ended=lambda r: r.answered_at
    ),
    "reports.late": lambda: _reports(
        lambda _r: True,
        begun=lambda r: r.received_at,
        ended=lambda r: r.answered_at,
        due=lambda r: r.due_at,
    ),
    "claims.new": _claims,
    "cases.opened": lambda: _cases(lambda _c: True, at=lambda c: c.opened_at),
    "cases.closed": lambda: _cases(lambda c: c.closed_at is not None, at=lambda c: c.closed_at),
    "cases.in_time": lambda: _cases(
        _result,
        at=lambda c: c.closed_at,
        part=lambda c: c.closed_at is not None and c.closed_at <= c.due_at,
    ),
    "cases.open": lambda: _cases(
        lambda _c: True, begun=lambda c: c.opened_at, ended=lambda c: c.closed_at
    ),
    "cases.late": lambda: _cases(
        lambda _c: True,
        begun=lambda c: c.opened_at,
        ended=lambda c: c.closed_at,
        due=lambda c: c.due_at,
    ),
    "cases.transferred": _transfers,
    "cases.reopened": lambda: [
        _of_case(one.case, at=one.at)
        for one in TimelineEntry.objects.select_related("case__origin_report")
        if one.kind == "reopened"
    ],
    "verdicts.published": lambda: _versions(lambda number: number == 1),
    "verdicts.time": lambda: _versions(lambda number: number == 1),
    "verdicts.changed": lambda: _versions(lambda number: number > 1),
    "verdicts.told": lambda: _told("receipt"),
    "verdicts.mailed": lambda: _told("email"),
    "rounds.opened": _rounds,
    "rounds.answered": _requests,
    "rounds.in_time": lambda: _requests(in_time=True),
    "rounds.days": lambda: _requests(answered_only=True),
    "meetings.held": lambda: [
        Row(agency=one.agency_id, at=one.held_at)
        for one in Meeting.objects.all()
        if one.held_at is not None and one.state != "cancelled"
    ],
    "measures.begun": lambda: _measures("created_at"),
    "measures.done": lambda: _measures("done_at"),
    "abuse.sent": lambda: _abuse("sent_at"),
    "abuse.settled": lambda: _abuse("settled_at"),
    "appeals.received": lambda: _appeals("received_at"),
    "appeals.decided": lambda: _appeals("decided_at"),
    "appeals.in_time": lambda: _appeals("decided_at"),
    "answers.given": lambda: [
        _of_case(one.case, agency=one.agency_id, at=one.answered_at)
        for one in FeedbackAnswer.objects.select_related("case__origin_report")
    ],
}
