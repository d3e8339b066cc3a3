"""Results of measures: reported, corrected, seen by who asked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone

from sangto.audit.services import Journal, change
from sangto.audit.tags import AuditTag
from sangto.cases.domain.checklist import file_size_refusal
from sangto.cases.models import Case
from sangto.cases.queries import category_of, standing_of
from sangto.cases.services import EvidenceFile
from sangto.documents.domain.files import Purpose
from sangto.documents.services import store_file
from sangto.handling.domain.measures import (
    MEASURE_WORKFLOW,
    MeasureAction,
    MeasureOutcome,
    MeasureState,
    files_refusal,
    finishing_refusal,
    meanwhile_refusal,
    result_refusal,
)
from sangto.handling.models import Measure, MeasureFile, MeasureResult
from sangto.handling.permissions import Permission, authorise
from sangto.handling.services.letters import tell_agency
from sangto.handling.services.measures import note_step
from sangto.handling.wording import result_letter
from sangto.kernel.actor import Actor
from sangto.kernel.categories import Category
from sangto.kernel.categories import Measure as MeasureKind
from sangto.kernel.errors import NotVisible, insist
from sangto.kernel.text import clean
from sangto.organisations.models import Agency
from sangto.organisations.queries import lead_agency


def report_result(
    *,
    measure: Measure,
    outcome: MeasureOutcome,
    text: str,
    seen: int,
    upload_bytes: int,
    files: Sequence[EvidenceFile] = (),
    actor: Actor,
    now: datetime | None = None,
) -> MeasureResult:
    """Say what came of it, with evidence; the lead agency, and the committee where it directed the
    measure, have a copy (Điều 7.7 c).

    A later result is a version of its own, and the earlier ones stay. ``seen`` is how many there
    were when the form was shown: of two people at once the second is refused.
    """
    now = now or timezone.now()
    text = clean(text).strip()
    with change(actor) as journal:
        authorise(
            actor,
            Permission.MEASURE_FINISH,
            standing_of(actor, measure.case),
            owns_measure=measure.owner_id == actor.agency_id,
        )
        if actor.agency_id is None:
            raise NotVisible
        again = measure.state == MeasureState.FINISHED
        action = MeasureAction.CORRECT if again else MeasureAction.REPORT
        step = MEASURE_WORKFLOW.step(measure.state, action.value)
        category = category_of(Case.objects.get(pk=measure.case_id))
        insist(result_refusal(category=category, kind=MeasureKind(measure.kind), text=text))
        insist(files_refusal(count=len(files)))
        for file in files:
            insist(file_size_refusal(len(file.content), upload_bytes))
        result = write_result(measure, outcome, text, seen=seen, actor=actor, now=now)
        for file in files:
            _add_file(result, file, journal, now)
        note_step(
            measure,
            "corrected" if again else "reported",
            actor,
            now,
            text=text,
            more={"outcome": outcome.value},
        )
        journal.record(
            AuditTag(step.audit_tag),
            measure,
            {"case": measure.case_id, "outcome": outcome.value, "number": result.number},
        )
        _tell(measure, result, journal, now)
        return result


def note_result(*, measure: Measure, actor: Actor, now: datetime | None = None) -> Measure:
    """Who asked has looked at the newest result; another version is unseen again."""
    now = now or timezone.now()
    with change(actor) as journal:
        authorise(
            actor,
            Permission.MEASURE_NOTE,
            standing_of(actor, measure.case),
            directed=measure.directed_by_id is not None,
        )
        values = {"noted_at": now, "noted_by_id": actor.user_id}
        changed = Measure.objects.filter(
            pk=measure.pk,
            state=MeasureState.FINISHED.value,
            results=measure.results,
            noted_at__isnull=True,
        ).update(**values)
        insist(meanwhile_refusal(changed=changed != 1))
        measure.noted_at, measure.noted_by_id = now, actor.user_id
        journal.record(
            AuditTag.MEASURE_NOTED, measure, {"case": measure.case_id, "number": measure.results}
        )
        return measure


def write_result(
    measure: Measure,
    outcome: MeasureOutcome,
    text: str,
    *,
    seen: int,
    actor: Actor,
    now: datetime,
) -> MeasureResult:
    """The next version. The row is taken only as it was seen."""
    insist(finishing_refusal(done=seen == 0 and measure.state == MeasureState.FINISHED))
    values = {
        "state": MeasureState.FINISHED.value,
        "outcome": outcome.value,
        "results": seen + 1,
        "done_at": now,
        "noted_at": None,
        "noted_by_id": None,
    }
    changed = (
        Measure.objects.filter(pk=measure.pk, results=seen)
        .exclude(state__in=[MeasureState.CANCELLED.value, MeasureState.OVERTURNED.value])
        .update(**values)
    )
    insist(meanwhile_refusal(changed=changed != 1))
    for name, value in values.items():
        setattr(measure, name, value)
    return MeasureResult.objects.create(
        measure=measure,
        number=seen + 1,
        outcome=outcome.value,
        text=text,
        reported_by_id=actor.user_id,
        agency_id=actor.agency_id or 0,
        reported_at=now,
    )


def _add_file(result: MeasureResult, file: EvidenceFile, journal: Journal, now: datetime) -> None:
    stored = store_file(
        content=file.content,
        media_type=file.media_type,
        purpose=Purpose.EVIDENCE,
        title=file.title,
        journal=journal,
        now=now,
    )
    MeasureFile.objects.create(result=result, file=stored)


def _tell(measure: Measure, result: MeasureResult, journal: Journal, now: datetime) -> None:
    """Who directed it, the agency that has the case, and the lead agency; who reports needs no
    copy."""
    agencies: dict[int, Agency] = {}
    case = measure.case
    for agency in (measure.directed_by, case.owner, lead_agency(case.network)):
        if agency is not None and agency.pk != result.agency_id:
            agencies.setdefault(agency.pk, agency)
    told: list[int] = []
    for agency in agencies.values():
        keys = tell_agency(
            agency,
            f"measure-result:{result.pk}",
            lambda: result_letter(measure, result),
            Category(measure.category),
            now,
        )
        if keys:
            result.letters = [*result.letters, *keys]
            told.append(agency.pk)
    if told:
        result.told = told
        result.save(update_fields=["told", "letters"])
        journal.record(AuditTag.MEASURE_TOLD, measure, {"agencies": told, "number": result.number})
