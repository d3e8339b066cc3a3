"""Training is written down, corrected, taken back; materials are added to it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.utils import timezone

from sangto.audit.services import change
from sangto.audit.tags import AuditTag
from sangto.documents.domain.files import Purpose
from sangto.documents.services import delete_file, store_file
from sangto.kernel.actor import Actor
from sangto.kernel.errors import NotVisible, insist
from sangto.kernel.text import clean
from sangto.organisations.models import Agency
from sangto.organisations.queries import today
from sangto.reporting.domain.periodic_rights import PeriodicPermission
from sangto.reporting.domain.training import TrainingState, material_refusal, training_refusal
from sangto.reporting.models import Training, TrainingMaterial
from sangto.reporting.periodic_permissions import authorise, user_of


@dataclass(frozen=True, slots=True)
class TrainingText:
    topic: str
    held_on: date
    place: str = ""
    officers: int = 0
    citizens: int = 0
    answered: int = 0
    useful: int = 0


def record_training(*, text: TrainingText, actor: Actor, now: datetime | None = None) -> Training:
    """Of the actor's own agency."""
    now = now or timezone.now()
    values = _checked(text, now)
    with change(actor) as journal:
        authorise(actor, PeriodicPermission.TRAINING_WRITE)
        agency = Agency.objects.get(pk=actor.agency_id or 0)
        row = Training.objects.create(
            network_id=agency.network_id,
            agency=agency,
            recorded_at=now,
            recorded_by_id=user_of(actor),
            **values,
        )
        journal.record(AuditTag.TRAINING_RECORDED, row, {"agency": agency.pk})
    return row


def correct_training(
    *, training: Training, text: TrainingText, actor: Actor, now: datetime | None = None
) -> Training:
    """What was submitted in a report stays as it was there."""
    values = _checked(text, now or timezone.now())
    with change(actor) as journal:
        row = _held(training, actor)
        for name, value in values.items():
            setattr(row, name, value)
        row.save()
        journal.record(AuditTag.TRAINING_CORRECTED, row, {"agency": row.agency_id})
    return row


def cancel_training(*, training: Training, actor: Actor) -> Training:
    """Written down by mistake: it counts nowhere any more."""
    with change(actor) as journal:
        row = _held(training, actor)
        row.state = TrainingState.CANCELLED.value
        row.save(update_fields=["state"])
        journal.record(AuditTag.TRAINING_CANCELLED, row)
    return row


def add_material(
    *,
    training: Training,
    title: str,
    actor: Actor,
    address: str = "",
    guide: str = "",
    content: bytes = b"",
    media_type: str = "",
    now: datetime | None = None,
) -> TrainingMaterial:
    """A public awareness page, an address, or a file (DOCX, PDF, XLSX): one of them."""
    title, address = " ".join(clean(title).split()), clean(address).strip()
    insist(material_refusal(title=title, address=address, guide=guide, has_file=bool(content)))
    with change(actor) as journal:
        row = _held(training, actor)
        file = None
        if content:
            file = store_file(
                content=content,
                media_type=media_type,
                purpose=Purpose.OFFICIAL,
                title=title,
                journal=journal,
                now=now or timezone.now(),
            )
        material = TrainingMaterial.objects.create(
            training=row, title=title, address=address, guide=guide, file=file
        )
        journal.record(AuditTag.TRAINING_MATERIAL, row, {"material": material.pk})
    return material


def remove_material(
    *, training: Training, material: int, actor: Actor, now: datetime | None = None
) -> None:
    with change(actor) as journal:
        row = _held(training, actor)
        found = row.materials.filter(pk=material).select_related("file").first()
        if found is None:
            raise NotVisible
        file = found.file
        found.delete()
        if file is not None:
            delete_file(file=file, journal=journal, now=now or timezone.now())
        journal.record(AuditTag.TRAINING_MATERIAL_REMOVED, row, {"material": material})


def _checked(text: TrainingText, now: datetime) -> dict[str, object]:
    values = asdict(text)
    values["topic"] = " ".join(clean(text.topic).split())
    values["place"] = " ".join(clean(text.place).split())
    insist(training_refusal(**values, today=today(now)))
    return values


def _held(training: Training, actor: Actor) -> Training:
    row = Training.objects.select_for_update().get(pk=training.pk)
    authorise(actor, PeriodicPermission.TRAINING_WRITE, row.agency_id)
    if row.state != TrainingState.HELD:
        raise NotVisible
    return row
