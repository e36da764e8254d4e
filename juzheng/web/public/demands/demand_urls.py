"""Addresses of the register of demands, and of asking before one demands (索要网址)."""

from __future__ import annotations

from django.urls import path

from juzheng.web.public.demands import cycles, demand_api, demand_check, demanded, demands, letters

urlpatterns = [
    path("demanded/", demanded.demanded, name="demanded"),
    path("demands/", demands.demands, name="demands"),
    path("demands/<int:pk>/", demands.demand, name="demand"),
    path("knots/", cycles.cycles, name="knots"),
    path("letters/", letters.letter, name="letters"),
    path("complaints/", letters.complaint, name="complaints"),
    path("may-i-demand/", demand_check.page, name="may-i-demand"),
    path("widget/demand-check.html", demand_check.widget, name="widget"),
    path("api/v1/demand-check", demand_api.check, name="demand-check"),
    path("api/v1/openapi.json", demand_api.openapi, name="openapi"),
]
