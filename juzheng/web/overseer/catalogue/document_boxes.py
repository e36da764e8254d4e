"""What a new item on a list still needs (新事项要补充的), by its kind and in an officer's words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from juzheng.catalogue import Catalogue
from juzheng.catalogue.differences import Difference, in_words
from juzheng.catalogue.papers.drafting import LEFT_OUT, NEW, Drafting, Row
from juzheng.law.catalogue.items import Item, ListKind, OnwardKind
from juzheng.web.overseer.catalogue.document_forms import PaperForm
from juzheng.web.overseer.catalogue.editing import Box
from juzheng.web.templatetags.juzheng import place_name

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
        if field == "basis":  # what was typed of a text that is not registered yet stays
            value = value or row.unregistered
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
        box("checked", _("怎样核对的"), _("对照哪个公布的文本看过这一条；没有核对的，先去核对。")),
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


def naming(at: int, row: Row, errors: Mapping[str, str]) -> Box:
    """Return the box for the name of line ``at``: what was read of it may be more, or less."""
    name = f"row-{at}-name"
    hint = _("只写名称，不写备注。")
    return Box(name, _("名称"), "text", hint=hint, value=row.name, error=errors.get(name, ""))


def more(typed: str) -> Box:
    """Return the box for the names that were not read in the paper."""
    label = _("没有认出来的，写在这里")
    return Box("more", label, "lines", hint=_("照原件写名称。"), value=typed)


def clash(theirs: Drafting, mine: Drafting, listed: Catalogue) -> Iterator[Difference]:
    """Yield what is filled in here otherwise than somebody else saved it meanwhile (两人所填)."""
    for label, was, own in _headings(theirs, mine):
        if was != own:
            yield Difference(label, in_words(was), in_words(own))
    for at, (saved, row) in enumerate(zip(theirs.rows, mine.rows, strict=False)):
        was, own = (_filled(at, one, of.kind, listed) for one, of in ((saved, theirs), (row, mine)))
        for label in {**was, **own}:
            if was.get(label, "") != own.get(label, ""):
                where = f"“{saved.name}” · {label}"
                yield Difference(where, was.get(label, ""), own.get(label, ""))


def _headings(theirs: Drafting, mine: Drafting) -> Iterator[tuple[str, Any, Any]]:
    for name, field in PaperForm.base_fields.items():
        yield str(field.label), getattr(theirs, name), getattr(mine, name)
    yield _("地区"), place_name(theirs.division), place_name(mine.division)


def _filled(at: int, row: Row, kind: ListKind, listed: Catalogue) -> dict[str, str]:
    """Return what one line is and what its boxes hold, by their labels."""
    words = {NEW: _("都不是，是新的一项"), LEFT_OUT: _("这一行不列入")}
    own = listed.items.get(row.choice)
    said = {_("名称"): row.name, _("是哪一项"): own.name if own else words.get(row.choice, "")}
    if row.choice == NEW:
        said |= {one.label: _shown(one) for one in boxes(at, row, kind, listed, {})}
    return said


def _shown(one: Box) -> str:
    return next((called for value, called in one.choices if value == one.value), one.value)


def lacking(name: str, field: str) -> str:
    """Return what is still to be said of the new item ``name``."""
    said = {
        "choice": _("“%(name)s”是哪一项？请选一个。"),
        "do": _("请写明“%(name)s”不开了，居民可以怎么办。"),
        "where": _("请写明“%(name)s”去哪里办，或者找谁。"),
        "basis": _("请写明“%(name)s”依据哪份法律文件。"),
        "provision": _("请写明“%(name)s”依据第几条。"),
        "checked": _("请写明“%(name)s”依据的条文是怎样核对的。"),
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
