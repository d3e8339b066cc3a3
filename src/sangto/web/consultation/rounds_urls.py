"""Addresses of opinion rounds: for the desk, and behind personal links."""

from __future__ import annotations

from django.urls import path

from sangto.web.addresses import ROW
from sangto.web.consultation import (
    rounds,
    rounds_ending,
    rounds_link,
    rounds_own,
    rounds_papers,
    rounds_preparing,
    rounds_requests,
    rounds_statistics,
)

_LIST = "lay-y-kien"
_ONE = f"{_LIST}/dot/<slug:reference>"
_REQUEST = f"{_ONE}/co-quan/<{ROW}:number>"

desk_patterns = [
    path(
        "vu-viec/<slug:reference>/lay-y-kien/",
        rounds_preparing.new_page,
        name="desk_round_new",
    ),
    path(f"{_LIST}/", rounds.rounds_page, name="desk_rounds"),
    path(
        f"{_LIST}/thong-ke/",
        rounds_statistics.statistics_page,
        name="desk_round_statistics",
    ),
    path(
        f"{_LIST}/thong-ke.<slug:ending>",
        rounds_statistics.statistics_file,
        name="desk_round_statistics_file",
    ),
    path(f"{_ONE}/", rounds.round_page, name="desk_round"),
    path(f"{_ONE}/noi-dung/", rounds_preparing.question_page, name="desk_round_question"),
    path(f"{_ONE}/hoi-ai/", rounds_preparing.agencies_page, name="desk_round_agencies"),
    path(f"{_ONE}/thoi-han/", rounds_preparing.time_page, name="desk_round_time"),
    path(f"{_ONE}/gui/", rounds_preparing.send, name="desk_round_send"),
    path(f"{_ONE}/trinh/", rounds_preparing.submit, name="desk_round_submit"),
    path(f"{_ONE}/duyet/", rounds_preparing.approve, name="desk_round_approve"),
    path(f"{_ONE}/tra-lai/", rounds_preparing.send_back_page, name="desk_round_send_back"),
    path(f"{_ONE}/huy/", rounds_preparing.cancel_page, name="desk_round_cancel"),
    path(f"{_ONE}/nhac/", rounds_requests.chase, name="desk_round_chase"),
    path(f"{_ONE}/hoi-them/", rounds_requests.invite_page, name="desk_round_invite"),
    path(f"{_ONE}/dong/", rounds_ending.close_page, name="desk_round_close"),
    path(f"{_ONE}/ket-luan-dot/", rounds_ending.conclude_page, name="desk_round_conclude"),
    path(f"{_ONE}/tra-loi/", rounds_own.answer_page, name="desk_round_answer"),
    path(
        f"{_ONE}/cong-van.<slug:ending>", rounds_papers.letter_draft, name="desk_round_letter_draft"
    ),
    path(f"{_ONE}/cong-van/", rounds_papers.letter_issue, name="desk_round_letter"),
    path(
        f"{_ONE}/van-ban/<{ROW}:number>.<slug:ending>",
        rounds_papers.issued_file,
        name="desk_round_issued",
    ),
    path(f"{_ONE}/bang.<slug:ending>", rounds_papers.sheet_file, name="desk_round_sheet"),
    path(
        f"{_ONE}/tai-lieu/<{ROW}:number>/", rounds_papers.attached_file, name="desk_round_attached"
    ),
    path(f"{_ONE}/tep/<{ROW}:number>/", rounds_papers.answer_file, name="desk_round_file"),
    path(f"{_REQUEST}/", rounds_requests.request_page, name="desk_round_request"),
    path(f"{_REQUEST}/gui-lai/", rounds_requests.send_again, name="desk_round_send_again"),
    path(f"{_REQUEST}/thu-hoi/", rounds_requests.revoke, name="desk_round_revoke"),
    path(f"{_REQUEST}/thu-giay/", rounds_requests.paper_page, name="desk_round_paper"),
]
public_patterns = [
    path("<str:token>/", rounds_link.opinion_page, name="opinion"),
    path(f"<str:token>/tai-lieu/<{ROW}:number>/", rounds_link.opinion_file, name="opinion_file"),
]
