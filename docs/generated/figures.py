"""The catalogue of figures."""

from __future__ import annotations

from docs.generated.markdown import code, table
from sangto.reporting.domain.catalogue import FIGURES
from sangto.reporting.domain.figures import AGES


def catalogue() -> str:
    return table(
        ("figure", "name", "what is counted", "the date that counts", "unit", "taken apart by"),
        (
            (
                code(spec.key),
                spec.name,
                spec.definition,
                (spec.event or "standing") + ("; finished only" if spec.finished else ""),
                spec.unit.value,
                ", ".join(split.value for split in spec.splits),
            )
            for spec in FIGURES.values()
        ),
    )


def ages() -> str:
    return table(
        ("age", "whole days since it began"),
        (
            (code(name), f"{since} or more" if until is None else f"from {since}, under {until}")
            for name, since, until in AGES
        ),
    )
