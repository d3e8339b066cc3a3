from __future__ import annotations

from django.urls import path

from sangto.web.audit import views

urlpatterns = [
    path("nhat-ky/", views.log_page, name="desk_log"),
    path("nhat-ky/kiem-tra/", views.verify_log, name="desk_log_verify"),
]
