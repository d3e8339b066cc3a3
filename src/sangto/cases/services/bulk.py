"""One step for many claims, each through the service that does it for one, and the way back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from sangto.audit.services import change
from sangto.audit.tags import AuditTag
from sangto.cases.domain.bulk import (
    BulkKind,
    ItemState,
    bulk_category_refusal,
    number_refusal,
    touched_refusal,
    undo_refusal,
)
from sangto.cases.models import BulkDecision, BulkItem, Case, TimelineEntry
from sangto.cases.permissions import Permission, has_permission
from sangto.cases.services.joining import merge, undo
from sangto.cases.services.opening import open_case
from sangto.cases.services.ownership import assign, route, transfer
from sangto.cases.services.taking_back import take_back_category
from sangto.cases.services.triage import set_category
from sangto.kernel.actor import Actor
from sangto.kernel.categories import RULES, Category
from sangto.kernel.errors import NotVisible, Refusal, Refused, gettext_noop, insist
from sangto.matching.models import Claim, Join
from sangto.organisations.models import Agency, User

#: Written into the timeline when a case that was passed on comes back so.
TAKEN_BACK = gettext_noop("Passed on by mistake, and taken back at once.")


@dataclass(frozen=True, slots=True)
class BulkStep:
    """What is to be done; ``colleague`` for giving, ``category`` with a title for the claims that
    have none yet, ``into`` for joining."""

    kind: BulkKind
    colleague: User | None = None
    category: Category | None = None
    title: str = ""
    title_en: str = ""
    into: Claim | None = None

    @property
    def details(self) -> dict[str, object]:
        return {
            "colleague": self.colleague.pk if self.colleague is not None else None,
            "category": self.category.value if self.category is not None else "",
            "into": self.into.pk if self.into is not None else None,
        }


@dataclass(frozen=True, slots=True)
class Joining:
    """How claims are joined and parted. The room of verdicts has functions that also ask whether a
    verdict stands on a claim; doors pass those."""

    join: Callable[[Claim, Claim, Actor], Join] = lambda claim, into, actor: merge(
        claim=claim, into=into, actor=actor
    )
    part: Callable[[Join, Actor], object] = lambda join, actor: undo(join=join, actor=actor)


def decide_in_bulk(
    *,
    step: BulkStep,
    claims: Sequence[Claim],
    actor: Actor,
    joining: Joining | None = None,
    now: datetime | None = None,
) -> BulkDecision:
    """Each claim by itself: one that is refused changes nothing about the others, and its reason
    is kept. All in one transaction, so nobody sees half of it."""
    now = now or timezone.now()
    with change(actor) as journal:
        if not has_permission(actor, Permission.VIEW):
            raise NotVisible
        if actor.user_id is None or actor.agency_id is None:
            raise NotVisible
        insist(number_refusal(len(claims), step.kind))
        decision = BulkDecision.objects.create(
            user_id=actor.user_id,
            agency_id=actor.agency_id,
            kind=step.kind.value,
            details=step.details,
            at=now,
        )
        items = [
            _item(decision, claim, step, actor, joining or Joining(), now)
            for claim in claims
            if step.into is None or claim.pk != step.into.pk
        ]
        BulkItem.objects.bulk_create(items)
        journal.record(
            AuditTag.BULK_DECIDED,
            decision,
            {
                "kind": step.kind.value,
                **step.details,
                "done": [item.claim_id for item in items if item.state == ItemState.DONE],
                "refused": [item.claim_id for item in items if item.state == ItemState.REFUSED],
            },
        )
        return decision


def undo_in_bulk(
    *,
    decision: BulkDecision,
    actor: Actor,
    joining: Joining | None = None,
    now: datetime | None = None,
) -> BulkDecision:
    """Put back, within half an hour and by the same person, what nobody has worked on since."""
    now = now or timezone.now()
    with change(actor) as journal:
        decision = BulkDecision.objects.select_for_update().get(pk=decision.pk)
        if decision.user_id != actor.user_id or not has_permission(actor, Permission.VIEW):
            raise NotVisible
        insist(undo_refusal(at=decision.at, undone=decision.undone_at is not None, now=now))
        done = decision.items.filter(state=ItemState.DONE.value).select_related("claim")
        items = list(done.order_by("-pk"))
        for item in items:
            _put_back(decision, item, actor, joining or Joining(), now)
        decision.undone_at = now
        decision.save(update_fields=["undone_at"])
        journal.record(
            AuditTag.BULK_UNDONE,
            decision,
            {
                "undone": [item.claim_id for item in items if item.state == ItemState.UNDONE],
                "kept": [item.claim_id for item in items if item.state == ItemState.KEPT],
            },
        )
        return decision


def _item(
    decision: BulkDecision,
    claim: Claim,
    step: BulkStep,
    actor: Actor,
    joining: Joining,
    now: datetime,
) -> BulkItem:
    item = BulkItem(decision=decision, claim=claim, state=ItemState.DONE.value)
    try:
        _do(item, claim, step, actor, joining, now)
    except Refused as refused:
        item.state = ItemState.REFUSED.value
        item.refusal, item.before, item.after = _kept(refused), {}, {}
    return item


def _do(
    item: BulkItem, claim: Claim, step: BulkStep, actor: Actor, joining: Joining, now: datetime
) -> None:
    with change(actor) as journal:
        journal.nothing_changed()
        if step.kind is BulkKind.JOIN:
            if step.into is None:
                raise NotVisible
            item.after = {"join": joining.join(claim, step.into, actor).pk}
            return
        case = _case_on(claim)
        item.before = _state(case, claim)
        if step.kind is BulkKind.CATEGORY:
            insist(bulk_category_refusal(step.category, categorised=bool(case and case.category)))
        if case is None:
            case = open_case(claim=claim, actor=actor, now=now)
        match step.kind:
            case BulkKind.TAKE:
                assign(case=case, assignee=_user(actor.user_id), actor=actor, now=now)
            case BulkKind.GIVE:
                assign(case=case, assignee=step.colleague, actor=actor, now=now)
            case BulkKind.ROUTE:
                route(case=case, actor=actor, now=now)
            case BulkKind.CATEGORY:
                assert step.category is not None  # noqa: S101 - refused above
                set_category(
                    case=case,
                    category=step.category,
                    topic="",
                    subject_agency=case.subject_agency,
                    title=claim.title or step.title,
                    title_en=claim.title_en or ("" if claim.title else step.title_en),
                    checks=RULES[step.category].checks,
                    actor=actor,
                    now=now,
                )
        item.after = {"entry": _last_entry(case)}


def _put_back(
    decision: BulkDecision, item: BulkItem, actor: Actor, joining: Joining, now: datetime
) -> None:
    try:
        with change(actor) as journal:
            journal.nothing_changed()
            _undo(BulkKind(decision.kind), item, actor, joining, now)
        item.state = ItemState.UNDONE.value
    except Refused as refused:
        item.state, item.refusal = ItemState.KEPT.value, _kept(refused)
    item.save(update_fields=["state", "refusal"])


def _undo(kind: BulkKind, item: BulkItem, actor: Actor, joining: Joining, now: datetime) -> None:
    if kind is BulkKind.JOIN:
        joining.part(Join.objects.get(pk=item.after["join"]), actor)
        return
    case = _case_on(item.claim)
    if case is None or _last_entry(case) != item.after["entry"]:
        raise Refused(touched_refusal())
    before = item.before
    if kind is BulkKind.CATEGORY:
        take_back_category(
            case=case,
            title=before["title"],
            title_en=before["title_en"],
            actor=actor,
            now=now,
        )
    if kind is BulkKind.ROUTE:
        former = Agency.objects.get(pk=before["owner"])
        transfer(case=case, to_agency=former, reason=TAKEN_BACK, actor=actor, now=now)
    if case.assignee_id != before["assignee"] and case.owner_id == actor.agency_id:
        assign(case=case, assignee=_user(before["assignee"]), actor=actor, now=now)


def _case_on(claim: Claim) -> Case | None:
    return (
        Case.objects.select_related("claim", "owner", "subject_agency", "network", "origin_report")
        .filter(claim=claim)
        .first()
    )


def _state(case: Case | None, claim: Claim) -> dict[str, Any]:
    return {
        "owner": case.owner_id if case is not None else None,
        "assignee": case.assignee_id if case is not None else None,
        "title": claim.title,
        "title_en": claim.title_en,
    }


def _last_entry(case: Case) -> int | None:
    return TimelineEntry.objects.filter(case=case).order_by("-pk").values_list("pk", flat=True)[0]


def _user(number: int | None) -> User | None:
    return User.objects.filter(pk=number or 0).first()


def _kept(refused: Refused) -> dict[str, Any]:
    refusal = not_yours() if isinstance(refused, NotVisible) else refused.refusal
    return {"code": refusal.code, "message": refusal.message, "params": dict(refusal.params)}


def not_yours() -> Refusal:
    return Refusal(
        "cases.bulk_not_yours",
        gettext_noop("Your role and agency do not decide this about it."),
    )
