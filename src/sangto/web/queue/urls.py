from __future__ import annotations

from django.urls import path

from sangto.web.addresses import ROW
from sangto.web.queue import views

urlpatterns = [
    path("hang-doi/", views.queue_page, name="desk_queue"),
    path(f"hang-doi/<{ROW}:number>/thu-lai/", views.revive_task, name="desk_queue_revive"),
]
