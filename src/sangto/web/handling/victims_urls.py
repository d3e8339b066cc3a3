from __future__ import annotations

from django.urls import path

from sangto.web.handling import victims

urlpatterns = [
    path("bi-hai/", victims.help_page, name="victims"),
    path("bi-hai/<slug:slug>/", victims.checklist_page, name="victims_steps"),
    path("bi-hai/<slug:slug>/don/", victims.complaint_page, name="victims_complaint"),
]
