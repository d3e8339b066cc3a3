"""Pages of meetings: from the case to the invitation, the link, the minutes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from sangto.consultation.domain.meetings import MeetingState
from sangto.consultation.models import (
    AgendaItem,
    DecisionInput,
    Meeting,
    MeetingInvitee,
    MinutesAgreement,
)
from sangto.kernel.actor import Role
from tests.factories.cases import categorised, make_world
from tests.factories.consultation import make_officer
from tests.factories.meetings import Held, called_meeting, circulated_meeting, open_meeting_of
from tests.factories.organisations import make_member

pytestmark = pytest.mark.django_db


def _client(agency: Any, *roles: Role) -> Client:
    client = Client()
    client.force_login(make_member(agency, *(roles or (Role.DESK_OFFICER,))))
    return client


def _details(**changes: str) -> dict[str, str]:
    day = timezone.localdate() + timedelta(days=3)
    return {
        "title": "Tin nhắn giả ngân hàng",
        "starts_on_day": str(day.day),
        "starts_on_month": str(day.month),
        "starts_on_year": str(day.year),
        "time": "14:00",
        "minutes": "60",
        "place": "Phòng 2",
        **changes,
    }


def _now(held: Held) -> Held:
    """As if it were today, so that links and deadlines are alive."""
    soon = timezone.now() + timedelta(days=2)
    Meeting.objects.filter(pk=held.meeting.pk).update(starts_at=soon, minutes_due_at=soon)
    held.fresh()
    return held


def test_from_the_case_to_the_invitations() -> None:
    world = make_world()
    case = categorised(world)
    make_officer(world.health)
    desk = _client(world.lead)
    page = desk.get(reverse("desk_case", args=[case.reference])).content.decode()
    offer = f"{reverse('desk_meeting_new')}?case={case.reference}"
    assert offer in page

    answer = desk.post(offer, _details())
    meeting = Meeting.objects.get()
    assert answer.headers["Location"] == reverse("desk_meeting", args=[meeting.reference])
    assert AgendaItem.objects.get().case == case

    invite = reverse("desk_meeting_invite", args=[meeting.reference])
    assert "checked" in desk.get(invite).content.decode()
    desk.post(invite, {"agencies": [world.health.slug]})
    desk.post(reverse("desk_meeting_call", args=[meeting.reference]), {})
    meeting.refresh_from_db()
    assert meeting.state == MeetingState.CALLED
    assert MeetingInvitee.objects.get().times_sent == 1
    page = desk.get(reverse("desk_case", args=[case.reference])).content.decode()
    assert reverse("desk_meeting", args=[meeting.reference]) in page


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"time": "ba giờ"}, "time"),
        ({"place": ""}, "place"),
        ({"starts_on_year": "2020"}, "starts_on"),
        ({"minutes": "2"}, "minutes"),
        ({"link": "javascript:alert(1)"}, "link"),
        ({"title": " "}, "title"),
    ],
)
def test_what_can_not_be_is_said_beside_its_field(changes: dict[str, str], field: str) -> None:
    desk = _client(make_world().lead)
    answer = desk.post(reverse("desk_meeting_new"), _details(**changes))
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert not Meeting.objects.exists()


def test_a_case_is_found_and_put_on_the_agenda() -> None:
    world = make_world()
    held = called_meeting(world)
    case = categorised(world, title="Trúng thưởng xe máy")
    desk = _client(world.lead)
    url = reverse("desk_meeting_item_add", args=[held.meeting.reference])
    assert case.reference in desk.get(url, {"q": "xe may"}).content.decode()
    assert case.reference not in desk.get(url, {"q": "khong co"}).content.decode()
    desk.post(url, {"case": case.reference})
    assert AgendaItem.objects.filter(meeting=held.meeting, case=case).exists()
    assert desk.post(url, {"case": "VV-26-AAAAAA"}).status_code == 404


class TestLink:
    def test_reading_changes_nothing_and_posting_answers(self) -> None:
        held = _now(called_meeting(make_world()))
        url = reverse("meeting_link", args=[held.token()])
        anybody = Client()
        page = anybody.get(url)
        assert page.status_code == 200
        assert held.meeting.title in page.content.decode()
        assert page.headers["Referrer-Policy"] == "same-origin"
        assert "no-store" in page.headers["Cache-Control"]
        assert "noindex" in page.headers["X-Robots-Tag"]
        anybody.head(url)
        assert held.invitee().reply == ""

        answer = anybody.post(url, {"reply": "accepted", "substitute": "Bà Thay"})
        assert answer.headers["Location"].endswith("?done=reply")
        assert (held.invitee().reply, held.invitee().substitute) == ("accepted", "Bà Thay")

    def test_an_empty_answer_says_what_is_missing(self) -> None:
        held = _now(called_meeting(make_world()))
        answer = Client().post(reverse("meeting_link", args=[held.token()]), {})
        assert answer.status_code == 422
        assert held.invitee().reply == ""

    def test_unknown_and_taken_back_look_alike(self) -> None:
        held = _now(called_meeting(make_world()))
        url = reverse("meeting_link", args=[held.token()])
        MeetingInvitee.objects.filter(pk=held.invitee().pk).update(removed_at=timezone.now())
        gone = Client().get(url)
        unknown = Client().get(reverse("meeting_link", args=["0" * 40]))
        assert (gone.status_code, unknown.status_code) == (404, 404)

    def test_a_cancelled_meeting_says_so_kindly(self) -> None:
        held = called_meeting(make_world())
        Meeting.objects.filter(pk=held.meeting.pk).update(
            state="cancelled", ended_at=timezone.now(), cancel_reason="Hoãn sang tuần sau"
        )
        page = Client().get(reverse("meeting_link", args=[held.token()]))
        assert "Hoãn sang tuần sau" in page.content.decode()
        assert "<form" not in page.content.decode().split("<main")[1].split("</main")[0]

    def test_the_link_says_nothing_of_others_and_nothing_of_reports(self) -> None:
        held = _now(called_meeting(make_world()))
        page = Client().get(reverse("meeting_link", args=[held.token()])).content.decode()
        assert held.world.press.name not in page
        assert held.case.origin_report.text not in page

    def test_the_attendee_agrees_to_the_minutes(self) -> None:
        held = _now(circulated_meeting(make_world()))
        url = reverse("meeting_link", args=[held.token()])
        assert "Thống nhất cảnh báo người dân." in Client().get(url).content.decode()
        refused = Client().post(url, {"answer": "objected", "text": ""})
        assert refused.status_code == 422
        Client().post(url, {"answer": "objected", "text": "Thiếu một ý"})
        assert MinutesAgreement.objects.get(invitee=held.invitee()).answer == "objected"

    def test_who_did_not_come_reads_no_minutes(self) -> None:
        held = _now(circulated_meeting(make_world()))
        MinutesAgreement.objects.filter(invitee=held.invitee()).delete()
        MeetingInvitee.objects.filter(pk=held.invitee().pk).update(attended=False)
        page = Client().get(reverse("meeting_link", args=[held.token()])).content.decode()
        assert "Thống nhất cảnh báo người dân." not in page

    def test_the_calendar_can_be_taken(self) -> None:
        held = _now(called_meeting(make_world()))
        answer = Client().get(reverse("meeting_link_calendar", args=[held.token()]))
        assert answer.headers["Content-Type"].startswith("text/calendar")
        assert str(Calendar.from_ical(answer.content)["method"]) == "PUBLISH"


class TestMinutes:
    def test_each_item_is_kept_by_itself_and_two_writers_see_both_texts(self) -> None:
        held = open_meeting_of(make_world())
        desk = _client(held.world.lead)
        url = reverse("desk_meeting_minutes", args=[held.meeting.reference, held.item.pk])
        first = {"seen": "0", "discussion": "Của tôi", "conclusion": ""}
        assert desk.post(url, first).status_code == 302
        second = desk.post(url, {"seen": "0", "discussion": "Của bạn", "conclusion": ""})
        assert second.status_code == 422
        text = second.content.decode()
        assert "Của tôi" in text
        assert "Của bạn" in text
        assert held.item.discussion == "Của tôi"
        # Having seen both, the second keeps what they made of it.
        again = second.context["form"]["seen"].value()
        desk.post(url, {"seen": again, "discussion": "Của cả hai", "conclusion": "Xong"})
        assert held.item.discussion == "Của cả hai"

    def test_attendance_actions_and_conclusion(self) -> None:
        held = open_meeting_of(make_world())
        desk = _client(held.world.lead)
        reference, item, row = held.meeting.reference, held.item, held.invitee()
        desk.post(
            reverse("desk_meeting_attendance", args=[reference]),
            {f"came-{row.pk}": "no", f"by-{row.pk}": ""},
        )
        assert held.invitee().attended is False
        desk.post(
            reverse("desk_meeting_minutes", args=[reference, item.pk]),
            {"seen": "0", "discussion": "Bàn", "conclusion": "Cảnh báo"},
        )
        day = timezone.localdate() + timedelta(days=4)
        desk.post(
            reverse("desk_meeting_action", args=[reference, item.pk]),
            {
                "what": "Viết bài cảnh báo",
                "agency": held.world.press.slug,
                "due_on_day": str(day.day),
                "due_on_month": str(day.month),
                "due_on_year": str(day.year),
            },
        )
        desk.post(
            reverse("desk_meeting_conclude", args=[reference, item.pk]),
            {"proposed_rating": "scam", "not_followed": ""},
        )
        assert DecisionInput.objects.get().text == "Cảnh báo"
        assert held.case.tasks.get().title.endswith("Viết bài cảnh báo")

    def test_papers_can_be_read_through(self) -> None:
        held = open_meeting_of(make_world())
        desk = _client(held.world.lead)
        for paper in ("giay-moi", "bien-ban"):
            url = reverse(
                "desk_meeting_draft",
                kwargs={"reference": held.meeting.reference, "paper": paper, "ending": "docx"},
            )
            answer = desk.get(url)
            assert answer.content[:2] == b"PK"
            assert "attachment" in answer.headers["Content-Disposition"]


def test_an_invited_officer_answers_from_the_account() -> None:
    world = make_world()
    held = _now(called_meeting(world))
    focal = _client(world.health, Role.FOCAL_OFFICER)
    page = focal.get(reverse("desk_meeting", args=[held.meeting.reference])).content.decode()
    url = reverse("desk_meeting_reply", args=[held.meeting.reference])
    assert url in page
    focal.post(url, {"reply": "tentative"})
    assert (held.invitee().reply, held.invitee().reply_way) == ("tentative", "account")


def test_the_page_takes_as_many_queries_for_three_agencies_as_for_one(
    django_assert_max_num_queries: Any,
) -> None:
    world = make_world()
    few = called_meeting(world, agencies=[world.health])
    many = called_meeting(world, agencies=[world.health, world.press, world.trade])
    desk = _client(world.lead)
    counts = []
    for held in (few, many):
        url = reverse("desk_meeting", args=[held.meeting.reference])
        desk.get(url)
        with django_assert_max_num_queries(60) as queries:
            desk.get(url)
        counts.append(len(queries))
    assert counts[0] == counts[1]
