"""Open data (开放数据): items, lists and changes as JSON, CSV and Atom, with stable names.

Nothing here depends on when it is made: the same lists give the same bytes, and so the same ETag.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any
from xml.etree import ElementTree as xml  # noqa: N813 - it stands in most lines below

from juzheng.catalogue.tables import commas
from juzheng.law.base.plain import as_mapping
from juzheng.law.catalogue import ways
from juzheng.law.catalogue.guides import Guide, Venue, Where
from juzheng.law.catalogue.items import CommitteeKind, ListKind
from juzheng.law.catalogue.lists import ItemList
from juzheng.law.catalogue.publications import Publication, in_words
from juzheng.outside.renderings import Rendering

# Said in every file. No public licence is named: that is for whoever publishes it (ADR 39).
LICENCE = "可以免费使用、转载和加工，请注明来源和数据日期。"
FORMAT = "juzheng-open-data/1"  # named in every file; a change of meaning is a new number
# What is told of an exposure, as JSON has it, and what its column of the table is called.
EXPOSURE_COLUMNS = {
    "number": "编号",
    "title": "性质",
    "unit": "单位",
    "unit_kind": "单位类别",
    "listed_as": "公开对象",
    "proof": "要的证明",
    "matter": "办什么事",
    "state": "状态",
    "published_on": "公开日",
    "mended_on": "纠正日",
    "ended_on": "结束日",
    "reason": "结束原因",
}
STEP_COLUMNS = ("日期", "行政区划代码", "项目", "项目名称", "曝光编号")
COUNT_COLUMNS = ("统计表", "代码", "名称", "件数")
_ATOM = "http://www.w3.org/2005/Atom"
# What XML 1.0 cannot hold at all, escaped or not.
_UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Scope:
    """
    What a file is about (数据范围): which division on which day, and where the pages are.

    Of a committee its kind too: what a village certifies is no business of a neighbourhood's.
    """

    division: str
    division_name: str
    on: date
    base_url: str
    committee: CommitteeKind | None = None  # None: the whole division
    office: Venue | None = None

    @property
    def where(self) -> Where:
        """Return for which place and day the guides are made: as pages and papers ask for them."""
        return Where(self.division, self.on, self.division_name, self.committee, self.office)

    def page_of(self, item: str) -> str:
        """Return the address of an item's guide."""
        return f"{self.base_url}/items/{item}/"


Over = Mapping[str, Any]  # one thing that is over, as plain values (已结束)


def items_json(guides: Sequence[Guide], scope: Scope, ended: Sequence[Over] = ()) -> Rendering:
    """Return every guide whole (事项数据), OP-2.3.c, and which items are over."""
    items = [
        {
            **as_mapping(guide),
            # As pages mark them: what rests on a text that nobody here has read.
            "onward": [ways.plain(way) for way in guide.onward],
            "basis": [{**as_mapping(one), "mark": one.mark} for one in guide.basis],
            "digest": guide.digest,
            "url": scope.page_of(guide.item),
        }
        for guide in guides
    ]
    return _json("items.json", scope, items=items, ended=list(ended))


def items_csv(guides: Sequence[Guide], scope: Scope) -> Rendering:
    """Return a line an item (事项数据表), opened by a spreadsheet with a double click."""
    lines = [[told(guide, scope) for told in _COLUMNS.values()] for guide in guides]
    table = commas.write([COLUMNS, *lines])
    return Rendering("items.csv", "text/csv; charset=utf-8", table)


_COLUMNS: dict[str, Callable[[Guide, Scope], str]] = {
    "事项编号": lambda guide, _: guide.item,
    "名称": lambda guide, _: guide.name,
    "清单": lambda guide, _: guide.kind.label,
    "本地能否出具": lambda guide, _: _may(guide),
    "办理时限": lambda guide, _: guide.limit if guide.issued else "",
    "出具单位": lambda guide, _: "、".join(kind.label for kind in guide.issuers),
    "收费": lambda guide, _: guide.fee,
    "依据": lambda guide, _: "；".join(guide.grounds),
    "怎么办": lambda guide, _: "；".join(way.do.rstrip("。") for way in guide.onward),
    "起始日": lambda guide, _: guide.in_force_from.isoformat(),
    "终止日": lambda guide, _: guide.in_force_until.isoformat() if guide.in_force_until else "",
    "版本": lambda guide, _: guide.version,
    "网址": lambda guide, scope: scope.page_of(guide.item),
    "文书性质": lambda guide, _: guide.act.label,
    "有效期": lambda guide, _: guide.validity if guide.issued else "",
    "时限的依据": lambda guide, _: guide.limit_ground if guide.issued else "",
}
COLUMNS = tuple(_COLUMNS)


def _may(guide: Guide) -> str:
    return "待确认" if guide.confirming else "能" if guide.issued else "不能"


def lists_json(lists: Iterable[ItemList], scope: Scope, ended: Sequence[Over] = ()) -> Rendering:
    """Return the lists that hold there that day (清单数据), and which are over."""
    told = [_list(one) for one in lists]
    return _json("lists.json", scope, lists=told, ended=list(ended))


def ended_json(ended: Sequence[Over], scope: Scope) -> Rendering:
    """Return all that was public there and is over (已结束的数据): since when, why, what now."""
    return _json("ended.json", scope, ended=list(ended))


def _list(one: ItemList) -> dict[str, Any]:
    return {
        "id": one.id,
        "title": one.title,
        "kind": one.kind.value,
        "division": one.division,
        "batch": one.batch,
        "issuer": one.issuer,
        "document": one.document,
        "issued_on": one.issued_on.isoformat(),
        "in_force_from": one.in_force_from.isoformat(),
        "in_force_until": one.in_force_until.isoformat() if one.in_force_until else None,
        "official": one.official,
        "ours": one.ours,
        "lines": [as_mapping(line) for line in one.lines],
        "note": one.note,
        "source": {"text": one.source.text, "confidence": one.source.confidence.value},
    }


def _json(name: str, scope: Scope, **content: Any) -> Rendering:
    whole = {
        "format": FORMAT,
        "licence": LICENCE,
        "division": scope.division,
        "division_name": scope.division_name,
        "committee": scope.committee.value if scope.committee else None,
        "on": scope.on.isoformat(),
        "note": "数据来源和可信程度见各条；negative 指不应出具清单，issuable 指可出具清单。",
        "kinds": {kind.value: kind.label for kind in ListKind},
        **content,
    }
    text = json.dumps(whole, ensure_ascii=False, indent=1, sort_keys=True)
    return Rendering(name, "application/json; charset=utf-8", f"{text}\n".encode())


def changes_atom(
    publications: Sequence[Publication], *, base_url: str, title: str, ended: Sequence[Over] = ()
) -> Rendering:
    """
    Return what was published and what ended, the newest first (变更订阅): Atom with stable ids.

    :param publications: in the order of their days of force
    """
    feed = xml.Element("feed", {"xmlns": _ATOM, "xml:lang": "zh-CN"})
    entries = [(one.effective_on.isoformat(), _entry(one, base_url)) for one in publications]
    entries += [(one["ended_on"], _ending(one, base_url)) for one in ended if one["ended_on"]]
    entries.sort(key=lambda one: one[0])
    newest = date.fromisoformat(entries[-1][0]) if entries else date(2020, 2, 29)
    _into(feed, "id", f"{base_url}/data/changes.atom")
    _into(feed, "title", title)
    _into(feed, "updated", _moment(newest))
    xml.SubElement(feed, "link", {"rel": "self", "href": f"{base_url}/data/changes.atom"})
    _into(xml.SubElement(feed, "author"), "name", title)
    feed.extend(entry for _on, entry in reversed(entries))
    body = xml.tostring(feed, encoding="utf-8", xml_declaration=True)
    return Rendering("changes.atom", "application/atom+xml; charset=utf-8", body + b"\n")


def _entry(publication: Publication, base_url: str) -> xml.Element:
    entry = xml.Element("entry")
    _into(entry, "id", f"{base_url}/data/publications/{publication.id}")
    _into(entry, "title", publication.title)
    _into(entry, "updated", _moment(publication.effective_on))
    xml.SubElement(entry, "link", {"rel": "alternate", "href": publication.url})
    _into(entry, "summary", "\n".join(in_words(change) for change in publication.changes))
    return entry


def _ending(over: Over, base_url: str) -> xml.Element:
    entry = xml.Element("entry")
    _into(entry, "id", f"{base_url}/data/ended/{over['kind']}/{over['id']}/{over['ended_on']}")
    _into(entry, "title", f"已结束：{over['name']}")
    _into(entry, "updated", _moment(date.fromisoformat(over["ended_on"])))
    xml.SubElement(entry, "link", {"rel": "alternate", "href": over["url"]})
    instead = "、".join(one["name"] for one in over["replaced_by"])
    now = f"\n现在改看：{instead}" if instead else ""
    _into(entry, "summary", f"从{over['ended_on']}起不再有效。原因：{over['reason']}{now}")
    return entry


def _into(parent: xml.Element, tag: str, text: str) -> None:
    xml.SubElement(parent, tag).text = _UNWRITABLE.sub("", text)


def _moment(on: date) -> str:
    """Return the day as a moment in China's time, as Atom wants it."""
    return datetime.combine(on, time(), UTC).strftime("%Y-%m-%dT00:00:00+08:00")
