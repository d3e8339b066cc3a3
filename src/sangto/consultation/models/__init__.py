from sangto.consultation.models.agenda import ActionItem, AgendaItem
from sangto.consultation.models.decision_input import DecisionInput
from sangto.consultation.models.draft import Draft, DraftVersion, Provision
from sangto.consultation.models.draft_comment import (
    Comment,
    CommentGroup,
    Disposition,
    DraftRound,
    DraftStep,
)
from sangto.consultation.models.meeting import Meeting, MeetingInvitee, MinutesAgreement
from sangto.consultation.models.opinion_round import OpinionRound, RoundAttachment
from sangto.consultation.models.round_invitation import (
    Opinion,
    OpinionFile,
    ReminderSent,
    RoundInvitation,
)

__all__ = [
    "ActionItem",
    "AgendaItem",
    "Comment",
    "CommentGroup",
    "DecisionInput",
    "Disposition",
    "Draft",
    "DraftRound",
    "DraftStep",
    "DraftVersion",
    "Meeting",
    "MeetingInvitee",
    "MinutesAgreement",
    "Opinion",
    "OpinionFile",
    "OpinionRound",
    "Provision",
    "ReminderSent",
    "RoundAttachment",
    "RoundInvitation",
]
