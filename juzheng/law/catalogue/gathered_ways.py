"""A place's own ways, gathered (本地办法汇总): no document, and never cited as one."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

from juzheng.law.catalogue.items import Instrument
from juzheng.law.catalogue.lists import ItemList

T = TypeVar("T")

CALLED, CALLED_BEFORE = "本地时限和材料汇总", "本地办理办法"
NOTE = "本系统里的汇总，不是文件：根据哪份文件，写在清单的每一行，由起草人填写。"

GATHERED = "ways-"  # how the ids begin of what gathers a place's own ways, and of nothing else


def gathered(code: str) -> bool:
    """
    Return whether ``code`` only gathers a place's own ways (本地办法汇总).

    Nobody issued such a list, nor its text: what it says rests on the document of each line, and
    only that is ever cited.
    """
    return code.startswith(GATHERED)


def called(entry: T) -> T:
    """Return a page by the name it bears now: before, it read like a document (旧名)."""
    if not (isinstance(entry, ItemList | Instrument) and gathered(entry.id)):
        return entry
    title = entry.title.removesuffix(CALLED_BEFORE)
    if title == entry.title:
        return entry
    note = NOTE if isinstance(entry, Instrument) else entry.note
    return replace(entry, title=f"{title}{CALLED}", note=note)
