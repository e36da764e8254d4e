"""Lines of a paper as an officer reads them (来文的各行): in groups, with what is wrong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from juzheng.catalogue import Catalogue
from juzheng.catalogue.papers.drafting import LEFT_OUT, NEW, Drafting, Row
from juzheng.law.catalogue.naming import How
from juzheng.web.overseer.catalogue import document_boxes, row_notes
from juzheng.web.overseer.catalogue.document_bars import Bars
from juzheng.web.overseer.catalogue.editing import Box
from juzheng.web.shared.catalogue.item_labels import applies, labelled

GROUPS = ("barred", "new", "near", "sure", "left")


class Page:
    """What all lines of one page are shown with (同页共用): the items' labels, the bars."""

    def __init__(self, drafting: Drafting, listed: Catalogue) -> None:
        """Label the items once, those that apply in the place of the list first, then by name."""
        self.kind, self.listed, self.bars = drafting.kind, listed, Bars(drafting, listed)
        by_name = sorted(listed.items.values(), key=lambda item: item.name)
        self._labels = dict(labelled(by_name, drafting.division, listed))
        self._here = {code for code, one in listed.items.items() if applies(one, drafting.division)}

    def choices(self, row: Row, *, others: bool) -> list[tuple[str, str]]:
        """Return what may be chosen for ``row``: what comes near, then ``others`` of the kind."""
        items = self.listed.items
        near = dict.fromkeys(one for one in (row.choice, *row.others) if one in items)
        rest = [code for code in self._labels if code not in near and items[code].kind is self.kind]
        first = sorted(near, key=lambda code: code not in self._here)
        return [(code, self._labels[code]) for code in (*first, *(rest if others else ()))]


def shown(at: int, row: Row, page: Page, errors: Mapping[str, str]) -> dict[str, Any]:
    """Return what the page shows of one line (一行): its group, its choices and its boxes."""
    listed, bars = page.listed, page.bars
    own = listed.items.get(row.choice)
    bar = bars.of(row.name)
    group = _group(row, barred=bar is not None)
    # Of a name that only comes near, what a new item asks stands there before it is chosen.
    may_be_new = row.choice == NEW or (group == "near" and not row.choice)
    boxes = document_boxes.boxes(at, row, page.kind, listed, errors) if may_be_new else ()
    return {
        "at": at,
        "row": row,
        "group": group,
        "how": How(row.how).label if row.how else "",
        "bar": bar.said(row.name) if bar else "",
        "note": bars.note(row.name) if row.choice == NEW else "",
        "told": list(row_notes.notes(row)),
        "is_new": row.choice == NEW,
        "naming": None if group in ("barred", "left") else document_boxes.naming(at, row, errors),
        "choices": [] if bar else page.choices(row, others=group != "sure"),
        "own": own.name if own else "",
        "number": str(at),
        "errors": [text for name, text in errors.items() if name == f"row-{at}-choice"],
        "boxes": [box for box in boxes if not _may_wait(box)],
        "more": [box for box in boxes if _may_wait(box)],
        "more_wrong": any(box.error for box in boxes if _may_wait(box)),
        "left_out": LEFT_OUT,
        "new": NEW,
    }


def _group(row: Row, *, barred: bool) -> str:
    """Return under which heading a line stands: by what it is now, not by how it came."""
    if row.choice == LEFT_OUT:
        return "left"
    if barred:
        return "barred"
    if row.choice == NEW:
        return "new"
    guessed = not row.choice or row.how in (How.NEAR.value, How.NONE.value)
    return "near" if guessed else "sure"


def mistakes(rows: Sequence[Mapping[str, Any]], errors: Mapping[str, str]) -> Iterator[Any]:
    """Yield what is wrong for the summary (要改正的): one line of each item, with where to go."""
    rest = dict(errors)
    for one in rows:
        name = one["row"].name
        boxes = (*one["boxes"], *one["more"], *filter(None, (one["naming"],)))
        wrong = [box for box in boxes if box.error]
        if own := rest.pop(f"row-{one['at']}-choice", ""):
            yield {"text": one["bar"] or _named(name, own), "target": f"id_row-{one['at']}-choice"}
        if len(wrong) == 1:
            yield {"text": _named(name, wrong[0].error), "target": f"id_{wrong[0].name}"}
        elif wrong:
            text = _("“%(name)s”还要填好：%(what)s。")
            what = "、".join(str(box.label).replace(_("（可不填）"), "") for box in wrong)
            yield {"text": text % {"name": name, "what": what}, "target": f"id_{wrong[0].name}"}
        for box in wrong:
            rest.pop(box.name, "")
    yield from ({"text": text, "target": ""} for text in rest.values())


def _named(name: str, error: str) -> str:
    """Return an error with the item that it is of (哪一项的)."""
    return error if name in error else f"“{name}”：{error}"


def _may_wait(box: Box) -> bool:
    """Return whether the box has a fitting answer already: it stands in a fold."""
    return box.name.endswith(("-way", "-aliases", "-limit"))
