"""One agency's request in a round: where it stands, and what may be done with it."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from sangto.audit.tags import AuditTag
from sangto.consultation.permissions import Permission
from sangto.kernel.errors import Refusal, gettext_noop
from sangto.kernel.workflow import Transition, Workflow

#: The link shows what became of the request for so long after the round closed.
READABLE_AFTER = timedelta(days=30)
MOST_EXTENSION = 30
MOST_SENT = 20


class InvitationState(StrEnum):
    """``sent``: a letter was put into the outbox; ``queued``: not yet, or nobody could be found to
    write to."""

    QUEUED = "queued"
    SENT = "sent"
    BOUNCED = "bounced"
    EXTENSION_ASKED = "extension_asked"
    EXTENDED = "extended"
    ANSWERED = "answered"
    OVERDUE = "overdue"
    CLOSED_WITHOUT_ANSWER = "closed_without_answer"


class InvitationAction(StrEnum):
    SEND = "send"
    BOUNCE = "bounce"
    ANSWER = "answer"
    ASK_TIME = "ask_time"
    GRANT = "grant"
    REFUSE = "refuse"
    LAPSE = "lapse"
    CLOSE = "close"


class TimeDecision(StrEnum):
    NONE = ""
    WAITING = "waiting"
    GRANTED = "granted"
    REFUSED = "refused"


def _row(
    action: InvitationAction,
    source: InvitationState,
    target: InvitationState,
    permission: Permission,
    tag: AuditTag,
) -> Transition:
    return Transition(action.value, source.value, target.value, permission.value, tag.value)


_S, _A, _P, _T = InvitationState, InvitationAction, Permission, AuditTag

#: States in which an agency has not answered yet.
WAITING_STATES: tuple[InvitationState, ...] = (
    _S.QUEUED,
    _S.SENT,
    _S.BOUNCED,
    _S.EXTENSION_ASKED,
    _S.EXTENDED,
    _S.OVERDUE,
)

INVITATION_WORKFLOW = Workflow(
    "opinion request",
    states=[state.value for state in InvitationState],
    initial=_S.QUEUED.value,
    rows=[
        _row(_A.SEND, _S.QUEUED, _S.SENT, _P.ROUND_CARRY, _T.REQUEST_SENT),
        _row(_A.SEND, _S.SENT, _S.SENT, _P.ROUND_CHASE, _T.REQUEST_LINK_RENEWED),
        _row(_A.SEND, _S.BOUNCED, _S.SENT, _P.ROUND_CHASE, _T.REQUEST_LINK_RENEWED),
        *(
            _row(_A.SEND, state, state, _P.ROUND_CHASE, _T.REQUEST_LINK_RENEWED)
            for state in (_S.EXTENSION_ASKED, _S.EXTENDED, _S.OVERDUE, _S.ANSWERED)
        ),
        _row(_A.BOUNCE, _S.SENT, _S.BOUNCED, _P.ROUND_CARRY, _T.REQUEST_BOUNCED),
        *(
            _row(_A.ANSWER, state, _S.ANSWERED, _P.OPINION_GIVE, _T.OPINION_GIVEN)
            for state in WAITING_STATES
        ),
        _row(_A.ANSWER, _S.ANSWERED, _S.ANSWERED, _P.OPINION_GIVE, _T.OPINION_REPLACED),
        *(
            _row(_A.ASK_TIME, state, _S.EXTENSION_ASKED, _P.OPINION_GIVE, _T.REQUEST_TIME_ASKED)
            for state in (_S.QUEUED, _S.SENT, _S.BOUNCED, _S.EXTENDED, _S.OVERDUE)
        ),
        _row(_A.GRANT, _S.EXTENSION_ASKED, _S.EXTENDED, _P.ROUND_EXTEND, _T.REQUEST_TIME_GRANTED),
        _row(_A.REFUSE, _S.EXTENSION_ASKED, _S.SENT, _P.ROUND_EXTEND, _T.REQUEST_TIME_REFUSED),
        *(
            _row(_A.LAPSE, state, _S.OVERDUE, _P.ROUND_CARRY, _T.REQUEST_OVERDUE)
            for state in (_S.QUEUED, _S.SENT, _S.BOUNCED, _S.EXTENDED)
        ),
        *(
            _row(
                _A.CLOSE,
                state,
                _S.CLOSED_WITHOUT_ANSWER,
                _P.ROUND_CLOSE,
                _T.REQUEST_UNANSWERED,
            )
            for state in WAITING_STATES
        ),
    ],
)


def inviting_refusal(
    *, in_force: bool, same_network: bool, asks_itself: bool, invited: bool
) -> Refusal | None:
    """Whether this agency may be asked. One that the claim is about may be, and is marked so."""
    if not same_network:
        return Refusal(
            "round.foreign_agency",
            gettext_noop("This agency does not belong to the network."),
            {},
            "agencies",
        )
    if not in_force:
        return Refusal(
            "round.agency_gone",
            gettext_noop("An agency that you chose is not a member today. Ask who took it over."),
            {},
            "agencies",
        )
    if asks_itself:
        return Refusal(
            "round.asks_itself",
            gettext_noop("The agency that asks does not ask itself."),
            {},
            "agencies",
        )
    if invited:
        return Refusal(
            "round.invited_already",
            gettext_noop("This agency is asked in this round already."),
            {},
            "agencies",
        )
    return None


def asking_time_refusal(*, reason: str, days: int | None) -> Refusal | None:
    if len(reason.split()) < 3:
        return Refusal(
            "opinion.time_reason",
            gettext_noop("Say why you need more time, in at least %(words)s words."),
            {"words": 3},
            "text",
        )
    if days is None or not 1 <= days <= MOST_EXTENSION:
        return Refusal(
            "opinion.time_days",
            gettext_noop("Say how many days more you need: 1 to %(most)s."),
            {"most": MOST_EXTENSION},
            "more_days",
        )
    return None


def granting_refusal(*, days: int) -> Refusal | None:
    if 1 <= days <= MOST_EXTENSION:
        return None
    return Refusal(
        "round.grant_days",
        gettext_noop("Give 1 to %(most)s days more."),
        {"most": MOST_EXTENSION},
        "days",
    )


def sending_refusal(*, times_sent: int) -> Refusal | None:
    if times_sent < MOST_SENT:
        return None
    return Refusal(
        "round.sent_often",
        gettext_noop("This request was sent many times. Call the agency instead."),
    )


class LinkStanding(StrEnum):
    """What a link opens: the form, the kind word that it is over, or nothing at all."""

    GOOD = "good"
    OVER = "over"
    DEAD = "dead"


def link_standing(
    *, revoked: bool, expires_at: datetime, taking_answers: bool, now: datetime
) -> LinkStanding:
    """Unknown, revoked and expired links look alike; a good one says kindly that it is over."""
    if revoked or now >= expires_at:
        return LinkStanding.DEAD
    return LinkStanding.GOOD if taking_answers else LinkStanding.OVER
