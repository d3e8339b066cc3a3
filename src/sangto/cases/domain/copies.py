"""Who is told how a case ended, and what may be told (Điều 8.1, SCOPE.md 8)."""

from __future__ import annotations

from enum import StrEnum

from sangto.kernel.categories import RULES, Category, Step
from sangto.kernel.errors import Refusal, gettext_noop


class CopyReason(StrEnum):
    """Why an agency is on the list."""

    SUBJECT = "subject"
    LEAD = "lead"
    COMPETENT = "competent"
    PASSED_ON = "passed_on"
    CONFIRMED = "confirmed"
    PLACE = "place"
    COMMITTEE = "committee"
    REPORTED = "reported"
    CHOSEN = "chosen"


def copy_refusal(
    *,
    category: Category | None,
    is_owner: bool,
    on_list: bool,
    in_force: bool,
) -> Refusal | None:
    """Whether this agency may be put on the list.

    About private data and the safety of a child no other agency is told anything.
    """
    if category is None:
        return Refusal("cases.no_category", gettext_noop("The case has no category yet."))
    if Step.TRANSFER not in RULES[category].steps:
        return Refusal(
            "cases.copy_category",
            gettext_noop("Nobody else is told how a case of the category “%(category)s” ended."),
            {"category": category.value},
        )
    if is_owner:
        return Refusal(
            "cases.copy_owner",
            gettext_noop("This agency has the case itself."),
            {},
            "agency",
        )
    if on_list:
        return Refusal(
            "cases.copy_already",
            gettext_noop("This agency is on the list already."),
            {},
            "agency",
        )
    if not in_force:
        return Refusal(
            "cases.copy_agency_gone",
            gettext_noop("This agency is not a member today."),
            {},
            "agency",
        )
    return None


def uncopy_refusal(*, told: bool) -> Refusal | None:
    if told:
        return Refusal(
            "cases.copy_told",
            gettext_noop("This agency has been told already, so it stays on the list."),
        )
    return None
