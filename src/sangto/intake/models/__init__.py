from __future__ import annotations

from sangto.intake.models.contact import Contact
from sangto.intake.models.disclosure import ReportDisclosure
from sangto.intake.models.image import ReportImage
from sangto.intake.models.report import Report

__all__ = ["Contact", "Report", "ReportDisclosure", "ReportImage"]
