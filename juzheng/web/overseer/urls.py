"""Addresses of the officers' workbench (民政工作台)."""

from __future__ import annotations

from django.urls import path

from juzheng.web.overseer import changes, deliveries, demands, home

app_name = "overseer"
urlpatterns = [
    path("", home.home, name="home"),
    path("demands/", demands.demands, name="demands"),
    path("demands/<int:pk>/", demands.demand, name="demand"),
    path("demands/<int:pk>/review/", demands.review, name="demand-review"),
    path("changes/", changes.changes, name="changes"),
    path("changes/new/", changes.new, name="new"),
    path("changes/<int:pk>/", changes.change, name="change"),
    path("changes/<int:pk>/heading/", changes.heading, name="heading"),
    path("changes/<int:pk>/submission/", changes.submission, name="submission"),
    path("changes/<int:pk>/publication/", changes.publication, name="publication"),
    path("changes/<int:pk>/return/", changes.send_back, name="return"),
    path("changes/<int:pk>/disposal/", changes.disposal, name="disposal"),
    path("changes/<int:pk>/pages/<int:edit>/removal/", changes.removal, name="removal"),
    path("deliveries/", deliveries.deliveries, name="deliveries"),
    path("deliveries/<int:pk>/attempt/", deliveries.attempt, name="attempt"),
    path("deliveries/<int:pk>/posting/", deliveries.posting, name="posting"),
]
