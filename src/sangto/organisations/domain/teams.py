"""Decisions about teams and who works in them."""

from __future__ import annotations

from datetime import date

from sangto.kernel.errors import Refusal, gettext_noop
from sangto.organisations.domain.duty import dates_refusal
from sangto.organisations.domain.kinds import NamedBy, TeamRole


def forming_refusal(
    *, name: str, name_en: str, purpose: str, valid_from: date, valid_until: date | None
) -> Refusal | None:
    for field, text in (("name", name), ("name_en", name_en)):
        if not text or len(text) > 120:
            return _refusal(
                "team_name", gettext_noop("Write a name of at most 120 characters."), field
            )
    if len(purpose) > 500:
        return _refusal("team_purpose", gettext_noop("Write at most 500 characters."), "purpose")
    return dates_refusal(valid_from=valid_from, valid_until=valid_until)


def joining_refusal(
    *,
    team_ended: bool,
    in_network: bool,
    in_team: bool,
    role: TeamRole,
    has_head: bool,
    valid_from: date,
    valid_until: date | None,
) -> Refusal | None:
    if team_ended:
        return _refusal("team_over", gettext_noop("This team ended."))
    if not in_network:
        return _refusal(
            "not_in_network",
            gettext_noop("Choose somebody who works for a member today."),
            "person",
        )
    if in_team:
        return _refusal("in_team", gettext_noop("This person is in the team already."), "person")
    if role is TeamRole.HEAD and has_head:
        return _refusal(
            "team_has_head", gettext_noop("The team has a head; end that first."), "role"
        )
    return dates_refusal(valid_from=valid_from, valid_until=valid_until)


def team_ending_refusal(*, named_by: NamedBy, ended: bool) -> Refusal | None:
    if ended:
        return _refusal("team_over", gettext_noop("This team ended."))
    if named_by is NamedBy.CHARTER:
        return _refusal(
            "team_of_charter",
            gettext_noop("The charter says so; its next version takes it back."),
        )
    return None


def leaving_refusal(*, named_by: NamedBy, ended: bool) -> Refusal | None:
    if ended:
        return _refusal("team_left", gettext_noop("This person left the team before."))
    return team_ending_refusal(named_by=named_by, ended=False)


def _refusal(code: str, message: str, field: str | None = None) -> Refusal:
    return Refusal(f"organisations.{code}", message, {}, field)
