"""Addresses of the front page, the answer, the guides and the place (办事指南网址)."""

from __future__ import annotations

from django.urls import path

from juzheng.web.public import asking, places
from juzheng.web.public.catalogue import guides

urlpatterns = [
    path("", asking.home, name="home"),
    path("ask/", asking.ask, name="ask"),
    path("items/", guides.items, name="items"),
    path("items/<str:item_id>/", guides.item, name="item"),
    path("lists/", guides.lists, name="lists"),
    path("law/", guides.laws, name="laws"),
    path("law/<str:instrument>/", guides.law, name="law"),
    path("place/", places.place, name="place"),
    path("place/for/<str:item_id>/", places.place_for, name="place-for"),
]
