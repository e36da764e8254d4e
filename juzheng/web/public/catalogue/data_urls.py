"""Addresses of what is printed, open data and publications (打印、开放数据和公布记录网址)."""

from __future__ import annotations

from django.urls import path

from juzheng.web.public.catalogue import data, printing, publications

urlpatterns = [
    path("items/<str:item_id>/guide.pdf", printing.guide_file, name="guide-file"),
    path("items/<str:item_id>/form.pdf", printing.form_file, name="form-file"),
    path("items/<str:item_id>/sample.pdf", printing.sample_file, name="sample-file"),
    path("poster.pdf", printing.poster_file, name="poster-file"),
    path("data/", data.index, name="data"),
    path("data/items.json", data.items_json, name="items-json"),
    path("data/items.csv", data.items_csv, name="items-csv"),
    path("data/lists.json", data.lists_json, name="lists-json"),
    path("data/changes.atom", data.changes_atom, name="changes-atom"),
    path("publications/", publications.publications, name="publications"),
    path("publications/<int:pk>/<slug:channel>/", publications.rendering, name="rendering"),
]
