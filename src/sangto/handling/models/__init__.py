from sangto.handling.models.abuse_book import AbuseTemplate, ProviderContact
from sangto.handling.models.abuse_report import (
    AbuseEvidence,
    AbuseHand,
    AbuseRecheck,
    AbuseReport,
)
from sangto.handling.models.answer import FeedbackAnswer, FeedbackReopening
from sangto.handling.models.measure import Measure, MeasureFile, MeasureResult
from sangto.handling.models.press import PressQuestion

__all__ = [
    "AbuseEvidence",
    "AbuseHand",
    "AbuseRecheck",
    "AbuseReport",
    "AbuseTemplate",
    "FeedbackAnswer",
    "FeedbackReopening",
    "Measure",
    "MeasureFile",
    "MeasureResult",
    "PressQuestion",
    "ProviderContact",
]
