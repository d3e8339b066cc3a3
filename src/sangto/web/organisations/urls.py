"""Addresses of the organisation, under ``/desk/to-chuc/``."""

from __future__ import annotations

from django.urls import path

from sangto.web.organisations import (
    agency,
    charters,
    competences,
    integrations,
    layouts,
    officers,
    rules,
    successions,
    teams,
    tree,
)

urlpatterns = [
    path("", tree.organisations_page, name="desk_organisations"),
    path("co-quan/<slug:slug>/", agency.agency_page, name="desk_agency"),
    path("co-quan/<slug:slug>/dau-moi/them/", officers.officer_add, name="desk_officer_add"),
    path("tham-quyen/", competences.competences_page, name="desk_competences"),
    path("tham-quyen.csv", competences.competences_csv, name="desk_competences_csv"),
    path("dau-moi/", officers.officers_page, name="desk_officers"),
    path("dau-moi/<int:number>/ket-thuc/", officers.officer_end, name="desk_officer_end"),
    path("dau-moi/<int:number>/vang/", officers.absence_add, name="desk_absence_add"),
    path("vang/<int:number>/tro-lai/", officers.absence_end, name="desk_absence_end"),
    path("to/", teams.teams_page, name="desk_teams"),
    path("to/moi/", teams.team_new, name="desk_team_new"),
    path("to/<slug:code>/them/", teams.team_join, name="desk_team_join"),
    path("to/<slug:code>/ket-thuc/", teams.team_end, name="desk_team_end"),
    path("to/thanh-vien/<int:number>/roi/", teams.team_leave, name="desk_team_leave"),
    path("sap-nhap/", successions.successions_page, name="desk_successions"),
    path("sap-nhap/moi/", successions.succession_new, name="desk_succession_new"),
    path(
        "sap-nhap/<int:number>/huy/",
        successions.succession_cancel,
        name="desk_succession_cancel",
    ),
    path("the-thuc/", layouts.layout_page, name="desk_layout"),
    path("the-thuc/mau.pdf", layouts.layout_sample, name="desk_layout_sample"),
    path("quy-che/", charters.charters_page, name="desk_charters"),
    path("quy-che/so-sanh/", charters.charter_differences, name="desk_charter_differences"),
    path("quy-che/moi/", charters.charter_upload, name="desk_charter_upload"),
    path("quy-che/moi/ap-dung/", charters.charter_load, name="desk_charter_load"),
    path("quy-che/<int:version>/", charters.charter_page, name="desk_charter"),
    path("quy-che/<int:version>/tep/", charters.charter_text, name="desk_charter_text"),
    path("chuong-trinh/", integrations.integrations_page, name="desk_integrations"),
    path("chuong-trinh/moi/", integrations.integration_new, name="desk_integration_new"),
    path("chuong-trinh/<int:number>/", integrations.integration_page, name="desk_integration"),
    path("chuong-trinh/<int:number>/khoa/", integrations.key_new, name="desk_key_new"),
    path(
        "chuong-trinh/<int:number>/khoa/<int:key>/thu-hoi/",
        integrations.key_revoke,
        name="desk_key_revoke",
    ),
    path(
        "chuong-trinh/<int:number>/ngat/",
        integrations.integration_end,
        name="desk_integration_end",
    ),
    path(
        "chuong-trinh/<int:number>/xac-nhan/",
        integrations.integration_confirm,
        name="desk_integration_confirm",
    ),
    path("can-cu/", rules.grounds_page, name="desk_grounds"),
    path("ngay-lam-viec/", rules.holidays_page, name="desk_holidays"),
    path("ngay-lam-viec/moi/", rules.holiday_add, name="desk_holiday_add"),
    path("ngay-lam-viec/<int:number>/bo/", rules.holiday_restore, name="desk_holiday_restore"),
]
