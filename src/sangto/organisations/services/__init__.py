"""Writes of the room."""

from sangto.organisations.services.accounts import (
    change_language,
    change_name,
    create_user,
    deactivate_user,
    end_role,
    grant_role,
)
from sangto.organisations.services.charters import load_charter
from sangto.organisations.services.factors import change_factors, reset_factors
from sangto.organisations.services.holidays import override_holiday, restore_holiday
from sangto.organisations.services.integration_days import count_call, count_report
from sangto.organisations.services.integrations import (
    MadeKey,
    confirm_integration,
    end_integration,
    make_integration,
    make_key,
    revoke_key,
)
from sangto.organisations.services.invitations import (
    accept_invitation,
    invite,
    resend_invitation,
    revoke_invitation,
)
from sangto.organisations.services.officers import (
    end_absence,
    end_officer,
    enter_absence,
    name_officer,
)
from sangto.organisations.services.passwords import change_password
from sangto.organisations.services.sessions import (
    end_other_sessions,
    end_session,
    forget_expired_sessions,
)
from sangto.organisations.services.successions import (
    cancel_succession,
    carry_successions,
    decide_succession,
)
from sangto.organisations.services.teams import end_team, form_team, join_team, leave_team

__all__ = [
    "MadeKey",
    "accept_invitation",
    "cancel_succession",
    "carry_successions",
    "change_factors",
    "change_language",
    "change_name",
    "change_password",
    "confirm_integration",
    "count_call",
    "count_report",
    "create_user",
    "deactivate_user",
    "decide_succession",
    "end_absence",
    "end_integration",
    "end_officer",
    "end_other_sessions",
    "end_role",
    "end_session",
    "end_team",
    "enter_absence",
    "forget_expired_sessions",
    "form_team",
    "grant_role",
    "invite",
    "join_team",
    "leave_team",
    "load_charter",
    "make_integration",
    "make_key",
    "name_officer",
    "override_holiday",
    "resend_invitation",
    "reset_factors",
    "restore_holiday",
    "revoke_invitation",
    "revoke_key",
]
