"""Marks on found words and on foreign passages, drawings, and guides that may help."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from sangto.verdicts.queries import title_marks
from sangto.web.guides import reading
from sangto.web.guides.pictures import PICTURES
from sangto.web.templatetags.sangto_components import marked

register = template.Library()


@register.simple_tag
def marked_words(text: str, searched: str = "") -> SafeString:
    """The text with the words that somebody looked for marked, accents or not."""
    return marked(text, title_marks(text, searched) if searched else ())


@register.simple_tag
def lang_mark(language: str) -> SafeString:
    """The attribute that a passage in another language than the page needs."""
    if not language or language == get_language():
        return SafeString("")
    return format_html(' lang="{}"', language)


@register.simple_tag
def picture(name: str) -> SafeString:
    """Decoration: the words beside it say everything."""
    ink, light = PICTURES[name]
    return format_html(
        '<svg class="st-drawing" viewBox="0 0 48 48" aria-hidden="true" focusable="false">'
        '<path class="st-drawing__light" d="{}"/><path d="{}"/></svg>',
        light,
        ink,
    )


@register.inclusion_tag("web/guides/helpful.html")
def helpful_guides(
    text: str = "",
    category: str = "",
    topic: str = "",
    indicators: Iterable[Any] = (),
    heading: int = 2,
    limit: int = 3,
) -> dict[str, Any]:
    """Guides that may help with this message: give what is known of it.

    ``indicators`` are kinds or things that have a ``kind``. Without any guide that fits, the
    link to all of them stays.
    """
    language = get_language() or "vi"
    kinds = [str(getattr(one, "kind", one)) for one in indicators]
    found = reading.guides_for(
        text=text, category=category, topic=topic, indicators=kinds, limit=limit
    )
    return {
        "guides": [
            {
                "slug": one.slug,
                "picture": one.picture,
                "title": one.title.in_(language),
                "answer": one.answer.in_(language),
            }
            for one in found
        ],
        "heading": heading,
    }
