"""What can be done with abuse reports; a plain enum, which the workflow names too."""

from __future__ import annotations

from enum import StrEnum


class AbusePermission(StrEnum):
    VIEW = "handling:abuse:view"
    WRITE = "handling:abuse:write"
    APPROVE = "handling:abuse:approve"
    SEND = "handling:abuse:send"
    SETTLE = "handling:abuse:settle"
    BOOK = "handling:abuse_book:edit"
