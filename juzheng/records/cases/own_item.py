"""The item of a case (本件适用的事项): as it was filed, whatever is published afterwards."""

from __future__ import annotations

from juzheng.law.catalogue import looking
from juzheng.law.catalogue.items import Item
from juzheng.records.cases.case_file import day_of_rules
from juzheng.records.catalogue.governing import governing
from juzheng.records.models import Case


def item_of(case: Case) -> Item:
    """Return the item as the rules of the case handle it at its place (本件适用的事项)."""
    on = day_of_rules(case)
    return looking.here(case.revision.item, governing(on), case.committee.code, on)
