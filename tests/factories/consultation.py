"""Opinion rounds in every state, through the services."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sangto.cases.models import Case
from sangto.consultation.domain.answers import Answer, AnswerKind
from sangto.consultation.domain.rounds import Length, LengthMode
from sangto.consultation.models import Opinion, OpinionRound, RoundInvitation
from sangto.consultation.queries.links import token_to_send
from sangto.consultation.services import (
    Request,
    close_round,
    conclude_round,
    give_opinion,
    open_round,
    prepare_round,
    send_requests,
)
from sangto.kernel.actor import Actor, Role, system_actor
from sangto.organisations.models import Agency, FocalOfficer
from tests.factories.cases import World, categorised
from tests.factories.organisations import LONG_AGO

SYSTEM = system_actor("tests")


def make_officer(agency: Agency, email: str = "", **fields: Any) -> FocalOfficer:
    """Somebody to write to at the agency."""
    number = FocalOfficer.objects.count() + 1
    return FocalOfficer.objects.create(
        agency=agency,
        full_name=fields.pop("full_name", f"Đầu mối {number}"),
        email=email or f"dau-moi-{number}@agency.example",
        **{"valid_from": LONG_AGO, **fields},
    )


def request(agencies: Sequence[Agency], **changes: Any) -> Request:
    """A request for seven working days."""
    values: dict[str, Any] = {
        "question": "Đề nghị cho ý kiến về nội dung nêu trên.",
        "known": "Tin nhắn báo trúng thưởng, yêu cầu chuyển phí.",
        "length": Length(LengthMode.WORKING, 7),
        "agencies": agencies,
        **changes,
    }
    return Request(**values)


def prepared_round(
    world: World,
    agencies: Sequence[Agency] = (),
    *,
    case: Case | None = None,
    actor: Actor | None = None,
    now: datetime | None = None,
    **changes: Any,
) -> OpinionRound:
    """On a new case of the lead agency; the health and the trade department are asked."""
    return prepare_round(
        request=request(agencies or [world.health, world.trade], **changes),
        case=case or categorised(world),
        actor=actor or world.officer(),
        now=now,
    )


def opened_round(
    world: World,
    agencies: Sequence[Agency] = (),
    *,
    sent: bool = True,
    now: datetime | None = None,
    **changes: Any,
) -> OpinionRound:
    """As :func:`prepared_round`, and sent out."""
    found = prepared_round(world, agencies, now=now, **changes)
    found = open_round(opinion_round=found, actor=world.officer(), now=now)
    if sent:
        send_requests(round_id=found.pk, actor=SYSTEM, now=now)
    return found


def request_to(opinion_round: OpinionRound, agency: Agency) -> RoundInvitation:
    return RoundInvitation.objects.select_related("round", "agency").get(
        round=opinion_round, agency=agency
    )


def link_of(invitation: RoundInvitation) -> str:
    """The secret of the link."""
    token = token_to_send(invitation)
    assert token is not None
    return token


AGREED = Answer(AnswerKind.AGREE)


def answered(
    world: World,
    opinion_round: OpinionRound,
    agency: Agency,
    answer: Answer = AGREED,
    *,
    actor: Actor | None = None,
    now: datetime | None = None,
) -> Opinion:
    """An answer by a focal officer's account."""
    return give_opinion(
        invitation=request_to(opinion_round, agency),
        answer=answer,
        actor=actor or world.actor(agency, Role.FOCAL_OFFICER),
        now=now,
    )


def closed_round(world: World, **changes: Any) -> OpinionRound:
    """The health department agreed, the trade department was silent."""
    found = opened_round(world, **changes)
    answered(world, found, world.health)
    return close_round(opinion_round=found, actor=world.officer())


def concluded_round(world: World, **changes: Any) -> OpinionRound:
    found = closed_round(world, **changes)
    return conclude_round(
        opinion_round=found,
        text="Thống nhất xử lý như đề xuất.",
        weighed=list(Opinion.objects.filter(invitation__round=found, latest=True)),
        actor=world.officer(),
    )
