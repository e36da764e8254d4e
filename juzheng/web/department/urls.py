"""Addresses of units that demand proofs (索要单位)."""

from __future__ import annotations

from django.urls import path

from juzheng.web.department import below, demands, importing, notices, offers, superior

app_name = "department"
urlpatterns = [
    path("", demands.home, name="home"),
    path("demands/submissions/", demands.submissions, name="submissions"),
    path("demands/new/", demands.new, name="new"),
    path("demands/<int:pk>/", demands.demand, name="demand"),
    path("demands/<int:pk>/edit/", demands.edit, name="edit"),
    path("demands/<int:pk>/submission/", demands.submission, name="submission"),
    path("demands/<int:pk>/cancellation/", demands.cancellation, name="cancellation"),
    path("demands/<int:pk>/end/", demands.ending, name="demand-end"),
    path("notices/", notices.notices, name="notices"),
    path("notices/<str:number>/", notices.notice, name="notice"),
    path("notices/<str:number>/notice.pdf", notices.letter, name="notice-file"),
    path("notices/<str:number>/photos/<str:digest>/", notices.photo, name="notice-photo"),
    path("notices/<str:number>/papers/<int:pk>/scan/", notices.scan, name="paper-scan"),
    path("notices/<str:number>/<slug:name>/", notices.step, name="notice-step"),
    path("offers/", offers.home, name="offers"),
    path("offers/new/", offers.new, name="offer-new"),
    path("offers/<slug:subject>/end/", offers.ending, name="offer-end"),
    path("below/", below.home, name="below"),
    path("below/<str:number>/letter.pdf", superior.letter, name="superior-letter"),
    path("below/<str:number>/letter/", superior.asked, name="superior"),
    path("below/<str:number>/letter/<slug:name>/", superior.step, name="superior-step"),
    path("below/<int:pk>/", below.unit, name="below-unit"),
    path("import/", importing.importing, name="import"),
    path("import/registration/", importing.registration, name="registration"),
    path("import/template/", importing.template, name="template"),
]
