from __future__ import annotations

from django.urls import path

from sangto.web.queue import views

urlpatterns = [
    path("hang-doi/", views.queue_page, name="desk_queue"),
    path("hang-doi/<int:number>/thu-lai/", views.revive_task, name="desk_queue_revive"),
]
