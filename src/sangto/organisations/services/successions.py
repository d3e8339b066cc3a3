"""Agencies that merge into others, or are split among them: decided, taken back, carried out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from django.utils import timezone

from sangto.audit.services import change
from sangto.audit.tags import AuditTag
from sangto.kernel.actor import Actor
from sangto.kernel.errors import NotVisible, Refusal, insist
from sangto.kernel.text import clean
from sangto.organisations.domain.kinds import NamedBy
from sangto.organisations.domain.successions import (
    Share,
    cancelling_refusal,
    deciding_refusal,
    shares_refusal,
)
from sangto.organisations.models import Agency, Network, Succession, SuccessionShare, Territory
from sangto.organisations.permissions import (
    OrganisationPermission,
    authorise,
    authorise_unattended,
)
from sangto.organisations.queries import due_successions, today
from sangto.organisations.queries.heirs import valid
from sangto.organisations.services.carrying import carry
from sangto.organisations.services.follow_up import put_carrying
from sangto.organisations.services.reach import insist_on_network


def decide_succession(
    *,
    network: Network,
    predecessors: Sequence[Agency],
    successor: Agency,
    on: date,
    actor: Actor,
    shares: Sequence[Share] = (),
    note: str = "",
    now: datetime | None = None,
    share_fields: Mapping[int, str] | None = None,
) -> list[Succession]:
    """From ``on`` on, ``successor`` does what the others did; they end the day before.

    One agency alone may be split: ``shares`` name parts that others take over. Where the day has
    come, competences, subordinates and accounts pass on at once and open work follows by a task;
    else on that day.
    """
    authorise(actor, OrganisationPermission.AGENCY_SUCCEED)
    now = now or timezone.now()
    note = " ".join(clean(note).split())[:300]
    with change(actor) as journal:
        insist_on_network(actor, network.slug)
        Network.objects.select_for_update().get(pk=network.pk)
        agencies = {row.pk: row for row in Agency.objects.filter(network=network)}
        ending = [_found(agencies, row) for row in predecessors]
        main = _found(agencies, successor)
        taking = {main.pk, *(share.successor for share in shares)}
        if not taking <= set(agencies) or not _places_of(network, shares):
            raise NotVisible
        insist(_refusal(agencies, ending, main, taking, on, today(now)))
        insist(
            shares_refusal(
                shares=shares,
                main=main.pk,
                predecessors=len(ending),
                fields_of=share_fields or {},
            )
        )
        made = []
        for agency in ending:
            agency.successor = main
            agency.valid_until = on - timedelta(days=1)
            agency.save(update_fields=["successor", "valid_until"])
            succession = Succession.objects.create(
                agency=agency,
                on=on,
                note=note,
                named_by=NamedBy.DESK.value,
                decided_at=now,
                decided_by_id=actor.user_id,
            )
            write_shares(succession, shares)
            journal.record(
                AuditTag.AGENCY_SUCCESSION_DECIDED,
                agency,
                {"successor": main.pk, "on": on.isoformat(), "shares": len(shares)},
            )
            made.append(succession)
        if on <= today(now):
            for succession in made:
                carry(succession, journal=journal, now=now)
            put_carrying(key=f"succession:{made[0].pk}", now=now)
    return made


def cancel_succession(*, succession: Succession, actor: Actor) -> None:
    """Before its day only; the agency goes on as before."""
    authorise(actor, OrganisationPermission.AGENCY_SUCCEED)
    with change(actor) as journal:
        row = (
            Succession.objects.select_for_update(of=("self",))
            .select_related("agency__network")
            .filter(pk=succession.pk)
            .first()
        )
        if row is None:
            raise NotVisible
        agency = row.agency
        insist_on_network(actor, agency.network.slug)
        insist(
            cancelling_refusal(
                carried=row.carried_at is not None,
                of_charter=row.named_by == NamedBy.CHARTER,
            )
        )
        agency.successor = None
        agency.valid_until = None
        agency.save(update_fields=["successor", "valid_until"])
        row.delete()
        journal.record(AuditTag.AGENCY_SUCCESSION_CANCELLED, agency)


def carry_successions(*, actor: Actor, now: datetime | None = None) -> list[Agency]:
    """Carry out each succession whose day has come, in the order of the days; which agencies.

    One transaction each, so a stop in between loses nothing and a second run finds nothing.
    """
    authorise_unattended(actor, OrganisationPermission.AGENCY_SUCCEED)
    now = now or timezone.now()
    done: list[Agency] = []
    for key in list(due_successions(today(now)).values_list("pk", flat=True)):
        with change(actor) as journal:
            row = (
                Succession.objects.select_for_update(of=("self",))
                .select_related("agency__successor")
                .get(pk=key)
            )
            if row.carried_at is not None:
                journal.nothing_changed()
                continue
            carry(row, journal=journal, now=now)
            done.append(row.agency)
    return done


def write_shares(succession: Succession, shares: Sequence[Share]) -> None:
    SuccessionShare.objects.bulk_create(
        SuccessionShare(
            succession=succession,
            successor_id=share.successor,
            topic=share.topic,
            territory_id=share.territory,
        )
        for share in shares
    )


def _found(agencies: Mapping[int, Agency], wanted: Agency) -> Agency:
    if wanted.pk not in agencies:
        raise NotVisible
    return agencies[wanted.pk]


def _places_of(network: Network, shares: Sequence[Share]) -> bool:
    wanted = {share.territory for share in shares if share.territory is not None}
    return Territory.objects.filter(network=network, pk__in=wanted).count() == len(wanted)


def _refusal(
    agencies: Mapping[int, Agency],
    ending: Sequence[Agency],
    main: Agency,
    taking: set[int],
    on: date,
    day: date,
) -> Refusal | None:
    keys = {agency.pk for agency in ending}
    decided = set(Succession.objects.filter(agency__in=keys).values_list("agency_id", flat=True))
    return deciding_refusal(
        predecessors=keys,
        successors=taking,
        lead=next((agency.pk for agency in agencies.values() if agency.is_lead), None),
        ended={
            agency.pk
            for agency in ending
            if agency.valid_until is not None and agency.valid_until < min(on, day)
        },
        decided=decided,
        not_there={key for key in taking if not valid(agencies[key], on)},
        leading_back=any(keys & set(_successors(agencies, agencies[key])) for key in taking),
        on=on,
        today=day,
        begins=max((agency.valid_from for agency in ending), default=date.min),
    )


def _successors(agencies: Mapping[int, Agency], agency: Agency) -> list[int]:
    passed: list[int] = []
    step = agency.successor_id
    while step is not None and step not in passed:
        passed.append(step)
        step = agencies[step].successor_id if step in agencies else None
    return passed
