from __future__ import annotations

from django.urls import path

from sangto.web.addresses import ROW
from sangto.web.reporting import dashboard, digests, rows

urlpatterns = [
    path("", dashboard.dashboard, name="desk_figures"),
    path("bang/<slug:panel>.<slug:ending>", dashboard.panel_file, name="desk_figure_panel"),
    path("tat-ca/", rows.catalogue, name="desk_figure_list"),
    path("tat-ca.<slug:ending>", rows.catalogue_file, name="desk_figure_list_file"),
    path("chi-tiet/<str:key>/", rows.figure_page, name="desk_figure"),
    path("chi-tiet/<str:key>/tep.<slug:ending>", rows.figure_file, name="desk_figure_file"),
    path("diem-tin/", digests.digest_list, name="desk_digests"),
    path("diem-tin/nhan/", digests.digest_follow, name="desk_digest_follow"),
    path(f"diem-tin/<{ROW}:number>/", digests.digest_page, name="desk_digest"),
    path(
        f"diem-tin/<{ROW}:number>/tep.<slug:ending>",
        digests.digest_file,
        name="desk_digest_file",
    ),
]
