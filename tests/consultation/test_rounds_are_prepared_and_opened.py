"""From the first draft of a round to its letters."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from sangto.audit.models import AuditEvent
from sangto.audit.queries import details_match, events_about
from sangto.cases.domain.states import EntryKind
from sangto.cases.models import Case
from sangto.consultation.domain.reminders import ReminderPlan, ReminderStep
from sangto.consultation.domain.rounds import Length, LengthMode
from sangto.consultation.models import OpinionRound
from sangto.consultation.queries import (
    explained_deadline,
    invitation_by_token,
    proposed_agencies,
    rounds_visible_to,
    stale_invitations,
)
from sangto.consultation.queries.choosing import groups_for
from sangto.consultation.services import (
    OfferedFile,
    approve_and_open,
    cancel_round,
    change_round,
    invite_more,
    open_round,
    prepare_round,
    revoke_link,
    send_back_round,
    send_link_again,
    send_requests,
    submit_for_approval,
)
from sangto.kernel.actor import Role
from sangto.kernel.categories import Category
from sangto.kernel.errors import NotVisible, Refused
from sangto.notices.models import OutboxMessage
from sangto.organisations.models import Agency, FocalOfficer
from sangto.queue.models import Task
from tests.factories.cases import World, categorised, opened, published
from tests.factories.consultation import (
    SYSTEM,
    closed_round,
    link_of,
    opened_round,
    prepared_round,
    request,
    request_to,
)
from tests.factories.organisations import make_agency

#: Monday, 9:00 in Vietnam.
MONDAY = datetime(2026, 12, 7, 2, 0, tzinfo=UTC)


def refusal_of(call: Callable[[], object]) -> str:
    with pytest.raises(Refused) as caught:
        call()
    return caught.value.refusal.code


def tags(opinion_round: OpinionRound) -> list[str]:
    return list(events_about(opinion_round).values_list("tag", flat=True))


def test_a_round_is_prepared_and_goes_out(world: World) -> None:
    officer = world.officer()
    case = categorised(world)
    found = prepared_round(world, case=case, actor=officer)
    assert found.state == "preparing"
    assert found.title == case.claim.title
    assert found.agency == world.lead
    assert {row.state for row in found.invitations.all()} == {"queued"}
    assert OutboxMessage.objects.count() == 0

    found = open_round(opinion_round=found, actor=officer, now=MONDAY)
    assert found.state == "open"
    # Seven working days from a Monday: Wednesday of the next week at 17:00.
    assert found.due_at == datetime(2026, 12, 16, 10, 0, tzinfo=UTC)
    assert found.closes_at == datetime(2026, 12, 21, 10, 0, tzinfo=UTC)
    assert tags(found) == ["opinion_round:prepared", "opinion_round:opened"]
    event = events_about(found)[1]
    assert details_match(
        event,
        {
            "case": case.pk,
            "draft_version": None,
            "invited": [world.health.pk, world.trade.pk],
            "due_at": found.due_at.isoformat(),
            "approved_by": None,
        },
    )
    entries = case.timeline.filter(kind=EntryKind.ROUND.value)
    assert [entry.data["step"] for entry in entries] == ["prepared", "opened"]
    deadline = explained_deadline(found)
    assert deadline is not None
    assert [note.day.isoformat() for note in deadline.skipped] == ["2026-12-12", "2026-12-13"]

    assert Task.objects.get(kind="round.send").payload == {"round": found.pk}
    assert send_requests(round_id=found.pk, actor=SYSTEM, now=MONDAY) == 2
    assert send_requests(round_id=found.pk, actor=SYSTEM, now=MONDAY) == 0
    assert {row.state for row in found.invitations.all()} == {"sent"}
    assert OutboxMessage.objects.count() == 2
    assert tags_of_request(found, world.health) == ["opinion_request:sent"]


def tags_of_request(opinion_round: OpinionRound, agency: Agency) -> list[str]:
    row = request_to(opinion_round, agency)
    return list(events_about(row).values_list("tag", flat=True))


def test_the_letter_has_the_desks_words_only_and_no_secret_in_the_open(world: World) -> None:
    case = categorised(world)
    report = case.origin_report
    found = opened_round(world, case=case, now=MONDAY)
    body = OutboxMessage.objects.order_by("pk")[0].body
    assert found.question in body
    assert "17:00" in body
    assert report.text not in body
    assert link_of(request_to(found, world.health)) not in body
    assert "{secret}" in body


def test_the_letter_says_what_silence_means(world: World) -> None:
    letters = []
    for silence_agrees in (True, False):
        found = opened_round(world, [world.health], silence_agrees=silence_agrees)
        key = f"opinion-request:{request_to(found, world.health).pk}:"
        letters.append(OutboxMessage.objects.get(key__startswith=key).body)
    with override("vi"):
        agrees = _("No answer by then counts as agreement, and is recorded as silence.")
        does_not = _("No answer by then is recorded as silence. It does not count as agreement.")
    assert agrees in letters[0]
    assert does_not in letters[1]


def test_a_second_person_approves(world: World) -> None:
    focal = world.actor(world.lead, Role.FOCAL_OFFICER)
    found = prepared_round(world, actor=focal)
    with pytest.raises(NotVisible):
        open_round(opinion_round=found, actor=focal)
    submit_for_approval(opinion_round=found, actor=focal)
    assert (
        refusal_of(
            lambda: send_back_round(opinion_round=found, reason="Sai", actor=world.officer())
        )
        == "round.reason_short"
    )
    send_back_round(opinion_round=found, reason="Câu hỏi chưa rõ", actor=world.officer())
    found.refresh_from_db()
    assert (found.state, found.reason) == ("preparing", "Câu hỏi chưa rõ")
    author = world.officer()
    change_round(opinion_round=found, request=request([world.health]), actor=author, seen=0)
    submit_for_approval(opinion_round=found, actor=focal)
    assert (
        refusal_of(lambda: approve_and_open(opinion_round=found, actor=author)) == "round.own_work"
    )
    approver = world.actor(world.lead, Role.APPROVER)
    found = approve_and_open(opinion_round=found, actor=approver)
    assert found.state == "open"
    assert found.approved_by_id == approver.user_id
    assert tags(found) == [
        "opinion_round:prepared",
        "opinion_round:submitted",
        "opinion_round:sent_back",
        "opinion_round:changed",
        "opinion_round:submitted",
        "opinion_round:opened",
    ]


def test_the_database_holds_the_second_person_too(world: World) -> None:
    found = prepared_round(world)
    with pytest.raises(IntegrityError), transaction.atomic():
        OpinionRound.objects.filter(pk=found.pk).update(approved_by=found.prepared_by)


def test_of_two_who_change_the_later_one_looks_again(world: World) -> None:
    found = prepared_round(world)
    actor = world.officer()
    change_round(opinion_round=found, request=request([world.police]), actor=actor, seen=0)
    assert [row.agency for row in found.invitations.all()] == [world.police]
    late = refusal_of(
        lambda: change_round(
            opinion_round=found, request=request([world.trade]), actor=actor, seen=0
        )
    )
    assert late == "round.changed_meanwhile"


def test_a_case_has_one_round_at_a_time(world: World) -> None:
    found = prepared_round(world)
    case = found.case
    assert case is not None
    again = refusal_of(lambda: prepared_round(world, case=case))
    assert again == "round.running"
    with pytest.raises(IntegrityError), transaction.atomic():
        OpinionRound.objects.create(
            reference="LY-26-XXXXXX",
            network=world.network,
            agency=world.lead,
            case=case,
            title="x",
            question="x",
            mode="working",
            days=1,
        )
    cancel_round(opinion_round=found, reason="Không cần hỏi nữa", actor=world.officer())
    assert prepared_round(world, case=case).state == "preparing"


@pytest.mark.parametrize(
    ("category", "code"),
    [
        (Category.SERVICE_FEEDBACK, "category.step"),
        (Category.PRIVACY, "category.step"),
    ],
)
def test_a_category_without_the_step_has_no_round(
    world: World, category: Category, code: str
) -> None:
    case = categorised(world, category)
    assert refusal_of(lambda: prepared_round(world, case=case)) == code


def test_a_case_without_a_category_or_one_that_is_closed_has_no_round(world: World) -> None:
    assert refusal_of(lambda: prepared_round(world, case=opened(world))) == "round.before_category"
    assert refusal_of(lambda: prepared_round(world, case=published(world))) == "cases.closed"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"question": " "}, "round.text_missing"),
        ({"agencies": []}, "round.nobody"),
        (
            {"length": Length(LengthMode.DAY, due_on=date(2020, 1, 2))},
            "round.day_passed",
        ),
        ({"grace_days": 0}, "round.reminder_after_closing"),
        (
            {"reminders": ReminderPlan((ReminderStep(-1), ReminderStep(-1)))},
            "round.reminder_twice",
        ),
    ],
)
def test_what_can_not_go_out_is_refused(world: World, changes: dict[str, Any], code: str) -> None:
    case = categorised(world)
    made = replace(request([world.health]), **changes)
    assert refusal_of(lambda: prepare_round(request=made, case=case, actor=world.officer())) == code
    assert OpinionRound.objects.count() == 0


def test_a_file_goes_along_and_another_kind_of_file_does_not(world: World) -> None:
    file = OfferedFile(b"noi dung", "text/plain", "Ghi chú")
    found = prepared_round(world, files=[file])
    assert found.attachments.get().file.title == "Ghi chú"
    odd = OfferedFile(b"MZ", "application/x-msdownload", "x")
    with pytest.raises(Refused):
        prepared_round(world, files=[odd])


def test_the_asking_agency_a_stranger_and_one_that_ended_are_not_asked(world: World) -> None:
    case = categorised(world)
    ended = make_agency(world.network, valid_until=date(2021, 1, 1))
    assert refusal_of(lambda: prepared_round(world, [world.lead], case=case)) == "round.asks_itself"
    assert refusal_of(lambda: prepared_round(world, [ended], case=case)) == "round.agency_gone"


def test_an_agency_that_ended_since_is_named_with_its_successor(world: World) -> None:
    found = prepared_round(world)
    Agency.objects.filter(pk=world.trade.pk).update(
        valid_until=MONDAY.date() - timedelta(days=1), successor=world.police
    )
    code = refusal_of(lambda: open_round(opinion_round=found, actor=world.officer(), now=MONDAY))
    assert code == "round.agency_gone"
    (stale,) = stale_invitations(found, MONDAY.date())
    assert (stale.agency, stale.successor) == (world.trade, world.police)


def test_proposals_follow_competence_subject_lead_place_and_earlier_rounds(world: World) -> None:
    case = categorised(world, Category.IMPERSONATION, subject_agency=world.health)
    found = proposed_agencies(asking=world.lead, case=case)
    reasons = {one.agency.slug: one.reason.value for one in found}
    assert reasons["so-y-te"] == "subject"
    assert all(one.agency != world.lead for one in found)
    concerned = {one.agency.slug for one in found if one.concerned}
    assert concerned == {"so-y-te"}
    opened_round(world, [world.press], case=case)
    again = proposed_agencies(asking=world.lead, case=case)
    assert {one.agency.slug: one.reason.value for one in again}["bao-mau"] == "earlier"


def test_a_proposal_that_was_merged_yesterday_is_its_successor(world: World) -> None:
    case = categorised(world)
    opened_round(world, [world.trade], case=case)
    yesterday = MONDAY.date() - timedelta(days=1)
    Agency.objects.filter(pk=world.trade.pk).update(valid_until=yesterday, successor=world.police)
    found = proposed_agencies(asking=world.lead, case=case, on=MONDAY.date())
    (police,) = [one for one in found if one.agency == world.police]
    assert police.instead_of == world.trade


def test_groups_are_kinds_teams_and_earlier_rounds(world: World) -> None:
    found = closed_round(world)
    codes = {group.code: group for group in groups_for(world.lead)}
    assert {agency.slug for agency in codes[f"round:{found.reference}"].agencies} == {
        "so-y-te",
        "so-cong-thuong",
    }
    assert "kind:department" in codes
    assert any(code.startswith("team:") for code in codes)
    assert all(world.lead not in group.agencies for group in codes.values())


def test_more_agencies_are_asked_while_it_is_open(world: World) -> None:
    found = opened_round(world, now=MONDAY)
    invite_more(opinion_round=found, agencies=[world.police], actor=world.officer(), now=MONDAY)
    assert send_requests(round_id=found.pk, actor=SYSTEM, now=MONDAY) == 1
    twice = refusal_of(
        lambda: invite_more(opinion_round=found, agencies=[world.police], actor=world.officer())
    )
    assert twice == "round.invited_already"
    assert tags(found)[-1] == "opinion_round:invited"


def test_an_agency_without_officers_waits_and_says_so(world: World) -> None:
    FocalOfficer.objects.filter(agency=world.trade).update(agency=world.police)
    found = opened_round(world, now=MONDAY)
    row = request_to(found, world.trade)
    assert (row.state, row.letters, row.times_sent) == ("queued", [], 0)
    with pytest.raises(Refused) as caught:
        send_link_again(invitation=row, actor=world.officer(), now=MONDAY)
    assert caught.value.refusal.code == "round.nobody_to_write_to"


def test_a_new_link_ends_the_one_before_and_a_revoked_one_opens_nothing(world: World) -> None:
    found = opened_round(world)
    row = request_to(found, world.health)
    old = link_of(row)
    assert invitation_by_token(old).invitation == row
    revoke_link(invitation=row, actor=world.officer())
    with pytest.raises(NotVisible):
        invitation_by_token(old)
    row = send_link_again(invitation=row, actor=world.officer())
    new = link_of(row)
    assert invitation_by_token(new).invitation == row
    with pytest.raises(NotVisible):
        invitation_by_token(old)
    assert row.times_sent == 2
    assert tags_of_request(found, world.health) == [
        "opinion_request:sent",
        "opinion_request:link_revoked",
        "opinion_request:link_renewed",
    ]


def test_a_cancelled_round_ends_its_links_and_tells_who_was_asked(world: World) -> None:
    found = opened_round(world)
    token = link_of(request_to(found, world.health))
    cancel_round(opinion_round=found, reason="Vụ việc đã rõ rồi", actor=world.officer())
    with pytest.raises(NotVisible):
        invitation_by_token(token)
    assert OutboxMessage.objects.filter(key__startswith="opinion-cancelled:").count() == 2


def test_who_sees_a_round(world: World) -> None:
    found = opened_round(world)
    seen = {
        "lead": world.officer(),
        "lead approver": world.actor(world.lead, Role.APPROVER),
        "asked": world.actor(world.health, Role.FOCAL_OFFICER),
        "other": world.actor(world.police, Role.APPROVER),
        "administrator": world.actor(world.lead, Role.ADMINISTRATOR),
        "auditor": world.actor(world.lead, Role.AUDITOR),
    }
    visible = {name: rounds_visible_to(actor).count() for name, actor in seen.items()}
    assert visible == {
        "lead": 1,
        "lead approver": 1,
        "asked": 0,
        "other": 0,
        "administrator": 0,
        "auditor": 0,
    }
    assert AuditEvent.objects.filter(subject_id=str(found.pk)).exists()
    assert Case.objects.count() == 1
