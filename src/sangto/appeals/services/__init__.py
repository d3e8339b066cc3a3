"""Writes of the room: the only code that saves."""

from sangto.appeals.services.deciding import check_reply, decide_appeal, take_appeal
from sangto.appeals.services.erasing import erase_appeals
from sangto.appeals.services.sending import (
    RefusedAppeal,
    SentAppeal,
    send_appeal,
    withdraw_appeal,
)

__all__ = [
    "RefusedAppeal",
    "SentAppeal",
    "check_reply",
    "decide_appeal",
    "erase_appeals",
    "send_appeal",
    "take_appeal",
    "withdraw_appeal",
]
