"""The life of one version of a verdict."""

from __future__ import annotations

from enum import StrEnum

from sangto.audit.tags import AuditTag
from sangto.kernel.errors import Refusal, gettext_noop
from sangto.kernel.workflow import Transition, Workflow
from sangto.verdicts.permissions import Permission


class VersionStatus(StrEnum):
    """``held`` and ``released`` are for imported verdicts only: neither ever answers anybody."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    PUBLISHED = "published"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"
    HELD = "held"
    RELEASED = "released"


class VerdictOrigin(StrEnum):
    OWN = "own"
    IMPORTED = "imported"


class DeliveryVia(StrEnum):
    """The last two tell that the answer was taken back."""

    RECEIPT = "receipt"
    EMAIL = "email"
    TAKEN_BACK = "taken_back"
    TAKEN_BACK_MAIL = "taken_back_mail"


class RemovalCause(StrEnum):
    """Why something that was public is not, or not whole, any more."""

    APPEAL = "appeal"
    ERROR = "error"
    PERSONAL_DATA = "personal_data"
    COURT = "court"


#: Versions whose content never changes again and that anybody may read.
PUBLIC_STATUSES: frozenset[VersionStatus] = frozenset(
    {VersionStatus.PUBLISHED, VersionStatus.SUPERSEDED}
)
#: Versions that two people have signed.
SIGNED_STATUSES: frozenset[VersionStatus] = PUBLIC_STATUSES | {VersionStatus.RELEASED}
OPEN_STATUSES: frozenset[VersionStatus] = frozenset({VersionStatus.DRAFT, VersionStatus.SUBMITTED})
IMPORTED_STATUSES: frozenset[VersionStatus] = frozenset(
    {VersionStatus.HELD, VersionStatus.RELEASED}
)


class VersionAction(StrEnum):
    SUBMIT = "submit"
    SEND_BACK = "send_back"
    PUBLISH = "publish"
    SUPERSEDE = "supersede"
    WITHDRAW = "withdraw"
    RELEASE = "release"
    REFUSE = "refuse"
    RECALL = "recall"


def _row(
    action: VersionAction,
    source: VersionStatus,
    target: VersionStatus,
    permission: Permission,
    tag: AuditTag,
) -> Transition:
    return Transition(action.value, source.value, target.value, permission.value, tag.value)


VERSION_WORKFLOW = Workflow(
    "verdict version",
    states=tuple(VersionStatus),
    initial=VersionStatus.DRAFT,
    rows=(
        _row(
            VersionAction.SUBMIT,
            VersionStatus.DRAFT,
            VersionStatus.SUBMITTED,
            Permission.SUBMIT,
            AuditTag.VERDICT_SUBMITTED,
        ),
        _row(
            VersionAction.SEND_BACK,
            VersionStatus.SUBMITTED,
            VersionStatus.DRAFT,
            Permission.SEND_BACK,
            AuditTag.VERDICT_SENT_BACK,
        ),
        _row(
            VersionAction.PUBLISH,
            VersionStatus.SUBMITTED,
            VersionStatus.PUBLISHED,
            Permission.APPROVE,
            AuditTag.VERDICT_PUBLISHED,
        ),
        _row(
            VersionAction.SUPERSEDE,
            VersionStatus.PUBLISHED,
            VersionStatus.SUPERSEDED,
            Permission.APPROVE,
            AuditTag.VERDICT_SUPERSEDED,
        ),
        _row(
            VersionAction.WITHDRAW,
            VersionStatus.PUBLISHED,
            VersionStatus.WITHDRAWN,
            Permission.WITHDRAW,
            AuditTag.VERDICT_WITHDRAWN,
        ),
        _row(
            VersionAction.WITHDRAW,
            VersionStatus.SUPERSEDED,
            VersionStatus.WITHDRAWN,
            Permission.WITHDRAW,
            AuditTag.VERDICT_WITHDRAWN,
        ),
        _row(
            VersionAction.RELEASE,
            VersionStatus.HELD,
            VersionStatus.RELEASED,
            Permission.CLASSIFY_IMPORTED,
            AuditTag.VERDICT_RELEASED,
        ),
        _row(
            VersionAction.REFUSE,
            VersionStatus.HELD,
            VersionStatus.WITHDRAWN,
            Permission.FOLLOW_FEED,
            AuditTag.VERDICT_WITHDRAWN,
        ),
        # Taken back, changed or expired where it comes from; nobody decides that here.
        _row(
            VersionAction.RECALL,
            VersionStatus.HELD,
            VersionStatus.WITHDRAWN,
            Permission.IMPORT,
            AuditTag.VERDICT_WITHDRAWN,
        ),
        _row(
            VersionAction.RECALL,
            VersionStatus.RELEASED,
            VersionStatus.WITHDRAWN,
            Permission.IMPORT,
            AuditTag.VERDICT_WITHDRAWN,
        ),
    ),
)


def joining_refusal(*, has_verdict: bool) -> Refusal | None:
    """A verdict stays with its claim, which is the one that others are joined to."""
    if not has_verdict:
        return None
    return Refusal(
        "verdict.claim_has_verdict",
        gettext_noop("This claim has a verdict. Join the other claim to this one instead."),
        {},
        "claim",
    )
