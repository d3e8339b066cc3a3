"""Words of periodic reports: their titles and parts, the letters, the text of an amendment."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_lazy, override, pgettext_lazy
from django.utils.translation import gettext as _

from sangto.documents.models import OfficialDocument
from sangto.organisations.domain.kinds import ReportPeriod
from sangto.reporting.domain.periodic import ReportKind, ReportStanding, SectionKey
from sangto.reporting.models import PeriodicReport
from sangto.reporting.wording import Letter

SECTION_NAMES = {
    SectionKey.RESULTS: pgettext_lazy("part of a report", "Results"),
    SectionKey.DIFFICULTIES: pgettext_lazy("part of a report", "Difficulties"),
    SectionKey.CAUSES: pgettext_lazy("part of a report", "Causes"),
    SectionKey.PROPOSALS: pgettext_lazy("part of a report", "Proposals"),
    SectionKey.RESOURCES: pgettext_lazy("part of a report", "Resources"),
}
SECTION_HINTS = {
    SectionKey.RESULTS: gettext_lazy("What your agency did, and what came of it."),
    SectionKey.DIFFICULTIES: gettext_lazy(
        "One difficulty a paragraph, so that each can be taken up."
    ),
    SectionKey.CAUSES: gettext_lazy("Where the difficulties come from."),
    SectionKey.PROPOSALS: gettext_lazy("One proposal a paragraph, and to whom."),
    SectionKey.RESOURCES: gettext_lazy("Budget, people, training."),
}
STANDING_NAMES = {
    ReportStanding.WAITING: pgettext_lazy("standing of a report", "Not submitted yet"),
    ReportStanding.OVERDUE: pgettext_lazy("standing of a report", "Missing"),
    ReportStanding.IN_TIME: pgettext_lazy("standing of a report", "Submitted in time"),
    ReportStanding.LATE: pgettext_lazy("standing of a report", "Submitted late"),
    ReportStanding.CANCELLED: pgettext_lazy("standing of a report", "Cancelled"),
}
_PATHS = {"vi": "/desk/bao-cao/", "en": "/en/desk/bao-cao/"}


def day_words(day: date) -> str:
    return date_format(day, "d/m/Y" if get_language() == "vi" else "j F Y")


def period_words(report: PeriodicReport) -> str:
    """“first half of 2026”, or its days."""
    year, month = report.since.year, report.since.month
    match report.span:
        case ReportPeriod.YEAR:
            return _("the year %(year)d") % {"year": year}
        case ReportPeriod.HALF_YEAR if month == 1:
            return _("the first half of %(year)d") % {"year": year}
        case ReportPeriod.HALF_YEAR:
            return _("the second half of %(year)d") % {"year": year}
        case ReportPeriod.QUARTER:
            return _("quarter %(n)d of %(year)d") % {"n": (month + 2) // 3, "year": year}
        case ReportPeriod.MONTH:
            return _("month %(n)d of %(year)d") % {"n": month, "year": year}
    return _("%(since)s to %(last)s") % {
        "since": day_words(report.since),
        "last": day_words(report.period.last),
    }


def report_title(report: PeriodicReport) -> str:
    words = {"period": period_words(report), "subject": report.subject}
    if report.subject:
        return _("Report on demand: %(subject)s (%(period)s)") % words
    if report.kind == ReportKind.CONSOLIDATED:
        return _("Consolidated report for %(period)s") % words
    return _("Report for %(period)s") % words


def report_address(report: PeriodicReport, language: str) -> str:
    path = _PATHS.get(language, _PATHS["vi"])
    return f"{settings.SANGTO_BASE_URL.rstrip('/')}{path}{report.reference}/"


def reminder_letter(reports: Sequence[PeriodicReport], language: str, today: date) -> Letter:
    """About everything that is due, in one letter."""
    with override(language):
        lines = [_("Hello,"), _("These reports of your agency are not submitted yet:")]
        for report in reports:
            said = (
                _("%(title)s was due on %(day)s.")
                if report.due_on < today
                else _("%(title)s is due on %(day)s.")
            )
            words = said % {"title": report_title(report), "day": day_words(report.due_on)}
            lines.append(f"- {words}\n{report_address(report, language)}")
        return Letter(_("A periodic report waits"), "\n\n".join(lines) + "\n")


def issued_letter(report: PeriodicReport, document: OfficialDocument, language: str) -> Letter:
    with override(language):
        title = report_title(report)
        lines = [
            _("Hello,"),
            _("%(title)s of the lead agency has the number %(number)s.")
            % {"title": title, "number": document.number_text},
            _("It stands at the desk, with its figures and files:")
            + f"\n{report_address(report, language)}",
        ]
        return Letter(title, "\n\n".join(lines) + "\n")


def amendment_title(group: str) -> str:
    """In Vietnamese: the draft is a legal text."""
    return f"Sửa đổi, bổ sung Quy chế: {group}"[:200]


def amendment_text(regulation: str, group: str, said: Sequence[tuple[str, str]]) -> str:
    """A draft that can be asked about at once. What agencies wrote stands in it word for word,
    each as a clause, until the drafting agency writes the amendment itself."""
    lines = [
        "QUYẾT ĐỊNH",
        f"Sửa đổi, bổ sung {regulation}",
        f"Điều 1. {group}",
        *(
            f"{place}. {agency} nêu: {' '.join(text.split())}"
            for place, (agency, text) in enumerate(said, 1)
        ),
        "Điều 2. Hiệu lực thi hành",
        "Quyết định này có hiệu lực từ ngày ký.",
    ]
    return "\n".join(lines) + "\n"
