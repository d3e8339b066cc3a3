from __future__ import annotations

from django.urls import path

from sangto.web.addresses import ROW
from sangto.web.cases import case, claims, inbox, ownership, triage

urlpatterns = [
    path("", inbox.inbox_page, name="desk"),
    path("noi-dung/<slug:reference>/", claims.claim_page, name="desk_claim"),
    path("noi-dung/<slug:reference>/mo/", claims.open_claim_case, name="desk_claim_open"),
    path("noi-dung/<slug:reference>/cach-noi/", claims.wording_page, name="desk_wording"),
    path(
        f"noi-dung/<slug:reference>/cach-noi/<{ROW}:number>/bo/",
        claims.wording_away,
        name="desk_wording_away",
    ),
    path("noi-dung/<slug:reference>/dau-hieu/", claims.indicator_page, name="desk_indicator"),
    path(
        f"noi-dung/<slug:reference>/dau-hieu/<{ROW}:number>/bo/",
        claims.indicator_away,
        name="desk_indicator_away",
    ),
    path("phan-anh/<slug:reference>/chuyen/", claims.move_page, name="desk_report_move"),
    path("phan-anh/<slug:reference>/tach/", claims.part, name="desk_report_part"),
    path(f"anh/<{ROW}:number>/", claims.picture, name="desk_picture"),
    path("vu-viec/<slug:reference>/", case.case_page, name="desk_case"),
    path("vu-viec/<slug:reference>/loai/", triage.category_page, name="desk_case_category"),
    path(
        "vu-viec/<slug:reference>/loai/<slug:category>/",
        triage.checks_page,
        name="desk_case_checks",
    ),
    path("vu-viec/<slug:reference>/xac-nhan/", triage.confirm_page, name="desk_case_confirm"),
    path("vu-viec/<slug:reference>/dong/", triage.close_page, name="desk_case_close"),
    path("vu-viec/<slug:reference>/giao/", ownership.assign_page, name="desk_case_assign"),
    path("vu-viec/<slug:reference>/nhan/", ownership.take, name="desk_case_take"),
    path("vu-viec/<slug:reference>/chuyen/", ownership.transfer_page, name="desk_case_transfer"),
    path("vu-viec/<slug:reference>/dinh-tuyen/", ownership.route_case, name="desk_case_route"),
    path("vu-viec/<slug:reference>/trinh/", ownership.escalate_page, name="desk_case_escalate"),
    path("vu-viec/<slug:reference>/ghi-chu/", ownership.note, name="desk_case_note"),
]
