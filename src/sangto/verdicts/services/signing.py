"""What an approver does: send back, or approve and publish."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from sangto.audit.services import Journal, change
from sangto.audit.tags import AuditTag
from sangto.cases.domain.states import CaseAction, CaseOutcome, EntryKind
from sangto.cases.queries import submission_refusal_of
from sangto.cases.services import close_case, move, record_entry, tell_copies
from sangto.cases.wording import Ending
from sangto.kernel.actor import Actor
from sangto.kernel.categories import Rating
from sangto.kernel.errors import Refusal, gettext_noop, insist
from sangto.kernel.text import clean
from sangto.matching.services import keep_verdict_words
from sangto.notices.domain.webhooks import WebhookEvent
from sangto.queue.services import put
from sangto.verdicts.domain.content import NOTE_LENGTH
from sangto.verdicts.domain.signoff import approval_refusal
from sangto.verdicts.domain.version import VERSION_WORKFLOW, VersionAction, VersionStatus
from sangto.verdicts.models import VerdictVersion
from sangto.verdicts.permissions import Permission
from sangto.verdicts.queries.material import (
    contributors_of,
    digest_of,
    matter_of,
    readiness_refusal,
    signing_refusals,
    today_of,
)
from sangto.verdicts.services.announcing import ANNOUNCE, announce_key
from sangto.verdicts.services.drafts import category_moved_refusal, signature_details
from sangto.verdicts.services.personal import searchable_title, words_of
from sangto.verdicts.services.telling import tell_of
from sangto.verdicts.services.writing import (
    authorise,
    case_of,
    insist_on_all,
    locked,
    open_case_refusal,
)
from sangto.verdicts.wording import page_address, rating_word


def send_back(
    *, version: VerdictVersion, reason: str, actor: Actor, now: datetime | None = None
) -> VerdictVersion:
    """Give a submitted version back for more work; the reason stands in the case's timeline."""
    at = now or timezone.now()
    reason = clean(reason).strip()
    with change(actor) as journal:
        held = locked(version)
        case = case_of(held)
        authorise(actor, Permission.SEND_BACK, matter_of(case))
        step = VERSION_WORKFLOW.step(held.status, VersionAction.SEND_BACK)
        insist(_reason_refusal(reason))
        held.status = step.target
        held.submitted_by = None
        held.submitted_at = None
        held.submitted_digest = ""
        held.save(update_fields=["status", "submitted_by", "submitted_at", "submitted_digest"])
        journal.record(
            AuditTag(step.audit_tag), held, details=signature_details(held) | {"at": at.isoformat()}
        )
        move(case=case, action=CaseAction.SEND_BACK, actor=actor)
        record_entry(
            case=case,
            kind=EntryKind.VERDICT,
            actor=actor,
            text=reason,
            data={
                "step": "sent_back",
                "verdict": held.verdict.reference,
                "version": held.number,
            },
        )
        return held


def approve_and_publish(
    *,
    version: VerdictVersion,
    actor: Actor,
    read_digest: str | None = None,
    now: datetime | None = None,
) -> VerdictVersion:
    """The second signature. In one transaction the version before is superseded, this one is
    published, its case is closed and telling everybody who asked is queued.

    Everything is asked again on the day of publication: the checklist, who worked on it, whose
    matter it is, sources, grounds in force. ``read_digest`` is that of the content which the
    approver had before them; another one is refused. Of two approvers at once the second is
    refused.
    """
    at = now or timezone.now()
    today = today_of(at)
    with change(actor) as journal:
        held = locked(version)
        case = case_of(held)
        matter = matter_of(case)
        user, agency = authorise(actor, Permission.APPROVE, matter)
        step = VERSION_WORKFLOW.step(held.status, VersionAction.PUBLISH)
        insist(open_case_refusal(case))
        insist(readiness_refusal(case))
        insist(submission_refusal_of(case))
        contributors, contributing_agencies = contributors_of(held)
        insist(
            approval_refusal(
                matter,
                approver=user,
                approver_agency=agency,
                contributors=contributors,
                contributing_agencies=contributing_agencies,
            )
        )
        insist(category_moved_refusal(held, case))
        insist(_changed_refusal(held, read_digest))
        insist_on_all(signing_refusals(held, today=today))
        _supersede(held, journal=journal, at=at)
        published = VerdictVersion.objects.filter(
            pk=held.pk, status=VersionStatus.SUBMITTED.value
        ).update(
            status=step.target,
            approved_by=user,
            approver_agency=agency,
            published_at=at,
            title_folded=searchable_title(held),
        )
        if not published:
            VERSION_WORKFLOW.step(step.target, VersionAction.PUBLISH)
        held.refresh_from_db()
        held.cited_grounds.update(cited_on=today)
        journal.record(AuditTag(step.audit_tag), held, details=signature_details(held))
        record_entry(
            case=case,
            kind=EntryKind.VERDICT,
            actor=actor,
            data={
                "step": "published",
                "verdict": held.verdict.reference,
                "version": held.number,
            },
        )
        close_case(case=case, outcome=CaseOutcome.VERDICT, actor=actor)
        keep_verdict_words(
            claim=held.verdict.claim,
            texts=words_of(held),
        )
        tell_copies(case=case, ending=_ending(held), actor=actor, now=at)
        first = held.number == 1
        event = WebhookEvent.VERDICT_PUBLISHED if first else WebhookEvent.VERDICT_UPDATED
        tell_of(held, event, journal=journal, at=at)
        put(
            kind=ANNOUNCE,
            key=announce_key(held.pk, 0),
            payload={"version": held.pk},
        )
        return held


def _ending(version: VerdictVersion) -> Ending:
    return Ending(
        result=rating_word(Rating(version.rating), "vi"),
        address=page_address(version.verdict.reference, language="vi"),
    )


def _supersede(version: VerdictVersion, *, journal: Journal, at: datetime) -> None:
    old = (
        VerdictVersion.objects.select_for_update()
        .filter(verdict=version.verdict_id, status=VersionStatus.PUBLISHED.value)
        .first()
    )
    if old is None:
        return
    step = VERSION_WORKFLOW.step(old.status, VersionAction.SUPERSEDE)
    old.status = step.target
    old.superseded_at = at
    old.save(update_fields=["status", "superseded_at"])
    journal.record(
        AuditTag(step.audit_tag),
        old,
        details={
            "verdict": version.verdict.reference,
            "number": old.number,
            "by_number": version.number,
        },
    )


def _changed_refusal(version: VerdictVersion, read_digest: str | None) -> Refusal | None:
    """What is signed is what was submitted, and what the approver read."""
    digest = digest_of(version)
    if digest == version.submitted_digest and read_digest in {None, digest}:
        return None
    return Refusal(
        "verdict.changed_since",
        gettext_noop("The text is not the one that was submitted to you. Please read it again."),
    )


def _reason_refusal(reason: str) -> Refusal | None:
    if reason and len(reason) <= NOTE_LENGTH:
        return None
    return Refusal(
        "verdict.reason",
        gettext_noop("Say in a few words what is missing (at most %(length)d characters)."),
        {"length": NOTE_LENGTH},
        "reason",
    )
