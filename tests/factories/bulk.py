"""Many claims with many reports, fast: rows in batches, without services and without a record.

For measuring. 10,000 claims with 100,000 reports take about half a minute.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random

from django.utils import timezone

from sangto.cases.domain.states import CaseOutcome, CaseStatus
from sangto.cases.models import Case
from sangto.cases.services import refresh_entries
from sangto.intake.domain.reports import Channel, OriginKind, ReportOutcome, ReportStatus
from sangto.intake.models import Report
from sangto.kernel.categories import Category
from sangto.kernel.text import folded
from sangto.matching.domain.kinds import LinkMethod, LinkState
from sangto.matching.models import Claim, ReportLink
from sangto.organisations.models import Agency, Network, Territory

#: Of a hundred claims: without a case, in triage, verifying, signing; the others are closed.
SHARES = (20, 5, 15, 5)
_BATCH = 2000


def fill_desk(
    network: Network,
    *,
    claims: int,
    reports: int,
    seed: int = 1,
    progress: Callable[[str], object] = lambda _text: None,
) -> list[int]:
    """``claims`` claims that share ``reports`` reports, in all parts of the inbox; their keys.

    Every tenth claim has ten times the reports of the others. Rows of the inbox are computed at
    the end, by the same function as in service.
    """
    random, now = Random(seed), timezone.now()  # noqa: S311 - data for measuring
    lead = Agency.objects.get(network=network, is_lead=True)
    owners = [lead, *Agency.objects.filter(network=network, is_lead=False).order_by("pk")[:4]]
    places = list(Territory.objects.filter(network=network).values_list("pk", flat=True))
    start = Claim.objects.count()
    made = Claim.objects.bulk_create(
        (
            Claim(
                reference=f"ND-90-{start + number:08d}",
                network=network,
                title=f"Tin nhắn số {number} báo trúng thưởng" if number % 3 else "",
                title_folded=folded(f"Tin nhắn số {number} báo trúng thưởng") if number % 3 else "",
                created_at=now - timedelta(minutes=number % 40_000),
            )
            for number in range(claims)
        ),
        batch_size=_BATCH,
    )
    progress("claims")
    weights = [10 if number % 10 == 0 else 1 for number in range(claims)]
    share = max(1, reports // max(1, sum(weights)))
    plan = [
        claim for claim, weight in zip(made, weights, strict=True) for _ in range(weight * share)
    ]
    first = _add_reports(network, plan[:reports], places, random, now)
    progress("reports")
    _add_cases(network, made, first, owners, now)
    progress("cases")
    keys = [claim.pk for claim in made]
    refresh_entries(claims=keys, now=now)
    progress("inbox")
    return keys


def _kind(number: int) -> str:
    place = number * 37 % 100
    for name, share in zip(("new", "triage", "verifying", "signing"), SHARES, strict=True):
        if place < share:
            return name
        place -= share
    return "closed"


def _add_reports(
    network: Network, plan: list[Claim], places: list[int], random: Random, now: datetime
) -> dict[int, Report]:
    start = Report.objects.count()
    first: dict[int, Report] = {}
    for begin in range(0, len(plan), _BATCH):
        batch: list[Report] = []
        for offset, claim in enumerate(plan[begin : begin + _BATCH]):
            number = start + begin + offset
            received = now - timedelta(minutes=random.randrange(60 * 24 * 20))
            done = _kind(claim.pk) == "closed"
            text = f"Tin nhắn số {number}: trúng thưởng xe máy, chuyển phí trước khi nhận"
            batch.append(
                Report(
                    reference=f"PA-90-{number:08d}",
                    receipt_digest=f"many-{number}",
                    network=network,
                    channel=Channel.WEB.value,
                    origin=OriginKind.CITIZEN.value,
                    language="vi",
                    text=text,
                    folded=folded(text),
                    money_lost=random.randrange(1, 200) * 500_000 if number % 9 == 0 else None,
                    territory_id=random.choice(places) if places and number % 2 else None,
                    consent_version="2026-1",
                    status=(ReportStatus.ANSWERED if done else ReportStatus.RECEIVED).value,
                    outcome=(ReportOutcome.VERDICT if done else ReportOutcome.NONE).value,
                    answered_at=received if done else None,
                    received_at=received,
                    due_at=received + timedelta(days=10),
                )
            )
        for claim, report in zip(
            plan[begin : begin + _BATCH], Report.objects.bulk_create(batch), strict=True
        ):
            first.setdefault(claim.pk, report)
        ReportLink.objects.bulk_create(
            ReportLink(
                report=report,
                claim=claim,
                method=LinkMethod.NEAR.value,
                score=0.9,
                state=LinkState.AUTO.value,
            )
            for claim, report in zip(plan[begin : begin + _BATCH], batch, strict=True)
        )
    return first


def _add_cases(
    network: Network,
    claims: list[Claim],
    first: dict[int, Report],
    owners: list[Agency],
    now: datetime,
) -> None:
    start = Case.objects.count()
    cases = []
    for number, claim in enumerate(claims):
        kind, origin = _kind(claim.pk), first.get(claim.pk)
        if kind == "new" or origin is None:
            continue
        owner = owners[0] if kind == "triage" else owners[number % len(owners)]
        closed = kind == "closed"
        cases.append(
            Case(
                reference=f"VV-90-{start + number:08d}",
                network=network,
                claim=claim,
                origin_report=origin,
                origin_kind=origin.origin,
                category="" if kind == "triage" else Category.FRAUD.value,
                owner=owner,
                owner_kind=owner.kind,
                status=CaseStatus(kind).value,
                outcome=(CaseOutcome.VERDICT if closed else CaseOutcome.NONE).value,
                opened_at=origin.received_at,
                due_at=origin.received_at + timedelta(days=8),
                closed_at=now - timedelta(minutes=number) if closed else None,
            )
        )
    Case.objects.bulk_create(cases, batch_size=_BATCH)
