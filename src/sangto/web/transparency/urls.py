from __future__ import annotations

from django.urls import path

from sangto.web.transparency import data, views

urlpatterns = [
    path("", views.register, name="register"),
    path("go-bo/", views.register_removals, name="register_removals"),
    path("goc/", views.register_roots, name="register_roots"),
    path("goc.json", data.roots_json, name="register_roots_json"),
    path("du-lieu/", data.data_page, name="register_data"),
    path("du-lieu/register.jsonl", data.register_jsonl, name="register_jsonl"),
    path("du-lieu/register.csv", data.register_csv, name="register_csv"),
    path("du-lieu/proofs.jsonl", data.proofs_jsonl, name="register_proofs"),
    path("du-lieu/tu-dien.json", data.dictionary_json, name="register_dictionary"),
    path("<str:reference>/", views.register_entry, name="register_entry"),
]
