"""Writes of the room."""

from __future__ import annotations

from sangto.consultation.services.answering import (
    ask_extension,
    give_opinion,
    give_opinion_by_link,
    register_paper_opinion,
)
from sangto.consultation.services.chasing import chase_all, send_due_reminders
from sangto.consultation.services.closing import (
    cancel_round,
    close_due_rounds,
    close_round,
    close_rounds_of_closed_cases,
    lapse_requests,
)
from sangto.consultation.services.concluding import conclude_round
from sangto.consultation.services.extending import decide_extension
from sangto.consultation.services.following import (
    move_requests_of_ended,
    recompute_round_deadlines,
)
from sangto.consultation.services.opening import approve_and_open, open_round
from sangto.consultation.services.preparing import (
    OfferedFile,
    Request,
    change_round,
    prepare_round,
    send_back_round,
    submit_for_approval,
)
from sangto.consultation.services.sending import (
    invite_more,
    mark_bounced,
    revoke_link,
    send_link_again,
    send_requests,
    send_waiting_requests,
)

__all__ = [
    "OfferedFile",
    "Request",
    "approve_and_open",
    "ask_extension",
    "cancel_round",
    "change_round",
    "chase_all",
    "close_due_rounds",
    "close_round",
    "close_rounds_of_closed_cases",
    "conclude_round",
    "decide_extension",
    "give_opinion",
    "give_opinion_by_link",
    "invite_more",
    "lapse_requests",
    "mark_bounced",
    "move_requests_of_ended",
    "open_round",
    "prepare_round",
    "recompute_round_deadlines",
    "register_paper_opinion",
    "revoke_link",
    "send_back_round",
    "send_due_reminders",
    "send_link_again",
    "send_requests",
    "send_waiting_requests",
    "submit_for_approval",
]
