"""Writing, changing and giving up the draft of a report to a provider."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from sangto.audit.services import change
from sangto.audit.tags import AuditTag
from sangto.cases.domain.states import CaseStatus
from sangto.cases.models import Case
from sangto.cases.queries import category_of, standing_of
from sangto.documents.domain.files import Purpose
from sangto.documents.models import StoredFile
from sangto.documents.services import delete_file, store_file
from sangto.handling.abuse_permissions import AbusePermission, authorise
from sangto.handling.domain.abuse import (
    EVIDENCE_BYTES,
    AbuseFormat,
    AbuseState,
    ProviderKind,
)
from sangto.handling.domain.abuse_rules import (
    AbuseContent,
    already_refusal,
    content_refusal,
    evidence_refusal,
    verdict_refusal,
)
from sangto.handling.domain.abuse_targets import Target, category_refusal, read_target
from sangto.handling.models import AbuseEvidence, AbuseHand, AbuseReport, ProviderContact
from sangto.handling.queries.abuse import (
    earlier_reports,
    is_in_book,
    rating_of,
    target_digest,
)
from sangto.kernel.actor import Actor
from sangto.kernel.errors import NotVisible, Refusal, Refused, gettext_noop, insist
from sangto.kernel.references import unused_reference
from sangto.kernel.text import clean
from sangto.matching.queries import protected_domains
from sangto.organisations.models import Agency

PREFIX = "LD"


def draft_abuse_report(
    *,
    case: Case,
    provider: ProviderContact,
    content: AbuseContent,
    actor: Actor,
    victim_agency: Agency | None = None,
    now: datetime | None = None,
) -> AbuseReport:
    """Begin a report. What no report may be about is refused here already: another category, no
    ground, a post, a parody, a legitimate site, a whole shared place, a target that is already
    reported to this provider."""
    now = now or timezone.now()
    with change(actor) as journal:
        user, agency = authorise(actor, AbusePermission.WRITE, standing_of(actor, case))
        values = _values(case, provider, content, victim_agency, now, without=None)
        report = _kept(
            AbuseReport(
                reference=_reference(now),
                case=case,
                agency_id=agency,
                drafted_by_id=user,
                drafted_at=now,
                **values,
            )
        )
        AbuseHand.objects.create(report=report, user_id=user, agency_id=agency)
        journal.record(AuditTag.ABUSE_DRAFTED, report, _said(report))
        return report


def change_abuse_report(
    *,
    report: AbuseReport,
    provider: ProviderContact,
    content: AbuseContent,
    actor: Actor,
    victim_agency: Agency | None = None,
    now: datetime | None = None,
) -> AbuseReport:
    """Write the draft anew. Whoever changes it can not approve it any more."""
    now = now or timezone.now()
    with change(actor) as journal:
        held = locked(report)
        user, agency = authorise(actor, AbusePermission.WRITE, standing_of(actor, held.case))
        insist(_draft_refusal(held))
        values = _values(held.case, provider, content, victim_agency, now, without=held.pk)
        for name, value in values.items():
            setattr(held, name, value)
        _kept(held)
        AbuseHand.objects.get_or_create(report=held, user_id=user, defaults={"agency_id": agency})
        journal.record(AuditTag.ABUSE_CHANGED, held, _said(held))
        return held


def add_abuse_evidence(
    *,
    report: AbuseReport,
    content: bytes,
    media_type: str,
    actor: Actor,
    now: datetime | None = None,
) -> AbuseEvidence:
    """Keep a file with its SHA-256; pictures are written anew first. The same file counts once."""
    now = now or timezone.now()
    with change(actor) as journal:
        held = locked(report)
        user, agency = authorise(actor, AbusePermission.WRITE, standing_of(actor, held.case))
        insist(_draft_refusal(held))
        sizes = list(held.evidence.values_list("size", flat=True))
        insist(evidence_refusal([*sizes, len(content)]))
        file = store_file(
            content=content,
            media_type=media_type,
            purpose=Purpose.EVIDENCE,
            journal=journal,
            now=now,
        )
        if file.size > EVIDENCE_BYTES or held.evidence.filter(sha256=file.sha256).exists():
            raise _evidence_refused(file)
        evidence = AbuseEvidence.objects.create(
            report=held, file=file, sha256=file.sha256, size=file.size, added_at=now
        )
        AbuseHand.objects.get_or_create(report=held, user_id=user, defaults={"agency_id": agency})
        journal.record(AuditTag.ABUSE_EVIDENCE_ADDED, held, {"sha256": file.sha256})
        return evidence


def _evidence_refused(file: StoredFile) -> Refused:
    if file.size > EVIDENCE_BYTES:
        refusal = evidence_refusal([file.size])
        assert refusal is not None  # noqa: S101 - too large, as just seen
        return Refused(refusal)
    return Refused(
        Refusal(
            "abuse.evidence_known",
            gettext_noop("This file is among the evidence already."),
            {},
            "added",
        )
    )


def remove_abuse_evidence(*, evidence: AbuseEvidence, actor: Actor) -> None:
    with change(actor) as journal:
        held = locked(evidence.report)
        authorise(actor, AbusePermission.WRITE, standing_of(actor, held.case))
        insist(_draft_refusal(held))
        removed, _by_model = AbuseEvidence.objects.filter(pk=evidence.pk).delete()
        if not removed:
            raise NotVisible
        delete_file(file=evidence.file, journal=journal)
        journal.record(AuditTag.ABUSE_EVIDENCE_REMOVED, held, {"sha256": evidence.sha256})


def discard_abuse_report(*, report: AbuseReport, actor: Actor) -> None:
    """Give up a draft that nobody approved; nothing of it is left but its line in the record."""
    with change(actor) as journal:
        held = locked(report)
        authorise(actor, AbusePermission.WRITE, standing_of(actor, held.case))
        insist(_draft_refusal(held))
        files = [one.file for one in held.evidence.select_related("file")]
        journal.record(AuditTag.ABUSE_DISCARDED, held, {"case": held.case_id})
        held.delete()
        for file in files:
            delete_file(file=file, journal=journal)


def locked(report: AbuseReport) -> AbuseReport:
    """The row as it is now, held until the end of the transaction."""
    held = (
        AbuseReport.objects.select_for_update(of=("self",))
        .select_related("case__claim", "case__subject_agency", "case__network", "provider")
        .select_related("agency", "victim_agency")
        .filter(pk=report.pk)
        .first()
    )
    if held is None:
        raise NotVisible
    return held


def _values(
    case: Case,
    provider: ProviderContact,
    content: AbuseContent,
    victim_agency: Agency | None,
    now: datetime,
    *,
    without: int | None,
) -> dict[str, Any]:
    today = timezone.localdate(now)
    content = _cleaned(content)
    if provider.network_id != case.network_id or not is_in_book(provider, today):
        raise NotVisible
    if victim_agency is not None and victim_agency.network_id != case.network_id:
        raise NotVisible
    category = None if case.status == CaseStatus.TRIAGE.value else category_of(case)
    insist(category_refusal(category))
    assert category is not None  # noqa: S101 - refused above
    target = read_target(category, content.target_kind, content.address, protected_domains())
    if isinstance(target, Refusal):
        raise Refused(target)
    insist(
        content_refusal(
            category,
            content,
            provider_kind=ProviderKind(provider.kind),
            format=AbuseFormat(provider.format),
            today=today,
        )
    )
    insist(verdict_refusal(rating_of(case)))
    insist(_already(target, provider, without))
    return {
        "category": category.value,
        "ground": content.ground,
        "provider": provider,
        "provider_kind": provider.kind,
        "format": provider.format,
        "target_kind": target.kind.value,
        "address": target.address,
        "address_digest": target_digest(target.key),
        "domain": target.domain,
        "facts": content.facts,
        "malware_sha256": content.malware_sha256,
        "victim_agency": victim_agency,
        "victim_statement": content.victim_statement,
        "solicitation": content.solicitation,
        "not_a_parody": content.not_a_parody,
        "owner_told_on": content.owner_told_on,
        "owner_told_how": content.owner_told_how,
    }


def _cleaned(content: AbuseContent) -> AbuseContent:
    return AbuseContent(
        ground=content.ground,
        target_kind=content.target_kind,
        address=clean(content.address).strip(),
        facts=clean(content.facts).strip(),
        malware_sha256=content.malware_sha256.strip().lower(),
        victim_statement=clean(content.victim_statement).strip(),
        solicitation=content.solicitation,
        not_a_parody=content.not_a_parody,
        owner_told_on=content.owner_told_on,
        owner_told_how=clean(content.owner_told_how).strip(),
    )


def _already(target: Target, provider: ProviderContact, without: int | None) -> Refusal | None:
    earlier = earlier_reports(target.key, without=without)
    return already_refusal(
        next((one.reference for one in earlier if one.provider_id == provider.pk), None)
    )


def _kept(report: AbuseReport) -> AbuseReport:
    """Saves; of two drafts of the same target at once the second is refused."""
    try:
        with transaction.atomic():
            report.save()
    except IntegrityError as error:
        if "provider" not in str(error) and "once_while_open" not in str(error):
            raise
        refusal = already_refusal("–")
        assert refusal is not None  # noqa: S101 - a reference was given
        raise Refused(refusal) from None
    return report


def _draft_refusal(report: AbuseReport) -> Refusal | None:
    if report.state == AbuseState.DRAFT:
        return None
    return Refusal(
        "abuse.frozen",
        gettext_noop("This report can not be changed now: its state is “%(state)s”."),
        {"state": report.state},
    )


def _reference(now: datetime) -> str:
    return unused_reference(
        PREFIX,
        timezone.localdate(now).year,
        secrets.token_bytes,
        lambda reference: AbuseReport.objects.filter(reference=reference).exists(),
    )


def _said(report: AbuseReport) -> dict[str, Any]:
    """Ids and codes; what is reported stands in the report alone."""
    return {
        "case": report.case_id,
        "ground": report.ground,
        "provider": report.provider_id,
        "target": report.target_kind,
    }
