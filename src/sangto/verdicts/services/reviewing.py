"""Looking at published verdicts again: what people noticed, and that one stays as it is."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from sangto.audit.locks import write_lock
from sangto.audit.services import change
from sangto.audit.tags import AuditTag
from sangto.kernel.actor import Actor
from sangto.kernel.errors import NotVisible, Refusal, gettext_noop, insist
from sangto.kernel.text import clean
from sangto.verdicts.domain.reviewing import source_refusal, staying_refusal
from sangto.verdicts.domain.version import VersionStatus
from sangto.verdicts.models import Misfit, Review, Source, SourceCheck, VerdictVersion
from sangto.verdicts.permissions import Permission, may
from sangto.verdicts.queries.material import matter_of
from sangto.verdicts.services.writing import case_of, locked, staff_ids

#: Verdicts that one answer of a check can name.
MOST_NAMED = 5


def let_stay(
    *,
    version: VerdictVersion,
    reason: str,
    next_on: date | None,
    actor: Actor,
    now: datetime | None = None,
) -> Review:
    """Somebody looked at it: it stays, and comes back on that day, or before when something
    happens."""
    at = now or timezone.now()
    reason = clean(reason).strip()
    with change(actor) as journal:
        held = locked(version)
        user, agency = _authorise(actor, held)
        insist(_current_refusal(held))
        insist(staying_refusal(reason=reason, next_on=next_on, today=timezone.localdate(at)))
        review = Review.objects.create(
            version=held,
            reason=reason,
            next_on=next_on or timezone.localdate(at),
            by_id=user,
            agency_id=agency,
            at=at,
        )
        journal.record(
            AuditTag.VERDICT_REVIEWED,
            held,
            details={
                "verdict": held.verdict.reference,
                "number": held.number,
                "reason": reason,
                "next_on": review.next_on.isoformat(),
            },
        )
        return review


def check_source(
    *, source: Source, changed: bool, actor: Actor, note: str = "", now: datetime | None = None
) -> SourceCheck:
    """A person opened a source again and says whether it is still what was cited."""
    at = now or timezone.now()
    note = clean(note).strip()
    with change(actor) as journal:
        held = locked(source.version)
        user, _agency = _authorise(actor, held)
        insist(_current_refusal(held))
        insist(source_refusal(changed=changed, note=note))
        check = SourceCheck.objects.create(
            source=source, changed=changed, note=note, by_id=user, at=at
        )
        journal.record(
            AuditTag.SOURCE_CHECKED,
            held,
            details={"source": source.pk, "changed": changed, "note": note},
        )
        return check


def count_misfits(*, references: Iterable[str], actor: Actor, now: datetime | None = None) -> int:
    """Somebody was shown these and said that none is about their message; how many were counted.

    A number a day and nothing else, so nothing is recorded: there is nobody to name.
    """
    day = timezone.localdate(now)
    named = list(dict.fromkeys(references))[:MOST_NAMED]
    if not named:
        return 0
    with write_lock(), transaction.atomic():
        versions = VerdictVersion.objects.filter(
            verdict__reference__in=named,
            status__in=[VersionStatus.PUBLISHED.value, VersionStatus.RELEASED.value],
        )
        counted = 0
        for version in versions:
            row, _made = Misfit.objects.get_or_create(version=version, day=day)
            counted += Misfit.objects.filter(pk=row.pk).update(number=F("number") + 1)
        return counted


def _authorise(actor: Actor, version: VerdictVersion) -> tuple[int, int]:
    """Who may write a new version of it, or sign one."""
    matter = matter_of(case_of(version))
    if not any(
        may(
            actor,
            permission,
            owner_agency=matter.owner_agency,
            subject_relatives=matter.subject_relatives,
        )
        for permission in (Permission.RENEW, Permission.APPROVE)
    ):
        raise NotVisible
    return staff_ids(actor)


def _current_refusal(version: VerdictVersion) -> Refusal | None:
    if version.status == VersionStatus.PUBLISHED.value:
        return None
    return Refusal(
        "review.not_current", gettext_noop("Only the version that is published now is looked at.")
    )
