"""Giving a case back, saying that it is beyond one's competence, and the committee's direction."""

from __future__ import annotations

from sangto.cases.domain.moves import (
    MIN_REASON_WORDS,
    open_refusal,
    reason_refusal,
    text_refusal,
)
from sangto.cases.domain.states import CaseStatus
from sangto.kernel.errors import Refusal, gettext_noop

__all__ = [
    "MIN_REASON_WORDS",
    "beyond_refusal",
    "directing_refusal",
    "returning_refusal",
]


def _moving_refusal(status: CaseStatus) -> Refusal | None:
    refusal = open_refusal(status)
    if refusal is not None:
        return refusal
    if status is CaseStatus.SIGNING:
        return Refusal(
            "cases.transfer_while_signing",
            gettext_noop("A verdict waits for its signature. Send it back before you pass it on."),
        )
    return None


def returning_refusal(
    *, status: CaseStatus, came_from: int | None, giver_in_force: bool, reason: str
) -> Refusal | None:
    """``came_from`` is the agency that passed the case on to its owner; a case that was given back
    came from nobody."""
    refusal = _moving_refusal(status)
    if refusal is not None:
        return refusal
    if came_from is None:
        return Refusal(
            "cases.nothing_to_return",
            gettext_noop("Nobody passed this case on to your agency, so it can not be given back."),
        )
    if not giver_in_force:
        return Refusal(
            "cases.giver_gone",
            gettext_noop(
                "The agency that passed it on is not a member today. Say that it is beyond your "
                "competence instead."
            ),
        )
    return reason_refusal(reason)


def beyond_refusal(
    *,
    status: CaseStatus,
    owner_is_lead: bool,
    suggested: int | None,
    owner: int,
    suggested_in_force: bool,
    reason: str,
) -> Refusal | None:
    """A member says that the matter is beyond its competence; the lead agency takes it (Điều 4.1,
    7.7)."""
    refusal = _moving_refusal(status)
    if refusal is not None:
        return refusal
    if owner_is_lead:
        return Refusal(
            "cases.beyond_lead",
            gettext_noop(
                "The lead agency passes a case on to the competent agency, or raises it to the "
                "committee."
            ),
        )
    if suggested == owner:
        return Refusal(
            "cases.beyond_itself",
            gettext_noop("You can not suggest your own agency."),
            {},
            "agency",
        )
    if suggested is not None and not suggested_in_force:
        return Refusal(
            "cases.transfer_agency_gone",
            gettext_noop("This agency is not a member today."),
            {},
            "agency",
        )
    return reason_refusal(reason)


def directing_refusal(
    *, status: CaseStatus, escalated: bool, agency_in_force: bool, text: str
) -> Refusal | None:
    """What the committee writes about a case that was raised to it (Điều 6.4)."""
    refusal = open_refusal(status)
    if refusal is not None:
        return refusal
    if not escalated:
        return Refusal(
            "cases.not_escalated",
            gettext_noop("Nobody has raised this case to the committee."),
        )
    if not agency_in_force:
        return Refusal(
            "cases.transfer_agency_gone",
            gettext_noop("This agency is not a member today."),
            {},
            "agency",
        )
    return text_refusal(text, "text")
