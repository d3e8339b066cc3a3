"""The permissions of this room; ``permissions.py`` says who has them."""

from __future__ import annotations

from enum import StrEnum


class Permission(StrEnum):
    SEND = "public:appeal:send"
    VIEW = "appeals:appeal:view"
    DECIDE = "appeals:appeal:decide"
    CHECK_REPLY = "appeals:reply:check"
    ERASE = "system:appeal:erase"
