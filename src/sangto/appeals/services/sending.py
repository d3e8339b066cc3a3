"""Taking an appeal in, once and whole, and letting its sender take it back."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from django.db import IntegrityError
from django.utils import timezone

from sangto.appeals.domain.appeals import (
    APPEAL_WORKFLOW,
    OPEN_STATES,
    AppealAction,
    AppealContent,
    AppealState,
    ReplyState,
    Subject,
    content_refusals,
    crowd_refusal,
    window_refusal,
)
from sangto.appeals.models import Appeal, AppealContact
from sangto.appeals.permissions import Permission, authorise
from sangto.appeals.queries.appeals import appeal_by_key, row_by_receipt
from sangto.appeals.queries.windows import Window, decided_by, measure_window, verdict_window
from sangto.appeals.receipts import APPEALS
from sangto.audit.secrets import sealer
from sangto.audit.services import change
from sangto.audit.tags import AuditTag
from sangto.cases.domain.states import EntryKind
from sangto.cases.models import Case
from sangto.cases.services import record_entry
from sangto.handling.models import Measure
from sangto.intake.domain.contact import normalised_email
from sangto.intake.domain.stripping import strip_identities
from sangto.intake.domain.submission import key_refusal
from sangto.kernel.actor import Actor
from sangto.kernel.errors import NotVisible, Refusal, Refused, insist
from sangto.kernel.references import unused_reference
from sangto.kernel.text import clean
from sangto.organisations.queries import receipt_days
from sangto.verdicts.models import VerdictVersion

PREFIX = "KN"


class RefusedAppeal(Refused):
    """All that the sender has to change, in the order of the form; ``refusal`` is the first."""

    def __init__(self, refusals: list[Refusal]) -> None:
        super().__init__(refusals[0])
        self.refusals = tuple(refusals)


@dataclass(frozen=True, slots=True)
class SentAppeal:
    """``repeated`` when the very same one was there already."""

    appeal: Appeal
    receipt: str = field(repr=False)
    repeated: bool = False


def send_appeal(
    *,
    version: VerdictVersion | None = None,
    measure: Measure | None = None,
    content: AppealContent,
    language: str,
    key: str,
    actor: Actor,
    now: datetime | None = None,
) -> SentAppeal:
    """Keep an appeal about a public verdict or a measure; answer with its receipt.

    Refused once the window is closed, and for anything that is not public. The same key gives
    the same appeal and receipt. Handles and profile links are taken out of what was written, as
    at intake (SCOPE.md 2).
    """
    at = now or timezone.now()
    authorise(actor, Permission.SEND)
    insist(key_refusal(key))
    ready = _cleaned(content)
    if refusals := content_refusals(ready):
        raise RefusedAppeal(refusals)
    known = _repeated(key)
    if known is not None:
        return known
    try:
        return _kept(version, measure, ready, language, key, actor, at)
    except IntegrityError:
        known = _repeated(key)
        if known is None:
            raise
        return known


def _cleaned(content: AppealContent) -> AppealContent:
    return replace(
        content,
        grounds=strip_identities(content.grounds).strip(),
        reply=strip_identities(content.reply).strip(),
        email=normalised_email(clean(content.email)) if content.email.strip() else "",
    )


def _repeated(key: str) -> SentAppeal | None:
    appeal = appeal_by_key(key)
    if appeal is None:
        return None
    return SentAppeal(appeal, APPEALS.of(key, appeal.receipt_digest), repeated=True)


def _kept(
    version: VerdictVersion | None,
    measure: Measure | None,
    content: AppealContent,
    language: str,
    key: str,
    actor: Actor,
    at: datetime,
) -> SentAppeal:
    receipt = APPEALS.new(key)
    with change(actor) as journal:
        case, window = _subject(version, measure, at)
        insist(window_refusal(until=window.until, today=timezone.localdate(at)))
        insist(
            crowd_refusal(
                open_appeals=Appeal.objects.filter(
                    version=version,
                    measure=measure,
                    state__in=sorted(state.value for state in OPEN_STATES),
                ).count()
            )
        )
        network = case.network
        appeal = Appeal.objects.create(
            reference=unused_reference(
                PREFIX,
                timezone.localdate(at).year,
                secrets.token_bytes,
                lambda reference: Appeal.objects.filter(reference=reference).exists(),
            ),
            receipt_digest=APPEALS.digest(receipt),
            idempotency_digest=APPEALS.key_digest(key),
            network=network,
            subject=(Subject.VERDICT if version is not None else Subject.MEASURE).value,
            version=version,
            measure=measure,
            case=case,
            relation=content.relation.value,
            language=language,
            grounds=content.grounds,
            reply=content.reply,
            reply_state=(ReplyState.WAITING if content.reply else ReplyState.NONE).value,
            received_at=at,
            closes_on=window.until,
            due_at=decided_by(network, at),
        )
        if content.email:
            AppealContact.objects.create(
                appeal=appeal,
                email_sealed=sealer().seal(content.email),
                language=language,
                created_at=at,
            )
        record_entry(
            case=case,
            kind=EntryKind.APPEAL,
            actor=actor,
            data={"step": "received", "appeal": appeal.reference},
            now=at,
        )
        journal.record(
            AuditTag.APPEAL_RECEIVED,
            appeal,
            {"case": case.pk, "version": appeal.version_id, "measure": appeal.measure_id},
        )
    return SentAppeal(appeal, receipt)


def _subject(
    version: VerdictVersion | None, measure: Measure | None, at: datetime
) -> tuple[Case, Window]:
    """The case and the window as they are now; what is not public does not exist."""
    if version is not None and measure is None:
        held = (
            VerdictVersion.objects.select_for_update(of=("self",))
            .select_related("verdict__case__network", "verdict__claim__network")
            .get(pk=version.pk)
        )
        window = verdict_window(held, now=at)
        if held.verdict.case is None or window is None:
            raise NotVisible
        return held.verdict.case, window
    if measure is not None and version is None:
        row = Measure.objects.select_related("case__network").get(pk=measure.pk)
        window = measure_window(row, now=at)
        if window is None:
            raise NotVisible
        return row.case, window
    raise NotVisible


def withdraw_appeal(*, receipt: str, actor: Actor, now: datetime | None = None) -> Appeal:
    """The sender takes it back: what was written and the address are deleted at once."""
    at = now or timezone.now()
    with change(actor) as journal:
        authorise(actor, Permission.SEND)
        found = row_by_receipt(receipt, at)
        if found is None:
            raise NotVisible
        appeal = Appeal.objects.select_for_update(of=("self",)).get(pk=found.pk)
        step = APPEAL_WORKFLOW.step(appeal.state, AppealAction.WITHDRAW)
        AppealContact.objects.filter(appeal=appeal).delete()
        appeal.state = AppealState(step.target).value
        appeal.grounds = ""
        appeal.reply = ""
        appeal.reply_state = ReplyState.NONE.value
        appeal.ended_at = at
        appeal.content_deleted_at = at
        appeal.readable_until = at + timedelta(days=receipt_days(found.network))
        appeal.save(
            update_fields=[
                "state",
                "grounds",
                "reply",
                "reply_state",
                "ended_at",
                "content_deleted_at",
                "readable_until",
            ]
        )
        record_entry(
            case=found.case,
            kind=EntryKind.APPEAL,
            actor=actor,
            data={"step": "withdrawn", "appeal": appeal.reference},
            now=at,
        )
        journal.record(AuditTag(step.audit_tag), appeal)
        return appeal
