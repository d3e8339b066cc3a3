"""Which measures exist for which category: a reading of the kernel's table."""

from __future__ import annotations

from sangto.kernel.categories import RULES


def allowed_pairs() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Each category with its measures, in a stable order."""
    return tuple(
        (category.value, tuple(sorted(measure.value for measure in rules.measures)))
        for category, rules in RULES.items()
    )
