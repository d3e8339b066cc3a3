from sangto.reporting.models.digest import Digest, DigestWish
from sangto.reporting.models.periodic import (
    GroupedPoint,
    PeriodicReport,
    PointGroup,
    ReportComment,
    ReportEditor,
    ReportPoint,
    ReportReminder,
    ReportSection,
    ReportVersion,
)
from sangto.reporting.models.training import Training, TrainingMaterial

__all__ = [
    "Digest",
    "DigestWish",
    "GroupedPoint",
    "PeriodicReport",
    "PointGroup",
    "ReportComment",
    "ReportEditor",
    "ReportPoint",
    "ReportReminder",
    "ReportSection",
    "ReportVersion",
    "Training",
    "TrainingMaterial",
]
