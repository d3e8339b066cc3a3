from sangto.handling.models.abuse_book import AbuseTemplate, ProviderContact
from sangto.handling.models.abuse_report import (
    AbuseEvidence,
    AbuseHand,
    AbuseRecheck,
    AbuseReport,
)
from sangto.handling.models.answer import FeedbackAnswer
from sangto.handling.models.measure import Measure

__all__ = [
    "AbuseEvidence",
    "AbuseHand",
    "AbuseRecheck",
    "AbuseReport",
    "AbuseTemplate",
    "FeedbackAnswer",
    "Measure",
    "ProviderContact",
]
