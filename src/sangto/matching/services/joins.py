"""Two claims become one, reports leave a claim together, and either is put back.

Doors call the room of verdicts, which knows what cases and verdicts stand on the claims.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from sangto.audit.services import change
from sangto.audit.tags import AuditTag
from sangto.kernel.actor import Actor
from sangto.kernel.categories import RULES, Category
from sangto.kernel.errors import Refused, insist
from sangto.matching.domain.claims import same_claim_refusal
from sangto.matching.domain.joins import (
    ItemKind,
    JoinKind,
    Left,
    Side,
    agreement_refusal,
    split_refusal,
    undoing_refusal,
    undone_already,
)
from sangto.matching.domain.kinds import LinkState, SourceKind, values
from sangto.matching.models import (
    Claim,
    ClaimWording,
    IndexEntry,
    Indicator,
    Join,
    JoinItem,
    ReportLink,
)
from sangto.matching.permissions import MatchingPermission, authorise
from sangto.matching.services.asking import ask_profile, ask_suggestions
from sangto.matching.services.claims import new_claim
from sangto.matching.services.holding import hold_links
from sangto.matching.services.links import put_link


@dataclass(frozen=True, slots=True)
class Undone:
    """``back`` are the reports that went back; ``stayed`` counts why others did not."""

    join: Join
    back: frozenset[int]
    stayed: Mapping[Left, int] = field(default_factory=dict)


def merge_claims(*, claim: Claim, into: Claim, actor: Actor, now: datetime | None = None) -> Join:
    """Move everything of ``claim`` to ``into``; ``claim`` stays as a pointer to it.

    What moved is kept by number, for :func:`undo_join`. Indicators that the other claim's category
    may not keep are deleted for good (SCOPE.md 2). Whoever calls asks first whether a case or
    verdict stands on ``claim``: this room does not know of them.
    """
    now = now or timezone.now()
    with change(actor) as journal:
        authorise(actor, MatchingPermission.CLAIM_MERGE)
        hold_links()
        claim, into = Claim.objects.get(pk=claim.pk), Claim.objects.get(pk=into.pk)
        insist(
            same_claim_refusal(
                same=claim.pk == into.pk,
                merged=into.merged_into_id is not None or claim.merged_into_id is not None,
                same_network=claim.network_id == into.network_id,
            )
        )
        insist(agreement_refusal(side_of(claim), side_of(into)))
        join = _recorded(JoinKind.MERGE, claim, into, actor, now)
        _note(join, ItemKind.REPORT, _ids(ReportLink.objects.filter(claim=claim), "report_id"))
        _note(join, ItemKind.WORDING, _ids(ClaimWording.objects.filter(claim=claim), "pk"))
        _note(join, ItemKind.CLAIM, _ids(Claim.objects.filter(merged_into=claim), "pk"))
        ReportLink.objects.filter(claim=claim).update(claim=into)
        ClaimWording.objects.filter(claim=claim).update(claim=into)
        IndexEntry.objects.filter(claim=claim).update(claim=into)
        _merge_indicators(join, claim, into)
        Claim.objects.filter(merged_into=claim).update(merged_into=into)
        claim.merged_into = into
        claim.save(update_fields=["merged_into"])
        journal.record(AuditTag.CLAIM_MERGED, claim, {"into": into.pk, "join": join.pk})
        ask_suggestions(into.pk)
        ask_profile(claim.pk, into.pk)
        return join


def split_claim(
    *,
    claim: Claim,
    reports: Collection[int],
    into: Claim | None,
    actor: Actor,
    now: datetime | None = None,
) -> Join:
    """These reports leave ``claim`` for ``into``, or for a new untitled claim; at least one stays.

    As for :func:`move_report`, the room of cases asks what started from them.
    """
    now = now or timezone.now()
    with change(actor) as journal:
        authorise(actor, MatchingPermission.REPORT_MOVE)
        hold_links()
        links = {
            link.report_id: link
            for link in ReportLink.objects.select_related("report")
            .filter(claim=claim)
            .exclude(state=LinkState.REJECTED.value)
        }
        insist(split_refusal(chosen=reports, here=links.keys()))
        other = Claim.objects.get(pk=into.pk) if into is not None else None
        if other is not None:
            insist(
                same_claim_refusal(
                    same=other.pk == claim.pk,
                    merged=other.merged_into_id is not None,
                    same_network=other.network_id == claim.network_id,
                )
            )
        opened = other is None
        other = other or new_claim(journal, network=claim.network, now=now)
        join = _recorded(JoinKind.SPLIT, claim, other, actor, now, opened=opened)
        moving = [links[report] for report in sorted(set(reports))]
        JoinItem.objects.bulk_create(
            JoinItem(
                join=join,
                kind=ItemKind.REPORT.value,
                item_id=link.report_id,
                before=_before(link),
            )
            for link in moving
        )
        for link in moving:
            put_link(journal, link, other, AuditTag.REPORT_MOVED)
        journal.record(
            AuditTag.CLAIM_SPLIT,
            claim,
            {"other": other.pk, "join": join.pk, "reports": len(moving)},
        )
        return join


def undo_join(
    *, join: Join, staying: Mapping[int, Left], actor: Actor, now: datetime | None = None
) -> Undone:
    """Put back what moved, as far as it still stands where it was put.

    ``staying`` are reports that may not go back, each with the reason; whoever calls knows them.
    """
    now = now or timezone.now()
    with change(actor) as journal:
        merged = join.kind == JoinKind.MERGE
        needed = MatchingPermission.CLAIM_MERGE if merged else MatchingPermission.REPORT_MOVE
        authorise(actor, needed)
        hold_links()
        join = Join.objects.select_related("claim", "other").get(pk=join.pk)
        claim, other = join.claim, join.other
        insist(
            undoing_refusal(
                undone=join.undone_at is not None,
                other_moved_on=other.merged_into_id is not None,
                claim_moved_on=claim.merged_into_id != (other.pk if merged else None),
            )
        )
        taken = Join.objects.filter(pk=join.pk, undone_at__isnull=True)
        if taken.update(undone_at=now, undone_by_id=actor.user_id) != 1:
            raise Refused(undone_already())
        join.undone_at, join.undone_by_id = now, actor.user_id
        items = list(join.items.order_by("pk"))
        for kind, put_back in _PUT_BACK.items():
            put_back(join, [item for item in items if item.kind == kind], staying)
        JoinItem.objects.bulk_update(items, ["left"], batch_size=500)
        if merged:
            Claim.objects.filter(pk=claim.pk).update(merged_into=None)
            claim.merged_into = None
        elif join.opened and not ReportLink.objects.filter(claim=other).exists():
            Claim.objects.filter(pk=other.pk).update(merged_into=claim)
            other.merged_into = claim
        reports = [item for item in items if item.kind == ItemKind.REPORT]
        back = frozenset(item.item_id for item in reports if item.left == Left.BACK)
        stayed = Counter(Left(item.left) for item in reports if item.left != Left.BACK)
        journal.record(
            AuditTag.CLAIM_JOIN_UNDONE,
            claim,
            {"join": join.pk, "other": other.pk, "back": len(back), "stayed": stayed.total()},
        )
        ask_suggestions(claim.pk, other.pk)
        ask_profile(claim.pk, other.pk)
        return Undone(join, back, dict(stayed))


def side_of(claim: Claim) -> Side:
    return Side(Category(claim.category) if claim.category else None, claim.subject_agency_id)


def _recorded(
    kind: JoinKind,
    claim: Claim,
    other: Claim,
    actor: Actor,
    now: datetime,
    *,
    opened: bool = False,
) -> Join:
    return Join.objects.create(
        kind=kind.value,
        claim=claim,
        other=other,
        opened=opened,
        by_id=actor.user_id,
        agency_id=actor.agency_id,
        at=now,
    )


def _ids(rows: QuerySet[Any], column: str) -> list[int]:
    return list(rows.values_list(column, flat=True))


def _note(join: Join, kind: ItemKind, ids: Iterable[int]) -> None:
    JoinItem.objects.bulk_create(
        [JoinItem(join=join, kind=kind.value, item_id=number) for number in ids], batch_size=500
    )


def _before(link: ReportLink) -> dict[str, object]:
    return {
        "method": link.method,
        "state": link.state,
        "score": link.score,
        "explanation": link.explanation,
    }


def _merge_indicators(join: Join, claim: Claim, into: Claim) -> None:
    allowed = values(RULES[Category(into.category)].indicators) if into.category else []
    held = {
        (kind, value): number
        for number, kind, value in Indicator.objects.filter(claim=into).values_list(
            "pk", "kind", "value"
        )
    }
    moved: list[int] = []
    twins: list[int] = []
    for indicator in Indicator.objects.filter(claim=claim):
        twin = held.get((indicator.kind, indicator.value))
        if indicator.kind in allowed and twin is None:
            indicator.claim, indicator.category = into, into.category
            indicator.save(update_fields=["claim", "category"])
            moved.append(indicator.pk)
        else:
            if twin is not None:
                twins.append(twin)
            indicator.delete()
    _note(join, ItemKind.INDICATOR, moved)
    _note(join, ItemKind.TWIN, twins)


def _reports_back(join: Join, items: list[JoinItem], staying: Mapping[int, Left]) -> None:
    links = {
        link.report_id: link
        for link in ReportLink.objects.select_for_update().filter(
            report__in=[item.item_id for item in items]
        )
    }
    back: list[int] = []
    for item in items:
        link = links.get(item.item_id)
        if link is None:
            item.left = Left.GONE.value
        elif link.claim_id != join.other_id:
            item.left = Left.MOVED.value
        elif item.item_id in staying:
            item.left = staying[item.item_id].value
        else:
            item.left = Left.BACK.value
            link.claim = join.claim
            for name, value in item.before.items():
                setattr(link, name, value)
            link.save(update_fields=["claim", *item.before])
            back.append(item.item_id)
    _reindex(SourceKind.REPORT, back, join.claim)


def _wordings_back(join: Join, items: list[JoinItem], staying: Mapping[int, Left]) -> None:
    there = _still_there(join, items, ClaimWording.objects.filter(claim=join.other))
    ClaimWording.objects.filter(pk__in=there).update(claim=join.claim)
    _reindex(SourceKind.WORDING, there, join.claim)


def _indicators_back(join: Join, items: list[JoinItem], staying: Mapping[int, Left]) -> None:
    there = _still_there(join, items, _keepable(join))
    Indicator.objects.filter(pk__in=there).update(claim=join.claim, category=join.claim.category)


def _twins_back(join: Join, items: list[JoinItem], staying: Mapping[int, Left]) -> None:
    there = _still_there(join, items, _keepable(join))
    Indicator.objects.bulk_create(
        Indicator(
            claim=join.claim,
            category=join.claim.category,
            kind=twin.kind,
            value=twin.value,
            added_at=twin.added_at,
        )
        for twin in Indicator.objects.filter(pk__in=there)
    )


def _claims_back(join: Join, items: list[JoinItem], staying: Mapping[int, Left]) -> None:
    there = _still_there(join, items, Claim.objects.filter(merged_into=join.other))
    Claim.objects.filter(pk__in=there).update(merged_into=join.claim)


def _keepable(join: Join) -> QuerySet[Indicator]:
    category = join.claim.category
    allowed = values(RULES[Category(category)].indicators) if category else []
    return Indicator.objects.filter(claim=join.other, kind__in=allowed)


def _still_there(join: Join, items: list[JoinItem], rows: QuerySet[Any]) -> list[int]:
    there = set(_ids(rows, "pk"))
    for item in items:
        item.left = (Left.BACK if item.item_id in there else Left.GONE).value
    return [item.item_id for item in items if item.left == Left.BACK]


def _reindex(kind: SourceKind, sources: list[int], claim: Claim) -> None:
    IndexEntry.objects.filter(source_kind=kind.value, source_id__in=sources).update(claim=claim)


_PUT_BACK = {
    ItemKind.REPORT: _reports_back,
    ItemKind.WORDING: _wordings_back,
    ItemKind.TWIN: _twins_back,
    ItemKind.INDICATOR: _indicators_back,
    ItemKind.CLAIM: _claims_back,
}
