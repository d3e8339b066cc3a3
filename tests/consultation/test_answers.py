"""Answers by account, by link and on paper, more time, reminders, closing and the conclusion."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sangto.audit.queries import details_match, events_about
from sangto.cases.domain.states import CaseStatus, EntryKind
from sangto.cases.models import Case
from sangto.cases.services import close_out_of_scope, transfer
from sangto.consultation.domain.answers import Answer, AnswerKind
from sangto.consultation.domain.invitations import InvitationState
from sangto.consultation.domain.rounds import RoundAbout
from sangto.consultation.models import (
    DecisionInput,
    Opinion,
    OpinionRound,
    ReminderSent,
    RoundInvitation,
)
from sangto.consultation.queries import (
    invitation_by_token,
    request_for,
    requests_for,
    round_for,
    round_statistics,
    sheet_of,
    tally,
)
from sangto.consultation.services import (
    OfferedFile,
    ask_extension,
    chase_all,
    close_due_rounds,
    close_round,
    close_rounds_of_closed_cases,
    conclude_round,
    decide_extension,
    give_opinion,
    give_opinion_by_link,
    lapse_requests,
    mark_bounced,
    move_requests_of_ended,
    open_round,
    prepare_round,
    recompute_round_deadlines,
    register_paper_opinion,
    revoke_link,
    send_due_reminders,
    send_requests,
)
from sangto.intake.domain.reports import Closing
from sangto.kernel.actor import Actor, Role, public_actor
from sangto.kernel.categories import Category
from sangto.kernel.errors import NotVisible, Refused
from sangto.notices.models import OutboxMessage
from sangto.organisations.models import Agency, HolidayOverride
from tests.factories.cases import World, categorised
from tests.factories.consultation import (
    AGREED,
    SYSTEM,
    answered,
    closed_round,
    concluded_round,
    link_of,
    make_officer,
    opened_round,
    request,
    request_to,
)
from tests.factories.drafts import consulted
from tests.factories.organisations import make_agency

#: Monday, 9:00 in Vietnam; due on Wednesday the 16th at 17:00, closed on Monday the 21st.
MONDAY = datetime(2026, 12, 7, 2, 0, tzinfo=UTC)
COMMENTS = Answer(AnswerKind.AGREE_WITH_COMMENTS, text="Bổ sung số điện thoại", rating="scam")
PUBLIC = public_actor()


def refusal_of(call: Callable[[], object]) -> str:
    with pytest.raises(Refused) as caught:
        call()
    return caught.value.refusal.code


def tags(subject: OpinionRound | RoundInvitation | Opinion) -> list[str]:
    return list(events_about(subject).values_list("tag", flat=True))


def day(number: int, hour: int = 2) -> datetime:
    """In December 2026; two in UTC is nine in Vietnam."""
    return datetime(2026, 12, number, hour, 0, tzinfo=UTC)


def test_an_officer_answers_and_every_version_stays(world: World) -> None:
    found = opened_round(world, now=MONDAY)
    officer = world.actor(world.health, Role.FOCAL_OFFICER)
    assert [row.round for row in requests_for(officer)] == [found]
    first = answered(world, found, world.health, actor=officer, now=day(8))
    second = answered(world, found, world.health, COMMENTS, actor=officer, now=day(9))
    row = request_to(found, world.health)
    assert (row.state, row.answered_at) == ("answered", day(8))
    versions = list(row.opinions.values_list("version", "kind", "latest", "via"))
    assert versions == [
        (1, "agree", False, "officer"),
        (2, "agree_with_comments", True, "officer"),
    ]
    assert tags(first) == ["opinion:given"]
    assert tags(second) == ["opinion:replaced"]
    (event,) = events_about(second)
    assert details_match(
        event,
        {
            "case": found.case_id,
            "draft_version": None,
            "request": row.pk,
            "agency": world.health.pk,
            "kind": "agree_with_comments",
            "version": 2,
        },
    )
    assert event.actor_user == officer.user_id


def test_a_link_answers_without_an_account(world: World) -> None:
    found = opened_round(world, now=MONDAY)
    token = link_of(request_to(found, world.health))
    file = OfferedFile(b"noi dung", "text/plain", "Kèm theo")
    opinion = give_opinion_by_link(
        token=token, answer=COMMENTS, files=[file], actor=PUBLIC, now=day(8)
    )
    assert (opinion.via, opinion.user_id, opinion.files.count()) == ("link", None, 1)
    (event,) = events_about(opinion)
    assert (event.tag, event.actor_kind) == ("opinion:given", "public")
    with pytest.raises(NotVisible):
        give_opinion_by_link(token="0" * 40, answer=AGREED, actor=PUBLIC, now=day(8))


def test_a_link_is_dead_when_revoked_or_expired_and_over_when_closed(world: World) -> None:
    found = opened_round(world, now=MONDAY)
    row = request_to(found, world.health)
    token = link_of(row)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert not invitation_by_token(token, day(8)).over
    assert all(not query["sql"].startswith(("UPDATE", "INSERT")) for query in queries)
    assert invitation_by_token(token, day(21, 10)).over

    def answer(now: datetime) -> Opinion:
        return give_opinion_by_link(token=token, answer=AGREED, actor=PUBLIC, now=now)

    assert refusal_of(lambda: answer(day(21, 10))) == "round.over"
    with pytest.raises(NotVisible):
        invitation_by_token(token, day(21, 10) + timedelta(days=30))
    revoke_link(invitation=row, actor=world.officer())
    with pytest.raises(NotVisible):
        answer(day(8))


def test_an_answer_is_the_agencys_own(world: World) -> None:
    found = opened_round(world)
    row = request_to(found, world.health)
    for agency, role in (
        (world.trade, Role.FOCAL_OFFICER),
        (world.lead, Role.APPROVER),
        (world.health, Role.EDITOR),
        (world.police, Role.APPROVER),
    ):
        with pytest.raises(NotVisible):
            give_opinion(invitation=row, answer=AGREED, actor=world.actor(agency, role))
    approver = world.actor(world.health, Role.APPROVER)
    assert request_for(approver, found.reference) == row
    give_opinion(invitation=row, answer=AGREED, actor=approver)
    with pytest.raises(NotVisible):
        round_for(approver, found.reference)


def test_the_desk_enters_a_letter_on_paper(world: World) -> None:
    found = opened_round(world, now=MONDAY)
    row = request_to(found, world.health)
    letter = Answer(
        AnswerKind.OBJECT,
        text="Không thuộc trường hợp này",
        letter_number="12/SYT-VP",
        letter_date=date(2026, 12, 14),
    )
    scan = OfferedFile(b"%PDF-1.4 x", "application/pdf", "Công văn 12")
    officer = world.officer()
    opinion = register_paper_opinion(
        invitation=row,
        answer=letter,
        scan=scan,
        arrived_on=date(2026, 12, 15),
        actor=officer,
        now=day(18),
    )
    # It arrived in time, although it was entered after the deadline.
    assert sheet_of(found).answered[0].late is False
    assert (opinion.via, opinion.letter_number, opinion.user_id) == (
        "paper",
        "12/SYT-VP",
        officer.user_id,
    )
    assert opinion.files.get().is_scan
    assert tags(opinion) == ["opinion:registered"]
    with pytest.raises(NotVisible):
        register_paper_opinion(
            invitation=row, answer=letter, actor=world.actor(world.trade, Role.APPROVER)
        )
    early = refusal_of(
        lambda: register_paper_opinion(
            invitation=row, answer=letter, arrived_on=date(2026, 12, 1), actor=officer, now=day(18)
        )
    )
    assert early == "opinion.arrival"


def test_more_time_is_asked_granted_and_counted_on(world: World) -> None:
    found = opened_round(world, now=MONDAY)
    row = request_to(found, world.health)
    focal = world.actor(world.health, Role.FOCAL_OFFICER)
    opinion = ask_extension(
        invitation=row, reason="Cần họp chuyên gia", days=3, actor=focal, now=day(9)
    )
    row.refresh_from_db()
    assert (row.state, row.time_days, opinion.kind) == ("extension_asked", 3, "more_time")
    assert tally(found).answered == 0
    row = decide_extension(invitation=row, grant=True, actor=world.officer(), now=day(10))
    # Three working days after Wednesday the 16th: Monday the 21st.
    assert (row.state, row.due_at) == ("extended", day(21, 10))
    found.refresh_from_db()
    assert found.closes_at == day(24, 10)
    assert lapse_requests(actor=SYSTEM, now=day(17)) == 1
    assert request_to(found, world.trade).state == "overdue"
    answered(world, found, world.health, now=day(21))
    assert sheet_of(found).answered[0].late is False
    assert tags(row) == [
        "opinion_request:sent",
        "opinion_request:time_granted",
    ]
    steps = found.case.timeline.filter(kind=EntryKind.ROUND.value)  # type: ignore[union-attr] # on a case
    assert [entry.data["step"] for entry in steps][-3:] == [
        "time_asked",
        "time_granted",
        "answered",
    ]


def test_more_time_is_refused_with_a_reason(world: World) -> None:
    found = opened_round(world, now=MONDAY)
    row = request_to(found, world.health)
    ask_extension(
        invitation=row,
        reason="Cần họp chuyên gia",
        days=3,
        actor=world.actor(world.health, Role.APPROVER),
        now=day(9),
    )
    officer = world.officer()

    def call(note: str) -> RoundInvitation:
        return decide_extension(invitation=row, grant=False, note=note, actor=officer, now=day(9))

    assert refusal_of(lambda: call("")) == "round.reason_short"
    fresh = call("Việc này rất gấp")
    assert (fresh.state, fresh.time_decision, fresh.due_at) == ("sent", "refused", None)
    assert refusal_of(lambda: call("Việc này rất gấp")) == "workflow.not_from_here"
    assert OutboxMessage.objects.filter(key__startswith="opinion-time:").count() == 1


def test_an_early_closing_ends_it_for_everybody(world: World) -> None:
    found = opened_round(world)
    answered(world, found, world.health)
    found = close_round(opinion_round=found, actor=world.officer())
    assert (found.state, found.closing) == ("closed", "early")
    silent = request_to(found, world.trade)
    assert silent.state == "closed_without_answer"
    assert tags(silent) == ["opinion_request:sent", "opinion_request:unanswered"]
    late = world.actor(world.trade, Role.FOCAL_OFFICER)
    assert refusal_of(lambda: answered(world, found, world.trade, actor=late)) == "round.over"
    assert [row.agency for row in requests_for(late, over=True)] == [world.trade]
    assert OutboxMessage.objects.filter(key__startswith="opinion-closed:").count() == 2


def test_a_round_closes_by_itself_after_the_days_for_late_answers(world: World) -> None:
    found = opened_round(world, silence_agrees=True, now=MONDAY)
    assert close_due_rounds(actor=SYSTEM, now=day(21, 9)) == 0
    answered(world, found, world.health, now=day(21, 9))
    assert close_due_rounds(actor=SYSTEM, now=day(21, 10)) == 1
    assert close_due_rounds(actor=SYSTEM, now=day(21, 10)) == 0
    found.refresh_from_db()
    sheet = sheet_of(found)
    assert (found.closing, sheet.tally.silent, sheet.tally.agreed_by_silence) == ("due", 1, 1)
    assert sheet.answered[0].late
    assert sheet.silent[0].invitation.state == "closed_without_answer"


def test_reminders_follow_the_plan_and_one_person_gets_one_mail(world: World) -> None:
    """The same person is focal officer of two agencies."""
    one, two = make_agency(world.network, "mot"), make_agency(world.network, "hai")
    shared = make_officer(one, "chung@agency.example")
    make_officer(two, shared.email)
    found = opened_round(world, [one, two, world.health], now=MONDAY)
    answered(world, found, world.health, now=day(8))

    def mails(now: datetime) -> int:
        before = OutboxMessage.objects.count()
        assert send_due_reminders(actor=SYSTEM, now=now) == OutboxMessage.objects.count() - before
        return OutboxMessage.objects.count() - before

    def steps() -> set[tuple[str, str]]:
        return set(ReminderSent.objects.values_list("invitation__agency__slug", "step"))

    assert mails(day(11)) == 0
    # Two working days before the 16th.
    assert mails(day(14)) == 1
    soft = "2026-12-16:-2:working:soft:officer"
    assert steps() == {("mot", soft), ("hai", soft)}
    assert mails(day(14, 3)) == 0
    # Off until the 18th: only what still helps goes, once.
    assert mails(day(18)) == 1
    assert mails(day(18, 4)) == 0
    assert {step for slug, step in steps() if slug == "mot"} == {
        soft,
        "2026-12-16:1:working:hard:officer",
        "2026-12-16:2:working:hard:leader",
    }
    assert mails(day(14, 4)) == 0  # the clock went back


def test_reminders_rest_at_night_and_on_days_off(world: World) -> None:
    opened_round(world, now=MONDAY)
    assert send_due_reminders(actor=SYSTEM, now=day(18, 15)) == 0
    assert send_due_reminders(actor=SYSTEM, now=day(19)) == 0  # a Saturday
    assert send_due_reminders(actor=SYSTEM, now=day(21)) == 2


def test_a_leader_is_who_approves_for_the_agency(world: World) -> None:
    approver = world.actor(world.health, Role.APPROVER)
    opened_round(world, [world.health], now=MONDAY)
    send_due_reminders(actor=SYSTEM, now=day(17))
    send_due_reminders(actor=SYSTEM, now=day(18))
    row = ReminderSent.objects.get(step__endswith=":leader")
    assert row.people == [f"user:{approver.user_id}"]


def test_one_click_chases_all_who_have_not_answered_once_a_day(world: World) -> None:
    found = opened_round(world, now=MONDAY)
    answered(world, found, world.health, now=day(8))
    officer = world.officer()
    assert chase_all(opinion_round=found, actor=officer, now=day(9)) == 1
    again = refusal_of(lambda: chase_all(opinion_round=found, actor=officer, now=day(9, 5)))
    assert again == "round.nobody_to_chase"
    assert chase_all(opinion_round=found, actor=officer, now=day(10)) == 1
    assert tags(found)[-1] == "opinion_round:chased"
    with pytest.raises(NotVisible):
        chase_all(opinion_round=found, actor=world.actor(world.trade, Role.APPROVER))


def test_a_bounce_is_seen_on_the_request(world: World) -> None:
    found = opened_round(world)
    OutboxMessage.objects.filter(
        key__startswith=f"opinion-request:{request_to(found, world.trade).pk}:"
    ).update(state="failed")
    assert mark_bounced(actor=SYSTEM) == 1
    assert mark_bounced(actor=SYSTEM) == 0
    assert request_to(found, world.trade).state == "bounced"
    assert request_to(found, world.health).state == "sent"


def test_the_conclusion_becomes_an_input_of_the_decision(world: World) -> None:
    found = closed_round(world)
    answer = Opinion.objects.get(invitation__round=found)
    officer = world.officer()

    def conclude(**fields: Any) -> OpinionRound:
        values = {"opinion_round": found, "text": "Là lừa đảo.", "weighed": [answer], **fields}
        return conclude_round(**values, actor=officer)

    assert refusal_of(lambda: conclude(weighed=[])) == "round.not_followed"
    assert refusal_of(lambda: conclude(proposed_rating="false")) == "category.rating"
    done = conclude(proposed_rating="scam")
    assert done.state == "concluded"
    assert list(done.weighed.all()) == [answer]
    row = DecisionInput.objects.get()
    assert (row.case, row.text, row.proposed_rating, row.concluded_by_id) == (
        found.case,
        "Là lừa đảo.",
        "scam",
        officer.user_id,
    )
    assert tags(done)[-1] == "opinion_round:concluded"
    assert refusal_of(conclude) == "workflow.not_from_here"


def test_who_answered_does_not_conclude(world: World) -> None:
    case = categorised(world)
    transfer(case=case, to_agency=world.press, reason="Thuộc lĩnh vực đó", actor=world.officer())
    case.refresh_from_db()
    owner = world.actor(world.press, Role.APPROVER)
    found = opened_round_by(world, case_actor=owner, case=case)
    approver = world.actor(world.lead, Role.APPROVER)
    answered(world, found, world.lead, actor=approver)
    close_round(opinion_round=found, actor=owner)
    weighed = list(Opinion.objects.filter(invitation__round=found))
    code = refusal_of(
        lambda: conclude_round(opinion_round=found, text="Rồi", weighed=weighed, actor=approver)
    )
    assert code == "round.own_answer"
    conclude_round(opinion_round=found, text="Rồi", weighed=weighed, actor=owner)


def opened_round_by(world: World, *, case_actor: Actor, case: Case) -> OpinionRound:
    found = prepare_round(request=request([world.lead]), case=case, actor=case_actor)
    return open_round(opinion_round=found, actor=case_actor)


def test_an_agency_that_the_claim_is_about_is_asked_and_marked_and_decides_nothing(
    world: World,
) -> None:
    """SCOPE.md 5, also for the committee above it."""
    case = categorised(world, Category.IMPERSONATION, subject_agency=world.health)
    found = opened_round(world, [world.health, world.trade], case=case)
    assert request_to(found, world.health).concerned
    assert not request_to(found, world.trade).concerned
    answered(world, found, world.health)
    found = close_round(opinion_round=found, actor=world.officer())
    for agency in (world.health, world.committee):
        with pytest.raises(NotVisible):
            conclude_round(
                opinion_round=found,
                text="Rồi",
                weighed=list(Opinion.objects.filter(invitation__round=found)),
                actor=world.actor(agency, Role.APPROVER),
            )


def test_a_round_ends_with_its_case_and_forgets_what_the_case_forgot(world: World) -> None:
    found = opened_round(world)
    answered(world, found, world.health, COMMENTS)
    case = found.case
    assert case is not None
    case.refresh_from_db()
    close_out_of_scope(case=case, explanation=Closing.PROTECTED_EXPRESSION, actor=world.officer())
    assert case.status == CaseStatus.CLOSED
    assert close_rounds_of_closed_cases(actor=SYSTEM) == 2
    found.refresh_from_db()
    assert (found.state, found.closing) == ("closed", "case_closed")
    assert (found.title, found.question, found.known) == ("", "", "")
    assert {row.text for row in Opinion.objects.all()} == {""}
    assert tags(found)[-2:] == ["opinion_round:closed", "opinion_round:content_deleted"]
    assert close_rounds_of_closed_cases(actor=SYSTEM) == 0


def test_a_changed_table_of_holidays_moves_deadlines_and_is_noted(world: World) -> None:
    found = opened_round(world, now=MONDAY)
    row = request_to(found, world.health)
    ask_extension(
        invitation=row,
        reason="Cần họp chuyên gia",
        days=1,
        actor=world.actor(world.health, Role.APPROVER),
        now=day(9),
    )
    decide_extension(invitation=row, grant=True, actor=world.officer(), now=day(9))
    HolidayOverride.objects.create(
        network=world.network, day=date(2026, 12, 15), working=False, note="Bão"
    )
    moved = recompute_round_deadlines(network=world.network, actor=SYSTEM, now=day(10))
    assert moved == 1
    found.refresh_from_db()
    row.refresh_from_db()
    assert (found.due_at, row.due_at) == (day(17, 10), day(18, 10))
    assert found.moved[0]["before"] == day(16, 10).isoformat()
    assert len(row.moved) == 1
    assert tags(found)[-1] == "opinion_round:deadline_recomputed"
    assert recompute_round_deadlines(network=world.network, actor=SYSTEM, now=day(10)) == 0


def test_a_request_follows_a_merger_and_an_answer_stays(world: World) -> None:
    found = opened_round(world, [world.health, world.trade], now=MONDAY)
    answered(world, found, world.health, now=day(8))
    heir = make_agency(world.network, "hop-nhat")
    Agency.objects.filter(pk__in=[world.health.pk, world.trade.pk]).update(
        valid_until=date(2026, 12, 9), successor=heir
    )
    old = link_of(request_to(found, world.trade))
    assert move_requests_of_ended(actor=SYSTEM, now=day(10)) == 1
    assert move_requests_of_ended(actor=SYSTEM, now=day(10)) == 0
    row = request_to(found, heir)
    assert (row.instead_of, row.state) == (world.trade, "queued")
    assert request_to(found, world.health).state == "answered"
    with pytest.raises(NotVisible):
        invitation_by_token(old, day(10))
    assert tags(row)[-1] == "opinion_round:inherited"
    make_officer(heir)
    assert send_requests(round_id=found.pk, actor=SYSTEM, now=day(10)) == 1


def test_the_sheet_takes_the_same_queries_for_any_number(world: World) -> None:
    few = opened_round(world, [world.health])
    answered(world, few, world.health, COMMENTS)
    many = opened_round(world, [world.health, world.trade, world.police])
    for agency in (world.health, world.trade, world.police):
        answered(world, many, agency, COMMENTS)
        answered(world, many, agency, Answer(AnswerKind.OBJECT, text="Không đồng ý vậy"))
    numbers = []
    for opinion_round in (few, many):
        with CaptureQueriesContext(connection) as queries:
            sheet = sheet_of(opinion_round)
            for row in sheet.rows:
                str(row.agency)
                assert row.opinion is not None
                list(row.opinion.files.all())
        numbers.append(len(queries))
    assert numbers[0] == numbers[1] == 3


def test_statistics_count_ended_rounds_with_their_n(world: World) -> None:
    assert round_statistics(world.network, date(2026, 1, 1), date(2027, 1, 1)).rounds == 0
    first = opened_round(world, now=MONDAY)
    answered(world, first, world.health, now=MONDAY + timedelta(days=2))
    close_due_rounds(actor=SYSTEM, now=day(21, 10))
    second = opened_round(world, [world.health], now=MONDAY)
    answered(world, second, world.health, now=day(18))
    close_due_rounds(actor=SYSTEM, now=day(21, 10))
    opened_round(world, now=MONDAY)  # runs still
    found = round_statistics(world.network, MONDAY.date(), MONDAY.date())
    assert found.rounds == 2
    assert (found.overall.asked, found.overall.answered, found.overall.in_time) == (3, 2, 1)
    by_agency = {agency.slug: figures for agency, figures in found.by_agency}
    assert by_agency["so-y-te"].median_days == 6.5
    assert (by_agency["so-cong-thuong"].asked, by_agency["so-cong-thuong"].answered) == (1, 0)


def test_statistics_keep_rounds_about_drafts_apart(world: World) -> None:
    first = opened_round(world, now=MONDAY)
    close_due_rounds(actor=SYSTEM, now=day(28, 10))
    _, second = consulted(world, [world.health], now=MONDAY)
    close_round(opinion_round=second, actor=world.officer(), now=MONDAY + timedelta(hours=1))
    first.refresh_from_db()
    assert first.state == "closed"

    def asked(about: RoundAbout) -> tuple[int, int]:
        found = round_statistics(world.network, MONDAY.date(), MONDAY.date(), about=about)
        return found.rounds, found.overall.asked

    assert asked(RoundAbout.CASES) == (1, 2)
    assert asked(RoundAbout.DRAFTS) == (1, 1)


def test_every_state_of_a_request_is_reached(world: World) -> None:
    """The others stand in the tests above."""
    concluded_round(world)
    states = set(RoundInvitation.objects.values_list("state", flat=True))
    assert states == {InvitationState.ANSWERED, InvitationState.CLOSED_WITHOUT_ANSWER}
