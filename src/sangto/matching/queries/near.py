"""Which claims may be the same as one, and which of its reports say something else.

For a task: it reads texts of reports, so nothing of it is shown, only numbers and codes are kept.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from sangto.intake.models import Report
from sangto.matching.domain.clusters import MOST, Told, alike, strange_groups
from sangto.matching.domain.decision import SUGGEST_AT
from sangto.matching.domain.joins import ItemKind, JoinKind
from sangto.matching.domain.kinds import LinkMethod, LinkState
from sangto.matching.domain.links import is_shared_place
from sangto.matching.domain.reading import Reading, read_known, read_text
from sangto.matching.index.report_text import text_of_report
from sangto.matching.models import Claim, ClaimWording, Indicator, Join, JoinItem, ReportLink
from sangto.matching.queries.finding import find_claims

#: Claims that are named at most.
NEAR = 6
_LOOKED_UP = 8
#: Wordings that are looked up, besides the first and the newest report.
_WORDINGS = 2
#: Texts of a claim that are held beside those of another.
_SAMPLE = 12
#: Links whose notes are read.
_NOTES = 50
_PARTED = 2000
#: Characters of a report that are held beside others: more than the words that are compared.
_READ = 4000
#: With the same indicator as much as an exact key is worth.
_SHARED_SCORE = 0.98
_ACTIVE = [LinkState.AUTO.value, LinkState.CONFIRMED.value]
#: What says the opposite is not the same.
_OPPOSITE = frozenset({"doubt.negation", "doubt.warning"})


@dataclass(frozen=True, slots=True)
class Near:
    """How near a claim is: a score from 0 to 1, and codes of reasons and doubts."""

    score: float
    why: tuple[str, ...]


def near_claims(claim: Claim, *, known: Collection[int] = ()) -> dict[int, Near | None]:
    """Claims of the network that this one repeats in its wordings and reports, that matching noted
    when a report came, or that keep the same indicator; the nearest :data:`NEAR`.

    Of the ``known`` ones also those that no search finds any more, with None, as long as a text of
    the one is still alike to one of the other. A bounded number of queries.
    """
    found = _searched(claim)
    for number, near in _sharing(claim).items():
        found[number] = _better(near, found.get(number))
    noted = {number: near for number, near in _noted(claim).items() if number not in found}
    unsure = {*noted, *known} - found.keys()
    mine = _sample(claim.pk) if unsure else []
    still = {number for number in unsure if _alike(mine, _sample(number))}
    found |= {number: near for number, near in noted.items() if number in still}
    fitting = set(
        Claim.objects.filter(
            pk__in=[*found, *still], network=claim.network_id, merged_into__isnull=True
        )
        .exclude(pk=claim.pk)
        .values_list("pk", flat=True)
    )
    ordered = sorted(fitting & found.keys(), key=lambda number: (-found[number].score, number))
    nearest: dict[int, Near | None] = {
        number: found[number]
        for place, number in enumerate(ordered)
        if place < NEAR or number in known
    }
    return nearest | dict.fromkeys((fitting & still) - found.keys())


def parted_claims(claim: int, others: Collection[int]) -> set[int]:
    """Those of the others that a person parted from this claim: by a split that stands, or by
    moving a report from one to the other. Claims that went up in one of them count as it."""
    survivors = {claim: claim} | {number: number for number in others}
    merged = Claim.objects.filter(merged_into__in=list(survivors))
    for number, into in merged.values_list("pk", "merged_into_id"):
        survivors[number] = into or number
    pairs: set[frozenset[int]] = set()
    splits = Join.objects.filter(
        kind=JoinKind.SPLIT.value,
        undone_at__isnull=True,
        claim__in=list(survivors),
        other__in=list(survivors),
    )
    for one, other in splits.values_list("claim_id", "other_id"):
        pairs.add(frozenset({survivors[one], survivors[other]}))
    moved = (
        ReportLink.objects.filter(claim__in=list(survivors), method=LinkMethod.OFFICER.value)
        .order_by("-pk")
        .values_list("claim_id", "explanation")[:_PARTED]
    )
    for here, explanation in moved:
        former = [one.get("claim") for one in (explanation or {}).get("former", [])]
        if here in former:  # it came back, so nothing is said about the two
            continue
        for number in former:
            if number in survivors:
                pairs.add(frozenset({survivors[here], survivors[number]}))
    return {number for number in others if frozenset({claim, number}) in pairs}


def strange_reports(claim: Claim) -> list[tuple[int, ...]]:
    """Groups of the newest reports whose texts say something else than the claim; at most six
    queries and :data:`MOST` texts."""
    links = list(
        ReportLink.objects.filter(
            claim=claim, state__in=_ACTIVE, report__content_deleted_at__isnull=True
        )
        .select_related("report")
        .prefetch_related("report__images")
        .order_by("-report__received_at", "-report_id")[:MOST]
    )
    if len(links) < 3:
        return []
    joined = set(
        JoinItem.objects.filter(
            kind=ItemKind.REPORT.value,
            item_id__in=[link.report_id for link in links],
            join__kind=JoinKind.MERGE.value,
            join__undone_at__isnull=True,
        ).values_list("item_id", flat=True)
    )
    kept = frozenset(Indicator.objects.filter(claim=claim).values_list("value", flat=True))
    told = [
        Told(None, read_known(text).keys, belongs=True)
        for text in ClaimWording.objects.filter(claim=claim)
        .order_by("pk")
        .values_list("text", flat=True)[:_SAMPLE]
    ]
    for link in links:
        reading = _read(link.report)
        marks = _marks(reading)
        person = link.state == LinkState.CONFIRMED or link.report_id in joined
        belongs = person or not marks.isdisjoint(kept)
        told.append(Told(link.report_id, reading.keys, marks, belongs))
    return strange_groups(told)


def _searched(claim: Claim) -> dict[int, Near]:
    found: dict[int, Near] = {}
    for text, link, report in _asked(claim):
        matches = find_claims(text, link=link, limit=_LOOKED_UP, without_report=report).matches
        for match in matches:
            codes = tuple(reason.code for reason in match.why)
            if match.claim.pk != claim.pk and _OPPOSITE.isdisjoint(codes):
                near = Near(match.score, codes)
                found[match.claim.pk] = _better(near, found.get(match.claim.pk))
    return found


def _asked(claim: Claim) -> Iterator[tuple[str, str, int | None]]:
    for text in claim.wordings.order_by("pk").values_list("text", flat=True)[:_WORDINGS]:
        yield text, "", None
    reports = _reports(claim.pk)
    ends = {
        report.pk: report
        for order in ("received_at", "-received_at")
        for report in reports.order_by(order, "pk")[:1]
    }
    for report in ends.values():
        yield text_of_report(report), report.link, report.pk


def _reports(claim: int) -> QuerySet[Report]:
    return Report.objects.filter(
        claim_link__claim=claim, claim_link__state__in=_ACTIVE, content_deleted_at__isnull=True
    )


def _noted(claim: Claim) -> dict[int, Near]:
    """What matching saw besides, when it linked the newest reports."""
    found: dict[int, Near] = {}
    links = ReportLink.objects.filter(claim=claim, state__in=_ACTIVE).order_by("-pk")
    for explanation in links.values_list("explanation", flat=True)[:_NOTES]:
        for one in (explanation or {}).get("similar", []):
            near = Near(float(one["score"]), tuple(one["why"]))
            if one["claim"] != claim.pk and _OPPOSITE.isdisjoint(near.why):
                found[one["claim"]] = _better(near, found.get(one["claim"]))
    return found


def _sharing(claim: Claim) -> dict[int, Near]:
    """Claims that keep the same link, domain or number."""
    mine = Indicator.objects.filter(claim=claim).values_list("kind", "value")
    same = Q(pk__in=[])
    for kind, value in mine:
        same |= Q(kind=kind, value=value)
    others = Indicator.objects.filter(same, claim__network=claim.network_id).exclude(claim=claim)
    rows = others.order_by("-added_at", "pk").values_list("claim_id", "kind")[: 4 * NEAR]
    return {number: Near(_SHARED_SCORE, (f"match.{kind}",)) for number, kind in rows}


def _better(one: Near, other: Near | None) -> Near:
    return one if other is None or one.score > other.score else other


def _read(report: Report) -> Reading:
    text = text_of_report(report)[:_READ]
    return read_text(text, link=report.link) if report.link else read_known(text)


def _marks(reading: Reading) -> frozenset[str]:
    """Addresses, sites of somebody's own, and numbers."""
    found = {number.value for number in reading.numbers}
    for link in reading.all_links:
        if not is_shared_place(link):
            found |= {link.address, link.domain}
        elif link.address != link.host:
            found.add(link.address)
    return frozenset(found)


def _sample(claim: int) -> list[Reading]:
    """The wordings, the first report and the newest ones."""
    wordings = ClaimWording.objects.filter(claim=claim).order_by("pk")
    texts = [read_known(text) for text in wordings.values_list("text", flat=True)[:_SAMPLE]]
    reports = _reports(claim).prefetch_related("images")
    ends = [*reports.order_by("received_at", "pk")[:1], *reports.order_by("-received_at")[:_SAMPLE]]
    return texts + [_read(report) for report in ends]


def _alike(mine: list[Reading], theirs: list[Reading]) -> bool:
    marks = frozenset[str]().union(*map(_marks, mine))
    if any(not marks.isdisjoint(_marks(one)) for one in theirs):
        return True
    return any(alike(one.keys, other.keys, SUGGEST_AT) for one in mine for other in theirs)
