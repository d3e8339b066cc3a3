from __future__ import annotations

from django.urls import path

from sangto.web.public import pictures, standing, views

urlpatterns = [
    path("", views.check, name="check"),
    path("doc-anh/", pictures.reading, name="check_picture"),
    path("gioi-thieu/", standing.about, name="about"),
    path("rieng-tu/", standing.privacy, name="privacy"),
    path("tro-giup-tiep-can/", standing.accessibility, name="accessibility"),
]
without_language = [path("robots.txt", views.robots, name="robots")]
