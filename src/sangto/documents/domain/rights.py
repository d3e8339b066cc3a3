"""The permissions of this room; ``permissions.py`` says who has them."""

from __future__ import annotations

from enum import StrEnum


class Permission(StrEnum):
    VIEW = "documents:document:view"
    ISSUE = "documents:document:issue"
    CANCEL = "documents:document:cancel"
    REGISTER_IN = "documents:document:register_in"
    APPROVE = "documents:document:approve"
    KEEP_PAPER = "documents:paper:keep"
