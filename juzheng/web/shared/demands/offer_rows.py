"""Entries of the register of offers as rows (承诺与共享登记列表), for all who read them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from juzheng.law.base.demanders import Demander
from juzheng.law.catalogue.offers import Offer
from juzheng.web.shared import request_catalogue


def rows(offers: Iterable[Offer], on: date) -> list[dict[str, Any]]:
    """Return the entries with the names of their items, places and documents."""
    listed = request_catalogue.today()
    return [
        {
            "offer": one,
            "who": one.unit or Demander(one.demander).label,
            "place": listed.divisions[one.division].name
            if one.division in listed.divisions
            else "",
            "items": [listed.items[item] for item in one.items if item in listed.items],
            "document": listed.instruments.get(one.document),
            "in_force": one.in_force(on),
        }
        for one in offers
    ]
