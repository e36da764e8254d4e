"""Addresses of the desk (工作台网址): resources, never verbs."""

from __future__ import annotations

from django.urls import path

from juzheng.web.clerk.views import (
    cases,
    certificates,
    counter,
    delegations,
    desk,
    evidence,
    inquiries,
    objections,
    replacing,
    signatures,
)

app_name = "clerk"
urlpatterns = [
    path("", desk.desk, name="desk"),
    path("search/", desk.search, name="search"),
    path("new/", counter.new, name="new"),
    path("inquiries/", inquiries.inquiries, name="inquiries"),
    path("inquiries/new/", inquiries.new, name="inquiry-new"),
    path("inquiries/<str:number>/", inquiries.inquiry, name="inquiry"),
    path("inquiries/<str:number>/letter/", inquiries.letter, name="inquiry-letter"),
    path("inquiries/<str:number>/preview/", inquiries.preview, name="inquiry-preview"),
    path("inquiries/<str:number>/signature/", inquiries.signature, name="inquiry-signature"),
    path("inquiries/<str:number>/<str:name>/", inquiries.step, name="inquiry-step"),
    path("signatures/", signatures.signatures, name="signatures"),
    path("delegations/", delegations.delegations, name="delegations"),
    path("delegations/<int:pk>/end/", delegations.delegation_end, name="delegation-end"),
    path("cases/<str:number>/", cases.case, name="case"),
    path("cases/<str:number>/identity/", cases.identity, name="identity"),
    path("cases/<str:number>/verification/", cases.verification, name="verification"),
    path("cases/<str:number>/draft/", cases.draft, name="draft"),
    path("cases/<str:number>/preview/", certificates.preview, name="preview"),
    path("cases/<str:number>/ground/", evidence.ground, name="ground"),
    path("cases/<str:number>/circumstances/", evidence.circumstances, name="circumstances"),
    path("cases/<str:number>/answers/", evidence.answers, name="answers"),
    path("cases/<str:number>/assessment/", evidence.assessment, name="assessment"),
    path("cases/<str:number>/deliberation/", evidence.deliberation, name="deliberation"),
    path("cases/<str:number>/documents/<str:digest>/", evidence.document, name="document"),
    path("cases/<str:number>/refusal/", cases.refusal, name="refusal"),
    path("cases/<str:number>/objection/", objections.objection, name="objection"),
    path("cases/<str:number>/review/", objections.review, name="review"),
    path("cases/<str:number>/return/", signatures.send_back, name="return"),
    path("cases/<str:number>/signature/", signatures.signature, name="signature"),
    path("certificates/<str:number>/", certificates.certificate, name="certificate"),
    path("certificates/<str:number>/revocation/", certificates.revocation, name="revocation"),
    path("certificates/<str:number>/replacement/", replacing.replacement, name="replacement"),
    path("cases/<str:number>/keeping/", replacing.kept, name="kept"),
]
