"""Training that was held, and what reports count of it."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from django.db.models import Count, QuerySet, Sum

from sangto.kernel.actor import Actor
from sangto.kernel.errors import NotVisible
from sangto.organisations.models import Agency, Network
from sangto.reporting.domain.periodic_rights import PeriodicPermission
from sangto.reporting.domain.periods import Period
from sangto.reporting.domain.training import TrainingState
from sangto.reporting.models import Training
from sangto.reporting.periodic_permissions import authorise
from sangto.reporting.queries.scope import sees_network


@dataclass(frozen=True, slots=True)
class TrainingCounts:
    sessions: int = 0
    officers: int = 0
    citizens: int = 0
    answered: int = 0
    useful: int = 0

    def as_data(self) -> dict[str, int]:
        return asdict(self)


def trainings_visible_to(actor: Actor) -> QuerySet[Training]:
    """Those of the own agency; in the lead agency and the committee those of everybody."""
    authorise(actor, PeriodicPermission.TRAINING_VIEW)
    agency = Agency.objects.filter(pk=actor.agency_id or 0).first()
    if agency is None:
        raise NotVisible
    rows = Training.objects.select_related("agency")
    if sees_network(agency):
        return rows.filter(network=agency.network_id)
    return rows.filter(agency=agency)


def training_for(
    actor: Actor, number: int, need: PeriodicPermission = PeriodicPermission.TRAINING_VIEW
) -> Training:
    training = trainings_visible_to(actor).filter(pk=number).first()
    if training is None:
        raise NotVisible
    authorise(
        actor,
        need,
        None if need is PeriodicPermission.TRAINING_VIEW else training.agency_id,
    )
    return training


def trainings_in(
    network: Network, period: Period, agency: Agency | None = None
) -> QuerySet[Training]:
    """Held in these days; those that were taken back do not count."""
    rows = Training.objects.filter(
        network=network,
        state=TrainingState.HELD.value,
        held_on__gte=period.since,
        held_on__lt=period.before,
    ).select_related("agency")
    return rows if agency is None else rows.filter(agency=agency)


def training_counts(
    network: Network, period: Period, agency: Agency | None = None
) -> TrainingCounts:
    """One query."""
    found = trainings_in(network, period, agency).aggregate(
        sessions=Count("pk"),
        **{name: Sum(name) for name in ("officers", "citizens", "answered", "useful")},
    )
    return TrainingCounts(**{name: number or 0 for name, number in found.items()})
