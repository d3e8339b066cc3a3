"""Addresses of the drafting table, under ``/desk/``."""

from __future__ import annotations

from django.urls import path

from sangto.web.addresses import ROW
from sangto.web.verdicts import drafting, personal, reviewing, sharing, signing

_VERSION = f"ket-luan/<slug:reference>/<{ROW}:number>/"

urlpatterns = [
    path("ket-luan/", signing.at_work, name="desk_verdicts"),
    path("vu-viec/<slug:reference>/ket-luan/", drafting.start_page, name="desk_verdict_start"),
    path("ket-luan/<slug:reference>/phien-ban-moi/", drafting.renew, name="desk_version_renew"),
    path(_VERSION, signing.version_page, name="desk_version"),
    path(f"{_VERSION}xem-truoc/", signing.preview_page, name="desk_version_preview"),
    path(f"{_VERSION}rieng-tu/", personal.personal_page, name="desk_version_personal"),
    path(f"{_VERSION}che/", personal.mask_page, name="desk_version_mask"),
    path(f"{_VERSION}ky/", signing.approve, name="desk_version_approve"),
    path(f"{_VERSION}tra-lai/", signing.give_back, name="desk_version_give_back"),
    path(f"{_VERSION}bang-chung/<{ROW}:source>/", signing.evidence, name="desk_version_evidence"),
    path("nguon-chia-se/", sharing.shared_page, name="desk_shared"),
    path("nguon-chia-se/them/", sharing.feed_add, name="desk_feed_add"),
    path(f"nguon-chia-se/<{ROW}:number>/doc/", sharing.feed_pull, name="desk_feed_pull"),
    path(f"nguon-chia-se/<{ROW}:number>/bo/", sharing.feed_remove, name="desk_feed_remove"),
    path(f"nguon-chia-se/tin/<{ROW}:number>/", sharing.held_page, name="desk_held"),
    path(
        f"nguon-chia-se/tin/<{ROW}:number>/khong-nhan/",
        sharing.held_refuse,
        name="desk_held_refuse",
    ),
    path("xem-lai/", reviewing.reviews_page, name="desk_reviews"),
    path("xem-lai/<slug:reference>/", reviewing.review_page, name="desk_review"),
    path(
        f"xem-lai/<slug:reference>/nguon/<{ROW}:number>/",
        reviewing.source_page,
        name="desk_review_source",
    ),
]
