"""Heads and feet of papers (来文题头): title, who issued it, on which day, of which kind."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from juzheng.law.catalogue.items import ListKind

_HAN = "[\u4e00-\u9fff]"
TITLE = re.compile("清单|目录|通知|公告|通告|决定|意见|方案|办法|规定")
DAY = re.compile(r"(20\d\d|19\d\d)\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日")
_NO = re.compile("不应|不再|不得|不予|不能|不准|取消|禁止|停止|不开具|不出具")
_YES = re.compile("可以|可出具|应当|保留|应出具|可开具|出具证明事项")
_ISSUER = re.compile(
    rf"({_HAN}{{2,30}}?(?:人民政府|民政局|民政厅|民政部|办公室|委员会|办事处|领导小组))"
)


def title_of(texts: Sequence[str]) -> str:
    """Return the heading: the first short line that says list or notice, with its own other half.

    A list that is named within the notice (《…清单》) is the better title of the two.
    """
    named = [
        found
        for text in texts
        for found in re.findall("《([^《》]{4,60}清单[^《》]{0,20})》", text)
    ]
    if named:
        return str(named[0])
    for text in texts[:30]:
        said = re.sub(r"^附件?\s*\d*\s*[:：]?\s*", "", text.strip())
        if TITLE.search(said) and 4 <= len(said) <= 60 and not said.endswith(("。", "：", ":")):
            return said
    return ""


def issuer_of(texts: Sequence[str], title: str) -> str:
    """Return who issued it: who signs at the end, else whom the heading names."""
    for text in reversed(texts[-8:]):
        if (found := _ISSUER.fullmatch(text.strip())) is not None:
            return found[1]
    for text in (title, *texts[:6]):
        if found := _ISSUER.match(text.strip()):
            return found[1]
    return ""


def kind_of(text: str) -> ListKind | None:
    """Return of which kind the list is, as far as ``text`` says; "no" is looked for first."""
    if _NO.search(text):
        return ListKind.NEGATIVE
    return ListKind.ISSUABLE if _YES.search(text) else None


def days_in(text: str) -> Iterator[date]:
    """Yield the days that ``text`` names; what is no day of the calendar is left out."""
    for year, month, day in DAY.findall(text):
        try:
            yield date(int(year), int(month), int(day))
        except ValueError:
            continue  # no such day: it is asked
