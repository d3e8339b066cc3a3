from sangto.handling.models.answer import FeedbackAnswer
from sangto.handling.models.measure import Measure

__all__ = ["FeedbackAnswer", "Measure"]
