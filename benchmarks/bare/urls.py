from __future__ import annotations

from django.urls import path

from benchmarks.bare import views

urlpatterns = [
    path("read/<str:key>/", views.read),
    path("insert/", views.insert),
    path("table/<int:rows>/<int:size>/", views.table),
]
