"""Single appeals and lists of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils import timezone

from sangto.appeals.domain.appeals import OPEN_STATES, AppealState, Outcome, ReplyState, Subject
from sangto.appeals.models import Appeal
from sangto.appeals.permissions import Permission, may
from sangto.appeals.queries.involved import relatives_of
from sangto.appeals.receipts import APPEALS
from sangto.kernel.actor import Actor
from sangto.kernel.errors import NotVisible
from sangto.kernel.personal import masked
from sangto.organisations.models import Agency
from sangto.organisations.queries import relatives
from sangto.verdicts.models import Verdict

_OPEN = sorted(state.value for state in OPEN_STATES)


@dataclass(frozen=True, slots=True)
class AppealView:
    """What the holder of the receipt sees; never what was written."""

    id: int
    reference: str
    subject: Subject
    about: str
    state: AppealState
    received_at: datetime
    due_at: datetime
    closes_on: date
    taken_at: datetime | None
    outcome: Outcome | None
    reasons: str
    decided_at: datetime | None
    decided_by: str
    reply: str
    reply_state: ReplyState
    readable_until: datetime | None
    has_contact: bool


@dataclass(frozen=True, slots=True)
class ReplyView:
    """A reply as it stands beside the verdict."""

    text: str
    language: str
    received_on: date


def _whole() -> QuerySet[Appeal]:
    return Appeal.objects.select_related(
        "version__verdict__claim__network",
        "measure__case",
        "case__claim__subject_agency",
        "case__subject_agency",
        "network",
        "officer",
        "officer_agency",
    )


def public_reasons(appeal: Appeal) -> str:
    return masked(appeal.reasons, stays=appeal.reasons_stay)


def public_reply(appeal: Appeal) -> str:
    return masked(appeal.reply, stays=appeal.reply_stays, names=appeal.reply_hidden)


def reference_of_subject(appeal: Appeal) -> str:
    if appeal.version is not None:
        return appeal.version.verdict.reference
    return appeal.measure.reference if appeal.measure is not None else ""


def appeal_by_key(key: str) -> Appeal | None:
    return Appeal.objects.filter(idempotency_digest__in=APPEALS.key_digests(key)).first()


def row_by_receipt(code: str, now: datetime) -> Appeal | None:
    """None for a code that leads nowhere, whatever the reason. One query."""
    appeal = (
        _whole().select_related("contact").filter(receipt_digest__in=APPEALS.digests(code)).first()
    )
    if appeal is None or (appeal.readable_until is not None and now > appeal.readable_until):
        return None
    return appeal


def appeal_by_receipt(
    code: str, *, language: str = "vi", now: datetime | None = None
) -> AppealView | None:
    appeal = row_by_receipt(code, now or timezone.now())
    if appeal is None:
        return None
    agency = appeal.officer_agency
    name = "" if agency is None else (language == "en" and agency.name_en) or agency.name
    return AppealView(
        id=appeal.pk,
        reference=appeal.reference,
        subject=Subject(appeal.subject),
        about=reference_of_subject(appeal),
        state=AppealState(appeal.state),
        received_at=appeal.received_at,
        due_at=appeal.due_at,
        closes_on=appeal.closes_on,
        taken_at=appeal.taken_at,
        outcome=Outcome(appeal.outcome) if appeal.outcome else None,
        reasons=public_reasons(appeal),
        decided_at=appeal.decided_at,
        decided_by=name,
        reply=public_reply(appeal),
        reply_state=ReplyState(appeal.reply_state),
        readable_until=appeal.readable_until,
        has_contact=hasattr(appeal, "contact"),
    )


def appeals_visible_to(actor: Actor) -> QuerySet[Appeal]:
    """Open ones by their date, then those that ended, the newest first. Nothing about an agency,
    those above it and those below it is shown to its own people."""
    agency = Agency.objects.filter(pk=actor.agency_id or 0).first()
    if agency is None or not may(actor, Permission.VIEW):
        return Appeal.objects.none()
    own = relatives(agency)
    return (
        _whole()
        .filter(network=agency.network_id)
        .exclude(case__subject_agency__in=own)
        .exclude(case__claim__subject_agency__in=own)
    )


def waiting_number(actor: Actor) -> int:
    """How many of them wait for a decision. Two queries."""
    return appeals_visible_to(actor).filter(state__in=_OPEN).count()


def appeal_for(actor: Actor, reference: str, *, need: Permission = Permission.VIEW) -> Appeal:
    appeal = appeals_visible_to(actor).filter(reference=reference).first()
    if appeal is None or not may(actor, need, relatives=relatives_of(appeal.case)):
        raise NotVisible
    return appeal


def appeals_of_case(case_id: int) -> list[Appeal]:
    """Newest first, for the page of the case."""
    return list(_whole().filter(case=case_id).order_by("-received_at", "-pk"))


def replies_to(verdict: Verdict | str) -> list[ReplyView]:
    """Those that the desk has looked at, oldest first. One query."""
    rows = Appeal.objects.filter(reply_state=ReplyState.SHOWN.value)
    if isinstance(verdict, str):
        rows = rows.filter(version__verdict__reference=verdict)
    else:
        rows = rows.filter(version__verdict=verdict)
    return [
        ReplyView(public_reply(row), row.language, timezone.localdate(row.received_at))
        for row in rows.order_by("received_at", "pk")
    ]
