"""Addresses of the officers' workbench (民政工作台)."""

from __future__ import annotations

from django.urls import path

from juzheng.web.overseer import home, retention
from juzheng.web.overseer.cases import objections
from juzheng.web.overseer.catalogue import (
    alignment,
    amendments,
    batch,
    changes,
    deliveries,
    holidays,
    lists,
    pages,
    tables,
    whatif,
    writing,
)
from juzheng.web.overseer.demands import cycles, demands
from juzheng.web.overseer.supervision import corrections, reports

app_name = "overseer"
urlpatterns = [
    path("", home.home, name="home"),
    path("demands/", demands.demands, name="demands"),
    path("demands/<int:pk>/", demands.demand, name="demand"),
    path("demands/<int:pk>/review/", demands.review, name="demand-review"),
    path("tables/", tables.tables, name="tables"),
    path("tables/templates/<slug:kind>.xlsx", tables.template, name="template"),
    path("tables/exports/<slug:what>.<slug:form>", tables.export, name="export"),
    path("tables/import/", tables.incoming, name="import"),
    path("tables/import/removal/", tables.dropped, name="import-removal"),
    path("retention/", retention.retention, name="retention"),
    path("objections/", objections.board, name="objections"),
    path("objections/<str:number>/", objections.objection, name="objection"),
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
    path("changes/", changes.changes, name="changes"),
    path("changes/new/", changes.new, name="new"),
    path("changes/<int:pk>/", changes.change, name="change"),
    path("changes/<int:pk>/heading/", changes.heading, name="heading"),
    path("changes/<int:pk>/submission/", changes.submission, name="submission"),
    path("changes/<int:pk>/publication/", changes.publication, name="publication"),
    path("changes/<int:pk>/return/", changes.send_back, name="return"),
    path("changes/<int:pk>/disposal/", changes.disposal, name="disposal"),
    path("changes/<int:pk>/pages/<int:edit>/removal/", changes.removal, name="removal"),
    path("changes/<int:pk>/pages/<int:edit>/", writing.edit, name="edit"),
    path("changes/<int:pk>/pages/new/<slug:kind>/", writing.add, name="add"),
    path("pages/<slug:kind>/", pages.pages, name="pages"),
    path("pages/<slug:kind>/<str:subject>/", pages.page, name="page"),
    path(
        "pages/<slug:kind>/<str:subject>/<int:number>/draft/",
        writing.draft_from,
        name="draft-from",
    ),
    path("batch/", batch.batch, name="batch"),
    path("prepared/", writing.prepared_lists, name="prepared"),
    path("prepared/<slug:name>/", writing.draft_prepared, name="draft-prepared"),
    path("knots/", cycles.cycles, name="knots"),
    path("knots/template.xlsx", cycles.template, name="knots-template"),
    path("lists/", lists.lists, name="lists"),
    path("holidays/", holidays.holidays, name="holidays"),
    path("calendar/", lists.calendar, name="calendar"),
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
