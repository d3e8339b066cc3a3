"""What this room lets people do (`scope:thing:verb`) and who may."""

from __future__ import annotations

from enum import StrEnum


class IntakePermission(StrEnum):
    SUBMIT = "public:report:submit"
    RECEIPT_READ = "public:receipt:read"
    REPORT_ENTER = "desk:report:enter"
    REPORT_IMPORT = "operator:report:import"
    CONTENT_READ = "desk:report:read"
    REVIEW = "desk:report:review"
    ANSWER = "desk:report:answer"
    CLOSE = "desk:report:close"
    DISCLOSE = "desk:report:disclose"
    FORGET = "desk:report:forget"
    CONTACTS_ERASE = "system:contact:erase"
    CONTACTS_RESEAL = "operator:contact:reseal"
