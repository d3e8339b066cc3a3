"""The permissions about measures, press questions and answers; ``permissions.py`` says who has
them."""

from __future__ import annotations

from enum import StrEnum


class Permission(StrEnum):
    MEASURE_VIEW = "handling:measure:view"
    MEASURE_CREATE = "handling:measure:create"
    MEASURE_DIRECT = "handling:measure:direct"
    MEASURE_FINISH = "handling:measure:finish"
    MEASURE_CANCEL = "handling:measure:cancel"
    MEASURE_NOTE = "handling:measure:note"
    MEASURE_OVERTURN = "handling:measure:overturn"
    ANSWER = "handling:feedback:answer"
    REOPEN_ASKED = "public:feedback:reopen"
    PRESS_VIEW = "handling:press:view"
    PRESS_RECORD = "handling:press:record"
    PRESS_ANSWER = "handling:press:answer"
    PRESS_CLOSE = "handling:press:close"
    DEADLINE_RECOMPUTE = "system:handling:recompute"
    CONTENT_FORGET = "system:handling:forget"
