"""Charts inside pages; the table under them is the page's own."""

from __future__ import annotations

from functools import lru_cache

from django import template
from django.utils.safestring import SafeString

from sangto.web.charts.geometry import draw
from sangto.web.charts.png import text_width
from sangto.web.charts.shapes import Chart, Drawing
from sangto.web.charts.svg import as_svg
from sangto.web.templatetags.sangto_components import grouped_number

register = template.Library()


@lru_cache(maxsize=4096)
def _width(text: str, size: int) -> float:
    return text_width(text, size)


def written(value: float) -> str:
    """A whole number in the language of the page, others with one digit."""
    if value == int(value):
        return grouped_number(int(value))
    return decimal(value)


@register.filter
def decimal(value: float | None) -> str:
    """1,5 in Vietnamese, 1.5 in English; a dash for nothing."""
    if value is None:
        return "–"
    whole, _point, digits = f"{value:.1f}".partition(".")
    shown = grouped_number(int(whole))
    mark = "," if "." in grouped_number(1000) else "."
    return f"{shown}{mark}{digits}"


def drawn(chart: Chart) -> Drawing:
    return draw(chart, measure=_width, number=written)


@register.simple_tag
def chart_svg(chart: Chart, name: str) -> SafeString:
    return as_svg(chart, drawn(chart), name=f"chart-{name}")
