"""Form fields and the error summary in the markup that the style sheet expects."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django import template
from django.forms import BaseForm, BoundField
from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeString, mark_safe

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

register = template.Library()

_ELSEWHERE = frozenset({"class", "data-label"})


@register.simple_tag
def field(
    bound: BoundField, label_size: str = "", heading: bool = False, compact: bool = False
) -> SafeString:
    """As ``as_field_group``, with choices.

    ``label_size`` is s, m or l; ``heading`` makes the label the page's ``h1``; ``compact`` leaves
    out "(optional)", for filters.
    """
    rendered = bound.form.renderer.render(
        bound.template_name,
        {"field": bound, "label_size": label_size, "heading": heading, "compact": compact},
    )
    return mark_safe(rendered)  # noqa: S308 - a rendered template


@register.inclusion_tag("web/components/error_summary.html")
def error_summary(form: BaseForm, title: StrOrPromise = "", labels: bool = True) -> dict[str, Any]:
    """Nothing for a form without errors. Give it the form, or the first of several. Without
    ``labels`` the texts alone are enough to know which field is meant."""
    errors: list[dict[str, str]] = []
    if form.is_bound:
        for message in form.non_field_errors():
            errors.append({"label": "", "text": str(message), "target": ""})
        alone = not labels or len(form.visible_fields()) == 1
        for bound in form:
            shown = not bound.is_hidden
            target = _target(bound) if shown else ""
            errors.extend(
                {
                    "label": "" if alone or not shown else str(bound.label or "").rstrip(" .?:"),
                    "text": str(text),
                    "target": target,
                }
                for text in bound.errors
            )
    return {"errors": errors, "title": title}


def _target(bound: BoundField) -> str:
    """The id of what takes the focus: the first input of a group."""
    if bound.id_for_label:
        return bound.id_for_label
    return (bound.subwidgets[0].id_for_label if bound.subwidgets else "") or bound.auto_id


@register.simple_tag
def widget_attributes(widget: Mapping[str, Any]) -> SafeString:
    """As Django's own template, without the class, which stands in the markup."""
    return mark_safe(  # noqa: S308 - every part is escaped
        "".join(
            f" {escape(name)}"
            if value is True
            else f' {escape(name)}="{conditional_escape(value)}"'
            for name, value in widget["attrs"].items()
            if value is not False and name not in _ELSEWHERE
        )
    )


@register.simple_tag
def widget_classes(widget: Mapping[str, Any], block: str) -> SafeString:
    """What follows the block's own class: the widget's classes, and the mark of an error."""
    attributes = widget["attrs"]
    classes = [attributes["class"]] if "class" in attributes else []
    if "aria-invalid" in attributes:
        classes.append(f"{block}--error")
    return mark_safe("".join(f" {escape(name)}" for name in classes))  # noqa: S308 - escaped


@register.filter
def widget_kind(bound: BoundField) -> str:
    """checkbox, file, textarea or empty: what the field template has to treat apart."""
    name = bound.field.widget.template_name.rsplit("/", 1)[-1]
    return {
        "checkbox.html": "checkbox",
        "textarea.html": "textarea",
        "file.html": "file",
        "clearable_file_input.html": "file",
    }.get(name, "")
