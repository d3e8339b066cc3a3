"""Letters of digests, and the digest as an official document.

The letters are in the reader's language. The document is Vietnamese, because it is a Vietnamese
official document.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, ngettext, override, pgettext_lazy
from django.utils.translation import gettext as _

from sangto.cases.domain.states import CaseOutcome
from sangto.cases.wording import CATEGORY_NAMES
from sangto.documents.domain.official import (
    Align,
    Block,
    Bullets,
    Column,
    DocumentKind,
    Heading,
    OfficialContent,
    Paragraph,
    TableBlock,
)
from sangto.documents.queries import issuer_of
from sangto.kernel.categories import Rating
from sangto.organisations.queries import lead_agency
from sangto.reporting.domain.digests import DigestKind, is_empty
from sangto.reporting.models import Digest
from sangto.verdicts.wording import RATING_WORDS, page_address

OUTCOME_NAMES: Mapping[str, str | Promise] = {
    CaseOutcome.VERDICT: pgettext_lazy("how a case ended", "with a verdict"),
    CaseOutcome.ANSWERED: pgettext_lazy("how a case ended", "answered"),
    CaseOutcome.OUT_OF_SCOPE: pgettext_lazy("how a case ended", "out of scope"),
    CaseOutcome.JOINED: pgettext_lazy("how a case ended", "joined to another"),
    CaseOutcome.WITHDRAWN: pgettext_lazy("how a case ended", "withdrawn by its senders"),
    CaseOutcome.ARCHIVED: pgettext_lazy("how a case ended", "archived"),
}
NOT_SORTED = gettext_lazy("Not sorted yet")
_PATHS = {"vi": "/desk/so-lieu/diem-tin/", "en": "/en/desk/so-lieu/diem-tin/"}


@dataclass(frozen=True, slots=True)
class Letter:
    subject: str
    body: str


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with its lines, as letter, page and document show them."""

    key: str
    title: str
    lines: tuple[str, ...]


def day_words(digest: Digest) -> str:
    return _day(datetime.combine(digest.day, datetime.min.time()))


def digest_title(digest: Digest) -> str:
    if digest.kind == DigestKind.DAILY:
        return _("Digest of %(day)s") % {"day": day_words(digest)}
    if digest.kind == DigestKind.WEEKLY:
        return _("Digest of the week until %(day)s") % {"day": day_words(digest)}
    return _("What waits for you: %(day)s") % {"day": day_words(digest)}


def nothing_happened(digest: Digest) -> str:
    return _("Nothing came in, nothing was decided, nothing is late. All is quiet.")


def sections_of(digest: Digest) -> list[Section]:
    """In the language that is active; empty for an empty day."""
    content = digest.content
    if digest.kind == DigestKind.WAITING:
        return _waiting_sections(content)
    if is_empty(content):
        return []
    return [
        Section("in", _("Came in"), _came_in(content)),
        Section("decided", _("Decided"), _decided(content)),
        Section("late", _("Late"), _late(content)),
        Section("spreads", _("Spreading"), _spreading(content)),
    ]


def _came_in(content: Mapping[str, Any]) -> tuple[str, ...]:
    number = content["reports"]
    if not number:
        return (_("No report came in."),)
    lines = [
        ngettext("%(n)d report came in.", "%(n)d reports came in.", number) % {"n": number}
        + " "
        + _("%(part)d of %(n)d were answered at once.")
        % {"part": content["answered_at_once"], "n": number}
    ]
    lines += [
        f"{category_name(code)}: {count}"
        for code, count in sorted(content["by_category"].items(), key=lambda pair: -pair[1])
    ]
    return tuple(lines)


def _decided(content: Mapping[str, Any]) -> tuple[str, ...]:
    lines = []
    for one in content["decided"]:
        said = f"{RATING_WORDS[Rating(one['rating'])]}: {_title(one)}"
        if one["number"] > 1:
            said = _("%(said)s (version %(number)d)") % {"said": said, "number": one["number"]}
        lines.append(f"{said} – {page_address(one['reference'], language=get_language() or 'vi')}")
    closed = content["closed"]
    if closed:
        ended = ", ".join(
            f"{OUTCOME_NAMES.get(code, code)} {count}" for code, count in closed.items()
        )
        lines.append(_("Cases closed: %(ended)s.") % {"ended": ended})
    return tuple(lines) or (_("Nothing was decided."),)


def _late(content: Mapping[str, Any]) -> tuple[str, ...]:
    number, reports = content["late"], content["late_reports"]
    if not number and not reports and not content["silent"]:
        return (_("Nothing is late."),)
    lines = [
        ngettext("%(n)d case is past its deadline.", "%(n)d cases are past their deadline.", number)
        % {"n": number},
        ngettext(
            "%(n)d report waits longer than was promised.",
            "%(n)d reports wait longer than was promised.",
            reports,
        )
        % {"n": reports},
    ]
    lines += [
        _("%(reference)s, due %(when)s, %(agency)s: %(title)s")
        % {
            "reference": one["reference"],
            "when": _day(one["due_at"]),
            "agency": (get_language() == "en" and one["agency_en"]) or one["agency"],
            "title": one["title"] or _("no title yet"),
        }
        for one in content["late_named"]
    ]
    lines += [
        ngettext(
            "%(title)s: %(n)d agency has not answered, due %(when)s.",
            "%(title)s: %(n)d agencies have not answered, due %(when)s.",
            one["silent"],
        )
        % {"title": one["title"], "n": one["silent"], "when": _day(one["due_at"])}
        for one in content["silent"]
    ]
    return tuple(lines)


def _spreading(content: Mapping[str, Any]) -> tuple[str, ...]:
    rows = content["spreads"]
    if not rows:
        return (_("Nothing spreads faster than before."),)
    return tuple(
        _("%(title)s (%(category)s): %(n)d people lately; by day: %(curve)s")
        % {
            "title": _title(one) or one["claim"],
            "category": category_name(one["category"]),
            "n": one["grown"],
            "curve": " ".join(str(count) for count in one["curve"]),
        }
        for one in rows
    )


def _waiting_sections(content: Mapping[str, Any]) -> list[Section]:
    sections = []
    if content["requests"]:
        lines = tuple(
            _("%(title)s, by %(when)s") % {"title": one["title"], "when": _day(one["due_at"])}
            for one in content["requests"]
        )
        sections.append(Section("requests", _("You are asked for your opinion"), lines))
    if content["cases"]:
        lines = (
            _("%(n)d open, %(late)d of them past the deadline.")
            % {"n": content["cases"], "late": content["late_cases"]},
            *(
                _("%(reference)s, %(category)s, by %(when)s")
                % {
                    "reference": one["reference"],
                    "category": category_name(one["category"]),
                    "when": _day(one["due_at"]),
                }
                for one in content["cases_named"]
            ),
        )
        sections.append(Section("cases", _("Cases of your agency"), lines))
    if content["tasks"] or content["measures"]:
        lines = (
            _("Open tasks: %(n)d, %(late)d of them late.")
            % {"n": content["tasks"], "late": content["late_tasks"]},
            _("Open measures: %(n)d.") % {"n": content["measures"]},
        )
        sections.append(Section("tasks", _("Tasks and measures"), lines))
    return sections


def digest_letter(digest: Digest, language: str) -> Letter:
    with override(language):
        paragraphs = [_("Hello,")]
        sections = sections_of(digest)
        if not sections:
            paragraphs.append(nothing_happened(digest))
        paragraphs += [_as_text(section) for section in sections]
        paragraphs.append(_("Read it at the desk, or as a document:") + f"\n{_address(digest)}")
        paragraphs.append(_("You asked for this mail. You can end it on the same page."))
        return Letter(digest_title(digest), "\n\n".join(paragraphs) + "\n")


def waiting_letter(digest: Digest, language: str) -> Letter:
    with override(language):
        paragraphs = [
            _("Hello,"),
            *(_as_text(section) for section in sections_of(digest)),
            _("Everything about it stands at the desk:") + f"\n{_address(digest)}",
        ]
        return Letter(digest_title(digest), "\n\n".join(paragraphs) + "\n")


def digest_document(digest: Digest) -> OfficialContent:
    """The digest of a network as a báo cáo without a number."""
    lead = lead_agency(digest.network)
    if lead is None or digest.agency is not None:
        raise LookupError("only the digest of a network is a document")
    with override("vi"):
        sections = sections_of(digest)
        blocks: list[Block] = []
        if not sections:
            blocks.append(Paragraph(nothing_happened(digest)))
        for place, section in enumerate(sections, 1):
            blocks.append(Heading(f"{place}. {section.title}", level=1))
            if section.key == "spreads" and digest.content["spreads"]:
                blocks.append(_curves(digest.content["spreads"]))
            elif len(section.lines) == 1:
                blocks.append(Paragraph(section.lines[0]))
            else:
                blocks += [Paragraph(section.lines[0]), Bullets(section.lines[1:])]
        return OfficialContent(
            kind=DocumentKind.REPORT,
            issuer=issuer_of(lead),
            subject=digest_title(digest),
            blocks=tuple(blocks),
            signed_on=digest.day,
        )


def _curves(rows: Sequence[Mapping[str, Any]]) -> TableBlock:
    return TableBlock(
        columns=(
            Column(_("Claim"), 4),
            Column(_("Category"), 2),
            Column(_("People lately"), 1.2, Align.RIGHT),
            Column(_("Reports a day, last 14 days"), 4),
        ),
        rows=tuple(
            (
                _title(one) or one["claim"],
                category_name(one["category"]),
                str(one["grown"]),
                " ".join(str(count) for count in one["curve"]),
            )
            for one in rows
        ),
    )


def category_name(code: str) -> str:
    return str(CATEGORY_NAMES.get(code, NOT_SORTED) if code else NOT_SORTED)


def _title(one: Mapping[str, Any]) -> str:
    return str((get_language() == "en" and one["title_en"]) or one["title"])


def _as_text(section: Section) -> str:
    return "\n".join([section.title.upper(), *(f"- {line}" for line in section.lines)])


def _address(digest: Digest) -> str:
    path = _PATHS.get(get_language() or "vi", _PATHS["vi"])
    return f"{settings.SANGTO_BASE_URL.rstrip('/')}{path}{digest.pk}/"


def _day(at: datetime | str) -> str:
    if not at:
        return ""
    moment = datetime.fromisoformat(at) if isinstance(at, str) else at
    local = timezone.localtime(moment) if timezone.is_aware(moment) else moment
    return date_format(local, "d/m/Y" if get_language() == "vi" else "j F Y")
