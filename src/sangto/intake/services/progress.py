"""The way of a report through the desk: in review, answered, its addresses forgotten."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from django.utils import timezone

from sangto.audit.services import change
from sangto.audit.tags import AuditTag
from sangto.intake import receipts
from sangto.intake.domain.reports import REPORT_WORKFLOW, ReportOutcome, ReportStatus
from sangto.intake.domain.stripping import forget_posts
from sangto.intake.models import Contact, Report, ReportAddition, ReportImage
from sangto.intake.permissions import IntakePermission, authorise
from sangto.kernel.actor import Actor
from sangto.kernel.errors import Refusal, gettext_noop, insist
from sangto.kernel.text import folded
from sangto.kernel.workflow import Transition
from sangto.organisations.queries import receipt_days


def start_review(*, report: Report, actor: Actor, now: datetime | None = None) -> Report:
    """Somebody works on it now. Refused when it is not newly received (any more)."""
    with change(actor) as journal:
        authorise(actor, IntakePermission.REVIEW)
        fresh = locked(report)
        step = REPORT_WORKFLOW.step(fresh.status, "start_review")
        fresh.review_started_at = now or timezone.now()
        move(fresh, step, ["review_started_at"])
        journal.record(AuditTag.REPORT_REVIEW_STARTED, fresh)
    return fresh


def mark_answered(
    *,
    report: Report,
    outcome: ReportOutcome | str,
    actor: Actor,
    now: datetime | None = None,
) -> Report:
    """The sender has an answer on the receipt; a later one (a new version) may follow.

    Each answer starts the time anew in which the receipt is readable and after which the contact
    is erased; ``answered_at`` keeps the first one. Refused for a closed report.
    """
    outcome = ReportOutcome(outcome)
    insist(_outcome_refusal(outcome))
    at = now or timezone.now()
    with change(actor) as journal:
        authorise(actor, IntakePermission.ANSWER)
        fresh = locked(report)
        step = REPORT_WORKFLOW.step(fresh.status, "answer")
        again = fresh.status == ReportStatus.ANSWERED
        fresh.outcome = outcome.value
        fresh.answered_at = fresh.answered_at or at
        fresh.readable_until = readable_until(fresh, at)
        move(fresh, step, ["outcome", "answered_at", "readable_until"])
        Contact.objects.filter(report=fresh).update(erase_after=fresh.readable_until)
        journal.record(
            AuditTag.REPORT_ANSWERED, fresh, details={"outcome": outcome.value, "again": again}
        )
    return fresh


def forget_addresses(*, report: Report, actor: Actor, every_link: bool = False) -> Report:
    """Addresses of posts become keyed digests, as when a case closes (SCOPE.md 2).

    With ``every_link`` all addresses do, which is for the categories that may keep no link. The
    folded text changes with the text, so whoever indexed it has to index it again.
    """
    with change(actor) as journal:
        authorise(actor, IntakePermission.FORGET)
        fresh = locked(report)

        def forgotten(text: str) -> str:
            return forget_posts(
                text, lambda address: receipts.link_digest(address)[:16], every_link=every_link
            )

        text, reason = forgotten(fresh.text), forgotten(fresh.reason)
        link, digest = fresh.link, fresh.link_digest
        if link and (every_link or forgotten(link) != link):
            link, digest = "", receipts.link_digest(link)
        added = _forget_in_additions(fresh, forgotten) + _forget_in_pictures(fresh, forgotten)
        if (text, reason, link) == (fresh.text, fresh.reason, fresh.link) and not added:
            journal.nothing_changed()
            return fresh
        fresh.text, fresh.reason, fresh.link, fresh.link_digest = text, reason, link, digest
        fresh.folded = folded(text)
        fresh.save(update_fields=["text", "folded", "reason", "link", "link_digest"])
        journal.record(
            AuditTag.REPORT_ADDRESSES_FORGOTTEN, fresh, details={"every_link": every_link}
        )
    return fresh


def _forget_in_additions(report: Report, forgotten: Callable[[str], str]) -> int:
    changed = 0
    for addition in ReportAddition.objects.filter(report=report).exclude(text=""):
        text = forgotten(addition.text)
        if text != addition.text:
            addition.text = text
            addition.save(update_fields=["text"])
            changed += 1
    return changed


def _forget_in_pictures(report: Report, forgotten: Callable[[str], str]) -> int:
    """In what a machine read there; a code that is an address like any other."""
    changed = 0
    for image in ReportImage.objects.filter(report=report).exclude(read_text="", read_codes=[]):
        text, codes = forgotten(image.read_text), [forgotten(code) for code in image.read_codes]
        if (text, codes) != (image.read_text, image.read_codes):
            image.read_text, image.read_codes = text, codes
            image.save(update_fields=["read_text", "read_codes"])
            changed += 1
    return changed


def locked(report: Report) -> Report:
    """The row as it is now, held until the end of the transaction."""
    return Report.objects.select_for_update().get(pk=report.pk)


def move(report: Report, step: Transition, changed: list[str]) -> None:
    report.status = str(step.target)
    report.save(update_fields=["status", *changed])


def readable_until(report: Report, at: datetime) -> datetime:
    """Until when the receipt of a report answered at ``at`` can be read."""
    return at + timedelta(days=receipt_days(report.network))


def _outcome_refusal(outcome: ReportOutcome) -> Refusal | None:
    if outcome in {ReportOutcome.VERDICT, ReportOutcome.ANSWERED}:
        return None
    return Refusal(
        "intake.outcome",
        gettext_noop("A report is answered by a verdict or by an agency's answer."),
        {"outcome": outcome.value},
    )
