"""Which measures exist for which category: a reading of the kernel's table."""

from __future__ import annotations

from sangto.kernel.categories import RULES, Category, Measure, measure_refusal
from sangto.kernel.errors import Refusal, gettext_noop

#: What an answer counts as, in the categories that end with one.
ANSWER_MEASURE: dict[Category, Measure] = {
    Category.SERVICE_FEEDBACK: Measure.ANSWER_BY_AGENCY,
    Category.PRIVACY: Measure.HELP_COMPLAIN,
    Category.CHILD_SAFETY: Measure.HELP_COMPLAIN,
}


#: Never a line on a list: it needs a ground, hashed evidence, a target that is no post, and a
#: second person's approval (SCOPE.md 6), for which a measure has no fields.
NEEDS_ITS_OWN_PAPER: frozenset[Measure] = frozenset({Measure.ABUSE_REPORT})


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


def finishing_refusal(*, done: bool) -> Refusal | None:
    if done:
        return Refusal("handling.done_already", gettext_noop("This measure is finished already."))
    return None
