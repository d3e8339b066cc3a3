"""What the pages of a round show: rights, the sheet as rows, and the request as it goes out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from sangto.cases.models import Case
from sangto.cases.permissions import Permission as CasePermission
from sangto.cases.queries import get_case_for
from sangto.consultation.domain.answers import FINAL_KINDS, AnswerKind, AnswerVia
from sangto.consultation.domain.invitations import WAITING_STATES, InvitationState
from sangto.consultation.domain.rounds import RoundState
from sangto.consultation.models import Opinion, OpinionRound, RoundInvitation
from sangto.consultation.permissions import Permission, RoundStanding, may_in_round
from sangto.consultation.queries import Sheet, SheetRow, length_of, plan_of
from sangto.consultation.wording import Letter, request_letter
from sangto.kernel.actor import Actor
from sangto.kernel.errors import NotVisible
from sangto.notices.services.outbox import SECRET_MARK
from sangto.organisations.queries import calendar_for
from sangto.web.cases.deadlines import Explanation, explanation_of
from sangto.web.cases.wording import StateLook
from sangto.web.consultation.rounds_wording import (
    ANSWER_KINDS,
    ANSWER_VIAS,
    REQUEST_STATES,
    ROUND_STATES,
    length_words,
    reminder_words,
)
from sangto.web.desk import agency_name

#: The columns of the sheet.
KINDS = tuple(kind for kind in AnswerKind if kind in FINAL_KINDS)


def round_url(opinion_round: OpinionRound) -> str:
    return reverse("desk_round", args=[opinion_round.reference])


def round_look(opinion_round: OpinionRound) -> StateLook:
    return ROUND_STATES[RoundState(opinion_round.state)]


def rights(actor: Actor, standing: RoundStanding, opinion_round: OpinionRound) -> dict[str, bool]:
    """What the page offers: by role and part, and by the state of the round."""
    state = RoundState(opinion_round.state)
    preparing, waiting = state is RoundState.PREPARING, state is RoundState.WAITING_APPROVAL
    is_open = state is RoundState.OPEN

    def may(permission: Permission) -> bool:
        return may_in_round(actor, permission, standing)

    own_agency = actor.agency_id == opinion_round.agency_id
    return {
        "change": preparing and may(Permission.ROUND_PREPARE),
        "send": preparing and may(Permission.ROUND_OPEN),
        "submit": preparing and may(Permission.ROUND_PREPARE),
        "approve": waiting and may(Permission.ROUND_APPROVE),
        "own_work": waiting and opinion_round.prepared_by_id == actor.user_id,
        "cancel": (preparing or waiting or is_open) and may(Permission.ROUND_CANCEL),
        "invite": is_open and may(Permission.ROUND_CHASE),
        "chase": is_open and may(Permission.ROUND_CHASE),
        "extend": is_open and may(Permission.ROUND_EXTEND),
        "register": is_open and may(Permission.ROUND_REGISTER),
        "close": is_open and may(Permission.ROUND_CLOSE),
        "conclude": state is RoundState.CLOSED and may(Permission.ROUND_CONCLUDE),
        "issue": is_open and own_agency and may(Permission.ROUND_OPEN),
    }


@dataclass(frozen=True, slots=True)
class RowShown:
    """One agency on the sheet. ``cells`` holds one mark, in the column of its answer, or none;
    ``differs``: of what others proposed another thing."""

    row: SheetRow
    name: str
    look: StateLook
    opinion: Opinion | None
    cells: tuple[bool, ...]
    waits: bool
    asks_time: bool
    via: str
    answer_word: str
    competent: str
    files: int
    differs: Mapping[str, bool]

    @property
    def request(self) -> RoundInvitation:
        return self.row.invitation


def shown_rows(sheet: Sheet) -> list[RowShown]:
    tally = sheet.tally
    differs = {
        "category": tally.categories_differ,
        "rating": tally.ratings_differ,
        "measure": tally.measures_differ,
    }
    return [_shown(row, differs) for row in sheet.rows]


def _shown(row: SheetRow, differs: Mapping[str, bool]) -> RowShown:
    state = InvitationState(row.invitation.state)
    opinion = row.opinion
    kind = AnswerKind(opinion.kind) if opinion is not None else None
    return RowShown(
        row=row,
        name=agency_name(row.agency),
        look=REQUEST_STATES[state],
        opinion=opinion,
        cells=tuple(kind is column for column in KINDS),
        waits=state in WAITING_STATES,
        asks_time=state is InvitationState.EXTENSION_ASKED,
        via=str(ANSWER_VIAS[AnswerVia(opinion.via)]) if opinion is not None else "",
        answer_word=str(ANSWER_KINDS[kind].word) if kind is not None else "",
        competent=_competent(opinion) if opinion is not None else "",
        files=len(opinion.files.all()) if opinion is not None else 0,
        differs=differs,
    )


def columns_of(sheet: Sheet) -> list[dict[str, object]]:
    """The kinds of answers with how many gave each."""
    return [
        {"kind": kind.value, "look": ANSWER_KINDS[kind], "number": sheet.tally.by_kind[kind]}
        for kind in KINDS
    ]


def _competent(opinion: Opinion) -> str:
    agency = opinion.competent_agency
    return agency_name(agency) if agency is not None else opinion.competent_text


def opinion_shown(opinion: Opinion) -> dict[str, object]:
    """One version of an answer, for the page of a request and the confirmation."""
    return {
        "row": opinion,
        "look": ANSWER_KINDS[AnswerKind(opinion.kind)],
        "via": ANSWER_VIAS[AnswerVia(opinion.via)],
        "competent": _competent(opinion),
        "files": list(opinion.files.all()),
    }


def linked_case(actor: Actor, opinion_round: OpinionRound) -> Case | None:
    """The case, where this person may open it. Who is only asked sees none."""
    if opinion_round.case is None:
        return None
    try:
        return get_case_for(actor, opinion_round.case.reference, need=CasePermission.VIEW)
    except NotVisible:
        return None


def if_sent_now(opinion_round: OpinionRound, now: datetime | None = None) -> Explanation:
    """The deadline that the round would have, day by day; the round in hand gets it for previews
    and is not saved."""
    now = now or timezone.now()
    deadline = length_of(opinion_round).deadline(now, calendar_for(opinion_round.network))
    opinion_round.due_at = deadline.at
    return explanation_of(deadline, deadline.at)


def letter_preview(opinion_round: OpinionRound, invitation: RoundInvitation | None) -> Letter:
    """The mail as the first agency will read it; in the place of the link stand dots."""
    if invitation is None:
        invitation = RoundInvitation(round=opinion_round, agency=opinion_round.agency)
    invitation.round = opinion_round
    letter = request_letter(invitation, "vi")
    return Letter(letter.subject, letter.body.replace(SECRET_MARK, "…"))


def time_shown(opinion_round: OpinionRound) -> dict[str, object]:
    return {
        "length": length_words(length_of(opinion_round)),
        "reminders": [reminder_words(step) for step in plan_of(opinion_round).steps],
    }
