"""Personal data in a version: what a person says of it before publication, and masking after."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone

from sangto.audit.services import change
from sangto.audit.tags import AuditTag
from sangto.cases.domain.states import EntryKind
from sangto.cases.services import record_entry
from sangto.kernel.actor import Actor
from sangto.kernel.errors import Refusal, Refused, gettext_noop, insist
from sangto.kernel.personal import PersonalKind
from sangto.kernel.text import clean, folded
from sangto.matching.services import keep_verdict_words
from sangto.verdicts.domain.personal import (
    masking_refusal,
    passages_refusal,
    removal_reason_refusal,
    spots,
)
from sangto.verdicts.domain.signoff import drafting_refusal
from sangto.verdicts.domain.version import PUBLIC_STATUSES, RemovalCause
from sangto.verdicts.models import Redaction, VerdictVersion
from sangto.verdicts.permissions import Permission
from sangto.verdicts.queries.material import content_of, matter_of
from sangto.verdicts.queries.personal import public_text
from sangto.verdicts.services.writing import (
    authorise,
    case_of,
    contribute,
    insist_on_draft,
    locked,
)


def settle_personal(
    *,
    version: VerdictVersion,
    stays: Sequence[str],
    passages: Sequence[str],
    actor: Actor,
    now: datetime | None = None,
) -> VerdictVersion:
    """Say which findings of a draft stay, and which passages are masked when it is shown.

    ``stays`` are keys of findings; those of nothing that stands there are dropped. Whoever does
    this works on the version, and can not approve it.
    """
    at = now or timezone.now()
    marked = _cleaned(passages)
    with change(actor) as journal:
        held = locked(version)
        matter = matter_of(case_of(held))
        user, agency = authorise(actor, Permission.DRAFT, matter)
        insist_on_draft(held)
        insist(drafting_refusal(matter, drafter_agency=agency))
        insist(passages_refusal(marked))
        found = {spot.finding.key for spot in spots(content_of(held))}
        held.personal_stays = sorted(found & set(stays))
        held.hidden_passages = marked
        held.save(update_fields=["personal_stays", "hidden_passages"])
        contribute(held, user=user, agency=agency, at=at)
        journal.record(
            AuditTag.VERDICT_PERSONAL_SETTLED,
            held,
            details={"stays": held.personal_stays, "hidden": len(marked)},
        )
        return held


def redact_published(
    *,
    version: VerdictVersion,
    passages: Sequence[str],
    cause: RemovalCause,
    reason: str,
    actor: Actor,
    now: datetime | None = None,
) -> Redaction:
    """Mask these passages in a version that is public, from now on and everywhere.

    The version itself does not change; nothing that reads it shows them any more. The register
    gets an entry that says why, not what.
    """
    at = now or timezone.now()
    reason, marked = clean(reason).strip(), _cleaned(passages)
    with change(actor) as journal:
        held = locked(version)
        case = case_of(held)
        user, agency = authorise(actor, Permission.REDACT, matter_of(case))
        if held.status not in PUBLIC_STATUSES:
            raise Refused(_not_public())
        insist(passages_refusal([*held.hidden_passages, *marked]))
        content = content_of(held)
        insist(masking_refusal(content, marked))
        insist(removal_reason_refusal(reason))
        count = sum(spot.finding.kind is PersonalKind.NAME for spot in spots(content, names=marked))
        held.hidden_passages = list(dict.fromkeys([*held.hidden_passages, *marked]))
        held.title_folded = searchable_title(held)
        held.save(update_fields=["hidden_passages", "title_folded"])
        keep_verdict_words(claim=held.verdict.claim, texts=words_of(held))
        redaction = Redaction.objects.create(
            version=held,
            cause=RemovalCause(cause).value,
            reason=reason,
            passages=count,
            by_id=user,
            agency_id=agency,
            at=at,
        )
        journal.record(
            AuditTag.VERDICT_REDACTED,
            held,
            details={"redaction": redaction.pk, "cause": redaction.cause, "passages": count},
        )
        record_entry(
            case=case,
            kind=EntryKind.VERDICT,
            actor=actor,
            data={
                "step": "redacted",
                "verdict": held.verdict.reference,
                "version": held.number,
            },
        )
        return redaction


def searchable_title(version: VerdictVersion) -> str:
    """What the public search finds a version by; nothing that is masked."""
    return folded(public_text(version, f"{version.title} {version.title_en}"))


def words_of(version: VerdictVersion) -> tuple[str, ...]:
    return tuple(
        public_text(version, text)
        for text in (version.title, version.title_en, version.summary, version.summary_en)
    )


def _cleaned(passages: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(one for text in passages if (one := clean(text).strip())))


def _not_public() -> Refusal:
    return Refusal(
        "verdict.not_public",
        gettext_noop("Only a version that is public can be taken back or masked."),
    )
