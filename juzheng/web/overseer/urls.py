"""Addresses of the officers' workbench (民政工作台)."""

from __future__ import annotations

from django.urls import path

from juzheng.web.overseer import alignment, amendments, changes, deliveries, home, whatif

app_name = "overseer"
urlpatterns = [
    path("", home.home, name="home"),
    path("changes/", changes.changes, name="changes"),
    path("changes/new/", changes.new, name="new"),
    path("changes/<int:pk>/", changes.change, name="change"),
    path("changes/<int:pk>/heading/", changes.heading, name="heading"),
    path("changes/<int:pk>/submission/", changes.submission, name="submission"),
    path("changes/<int:pk>/publication/", changes.publication, name="publication"),
    path("changes/<int:pk>/return/", changes.send_back, name="return"),
    path("changes/<int:pk>/disposal/", changes.disposal, name="disposal"),
    path("changes/<int:pk>/pages/<int:edit>/removal/", changes.removal, name="removal"),
    path("changes/<int:pk>/what-if/", whatif.whatif, name="whatif"),
    path("alignment/", alignment.alignment, name="alignment"),
    path("alignment/report.xlsx", alignment.spreadsheet, name="alignment-file"),
    path("amendments/", amendments.amendments, name="amendments"),
    path("amendments/new/", amendments.new, name="amendment-new"),
    path("amendments/<int:pk>/", amendments.amendment, name="amendment"),
    path("amendments/<int:pk>/<slug:name>/", amendments.step, name="amendment-step"),
    path("deliveries/", deliveries.deliveries, name="deliveries"),
    path("deliveries/<int:pk>/attempt/", deliveries.attempt, name="attempt"),
    path("deliveries/<int:pk>/posting/", deliveries.posting, name="posting"),
]
