"""The rows of the room."""

from sangto.matching.models.claim import Claim, ClaimWording
from sangto.matching.models.entry import IndexEntry
from sangto.matching.models.indicator import Indicator
from sangto.matching.models.join import Join, JoinItem
from sangto.matching.models.posting import Posting
from sangto.matching.models.profile import ClaimProfile
from sangto.matching.models.report_link import ReportLink

__all__ = [
    "Claim",
    "ClaimProfile",
    "ClaimWording",
    "IndexEntry",
    "Indicator",
    "Join",
    "JoinItem",
    "Posting",
    "ReportLink",
]
