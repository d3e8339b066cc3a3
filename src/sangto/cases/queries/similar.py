"""Which claims might be the same as this one."""

from __future__ import annotations

from sangto.cases.queries.cases import reports_of
from sangto.cases.queries.searching import claims_visible_to
from sangto.kernel.actor import Actor
from sangto.matching.models import Claim, Indicator
from sangto.matching.queries import find_claims

#: Claims that are suggested at most.
SIMILAR = 6


def similar_claims(claim: Claim, actor: Actor, *, limit: int = SIMILAR) -> list[Claim]:
    """Claims that the actor may see and that could be joined with this one: what its first report
    or wording nearly repeats, then what keeps the same exact indicator. A bounded number of
    queries."""
    wording = claim.wordings.order_by("pk").first()
    report = reports_of(claim).filter(content_deleted_at=None).first()
    texts = [wording.text if wording is not None else claim.title]
    if report is not None:
        texts.append(f"{report.text}\n{report.link}")
    near = [
        match.claim.pk
        for text in texts
        if text.strip()
        for match in find_claims(text, limit=limit + 1).matches
    ]
    mine = Indicator.objects.filter(claim=claim)
    shared = Indicator.objects.filter(
        value__in=mine.values("value"), kind__in=mine.values("kind")
    ).exclude(claim=claim)
    ids = [*near, *shared.values_list("claim", flat=True)[: limit * 4]]
    order = [number for number in dict.fromkeys(ids) if number != claim.pk]
    found = (
        claims_visible_to(actor)
        .filter(network=claim.network_id, merged_into=None)
        .select_related("case")
        .in_bulk(order)
    )
    return [found[number] for number in order if number in found][:limit]
