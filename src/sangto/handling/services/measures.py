"""Measures of a case."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from sangto.audit.services import change
from sangto.audit.tags import AuditTag
from sangto.cases.domain.states import CaseStatus
from sangto.cases.models import Case
from sangto.cases.queries import category_of, standing_of
from sangto.handling.domain.measures import creating_refusal, finishing_refusal
from sangto.handling.models import Measure
from sangto.handling.permissions import Permission, authorise
from sangto.kernel.actor import Actor
from sangto.kernel.categories import Measure as MeasureKind
from sangto.kernel.errors import NotVisible, Refusal, Refused, insist
from sangto.organisations.models import Agency


def create_measure(
    *,
    case: Case,
    kind: MeasureKind,
    owner: Agency,
    actor: Actor,
    now: datetime | None = None,
) -> Measure:
    """Give an agency something to do; what exists depends on the category (SCOPE.md)."""
    with change(actor) as journal:
        authorise(actor, Permission.MEASURE_CREATE, standing_of(actor, case))
        if owner.network_id != case.network_id:
            raise NotVisible
        category = category_of(case)
        insist(_creating_refusal(case, kind, open_already=_is_open(case, kind)))
        assert category is not None  # noqa: S101 - refused above
        try:
            with transaction.atomic():
                measure = Measure.objects.create(
                    case=case,
                    category=category.value,
                    kind=kind.value,
                    owner=owner,
                    created_at=now or timezone.now(),
                )
        except IntegrityError:
            refusal = _creating_refusal(case, kind, open_already=_is_open(case, kind))
            if refusal is None:
                raise
            raise Refused(refusal) from None
        journal.record(
            AuditTag.MEASURE_CREATED,
            measure,
            {"case": case.pk, "kind": kind.value, "owner": owner.pk},
        )
        return measure


def finish_measure(*, measure: Measure, actor: Actor, now: datetime | None = None) -> Measure:
    """Say that it is done. Of two people at once the second is refused."""
    now = now or timezone.now()
    with change(actor) as journal:
        authorise(
            actor,
            Permission.MEASURE_FINISH,
            standing_of(actor, measure.case),
            owns_measure=measure.owner_id == actor.agency_id,
        )
        updated = Measure.objects.filter(pk=measure.pk, done_at__isnull=True).update(done_at=now)
        insist(finishing_refusal(done=updated != 1))
        measure.done_at = now
        journal.record(
            AuditTag.MEASURE_DONE, measure, {"case": measure.case_id, "kind": measure.kind}
        )
        return measure


def _is_open(case: Case, kind: MeasureKind) -> bool:
    return Measure.objects.filter(case=case, kind=kind.value, done_at__isnull=True).exists()


def _creating_refusal(case: Case, kind: MeasureKind, *, open_already: bool) -> Refusal | None:
    return creating_refusal(
        category=category_of(case),
        kind=kind,
        in_triage=case.status == CaseStatus.TRIAGE,
        open_already=open_already,
    )
