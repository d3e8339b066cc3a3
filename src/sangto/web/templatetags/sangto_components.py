"""Components of the pages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django import template
from django.core.paginator import Page
from django.http import HttpRequest, QueryDict
from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from sangto.kernel.categories import Category, Rating
from sangto.web.templatetags.icon_shapes import SHAPES
from sangto.web.templatetags.rating_looks import RATING_LOOKS, RatingLook, Tone
from sangto.web.wording import CATEGORY_NAMES, word

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

register = template.Library()


@register.simple_tag
def icon(name: str, label: str = "", css: str = "") -> SafeString:
    """With a ``label`` the shape is read aloud; without one it is hidden from screen readers."""
    shape = mark_safe(SHAPES[name])  # noqa: S308 - a constant of this package
    return format_html(
        '<svg class="st-icon{}" viewBox="0 0 24 24" focusable="false" {}>{}</svg>',
        f" {css}" if css else "",
        format_html('role="img" aria-label="{}"', label)
        if label
        else mark_safe('aria-hidden="true"'),
        shape,
    )


def _look(rating: Rating | str) -> RatingLook:
    return RATING_LOOKS[Rating(rating)]


@register.filter
def rating_word(rating: Rating | str) -> StrOrPromise:
    return _look(rating).word


@register.filter
def category_word(category: Category | str) -> str:
    return word(CATEGORY_NAMES, str(category))


@register.filter
def day(value: date | datetime | None) -> str:
    """07/02/2026 in Vietnamese, 7 February 2026 in English."""
    return _dated(value, "d/m/Y", "j F Y")


@register.filter
def moment(value: date | datetime | None) -> str:
    return _dated(value, "H:i d/m/Y", "j F Y, H:i")


def _dated(value: date | datetime | None, vietnamese: str, other: str) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime) and timezone.is_aware(value):
        value = timezone.localtime(value)
    return format_date(value, vietnamese if get_language() == "vi" else other)


@register.filter
def grouped_number(value: int) -> str:
    """20.000 in Vietnamese, 20,000 in English."""
    shown = f"{value:,}"
    return shown.replace(",", ".") if get_language() == "vi" else shown


@register.filter
def grouped(code: str) -> str:
    """A receipt code in groups of four."""
    plain = "".join(code.split())
    return " ".join(plain[start : start + 4] for start in range(0, len(plain), 4))


@register.inclusion_tag("web/components/verdict_band.html")
def verdict_band(
    rating: Rating | str,
    category: Category | str | None = None,
    date: date | datetime | None = None,
    version: int | None = None,
    heading: int = 1,
) -> dict[str, Any]:
    """``heading`` is 1 where the band opens the page, 2 where it stands inside one."""
    look = _look(rating)
    named = word(CATEGORY_NAMES, str(category)) if category else ""
    return {
        "look": look,
        "category": named if named != str(look.word) else "",
        "date": date,
        "version": version if version and version > 1 else None,
        "heading": heading,
    }


@register.simple_tag
def rating_tag(rating: Rating | str) -> SafeString:
    look = _look(rating)
    return tag(look.word, look.tone, look.icon)


@register.simple_tag(name="tag")
def tag(text: StrOrPromise, tone: str = "", icon_name: str = "") -> SafeString:
    """A status badge; a tone without a shape is refused, because colour alone says nothing."""
    if tone and not icon_name:
        raise template.TemplateSyntaxError("a tag with a tone needs an icon beside its word")
    return format_html(
        '<strong class="st-tag{}">{}<span>{}</span></strong>',
        f" st-tone--{Tone(tone).value}" if tone else " st-tag--quiet",
        icon(icon_name) if icon_name else "",
        text,
    )


@register.inclusion_tag("web/components/summary_list.html")
def summary_list(rows: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    return {"rows": rows}


@register.inclusion_tag("web/components/timeline.html")
def timeline(entries: Iterable[Mapping[str, Any]], heading: int = 3) -> dict[str, Any]:
    return {"entries": entries, "heading": heading}


@register.inclusion_tag("web/components/notification.html")
def notification(
    text: StrOrPromise, title: StrOrPromise = "", kind: str = "info"
) -> dict[str, Any]:
    """``kind``: info, success (announced at once) or warning."""
    return {"text": text, "title": title, "kind": kind}


@register.inclusion_tag("web/components/receipt.html")
def receipt(
    code: str,
    title: StrOrPromise = "",
    promised_on: date | None = None,
    qr_svg: str = "",
    heading: int = 1,
) -> dict[str, Any]:
    """``qr_svg`` is trusted markup made by our own code."""
    return {
        "groups": grouped(code).split(),
        "code": "".join(code.split()),
        "title": title,
        "promised_on": promised_on,
        "qr_svg": mark_safe(qr_svg),  # noqa: S308 - drawn by this package, never sent in
        "heading": heading,
    }


@register.inclusion_tag("web/components/steps.html")
def steps(items: Iterable[Mapping[str, Any] | str]) -> dict[str, Any]:
    return {"items": [{"text": item} if isinstance(item, str) else item for item in items]}


@register.simple_tag
def marked(text: str, spans: Iterable[Sequence[int]]) -> SafeString:
    """Wrap the ``[start, end)`` character spans in ``<mark>``; overlapping spans become one."""
    parts: list[str] = []
    position = 0
    for start, end in _merged(spans, len(text)):
        parts.append(conditional_escape(text[position:start]))
        parts.append(format_html("<mark>{}</mark>", text[start:end]))
        position = end
    parts.append(conditional_escape(text[position:]))
    return mark_safe("".join(parts))  # noqa: S308 - every part is escaped above


def _merged(spans: Iterable[Sequence[int]], length: int) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted((max(0, span[0]), min(length, span[1])) for span in spans):
        if start >= end:
            continue
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


@register.inclusion_tag("web/components/deadline.html")
def deadline(
    opened_at: date | datetime,
    due_at: date | datetime,
    done_at: date | datetime | None = None,
    days_left: int | None = None,
    now: datetime | None = None,
    url: str = "",
) -> dict[str, Any]:
    """How much of the time is used, as a bar and in words.

    ``days_left`` counts working days where the caller knows them; without it calendar days are
    counted. ``url`` leads to the day-by-day explanation.
    """
    today = _as_date(now or timezone.now())
    opened, due = _as_date(opened_at), _as_date(due_at)
    ended = _as_date(done_at) if done_at else None
    left = days_left if days_left is not None and not ended else (due - (ended or today)).days
    span = max((due - opened).days, 1)
    used = ((ended or today) - opened).days
    tone, shape = Tone.PLAIN, "clock"
    if ended:
        shape = "done" if left >= 0 else "late"
        word = (
            _("Done in time")
            if left >= 0
            else ngettext("Done %(days)s day late", "Done %(days)s days late", -left)
            % {"days": -left}
        )
    elif left < 0:
        tone, shape = Tone.CAUTION, "late"
        word = ngettext("%(days)s day late", "%(days)s days late", -left) % {"days": -left}
    elif left == 0:
        tone, shape = Tone.CAUTION, "waiting"
        word = _("Due today")
    else:
        word = ngettext("%(days)s day left", "%(days)s days left", left) % {"days": left}
    return {
        "word": word,
        "tone": tone,
        "icon_name": shape,
        "late": left < 0,
        "share": max(0, min(100, 100 if left < 0 else round(100 * used / span))),
        "due": due,
        "url": url,
    }


def _as_date(value: date | datetime) -> date:
    if isinstance(value, datetime):
        return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return value


@register.inclusion_tag("web/components/pagination.html", takes_context=True)
def pagination(
    context: template.Context, page: Page[Any], parameter: str = "page"
) -> dict[str, Any]:
    """Keeps the other parameters of the address, so filters stay."""
    request: HttpRequest | None = context.get("request")
    query = request.GET.copy() if request else QueryDict(mutable=True)

    def address(number: int) -> str:
        query[parameter] = str(number)
        return f"?{query.urlencode()}"

    shown = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return {
        "page": page,
        "previous": address(page.previous_page_number()) if page.has_previous() else "",
        "next": address(page.next_page_number()) if page.has_next() else "",
        "items": [
            {"number": n, "url": address(n), "current": n == page.number}
            if isinstance(n, int)
            else {"gap": True}
            for n in shown
        ],
    }


@register.inclusion_tag("web/components/empty.html")
def empty(
    title: StrOrPromise, text: StrOrPromise = "", url: str = "", label: StrOrPromise = ""
) -> dict[str, Any]:
    """``title`` says what will be here, ``text`` why nothing is."""
    return {"title": title, "text": text, "url": url, "label": label}


@register.inclusion_tag("web/components/filter_panel.html", takes_context=True)
def filter_panel(
    context: template.Context,
    form: Any,
    chips: Iterable[Mapping[str, Any]] = (),
    clear_url: str = "",
) -> dict[str, Any]:
    """A GET form in one line; ``chips`` (label, url) name what is filtered and take it away."""
    return {
        "form": form,
        "chips": list(chips),
        "clear_url": clear_url,
        "request": context.get("request"),
    }


@register.inclusion_tag("web/components/case_row.html", takes_context=True)
def case_row(
    context: template.Context,
    row: Any,
    pick_name: str = "",
    current: bool = False,
    picked: bool = False,
) -> dict[str, Any]:
    """``pick_name`` adds a checkbox for the form ``bulk``; ``picked`` ticks it."""
    return {
        "row": row,
        "pick_name": pick_name,
        "current": current,
        "picked": picked,
        "csrf_token": context.get("csrf_token"),
    }


@register.inclusion_tag("web/components/progress.html")
def progress(done: int, total: int, text: StrOrPromise) -> dict[str, Any]:
    return {"done": done, "total": max(total, 1), "text": text}


@register.inclusion_tag("web/components/submit.html")
def submit(
    label: StrOrPromise, kind: str = "", name: str = "", value: str = "", icon_name: str = ""
) -> dict[str, Any]:
    """``kind``: empty, secondary, warning, small or link."""
    return {"label": label, "kind": kind, "name": name, "value": value, "icon_name": icon_name}
