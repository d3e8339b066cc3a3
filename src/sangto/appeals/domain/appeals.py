"""The life of an appeal, until when one is taken, and who may decide it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from sangto.appeals.domain.rights import Permission
from sangto.audit.tags import AuditTag
from sangto.intake.domain.contact import email_refusal
from sangto.kernel.errors import Refusal, gettext_noop
from sangto.kernel.personal import findings
from sangto.kernel.workflow import Transition, Workflow

GROUNDS_WORDS = 5
GROUNDS_LENGTH = 5_000
REPLY_LENGTH = 600
REASONS_WORDS = 15
REASONS_LENGTH = 5_000
#: Open at once about one verdict or measure; more of them say nothing new to who decides.
MOST_OPEN = 50


class Subject(StrEnum):
    VERDICT = "verdict"
    MEASURE = "measure"


class Relation(StrEnum):
    """Who objects. Only the one concerned has a right of reply."""

    CONCERNED = "concerned"
    FOR_CONCERNED = "for_concerned"
    OTHER = "other"


CONCERNED = frozenset({Relation.CONCERNED, Relation.FOR_CONCERNED})


class AppealState(StrEnum):
    RECEIVED = "received"
    REVIEW = "review"
    DECIDED = "decided"
    WITHDRAWN = "withdrawn"


OPEN_STATES = frozenset({AppealState.RECEIVED, AppealState.REVIEW})


class Outcome(StrEnum):
    """``withdrawn`` means that the verdict or measure is taken back."""

    UPHELD = "upheld"
    CHANGED = "changed"
    WITHDRAWN = "withdrawn"


class AppealAction(StrEnum):
    TAKE = "take"
    DECIDE = "decide"
    WITHDRAW = "withdraw"


class ReplyState(StrEnum):
    NONE = ""
    WAITING = "waiting"
    SHOWN = "shown"
    REFUSED = "refused"


def _row(
    action: AppealAction,
    source: AppealState,
    target: AppealState,
    permission: Permission,
    tag: AuditTag,
) -> Transition:
    return Transition(action.value, source.value, target.value, permission.value, tag.value)


_S, _A = AppealState, AppealAction
APPEAL_WORKFLOW = Workflow(
    "appeal",
    states=tuple(AppealState),
    initial=AppealState.RECEIVED,
    rows=(
        _row(_A.TAKE, _S.RECEIVED, _S.REVIEW, Permission.DECIDE, AuditTag.APPEAL_TAKEN),
        _row(_A.TAKE, _S.REVIEW, _S.REVIEW, Permission.DECIDE, AuditTag.APPEAL_TAKEN),
        _row(_A.DECIDE, _S.REVIEW, _S.DECIDED, Permission.DECIDE, AuditTag.APPEAL_DECIDED),
        _row(_A.WITHDRAW, _S.RECEIVED, _S.WITHDRAWN, Permission.SEND, AuditTag.APPEAL_WITHDRAWN),
        _row(_A.WITHDRAW, _S.REVIEW, _S.WITHDRAWN, Permission.SEND, AuditTag.APPEAL_WITHDRAWN),
    ),
)


@dataclass(frozen=True, slots=True)
class AppealContent:
    """What somebody sends. ``reply`` is empty or short, and only from the one concerned."""

    relation: Relation
    grounds: str = field(repr=False)
    reply: str = field(default="", repr=False)
    email: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Involved:
    """Everybody who had a part in the case, and the agencies that are too near to its subject."""

    people: frozenset[int]
    relatives: frozenset[int] = frozenset()


def window_refusal(*, until: date, today: date) -> Refusal | None:
    """The last day counts."""
    if today <= until:
        return None
    return Refusal(
        "appeals.window_closed",
        gettext_noop("The time to object was over on %(until)s."),
        {"until": until.isoformat()},
    )


def crowd_refusal(*, open_appeals: int) -> Refusal | None:
    if open_appeals < MOST_OPEN:
        return None
    return Refusal(
        "appeals.too_many_open",
        gettext_noop("Many people have objected to this already, and it is being decided about."),
    )


def content_refusals(content: AppealContent) -> list[Refusal]:
    """All that the sender has to change, in the order of the form."""
    found: list[Refusal] = []
    if len(content.grounds.split()) < GROUNDS_WORDS:
        found.append(
            _refusal("grounds_short", gettext_noop("Say in a few words what is wrong."), "grounds")
        )
    if len(content.grounds) > GROUNDS_LENGTH:
        found.append(_too_long("grounds", GROUNDS_LENGTH))
    if len(content.reply) > REPLY_LENGTH:
        found.append(_too_long("reply", REPLY_LENGTH))
    if content.reply and content.relation not in CONCERNED:
        found.append(
            _refusal(
                "reply_of_another",
                gettext_noop("Only the person or organisation that the verdict concerns replies."),
                "reply",
            )
        )
    if content.email:
        refusal = email_refusal(content.email)
        if refusal is not None:
            found.append(refusal)
    return found


def deciding_refusal(
    *, person: int, agency: int, involved: Involved, officer: int | None = None
) -> Refusal | None:
    """Whether this person may take or decide it (SCOPE.md 5). ``officer`` has taken it already."""
    if agency in involved.relatives:
        return _refusal(
            "own_matter",
            gettext_noop(
                "Nobody judges their own matter: this is about your agency, or one of its"
                " parents or subordinates."
            ),
        )
    if person in involved.people:
        return _refusal(
            "had_a_part",
            gettext_noop("You had a part in this case. Somebody else has to decide the appeal."),
        )
    if officer is not None and officer != person:
        return _refusal("taken", gettext_noop("Somebody else has taken this appeal."))
    return None


def outcome_refusal(*, subject: Subject, outcome: Outcome, current: bool) -> Refusal | None:
    """``current`` is off once the version that it is about is no longer the published one."""
    if outcome is Outcome.UPHELD or current:
        return None
    if subject is Subject.VERDICT:
        return _refusal(
            "not_current",
            gettext_noop("This verdict was changed or taken back meanwhile. Look at it again."),
            "outcome",
        )
    return None


def reasons_refusal(
    reasons: str, *, names: Collection[str] = (), stays: Collection[str] = ()
) -> Refusal | None:
    """Reasons stand in public: whole sentences, without anything that points at a person."""
    if len(reasons.split()) < REASONS_WORDS or len(reasons) > REASONS_LENGTH:
        return Refusal(
            "appeals.reasons",
            gettext_noop(
                "Give your reasons in at least %(words)d words and at most %(length)d characters."
                " They stand in public."
            ),
            {"words": REASONS_WORDS, "length": REASONS_LENGTH},
            "reasons",
        )
    return personal_refusal(reasons, field="reasons", stays=stays)


def personal_refusal(text: str, *, field: str, stays: Collection[str]) -> Refusal | None:
    found = {one.key for one in findings(text)} - set(stays)
    if not found:
        return None
    return Refusal(
        "appeals.personal_data",
        gettext_noop(
            "This text may hold personal data in %(count)d places. Change the text, or say of each"
            " of them that it stays."
        ),
        {"count": len(found)},
        field,
    )


def reply_refusal(state: ReplyState) -> Refusal | None:
    if state is ReplyState.WAITING:
        return None
    return _refusal("no_reply_waits", gettext_noop("There is no reply that waits to be looked at."))


def _too_long(name: str, length: int) -> Refusal:
    return Refusal(
        f"appeals.{name}_too_long",
        gettext_noop("This text may have at most %(length)d characters."),
        {"length": length},
        name,
    )


def _refusal(code: str, message: str, field_name: str | None = None) -> Refusal:
    return Refusal(f"appeals.{code}", message, {}, field_name)
