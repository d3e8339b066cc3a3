"""Passing a case on, raising it to the committee, and ending it."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from sangto.cases.domain.states import CaseOutcome, CaseStatus
from sangto.intake.domain.reports import ReportOutcome
from sangto.kernel.categories import RULES, Category, Step, step_refusal
from sangto.kernel.errors import Refusal, gettext_noop

#: A reason shorter than this says nothing to the agency that gets the case.
MIN_REASON_WORDS = 3
MAX_TEXT = 10_000


def reason_refusal(reason: str) -> Refusal | None:
    if len(reason.split()) < MIN_REASON_WORDS:
        return Refusal(
            "cases.reason_short",
            gettext_noop("Say why, in at least %(words)s words."),
            {"words": MIN_REASON_WORDS},
            "reason",
        )
    return text_refusal(reason, "reason")


def text_refusal(text: str, field: str) -> Refusal | None:
    if not text.strip():
        return Refusal(
            "cases.text_missing", gettext_noop("There is nothing written here yet."), {}, field
        )
    if len(text) > MAX_TEXT:
        return Refusal(
            "cases.text_long",
            gettext_noop("The text may have at most %(limit)s characters."),
            {"limit": MAX_TEXT},
            field,
        )
    return None


def open_refusal(status: CaseStatus) -> Refusal | None:
    if status is CaseStatus.CLOSED:
        return Refusal(
            "cases.closed", gettext_noop("This case is closed. Nothing more is done in it.")
        )
    return None


def transfer_refusal(
    *,
    status: CaseStatus,
    category: Category | None,
    from_agency: int,
    to_agency: int,
    to_agency_in_force: bool,
    reason: str,
) -> Refusal | None:
    """Whether the case may pass to the other agency; who may own it is asked separately.

    Before triage nobody knows what the claim is, so the lead agency keeps it until then.
    """
    refusal = open_refusal(status)
    if refusal is not None:
        return refusal
    if category is None:
        return Refusal(
            "cases.transfer_before_category",
            gettext_noop("Choose the category first. It decides where the case may go."),
        )
    if status is CaseStatus.SIGNING:
        return Refusal(
            "cases.transfer_while_signing",
            gettext_noop("A verdict waits for its signature. Send it back before you pass it on."),
        )
    refusal = step_refusal(category, Step.TRANSFER)
    if refusal is not None:
        return refusal
    if from_agency == to_agency:
        return Refusal(
            "cases.transfer_to_same",
            gettext_noop("The case is with this agency already."),
            {},
            "agency",
        )
    if not to_agency_in_force:
        return Refusal(
            "cases.transfer_agency_gone",
            gettext_noop("This agency is not a member today."),
            {},
            "agency",
        )
    return reason_refusal(reason)


def escalation_refusal(
    *,
    status: CaseStatus,
    escalated: bool,
    committee: int | None,
    subject_relatives: Collection[int],
    category: Category | None,
    reason: str,
) -> Refusal | None:
    refusal = open_refusal(status)
    if refusal is not None:
        return refusal
    if escalated:
        return Refusal(
            "cases.escalated_already",
            gettext_noop("The committee has this case before it already."),
        )
    if committee is None:
        return Refusal(
            "cases.no_committee",
            gettext_noop("This network has no committee that a case could be raised to."),
        )
    if category is not None and not RULES[category].ratings:
        return step_refusal(category, Step.MEETING)
    if committee in subject_relatives:
        return Refusal(
            "cases.committee_is_subject",
            gettext_noop(
                "The claim is about the committee, or about an agency below it. "
                "It can not be raised there."
            ),
        )
    return reason_refusal(reason)


def closing_refusal(*, category: Category | None, outcome: CaseOutcome) -> Refusal | None:
    """Whether a case of this category may end this way; archived, joined and withdrawn ones may be
    of any."""
    if outcome in (CaseOutcome.ARCHIVED, CaseOutcome.JOINED, CaseOutcome.WITHDRAWN):
        return None
    if outcome is CaseOutcome.OUT_OF_SCOPE:
        allowed = True
    elif category is None or outcome is CaseOutcome.NONE:
        allowed = False
    elif outcome is CaseOutcome.VERDICT:
        allowed = bool(RULES[category].ratings)
    else:
        allowed = not RULES[category].ratings and not RULES[category].terminal
    if allowed:
        return None
    return Refusal(
        "cases.outcome",
        gettext_noop("A case of this category does not end this way."),
        {"category": category.value if category else "", "outcome": outcome.value},
    )


def withdrawn_refusal(*, outcomes: Iterable[str]) -> Refusal | None:
    """``outcomes`` are those of the reports that are joined to the claim now."""
    if set(outcomes) == {ReportOutcome.WITHDRAWN.value}:
        return None
    return Refusal(
        "cases.not_withdrawn",
        gettext_noop("Somebody still waits here: not every report was withdrawn by its sender."),
    )


def explanation_refusal(explanation: str, known: Collection[str]) -> Refusal | None:
    if explanation in known:
        return None
    return Refusal(
        "cases.explanation",
        gettext_noop("Choose the explanation that the sender will read."),
        {},
        "explanation",
    )


def no_owner() -> Refusal:
    return Refusal(
        "cases.no_owner",
        gettext_noop("No member of this network is free to work on this claim."),
    )


def merged_refusal(*, merged: bool) -> Refusal | None:
    if merged:
        return Refusal(
            "cases.claim_merged",
            gettext_noop("This claim was joined with another one. Work on that one."),
        )
    return None


def origin_stays_refusal(*, has_heir: bool) -> Refusal | None:
    """A case is never left without a report of the kind that it started from (SCOPE.md 1)."""
    if has_heir:
        return None
    return Refusal(
        "cases.origin_report",
        gettext_noop("The case started from this report, so the report stays with it."),
    )


def receiving_refusal(outcome: CaseOutcome) -> Refusal | None:
    """Whether reports may come to a case that ended this way, or goes on (no outcome).

    Where everything was deleted, nobody would read or answer them.
    """
    if outcome is not CaseOutcome.OUT_OF_SCOPE:
        return None
    return Refusal(
        "cases.claim_out_of_scope",
        gettext_noop(
            "That claim was closed as no matter of the desk, and its content is deleted. Give the "
            "report a case of its own."
        ),
        {},
        "claim",
    )


def assignee_refusal(*, works_there: bool) -> Refusal | None:
    if works_there:
        return None
    return Refusal(
        "cases.assignee",
        gettext_noop("This person does not work for the agency that has the case."),
        {},
        "assignee",
    )


def reopening_refusal(outcome: CaseOutcome) -> Refusal | None:
    """A verdict or an answer can be looked at again; an explained end has no content any more."""
    if outcome in (CaseOutcome.VERDICT, CaseOutcome.ANSWERED):
        return None
    return Refusal(
        "cases.not_reopened",
        gettext_noop("A case that ended this way is not opened again."),
        {"outcome": outcome.value},
    )


def public_refusal(*, public: bool, category: Category) -> Refusal | None:
    """A claim with a published verdict keeps a category that has verdicts."""
    if public and not RULES[category].ratings:
        return Refusal(
            "cases.public_verdict",
            gettext_noop(
                "A verdict on this claim is public. It has to be withdrawn or replaced first."
            ),
            {},
            "category",
        )
    return None


def taken() -> Refusal:
    return Refusal("cases.taken", gettext_noop("The desk is working on this claim already."))
