from __future__ import annotations

from django.urls import path

from sangto.web.public import pictures, sharing, sitemaps, standing, views, webapp
from sangto.web.verdicts import embedding

urlpatterns = [
    path("", views.check, name="check"),
    path("doc-anh/", pictures.reading, name="check_picture"),
    path("chia-se/", sharing.shared, name="shared"),
    path("gioi-thieu/", standing.about, name="about"),
    path("rieng-tu/", standing.privacy, name="privacy"),
    path("tro-giup-tiep-can/", standing.accessibility, name="accessibility"),
    path("ngoai-tuyen/", webapp.offline, name="offline"),
    path("manifest.webmanifest", webapp.manifest, name="manifest"),
]
without_language = [
    path("robots.txt", views.robots, name="robots"),
    path("sitemap.xml", sitemaps.index, name="site_map"),
    path("sitemap-<slug:part>.xml", sitemaps.part, name="site_map_part"),
    path("sw.js", webapp.worker, name="worker"),
    path("oembed", embedding.oembed, name="oembed"),
]
