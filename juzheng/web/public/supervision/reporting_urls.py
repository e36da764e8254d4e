"""Addresses of reports and of the public board (反映和曝光台网址)."""

from __future__ import annotations

from django.urls import path

from juzheng.web.public.supervision import exposures, reporting

urlpatterns = [
    path("reports/", reporting.find, name="report-find"),
    path("reports/new/", reporting.report, name="report"),
    path("reports/<str:number>/receipt/", reporting.receipt, name="report-receipt"),
    path("reports/<str:number>/", reporting.follow, name="report-follow"),
    path("reports/<str:number>/word/", reporting.word, name="report-word"),
    path("reports/<str:number>/complaint.pdf", reporting.complaint, name="report-complaint"),
    path("exposures/", exposures.board, name="exposures"),
    path("exposures/method/", exposures.method, name="exposures-method"),
    path("exposures/exposures.json", exposures.as_json, name="exposures-json"),
    path("exposures/exposures.csv", exposures.as_csv, name="exposures-csv"),
    path("exposures/<str:number>/", exposures.exposure, name="exposure"),
    path("exposures/<str:number>/photos/<slug:digest>.jpg", exposures.photo, name="exposure-photo"),
]
