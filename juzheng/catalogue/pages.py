"""Pages of the catalogue (目录页): the five kinds of thing that officers draft and publish."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from juzheng.catalogue.forms import build
from juzheng.law.base.terms import Term
from juzheng.law.catalogue.items import Instrument, Item
from juzheng.law.catalogue.lists import ItemList, UnlistedPolicy
from juzheng.law.catalogue.looking import Look
from juzheng.law.catalogue.offers import Offer

Entry = Item | Instrument | ItemList | UnlistedPolicy | Look | Offer


class PageKind(Term):
    """What a page of the catalogue is about (目录页类别)."""

    ITEM = "item", "证明事项"
    LIST = "list", "清单"
    INSTRUMENT = "instrument", "法律文件"
    UNLISTED = "unlisted", "未列入清单的处理规则"
    LOOKED = "looked", "查证记录"
    OFFER = "offer", "承诺与共享登记"


FOLDERS: Mapping[PageKind, str] = {
    PageKind.ITEM: "items",
    PageKind.LIST: "lists",
    PageKind.INSTRUMENT: "instruments",
    PageKind.UNLISTED: "unlisted",
    PageKind.LOOKED: "looked",
    PageKind.OFFER: "offers",
}
CLASSES: Mapping[str, type[Entry]] = {
    "items": Item,
    "lists": ItemList,
    "instruments": Instrument,
    "unlisted": UnlistedPolicy,
    "looked": Look,
    "offers": Offer,
}


def read_page(kind: PageKind, content: Mapping[str, Any], where: str = "") -> Entry:
    """
    Return the page of ``kind`` written in ``content``; ``forms.as_mapping`` turns it back.

    :raises CatalogueError: naming the field that is missing, unknown or wrong
    """
    found: Entry = build(CLASSES[FOLDERS[kind]], content, where or kind.label)
    return found


def kind_of(entry: Entry) -> PageKind:
    """Return of which kind the page ``entry`` is."""
    return next(kind for kind, folder in FOLDERS.items() if isinstance(entry, CLASSES[folder]))


def name_of(entry: Entry) -> str:
    """Return what people call the page."""
    return entry.name if isinstance(entry, Item) else entry.title


def division_of(entry: Entry) -> str:
    """
    Return the division whose officers govern the page; the nation's code if it is nobody's own.

    A text says nothing of it: it belongs to whoever registered it
    (``records.catalogue.change_effects.owner_of``).

    :raises CatalogueError: if an item is bound to several divisions with no common one above
    """
    if isinstance(entry, ItemList | UnlistedPolicy | Look | Offer):
        return entry.division
    if isinstance(entry, Item) and len(entry.divisions) == 1:
        return entry.divisions[0]
    return ""
