"""The states of a report, where it came from, and how it may end."""

from __future__ import annotations

from enum import StrEnum

from sangto.audit.tags import AuditTag
from sangto.intake.permissions import IntakePermission
from sangto.kernel.errors import Refusal, gettext_noop
from sangto.kernel.workflow import Transition, Workflow


class OriginKind(StrEnum):
    CITIZEN = "citizen"
    MEMBER_AGENCY = "member_agency"
    MACHINE = "machine"
    ARCHIVE = "archive"


class Channel(StrEnum):
    WEB = "web"
    COMMAND_LINE = "command_line"
    DESK = "desk"
    ARCHIVE = "archive"
    API = "api"


class ReportStatus(StrEnum):
    RECEIVED = "received"
    IN_REVIEW = "in_review"
    ANSWERED = "answered"
    CLOSED = "closed"


class ReportOutcome(StrEnum):
    NONE = ""
    VERDICT = "verdict"
    ANSWERED = "answered"
    OUT_OF_SCOPE = "out_of_scope"
    WITHDRAWN = "withdrawn"
    ARCHIVED = "archived"


#: Only people count as askers: never a machine, an archive, or an agency for itself (SCOPE.md 1).
ASKER_ORIGINS: frozenset[OriginKind] = frozenset({OriginKind.CITIZEN})

#: How an archive's records may stand: it makes finished ones only (SCOPE.md 1).
ARCHIVE_STATUSES: frozenset[ReportStatus] = frozenset({ReportStatus.ANSWERED, ReportStatus.CLOSED})


#: Somebody still waits for the first answer.
OPEN_STATUSES: frozenset[ReportStatus] = frozenset({ReportStatus.RECEIVED, ReportStatus.IN_REVIEW})


class Closing(StrEnum):
    """Why a report was closed without a verdict; the sender reads the text of :data:`CLOSING`."""

    PROTECTED_EXPRESSION = "protected_expression"
    CONDUCT_OF_OFFICIALS = "conduct_of_officials"
    NOT_CHECKABLE = "not_checkable"
    NOTHING_TO_CHECK = "nothing_to_check"
    PRIVATE_DISPUTE = "private_dispute"
    ADVERTISING = "advertising"
    HELP_ELSEWHERE = "help_elsewhere"
    WITHDRAWN = "withdrawn"
    ARCHIVED = "archived"


CLOSING: dict[Closing, str] = {
    Closing.PROTECTED_EXPRESSION: gettext_noop(
        "What you sent is an opinion, criticism, satire, a belief or journalism. Everybody is free "
        "to express that, and this desk does not judge it. We have deleted what you sent."
    ),
    Closing.CONDUCT_OF_OFFICIALS: gettext_noop(
        "What you sent is about the work or conduct of officials, agencies or policies. This desk "
        "does not judge that, also when it is put as a fact. We have deleted what you sent."
    ),
    Closing.NOT_CHECKABLE: gettext_noop(
        "We can only check facts that can be shown to be right or wrong, and this is not one of "
        "them. We have deleted what you sent."
    ),
    Closing.NOTHING_TO_CHECK: gettext_noop(
        "We found no message, link or claim in it that could be checked. You can always send "
        "another report. We have deleted what you sent."
    ),
    Closing.PRIVATE_DISPUTE: gettext_noop(
        "This is a matter between people or businesses that this desk can not settle. "
        "We have deleted what you sent."
    ),
    Closing.ADVERTISING: gettext_noop(
        "This is ordinary advertising without a sign of fraud. We have deleted what you sent."
    ),
    Closing.HELP_ELSEWHERE: gettext_noop(
        "This desk can not help with it, but others can. Please turn to the agency that is "
        "responsible or, in danger, call 113. We have deleted what you sent."
    ),
    Closing.WITHDRAWN: gettext_noop(
        "You withdrew this report. We have deleted what you sent and your e-mail address."
    ),
    Closing.ARCHIVED: gettext_noop("This record comes from an archive and is finished."),
}

#: What the desk can choose from; the others come about by themselves.
DESK_CLOSINGS: frozenset[Closing] = frozenset(Closing) - {Closing.WITHDRAWN, Closing.ARCHIVED}


REPORT_WORKFLOW = Workflow(
    "report",
    states=ReportStatus,
    initial=ReportStatus.RECEIVED,
    rows=[
        Transition(
            "start_review",
            ReportStatus.RECEIVED,
            ReportStatus.IN_REVIEW,
            IntakePermission.REVIEW,
            AuditTag.REPORT_REVIEW_STARTED,
        ),
        *(
            Transition(
                "answer",
                source,
                ReportStatus.ANSWERED,
                IntakePermission.ANSWER,
                AuditTag.REPORT_ANSWERED,
            )
            for source in (
                ReportStatus.RECEIVED,
                ReportStatus.IN_REVIEW,
                ReportStatus.ANSWERED,
            )
        ),
        Transition(
            "reopen",
            ReportStatus.ANSWERED,
            ReportStatus.IN_REVIEW,
            IntakePermission.REOPEN,
            AuditTag.REPORT_REOPENED,
        ),
        *(
            Transition(
                "close",
                source,
                ReportStatus.CLOSED,
                IntakePermission.CLOSE,
                AuditTag.REPORT_CLOSED,
            )
            for source in (
                ReportStatus.RECEIVED,
                ReportStatus.IN_REVIEW,
                ReportStatus.ANSWERED,
            )
        ),
        *(
            Transition(
                "withdraw",
                source,
                ReportStatus.CLOSED,
                IntakePermission.WITHDRAW,
                AuditTag.REPORT_WITHDRAWN,
            )
            for source in (ReportStatus.RECEIVED, ReportStatus.IN_REVIEW)
        ),
    ],
)


def withdrawal_refusal(status: str) -> Refusal | None:
    """An answer that was given belongs to everybody who asked, and can not be taken back."""
    if status in OPEN_STATUSES:
        return None
    return Refusal(
        "intake.withdrawal_late",
        gettext_noop(
            "This report is finished and can not be withdrawn any more. You can still remove your "
            "e-mail address."
        ),
    )


def contact_refusal(status: str) -> Refusal | None:
    if status != ReportStatus.CLOSED:
        return None
    return Refusal(
        "intake.contact_late",
        gettext_noop("This report is closed, so there will be nothing to tell you."),
        {},
        "email",
    )
