"""What to do now, with numbers to call at a touch."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import template

from sangto.matching.domain.reasons import Reason
from sangto.web.public import advice, phones, signals

register = template.Library()


@register.inclusion_tag("web/components/now_steps.html")
def now_steps(category: str, rating: str, own: Sequence[str] = ()) -> dict[str, Any]:
    """For a verdict: its own steps, or those of its kind."""
    return {"items": advice.now_steps(category, rating, own)}


@register.inclusion_tag("web/components/now_steps.html")
def big_steps(items: Sequence[advice.NowStep]) -> dict[str, Any]:
    return {"items": items}


@register.inclusion_tag("web/components/now_steps.html")
def urgent_steps() -> dict[str, Any]:
    """For who has just lost money."""
    return {"items": advice.urgent_steps()}


@register.inclusion_tag("web/components/calls.html")
def calls(*kinds: str) -> dict[str, Any]:
    """Buttons for ``police``, ``banks``, ``spam``, ``consumers``, ``ambulance``, ``children``."""
    return {"phones": [phone for kind in kinds for phone in getattr(phones, kind)()]}


@register.filter
def explained(signal: Reason) -> signals.Explanation | None:
    return signals.explanation_of(signal)
