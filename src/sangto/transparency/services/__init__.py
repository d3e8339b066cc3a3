"""Writes of the room: the only code that saves."""

from sangto.transparency.services.entering import close_days, enter_pending

__all__ = ["close_days", "enter_pending"]
