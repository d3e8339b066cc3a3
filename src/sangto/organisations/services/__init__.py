"""Writes of the room."""

from sangto.organisations.services.accounts import (
    change_language,
    create_user,
    deactivate_user,
    end_role,
    grant_role,
)
from sangto.organisations.services.charters import load_charter
from sangto.organisations.services.holidays import override_holiday

__all__ = [
    "change_language",
    "create_user",
    "deactivate_user",
    "end_role",
    "grant_role",
    "load_charter",
    "override_holiday",
]
