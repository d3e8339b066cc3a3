"""Who reads an answer, and a sender who asks for another look."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from sangto.audit.queries import events_about
from sangto.audit.tags import AuditTag
from sangto.cases.domain.states import CaseStatus
from sangto.cases.models import Case
from sangto.cases.services import transfer
from sangto.handling.domain.feedback import (
    AnswerReach,
    ReopeningReason,
    reach_refusal,
    reopening_refusal,
    usual_reach,
)
from sangto.handling.models import FeedbackAnswer, FeedbackReopening
from sangto.handling.queries import may_ask_again, public_answer, public_answers, receipt_answer
from sangto.handling.services import answer_feedback, reopen_feedback
from sangto.intake.domain.reports import ReportStatus
from sangto.intake.models import Report
from sangto.intake.receipts import receipt_digests
from sangto.kernel.actor import public_actor
from sangto.kernel.categories import Category
from sangto.kernel.errors import NotVisible, Refused
from tests.cases.test_opening import refusal_code
from tests.factories.cases import World, categorised, make_report
from tests.factories.handling import ANSWER, routed_feedback

KEY = "hoi-lai-lan-mot-0001"
MORE = "Trạm vẫn đóng cửa sáng thứ hai."


def _with_receipt(report: Report, code: str = "1234567812345678") -> str:
    Report.objects.filter(pk=report.pk).update(receipt_digest=receipt_digests(code)[0])
    return code


def _answered(world: World, **changes: object) -> Case:
    case = routed_feedback(world, reports=2)
    answer_feedback(case=case, text=ANSWER, actor=world.actor(world.health), **changes)  # type: ignore[arg-type]
    return case


def _reopened(code: str, text: str = MORE) -> FeedbackReopening:
    return reopen_feedback(
        receipt=code,
        reason=ReopeningReason.NOT_DONE,
        text=text,
        key=KEY,
        actor=public_actor(),
    )


@given(st.sampled_from(Category), st.text(max_size=40), st.booleans())
def test_only_answers_about_services_are_ever_public(
    category: Category, text: str, looked: bool
) -> None:
    if category is not Category.SERVICE_FEEDBACK:
        assert usual_reach(category=category, texts=(text,)) is AnswerReach.SENDERS
        refusal = reach_refusal(
            reach=AnswerReach.PUBLIC,
            category=category,
            title="Hỏi giờ mở cửa",
            texts=(text,),
            looked_through=looked,
        )
        assert refusal is not None


@pytest.mark.parametrize(
    "personal",
    ["Gọi 0912 345 678 để hỏi", "Viết cho an.nguyen@thu.example", "CCCD 012345678901"],
)
def test_what_may_be_personal_stays_private_unless_somebody_looked(
    world: World, personal: str
) -> None:
    text = f"{ANSWER} {personal}"
    assert usual_reach(category=Category.SERVICE_FEEDBACK, texts=(text,)) is AnswerReach.SENDERS
    case = routed_feedback(world)
    actor = world.actor(world.health)
    code = refusal_code(
        answer_feedback, case=case, text=text, reach=AnswerReach.PUBLIC, actor=actor
    )
    assert code == "handling.personal_found"
    answer = answer_feedback(
        case=case, text=text, reach=AnswerReach.PUBLIC, looked_through=True, actor=actor
    )
    assert answer.checked_by_id == actor.user_id
    assert list(public_answers(world.network)) == [answer]


def test_the_default_is_public_only_where_nothing_is_found(world: World) -> None:
    case = _answered(world)
    answer = FeedbackAnswer.objects.get(case=case)
    assert answer.reach == AnswerReach.PUBLIC
    assert public_answer(world.network, answer.reference) == answer
    Case.objects.filter(pk=case.pk).update(category=Category.PRIVACY.value, subject_agency=None)
    assert public_answer(world.network, answer.reference) is None


@pytest.mark.parametrize("category", [Category.PRIVACY, Category.CHILD_SAFETY])
def test_private_matters_are_never_public(world: World, category: Category) -> None:
    case = categorised(world, category)
    arguments = {"case": case, "text": ANSWER, "actor": world.officer()}
    code = refusal_code(answer_feedback, reach=AnswerReach.PUBLIC, looked_through=True, **arguments)
    assert code == "handling.answer_stays_private"
    answer = answer_feedback(**arguments)  # type: ignore[arg-type]
    assert answer.reach == AnswerReach.SENDERS
    assert not public_answers(world.network).exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        FeedbackAnswer.objects.filter(pk=answer.pk).update(reach=AnswerReach.PUBLIC.value)


def test_a_sender_asks_once_for_another_look(world: World) -> None:
    case = _answered(world)
    first, second = (link.report for link in case.claim.report_links.order_by("pk"))
    code = _with_receipt(first)
    assert may_ask_again(first.pk)
    case.refresh_from_db()
    before = case.due_at
    row = _reopened(code)
    case.refresh_from_db()
    first.refresh_from_db()
    second.refresh_from_db()
    assert (case.status, case.outcome) == (CaseStatus.VERIFYING, "")
    assert case.due_at >= before
    assert (first.status, first.due_at) == (ReportStatus.IN_REVIEW, case.due_at)
    assert second.status == ReportStatus.ANSWERED
    assert first.additions.get().text == MORE
    assert receipt_answer(first) is not None, "the earlier answer stays"
    tags = list(events_about(row).values_list("tag", flat=True))
    assert tags == [AuditTag.FEEDBACK_REOPENED]
    entry = case.timeline.get(kind="reopened")
    assert (entry.user_id, entry.text, entry.data["code"]) == (None, "", "not_done")

    answer_feedback(case=case, text="Trạm mở cửa lại từ hôm nay.", actor=world.actor(world.health))
    first.refresh_from_db()
    assert first.status == ReportStatus.ANSWERED
    assert not may_ask_again(first.pk)
    with pytest.raises(Refused) as refused:
        _reopened(code)
    assert refused.value.refusal.code == "handling.reopened_once"
    assert FeedbackReopening.objects.count() == 1
    assert may_ask_again(second.pk), "another sender has an own turn"


def test_of_two_senders_at_once_the_second_waits_with_the_first(world: World) -> None:
    case = _answered(world)
    first, second = (link.report for link in case.claim.report_links.order_by("pk"))
    _reopened(_with_receipt(first), text="")
    other = _with_receipt(second, "8765432187654321")
    with pytest.raises(Refused) as refused:
        _reopened(other)
    assert refused.value.refusal.code == "handling.open_again_already"


def test_nothing_of_the_second_time_is_left(world: World) -> None:
    """The row is there already, as when two forms are sent at the same moment."""
    case = _answered(world)
    report = case.claim.report_links.order_by("pk")[0].report
    code = _with_receipt(report)
    FeedbackReopening.objects.create(case=case, report=report, reason="changed")
    with pytest.raises(Refused) as refused:
        _reopened(code)
    assert refused.value.refusal.code == "handling.reopened_once"
    case.refresh_from_db()
    assert case.status == CaseStatus.CLOSED
    with pytest.raises(IntegrityError), transaction.atomic():
        FeedbackReopening.objects.create(case=case, report=report, reason="changed")


def test_only_the_receipt_opens_it(world: World) -> None:
    case = _answered(world)
    _with_receipt(case.claim.report_links.order_by("pk")[0].report)
    with pytest.raises(NotVisible):
        _reopened("0000000000000000")
    for actor in (world.officer(), world.actor(world.health)):
        with pytest.raises(NotVisible):
            reopen_feedback(
                receipt="1234567812345678",
                reason=ReopeningReason.CHANGED,
                text="",
                key=KEY,
                actor=actor,
            )


def test_what_was_not_answered_by_an_agency_is_not_opened_again(world: World) -> None:
    waiting = routed_feedback(world)
    code = _with_receipt(waiting.claim.report_links.get().report)
    with pytest.raises(Refused) as refused:
        _reopened(code)
    assert refused.value.refusal.code == "handling.not_reopened"
    private = categorised(world, Category.PRIVACY)
    answer_feedback(case=private, text=ANSWER, actor=world.officer())
    report = private.claim.report_links.get().report
    assert not may_ask_again(report.pk)
    assert reopening_refusal(
        category=Category.PRIVACY, answered=True, again=False, open_already=False
    )
    late = make_report(waiting.claim)
    assert not may_ask_again(late.pk)


def test_a_complaint_passes_on_with_a_reason(world: World) -> None:
    """The transfer of cases carries it; whoever has it then answers."""
    case = routed_feedback(world)
    transfer(
        case=case,
        to_agency=world.trade,
        reason="Việc này thuộc ngành công thương.",
        actor=world.actor(world.health),
    )
    answer = answer_feedback(case=case, text=ANSWER, actor=world.actor(world.trade))
    assert answer.agency == world.trade
