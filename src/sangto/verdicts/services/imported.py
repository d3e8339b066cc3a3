"""Verdicts of other desks: held, classified by two people, then only suggested (SCOPE.md 5)."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from sangto.audit.services import change
from sangto.audit.tags import AuditTag
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
from sangto.verdicts.domain.archive import import_refusal
from sangto.verdicts.domain.version import (
    VERSION_WORKFLOW,
    VerdictOrigin,
    VersionAction,
    VersionStatus,
)
from sangto.verdicts.models import Verdict, VerdictVersion
from sangto.verdicts.permissions import Permission, may
from sangto.verdicts.queries.material import subject_relatives
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
        version = VerdictVersion.objects.create(
            verdict=verdict,
            number=1,
            status=VersionStatus.HELD.value,
            title=title,
            title_en=clean(title_en).strip(),
            title_folded=folded(f"{title} {title_en}"),
            summary=summary,
            summary_en=clean(summary_en).strip(),
            imported_from=imported_from,
            imported_address=address,
            drafted_at=at,
        )
        journal.record(
            AuditTag.VERDICT_HELD, version, details={"verdict": verdict.reference, "number": 1}
        )
        return version


def classify_imported(
    *,
    version: VerdictVersion,
    category: Category,
    topic: str,
    rating: Rating,
    actor: Actor,
    now: datetime | None = None,
) -> VerdictVersion:
    """Say what an imported verdict is about. When a second person says the same, it is released
    as a suggestion; when they differ, theirs stands and waits for somebody else's agreement."""
    at = now or timezone.now()
    topic = topic if category is Category.FACTUAL_CLAIM else ""
    with change(actor) as journal:
        held = locked(version)
        user, agency = _authorise(actor, held)
        step = VERSION_WORKFLOW.step(held.status, VersionAction.RELEASE)
        insist(step_refusal(category, Step.PUBLICATION))
        insist(topic_refusal(category, topic))
        insist(rating_refusal(category, rating))
        proposed = (category.value, topic, rating.value)
        details = {
            "verdict": held.verdict.reference,
            "category": category.value,
            "topic": topic,
            "rating": rating.value,
        }
        if held.drafted_by_id is None or proposed != (held.category, held.topic, held.rating):
            held.category, held.topic, held.rating = proposed
            held.drafted_by_id, held.drafted_agency_id = user, agency
            held.save()
            journal.record(AuditTag.VERDICT_CLASSIFIED, held, details=details)
            return held
        insist(_same_person_refusal(held, user))
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
        _authorise(actor, held)
        step = VERSION_WORKFLOW.step(held.status, VersionAction.REFUSE)
        held.status = step.target
        held.save(update_fields=["status"])
        journal.record(AuditTag(step.audit_tag), held, details={"verdict": held.verdict.reference})
        return held


def _authorise(actor: Actor, version: VerdictVersion) -> tuple[int, int]:
    relatives = subject_relatives(version.verdict.claim.subject_agency)
    if not may(actor, Permission.CLASSIFY_IMPORTED, owner_agency=None, subject_relatives=relatives):
        raise NotVisible
    return staff_ids(actor)


def _same_person_refusal(version: VerdictVersion, user: int) -> Refusal | None:
    if version.drafted_by_id != user:
        return None
    return Refusal(
        "verdict.own_work",
        gettext_noop("You have said this already. Somebody else has to agree."),
    )
