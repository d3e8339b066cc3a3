from __future__ import annotations

from sangto.intake.models.addition import ReportAddition
from sangto.intake.models.archive import ArchiveBatch
from sangto.intake.models.contact import Contact
from sangto.intake.models.disclosure import ReportDisclosure
from sangto.intake.models.draft import DraftImage, ReportDraft
from sangto.intake.models.image import ReportImage
from sangto.intake.models.look import PictureBand
from sangto.intake.models.pending import PendingReading
from sangto.intake.models.report import Report

__all__ = [
    "ArchiveBatch",
    "Contact",
    "DraftImage",
    "PendingReading",
    "PictureBand",
    "Report",
    "ReportAddition",
    "ReportDisclosure",
    "ReportDraft",
    "ReportImage",
]
