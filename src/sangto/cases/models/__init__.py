from sangto.cases.models.bulk import BulkDecision, BulkItem
from sangto.cases.models.case import Case
from sangto.cases.models.case_copy import CaseCopy
from sangto.cases.models.check import CategoryCheck
from sangto.cases.models.checklist import ChecklistAnswer
from sangto.cases.models.ground import CaseGround
from sangto.cases.models.hold import Hold
from sangto.cases.models.inbox import InboxEntry, SavedFilter
from sangto.cases.models.joined_case import JoinedCase
from sangto.cases.models.suggestion import Suggestion
from sangto.cases.models.task import CaseTask
from sangto.cases.models.timeline import TimelineEntry
from sangto.cases.models.transfer import Transfer

__all__ = [
    "BulkDecision",
    "BulkItem",
    "Case",
    "CaseCopy",
    "CaseGround",
    "CaseTask",
    "CategoryCheck",
    "ChecklistAnswer",
    "Hold",
    "InboxEntry",
    "JoinedCase",
    "SavedFilter",
    "Suggestion",
    "TimelineEntry",
    "Transfer",
]
