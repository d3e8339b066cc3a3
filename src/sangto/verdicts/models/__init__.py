from sangto.verdicts.models.delivery import Delivery
from sangto.verdicts.models.feed import Feed, FeedItem
from sangto.verdicts.models.imported import ImportedCheck
from sangto.verdicts.models.redaction import Redaction
from sangto.verdicts.models.review import Misfit, Review, SourceCheck
from sangto.verdicts.models.verdict import Verdict
from sangto.verdicts.models.version import CitedGround, Contribution, Source, VerdictVersion

__all__ = [
    "CitedGround",
    "Contribution",
    "Delivery",
    "Feed",
    "FeedItem",
    "ImportedCheck",
    "Misfit",
    "Redaction",
    "Review",
    "Source",
    "SourceCheck",
    "Verdict",
    "VerdictVersion",
]
