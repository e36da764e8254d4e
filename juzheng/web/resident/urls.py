"""Addresses of the resident's door (居民办事网址)."""

from __future__ import annotations

from django.urls import path

from juzheng.web.resident import apply, follow, objecting

app_name = "resident"
urlpatterns = [
    path("apply/", apply.applications, name="apply"),
    path("apply/forget/", apply.forget, name="forget"),
    path("apply/<str:name>/check/", apply.review, name="review"),
    path("apply/<str:name>/receipt/", apply.receipt, name="receipt"),
    path("apply/<str:name>/removal/", apply.removal, name="removal"),
    path("apply/<str:name>/<str:key>/", apply.step, name="step"),
    path("cases/", follow.find, name="find"),
    path("cases/<str:number>/", follow.case, name="case"),
    path("cases/<str:number>/kept/", follow.kept, name="kept"),
    path("cases/<str:number>/withdrawal/", follow.withdrawn, name="withdrawal"),
    path("cases/<str:number>/objection/", objecting.objection, name="objection"),
    path("cases/<str:number>/missing/", follow.missing, name="missing"),
    path("cases/<str:number>/papers/<str:kind>/", follow.paper, name="paper"),
]
