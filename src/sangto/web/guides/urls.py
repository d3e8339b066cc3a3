from __future__ import annotations

from django.urls import path

from sangto.web.guides import views

urlpatterns = [
    path("", views.index, name="guides"),
    path("<slug:slug>/", views.page, name="guide"),
]
