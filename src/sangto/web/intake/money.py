from __future__ import annotations

from sangto.web.templatetags.sangto_components import grouped_number


def shown_money(amount: int | None) -> str:
    """2.000.000 in Vietnamese, 2,000,000 in English; empty for none."""
    return "" if amount is None else grouped_number(amount)
