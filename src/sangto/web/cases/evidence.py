"""What a claim stands on: reports, wordings, indicators, and what is published already."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.paginator import Page
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import get_language

from sangto.cases.queries import reports_of
from sangto.intake.domain.reports import Channel, OriginKind
from sangto.intake.models import Report
from sangto.intake.queries import ReportContent, report_contents
from sangto.kernel.actor import Actor
from sangto.kernel.categories import RULES, Category, IndicatorKind
from sangto.matching.domain.chances import Chance
from sangto.matching.domain.kinds import LinkMethod
from sangto.matching.domain.links import canonical_link, is_post_place, is_shared_place
from sangto.matching.domain.reasons import Reason
from sangto.matching.domain.signals import link_signals, shown_host
from sangto.matching.models import Claim, ClaimWording
from sangto.matching.queries import protected_domains
from sangto.verdicts.queries import CheckAnswer, CheckMatch, check_message
from sangto.web.cases.chances import in_brief
from sangto.web.cases.wording import CHANNEL_NAMES, METHOD_NAMES, ORIGIN_NAMES
from sangto.web.lists import shown_page

REPORTS_SHOWN = 10
_WEB = (IndicatorKind.DOMAIN.value, IndicatorKind.LINK.value)


@dataclass(frozen=True, slots=True)
class ReportRow:
    """``content`` is None for whoever may not read what the sender wrote (SCOPE.md 8). ``chance``
    is a sentence, empty where the method says it all."""

    report: Report
    content: ReportContent | None
    place: str
    origin: str
    channel: str
    joined_by: str
    chance: str


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """``id`` is None for one that stands in a report and is not kept."""

    id: int | None
    kind: str
    value: str
    shown: str
    signals: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """``unread`` says that some reports are hidden from this person."""

    reports: Page[ReportRow]
    unread: bool
    wordings: list[ClaimWording]
    kept: list[IndicatorRow]
    found: list[IndicatorRow]
    related: list[CheckMatch]


def evidence_of(claim: Claim, actor: Actor, request: HttpRequest) -> Evidence:
    """The same number of queries for any number of reports."""
    reports, unread = _reports(claim, actor, request)
    wordings = list(claim.wordings.order_by("pk"))
    kept = _kept(claim)
    read = next((row.content for row in reports.object_list if row.content is not None), None)
    text = "\n".join((read.text, read.link)) if read is not None else ""
    asked = text or next((wording.text for wording in wordings), "") or claim.title
    answer = check_message(asked, language=get_language() or "vi") if asked.strip() else None
    if answer is None:
        return Evidence(reports, unread, wordings, kept, [], [])
    found = _found(answer, kept, claim) if text else []
    related = [match for match in answer.matches if match.match.claim.pk != claim.pk]
    return Evidence(reports, unread, wordings, kept, found, related)


def _reports(claim: Claim, actor: Actor, request: HttpRequest) -> tuple[Page[ReportRow], bool]:
    rows: QuerySet[Report] = reports_of(claim).select_related("territory", "claim_link", "agency")
    shown = shown_page(request, rows, REPORTS_SHOWN, parameter="reports")
    reports = list(shown.object_list)
    contents = {
        content.report_id: content for content in report_contents(actor=actor, reports=reports)
    }
    views = [_view(report, contents.get(report.pk)) for report in reports]
    return Page(views, shown.number, shown.paginator), len(contents) < len(reports)


def _view(report: Report, content: ReportContent | None) -> ReportRow:
    english = get_language() == "en"
    territory = report.territory
    place, chance = "", report.claim_link.explanation.get("chance")
    if territory is not None:
        place = (english and territory.name_en) or territory.name
    return ReportRow(
        report=report,
        content=content,
        place=place,
        origin=str(ORIGIN_NAMES[OriginKind(report.origin)]),
        channel=str(CHANNEL_NAMES[Channel(report.channel)]),
        joined_by=str(METHOD_NAMES[LinkMethod(report.claim_link.method)]),
        chance=in_brief(Chance.from_json(chance) if chance else None),
    )


def _kept(claim: Claim) -> list[IndicatorRow]:
    protected = protected_domains()
    rows = []
    for indicator in claim.indicators.order_by("kind", "value"):
        link = canonical_link(indicator.value) if indicator.kind in _WEB else None
        rows.append(
            IndicatorRow(
                id=indicator.pk,
                kind=indicator.kind,
                value=indicator.value,
                shown=indicator.value.replace(link.host, shown_host(link.host), 1)
                if link is not None
                else indicator.value,
                signals=tuple(link_signals(link, protected)) if link is not None else (),
            )
        )
    return rows


def _found(answer: CheckAnswer, kept: list[IndicatorRow], claim: Claim) -> list[IndicatorRow]:
    """What stands in the report and may be kept for this category, but is not yet."""
    allowed = RULES[Category(claim.category)].indicators if claim.category else frozenset()
    known = {(row.kind, row.value) for row in kept}
    rows: list[IndicatorRow] = []
    for found in answer.indicators:
        one = IndicatorRow(None, found.kind, found.value, found.shown, found.signals)
        domains = _domain_of(one)
        whole = [] if any(row.value == one.value for row in domains) else [one]
        for row in (*domains, *whole):
            if (row.kind, row.value) not in known and (not allowed or row.kind in allowed):
                known.add((row.kind, row.value))
                rows.append(row)
    return rows


def _domain_of(row: IndicatorRow) -> list[IndicatorRow]:
    link = canonical_link(row.value) if row.kind == IndicatorKind.LINK else None
    if link is None or is_shared_place(link) or is_post_place(link):
        return []
    shown = shown_host(link.host)
    return [IndicatorRow(None, IndicatorKind.DOMAIN.value, link.host, shown, row.signals)]
