from __future__ import annotations

from django.urls import path

from sangto.web.appeals import desk, public

public_patterns = [
    path("", public.receipt, name="appeal_receipt"),
    path("ket-luan/<str:reference>/", public.object_to_verdict, name="object_to_verdict"),
    path("bien-phap/<str:reference>/", public.object_to_measure, name="object_to_measure"),
]
desk_patterns = [
    path("", desk.queue, name="desk_appeals"),
    path("<str:reference>/", desk.appeal_page, name="desk_appeal"),
    path("<str:reference>/nhan/", desk.take, name="desk_appeal_take"),
    path("<str:reference>/phan-hoi/", desk.reply, name="desk_appeal_reply"),
]
