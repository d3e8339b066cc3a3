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
from sangto.consultation.services.comments import (
    agree_with_whole,
    agree_with_whole_by_link,
    enter_comment,
    give_comment,
    give_comment_by_link,
    withdraw_comment,
    withdraw_comment_by_link,
)
from sangto.consultation.services.concluding import conclude_round
from sangto.consultation.services.dispositions import (
    assign_comments,
    begin_deciding,
    dispose,
    group_comments,
    group_identical,
    part_comment,
)
from sangto.consultation.services.draft_rounds import (
    open_draft_round,
    prepare_draft_round,
    prepare_vote,
)
from sangto.consultation.services.draft_rows import DraftSource
from sangto.consultation.services.draft_steps import (
    close_draft,
    date_table,
    enter_appraisal,
    name_appraiser,
    submit_draft,
    take_back_draft,
    tell_outcomes,
)
from sangto.consultation.services.draft_versions import (
    add_version,
    adopt_wording,
)
from sangto.consultation.services.drafts import (
    import_draft,
    join_paragraph,
    mend_paragraph,
    split_paragraph,
)
from sangto.consultation.services.extending import decide_extension
from sangto.consultation.services.following import (
    move_requests_of_ended,
    recompute_round_deadlines,
)
from sangto.consultation.services.meeting_following import move_invitations_of_ended
from sangto.consultation.services.opening import approve_and_open, open_round
from sangto.consultation.services.preparing import (
    OfferedFile,
    Request,
    change_round,
    prepare_round,
    send_back_round,
    submit_for_approval,
)
from sangto.consultation.services.round_papers import issue_round_letter
from sangto.consultation.services.sending import (
    invite_more,
    mark_bounced,
    revoke_link,
    send_link_again,
    send_requests,
    send_waiting_requests,
)

__all__ = [
    "DraftSource",
    "OfferedFile",
    "Request",
    "add_version",
    "adopt_wording",
    "agree_with_whole",
    "agree_with_whole_by_link",
    "approve_and_open",
    "ask_extension",
    "assign_comments",
    "begin_deciding",
    "cancel_round",
    "change_round",
    "chase_all",
    "close_draft",
    "close_due_rounds",
    "close_round",
    "close_rounds_of_closed_cases",
    "conclude_round",
    "date_table",
    "decide_extension",
    "dispose",
    "enter_appraisal",
    "enter_comment",
    "give_comment",
    "give_comment_by_link",
    "give_opinion",
    "give_opinion_by_link",
    "group_comments",
    "group_identical",
    "import_draft",
    "invite_more",
    "issue_round_letter",
    "join_paragraph",
    "lapse_requests",
    "mark_bounced",
    "mend_paragraph",
    "move_invitations_of_ended",
    "move_requests_of_ended",
    "name_appraiser",
    "open_draft_round",
    "open_round",
    "part_comment",
    "prepare_draft_round",
    "prepare_round",
    "prepare_vote",
    "recompute_round_deadlines",
    "register_paper_opinion",
    "revoke_link",
    "send_back_round",
    "send_due_reminders",
    "send_link_again",
    "send_requests",
    "send_waiting_requests",
    "split_paragraph",
    "submit_draft",
    "submit_for_approval",
    "take_back_draft",
    "tell_outcomes",
    "withdraw_comment",
    "withdraw_comment_by_link",
]
