"""Addresses that need no account (公开网址)."""

from __future__ import annotations

from django.urls import path

from juzheng.web.public import pages
from juzheng.web.public.cases import checking_urls
from juzheng.web.public.catalogue import data_urls, guide_urls
from juzheng.web.public.demands import demand_urls
from juzheng.web.public.supervision import reporting_urls

app_name = "public"
urlpatterns = [
    *guide_urls.urlpatterns,
    *checking_urls.urlpatterns,
    *reporting_urls.urlpatterns,
    *data_urls.urlpatterns,
    *demand_urls.urlpatterns,
    path("about/", pages.about, name="about"),
    path("accessibility/", pages.accessibility, name="accessibility"),
    path("privacy/", pages.privacy, name="privacy"),
]
