"""What an officer for appeals does: take one, look at its reply, decide."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.utils import timezone

from sangto.appeals.domain.appeals import (
    APPEAL_WORKFLOW,
    AppealAction,
    Outcome,
    ReplyState,
    Subject,
    deciding_refusal,
    outcome_refusal,
    personal_refusal,
    reasons_refusal,
    reply_refusal,
)
from sangto.appeals.models import Appeal, AppealContact
from sangto.appeals.permissions import Permission, authorise
from sangto.appeals.queries.involved import involved_in, relatives_of
from sangto.appeals.wording import decision_mail
from sangto.audit.services import change
from sangto.audit.tags import AuditTag
from sangto.cases.domain.states import EntryKind
from sangto.cases.services import record_entry
from sangto.handling.services import overturn_measure
from sangto.kernel.actor import Actor
from sangto.kernel.errors import NotVisible, insist
from sangto.kernel.personal import findings
from sangto.kernel.text import clean
from sangto.notices.services import queue_mail
from sangto.organisations.queries import receipt_days
from sangto.verdicts.domain.version import RemovalCause, VersionStatus
from sangto.verdicts.services import begin_correction, withdraw_verdict


def take_appeal(*, appeal: Appeal, actor: Actor, now: datetime | None = None) -> Appeal:
    """Take it up, or over from a colleague. Refused to whoever had a part in the case."""
    at = now or timezone.now()
    with change(actor) as journal:
        held, person, agency = _held(appeal, actor, Permission.DECIDE)
        step = APPEAL_WORKFLOW.step(held.state, AppealAction.TAKE)
        insist(
            deciding_refusal(
                person=person, agency=agency, involved=involved_in(held.case, appeal=held)
            )
        )
        held.state = step.target
        held.officer_id = person
        held.officer_agency_id = agency
        held.taken_at = at
        held.save(update_fields=["state", "officer", "officer_agency", "taken_at"])
        _entry(held, actor, "taken", at)
        journal.record(AuditTag(step.audit_tag), held)
        return held


def decide_appeal(
    *,
    appeal: Appeal,
    outcome: Outcome,
    reasons: str,
    actor: Actor,
    stays: Sequence[str] = (),
    now: datetime | None = None,
) -> Appeal:
    """End it with reasons that stand in public.

    *Changed* begins the draft of a new version, which other people write and sign; *withdrawn*
    takes the verdict or the measure back, and everybody who was answered with it, or the agency
    that took it, is told. Independence is asked
    again on the day of the decision. Of two decisions at once the second is refused.
    """
    at = now or timezone.now()
    outcome, reasons = Outcome(outcome), clean(reasons).strip()
    with change(actor) as journal:
        held, person, agency = _held(appeal, actor, Permission.DECIDE)
        step = APPEAL_WORKFLOW.step(held.state, AppealAction.DECIDE)
        insist(
            deciding_refusal(
                person=person,
                agency=agency,
                involved=involved_in(held.case, appeal=held),
                officer=held.officer_id,
            )
        )
        version = held.version
        current = version is not None and version.status == VersionStatus.PUBLISHED.value
        insist(outcome_refusal(subject=Subject(held.subject), outcome=outcome, current=current))
        insist(reasons_refusal(reasons, stays=stays))
        held.state = step.target
        held.outcome = outcome.value
        held.reasons = reasons
        held.reasons_stay = sorted({one.key for one in findings(reasons)}.intersection(stays))
        held.decided_at = held.ended_at = at
        held.readable_until = at + timedelta(days=receipt_days(held.network))
        held.save(
            update_fields=[
                "state",
                "outcome",
                "reasons",
                "reasons_stay",
                "decided_at",
                "ended_at",
                "readable_until",
            ]
        )
        _entry(held, actor, f"decided_{outcome.value}", at)
        journal.record(
            AuditTag(step.audit_tag), held, {"outcome": outcome.value, "reasons": reasons}
        )
        if version is not None and outcome is Outcome.CHANGED:
            begin_correction(verdict=version.verdict, actor=actor, now=at)
        if version is not None and outcome is Outcome.WITHDRAWN:
            withdraw_verdict(
                verdict=version.verdict,
                cause=RemovalCause.APPEAL,
                reason=reasons,
                actor=actor,
                now=at,
            )
        if held.measure is not None and outcome is Outcome.WITHDRAWN:
            overturn_measure(measure=held.measure, appeal=held.reference, actor=actor, now=at)
        _tell(held, outcome)
        return held


def check_reply(
    *,
    appeal: Appeal,
    show: bool,
    actor: Actor,
    stays: Sequence[str] = (),
    passages: Sequence[str] = (),
    now: datetime | None = None,
) -> Appeal:
    """Show a reply with the verdict, or not; personal data is the only thing that is asked.

    ``passages`` are masked. A reply that is not shown holds personal data that can not be masked.
    """
    at = now or timezone.now()
    with change(actor) as journal:
        held, person, _agency = _held(appeal, actor, Permission.CHECK_REPLY)
        insist(reply_refusal(ReplyState(held.reply_state)))
        if show:
            insist(personal_refusal(held.reply, field="reply", stays=stays))
        held.reply_state = (ReplyState.SHOWN if show else ReplyState.REFUSED).value
        held.reply_stays = sorted({one.key for one in findings(held.reply)}.intersection(stays))
        held.reply_hidden = [one for text in passages if (one := clean(text).strip())]
        held.reply_checked_by_id = person
        held.reply_checked_at = at
        held.save(
            update_fields=[
                "reply_state",
                "reply_stays",
                "reply_hidden",
                "reply_checked_by",
                "reply_checked_at",
            ]
        )
        journal.record(
            AuditTag.REPLY_SHOWN if show else AuditTag.REPLY_REFUSED,
            held,
            {"hidden": len(held.reply_hidden)},
        )
        return held


def _held(appeal: Appeal, actor: Actor, permission: Permission) -> tuple[Appeal, int, int]:
    held = (
        Appeal.objects.select_for_update(of=("self",))
        .select_related(
            "network",
            "version__verdict__claim",
            "version__verdict__case",
            "measure__case",
            "measure__owner",
            "case__claim__subject_agency",
            "case__subject_agency",
        )
        .get(pk=appeal.pk)
    )
    authorise(actor, permission, relatives=relatives_of(held.case))
    if actor.user_id is None or actor.agency_id is None:
        raise NotVisible
    return held, actor.user_id, actor.agency_id


def _entry(appeal: Appeal, actor: Actor, step: str, at: datetime) -> None:
    record_entry(
        case=appeal.case,
        kind=EntryKind.APPEAL,
        actor=actor,
        data={"step": step, "appeal": appeal.reference},
        now=at,
    )


def _tell(appeal: Appeal, outcome: Outcome) -> None:
    contact = AppealContact.objects.filter(appeal=appeal).first()
    if contact is None:
        return
    subject, body = decision_mail(
        reference=appeal.reference,
        outcome=outcome,
        reasons=appeal.reasons,
        language=contact.language,
    )
    queue_mail(
        key=f"appeal:{appeal.pk}:decided",
        to_sealed=contact.email_sealed,
        language=contact.language,
        subject=subject,
        body=body,
    )
    AppealContact.objects.filter(pk=contact.pk).update(erase_after=appeal.readable_until)
