"""Names on a paper that lists of the other kind have already (同名的事项), said at once."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from juzheng.catalogue import Catalogue
from juzheng.catalogue.papers.drafting import LEFT_OUT, Drafting, Row
from juzheng.finder.matching import Matcher
from juzheng.law.base.divisions import NATION
from juzheng.law.catalogue.items import Item, ListKind
from juzheng.law.catalogue.lists import ItemList
from juzheng.law.catalogue.naming import How
from juzheng.web.shared import request_catalogue

SAME = (How.EXACT, How.LOCAL, How.ALIAS)  # a part of a name is another item


@dataclass(frozen=True)
class Bar:
    """What keeps a line off the list that may be issued (不能列入): a list above forbids it."""

    item: Item
    by: ItemList

    def said(self, name: str) -> str:
        """Return that ``name`` must not be listed, and what may be done (不能列入的说明)."""
        return _(
            "“%(name)s”在《%(list)s》上写明不应出具（%(own)s），不能列入可以出具的清单。"
            "请选“这一行不列入”；认为应当能开的，请提请修改。"
        ) % {"name": name, "list": self.by.title, "own": self.item.name}


class Bars:
    """Knows of one drafting which names lists of the other kind have (同名对照)."""

    def __init__(self, drafting: Drafting, listed: Catalogue) -> None:
        """Read the names of the items that may be issued here, and of those that must not."""
        self._drafting, self._listed, on = drafting, listed, drafting.effective_on
        finder = request_catalogue.finder()
        book = listed.rulebook(drafting.division, on)
        self._forbidden = _forbidden(drafting, listed)
        refused = [listed.items[code] for code in self._forbidden if code in listed.items]
        self._refused = Matcher(refused, finder, book, ListKind.NEGATIVE, on)
        every = listed.items.values()
        self._issued = Matcher(every, finder, book, ListKind.ISSUABLE, on)

    def of(self, name: str) -> Bar | None:
        """Return what keeps ``name`` off this list; None: nothing that is known here."""
        if self._drafting.kind is ListKind.NEGATIVE or _same(self._issued, name):
            return None
        code = _same(self._refused, name)
        return Bar(self._listed.items[code], self._forbidden[code]) if code else None

    def left(self, row: Row) -> Row:
        """Return ``row`` without a choice, if it is barred and is not left out (未定)."""
        barred = row.choice != LEFT_OUT and self.of(row.name) is not None
        return Row(row.name, row.line, row.how, row.others, code=row.code) if barred else row

    def note(self, name: str) -> str:
        """Return that ``name`` may be issued so far, where this list is to forbid it."""
        code = _same(self._issued, name) if self._drafting.kind is ListKind.NEGATIVE else ""
        if not code:
            return ""
        return _("目录里的“%(own)s”是可以出具的事项，和这一行同名。列为不应出具以前，请核对。") % {
            "own": self._listed.items[code].name
        }


def _same(matcher: Matcher, name: str) -> str:
    found = matcher.named(name)
    return found.item if found is not None and found.how in SAME else ""


def _forbidden(drafting: Drafting, listed: Catalogue) -> dict[str, ItemList]:
    """Return what lists above the drafting's place forbid, the nation's named before others."""
    found: dict[str, ItemList] = {}
    for place in (NATION, drafting.division):
        for entry in listed.rulebook(place, drafting.effective_on).listed(ListKind.NEGATIVE):
            one = listed.lists.get(entry.by)
            if one is not None and one.division != drafting.division:
                found.setdefault(entry.item, one)
    return found
