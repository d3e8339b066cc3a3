"""Measures: every pair (category, measure) in the domain, the services and the database."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from sangto.audit.queries import events_about
from sangto.audit.tags import AuditTag
from sangto.cases.domain.states import CaseStatus, EntryKind
from sangto.cases.models import Case, TimelineEntry
from sangto.cases.permissions import Standing
from sangto.cases.services import EvidenceFile
from sangto.documents.queries import content_of
from sangto.handling.domain.measures import (
    STAYS_WITH_THE_OWNER,
    MeasureOutcome,
    MeasureState,
    allowed_pairs,
    creating_refusal,
    measures_for,
)
from sangto.handling.models import Measure, MeasureResult
from sangto.handling.permissions import Permission, may
from sangto.handling.queries import (
    cases_before_committee,
    directed_measures,
    measure_for,
    measures_visible_to,
    results_of,
)
from sangto.handling.services import (
    Ground,
    cancel_measure,
    create_measure,
    direct_measure,
    forget_handling_out_of_scope,
    move_handling_of_ended,
    note_result,
    recompute_handling_deadlines,
)
from sangto.kernel.actor import Actor, ActorKind, Role, system_actor
from sangto.kernel.categories import RULES, Category, measure_refusal
from sangto.kernel.categories import Measure as MeasureKind
from sangto.kernel.errors import NotVisible, Refused
from sangto.notices.models import OutboxMessage
from sangto.organisations.models import Agency, HolidayOverride
from sangto.organisations.queries import deadline_for, grounds_in_force
from tests.cases.test_opening import refusal_code
from tests.factories.cases import World, categorised, choice, opened
from tests.factories.handling import FACT, planned, raised, reported, routed_feedback
from tests.factories.organisations import make_agency, make_network

MAY = {Role.DESK_OFFICER, Role.FOCAL_OFFICER, Role.APPROVER}
ASKED = "Đăng bài hướng dẫn nhận biết."


def _row(world: World, case: Case, **fields: Any) -> Measure:
    values: dict[str, Any] = {
        "reference": f"BP-26-{Measure.objects.count():06d}",
        "case": case,
        "category": Category.FRAUD.value,
        "kind": "awareness",
        "owner": world.lead,
        "asked": ASKED,
        "ground_text": "Trang giả vẫn mở.",
        "ground_on": timezone.localdate(),
        "due_at": timezone.now(),
        **fields,
    }
    return Measure.objects.create(**values)


def test_the_database_knows_the_same_pairs_as_the_kernel(world: World) -> None:
    case = opened(world)
    found = set()
    for category, kind in product(Category, MeasureKind):
        try:
            with transaction.atomic():
                _row(world, case, category=category.value, kind=kind.value)
        except IntegrityError:
            continue
        found.add((category, kind))
        Measure.objects.all().delete()
    expected = {(category, kind) for category in RULES for kind in measures_for(category)}
    assert found == expected
    assert len(dict(allowed_pairs())) == len(Category)


@pytest.mark.parametrize(
    "fields",
    [
        {"asked": ""},
        {"ground_text": ""},
        {"days": 0},
        {"state": "finished"},
        {"state": "finished", "outcome": "done", "results": 1},
        {"state": "cancelled", "cancelled_at": timezone.now()},
        {"outcome": "done"},
        {"state": "unknown"},
    ],
)
def test_the_database_takes_no_half_measure(world: World, fields: dict[str, Any]) -> None:
    case = opened(world)
    with pytest.raises(IntegrityError), transaction.atomic():
        _row(world, case, **fields)


def test_category_measure_and_role_in_the_domain() -> None:
    """Every pair that the table does not have is refused, and only three roles get that far."""
    standings = [
        Standing(),
        Standing(leads=True),
        Standing(owns=True),
        Standing(is_committee=True),
        Standing(leads=True, owns=True, is_committee=True, conflicted=True),
    ]
    for category, kind in product(Category, MeasureKind):
        refusal = creating_refusal(
            category=category, kind=kind, in_triage=False, open_already=False
        )
        expected = measure_refusal(category, kind)
        if expected is None and kind is MeasureKind.ABUSE_REPORT:
            assert refusal is not None
            assert refusal.code == "handling.needs_its_paper"
        else:
            assert refusal == expected
    for role, standing in product(Role, standings):
        actor = Actor(ActorKind.STAFF, 1, 1, frozenset({role}))
        decides = standing.leads or standing.owns
        able = role in MAY and not standing.conflicted
        assert may(actor, Permission.MEASURE_CREATE, standing) == (able and decides)
        assert may(actor, Permission.MEASURE_DIRECT, standing) == (able and standing.is_committee)
        assert may(actor, Permission.ANSWER, standing) == (able and standing.owns)
        assert may(actor, Permission.MEASURE_CANCEL, standing, directed=True) == (
            able and standing.is_committee
        )
        assert may(actor, Permission.MEASURE_FINISH, standing, owns_measure=True) == (role in MAY)
        outside = role is Role.APPEALS_OFFICER and not standing.conflicted
        assert may(actor, Permission.MEASURE_OVERTURN, standing) == outside
        assert not may(actor, Permission.MEASURE_OVERTURN, standing, owns_measure=True)
        assert not may(actor, Permission.REOPEN_ASKED, standing)
        assert not may(actor, Permission.DEADLINE_RECOMPUTE, standing)


def test_category_measure_and_role_in_the_service(world: World) -> None:
    """One walk: what the table lacks is refused for everybody, whoever else may ask."""
    officers = {role: world.actor(world.lead, role) for role in Role}
    for category in Category:
        if category in {Category.OUT_OF_SCOPE, Category.FACTUAL_CLAIM}:
            continue
        case = categorised(world, category)
        for kind in MeasureKind:
            for role, actor in officers.items():
                arguments: dict[str, Any] = {
                    "case": case,
                    "kind": kind,
                    "owner": world.lead,
                    "asked": ASKED,
                    "ground": FACT,
                    "actor": actor,
                }
                if role not in MAY:
                    with pytest.raises(NotVisible):
                        create_measure(**arguments)
                elif kind not in measures_for(category):
                    with pytest.raises(Refused):
                        create_measure(**arguments)
        kinds = set(Measure.objects.filter(case=case).values_list("kind", flat=True))
        assert kinds == set()


def test_a_measure_from_its_plan_to_its_result(world: World) -> None:
    case = categorised(world)
    measure = planned(world, case)
    assert measure.due_at == deadline_for(world.network, "measure", measure.created_at).at
    letters = OutboxMessage.objects.filter(key__startswith=f"measure:{measure.pk}:")
    assert letters.count() == 1
    assert ASKED not in letters[0].body

    result = reported(world, measure)
    measure.refresh_from_db()
    assert (measure.state, measure.outcome, measure.results) == ("finished", "done", 1)
    assert measure.done_at is not None
    assert result.told == [world.lead.pk]
    copies = OutboxMessage.objects.filter(key__startswith=f"measure-result:{result.pk}:")
    assert {mail.key for mail in copies} == set(result.letters)
    assert len(result.letters) >= 1
    recorded = events_about(measure).order_by("pk").values_list("tag", flat=True)
    assert list(recorded) == [
        AuditTag.MEASURE_CREATED,
        AuditTag.MEASURE_DONE,
        AuditTag.MEASURE_TOLD,
    ]
    steps = TimelineEntry.objects.filter(case=case, kind=EntryKind.MEASURE.value).order_by("pk")
    assert [entry.data["step"] for entry in steps] == ["planned", "reported"]


def test_a_correction_is_a_version_and_the_former_stays(world: World) -> None:
    measure = planned(world, categorised(world))
    picture = EvidenceFile("Ảnh chụp trang bài".encode(), "text/plain", "bai.txt")
    reported(world, measure, files=[picture])
    note_result(measure=measure, actor=world.officer())
    noted = measure.noted_at
    assert noted is not None
    reported(
        world, measure, outcome=MeasureOutcome.PARTLY, text="Chỉ đăng trên trang điện tử.", seen=1
    )
    measure.refresh_from_db()
    assert (measure.outcome, measure.results, measure.noted_at) == ("partly", 2, None)
    newest, first = results_of(measure)
    assert (newest.outcome, first.outcome) == ("partly", "done")
    assert content_of(first.files.all()[0].file) == "Ảnh chụp trang bài".encode()
    tags = events_about(measure).values_list("tag", flat=True)
    assert AuditTag.MEASURE_CORRECTED in tags
    assert AuditTag.MEASURE_NOTED in tags


def test_of_two_who_report_the_second_is_refused(world: World) -> None:
    measure = planned(world, categorised(world))
    stale = Measure.objects.get(pk=measure.pk)
    reported(world, measure)
    with pytest.raises(Refused) as refused:
        reported(world, stale, seen=0)
    assert refused.value.refusal.code == "handling.changed_meanwhile"
    again = Measure.objects.get(pk=measure.pk)
    with pytest.raises(Refused) as refused:
        reported(world, again, seen=0)
    assert refused.value.refusal.code == "handling.done_already"
    assert MeasureResult.objects.count() == 1
    code = refusal_code(
        cancel_measure, measure=stale, reason="Không cần nữa rồi.", actor=world.officer()
    )
    assert code == "handling.changed_meanwhile"


def test_taking_back_needs_a_reason_and_happens_once(world: World) -> None:
    measure = planned(world, categorised(world))
    stale = Measure.objects.get(pk=measure.pk)
    actor = world.officer()
    assert refusal_code(cancel_measure, measure=measure, reason="", actor=actor)
    cancel_measure(measure=measure, reason="Báo khác đã làm việc này.", actor=actor)
    measure.refresh_from_db()
    assert measure.state == MeasureState.CANCELLED
    code = refusal_code(cancel_measure, measure=stale, reason="Báo khác đã làm rồi.", actor=actor)
    assert code == "handling.changed_meanwhile"
    with pytest.raises(Refused):
        reported(world, Measure.objects.get(pk=measure.pk))
    with pytest.raises(NotVisible):
        cancel_measure(
            measure=planned(world, measure.case),
            reason="Chúng tôi không muốn làm.",
            actor=world.actor(world.press),
        )


def test_the_same_measure_runs_once_an_agency(world: World) -> None:
    case = categorised(world)
    measure = planned(world, case)
    with pytest.raises(Refused) as refused:
        planned(world, case)
    assert refused.value.refusal.code == "handling.open_already"
    planned(world, case, owner=world.trade)
    reported(world, measure)
    planned(world, case)
    assert Measure.objects.count() == 3


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"asked": "làm"}, "handling.text_short"),
        ({"asked": "Xem trang facebook.com/nguyen.van.a giúp"}, "handling.names_an_account"),
        ({"ground": Ground()}, "handling.one_ground"),
        ({"days": 0}, "handling.days"),
        ({"days": 61}, "handling.days"),
        ({"ground": Ground(text="Trang giả vẫn mở.", on=date(2999, 1, 1))}, "handling.ground"),
    ],
)
def test_what_is_asked_is_whole(world: World, changes: dict[str, Any], code: str) -> None:
    with pytest.raises(Refused) as refused:
        planned(world, categorised(world), **changes)
    assert refused.value.refusal.code.startswith(code)
    assert not Measure.objects.exists()


def test_a_legal_ground_is_one_in_force_and_dated(world: World) -> None:
    case = categorised(world)
    ground = grounds_in_force(world.network)[0]
    measure = planned(world, case, ground=Ground(legal=ground), days=2)
    assert (measure.ground, measure.ground_on) == (ground, timezone.localdate())
    ground.valid_until = timezone.localdate() - timedelta(days=1)
    ground.save(update_fields=["valid_until"])
    with pytest.raises(NotVisible):
        planned(world, case, owner=world.trade, ground=Ground(legal=ground))
    with pytest.raises(Refused) as refused:
        planned(world, case, owner=world.trade, ground=Ground(legal=ground, text="Và một việc"))
    assert refused.value.refusal.code == "handling.one_ground"


def test_none_before_triage_nor_for_another_network(world: World) -> None:
    with pytest.raises(Refused) as refused:
        planned(world, opened(world))
    assert refused.value.refusal.code == "handling.no_category"
    with pytest.raises(NotVisible):
        planned(world, categorised(world), owner=make_agency(make_network()))


def test_private_matters_stay_with_the_agency_that_has_the_case(world: World) -> None:
    for category in sorted(STAYS_WITH_THE_OWNER - {Category.OUT_OF_SCOPE}):
        case = categorised(world, category)
        kind = MeasureKind.HELP_COMPLAIN
        with pytest.raises(Refused) as refused:
            planned(world, case, kind=kind, owner=world.police)
        assert refused.value.refusal.code == "handling.stays_with_owner"
        measure = planned(world, case, kind=kind, owner=case.owner)
        reported(world, measure)
    assert not OutboxMessage.objects.exists()


def test_the_subject_takes_no_measures(world: World) -> None:
    case = categorised(world, Category.IMPERSONATION, subject_agency=world.lead)
    with pytest.raises(NotVisible):
        planned(world, case)


def test_a_measure_of_a_former_category_can_only_be_taken_back(world: World) -> None:
    measure = planned(world, categorised(world), kind=MeasureKind.PUBLISH_WARNING)
    Case.objects.filter(pk=measure.case_id).update(
        **{k: v for k, v in choice(Category.FACTUAL_CLAIM).items() if k in ("category", "topic")}
    )
    with pytest.raises(Refused) as refused:
        reported(world, Measure.objects.get(pk=measure.pk))
    assert refused.value.refusal.code == "category.measure"
    cancel_measure(measure=measure, reason="Vụ việc đã đổi loại.", actor=world.officer())


def test_the_committee_directs_and_gets_the_result(world: World) -> None:
    case = raised(world)
    committee = world.actor(world.committee)
    assert list(cases_before_committee(world.committee)) == [case]
    arguments: dict[str, Any] = {
        "case": case,
        "kind": MeasureKind.AWARENESS,
        "asked": ASKED,
        "ground": FACT,
        "days": 2,
    }
    for actor in (world.officer(), world.actor(world.health)):
        with pytest.raises(NotVisible):
            direct_measure(**arguments, owner=world.health, actor=actor)
    assert (
        refusal_code(direct_measure, **arguments, owner=world.committee, actor=committee)
        == "handling.owner_committee"
    )
    measure = direct_measure(**arguments, owner=world.health, actor=committee)
    assert measure.directed_by == world.committee
    assert not cases_before_committee(world.committee).exists()
    case.refresh_from_db()
    assert case.owner == world.lead

    with pytest.raises(NotVisible):
        cancel_measure(measure=measure, reason="Sở tự làm lấy.", actor=world.officer())
    result = reported(world, measure)
    assert set(result.told) == {world.committee.pk, world.lead.pk}
    assert list(directed_measures(world.committee)) == [measure]
    with pytest.raises(NotVisible):
        note_result(measure=measure, actor=world.officer())
    note_result(measure=measure, actor=committee)
    code = refusal_code(note_result, measure=Measure.objects.get(pk=measure.pk), actor=committee)
    assert code == "handling.changed_meanwhile"
    recorded = events_about(measure).order_by("pk").values_list("tag", flat=True)
    assert list(recorded) == [
        AuditTag.MEASURE_DIRECTED,
        AuditTag.MEASURE_DONE,
        AuditTag.MEASURE_TOLD,
        AuditTag.MEASURE_NOTED,
    ]


def test_the_committee_directs_only_what_was_raised_to_it(world: World) -> None:
    with pytest.raises(NotVisible):
        direct_measure(
            case=categorised(world),
            kind=MeasureKind.AWARENESS,
            owner=world.health,
            asked=ASKED,
            ground=FACT,
            actor=world.actor(world.committee),
        )


def test_who_sees_a_measure(world: World) -> None:
    measure = planned(world, categorised(world))
    seen = {
        agency.slug
        for agency in (world.lead, world.press, world.health, world.committee)
        if measures_visible_to(world.actor(agency)).exists()
    }
    assert seen == {world.lead.slug, world.press.slug}
    for role in set(Role) - MAY:
        with pytest.raises(NotVisible):
            measure_for(world.actor(world.lead, role), measure.reference)
    found, _standing = measure_for(world.actor(world.press), measure.reference)
    assert found == measure


def test_the_day_moves_with_the_table_of_working_days(world: World) -> None:
    by_charter = planned(world, categorised(world))
    own = planned(world, by_charter.case, owner=world.trade, days=1)
    HolidayOverride.objects.create(
        network=world.network,
        day=timezone.localdate(own.due_at),
        working=False,
        note="Nghỉ bão",
    )
    actor = system_actor("deadlines.recompute")
    assert recompute_handling_deadlines(network=world.network, actor=actor) == 2
    for measure in (by_charter, own):
        before = measure.due_at
        measure.refresh_from_db()
        assert measure.due_at > before
        assert events_about(measure).filter(tag=AuditTag.MEASURE_RECOMPUTED).count() == 1
    assert recompute_handling_deadlines(network=world.network, actor=actor) == 0
    with pytest.raises(NotVisible):
        recompute_handling_deadlines(network=world.network, actor=world.officer())


def test_the_successor_of_an_agency_takes_over(world: World) -> None:
    measure = planned(world, categorised(world))
    Agency.objects.filter(pk=world.press.pk).update(
        valid_until=timezone.localdate() - timedelta(days=1), successor=world.trade
    )
    actor = system_actor("agencies.carry")
    assert move_handling_of_ended(actor=actor) == 1
    measure.refresh_from_db()
    assert measure.owner == world.trade
    assert move_handling_of_ended(actor=actor) == 0
    tags = events_about(measure).values_list("tag", flat=True)
    assert AuditTag.MEASURE_INHERITED in tags


def test_nothing_written_is_left_of_what_was_no_matter_of_the_desk(world: World) -> None:
    open_one = planned(world, categorised(world))
    done = planned(world, open_one.case, owner=world.trade)
    reported(world, done)
    Case.objects.filter(pk=open_one.case_id).update(
        category=Category.OUT_OF_SCOPE.value,
        status=CaseStatus.CLOSED.value,
        outcome="out_of_scope",
        closed_at=timezone.now(),
    )
    actor = system_actor("retention.sweep")
    assert forget_handling_out_of_scope(actor=actor) == 2
    open_one.refresh_from_db()
    done.refresh_from_db()
    assert (open_one.state, open_one.asked, open_one.ground_text) == ("cancelled", "", "")
    assert (done.state, done.asked, done.versions.get().text) == ("finished", "", "")
    assert forget_handling_out_of_scope(actor=actor) == 0


def test_an_answer_is_the_result_of_its_measure(world: World) -> None:
    """Also where the agency had been asked before it answered."""
    from sangto.handling.services import answer_feedback

    case = routed_feedback(world)
    measure = planned(world, case, kind=MeasureKind.ANSWER_BY_AGENCY, owner=world.health)
    answer_feedback(
        case=case,
        text="Trạm mở cửa từ bảy giờ sáng hằng ngày.",
        actor=world.actor(world.health),
    )
    measure.refresh_from_db()
    assert (measure.state, measure.outcome, measure.results) == ("finished", "done", 1)
    assert Measure.objects.filter(case=case).count() == 1
