"""Addresses of the resident's door (居民办事网址)."""

from __future__ import annotations

from django.urls import path

from juzheng.web.resident import apply, follow

app_name = "resident"
urlpatterns = [
    path("apply/", apply.start, name="apply"),
    path("apply/check/", apply.review, name="review"),
    path("apply/receipt/", apply.receipt, name="receipt"),
    path("apply/forget/", apply.forget, name="forget"),
    path("apply/<str:key>/", apply.step, name="step"),
    path("cases/", follow.find, name="find"),
    path("cases/<str:number>/", follow.case, name="case"),
    path("cases/<str:number>/withdrawal/", follow.withdrawn, name="withdrawal"),
    path("cases/<str:number>/papers/<str:kind>/", follow.paper, name="paper"),
]
