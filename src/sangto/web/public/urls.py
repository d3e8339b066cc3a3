from __future__ import annotations

from django.urls import path

from sangto.web.public import views

urlpatterns = [
    path("", views.check, name="check"),
    path("gioi-thieu/", views.about, name="about"),
    path("rieng-tu/", views.privacy, name="privacy"),
]
without_language = [path("robots.txt", views.robots, name="robots")]
