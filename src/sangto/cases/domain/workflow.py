"""The transition table of a case."""

from __future__ import annotations

from sangto.audit.tags import AuditTag
from sangto.cases.domain.rights import Permission
from sangto.cases.domain.states import CaseAction, CaseOutcome, CaseStatus
from sangto.kernel.workflow import Transition, Workflow


def _row(
    action: CaseAction,
    source: CaseStatus,
    target: CaseStatus,
    permission: Permission,
    tag: AuditTag,
) -> Transition:
    return Transition(action.value, source.value, target.value, permission.value, tag.value)


_TRIAGE, _VERIFYING, _SIGNING, _CLOSED = (
    CaseStatus.TRIAGE,
    CaseStatus.VERIFYING,
    CaseStatus.SIGNING,
    CaseStatus.CLOSED,
)
_ACTION, _MAY, _TAG = CaseAction, Permission, AuditTag

CASE_WORKFLOW = Workflow(
    "case",
    states=[status.value for status in CaseStatus],
    initial=CaseStatus.TRIAGE.value,
    rows=[
        _row(_ACTION.CATEGORISE, _TRIAGE, _VERIFYING, _MAY.CATEGORISE, _TAG.CASE_CATEGORY_SET),
        _row(
            _ACTION.REJECT, _TRIAGE, _CLOSED, _MAY.CLOSE_OUT_OF_SCOPE, _TAG.CASE_CLOSED_OUT_OF_SCOPE
        ),
        _row(_ACTION.WITHDRAW, _TRIAGE, _CLOSED, _MAY.CLOSE_OUT_OF_SCOPE, _TAG.CASE_CLOSED),
        _row(_ACTION.ARCHIVE, _TRIAGE, _CLOSED, _MAY.ARCHIVE, _TAG.CASE_CLOSED),
        _row(_ACTION.CATEGORISE, _VERIFYING, _VERIFYING, _MAY.CATEGORISE, _TAG.CASE_CATEGORY_SET),
        _row(
            _ACTION.TAKE_BACK, _VERIFYING, _TRIAGE, _MAY.CATEGORISE, _TAG.CASE_CATEGORY_TAKEN_BACK
        ),
        _row(
            _ACTION.REJECT,
            _VERIFYING,
            _CLOSED,
            _MAY.CLOSE_OUT_OF_SCOPE,
            _TAG.CASE_CLOSED_OUT_OF_SCOPE,
        ),
        _row(_ACTION.WITHDRAW, _VERIFYING, _CLOSED, _MAY.CLOSE_OUT_OF_SCOPE, _TAG.CASE_CLOSED),
        _row(_ACTION.ANSWER, _VERIFYING, _CLOSED, _MAY.ANSWER, _TAG.CASE_CLOSED),
        _row(_ACTION.SUBMIT, _VERIFYING, _SIGNING, _MAY.DRAFT, _TAG.CASE_MOVED),
        _row(_ACTION.SEND_BACK, _SIGNING, _VERIFYING, _MAY.SIGN, _TAG.CASE_MOVED),
        _row(_ACTION.PUBLISH, _SIGNING, _CLOSED, _MAY.SIGN, _TAG.CASE_CLOSED),
        _row(_ACTION.REOPEN, _CLOSED, _VERIFYING, _MAY.REOPEN, _TAG.CASE_REOPENED),
        _row(_ACTION.TAKE_UP, _CLOSED, _TRIAGE, _MAY.OPEN, _TAG.CASE_OPENED),
        _row(_ACTION.JOIN, _TRIAGE, _CLOSED, _MAY.CATEGORISE, _TAG.CASE_CLOSED),
        _row(_ACTION.JOIN, _VERIFYING, _CLOSED, _MAY.CATEGORISE, _TAG.CASE_CLOSED),
        _row(_ACTION.JOIN, _CLOSED, _CLOSED, _MAY.CATEGORISE, _TAG.CASE_CLOSED),
        _row(_ACTION.PART_TRIAGE, _CLOSED, _TRIAGE, _MAY.CATEGORISE, _TAG.CASE_MOVED),
        _row(_ACTION.PART_VERIFYING, _CLOSED, _VERIFYING, _MAY.CATEGORISE, _TAG.CASE_MOVED),
        _row(_ACTION.PART_ARCHIVED, _CLOSED, _CLOSED, _MAY.CATEGORISE, _TAG.CASE_MOVED),
    ],
)

#: The move that takes up a case again whose claim is parted from the one that it was joined with,
#: by what the case was before.
PARTING_ACTION: dict[CaseStatus, CaseAction] = {
    CaseStatus.TRIAGE: CaseAction.PART_TRIAGE,
    CaseStatus.VERIFYING: CaseAction.PART_VERIFYING,
    CaseStatus.CLOSED: CaseAction.PART_ARCHIVED,
}
#: The move that ends a case with this outcome.
CLOSING_ACTION: dict[CaseOutcome, CaseAction] = {
    CaseOutcome.VERDICT: CaseAction.PUBLISH,
    CaseOutcome.ANSWERED: CaseAction.ANSWER,
    CaseOutcome.OUT_OF_SCOPE: CaseAction.REJECT,
    CaseOutcome.ARCHIVED: CaseAction.ARCHIVE,
    CaseOutcome.JOINED: CaseAction.JOIN,
    CaseOutcome.WITHDRAWN: CaseAction.WITHDRAW,
}
