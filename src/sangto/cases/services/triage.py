"""Choosing a category, and a second agency's confirmation."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.utils import timezone

from sangto.audit.services import change
from sangto.audit.tags import AuditTag
from sangto.cases.domain.moves import no_owner, public_refusal
from sangto.cases.domain.opening import origin_refusal
from sangto.cases.domain.ownership import ownership_refusal
from sangto.cases.domain.states import CaseAction, EntryKind, Visibility
from sangto.cases.domain.triage import (
    RecordedCheck,
    category_refusal,
    confirming_refusal,
    is_confirmed,
)
from sangto.cases.domain.workflow import CASE_WORKFLOW
from sangto.cases.models import Case, CategoryCheck
from sangto.cases.permissions import Permission, authorise
from sangto.cases.queries.cases import (
    category_of,
    recorded_checks,
    standing_of,
    subject_relatives,
)
from sangto.cases.queries.deadlines import deadline_start
from sangto.cases.queries.owners import neutral_owner
from sangto.cases.services.entries import record_entry, write
from sangto.cases.services.holding import end_hold, keep_hold
from sangto.cases.services.media import withhold_media
from sangto.cases.services.ownership import pass_on
from sangto.intake.domain.reports import OriginKind
from sangto.kernel.actor import Actor
from sangto.kernel.categories import Category
from sangto.kernel.errors import NotVisible, Refused, gettext_noop, insist
from sangto.kernel.text import clean
from sangto.matching.services import describe_claim
from sangto.organisations.domain.deadlines import kind_for_category
from sangto.organisations.models import Agency
from sangto.organisations.queries import deadline_for, relatives, service_fields

#: Written into the timeline when the rules themselves pass a case on.
OWN_MATTER = gettext_noop("Nobody works on their own matter, so another agency takes this case.")


def set_category(
    *,
    case: Case,
    category: Category,
    topic: str,
    subject_agency: Agency | None,
    title: str,
    title_en: str,
    checks: Collection[str],
    actor: Actor,
    now: datetime | None = None,
) -> Case:
    """Choose or change the category and say what the claim is about.

    Order of effects: the case moves to ``verifying`` with its new deadline, checks of the former
    choice are dropped and this one recorded, the claim is described and loses the indicators that
    the category may not keep, pictures are deleted in private matters and where a child is in
    danger, and an owner that may not own it any more passes it on.
    """
    now = now or timezone.now()
    title, title_en = clean(title).strip(), clean(title_en).strip()
    with change(actor) as journal:
        authorise(actor, Permission.CATEGORISE, standing_of(actor, case))
        if actor.user_id is None or actor.agency_id is None:
            raise NotVisible
        keep_hold(claim=case.claim, actor=actor, now=now)
        subject = subject_agency.pk if subject_agency is not None else None
        insist(
            category_refusal(
                category=category,
                topic=topic,
                service_topics=_service_codes(case, category),
                title=title,
                checks=checks,
                has_subject=subject is not None,
            )
        )
        if subject_agency is not None and subject_agency.network_id != case.network_id:
            raise NotVisible
        insist(
            origin_refusal(
                category=category,
                origin=OriginKind(case.origin_kind),
                origin_agency=case.origin_agency_id,
                subject_agency=subject,
            )
        )
        step = CASE_WORKFLOW.step(case.status, CaseAction.CATEGORISE.value)
        insist(public_refusal(public=case.visibility == Visibility.PUBLIC, category=category))
        former = category_of(case)
        excluded = relatives(subject_agency) if subject_agency is not None else frozenset[int]()
        former_owner = case.owner
        owner = _owner_after(case, category, topic, excluded, now)
        write(
            case,
            status=step.target,
            category=category.value,
            topic=topic,
            subject_agency_id=subject,
            owner_id=owner.pk,
            owner_kind=owner.kind,
            assignee_id=case.assignee_id if owner.pk == former_owner.pk else None,
            confirmed_at=None,
            due_at=deadline_for(case.network, kind_for_category(category), deadline_start(case)).at,
        )
        case.checks.all().delete()
        CategoryCheck.objects.create(
            case=case,
            agency_id=actor.agency_id,
            user_id=actor.user_id,
            category=category.value,
            topic=topic,
            checks=sorted(checks),
            recorded_at=now,
        )
        describe_claim(
            claim=case.claim,
            title=title,
            title_en=title_en,
            category=category,
            topic=topic,
            subject_agency=subject_agency,
            actor=actor,
        )
        withhold_media(claim=case.claim, category=category, actor=actor, now=now)
        record_entry(
            case=case,
            kind=EntryKind.CATEGORY,
            actor=actor,
            data={"category": category.value, "from": former.value if former else ""},
            now=now,
        )
        journal.record(
            AuditTag.CASE_CATEGORY_SET,
            case,
            {
                "category": category.value,
                "from": former.value if former else "",
                "topic": topic,
                "checks": sorted(checks),
            },
        )
        if owner.pk != former_owner.pk:
            pass_on(
                journal=journal,
                case=case,
                from_agency=former_owner,
                to_agency=owner,
                reason=OWN_MATTER,
                tag=AuditTag.CASE_ROUTED,
                actor=actor,
                by_rule=True,
                now=now,
            )
        end_hold(journal, case.claim)
        return case


def _service_codes(case: Case, category: Category) -> frozenset[str]:
    if category is not Category.SERVICE_FEEDBACK:
        return frozenset()
    return frozenset(field.code for field in service_fields(case.network))


def _owner_after(
    case: Case, category: Category, topic: str, excluded: frozenset[int], now: datetime
) -> Agency:
    """The same owner if it may own the case in this category, else one that may."""
    refused = ownership_refusal(
        category=category,
        agency=case.owner_id,
        agency_kind=case.owner_kind,
        subject_relatives=excluded,
    )
    if refused is None:
        return case.owner
    owner = neutral_owner(
        network=case.network,
        category=category,
        topic=topic,
        origin=case.origin_report,
        relatives_of_subject=excluded,
        on=timezone.localdate(now),
    )
    if owner is None:
        raise Refused(no_owner())
    return owner


def confirm_category(
    *, case: Case, checks: Collection[str], actor: Actor, now: datetime | None = None
) -> Case:
    """The second person of another agency records that no disqualifier holds (SCOPE.md 4)."""
    now = now or timezone.now()
    with change(actor) as journal:
        authorise(actor, Permission.VIEW, standing_of(actor, case))
        if actor.user_id is None or actor.agency_id is None:
            raise NotVisible
        category, excluded = category_of(case), subject_relatives(case)
        recorded = recorded_checks(case)
        insist(
            confirming_refusal(
                category=category,
                recorded=recorded,
                user=actor.user_id,
                agency=actor.agency_id,
                subject_relatives=excluded,
                checks=checks,
            )
        )
        authorise(actor, Permission.CONFIRM, standing_of(actor, case))
        assert category is not None  # noqa: S101 - refused above
        added = RecordedCheck(actor.user_id, actor.agency_id, category)
        complete = is_confirmed(category, [*recorded, added], excluded)
        write(case, confirmed_at=now if complete else None)
        CategoryCheck.objects.create(
            case=case,
            agency_id=actor.agency_id,
            user_id=actor.user_id,
            category=category.value,
            topic=case.topic,
            checks=sorted(checks),
            recorded_at=now,
        )
        record_entry(
            case=case,
            kind=EntryKind.CONFIRMED,
            actor=actor,
            data={"category": category.value},
            now=now,
        )
        journal.record(
            AuditTag.CASE_CATEGORY_CONFIRMED,
            case,
            {"category": category.value, "checks": sorted(checks)},
        )
        return case
