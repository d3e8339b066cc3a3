"""The answer of the competent agency."""

from __future__ import annotations

import pytest

from sangto.audit.queries import events_about
from sangto.audit.tags import AuditTag
from sangto.cases.domain.states import CaseOutcome, CaseStatus, EntryKind, Visibility
from sangto.cases.models import Case, TimelineEntry
from sangto.handling.domain.answers import MAX_ANSWER
from sangto.handling.models import FeedbackAnswer, Measure
from sangto.handling.queries import receipt_answer
from sangto.handling.services import answer_feedback, answer_late_reports
from sangto.intake.domain.reports import ReportStatus
from sangto.kernel.actor import Role
from sangto.kernel.categories import Category
from sangto.kernel.errors import NotVisible
from sangto.notices.models import OutboxMessage
from sangto.queue.models import Task
from tests.cases.test_opening import refusal_code
from tests.factories.cases import World, categorised, make_report, opened, reported_claim
from tests.factories.handling import ANSWER, routed_feedback, with_contact


def test_the_agency_answers_and_the_senders_are_told(world: World) -> None:
    case = routed_feedback(world, reports=2)
    first, second = (link.report for link in case.claim.report_links.order_by("pk"))
    with_contact(first, "an@thu.example")
    with_contact(second, "binh@thu.example", "en")
    actor = world.actor(world.health, Role.FOCAL_OFFICER)
    answer = answer_feedback(case=case, text=f" {ANSWER}\u202e ", actor=actor)

    assert (answer.text, answer.agency, answer.answered_by_id) == (
        ANSWER,
        world.health,
        actor.user_id,
    )
    case.refresh_from_db()
    assert (case.status, case.outcome, case.visibility) == (
        CaseStatus.CLOSED,
        CaseOutcome.ANSWERED,
        Visibility.DESK,
    )
    for report in (first, second):
        report.refresh_from_db()
        assert (report.status, report.outcome) == (ReportStatus.ANSWERED, "answered")
        assert receipt_answer(report) == answer
    mails = OutboxMessage.objects.order_by("pk")
    assert [(mail.key, mail.language) for mail in mails] == [
        (f"answer:{answer.pk}:{first.pk}", "vi"),
        (f"answer:{answer.pk}:{second.pk}", "en"),
    ]
    for mail in mails:
        assert ANSWER in mail.body
        assert first.text not in mail.body
        assert "thu.example" not in mail.to_sealed
    assert "Department of Health" in mails[1].body
    assert Task.objects.filter(kind="notice.deliver").count() == 2
    measure = Measure.objects.get(case=case)
    assert (measure.kind, measure.done_at is not None) == ("answer_by_agency", True)
    recorded = events_about(answer).values_list("tag", flat=True)
    assert list(recorded) == [AuditTag.FEEDBACK_ANSWERED]
    kinds = TimelineEntry.objects.filter(case=case).order_by("pk").values_list("kind", flat=True)
    assert list(kinds)[-2:] == [EntryKind.CLOSED, EntryKind.ANSWER]


def test_of_two_answers_the_second_is_refused(world: World) -> None:
    case = routed_feedback(world)
    stale = Case.objects.get(pk=case.pk)
    actor = world.actor(world.health)
    answer_feedback(case=case, text=ANSWER, actor=actor)
    for row, expected in (
        (stale, "cases.changed_meanwhile"),
        (case, "workflow.not_from_here"),
    ):
        code = refusal_code(answer_feedback, case=row, text=ANSWER, actor=actor)
        assert code == expected
    assert FeedbackAnswer.objects.count() == 1


@pytest.mark.parametrize("role", Role)
def test_only_officers_of_the_owner_answer(world: World, role: Role) -> None:
    case = routed_feedback(world)
    for agency in (world.lead, world.trade):
        with pytest.raises(NotVisible):
            answer_feedback(case=case, text=ANSWER, actor=world.actor(agency, role))
    allowed = role in {Role.DESK_OFFICER, Role.FOCAL_OFFICER, Role.APPROVER}
    if allowed:
        answer_feedback(case=case, text=ANSWER, actor=world.actor(world.health, role))
    else:
        with pytest.raises(NotVisible):
            answer_feedback(case=case, text=ANSWER, actor=world.actor(world.health, role))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "handling.answer_short"),
        ("Cảm ơn bạn", "handling.answer_short"),
        ("từ " * MAX_ANSWER, "handling.answer_long"),
    ],
)
def test_an_answer_says_something(world: World, text: str, expected: str) -> None:
    case = routed_feedback(world)
    code = refusal_code(answer_feedback, case=case, text=text, actor=world.actor(world.health))
    assert code == expected


@pytest.mark.parametrize(
    "category",
    [
        Category.FRAUD,
        Category.MALICIOUS_LINK,
        Category.IMPERSONATION,
        Category.COMPROMISED_SITE,
        Category.FACTUAL_CLAIM,
    ],
)
def test_what_has_a_verdict_has_no_answer(world: World, category: Category) -> None:
    case = categorised(world, category)
    code = refusal_code(answer_feedback, case=case, text=ANSWER, actor=world.officer())
    assert code == "handling.not_answered"


def test_nothing_before_triage(world: World) -> None:
    code = refusal_code(answer_feedback, case=opened(world), text=ANSWER, actor=world.officer())
    assert code == "handling.not_answered"


@pytest.mark.parametrize(("category", "mails"), [(Category.PRIVACY, 1), (Category.CHILD_SAFETY, 0)])
def test_private_matters_are_answered_quietly(world: World, category: Category, mails: int) -> None:
    claim = reported_claim(world)
    report = claim.report_links.get().report
    with_contact(report, "an@thu.example")
    case = categorised(world, category, claim=claim)
    answer = answer_feedback(case=case, text=ANSWER, actor=world.officer())
    assert receipt_answer(report) == answer
    assert OutboxMessage.objects.count() == mails
    assert Measure.objects.get(case=case).kind == "help_complain"


def test_who_asks_later_gets_the_same_answer(world: World) -> None:
    case = routed_feedback(world)
    actor = world.actor(world.health)
    with pytest.raises(NotVisible):
        answer_late_reports(case=case, actor=actor)
    answer = answer_feedback(case=case, text=ANSWER, actor=actor)
    assert refusal_code(answer_late_reports, case=case, actor=actor) == "handling.nobody_waits"
    late = make_report(case.claim)
    with_contact(late, "cuc@thu.example", "en")
    with pytest.raises(NotVisible):
        answer_late_reports(case=case, actor=world.officer())
    answer_late_reports(case=case, actor=actor)
    late.refresh_from_db()
    assert late.status == ReportStatus.ANSWERED
    assert receipt_answer(late) == answer
    assert OutboxMessage.objects.get().key == f"answer:{answer.pk}:{late.pk}"
    assert events_about(answer).count() == 2


def test_other_receipts_have_no_answer(world: World) -> None:
    answer_feedback(case=routed_feedback(world), text=ANSWER, actor=world.actor(world.health))
    other = make_report(reported_claim(world))
    assert receipt_answer(other) is None
