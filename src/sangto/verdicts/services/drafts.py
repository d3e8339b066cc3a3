"""Drafting, evidence, submitting, and beginning a new version."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from django.conf import settings
from django.utils import timezone

from sangto.audit.services import Journal, change
from sangto.audit.tags import AuditTag
from sangto.cases.domain.states import CaseAction, CaseOutcome, CaseStatus, EntryKind
from sangto.cases.models import Case
from sangto.cases.services import move, record_entry, reopen_on_appeal
from sangto.documents.domain.files import Purpose
from sangto.documents.services import store_file
from sangto.kernel.actor import Actor
from sangto.kernel.errors import Refusal, Refused, gettext_noop, insist
from sangto.verdicts.domain.content import VerdictContent, cleaned
from sangto.verdicts.domain.signoff import drafting_refusal
from sangto.verdicts.domain.version import (
    OPEN_STATUSES,
    VERSION_WORKFLOW,
    VerdictOrigin,
    VersionAction,
    VersionStatus,
)
from sangto.verdicts.models import Source, Verdict, VerdictVersion
from sangto.verdicts.permissions import Permission
from sangto.verdicts.queries.material import (
    content_of,
    digest_of,
    drafting_content_refusals,
    known_grounds,
    matter_of,
    next_number,
    readiness_refusal,
    signing_refusals,
    today_of,
)
from sangto.verdicts.services.numbering import new_verdict
from sangto.verdicts.services.writing import (
    authorise,
    case_closed,
    case_of,
    contribute,
    drop_unused,
    insist_on_all,
    insist_on_draft,
    locked,
    open_case_refusal,
    set_texts,
    write_grounds,
    write_sources,
)


def draft_verdict(
    *, case: Case, content: VerdictContent, actor: Actor, now: datetime | None = None
) -> VerdictVersion:
    """Begin the verdict of a case with its first version.

    Refused for a closed case, one without its category confirmed, an agency that would judge its
    own matter (SCOPE.md 5), and when the case has a verdict already.
    """
    at = now or timezone.now()
    content = cleaned(content)
    with change(actor) as journal:
        held = _locked_case(case)
        insist(open_case_refusal(held))
        insist(readiness_refusal(held))
        matter = matter_of(held)
        user, agency = authorise(actor, Permission.DRAFT, matter)
        insist(drafting_refusal(matter, drafter_agency=agency))
        insist_on_all(drafting_content_refusals(content, case=held, today=today_of(at)))
        if Verdict.objects.filter(claim=held.claim, origin=VerdictOrigin.OWN.value).exists():
            raise Refused(
                Refusal(
                    "verdict.exists",
                    gettext_noop("This claim has a verdict already. Start a new version of it."),
                )
            )
        verdict = new_verdict(claim=held.claim, case=held, origin=VerdictOrigin.OWN, at=at)
        by = _Writer(user, agency)
        version = _new_version(verdict, held, content, by=by, at=at)
        _write(version, content, at=at, by=by, journal=journal)
        _record(journal, AuditTag.VERDICT_DRAFTED, version)
        record_entry(
            case=held,
            kind=EntryKind.VERDICT,
            actor=actor,
            data={"step": "drafted", "verdict": verdict.reference, "version": 1},
        )
        return version


def edit_draft(
    *,
    version: VerdictVersion,
    content: VerdictContent,
    actor: Actor,
    now: datetime | None = None,
) -> VerdictVersion:
    """Replace the content of a draft; whoever edits can not approve it any more."""
    at = now or timezone.now()
    content = cleaned(content)
    with change(actor) as journal:
        held = locked(version)
        case = case_of(held)
        insist(readiness_refusal(case))
        matter = matter_of(case)
        user, agency = authorise(actor, Permission.DRAFT, matter)
        insist_on_draft(held)
        insist(open_case_refusal(case))
        insist(drafting_refusal(matter, drafter_agency=agency))
        insist_on_all(drafting_content_refusals(content, case=case, today=today_of(at)))
        held.category = case.category
        held.topic = case.topic if matter.category.value == "factual_claim" else ""
        set_texts(held, content)
        _take_up(held, user=user, agency=agency)
        held.save()
        _write(held, content, at=at, by=_Writer(user, agency), journal=journal)
        _record(journal, AuditTag.VERDICT_EDITED, held)
        return held


def add_evidence(
    *,
    source: Source,
    content: bytes,
    media_type: str,
    actor: Actor,
    now: datetime | None = None,
) -> Source:
    """Keep a copy of what the source showed; its SHA-256 stands beside the source in public.

    A file that was there before is replaced. Refused once the version is submitted.
    """
    at = now or timezone.now()
    if len(content) > settings.SANGTO_UPLOAD_BYTES:
        raise Refused(
            Refusal(
                "source.evidence_too_large",
                gettext_noop("A file may have at most %(megabytes)d MB."),
                {"megabytes": settings.SANGTO_UPLOAD_BYTES // (1024 * 1024)},
                "file",
            )
        )
    with change(actor) as journal:
        held = locked(source.version)
        case = case_of(held)
        insist(readiness_refusal(case))
        matter = matter_of(case)
        user, agency = authorise(actor, Permission.DRAFT, matter)
        insist_on_draft(held)
        insist(drafting_refusal(matter, drafter_agency=agency))
        row = Source.objects.select_related("file").get(pk=source.pk, version=held)
        before = row.file
        row.file = store_file(
            content=content,
            media_type=media_type,
            purpose=Purpose.EVIDENCE,
            title=row.title,
            journal=journal,
            now=at,
        )
        row.save(update_fields=["file"])
        if before is not None:
            drop_unused(before, journal=journal)
        contribute(held, user=user, agency=agency, at=at)
        journal.record(
            AuditTag.VERDICT_EVIDENCE_ADDED,
            held,
            details={"source": row.pk, "sha256": row.file.sha256},
        )
        return row


def submit_draft(
    *, version: VerdictVersion, actor: Actor, now: datetime | None = None
) -> VerdictVersion:
    """Hand a complete draft to an approver. From here on its content is frozen."""
    at = now or timezone.now()
    with change(actor) as journal:
        held = locked(version)
        case = case_of(held)
        insist(readiness_refusal(case))
        matter = matter_of(case)
        user, agency = authorise(actor, Permission.SUBMIT, matter)
        step = VERSION_WORKFLOW.step(held.status, VersionAction.SUBMIT)
        insist(open_case_refusal(case))
        insist(drafting_refusal(matter, drafter_agency=agency))
        insist(category_moved_refusal(held, case))
        insist_on_all(signing_refusals(held, today=today_of(at)))
        held.status = step.target
        held.submitted_by_id = user
        held.submitted_at = at
        held.submitted_digest = digest_of(held)
        _take_up(held, user=user, agency=agency)
        held.save(
            update_fields=[
                "status",
                "submitted_by",
                "submitted_at",
                "submitted_digest",
                "drafted_by",
                "drafted_agency",
            ]
        )
        contribute(held, user=user, agency=agency, at=at)
        _record(journal, AuditTag(step.audit_tag), held)
        move(case=case, action=CaseAction.SUBMIT, actor=actor)
        return held


def start_new_version(
    *, verdict: Verdict, actor: Actor, now: datetime | None = None
) -> VerdictVersion:
    """A draft with the content of the published version, whose case is opened again.

    Provisions that have expired since are left out. The published version stays until the new
    one is approved. A verdict that was taken back starts from its last version.
    """
    return _renewed(verdict, Permission.RENEW, actor=actor, at=now or timezone.now())


def begin_correction(
    *, verdict: Verdict, actor: Actor, now: datetime | None = None
) -> VerdictVersion:
    """The same for whoever decided an appeal: a draft that belongs to nobody yet.

    Who wanted it does not write it. The first who edits it becomes its author.
    """
    return _renewed(verdict, Permission.CORRECT, actor=actor, at=now or timezone.now())


def _renewed(
    verdict: Verdict, permission: Permission, *, actor: Actor, at: datetime
) -> VerdictVersion:
    writes = permission is Permission.RENEW
    with change(actor) as journal:
        current = (
            VerdictVersion.objects.select_for_update(of=("self",))
            .filter(
                verdict=verdict,
                published_at__isnull=False,
                status__in=[VersionStatus.PUBLISHED.value, VersionStatus.WITHDRAWN.value],
            )
            .order_by("-number")
            .first()
        )
        if current is None or verdict.case is None:
            raise Refused(
                Refusal(
                    "verdict.nothing_to_renew",
                    gettext_noop("A new version starts from a published one."),
                )
            )
        case = _locked_case(verdict.case)
        matter = matter_of(case)
        user, agency = authorise(actor, permission, matter)
        if writes:
            insist(drafting_refusal(matter, drafter_agency=agency))
        if VerdictVersion.objects.filter(
            verdict=verdict, status__in=sorted(status.value for status in OPEN_STATUSES)
        ).exists():
            raise Refused(
                Refusal(
                    "verdict.draft_exists",
                    gettext_noop("Somebody has started a new version of this verdict already."),
                )
            )
        if case.status == CaseStatus.CLOSED.value:
            if case.outcome != CaseOutcome.VERDICT.value:
                raise Refused(case_closed())
            if writes:
                move(case=case, action=CaseAction.REOPEN, actor=actor)
            else:
                reopen_on_appeal(case=case, actor=actor, now=at)
            case = _locked_case(case)
        insist(readiness_refusal(case))
        by = _Writer(user, agency) if writes else None
        version = _copied(current, case, by=by, at=at, journal=journal)
        _record(journal, AuditTag.VERDICT_DRAFTED, version)
        record_entry(
            case=case,
            kind=EntryKind.VERDICT,
            actor=actor,
            data={"step": "drafted", "verdict": verdict.reference, "version": version.number},
        )
        return version


def category_moved_refusal(version: VerdictVersion, case: Case) -> Refusal | None:
    """A draft was written for a category; when the case has another one it is read again."""
    if version.category == case.category:
        return None
    return Refusal(
        "verdict.category_moved",
        gettext_noop("The case has got another category since. Please look through the draft."),
        {"category": case.category},
        "rating",
    )


class _Writer(NamedTuple):
    user: int
    agency: int


def _copied(
    current: VerdictVersion, case: Case, *, by: _Writer | None, at: datetime, journal: Journal
) -> VerdictVersion:
    today = today_of(at)
    before = content_of(current)
    known = known_grounds(case.network_id)
    content = replace(
        before,
        sources=(),
        grounds=tuple(code for code in before.grounds if known[code].in_force(today)),
        change_note="",
        change_note_en="",
    )
    version = _new_version(current.verdict, case, content, by=by, at=at)
    version.personal_stays = current.personal_stays
    version.hidden_passages = current.hidden_passages
    version.save(update_fields=["personal_stays", "hidden_passages"])
    _write(version, content, at=at, by=by, journal=journal)
    for source in current.sources.all():
        source.pk = None
        source.version = version
        source.save()
    return version


def _new_version(
    verdict: Verdict, case: Case, content: VerdictContent, *, by: _Writer | None, at: datetime
) -> VerdictVersion:
    version = VerdictVersion(
        verdict=verdict,
        number=next_number(verdict),
        status=VersionStatus.DRAFT.value,
        category=case.category,
        topic=case.topic if case.category == "factual_claim" else "",
        drafted_by_id=by.user if by is not None else None,
        drafted_agency_id=by.agency if by is not None else None,
        drafted_at=at,
    )
    set_texts(version, content)
    version.save()
    return version


def _write(
    version: VerdictVersion,
    content: VerdictContent,
    *,
    at: datetime,
    by: _Writer | None,
    journal: Journal,
) -> None:
    write_sources(version, content.sources, journal=journal)
    write_grounds(version, content.grounds, today=today_of(at))
    if by is not None:
        contribute(version, user=by.user, agency=by.agency, at=at)


def _take_up(version: VerdictVersion, *, user: int, agency: int) -> None:
    """A draft that nobody wrote yet is whose it is first worked on by; saves nothing."""
    if version.drafted_by_id is None:
        version.drafted_by_id = user
        version.drafted_agency_id = agency


def _record(journal: Journal, tag: AuditTag, version: VerdictVersion) -> None:
    journal.record(tag, version, details=signature_details(version))


def signature_details(version: VerdictVersion) -> dict[str, object]:
    """What the record keeps of a version: its place and a digest, never its content."""
    return {
        "verdict": version.verdict.reference,
        "number": version.number,
        "rating": version.rating,
        "digest": digest_of(version),
    }


def _locked_case(case: Case) -> Case:
    return (
        Case.objects.select_for_update(of=("self",))
        .select_related("claim__subject_agency", "subject_agency", "owner")
        .get(pk=case.pk)
    )
