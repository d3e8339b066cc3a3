"""SCOPE.md 5. The subject, its parents, its subordinates and who absorbed it stay out.

Guards: ``organisations.queries.relatives``, ``cases.domain.ownership``, ``Standing.conflicted``,
``verdicts.domain.signoff``, constraints of ``Case`` and ``VerdictVersion``. In depth:
``tests/organisations/test_validity.py``, ``tests/verdicts/test_signoff.py``.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from sangto.cases.models import Case
from sangto.cases.services import assign, transfer
from sangto.kernel.actor import Role, operator_actor
from sangto.kernel.categories import RULES, Category, Measure, Rating
from sangto.kernel.errors import NotVisible, Refused
from sangto.organisations.models import Agency
from sangto.organisations.queries import relatives
from sangto.verdicts.domain.version import VersionStatus
from sangto.verdicts.models import ImportedCheck, VerdictVersion
from sangto.verdicts.queries import CheckOutcome, check_message
from sangto.verdicts.services import (
    approve_and_publish,
    classify_imported,
    draft_verdict,
    hold_imported,
    submit_draft,
)
from tests.cases.test_opening import refusal_code
from tests.factories.cases import World, categorised, confirmed, reported_claim
from tests.factories.handling import planned
from tests.factories.matching import SCAM, make_wording
from tests.factories.organisations import make_agency
from tests.factories.verdicts import content, outside_source, submitted


def about(world: World, subject: Agency) -> Case:
    return categorised(world, Category.IMPERSONATION, subject_agency=subject)


def test_the_case_leaves_the_agency_that_it_is_about(world: World) -> None:
    case = about(world, world.lead)
    assert case.owner_id not in relatives(world.lead)
    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(owner=world.lead)


def family(world: World) -> dict[str, Agency]:
    office = make_agency(world.network, parent=world.health)
    former = make_agency(world.network, successor=world.health)
    return {
        "itself": world.health,
        "above": world.committee,
        "below": office,
        "absorbed by it": former,
    }


@pytest.mark.parametrize("who", ["itself", "above", "below", "absorbed by it"])
def test_none_of_them_owns_drafts_or_approves(world: World, who: str) -> None:
    agency = family(world)[who]
    case = about(world, world.health)
    with pytest.raises((Refused, NotVisible)):
        transfer(case=case, to_agency=agency, reason="Để nơi đó tự xử lý", actor=world.officer())
    person = world.actor(agency, Role.DESK_OFFICER, Role.APPROVER)
    with pytest.raises((Refused, NotVisible)):
        draft_verdict(case=case, content=content(), actor=person)
    with pytest.raises((Refused, NotVisible)):
        assign(case=case, assignee=None, actor=person)


@pytest.mark.parametrize("who", ["itself", "above", "below", "absorbed by it"])
def test_none_of_them_signs(world: World, who: str) -> None:
    agency = family(world)[who]
    person = world.actor(agency, Role.APPROVER)
    version = submitted(world, case=about(world, world.health), rating=Rating.IMPERSONATION)
    with pytest.raises((Refused, NotVisible)):
        approve_and_publish(version=version, actor=person)
    version.refresh_from_db()
    assert version.status == VersionStatus.SUBMITTED


def test_the_subject_takes_no_measures(world: World) -> None:
    case = about(world, world.lead)
    with pytest.raises(NotVisible):
        planned(world, case, kind=Measure.AWARENESS)


@pytest.mark.parametrize("kind", ["police", "body"])
def test_police_and_bodies_own_no_factual_claim(world: World, kind: str) -> None:
    case = confirmed(world)
    code = refusal_code(
        transfer,
        case=case,
        to_agency=world.police,
        reason="Để công an xem thử",
        actor=world.officer(),
    )
    assert code == "cases.owner_kind"
    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(owner_kind=kind)


def test_one_source_lies_outside_the_members(world: World) -> None:
    inside = outside_source(publisher=world.press.name, address="https://baomau.example/1")
    officer = world.officer()
    version = draft_verdict(
        case=categorised(world, actor=officer), content=content(sources=(inside,)), actor=officer
    )
    assert refusal_code(submit_draft, version=version, actor=officer) == "verdict.no_outside_source"


def test_an_imported_verdict_waits_for_two_people_and_never_answers(world: World) -> None:
    claim = reported_claim(world)
    make_wording(claim, SCAM)
    version = hold_imported(
        claim=claim,
        title="Tin nhắn khóa tài khoản là giả",
        summary="Đừng bấm.",
        imported_from="Bàn khác",
        imported_address="https://khac.example/1",
        actor=operator_actor("import"),
    )
    assert check_message(SCAM).outcome is CheckOutcome.UNKNOWN
    choice: dict[str, Any] = {
        "category": Category.FRAUD,
        "topic": "",
        "rating": Rating.SCAM,
        "checks": RULES[Category.FRAUD].checks,
    }
    first = world.officer()
    version = classify_imported(version=version, actor=first, **choice)
    assert check_message(SCAM).outcome is CheckOutcome.UNKNOWN
    with pytest.raises((Refused, NotVisible)):
        classify_imported(version=version, actor=first, **choice)
    with pytest.raises((Refused, NotVisible)):
        classify_imported(version=version, actor=world.officer(), **choice)
    with pytest.raises(IntegrityError), transaction.atomic():
        VerdictVersion.objects.filter(pk=version.pk).update(
            status=VersionStatus.RELEASED.value,
            approved_by=world.officer().user_id,
            approver_agency=first.agency_id,
            published_at=version.drafted_at,
        )
    other = world.actor(world.press, Role.APPROVER)
    with pytest.raises(Refused) as unsaid:
        classify_imported(version=version, actor=other, **{**choice, "checks": ()})
    assert unsaid.value.refusal.code == "cases.checks_missing"
    with pytest.raises(NotVisible):
        classify_imported(version=version, actor=other, subject_agency=world.press, **choice)
    classify_imported(version=version, actor=other, **choice)
    said = ImportedCheck.objects.filter(version=version).values_list("agency", "checks")
    assert sorted(said) == sorted(
        (person.agency_id, sorted(choice["checks"])) for person in (first, other)
    )
    assert check_message(SCAM).outcome is CheckOutcome.SUGGEST
