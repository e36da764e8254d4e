"""Addresses for checking papers (核验网址); part of the public door."""

from __future__ import annotations

from django.urls import path

from juzheng.web.public.cases import checking, published_keys

urlpatterns = [
    path("check/", checking.check, name="check"),
    path("c/<path:opaque>", checking.paper, name="paper"),
    path("keys/", published_keys.page, name="keys"),
    path(".well-known/juzheng-keys.json", published_keys.document, name="published-keys"),
    path("healthz", published_keys.health, name="health"),
]
