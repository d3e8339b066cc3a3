"""Verdicts of other desks: held, classified by two people of different agencies, then only
suggested (SCOPE.md 5). Another version there is held anew here, what is taken back there ends."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from django.utils import timezone

from sangto.audit.services import Journal, change
from sangto.audit.tags import AuditTag
from sangto.cases.domain.triage import checks_refusal
from sangto.kernel.actor import Actor
from sangto.kernel.categories import (
    Category,
    Rating,
    Step,
    rating_refusal,
    step_refusal,
    topic_refusal,
)
from sangto.kernel.errors import NotVisible, Refusal, Refused, gettext_noop, insist
from sangto.kernel.text import clean, folded
from sangto.matching.models import Claim
from sangto.matching.services import add_wording, describe_claim
from sangto.organisations.models import Agency
from sangto.verdicts.domain.archive import import_refusal
from sangto.verdicts.domain.version import (
    IMPORTED_STATUSES,
    VERSION_WORKFLOW,
    VerdictOrigin,
    VersionAction,
    VersionStatus,
)
from sangto.verdicts.models import FeedItem, ImportedCheck, Verdict, VerdictVersion
from sangto.verdicts.permissions import Permission, may
from sangto.verdicts.queries.material import next_number, subject_relatives
from sangto.verdicts.services.numbering import new_verdict
from sangto.verdicts.services.writing import locked, staff_ids


def hold_imported(
    *,
    claim: Claim,
    title: str,
    summary: str,
    imported_from: str,
    imported_address: str,
    actor: Actor,
    title_en: str = "",
    summary_en: str = "",
    valid_until: date | None = None,
    now: datetime | None = None,
) -> VerdictVersion:
    """Keep another desk's verdict about a claim, without its rating: two people here give
    category, topic and rating before anybody sees it, and even then it answers nobody."""
    at = now or timezone.now()
    title, summary = clean(title).strip(), clean(summary).strip()
    imported_from, address = clean(imported_from).strip(), clean(imported_address).strip()
    with change(actor) as journal:
        if not may(actor, Permission.IMPORT, owner_agency=None):
            raise NotVisible
        insist(import_refusal(title, imported_from, address))
        if Verdict.objects.filter(claim=claim, origin=VerdictOrigin.IMPORTED.value).exists():
            raise Refused(
                Refusal(
                    "verdict.imported_already",
                    gettext_noop("An imported verdict about this claim is here already."),
                )
            )
        verdict = new_verdict(claim=claim, case=None, origin=VerdictOrigin.IMPORTED, at=at)
        return _hold(
            journal,
            VerdictVersion(
                verdict=verdict,
                number=1,
                title=title,
                title_en=clean(title_en).strip(),
                summary=summary,
                summary_en=clean(summary_en).strip(),
                imported_from=imported_from,
                imported_address=address,
                valid_until=valid_until,
                drafted_at=at,
            ),
        )


def renew_imported(
    *,
    verdict: Verdict,
    title: str,
    summary: str,
    imported_from: str,
    imported_address: str,
    actor: Actor,
    title_en: str = "",
    summary_en: str = "",
    valid_until: date | None = None,
    now: datetime | None = None,
) -> VerdictVersion:
    """What it says there now, held anew. The version before is not suggested any more: nobody
    knows yet whether what two people said of it still holds."""
    at = now or timezone.now()
    with change(actor) as journal:
        if not may(actor, Permission.IMPORT, owner_agency=None):
            raise NotVisible
        insist(import_refusal(title, imported_from, imported_address))
        _recall(journal, verdict, why="changed")
        return _hold(
            journal,
            VerdictVersion(
                verdict=verdict,
                number=next_number(verdict),
                title=title,
                title_en=title_en,
                summary=summary,
                summary_en=summary_en,
                imported_from=imported_from,
                imported_address=imported_address,
                valid_until=valid_until,
                drafted_at=at,
            ),
        )


def recall_imported(*, verdict: Verdict, why: str, actor: Actor) -> int:
    """It was taken back there, has expired, or nobody knows any more; how many versions ended."""
    with change(actor) as journal:
        if not may(actor, Permission.IMPORT, owner_agency=None):
            raise NotVisible
        ended = _recall(journal, verdict, why=why)
        if not ended:
            journal.nothing_changed()
        return ended


def _hold(journal: Journal, version: VerdictVersion) -> VerdictVersion:
    version.status = VersionStatus.HELD.value
    version.title_folded = folded(f"{version.title} {version.title_en}")
    version.save()
    journal.record(
        AuditTag.VERDICT_HELD,
        version,
        details={"verdict": version.verdict.reference, "number": version.number},
    )
    return version


def _recall(journal: Journal, verdict: Verdict, *, why: str) -> int:
    standing = VerdictVersion.objects.select_for_update(of=("self",)).filter(
        verdict=verdict,
        imported_from__gt="",
        status__in=sorted(status.value for status in IMPORTED_STATUSES),
    )
    versions = list(standing)
    for version in versions:
        step = VERSION_WORKFLOW.step(version.status, VersionAction.RECALL)
        version.status = step.target
        version.save(update_fields=["status"])
        journal.record(
            AuditTag(step.audit_tag),
            version,
            details={"verdict": verdict.reference, "number": version.number, "why": why},
        )
    return len(versions)


def classify_imported(
    *,
    version: VerdictVersion,
    category: Category,
    topic: str,
    rating: Rating,
    checks: Collection[str],
    actor: Actor,
    subject_agency: Agency | None = None,
    now: datetime | None = None,
) -> VerdictVersion:
    """Say what an imported verdict is about, that every statement of the category holds
    (``checks``), and which agency it is about, if any. When somebody of another agency says the
    same, it is released as a suggestion; when they differ, theirs stands and waits for somebody
    else's agreement. With the release a check finds it by its title and by how the claim
    circulates."""
    at = now or timezone.now()
    topic = topic if category is Category.FACTUAL_CLAIM else ""
    with change(actor) as journal:
        held = locked(version)
        subject = subject_agency or held.verdict.claim.subject_agency
        user, agency = _authorise(actor, subject)
        step = VERSION_WORKFLOW.step(held.status, VersionAction.RELEASE)
        insist(step_refusal(category, Step.PUBLICATION))
        insist(topic_refusal(category, topic))
        insist(rating_refusal(category, rating))
        insist(checks_refusal(category, checks))
        if subject is not None and subject.network_id != held.verdict.claim.network_id:
            raise NotVisible
        proposed = (category.value, topic, rating.value)
        details = {
            "verdict": held.verdict.reference,
            "category": category.value,
            "topic": topic,
            "rating": rating.value,
            "checks": sorted(checks),
            "subject": subject.pk if subject is not None else None,
        }
        first = ImportedCheck.objects.filter(version=held).first()
        same = proposed == (held.category, held.topic, held.rating)
        if first is None or not same or first.subject_agency != subject:
            ImportedCheck.objects.filter(version=held).delete()
            _note(held, user, agency, subject, checks, at)
            held.category, held.topic, held.rating = proposed
            held.drafted_by_id, held.drafted_agency_id = user, agency
            held.save()
            journal.record(AuditTag.VERDICT_CLASSIFIED, held, details=details)
            return held
        insist(_same_person_refusal(held, user, agency))
        _note(held, user, agency, subject, checks, at)
        _describe(held, subject, actor)
        held.approved_by_id, held.approver_agency_id = user, agency
        held.status = step.target
        held.published_at = at
        held.save()
        journal.record(AuditTag(step.audit_tag), held, details=details)
        return held


def refuse_imported(*, version: VerdictVersion, actor: Actor) -> VerdictVersion:
    """Take an imported verdict out of the queue; it is never shown."""
    with change(actor) as journal:
        held = locked(version)
        if not may(
            actor,
            Permission.FOLLOW_FEED,
            owner_agency=None,
            subject_relatives=subject_relatives(held.verdict.claim.subject_agency),
        ):
            raise NotVisible
        step = VERSION_WORKFLOW.step(held.status, VersionAction.REFUSE)
        held.status = step.target
        held.save(update_fields=["status"])
        journal.record(AuditTag(step.audit_tag), held, details={"verdict": held.verdict.reference})
        return held


def _note(
    version: VerdictVersion,
    user: int,
    agency: int,
    subject: Agency | None,
    checks: Collection[str],
    at: datetime,
) -> None:
    ImportedCheck.objects.create(
        version=version,
        user_id=user,
        agency_id=agency,
        subject_agency=subject,
        checks=sorted(checks),
        recorded_at=at,
    )


def _authorise(actor: Actor, subject: Agency | None) -> tuple[int, int]:
    relatives = subject_relatives(subject)
    if not may(actor, Permission.CLASSIFY_IMPORTED, owner_agency=None, subject_relatives=relatives):
        raise NotVisible
    return staff_ids(actor)


def _same_person_refusal(version: VerdictVersion, user: int, agency: int) -> Refusal | None:
    if version.drafted_by_id == user:
        return Refusal(
            "verdict.own_work",
            gettext_noop("You have said this already. Somebody else has to agree."),
        )
    if version.drafted_agency_id == agency:
        return Refusal(
            "verdict.same_agency",
            gettext_noop(
                "Somebody of your agency has said this already. A person of another agency has to"
                " agree."
            ),
        )
    return None


def _describe(version: VerdictVersion, subject: Agency | None, actor: Actor) -> None:
    """A claim that nobody here works on gets its category and is found by what the other desk
    shows; one that somebody works on stays as it is and only gets the texts."""
    claim = version.verdict.claim
    if not claim.category:
        describe_claim(
            claim=claim,
            title=version.title,
            title_en=version.title_en,
            category=version.category,
            topic=version.topic,
            subject_agency=subject,
            actor=actor,
        )
    item = FeedItem.objects.filter(verdict=version.verdict_id).first()
    if item is None:
        return
    for text in dict.fromkeys((*item.wordings, version.title)):
        add_wording(claim=claim, language=item.language, text=text, actor=actor)
