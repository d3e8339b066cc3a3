from __future__ import annotations

from django.urls import path

from sangto.web.handling import victims, victims_receipts

urlpatterns = [
    path("bi-hai/", victims.help_page, name="victims"),
    path("bi-hai/<slug:slug>/", victims.checklist_page, name="victims_steps"),
    path("bi-hai/<slug:slug>/don/", victims.complaint_page, name="victims_complaint"),
    path("bien-nhan/goi-chung-cu/", victims_receipts.pack, name="receipt_pack"),
    path("bien-nhan/chuyen-co-quan/", victims_receipts.refer, name="receipt_refer"),
    path("desk/chuyen-den/", victims_receipts.passed_on, name="desk_passed_on"),
]
