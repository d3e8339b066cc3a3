"""The permissions of this room; ``permissions.py`` says who has them."""

from __future__ import annotations

from enum import StrEnum


class Permission(StrEnum):
    VIEW = "cases:case:view"
    OPEN = "cases:case:open"
    OPEN_OWN = "cases:case:open_own"
    CATEGORISE = "cases:case:categorise"
    CONFIRM = "cases:case:confirm"
    ROUTE = "cases:case:route"
    ASSIGN = "cases:case:assign"
    TRANSFER = "cases:case:transfer"
    ESCALATE = "cases:case:escalate"
    NOTE = "cases:case:note"
    CLOSE_OUT_OF_SCOPE = "cases:case:close_out_of_scope"
    ANSWER = "cases:case:answer"
    DRAFT = "cases:case:draft"
    SIGN = "cases:case:sign"
    ARCHIVE = "cases:case:archive"
    RETURN = "cases:case:return"
    BEYOND = "cases:case:beyond_competence"
    DIRECT = "cases:case:direct"
    REOPEN = "cases:case:reopen"
    REOPEN_ASKED = "public:case:reopen"
    REOPEN_ON_APPEAL = "cases:case:reopen_on_appeal"
    TASK = "cases:task:write"
    CHECKLIST = "cases:checklist:answer"
    GROUND = "cases:ground:cite"
    COPY = "cases:copy:choose"
    REBUILD = "cases:inbox:rebuild"
