"""Approving, sending and settling reports to providers."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from sangto.audit.services import Journal, change
from sangto.audit.tags import AuditTag
from sangto.cases.queries import category_of, standing_of
from sangto.documents.services import delete_file
from sangto.handling.abuse_papers import attachments_of, mail_text, paper_refusal
from sangto.handling.abuse_permissions import AbusePermission, authorise
from sangto.handling.domain.abuse import (
    ABUSE_WORKFLOW,
    FINISHED_STATES,
    NOTE_LENGTH,
    SETTLING,
    AbuseAction,
    AbuseState,
    Seen,
    TargetKind,
)
from sangto.handling.domain.abuse_rules import (
    approving_refusal,
    changed_refusal,
    evidence_refusal,
    owner_time_refusal,
    verdict_refusal,
)
from sangto.handling.domain.abuse_targets import category_refusal, read_target
from sangto.handling.models import AbuseRecheck, AbuseReport
from sangto.handling.queries.abuse import (
    concerned_agencies,
    content_digest,
    is_in_book,
    notice_of,
    rating_of,
)
from sangto.handling.services.abuse_writing import locked
from sangto.kernel.actor import Actor
from sangto.kernel.errors import Refusal, Refused, gettext_noop, insist
from sangto.kernel.text import clean
from sangto.matching.queries import protected_domains
from sangto.notices.services import queue_mail
from sangto.notices.services.outbox import SECRET_MARK, sealed_recipient

#: A person looks again after so many days, unless another day is written down.
RECHECK_DAYS = 7


def approve_abuse_report(
    *, report: AbuseReport, read_digest: str, actor: Actor, now: datetime | None = None
) -> AbuseReport:
    """The second signature. Everything is asked again on this day; ``read_digest`` is that of the
    content which the approver had before them."""
    now = now or timezone.now()
    with change(actor) as journal:
        held = locked(report)
        user, agency = authorise(actor, AbusePermission.APPROVE, standing_of(actor, held.case))
        step = ABUSE_WORKFLOW.step(held.state, AbuseAction.APPROVE)
        hands = list(held.hands.values_list("user_id", "agency_id"))
        insist(
            approving_refusal(
                approver=user,
                approver_agency=agency,
                hands=frozenset(one for one, _agency in hands),
                hand_agencies=frozenset(one for _user, one in hands),
                concerned=concerned_agencies(held),
            )
        )
        insist(_still_refusal(held, timezone.localdate(now)))
        digest = content_digest(held)
        insist(changed_refusal(digest, read_digest))
        _write(
            held,
            {
                "state": step.target,
                "approved_by_id": user,
                "approver_agency_id": agency,
                "approved_at": now,
                "content_digest": digest,
            },
        )
        journal.record(AuditTag(step.audit_tag), held, {"digest": digest})
        return held


def send_back_abuse_report(
    *, report: AbuseReport, actor: Actor, now: datetime | None = None
) -> AbuseReport:
    """Take the approval away, so that it can be changed."""
    with change(actor) as journal:
        held = locked(report)
        authorise(actor, AbusePermission.APPROVE, standing_of(actor, held.case))
        step = ABUSE_WORKFLOW.step(held.state, AbuseAction.SEND_BACK)
        _write(
            held,
            {
                "state": step.target,
                "approved_by_id": None,
                "approver_agency_id": None,
                "approved_at": None,
                "content_digest": "",
            },
        )
        journal.record(AuditTag(step.audit_tag), held)
        return held


def send_abuse_report(
    *, report: AbuseReport, actor: Actor, now: datetime | None = None
) -> AbuseReport:
    """Queue the mail to the provider. The rules are asked once more: a site may have become
    protected, a verdict may have changed. The address of an account travels sealed and is gone
    from the outbox with the mail (SCOPE.md 2)."""
    now = now or timezone.now()
    with change(actor) as journal:
        held = locked(report)
        authorise(actor, AbusePermission.SEND, standing_of(actor, held.case))
        step = ABUSE_WORKFLOW.step(held.state, AbuseAction.SEND)
        today = timezone.localdate(now)
        insist(_still_refusal(held, today))
        insist(changed_refusal(content_digest(held), held.content_digest))
        insist(_contact_refusal(held, today))
        notice = notice_of(held, now=now)
        subject, body = mail_text(notice)
        is_account = held.target_kind == TargetKind.ACCOUNT
        queue_mail(
            key=f"abuse:{held.pk}",
            to_sealed=sealed_recipient(held.provider.address, body if is_account else ""),
            language=held.provider.language,
            subject=subject,
            body=SECRET_MARK if is_account else body,
            attachments=attachments_of(notice),
            now=now,
        )
        _write(
            held,
            {
                "state": step.target,
                "sent_at": now,
                "recheck_on": today + timedelta(days=RECHECK_DAYS),
            },
        )
        journal.record(AuditTag(step.audit_tag), held, {"provider": held.provider_id})
        return held


def settle_abuse_report(
    *,
    report: AbuseReport,
    action: AbuseAction,
    note: str = "",
    actor: Actor,
    now: datetime | None = None,
) -> AbuseReport:
    """Write down what the provider did. Once it is finished, the address of an account is erased,
    with the evidence that shows it; the digests stay."""
    now = now or timezone.now()
    with change(actor) as journal:
        held = locked(report)
        authorise(actor, AbusePermission.SETTLE, standing_of(actor, held.case))
        insist(_settling_refusal(action, note))
        step = ABUSE_WORKFLOW.step(held.state, action)
        values: dict[str, Any] = {"state": step.target}
        if note.strip():
            values["note"] = _without(held, clean(note).strip())
        if step.target == AbuseState.ACKNOWLEDGED:
            values["acknowledged_at"] = now
        if AbuseState(step.target) in FINISHED_STATES:
            values |= {"settled_at": now, "recheck_on": None}
            values |= _forgotten(held, journal, now)
        _write(held, values)
        journal.record(AuditTag(step.audit_tag), held, {"state": step.target})
        return held


def recheck_abuse_report(
    *,
    report: AbuseReport,
    seen: Seen,
    seen_on: date,
    again_on: date | None = None,
    actor: Actor,
    now: datetime | None = None,
) -> AbuseRecheck:
    """A person looked again: what was there on that day, and when to look next."""
    now = now or timezone.now()
    with change(actor) as journal:
        held = locked(report)
        user, _agency = authorise(actor, AbusePermission.SETTLE, standing_of(actor, held.case))
        insist(_recheck_refusal(held, seen_on, again_on, timezone.localdate(now)))
        recheck = AbuseRecheck.objects.create(
            report=held, seen_on=seen_on, seen=seen.value, user_id=user, noted_at=now
        )
        if AbuseState(held.state) not in FINISHED_STATES:
            _write(held, {"recheck_on": again_on})
        journal.record(AuditTag.ABUSE_RECHECKED, held, {"seen": seen.value})
        return recheck


def _write(report: AbuseReport, values: dict[str, Any]) -> None:
    AbuseReport.objects.filter(pk=report.pk).update(**values)
    report.refresh_from_db()


def _still_refusal(report: AbuseReport, today: date) -> Refusal | None:
    """What may have changed since it was written, and what a draft may still lack."""
    category = category_of(report.case)
    refused = category_refusal(category)
    if refused is not None:
        return refused
    if category is None or category.value != report.category:
        return Refusal(
            "abuse.category_moved",
            gettext_noop("The case has another category now. Write the report anew."),
        )
    target = read_target(
        category, TargetKind(report.target_kind), report.address, protected_domains()
    )
    if isinstance(target, Refusal):
        return target
    return (
        evidence_refusal(list(report.evidence.values_list("size", flat=True)))
        or owner_time_refusal(report.owner_told_on, today=today)
        or verdict_refusal(rating_of(report.case))
        or paper_refusal(notice_of(report))
    )


def _contact_refusal(report: AbuseReport, today: date) -> Refusal | None:
    if is_in_book(report.provider, today):
        return None
    return Refusal(
        "abuse.contact_ended",
        gettext_noop("This contact is not used any more."),
        {},
        "provider",
    )


def _settling_refusal(action: AbuseAction, note: str) -> Refusal | None:
    if action not in SETTLING:
        raise Refused(ABUSE_WORKFLOW.refusal("", action) or _too_long())
    if len(note) > NOTE_LENGTH:
        return _too_long()
    if action is AbuseAction.REFUSE and not note.strip():
        return Refusal(
            "abuse.no_reason",
            gettext_noop("Write down the reason that the provider gave."),
            {},
            "note",
        )
    return None


def _too_long() -> Refusal:
    return Refusal(
        "abuse.too_long",
        gettext_noop("This text may have at most %(length)d characters."),
        {"length": NOTE_LENGTH},
        "note",
    )


def _recheck_refusal(
    report: AbuseReport, seen_on: date, again_on: date | None, today: date
) -> Refusal | None:
    if report.sent_at is None:
        return Refusal(
            "abuse.not_sent", gettext_noop("This report was not sent yet."), {}, "seen_on"
        )
    if not timezone.localdate(report.sent_at) <= seen_on <= today:
        return Refusal(
            "abuse.seen_on",
            gettext_noop("Write a day since it was sent, at the latest today."),
            {},
            "seen_on",
        )
    if again_on is not None and again_on <= today:
        return Refusal(
            "abuse.again_on", gettext_noop("Choose a day that is still to come."), {}, "again_on"
        )
    return None


def _forgotten(report: AbuseReport, journal: Journal, now: datetime) -> dict[str, Any]:
    if report.target_kind != TargetKind.ACCOUNT or report.erased_at is not None:
        return {}
    for one in report.evidence.select_related("file"):
        delete_file(file=one.file, journal=journal, now=now)
    journal.record(AuditTag.ABUSE_ERASED, report)
    return {
        "address": "",
        "erased_at": now,
        "facts": _without(report, report.facts),
        "victim_statement": _without(report, report.victim_statement),
    }


def _without(report: AbuseReport, text: str) -> str:
    """The text without the account's address and its name."""
    if report.target_kind != TargetKind.ACCOUNT or not report.address:
        return text
    rest = report.address.partition("://")[2] or report.address
    parts = [report.address, rest, *rest.split("/")[1:]]
    for part in sorted({one.strip("@") for one in parts if len(one) > 3}, key=len, reverse=True):
        text = re.sub(re.escape(part), "…", text, flags=re.IGNORECASE)
    return text
