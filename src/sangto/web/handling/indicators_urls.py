from __future__ import annotations

from django.urls import path

from sangto.web.handling import indicators

urlpatterns = [
    path("ten-mien-lua-dao/", indicators.domains_page, name="domains"),
    path("ten-mien-lua-dao/stix.json", indicators.stix, name="domains_stix"),
    path("ten-mien-lua-dao/misp.json", indicators.misp, name="domains_misp"),
    path("ten-mien-lua-dao/danh-sach.csv", indicators.csv, name="domains_csv"),
    path("hoi-so/", indicators.number_page, name="number"),
]
