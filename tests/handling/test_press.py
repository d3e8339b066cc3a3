"""Questions of the press, until the spokesperson's answer."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from sangto.audit.queries import events_about
from sangto.audit.tags import AuditTag
from sangto.cases.models import Case
from sangto.handling.domain.press import PRESS_CATEGORIES, PRESS_WORKFLOW, PressState
from sangto.handling.models import PressQuestion
from sangto.handling.queries import press_office, press_question_for, press_questions_visible_to
from sangto.handling.services import (
    answer_press_question,
    cancel_press_question,
    decline_press_question,
    forget_handling_out_of_scope,
    move_handling_of_ended,
    recompute_handling_deadlines,
)
from sangto.kernel.actor import Role, system_actor
from sangto.kernel.categories import RULES, Category
from sangto.kernel.errors import NotVisible, Refused
from sangto.notices.models import OutboxMessage
from sangto.organisations.models import Agency, HolidayOverride
from sangto.organisations.queries import deadline_for
from tests.cases.test_opening import refusal_code
from tests.factories.cases import World, categorised, opened
from tests.factories.handling import asked_by_press
from tests.factories.verdicts import published_verdict

ANSWER = "Sở đã báo nhà cung cấp và cảnh báo trên trang của Sở."
WHO = "Bà Lương Bích Thủy, Phó Giám đốc Sở"


def test_a_question_is_taken_down_and_answered(world: World) -> None:
    question = asked_by_press(world, categorised(world))
    expected = deadline_for(world.network, "press_answer", question.recorded_at).at
    assert question.due_at == expected
    assert OutboxMessage.objects.filter(key__startswith=f"press:{question.pk}:").count() == 1
    actor = world.actor(world.health, Role.FOCAL_OFFICER)
    answer_press_question(question=question, answer=ANSWER, spokesperson=WHO, actor=actor)
    question.refresh_from_db()
    assert (question.state, question.spokesperson, question.closed_by_id) == (
        "answered",
        WHO,
        actor.user_id,
    )
    recorded = events_about(question).order_by("pk").values_list("tag", flat=True)
    assert list(recorded) == [AuditTag.PRESS_RECORDED, AuditTag.PRESS_ANSWERED]


def test_of_two_who_end_it_the_second_is_refused(world: World) -> None:
    question = asked_by_press(world, categorised(world))
    stale = PressQuestion.objects.get(pk=question.pk)
    actor = world.actor(world.health)
    decline_press_question(question=question, reason="Vụ việc đang xác minh.", actor=actor)
    code = refusal_code(
        answer_press_question, question=stale, answer=ANSWER, spokesperson=WHO, actor=actor
    )
    assert code == "handling.changed_meanwhile"
    code = refusal_code(
        cancel_press_question, question=question, reason="Báo không hỏi nữa.", actor=world.officer()
    )
    assert code == "workflow.not_from_here"


@pytest.mark.parametrize("category", sorted(set(Category) - {Category.OUT_OF_SCOPE}))
def test_nothing_is_told_where_nothing_is_public(world: World, category: Category) -> None:
    case = categorised(world, category)
    if category in PRESS_CATEGORIES:
        asked_by_press(world, case)
        assert not RULES[category].totals_only
        return
    with pytest.raises(Refused) as refused:
        asked_by_press(world, case)
    assert refused.value.refusal.code == "handling.press_category"


def test_the_database_holds_the_category_and_the_state(world: World) -> None:
    question = asked_by_press(world, categorised(world))
    rows = PressQuestion.objects.filter(pk=question.pk)
    for values in (
        {"category": "privacy"},
        {"state": "answered"},
        {"state": "declined", "closed_at": timezone.now()},
        {"outlet": ""},
        {"days": 61},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**values)
    assert PRESS_WORKFLOW.final_states() == set(PressState) - {PressState.OPEN}


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"outlet": " "}, "handling.text_short"),
        ({"question": "Sao?"}, "handling.text_short"),
        ({"question": "Ai là @nguoidang trên mạng vậy"}, "handling.names_an_account"),
        ({"asked_on": date(2999, 1, 1)}, "handling.asked_in_future"),
        ({"days": 0}, "handling.days"),
    ],
)
def test_what_a_question_needs(world: World, changes: dict[str, Any], code: str) -> None:
    with pytest.raises(Refused) as refused:
        asked_by_press(world, categorised(world), **changes)
    assert refused.value.refusal.code == code


def test_before_triage_there_is_nothing_to_tell(world: World) -> None:
    with pytest.raises(Refused) as refused:
        asked_by_press(world, opened(world))
    assert refused.value.refusal.code == "handling.press_category"


def test_who_takes_down_and_who_answers(world: World) -> None:
    case = categorised(world)
    for role in Role:
        allowed = role in {Role.DESK_OFFICER, Role.FOCAL_OFFICER, Role.APPROVER}
        with pytest.raises(NotVisible):
            asked_by_press(world, case, actor=world.actor(world.health, role))
        if allowed:
            question = asked_by_press(world, case, actor=world.actor(world.lead, role))
        for agency in (world.trade, world.health):
            actor = world.actor(agency, role)
            if allowed and agency == world.health:
                assert press_question_for(actor, question.reference)[0] == question
                continue
            assert not press_questions_visible_to(actor).exists()
            with pytest.raises(NotVisible):
                answer_press_question(
                    question=question, answer=ANSWER, spokesperson=WHO, actor=actor
                )


def test_a_question_belongs_to_the_verdict_of_its_case(world: World) -> None:
    version = published_verdict(world)
    verdict = version.verdict
    assert verdict.case is not None
    question = asked_by_press(world, verdict.case, verdict=verdict)
    assert question.verdict == verdict
    assert press_office(verdict.reference) == verdict.case.owner
    with pytest.raises(NotVisible):
        asked_by_press(world, categorised(world), verdict=verdict)


def test_it_follows_the_calendar_the_successor_and_the_end(world: World) -> None:
    question = asked_by_press(world, categorised(world))
    before = question.due_at
    HolidayOverride.objects.create(
        network=world.network, day=timezone.localdate(before), working=False, note="Nghỉ bão"
    )
    jobs = system_actor("test")
    assert recompute_handling_deadlines(network=world.network, actor=jobs) == 1
    Agency.objects.filter(pk=world.health.pk).update(
        valid_until=timezone.localdate() - timedelta(days=1), successor=world.trade
    )
    assert move_handling_of_ended(actor=jobs) == 1
    question.refresh_from_db()
    assert question.due_at > before
    assert question.agency == world.trade
    Case.objects.filter(pk=question.case_id).update(
        category="out_of_scope", status="closed", outcome="out_of_scope", closed_at=timezone.now()
    )
    assert forget_handling_out_of_scope(actor=jobs) == 1
    question.refresh_from_db()
    assert (question.state, question.outlet, question.question) == ("cancelled", "", "")
