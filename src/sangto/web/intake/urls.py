from __future__ import annotations

from django.urls import path

from sangto.web.intake import views

urlpatterns = [
    path("phan-anh/", views.report, name="report"),
    path("bien-nhan/", views.receipt, name="receipt"),
]
