from sangto.consultation.models.decision_input import DecisionInput
from sangto.consultation.models.draft import Draft, DraftVersion, Provision
from sangto.consultation.models.opinion_round import OpinionRound, RoundAttachment
from sangto.consultation.models.round_invitation import (
    Opinion,
    OpinionFile,
    ReminderSent,
    RoundInvitation,
)

__all__ = [
    "DecisionInput",
    "Draft",
    "DraftVersion",
    "Opinion",
    "OpinionFile",
    "OpinionRound",
    "Provision",
    "ReminderSent",
    "RoundAttachment",
    "RoundInvitation",
]
