"""Suggestions to join and to split: made in the queue, answered by people, following what is
done and undone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from sangto.audit.locks import write_lock
from sangto.audit.services import change
from sangto.audit.tags import AuditTag
from sangto.cases.domain.suggesting import (
    SuggestionKind,
    SuggestionState,
    decided_already,
    dismissal_refusal,
    new_groups,
    reopening_refusal,
)
from sangto.cases.models import Suggestion
from sangto.cases.queries.joining import merge_refusal
from sangto.cases.queries.suggestions import may_group
from sangto.cases.services.grouping import authorise_grouping
from sangto.kernel.actor import Actor
from sangto.kernel.errors import NotVisible, Refused, insist
from sangto.matching.domain.joins import ItemKind, JoinKind
from sangto.matching.models import Claim, Join
from sangto.matching.queries import Near, near_claims, parted_claims, strange_reports
from sangto.matching.services import hold_links

Settle = Callable[[], None]

_OPEN = SuggestionState.OPEN.value
_MERGE, _SPLIT = SuggestionKind.MERGE.value, SuggestionKind.SPLIT.value


def suggest_task(claim_id: int) -> Settle:
    """For the queue: looks up now, writes in the returned call. A claim that went up in another
    one, or is gone, is left alone: what was suggested about it is shown nowhere."""
    claim = _standing(claim_id)
    if claim is None:
        return lambda: None
    others = _about(claim).filter(kind=_MERGE, state=_OPEN).values_list("claim_id", "other_id")
    known = {number for pair in others for number in pair if number not in (None, claim.pk)}
    near = _possible(claim, near_claims(claim, known=known))
    groups = strange_reports(claim)

    def settle() -> None:
        with write_lock(), transaction.atomic():
            hold_links()
            standing = _standing(claim_id)
            if standing is not None:
                _suggest_joining(standing, near)
                _suggest_splitting(standing, groups)

    return settle


def dismiss_suggestion(
    *, suggestion: Suggestion, actor: Actor, now: datetime | None = None
) -> Suggestion:
    """A person says no: these two are not the same, or these reports belong where they are. The
    machine does not ask again."""
    with change(actor) as journal:
        suggestion = _locked(suggestion, actor)
        insist(dismissal_refusal(SuggestionState(suggestion.state)))
        suggestion.state = SuggestionState.DISMISSED.value
        suggestion.decided_at, suggestion.decided_by_id = now or timezone.now(), actor.user_id
        suggestion.save(update_fields=["state", "decided_at", "decided_by"])
        journal.record(AuditTag.SUGGESTION_DISMISSED, suggestion, _details(suggestion))
        return suggestion


def reopen_suggestion(*, suggestion: Suggestion, actor: Actor) -> Suggestion:
    """The no is taken back."""
    with change(actor) as journal:
        suggestion = _locked(suggestion, actor)
        insist(reopening_refusal(SuggestionState(suggestion.state), stands=_stands(suggestion)))
        _open_again(suggestion)
        journal.record(AuditTag.SUGGESTION_REOPENED, suggestion, _details(suggestion))
        return suggestion


def follow_join(join: Join, actor: Actor, now: datetime) -> None:
    """What was suggested is done; inside the caller's change."""
    if join.kind == JoinKind.MERGE:
        done = Suggestion.objects.filter(kind=_MERGE, **_pair(join.claim_id, join.other_id))
    else:
        left = set(join.items.filter(kind=ItemKind.REPORT.value).values_list("item_id", flat=True))
        splits = Suggestion.objects.filter(kind=_SPLIT, claim=join.claim_id, state=_OPEN)
        done = Suggestion.objects.filter(
            pk__in=[one.pk for one in splits if not left.isdisjoint(_reports(one.groups))]
        )
    done.filter(state=_OPEN).update(
        state=SuggestionState.DONE.value, decided_at=now, decided_by=actor.user_id, join=join
    )


def follow_undo(join: Join) -> None:
    """What was done is undone, so it is suggested as before; inside the caller's change."""
    for suggestion in Suggestion.objects.filter(join=join, state=SuggestionState.DONE.value):
        if suggestion.kind == _SPLIT:
            # Nobody has answered the one that came after it, and the next look makes it anew.
            Suggestion.objects.filter(kind=_SPLIT, claim=suggestion.claim, state=_OPEN).delete()
        _open_again(suggestion)


def _standing(claim_id: int) -> Claim | None:
    return Claim.objects.filter(pk=claim_id, merged_into__isnull=True).first()


def _about(claim: Claim) -> QuerySet[Suggestion]:
    return Suggestion.objects.filter(Q(claim=claim) | Q(other=claim))


def _pair(one: int, other: int) -> dict[str, int]:
    return {"claim_id": min(one, other), "other_id": max(one, other)}


def _possible(claim: Claim, near: Mapping[int, Near | None]) -> dict[int, Near | None]:
    """Those of the near claims that could be joined with this one, either way round."""
    others = Claim.objects.in_bulk(near)
    return {
        number: found
        for number, found in near.items()
        if merge_refusal(claim, others[number]) is None
        or merge_refusal(others[number], claim) is None
    }


def _suggest_joining(claim: Claim, near: Mapping[int, Near | None]) -> None:
    rows = {
        one.claim_id if one.claim_id != claim.pk else one.other_id: one
        for one in _about(claim).filter(kind=_MERGE)
    }
    standing = set(
        Claim.objects.filter(pk__in=[*near, *(n for n in rows if n)], merged_into=None).values_list(
            "pk", flat=True
        )
    )
    refused = parted_claims(claim.pk, standing) | _dismissed(claim.pk, standing)
    for number, row in rows.items():
        gone = number not in near or number in refused
        if row.state == _OPEN and number in standing and gone:
            row.delete()
    for number, found in near.items():
        if number in refused or number not in standing or found is None:
            continue
        row = rows.get(number) or Suggestion(
            kind=_MERGE, network_id=claim.network_id, **_pair(claim.pk, number)
        )
        if row.state == _OPEN and (row.score, row.why) != (found.score, list(found.why)):
            row.score, row.why = found.score, list(found.why)
            row.save()


def _dismissed(claim: int, others: Iterable[int]) -> set[int]:
    """Those of the others about which somebody said no. Claims that went up in one of the two
    count as it."""
    survivors = {claim: claim} | {number: number for number in others}
    merged = Claim.objects.filter(merged_into__in=list(survivors))
    for number, into in merged.values_list("pk", "merged_into_id"):
        survivors[number] = into or number
    pairs = Suggestion.objects.filter(
        kind=_MERGE,
        state=SuggestionState.DISMISSED.value,
        claim__in=list(survivors),
        other__in=list(survivors),
    )
    found = {
        frozenset({survivors[one], survivors[other or 0]})
        for one, other in pairs.values_list("claim_id", "other_id")
    }
    return {number for number in others if frozenset({claim, number}) in found}


def _suggest_splitting(claim: Claim, groups: list[tuple[int, ...]]) -> None:
    splits = Suggestion.objects.filter(kind=_SPLIT)
    said = splits.filter(
        Q(claim=claim) | Q(claim__merged_into=claim), state=SuggestionState.DISMISSED.value
    )
    dismissed = {report for one in said for report in _reports(one.groups)}
    groups = new_groups(groups, dismissed)
    row = splits.filter(claim=claim, state=_OPEN).first()
    if not groups:
        if row is not None:
            row.delete()
        return
    if row is None:
        # Before all pairs: whoever stands with the wrong claim gets the wrong answer.
        row = Suggestion(kind=_SPLIT, network_id=claim.network_id, claim=claim, score=1.0)
    row.groups = [list(group) for group in groups]
    row.save()


def _locked(suggestion: Suggestion, actor: Actor) -> Suggestion:
    """As it stands now, for whoever may join and split what it is about."""
    if not may_group(actor):
        raise NotVisible
    hold_links()
    found = (
        Suggestion.objects.select_for_update(of=("self",))
        .select_related("claim", "other")
        .filter(pk=suggestion.pk)
        .first()
    )
    if found is None:
        raise Refused(decided_already())
    for claim in (found.claim, found.other):
        if claim is not None:
            authorise_grouping(actor, claim)
    return found


def _stands(suggestion: Suggestion) -> bool:
    claims = [suggestion.claim, *([suggestion.other] if suggestion.other is not None else [])]
    if any(claim.merged_into_id is not None for claim in claims):
        return False
    newer = Suggestion.objects.filter(kind=_SPLIT, claim=suggestion.claim, state=_OPEN)
    return suggestion.kind == _MERGE or not newer.exists()


def _open_again(suggestion: Suggestion) -> None:
    suggestion.state, suggestion.decided_at, suggestion.decided_by_id = _OPEN, None, None
    suggestion.join = None
    suggestion.save(update_fields=["state", "decided_at", "decided_by", "join"])


def _reports(groups: Iterable[Iterable[int]]) -> set[int]:
    return {report for group in groups for report in group}


def _details(suggestion: Suggestion) -> dict[str, object]:
    return {
        "kind": suggestion.kind,
        "claim": suggestion.claim_id,
        "other": suggestion.other_id,
        "reports": sorted(_reports(suggestion.groups)),
    }
