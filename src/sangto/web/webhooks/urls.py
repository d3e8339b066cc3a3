from __future__ import annotations

from django.urls import path

from sangto.web.addresses import ROW
from sangto.web.webhooks import views

urlpatterns = [
    path("ket-noi/", views.webhooks_page, name="desk_webhooks"),
    path("ket-noi/them/", views.webhook_add, name="desk_webhook_add"),
    path(f"ket-noi/<{ROW}:number>/", views.webhook_page, name="desk_webhook"),
    path(f"ket-noi/<{ROW}:number>/khoa/", views.webhook_rotate, name="desk_webhook_rotate"),
    path(f"ket-noi/<{ROW}:number>/bat-tat/", views.webhook_switch, name="desk_webhook_switch"),
    path(f"ket-noi/<{ROW}:number>/thu/", views.webhook_try, name="desk_webhook_try"),
    path(
        f"ket-noi/<{ROW}:number>/gui-lai/<{ROW}:delivery>/",
        views.webhook_replay,
        name="desk_webhook_replay",
    ),
]
