"""What a new item on a list still needs (新事项要补充的), by its kind and in an officer's words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from juzheng.catalogue import Catalogue
from juzheng.catalogue.papers.drafting import Row
from juzheng.law.catalogue.items import Item, ListKind, OnwardKind
from juzheng.web.overseer.catalogue.editing import Box

NO_WAY = (OnwardKind.ASK_FOR_BASIS,)  # to ask the unit is no way: it shows nothing


def boxes(
    at: int, row: Row, kind: ListKind, listed: Catalogue, errors: Mapping[str, str]
) -> tuple[Box, ...]:
    """Return the boxes for the new item in line ``at``: what must not be issued has no validity."""

    def box(field: str, label: str, hint: str = "", form: str = "text", **more: Any) -> Box:
        name = f"row-{at}-{field}"
        value = "\n".join(row.aliases) if field == "aliases" else str(getattr(row, field))
        if field == "basis" and value in listed.instruments:
            value = listed.instruments[value].title
        chosen = (value,) if form == "select" else ()
        given = {"value": value, "chosen": chosen, "error": errors.get(name, ""), **more}
        return Box(name, label, form, hint=hint, **given)

    called = box("aliases", _("居民平常怎么叫（可不填）"), _("例如：车位证明。"), "lines")
    if kind is ListKind.NEGATIVE:
        ways = tuple((one.value, one.label) for one in OnwardKind if one not in NO_WAY)
        return (
            box("do", _("不开了，居民怎么办"), _("一句话，例如：带购房合同到物业公司登记。")),
            box("where", _("去哪里办，或者找谁"), _("例如：物业服务企业。")),
            box("way", _("是哪一种办法"), form="select", choices=ways),
            called,
        )
    return (
        box("basis", _("依据哪份法律文件"), _("写几个字，从列表里选。"), texts=True),
        box("provision", _("第几条"), _("照原文写，例如：第十条第一款。")),
        box(
            "duty",
            _("属于哪一项职责"),
            form="select",
            choices=(("", _("请选择")), *_duties(listed.items)),
        ),
        box("fact", _("证明上写什么事实"), _("接在申请人姓名后面，例如：在本村有承包地。")),
        box("limit", _("几个工作日办好"), form="number"),
        called,
    )


def lacking(name: str, field: str) -> str:
    """Return what is still to be said of the new item ``name``."""
    said = {
        "choice": _("“%(name)s”是哪一项？请选一个。"),
        "do": _("请写明“%(name)s”不开了，居民可以怎么办。"),
        "where": _("请写明“%(name)s”去哪里办，或者找谁。"),
        "basis": _("请写明“%(name)s”依据哪份法律文件。"),
        "provision": _("请写明“%(name)s”依据第几条。"),
        "duty": _("请选“%(name)s”属于哪一项职责。"),
        "fact": _("请写明“%(name)s”上写什么事实。"),
    }
    return said[field] % {"name": name}


def _duties(items: Mapping[str, Item]) -> Iterator[tuple[str, str]]:
    """Yield the duties that items of today fall under, each once, by an item that shows it."""
    found: dict[str, str] = {}
    for code, one in items.items():
        if one.duty is not None:
            found.setdefault(f"{one.duty.words}（{one.duty.provision}）", code)
    yield from ((code, words) for words, code in sorted(found.items()))
