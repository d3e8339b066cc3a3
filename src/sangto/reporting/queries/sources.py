"""How the rows behind each figure are found, under the keys of the catalogue.

Paths are from the row to what it is selected and taken apart by. An empty path means that the row
has no such thing: the figure is then not available under that filter.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db.models import Exists, F, Model, OuterRef, Q
from django.db.models.functions import Coalesce

from sangto.appeals.models import Appeal
from sangto.cases.domain.states import CaseOutcome, EntryKind, TransferKind
from sangto.cases.models import Case, TimelineEntry, Transfer
from sangto.consultation.domain.meetings import MeetingState
from sangto.consultation.domain.rounds import RoundState
from sangto.consultation.models import Meeting, OpinionRound, RoundInvitation
from sangto.handling.models import AbuseReport, FeedbackAnswer, Measure
from sangto.intake.domain.reports import OriginKind, ReportOutcome
from sangto.intake.models import Report
from sangto.matching.models import Claim
from sangto.reporting.domain.figures import Split
from sangto.reporting.queries.expressions import Epoch
from sangto.verdicts.domain.version import PUBLIC_STATUSES, DeliveryVia, VerdictOrigin
from sangto.verdicts.models import Delivery, VerdictVersion

AT_ONCE = timedelta(minutes=15)
_ARCHIVE = OriginKind.ARCHIVE.value
_ENDED = [RoundState.CLOSED.value, RoundState.CONCLUDED.value]
_PUBLIC = sorted(status.value for status in PUBLIC_STATUSES)
_NO_RESULT = [CaseOutcome.JOINED.value, CaseOutcome.WITHDRAWN.value, CaseOutcome.ARCHIVED.value]
_PASSED = [
    TransferKind.PASSED_ON.value,
    TransferKind.RETURNED.value,
    TransferKind.BEYOND.value,
]


@dataclass(frozen=True, slots=True)
class Source:
    """``begun`` and ``ended`` bound the span, or the time in which something stood open; ``event``
    is the date that selects. ``part`` is what a share is of. ``case`` leads to the case of the row,
    ``reference`` to the name that the row itself has."""

    model: type[Model]
    network: str
    where: Q
    event: str = ""
    begun: Any = ""
    ended: Any = ""
    due: str = ""
    part: Q | None = None
    agency: str = ""
    territory: str = ""
    category: str = ""
    case: str = ""
    claim: str = ""
    reference: str = ""
    paths: Mapping[Split, str] = field(default_factory=dict)

    def path(self, split: Split) -> str:
        return {
            Split.AGENCY: self.agency,
            Split.TERRITORY: self.territory,
            Split.CATEGORY: self.category,
            **self.paths,
        }.get(split, "")


def _report(where: Q | None = None, **values: Any) -> Source:
    counted = ~Q(origin=_ARCHIVE)
    return Source(
        model=Report,
        network="network",
        where=counted if where is None else counted & where,
        agency="claim_link__claim__case__owner",
        territory="territory",
        category="claim_link__claim__category",
        case="claim_link__claim__case",
        claim="claim_link__claim",
        reference="reference",
        paths={Split.CHANNEL: "channel"},
        **values,
    )


def _case(where: Q | None = None, **values: Any) -> Source:
    counted = ~Q(origin_kind=_ARCHIVE)
    return Source(
        model=Case,
        network="network",
        where=counted if where is None else counted & where,
        agency="owner",
        territory="origin_report__territory",
        category="category",
        case="",
        claim="claim",
        reference="reference",
        paths={Split.OUTCOME: "outcome", Split.STATE: "status"},
        **values,
    )


def _of_case(model: type[Model], way: str, where: Q, *, agency: str = "", **values: Any) -> Source:
    """Rows that belong to a case, ``way`` from there."""
    return Source(
        model=model,
        network=f"{way}__network",
        where=where,
        agency=agency or f"{way}__owner",
        territory=f"{way}__origin_report__territory",
        category=f"{way}__category",
        case=way,
        claim=f"{way}__claim",
        **values,
    )


def _version(numbers: Q, **values: Any) -> Source:
    own = Q(verdict__origin=VerdictOrigin.OWN.value, status__in=_PUBLIC)
    return Source(
        model=VerdictVersion,
        network="verdict__case__network",
        where=own & numbers,
        event="published_at",
        agency="verdict__case__owner",
        territory="verdict__case__origin_report__territory",
        category="category",
        case="verdict__case",
        claim="verdict__claim",
        reference="verdict__reference",
        paths={Split.RATING: "rating"},
        **values,
    )


def _request(where: Q | None = None, **values: Any) -> Source:
    ended = Q(round__state__in=_ENDED)
    return Source(
        model=RoundInvitation,
        network="round__network",
        where=ended if where is None else ended & where,
        event="round__opened_at",
        agency="agency",
        category="round__case__category",
        territory="round__case__origin_report__territory",
        case="round__case",
        claim="round__case__claim",
        reference="round__reference",
        **values,
    )


def _abuse(where: Q, **values: Any) -> Source:
    return _of_case(
        AbuseReport,
        "case",
        where,
        agency="agency",
        reference="reference",
        paths={Split.KIND: "provider_kind", Split.OUTCOME: "state"},
        **values,
    )


def _appeal(where: Q, **values: Any) -> Source:
    """Counted for the agency whose case it is, not for the one that hears it."""
    return _of_case(
        Appeal, "case", where, reference="reference", paths={Split.OUTCOME: "outcome"}, **values
    )


def _told(via: DeliveryVia) -> Source:
    return Source(
        model=Delivery,
        network="report__network",
        where=Q(via=via.value),
        event="at",
        agency="version__verdict__case__owner",
        territory="report__territory",
        category="version__category",
        case="version__verdict__case",
        claim="version__verdict__claim",
        reference="report__reference",
    )


#: Told within minutes of a version that stood before the report came in.
_AT_ONCE = Q(
    Exists(
        Delivery.objects.filter(
            report=OuterRef("pk"), version__published_at__lte=OuterRef("received_at")
        )
        .alias(waited=Epoch("at") - Epoch("report__received_at"))
        .filter(waited__lte=int(AT_ONCE.total_seconds()))
    ),
    outcome=ReportOutcome.VERDICT.value,
)
_ANSWERED = Q(answered_at__isnull=False) & ~Q(outcome=ReportOutcome.WITHDRAWN.value)
_ASKED_AT = Coalesce("sent_at", "round__opened_at")

SOURCES: dict[str, Source] = {
    "reports.received": _report(event="received_at"),
    "reports.at_once": _report(event="received_at", part=_AT_ONCE),
    "reports.first_answer": _report(
        _ANSWERED, event="answered_at", begun="received_at", ended="answered_at"
    ),
    "reports.in_time": _report(
        _ANSWERED, event="answered_at", part=Q(answered_at__lte=F("due_at"))
    ),
    "reports.waiting": _report(begun="received_at", ended="answered_at"),
    "reports.late": _report(begun="received_at", ended="answered_at", due="due_at"),
    "claims.new": Source(
        model=Claim,
        network="network",
        where=Q(case__isnull=True) | ~Q(case__origin_kind=_ARCHIVE),
        event="created_at",
        agency="case__owner",
        category="category",
        case="case",
        claim="",
        reference="reference",
    ),
    "cases.opened": _case(event="opened_at"),
    "cases.closed": _case(Q(closed_at__isnull=False), event="closed_at"),
    "cases.in_time": _case(
        Q(closed_at__isnull=False) & ~Q(outcome__in=_NO_RESULT),
        event="closed_at",
        part=Q(closed_at__lte=F("due_at")),
    ),
    "cases.open": _case(begun="opened_at", ended="closed_at"),
    "cases.late": _case(begun="opened_at", ended="closed_at", due="due_at"),
    "cases.transferred": _of_case(
        Transfer,
        "case",
        Q(kind__in=_PASSED),
        agency="to_agency",
        event="at",
        paths={Split.KIND: "kind"},
    ),
    "cases.reopened": _of_case(TimelineEntry, "case", Q(kind=EntryKind.REOPENED.value), event="at"),
    "verdicts.published": _version(Q(number=1)),
    "verdicts.time": _version(
        Q(number=1), begun="verdict__case__origin_report__received_at", ended="published_at"
    ),
    "verdicts.changed": _version(Q(number__gt=1)),
    "verdicts.told": _told(DeliveryVia.RECEIPT),
    "verdicts.mailed": _told(DeliveryVia.EMAIL),
    "rounds.opened": Source(
        model=OpinionRound,
        network="network",
        where=Q(opened_at__isnull=False) & ~Q(state=RoundState.CANCELLED.value),
        event="opened_at",
        agency="agency",
        territory="case__origin_report__territory",
        category="case__category",
        case="case",
        claim="case__claim",
        reference="reference",
    ),
    "rounds.answered": _request(part=Q(answered_at__isnull=False)),
    "rounds.in_time": _request(part=Q(answered_at__lte=Coalesce("due_at", "round__due_at"))),
    "rounds.days": _request(Q(answered_at__isnull=False), begun=_ASKED_AT, ended="answered_at"),
    "meetings.held": Source(
        model=Meeting,
        network="network",
        where=Q(held_at__isnull=False) & ~Q(state=MeetingState.CANCELLED.value),
        event="held_at",
        agency="agency",
        reference="reference",
    ),
    "measures.begun": _of_case(
        Measure, "case", Q(), agency="owner", event="created_at", paths={Split.KIND: "kind"}
    ),
    "measures.done": _of_case(
        Measure,
        "case",
        Q(done_at__isnull=False),
        agency="owner",
        event="done_at",
        paths={Split.KIND: "kind"},
    ),
    "abuse.sent": _abuse(Q(sent_at__isnull=False), event="sent_at"),
    "abuse.settled": _abuse(Q(settled_at__isnull=False), event="settled_at"),
    "appeals.received": _appeal(Q(), event="received_at"),
    "appeals.decided": _appeal(Q(decided_at__isnull=False), event="decided_at"),
    "appeals.in_time": _appeal(
        Q(decided_at__isnull=False), event="decided_at", part=Q(decided_at__lte=F("due_at"))
    ),
    "answers.given": _of_case(FeedbackAnswer, "case", Q(), agency="agency", event="answered_at"),
}
