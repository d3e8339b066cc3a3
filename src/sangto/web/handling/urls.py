from __future__ import annotations

from django.urls import path

from sangto.web.addresses import ROW
from sangto.web.handling import views

urlpatterns = [
    path("vu-viec/<slug:reference>/tra-loi/", views.answer_page, name="desk_answer"),
    path("vu-viec/<slug:reference>/tra-loi/sau/", views.answer_late, name="desk_answer_late"),
    path("vu-viec/<slug:reference>/bien-phap/", views.measure_page, name="desk_measure"),
    path(
        f"vu-viec/<slug:reference>/bien-phap/<{ROW}:number>/xong/",
        views.measure_done,
        name="desk_measure_done",
    ),
]
