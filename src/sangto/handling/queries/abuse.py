"""Reads of reports to providers: who sees them, whom to write to, what is said, what was sent."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from email.utils import parseaddr
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone

from sangto.audit.secrets import digester
from sangto.cases.models import Case
from sangto.cases.queries import cases_visible_to, standing_of, subject_relatives
from sangto.documents.queries import content_of
from sangto.handling.abuse_papers import EvidenceFile, ProviderNotice
from sangto.handling.abuse_permissions import AbusePermission, may
from sangto.handling.abuse_wording import default_template, ground_words
from sangto.handling.domain.abuse import (
    OPEN_STATES,
    TOLD_STATES,
    AbuseFormat,
    AbuseGround,
    AbuseState,
    ProviderKind,
    TargetKind,
)
from sangto.handling.models import AbuseReport, AbuseTemplate, ProviderContact
from sangto.kernel.actor import Actor
from sangto.kernel.categories import Category, Rating
from sangto.kernel.errors import NotVisible
from sangto.organisations.models import Agency, Network
from sangto.organisations.queries import relatives
from sangto.verdicts.queries.published import current_versions

DIGEST_PURPOSE = "abuse.target"
_OPEN = sorted(state.value for state in OPEN_STATES)


def abuse_reports_of(case: Case) -> QuerySet[AbuseReport]:
    return AbuseReport.objects.filter(case=case).select_related("provider", "agency")


def abuse_reports_visible_to(actor: Actor) -> QuerySet[AbuseReport]:
    """Of the cases that the actor sees; the pages of each ask the standing again."""
    return AbuseReport.objects.filter(case__in=cases_visible_to(actor)).select_related(
        "provider", "agency", "case__claim", "case__subject_agency"
    )


def get_abuse_report(actor: Actor, reference: str, *, need: AbusePermission) -> AbuseReport:
    """The report with its case, or :class:`NotVisible`."""
    report = (
        abuse_reports_visible_to(actor)
        .select_related(
            "provider", "agency", "victim_agency", "case__network", "drafted_by", "approved_by"
        )
        .filter(reference=reference)
        .first()
    )
    if report is None or not may(actor, need, standing_of(actor, report.case)):
        raise NotVisible
    return report


def is_in_book(contact: ProviderContact, on: date) -> bool:
    return contact.valid_from <= on and (contact.valid_until is None or contact.valid_until >= on)


def book(network: Network) -> QuerySet[ProviderContact]:
    return ProviderContact.objects.filter(network=network)


def contacts_on(network: Network, on: date) -> QuerySet[ProviderContact]:
    """Contacts that may be written to on that day."""
    return book(network).filter(
        Q(valid_until__isnull=True) | Q(valid_until__gte=on), valid_from__lte=on
    )


def suggested_contacts(network: Network, host: str, on: date) -> list[ProviderContact]:
    """Those that say they answer for this host, the most specific first."""
    ranked = [
        (max(len(suffix) for suffix in covering), contact)
        for contact in contacts_on(network, on)
        if (covering := [one for one in contact.covers if _covers(one, host)])
    ]
    ranked.sort(key=lambda pair: (-pair[0], pair[1].name))
    return [contact for _length, contact in ranked]


def _covers(suffix: str, host: str) -> bool:
    return host == suffix or host.endswith(f".{suffix}")


def template_for(contact: ProviderContact, ground: AbuseGround) -> tuple[str, str]:
    """Subject and text in the contact's language: the most specific that the desk wrote, else the
    one that comes with the product. One query."""
    rows = AbuseTemplate.objects.filter(
        Q(provider=contact) | Q(provider__isnull=True),
        network_id=contact.network_id,
        ground__in=["", ground.value],
        language=contact.language,
    )
    best = max(rows, key=lambda row: (row.provider_id is not None, bool(row.ground)), default=None)
    if best is not None:
        return best.subject, best.body
    return default_template(contact.language)


def target_digest(key: str) -> str:
    return digester().digest(DIGEST_PURPOSE, key)


def earlier_reports(key: str, *, without: int | None = None) -> list[AbuseReport]:
    """Open reports of the same target, to whichever provider. One query."""
    rows = AbuseReport.objects.filter(
        address_digest__in=digester().candidates(DIGEST_PURPOSE, key), state__in=_OPEN
    ).select_related("provider")
    return [row for row in rows if row.pk != without]


def other_reports(report: AbuseReport) -> list[AbuseReport]:
    """Of the same target, newest first, in whatever state: “already reported on …”. One query."""
    rows = AbuseReport.objects.filter(address_digest=report.address_digest)
    return list(rows.exclude(pk=report.pk).select_related("provider"))


def concerned_agencies(report: AbuseReport) -> frozenset[int]:
    """The agency that the claim is about and the one that is impersonated, with their relatives."""
    concerned = subject_relatives(report.case)
    return concerned | (relatives(report.victim_agency) if report.victim_agency else frozenset())


def rating_of(case: Case) -> Rating | None:
    """Of the verdict that stands now."""
    rating = current_versions().filter(verdict__case=case).values_list("rating", flat=True).first()
    return Rating(rating) if rating else None


def notice_of(report: AbuseReport, *, now: datetime | None = None) -> ProviderNotice:
    """What the provider would read; reads the evidence from the disk."""
    ground = AbuseGround(report.ground)
    subject, body = template_for(report.provider, ground)
    english = report.provider.language == "en"
    agency = (english and report.agency.name_en) or report.agency.name
    reply_to = settings.SANGTO_CONTACT_EMAIL or parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    return ProviderNotice(
        reference=report.reference,
        category=Category(report.category),
        ground=ground,
        target_kind=TargetKind(report.target_kind),
        format=AbuseFormat(report.format),
        address=report.address,
        host=_host(report),
        facts=report.facts,
        malware_sha256=report.malware_sha256,
        ground_words=ground_words(ground, report.provider.language),
        agency=agency,
        reply_to=reply_to,
        our_domain=urlsplit(settings.SANGTO_BASE_URL).hostname or "localhost",
        approved_at=report.approved_at or now or timezone.now(),
        evidence=tuple(
            EvidenceFile(one.file.media_type, one.sha256, content_of(one.file))
            for one in report.evidence.select_related("file")
        ),
        subject=subject,
        body=body,
    )


def _host(report: AbuseReport) -> str:
    if report.target_kind in (TargetKind.DOMAIN, TargetKind.MAIL):
        return report.address
    return urlsplit(report.address).hostname or report.domain


def content_digest(report: AbuseReport) -> str:
    """Of what an approver reads: another digest means that something was changed."""
    parts = [
        report.category,
        report.ground,
        str(report.provider_id),
        report.target_kind,
        report.address,
        report.facts,
        report.malware_sha256,
        str(report.victim_agency_id),
        report.victim_statement,
        report.solicitation,
        str(report.not_a_parody),
        str(report.owner_told_on),
        report.owner_told_how,
        *sorted(report.evidence.values_list("sha256", flat=True)),
    ]
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode("utf-8")).hexdigest()


@dataclass(frozen=True, slots=True)
class RegisterLine:
    """What the public may know of a report that was sent: no address, no person, no text."""

    reference: str
    network_id: int
    category: Category
    ground: AbuseGround
    state: AbuseState
    agency: Agency
    provider_kind: ProviderKind
    domain: str
    evidence: tuple[str, ...]
    sent_on: date
    acknowledged_on: date | None
    settled_on: date | None


def abuse_reports_for_register(
    network: Network | None = None, *, after: int = 0, limit: int | None = None
) -> Iterable[RegisterLine]:
    """Reports that were sent, oldest first, with the digests of their evidence. Two queries.

    ``domain`` is the registrable one alone; of an account it is the platform's.
    """
    rows = AbuseReport.objects.filter(
        state__in=sorted(state.value for state in TOLD_STATES), pk__gt=after
    )
    if network is not None:
        rows = rows.filter(case__network=network)
    rows = rows.select_related("agency", "case").prefetch_related("evidence").order_by("pk")
    for row in rows[:limit]:
        sent_at = row.sent_at or row.drafted_at
        yield RegisterLine(
            reference=row.reference,
            network_id=row.case.network_id,
            category=Category(row.category),
            ground=AbuseGround(row.ground),
            state=AbuseState(row.state),
            agency=row.agency,
            provider_kind=ProviderKind(row.provider_kind),
            domain=row.domain,
            evidence=tuple(one.sha256 for one in row.evidence.all()),
            sent_on=timezone.localdate(sent_at),
            acknowledged_on=timezone.localdate(row.acknowledged_at)
            if row.acknowledged_at
            else None,
            settled_on=timezone.localdate(row.settled_at) if row.settled_at else None,
        )
