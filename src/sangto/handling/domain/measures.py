"""Which measures exist for which category, and what may become of one.

The table is the kernel's; here it is read.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sangto.audit.tags import AuditTag
from sangto.handling.domain.rights import Permission
from sangto.handling.domain.texts import text_refusal
from sangto.kernel.categories import RULES, Category, Measure, Step, measure_refusal
from sangto.kernel.errors import Refusal, gettext_noop
from sangto.kernel.workflow import Transition, Workflow

#: What an answer counts as, in the categories that end with one.
ANSWER_MEASURE: dict[Category, Measure] = {
    Category.SERVICE_FEEDBACK: Measure.ANSWER_BY_AGENCY,
    Category.PRIVACY: Measure.HELP_COMPLAIN,
    Category.CHILD_SAFETY: Measure.HELP_COMPLAIN,
}


#: Never a line on a list: it needs a ground, hashed evidence, a target that is no post, and a
#: second person's approval (SCOPE.md 6), for which a measure has no fields.
NEEDS_ITS_OWN_PAPER: frozenset[Measure] = frozenset({Measure.ABUSE_REPORT})

#: About private data and the safety of a child no other agency is told anything (SCOPE.md 8).
STAYS_WITH_THE_OWNER: frozenset[Category] = frozenset(
    category for category, rules in RULES.items() if Step.TRANSFER not in rules.steps
)

MAX_DAYS = 60
MAX_ASKED = 4_000
MAX_GROUND = 1_000
MAX_RESULT = 10_000
MIN_WORDS = 3
FILES = 10


class MeasureState(StrEnum):
    OPEN = "open"
    FINISHED = "finished"
    CANCELLED = "cancelled"
    OVERTURNED = "overturned"


class MeasureOutcome(StrEnum):
    """``REFUSED`` is the agency's own no, ``NOT_DONE`` what could not be done; both say why."""

    DONE = "done"
    PARTLY = "partly"
    NOT_DONE = "not_done"
    REFUSED = "refused"


class MeasureAction(StrEnum):
    REPORT = "report"
    CORRECT = "correct"
    CANCEL = "cancel"
    OVERTURN = "overturn"


_OPEN, _FINISHED, _CANCELLED = MeasureState.OPEN, MeasureState.FINISHED, MeasureState.CANCELLED
MEASURE_WORKFLOW = Workflow(
    "measure",
    states=[state.value for state in MeasureState],
    initial=_OPEN.value,
    rows=[
        Transition(
            MeasureAction.REPORT.value,
            _OPEN.value,
            _FINISHED.value,
            Permission.MEASURE_FINISH.value,
            AuditTag.MEASURE_DONE.value,
        ),
        Transition(
            MeasureAction.CORRECT.value,
            _FINISHED.value,
            _FINISHED.value,
            Permission.MEASURE_FINISH.value,
            AuditTag.MEASURE_CORRECTED.value,
        ),
        Transition(
            MeasureAction.CANCEL.value,
            _OPEN.value,
            _CANCELLED.value,
            Permission.MEASURE_CANCEL.value,
            AuditTag.MEASURE_CANCELLED.value,
        ),
        Transition(
            MeasureAction.OVERTURN.value,
            _FINISHED.value,
            MeasureState.OVERTURNED.value,
            Permission.MEASURE_OVERTURN.value,
            AuditTag.MEASURE_OVERTURNED.value,
        ),
    ],
)


def measures_for(category: Category) -> frozenset[Measure]:
    """What may be noted as something to do in a case of the category."""
    return RULES[category].measures - NEEDS_ITS_OWN_PAPER


def allowed_pairs() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Each category with its measures, in a stable order."""
    return tuple(
        (category.value, tuple(sorted(measure.value for measure in measures_for(category))))
        for category in RULES
    )


def creating_refusal(
    *, category: Category | None, kind: Measure, in_triage: bool, open_already: bool
) -> Refusal | None:
    if category is None or in_triage:
        return Refusal(
            "handling.no_category",
            gettext_noop("Choose the category first. It decides which measures exist."),
        )
    refusal = measure_refusal(category, kind)
    if refusal is not None:
        return refusal
    if kind in NEEDS_ITS_OWN_PAPER:
        return Refusal(
            "handling.needs_its_paper",
            gettext_noop(
                "A report to a host, registrar or platform needs its ground, its evidence and a "
                "second person. It can not be noted as a measure alone."
            ),
            {},
            "measure",
        )
    if open_already:
        return Refusal(
            "handling.open_already",
            gettext_noop("This measure is under way already."),
            {},
            "measure",
        )
    return None


def owner_refusal(
    *, category: Category, owner_has_case: bool, in_force: bool, is_committee: bool
) -> Refusal | None:
    """Which agency may be given a measure. The committee directs others and does none itself."""
    if category in STAYS_WITH_THE_OWNER and not owner_has_case:
        return Refusal(
            "handling.stays_with_owner",
            gettext_noop(
                "In a case of this category a measure stays with the agency that has the case: "
                "nobody else is told of it."
            ),
            {},
            "owner",
        )
    if not in_force:
        return Refusal(
            "handling.owner_gone",
            gettext_noop("This agency is not a member today."),
            {},
            "owner",
        )
    if is_committee:
        return Refusal(
            "handling.owner_committee",
            gettext_noop("The committee directs the agencies; it is given no measure itself."),
            {},
            "owner",
        )
    return None


def asking_refusal(
    *, asked: str, days: int | None, ground_text: str, has_legal_ground: bool
) -> Refusal | None:
    """What is asked, by when, and on which ground: exactly one, legal or factual."""
    refusal = text_refusal(asked, "asked", most=MAX_ASKED, least_words=MIN_WORDS)
    if refusal is not None:
        return refusal
    if days is not None and not 1 <= days <= MAX_DAYS:
        return Refusal(
            "handling.days",
            gettext_noop("Give between 1 and %(limit)s working days."),
            {"limit": MAX_DAYS},
            "days",
        )
    if has_legal_ground == bool(ground_text):
        return Refusal(
            "handling.one_ground",
            gettext_noop("Name one ground: a provision that is in force, or the fact behind it."),
            {},
            "ground_text",
        )
    if ground_text:
        return text_refusal(ground_text, "ground_text", most=MAX_GROUND, least_words=MIN_WORDS)
    return None


def ground_day_refusal(*, on: date, today: date) -> Refusal | None:
    if on > today:
        return Refusal(
            "handling.ground_in_future",
            gettext_noop("The day of the ground can not lie in the future."),
            {},
            "ground_on",
        )
    return None


def result_refusal(*, category: Category | None, kind: Measure, text: str) -> Refusal | None:
    """A measure that the case's category no longer has can only be cancelled."""
    if category is None:
        return Refusal(
            "handling.no_category",
            gettext_noop("Choose the category first. It decides which measures exist."),
        )
    return measure_refusal(category, kind) or text_refusal(
        text, "text", most=MAX_RESULT, least_words=MIN_WORDS
    )


def meanwhile_refusal(*, changed: bool) -> Refusal | None:
    if changed:
        return Refusal(
            "handling.changed_meanwhile",
            gettext_noop("Somebody else wrote about this just now. Look at it again first."),
        )
    return None


def files_refusal(*, count: int) -> Refusal | None:
    if count > FILES:
        return Refusal(
            "handling.too_many_files",
            gettext_noop("A result may have at most %(limit)s files."),
            {"limit": FILES},
            "evidence",
        )
    return None


def finishing_refusal(*, done: bool) -> Refusal | None:
    if done:
        return Refusal("handling.done_already", gettext_noop("This measure is finished already."))
    return None


def is_late(*, due_at: datetime, finished_at: datetime | None, now: datetime) -> bool:
    """Also what was finished after its day was late."""
    return (finished_at or now) > due_at
