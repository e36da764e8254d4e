"""What applies in a place on a day (某地某日适用什么): asked by officers and by everybody."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from juzheng.catalogue import Catalogue
from juzheng.law.base.characters import unquoted
from juzheng.law.base.divisions import NATION, significant
from juzheng.law.catalogue import listed as listed_as
from juzheng.law.catalogue.gathered_ways import gathered
from juzheng.law.catalogue.items import ListKind
from juzheng.law.catalogue.lists import ChangeKind, Entry, ItemList, Rulebook
from juzheng.records.catalogue import governing
from juzheng.web.shared import place_names
from juzheng.web.templatetags.juzheng import place_name

EARLIEST, LATEST = date(2000, 1, 1), date(2099, 12, 31)


@dataclass(frozen=True)
class Asked:
    """Where and when (所问的地方和日子), with what was wrong about the question."""

    division: str
    on: date
    problems: tuple[str, ...] = ()

    @property
    def query(self) -> str:
        """Return the same question as the end of an address."""
        return f"?division={self.division}&on={self.on.isoformat()}"


def asked(request: HttpRequest, otherwise: str = NATION) -> Asked:
    """Return the place and the day in the address; what cannot be is said and left out."""
    problems = []
    on, text = timezone.localdate(), request.GET.get("on", "").strip()
    if text:
        try:
            day = date.fromisoformat(text)
        except ValueError:
            day = None
        if day is not None and EARLIEST <= day <= LATEST:
            on = day
        else:
            typed = unquoted(text[:20])
            problems.append(_("“%(text)s”不是日期。请写成 2020-02-29。") % {"text": typed})
    code, wrong = place_names.read(request.GET.get("division", otherwise))
    if wrong:
        problems.append(wrong)
        code = otherwise
    return Asked(code, on, tuple(problems))


def there(request: HttpRequest) -> Asked | None:
    """Return the place and the day that the address names; None: it names neither (别处、别日)."""
    return asked(request) if {"division", "on"} & request.GET.keys() else None


def shown(question: Asked) -> dict[str, Any]:
    """Return what a page shows of the lists that hold there and then."""
    listed = governing.governing(question.on)
    book = listed.rulebook(question.division, question.on)
    return {
        "asked": question,
        "place": place_name(question.division),
        "groups": [
            {"kind": kind, "lines": found}
            for kind in ListKind
            if (found := lines(listed, book, kind))
        ],
        "lists": [one for one in book.lists.values() if not gathered(one.id)],
        "unlisted": book.unlisted,
        "provinces": [one for one in listed.divisions.values() if one.level == 1],
    }


def lines(listed: Catalogue, book: Rulebook, kind: ListKind) -> list[dict[str, str]]:
    """Return the items of the lists of ``kind``, those that were taken off too."""
    own = _own(book)
    of_kind = [entry for (of, _item), entry in book.entries.items() if of is kind]
    adjusted = [
        Entry(item, kind, present=True, by=way.by)
        for item, way in book.ways.items()
        if (kind, item) not in book.entries
        and (there := listed.items.get(item)) is not None  # an item may go before the list does
        and there.kind is kind
    ]
    return [_line(listed, book, entry, own) for entry in (*of_kind, *adjusted)]


def _own(book: Rulebook) -> set[str]:
    """Return the ids of the lists that the lowest division made; what is above is inherited."""
    depth = max((len(significant(one.division)) for one in book.lists.values()), default=0)
    return {one.id for one in book.lists.values() if 0 < depth == len(significant(one.division))}


def _line(listed: Catalogue, book: Rulebook, entry: Entry, own: set[str]) -> dict[str, str]:
    """Return one item as the lists here have it (一行)."""
    item = listed.items.get(entry.item)
    own_name = item.name if item else entry.item
    name = listed_as.called(item, book) if item else entry.name or own_name
    mark = _mark(book, entry, own)
    naming = listed_as.naming(book, entry.kind, entry.item)
    repeated = mark == "inherited" and any(one.id in own for one in naming)
    limits = [] if entry.demanders is None else [_("只对部分单位")]
    limits += sorted(kind.label for kind in entry.committees or ())
    way = book.ways.get(entry.item)
    if way is not None and way.limit_working_days:
        days = way.limit_working_days
        said = ngettext("%(n)s 个工作日", "%(n)s 个工作日", days)
        limits.append(said % {"n": days})
    if way is not None and way.materials:
        limits.append(_("材料另有规定"))
    return {
        "item": entry.item,
        "name": name,
        "own_name": own_name if name != own_name else "",
        "mark": mark,  # inherited, add, rename, narrow, remove
        "word": _word(mark, repeated=repeated),
        "by": "、".join(dict.fromkeys(_said_by(book, entry, naming))),
        "limits": "、".join(limits),
    }


def _word(mark: str, *, repeated: bool) -> str:
    if mark != "inherited":
        return str(ChangeKind(mark).label)
    return _("沿用上级，本地的清单也列了") if repeated else _("沿用上级")


def _said_by(book: Rulebook, entry: Entry, naming: tuple[ItemList, ...]) -> Iterator[str]:
    """Yield the lists on which the item stands here, then the one that spoke last of it."""
    yield from (_spoke_last(one, entry.item) for one in naming)
    yield _spoke_last(book.lists[entry.by], entry.item)


def _spoke_last(one: ItemList, item: str) -> str:
    """Return the list that spoke last; of a place's own ways, the document that the line names."""
    if not gathered(one.id):
        return one.title
    return next((line.note for line in one.lines if line.item == item and line.note), one.title)


def _mark(book: Rulebook, entry: Entry, own: set[str]) -> str:
    if entry.by not in own:
        return "inherited" if entry.present else ChangeKind.REMOVE.value
    said = [line.change for line in book.lists[entry.by].lines if line.item == entry.item]
    return str(said[-1].value)
