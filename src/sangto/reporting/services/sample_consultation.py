"""The rounds and meetings of a generated year; belongs to ``sample_year``."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from sangto.cases.models import Case
from sangto.consultation.domain.invitations import InvitationState
from sangto.consultation.domain.meetings import MeetingState
from sangto.consultation.domain.rounds import Closing, LengthMode, RoundState
from sangto.consultation.models import Meeting, OpinionRound, RoundInvitation
from sangto.kernel.worktime import ZONE
from sangto.organisations.models import Agency, Network, User
from sangto.sample.year import SampleYear, SampleYearCase

_EVERY = timedelta(days=14)


def write_rounds(
    cases: Sequence[tuple[SampleYearCase, Case]],
    agencies: Sequence[Agency],
    prepared_by: User,
    approved_by: User,
) -> None:
    planned = [(one.round, case) for one, case in cases if one.round is not None]
    rounds = OpinionRound.objects.bulk_create(
        OpinionRound(
            reference=f"LY{case.reference.removeprefix('VV')}",
            network=case.network,
            agency=agencies[0],
            case=case,
            title=case.claim.title or case.reference,
            question="Ý kiến của quý cơ quan về nội dung này?",
            mode=LengthMode.WORKING.value,
            days=7,
            state=(RoundState.CLOSED if one.closed_at else RoundState.OPEN).value,
            prepared_at=one.opened_at,
            prepared_by=prepared_by,
            approved_by=approved_by,
            opened_at=one.opened_at,
            opened_by=prepared_by,
            due_at=one.due_at,
            closes_at=one.due_at + timedelta(days=2),
            closed_at=one.closed_at,
            closing=(Closing.DUE if one.closed_at else Closing.NONE).value,
        )
        for one, case in planned
    )
    RoundInvitation.objects.bulk_create(
        RoundInvitation(
            round=row,
            agency=agencies[request.agency],
            state=_state(one.closed_at, request.answered_at).value,
            salt=f"sample-{row.reference}",
            token_digest=f"sample-{row.reference}-{request.agency}",
            sent_at=one.opened_at,
            times_sent=1,
            answered_at=request.answered_at,
        )
        for (one, _case), row in zip(planned, rounds, strict=True)
        for request in one.requests
    )


def _state(closed_at: datetime | None, answered_at: datetime | None) -> InvitationState:
    if answered_at is not None:
        return InvitationState.ANSWERED
    return InvitationState.CLOSED_WITHOUT_ANSWER if closed_at else InvitationState.SENT


def write_meetings(network: Network, agency: Agency, year: SampleYear, *, start: int) -> None:
    """One every other week, at nine in the morning."""
    first = datetime.combine(year.first, time(9), tzinfo=ZONE)
    moments = (first + _EVERY * place for place in range(1, 27))
    Meeting.objects.bulk_create(
        Meeting(
            reference=f"HM-{start}-{place:03d}",
            network=network,
            agency=agency,
            title=f"Họp giao ban mẫu số {place}",
            starts_at=at,
            minutes=60,
            state=MeetingState.HELD.value,
            called_at=at - timedelta(days=5),
            held_at=at,
        )
        for place, at in enumerate(moments, 1)
        if at < year.until
    )
