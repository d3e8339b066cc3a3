"""A published verdict as texts in three lengths, for newsrooms (Điều 6.5)."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from sangto.verdicts.queries import PublishedPage
from sangto.web.templatetags.sangto_components import day


@dataclass(frozen=True, slots=True)
class PressTexts:
    """``headline`` is one line, ``short`` fits a box or a message, ``long`` is the whole story.
    They say what the verdict says, and nothing more."""

    headline: str
    short: str
    long: str
    cite: str


def press_texts(page: PublishedPage) -> PressTexts:
    """In the language of the page, which the active translation has to match."""
    line = page.line
    headline = f"{line.rating_word}: {line.title}"
    dated = _("Verified by %(agency)s on %(day)s (version %(number)d).") % {
        "agency": page.approved_by_agency,
        "day": day(line.published_on),
        "number": line.version,
    }
    short = [headline, line.summary]
    if page.what_to_do:
        short.append(page.what_to_do[0])
    long = [headline, line.summary, _("Why we say so"), page.explanation]
    if page.missing:
        long += [_("What is not known yet"), page.missing]
    if page.what_to_do:
        long += [_("What to do now"), "\n".join(f"- {step}" for step in page.what_to_do)]
    long += [_("Sources"), sources_text(page), dated]
    return PressTexts(
        headline=headline,
        short="\n\n".join([*short, line.url]),
        long="\n\n".join([*long, line.url]),
        cite=f"{_site(page)}: “{line.title}” – {line.rating_word}. {dated} {line.url}",
    )


def sources_text(page: PublishedPage) -> str:
    return "\n".join(
        f"- {source.title}. {source.publisher}. {source.address} "
        f"({_('seen on %(on)s') % {'on': day(source.seen_on)}})"
        for source in page.sources
    )


def _site(page: PublishedPage) -> str:
    return f"Sáng Tỏ, {page.approved_by_agency}" if page.approved_by_agency else "Sáng Tỏ"
