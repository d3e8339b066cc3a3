"""Addresses of the drafting table, under ``/desk/``."""

from __future__ import annotations

from django.urls import path

from sangto.web.addresses import ROW
from sangto.web.verdicts import drafting, signing

_VERSION = f"ket-luan/<slug:reference>/<{ROW}:number>/"

urlpatterns = [
    path("ket-luan/", signing.at_work, name="desk_verdicts"),
    path("vu-viec/<slug:reference>/ket-luan/", drafting.start_page, name="desk_verdict_start"),
    path("ket-luan/<slug:reference>/phien-ban-moi/", drafting.renew, name="desk_version_renew"),
    path(_VERSION, signing.version_page, name="desk_version"),
    path(f"{_VERSION}xem-truoc/", signing.preview_page, name="desk_version_preview"),
    path(f"{_VERSION}ky/", signing.approve, name="desk_version_approve"),
    path(f"{_VERSION}tra-lai/", signing.give_back, name="desk_version_give_back"),
    path(f"{_VERSION}bang-chung/<{ROW}:source>/", signing.evidence, name="desk_version_evidence"),
]
