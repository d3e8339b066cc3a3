from __future__ import annotations

from django.urls import path

from sangto.web.addresses import ROW
from sangto.web.handling import abuse_book, abuse_steps, abuse_views

_ONE = "bao-cao-lam-dung/<slug:reference>/"

urlpatterns = [
    path("bao-cao-lam-dung/", abuse_views.reports_page, name="desk_abuse_reports"),
    path("nha-cung-cap/", abuse_book.book_page, name="desk_providers"),
    path("nha-cung-cap/moi/", abuse_book.provider_new, name="desk_provider_new"),
    path("nha-cung-cap/mau-thu/", abuse_book.template_page, name="desk_provider_text"),
    path(f"nha-cung-cap/<{ROW}:number>/thoi/", abuse_book.provider_end, name="desk_provider_end"),
    path(
        "vu-viec/<slug:reference>/bao-cao-lam-dung/",
        abuse_views.report_new,
        name="desk_abuse_new",
    ),
    path(_ONE, abuse_views.report_page, name="desk_abuse_report"),
    path(f"{_ONE}sua/", abuse_views.report_change, name="desk_abuse_change"),
    path(f"{_ONE}bang-chung/", abuse_steps.report_evidence, name="desk_abuse_evidence"),
    path(
        f"{_ONE}bang-chung/<{ROW}:number>/",
        abuse_steps.evidence_file,
        name="desk_abuse_evidence_file",
    ),
    path(
        f"{_ONE}bang-chung/<{ROW}:number>/bo/",
        abuse_steps.evidence_away,
        name="desk_abuse_evidence_away",
    ),
    path(f"{_ONE}tep/", abuse_steps.report_paper, name="desk_abuse_paper"),
    path(f"{_ONE}duyet/", abuse_steps.report_approve, name="desk_abuse_approve"),
    path(f"{_ONE}tra-lai/", abuse_steps.report_send_back, name="desk_abuse_send_back"),
    path(f"{_ONE}gui/", abuse_steps.report_send, name="desk_abuse_send"),
    path(f"{_ONE}ket-qua/", abuse_steps.report_settle, name="desk_abuse_settle"),
    path(f"{_ONE}xem-lai/", abuse_steps.report_recheck, name="desk_abuse_recheck"),
    path(f"{_ONE}bo/", abuse_steps.report_discard, name="desk_abuse_discard"),
]
