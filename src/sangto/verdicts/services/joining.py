"""Claims joined and reports split off, where verdicts may stand on the claims."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.utils import timezone

from sangto.audit.services import change
from sangto.cases.services import merge, split, undo
from sangto.kernel.actor import Actor
from sangto.kernel.errors import insist
from sangto.matching.domain.joins import ItemKind
from sangto.matching.models import Claim, Join
from sangto.matching.permissions import MatchingPermission, authorise
from sangto.matching.services import Undone, hold_links
from sangto.queue.services import put
from sangto.verdicts.models import Delivery
from sangto.verdicts.queries.joining import verdict_stands_refusal
from sangto.verdicts.queries.published import current_versions
from sangto.verdicts.services.announcing import ANNOUNCE


def join_claims(*, claim: Claim, into: Claim, actor: Actor, now: datetime | None = None) -> Join:
    """``claim`` goes up in ``into``. Refused while a verdict that somebody may have read, own or
    imported, stands on ``claim``: it would silently stop answering. Cases are asked by their own
    room. Where ``into`` has its verdict already, those who asked are told it next.
    """
    now = now or timezone.now()
    with change(actor):
        authorise(actor, MatchingPermission.CLAIM_MERGE)
        hold_links()
        insist(verdict_stands_refusal(claim))
        join = merge(claim=claim, into=into, actor=actor, now=now)
        _announce(join, now)
        return join


def split_reports(
    *,
    claim: Claim,
    reports: Collection[int],
    into: Claim | None = None,
    actor: Actor,
    now: datetime | None = None,
) -> Join:
    """These reports leave the claim; a verdict on ``into`` is told to them next."""
    now = now or timezone.now()
    with change(actor):
        join = split(claim=claim, reports=reports, into=into, actor=actor, now=now)
        _announce(join, now)
        return join


def undo_join(*, join: Join, actor: Actor, now: datetime | None = None) -> Undone:
    """Put back what moved. Who got the other claim's verdict since stays with it."""
    with change(actor):
        hold_links()
        told = frozenset(
            Delivery.objects.filter(
                report__in=join.items.filter(kind=ItemKind.REPORT.value).values("item_id"),
                version__verdict__claim=join.other_id,
                at__gte=join.at,
            ).values_list("report_id", flat=True)
        )
        return undo(join=join, told=told, actor=actor, now=now)


def _announce(join: Join, now: datetime) -> None:
    version = (
        current_versions()
        .filter(verdict__claim=join.other_id, valid_until__gte=timezone.localdate(now))
        .first()
    )
    if version is not None:
        put(
            kind=ANNOUNCE,
            key=f"{ANNOUNCE}:{version.pk}:join:{join.pk}",
            payload={"version": version.pk},
        )
