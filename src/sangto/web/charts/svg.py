"""A drawing as SVG for a page: no script, no style of its own, colours by class."""

from __future__ import annotations

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from sangto.web.charts.shapes import Box, Chart, Drawing, Path, Words


def as_svg(chart: Chart, drawing: Drawing, *, name: str) -> SafeString:
    """``name`` makes the ids of title and description unique on the page."""
    shapes = format_html_join("", "{}", ((_shape(shape),) for shape in drawing.shapes))
    return format_html(
        '<svg class="st-chart" role="img" aria-labelledby="{0}-title {0}-desc" '
        'viewBox="0 0 {1} {2}" focusable="false"><title id="{0}-title">{3}</title>'
        '<desc id="{0}-desc">{4}</desc>{5}</svg>',
        name,
        _short(drawing.width),
        _short(drawing.height),
        chart.title,
        chart.description,
        shapes,
    )


def _shape(shape: Box | Path | Words) -> SafeString:
    match shape:
        case Box():
            tip = format_html("<title>{}</title>", shape.says) if shape.says else mark_safe("")
            return format_html(
                '<rect class="st-chart__tone-{}" x="{}" y="{}" width="{}" height="{}">{}</rect>',
                shape.tone,
                _short(shape.x),
                _short(shape.y),
                _short(shape.width),
                _short(shape.height),
                tip,
            )
        case Path():
            return format_html(
                '<polyline class="st-chart__line-{}" points="{}" />',
                shape.tone,
                " ".join(f"{_short(x)},{_short(y)}" for x, y in shape.points),
            )
    anchor = "end" if shape.end else "middle" if shape.middle else "start"
    return format_html(
        '<text class="st-chart__text{}" x="{}" y="{}" font-size="{}" text-anchor="{}">{}</text>',
        " st-chart__text--quiet" if shape.quiet else "",
        _short(shape.x),
        _short(shape.y),
        shape.size,
        anchor,
        shape.text,
    )


def _short(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")
