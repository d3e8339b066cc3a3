"""Words for codes, and reasons as sentences."""

from __future__ import annotations

from django import template

from sangto.web.cases.chances import told
from sangto.web.desk import agency_name
from sangto.web.handling.wording import MEASURE_NAMES
from sangto.web.wording import (
    INDICATOR_NAMES,
    ROLE_NAMES,
    TOPIC_NAMES,
    reason_text,
    word,
)

register = template.Library()
register.filter("reason", reason_text)
register.filter("chance_told", told)
register.filter("agency_name", agency_name)


@register.filter
def indicator_word(code: str) -> str:
    return word(INDICATOR_NAMES, str(code))


@register.filter
def topic_word(code: str) -> str:
    return word(TOPIC_NAMES, str(code))


@register.filter
def role_word(code: str) -> str:
    return word(ROLE_NAMES, str(code))


@register.filter
def measure_word(code: str) -> str:
    return word(MEASURE_NAMES, str(code))
