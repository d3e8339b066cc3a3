"""Agencies that a charter ends with a successor."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta

from sangto.organisations.domain.charter_spec import AgencySpec, CharterSpec
from sangto.organisations.domain.kinds import NamedBy
from sangto.organisations.models import (
    Agency,
    Network,
    Succession,
    SuccessionShare,
    Territory,
)


def decided_at_the_desk(network: Network) -> frozenset[int]:
    """Agencies whose end the desk decided: a charter that does not speak of it leaves it so."""
    return frozenset(
        Succession.objects.filter(agency__network=network, named_by=NamedBy.DESK.value).values_list(
            "agency_id", flat=True
        )
    )


def plan_successions(
    *,
    spec: CharterSpec,
    agencies: Mapping[str, Agency],
    territories: Mapping[str, Territory],
    dropped: Iterable[Agency],
    today: date,
) -> bool:
    """Make the rows say what the charter says; whether the day of one of them has come.

    What has passed on already stays, unless the charter takes the agency back. An agency that is
    dropped before the day of its succession passes its work on today.
    """
    standing = {
        row.agency_id: row
        for row in Succession.objects.filter(agency__in=[row.pk for row in agencies.values()])
    }
    for item in spec.agencies:
        agency = agencies[item.slug]
        row = standing.get(agency.pk)
        if item.successor is not None and item.valid_until is not None:
            if row is None or row.carried_at is None:
                _plan(item, agency, agencies, territories)
        elif row is not None and row.named_by == NamedBy.CHARTER:
            row.delete()
    Succession.objects.filter(
        agency__in=[row.pk for row in dropped], carried_at=None, on__gt=today
    ).update(on=today)
    return _some_are_due(agencies.values(), today)


def _plan(
    item: AgencySpec,
    agency: Agency,
    agencies: Mapping[str, Agency],
    territories: Mapping[str, Territory],
) -> None:
    assert item.valid_until is not None  # noqa: S101 - the caller saw to it
    row, _ = Succession.objects.update_or_create(
        agency=agency,
        defaults={
            "on": item.valid_until + timedelta(days=1),
            "named_by": NamedBy.CHARTER.value,
        },
    )
    row.shares.all().delete()
    SuccessionShare.objects.bulk_create(
        SuccessionShare(
            succession=row,
            successor=agencies[share.agency],
            topic=share.topic or "",
            territory=territories[share.territory] if share.territory else None,
        )
        for share in item.passes_on
    )


def _some_are_due(agencies: Collection[Agency], today: date) -> bool:
    return Succession.objects.filter(
        agency__network__in={row.network_id for row in agencies}, carried_at=None, on__lte=today
    ).exists()
