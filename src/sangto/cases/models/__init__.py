from sangto.cases.models.case import Case
from sangto.cases.models.check import CategoryCheck
from sangto.cases.models.timeline import TimelineEntry
from sangto.cases.models.transfer import Transfer

__all__ = ["Case", "CategoryCheck", "TimelineEntry", "Transfer"]
