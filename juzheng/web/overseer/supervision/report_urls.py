"""Addresses of reports and corrections at the officers' desk (反映处理网址)."""

from __future__ import annotations

from django.urls import path

from juzheng.web.overseer.supervision import corrections, reports

urlpatterns = [
    path("reports/", reports.board, name="reports"),
    path("reports/<str:number>/", reports.report, name="report"),
    path("reports/<str:number>/photo.jpg", reports.photo, name="report-photo"),
    path("reports/<str:number>/review/", reports.review, name="report-review"),
    path("reports/<str:number>/acceptance/", reports.acceptance, name="report-acceptance"),
    path("reports/<str:number>/joining/", reports.joining, name="report-joining"),
    path("reports/<str:number>/answer/", reports.answer, name="report-answer"),
    path("reports/<str:number>/passing/", reports.passing, name="report-passing"),
    path("corrections/<str:number>/", corrections.correction, name="correction"),
    path("corrections/<str:number>/evidence.zip", corrections.package, name="evidence"),
    path("corrections/<str:number>/<slug:name>/", corrections.step, name="correction-step"),
]
