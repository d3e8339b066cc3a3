"""Technical notices to a host, registrar or platform: the closed lists, and how one moves
(SCOPE.md 6)."""

from __future__ import annotations

from enum import StrEnum

from sangto.audit.tags import AuditTag
from sangto.handling.domain.abuse_rights import AbusePermission
from sangto.kernel.categories import RULES, Category, Measure
from sangto.kernel.workflow import Transition, Workflow


class AbuseState(StrEnum):
    DRAFT = "draft"
    APPROVED = "approved"
    SENT = "sent"
    ACKNOWLEDGED = "acknowledged"
    ACTIONED = "actioned"
    REFUSED = "refused"
    NO_ANSWER = "no_answer"
    GONE = "gone"


class AbuseAction(StrEnum):
    APPROVE = "approve"
    SEND_BACK = "send_back"
    SEND = "send"
    ACKNOWLEDGE = "acknowledge"
    ACTION = "action"
    REFUSE = "refuse"
    GIVE_UP = "give_up"
    FIND_GONE = "find_gone"


class AbuseGround(StrEnum):
    """What can be seen on the target itself. There is no ground for what somebody says."""

    CREDENTIAL_FORM = "credential_form"
    PAYMENT_REQUEST = "payment_request"
    MALWARE_HASH = "malware_hash"
    INJECTED_PAGE = "injected_page"
    FORGED_DOCUMENT = "forged_document"


class TargetKind(StrEnum):
    """``MAIL`` is where an e-mail came from: a name or a number of a machine, never an address."""

    PAGE = "page"
    DOMAIN = "domain"
    ACCOUNT = "account"
    MAIL = "mail"


class ProviderKind(StrEnum):
    REGISTRAR = "registrar"
    HOST = "host"
    PLATFORM = "platform"


class AbuseFormat(StrEnum):
    XARF = "xarf"
    ARF = "arf"
    MAIL = "mail"


class Solicitation(StrEnum):
    """What an impersonating account or page wants of people."""

    MONEY = "money"
    CREDENTIALS = "credentials"
    PERSONAL_DATA = "personal_data"
    INSTALLATION = "installation"


class Seen(StrEnum):
    """What a person saw when looking again; the product opens nothing."""

    STILL_THERE = "still_there"
    CHANGED = "changed"
    GONE = "gone"


TECHNICAL: tuple[Category, ...] = tuple(
    category for category in Category if Measure.ABUSE_REPORT in RULES[category].measures
)

_COMMON = frozenset({AbuseGround.CREDENTIAL_FORM, AbuseGround.PAYMENT_REQUEST})
GROUNDS: dict[Category, frozenset[AbuseGround]] = {
    Category.FRAUD: _COMMON | {AbuseGround.FORGED_DOCUMENT, AbuseGround.MALWARE_HASH},
    Category.MALICIOUS_LINK: _COMMON | {AbuseGround.MALWARE_HASH},
    Category.IMPERSONATION: _COMMON | {AbuseGround.FORGED_DOCUMENT},
    Category.COMPROMISED_SITE: _COMMON | {AbuseGround.MALWARE_HASH, AbuseGround.INJECTED_PAGE},
}
#: An account stands in an abuse report about impersonation only (SCOPE.md 2), a site that was
#: broken into is reported by its exact path only (SCOPE.md 6).
TARGETS: dict[Category, frozenset[TargetKind]] = {
    Category.FRAUD: frozenset({TargetKind.PAGE, TargetKind.DOMAIN, TargetKind.MAIL}),
    Category.MALICIOUS_LINK: frozenset({TargetKind.PAGE, TargetKind.DOMAIN, TargetKind.MAIL}),
    Category.IMPERSONATION: frozenset(TargetKind),
    Category.COMPROMISED_SITE: frozenset({TargetKind.PAGE}),
}
#: ARF tells of an e-mail and nothing else (RFC 5965); XARF of what has an address on the web.
FORMATS: dict[TargetKind, frozenset[AbuseFormat]] = {
    TargetKind.PAGE: frozenset({AbuseFormat.XARF, AbuseFormat.MAIL}),
    TargetKind.DOMAIN: frozenset({AbuseFormat.XARF, AbuseFormat.MAIL}),
    TargetKind.ACCOUNT: frozenset({AbuseFormat.XARF, AbuseFormat.MAIL}),
    TargetKind.MAIL: frozenset({AbuseFormat.ARF, AbuseFormat.MAIL}),
}

OWNER_TOLD_DAYS = 3
EVIDENCE_BYTES = 5 * 1024 * 1024
MOST_EVIDENCE = 10
ADDRESS_LENGTH = 2000
FACTS_LENGTH = 4000
STATEMENT_LENGTH = 2000
NOTE_LENGTH = 1000

_S, _A, _T, _P = AbuseState, AbuseAction, AuditTag, AbusePermission


def _row(
    action: AbuseAction, source: AbuseState, target: AbuseState, right: AbusePermission
) -> Transition:
    tag = {
        _A.APPROVE: _T.ABUSE_APPROVED,
        _A.SEND_BACK: _T.ABUSE_SENT_BACK,
        _A.SEND: _T.ABUSE_SENT,
    }.get(action, _T.ABUSE_ANSWERED)
    return Transition(action, source, target, right, tag)


ABUSE_WORKFLOW = Workflow(
    "abuse report",
    states=AbuseState,
    initial=_S.DRAFT,
    rows=[
        _row(_A.APPROVE, _S.DRAFT, _S.APPROVED, _P.APPROVE),
        _row(_A.SEND_BACK, _S.APPROVED, _S.DRAFT, _P.APPROVE),
        _row(_A.SEND, _S.APPROVED, _S.SENT, _P.SEND),
        _row(_A.ACKNOWLEDGE, _S.SENT, _S.ACKNOWLEDGED, _P.SETTLE),
        _row(_A.ACTION, _S.SENT, _S.ACTIONED, _P.SETTLE),
        _row(_A.ACTION, _S.ACKNOWLEDGED, _S.ACTIONED, _P.SETTLE),
        _row(_A.REFUSE, _S.SENT, _S.REFUSED, _P.SETTLE),
        _row(_A.REFUSE, _S.ACKNOWLEDGED, _S.REFUSED, _P.SETTLE),
        _row(_A.GIVE_UP, _S.SENT, _S.NO_ANSWER, _P.SETTLE),
        _row(_A.GIVE_UP, _S.ACKNOWLEDGED, _S.NO_ANSWER, _P.SETTLE),
        _row(_A.FIND_GONE, _S.SENT, _S.GONE, _P.SETTLE),
        _row(_A.FIND_GONE, _S.ACKNOWLEDGED, _S.GONE, _P.SETTLE),
        _row(_A.ACTION, _S.NO_ANSWER, _S.ACTIONED, _P.SETTLE),
        _row(_A.REFUSE, _S.NO_ANSWER, _S.REFUSED, _P.SETTLE),
        _row(_A.FIND_GONE, _S.NO_ANSWER, _S.GONE, _P.SETTLE),
        _row(_A.FIND_GONE, _S.REFUSED, _S.GONE, _P.SETTLE),
    ],
)
#: While it is in one of these, the same target is not reported to the same provider again.
OPEN_STATES = frozenset({_S.DRAFT, _S.APPROVED, _S.SENT, _S.ACKNOWLEDGED})
FINISHED_STATES = frozenset(AbuseState) - OPEN_STATES
#: In these the public register has an entry.
TOLD_STATES = frozenset(AbuseState) - {_S.DRAFT, _S.APPROVED}
SETTLING: tuple[AbuseAction, ...] = (
    _A.ACKNOWLEDGE,
    _A.ACTION,
    _A.REFUSE,
    _A.GIVE_UP,
    _A.FIND_GONE,
)


def pairs() -> tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...]:
    """Each category with its grounds and its kinds of target, in a stable order."""
    return tuple(
        (
            category.value,
            tuple(sorted(ground.value for ground in GROUNDS[category])),
            tuple(sorted(kind.value for kind in TARGETS[category])),
        )
        for category in TECHNICAL
    )
