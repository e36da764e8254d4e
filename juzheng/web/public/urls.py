"""Addresses that need no account (公开网址)."""

from __future__ import annotations

from django.urls import URLPattern, path
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView

from juzheng.web.public import ask_api, asking, places, privacy
from juzheng.web.public.cases import checking, published_keys
from juzheng.web.public.catalogue import (
    confirmations,
    data,
    guides,
    kept_questions,
    printing,
    publications,
)
from juzheng.web.public.demands import (
    cycles,
    demand_api,
    demand_check,
    demand_data,
    demanded,
    demands,
    letters,
    offers,
)
from juzheng.web.public.supervision import exposure_data, exposures, reporting


def _said(name: str) -> URLPattern:
    """Return the address of a page that only says something (静态页面)."""
    view = TemplateView.as_view(template_name=f"public/{name}.html")
    return path(f"{name}/", require_safe(view), name=name)


app_name = "public"
urlpatterns = [
    # the front page, the answer, the guides and the place
    path("", asking.home, name="home"),
    path("ask/", asking.ask, name="ask"),
    path("questions/", kept_questions.kept_questions, name="kept-questions"),
    path("confirmations/", confirmations.confirmations, name="confirmations"),
    path("items/", guides.items, name="items"),
    path("items/<str:item_id>/", guides.item, name="item"),
    path("lists/", guides.lists, name="lists"),
    path("law/", guides.laws, name="laws"),
    path("law/<str:instrument>/", guides.law, name="law"),
    path("place/", places.place, name="place"),
    path("place/for/<str:item_id>/", places.place_for, name="place-for"),
    # checking papers
    path("check/", checking.check, name="check"),
    path("c/<path:opaque>", checking.paper, name="paper"),
    path("keys/", published_keys.page, name="keys"),
    path(".well-known/juzheng-keys.json", published_keys.document, name="published-keys"),
    path("healthz", published_keys.health, name="health"),
    # reports and the public board
    path("reports/", reporting.find, name="report-find"),
    path("reports/new/", reporting.report, name="report"),
    path("reports/<str:number>/receipt/", reporting.receipt, name="report-receipt"),
    path("reports/<str:number>/", reporting.follow, name="report-follow"),
    path("reports/<str:number>/word/", reporting.word, name="report-word"),
    path("reports/<str:number>/withdrawal/", reporting.withdrawal, name="report-withdrawal"),
    path("reports/<str:number>/objection/", reporting.objection, name="report-objection"),
    path("reports/<str:number>/answer.pdf", reporting.answer_letter, name="report-answer-file"),
    path("reports/<str:number>/complaint.pdf", reporting.complaint, name="report-complaint"),
    path("exposures/", exposures.board, name="exposures"),
    path("exposures/method/", exposures.method, name="exposures-method"),
    path("exposures/report/", exposures.report, name="exposures-report"),
    path("exposures/report.json", exposure_data.report_json, name="exposures-report-json"),
    path("exposures/exposures.json", exposure_data.exposures_json, name="exposures-json"),
    path("exposures/exposures.csv", exposure_data.exposures_csv, name="exposures-csv"),
    path("exposures/steps.json", exposure_data.steps_json, name="exposure-steps-json"),
    path("exposures/steps.csv", exposure_data.steps_csv, name="exposure-steps-csv"),
    path("exposures/counts.json", exposure_data.counts_json, name="exposure-counts-json"),
    path("exposures/counts.csv", exposure_data.counts_csv, name="exposure-counts-csv"),
    path("exposures/method.json", exposure_data.method_json, name="exposure-method-json"),
    path("exposures/<str:number>/", exposures.exposure, name="exposure"),
    path("exposures/<str:number>/photos/<slug:digest>.jpg", exposures.photo, name="exposure-photo"),
    # what is printed, open data and publications
    path("items/<str:item_id>/guide.pdf", printing.guide_file, name="guide-file"),
    path("items/<str:item_id>/form.pdf", printing.form_file, name="form-file"),
    path("items/<str:item_id>/sample.pdf", printing.sample_file, name="sample-file"),
    path("poster.pdf", printing.poster_file, name="poster-file"),
    path("data/", data.index, name="data"),
    path("data/items.json", data.items_json, name="items-json"),
    path("data/items.csv", data.items_csv, name="items-csv"),
    path("data/lists.json", data.lists_json, name="lists-json"),
    path("data/demands.json", demand_data.demands_json, name="demands-json"),
    path("data/demands.csv", demand_data.demands_csv, name="demands-csv"),
    path("data/ended.json", data.ended_json, name="ended-json"),
    path("data/changes.atom", data.changes_atom, name="changes-atom"),
    path("publications/", publications.publications, name="publications"),
    path("publications/<int:pk>/<slug:channel>/", publications.rendering, name="rendering"),
    # the register of demands, and asking before one demands
    path("demanded/", demanded.demanded, name="demanded"),
    path("demands/", demands.demands, name="demands"),
    path("demands/<int:pk>/", demands.demand, name="demand"),
    path("offers/", offers.offers, name="offers"),
    path("knots/", cycles.cycles, name="knots"),
    path("letters/", letters.letter, name="letters"),
    path("complaints/", letters.complaint, name="complaints"),
    path("may-i-demand/", demand_check.page, name="may-i-demand"),
    path("widget/demand-check.html", demand_check.widget, name="widget"),
    path("api/v1/ask", ask_api.ask, name="ask-api"),
    path("api/v1/demand-check", demand_api.check, name="demand-check"),
    path("api/v1/openapi.json", demand_api.openapi, name="openapi"),
    # pages that only say something
    _said("about"),  # what this is, what it rests on, and what it is not
    _said("accessibility"),  # what works for whom, and how that was checked
    path("privacy/", privacy.privacy, name="privacy"),  # who handles what, why and how long
]
