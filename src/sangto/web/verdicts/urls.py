from __future__ import annotations

from django.urls import path

from sangto.web.verdicts import desk, public

public_patterns = [
    path("", public.verdicts, name="verdicts"),
    path("feed.atom", public.feed, name="feed"),
    path("<str:reference>/", public.verdict, name="verdict"),
    path("<str:reference>/<int:number>/", public.verdict, name="verdict_version"),
]
desk_patterns = desk.urlpatterns
