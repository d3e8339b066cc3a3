"""Addresses of meetings: for the desk, and behind personal links."""

from __future__ import annotations

from django.urls import path

from sangto.web.addresses import ROW
from sangto.web.consultation import (
    meeting_agenda,
    meeting_link,
    meeting_minutes,
    meeting_papers,
    meetings,
)

_ONE = "<str:reference>"
_ITEM = f"{_ONE}/noi-dung/<{ROW}:number>"
_INVITEE = f"{_ONE}/khach-moi/<{ROW}:number>"
_MINUTES = f"{_ONE}/bien-ban/<{ROW}:number>"

desk_patterns = [
    path("", meetings.meetings_page, name="desk_meetings"),
    path("moi/", meetings.new_page, name="desk_meeting_new"),
    path(f"{_ONE}/", meetings.meeting_page, name="desk_meeting"),
    path(f"{_ONE}/sua/", meetings.change_page, name="desk_meeting_change"),
    path(f"{_ONE}/gui/", meetings.call_page, name="desk_meeting_call"),
    path(f"{_ONE}/gui-lai/", meetings.tell, name="desk_meeting_tell"),
    path(f"{_ONE}/huy/", meetings.cancel_page, name="desk_meeting_cancel"),
    path(f"{_ONE}/tra-loi/", meetings.reply_page, name="desk_meeting_reply"),
    path(f"{_ONE}/noi-dung/them/", meeting_agenda.item_add_page, name="desk_meeting_item_add"),
    path(f"{_ITEM}/", meeting_agenda.item_page, name="desk_meeting_item"),
    path(f"{_ITEM}/chuyen/", meeting_agenda.item_move, name="desk_meeting_item_move"),
    path(f"{_ONE}/moi-co-quan/", meeting_agenda.invite_page, name="desk_meeting_invite"),
    path(f"{_ONE}/moi-khach/", meeting_agenda.guest_page, name="desk_meeting_guest"),
    path(f"{_INVITEE}/", meeting_agenda.invitee_page, name="desk_meeting_invitee"),
    path(f"{_INVITEE}/tra-loi/", meeting_agenda.note_page, name="desk_meeting_note"),
    path(f"{_INVITEE}/bo/", meeting_agenda.uninvite_page, name="desk_meeting_uninvite"),
    path(f"{_ONE}/bat-dau/", meeting_minutes.open_now, name="desk_meeting_open"),
    path(f"{_ONE}/diem-danh/", meeting_minutes.attendance_page, name="desk_meeting_attendance"),
    path(f"{_ONE}/bien-ban/lay-y-kien/", meeting_minutes.circulate, name="desk_meeting_circulate"),
    path(f"{_ONE}/bien-ban/lay-lai/", meeting_minutes.take_back, name="desk_meeting_take_back"),
    path(f"{_ONE}/bien-ban/dong/", meeting_minutes.close, name="desk_meeting_close"),
    path(f"{_ONE}/bien-ban/y-kien/", meeting_minutes.agree_page, name="desk_meeting_agree"),
    path(f"{_MINUTES}/", meeting_minutes.minutes_page, name="desk_meeting_minutes"),
    path(f"{_MINUTES}/viec/", meeting_minutes.action_page, name="desk_meeting_action"),
    path(f"{_MINUTES}/ket-luan/", meeting_minutes.conclude_page, name="desk_meeting_conclude"),
    path(
        f"{_ONE}/viec/<{ROW}:number>/bo/",
        meeting_minutes.action_away,
        name="desk_meeting_action_away",
    ),
    path(f"{_ONE}/lich.ics", meeting_papers.calendar_file, name="desk_meeting_calendar"),
    path(f"{_ONE}/ban-hanh/<slug:paper>/", meeting_papers.issue, name="desk_meeting_issue"),
    path(
        f"{_ONE}/van-ban/<slug:paper>.<slug:ending>",
        meeting_papers.draft_file,
        name="desk_meeting_draft",
    ),
    path(
        f"{_ONE}/van-ban/<{ROW}:number>/<slug:ending>/",
        meeting_papers.issued_file,
        name="desk_meeting_issued",
    ),
]

public_patterns = [
    path("<slug:token>/", meeting_link.link_page, name="meeting_link"),
    path("<slug:token>/lich.ics", meeting_link.link_calendar, name="meeting_link_calendar"),
]
