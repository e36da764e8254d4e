"""Heads and feet of papers (来文题头): title, who issued it, on which day, of which kind."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from juzheng.law.catalogue.items import ListKind

HAN = "[\u4e00-\u9fff]"
TITLE = re.compile("清单|目录|通知|公告|通告|决定|意见|方案|办法|规定")
DAY = re.compile(r"(20\d\d|19\d\d)\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日")
_NO = re.compile("不应|不再|不得|不予|不能|不准|取消|禁止|停止|不开具|不出具")
_YES = re.compile("可以|可出具|应当|保留|应出具|可开具|出具证明事项")
_ISSUER = re.compile(
    rf"({HAN}{{2,30}}?(?:人民政府|民政局|民政厅|民政部|办公室|委员会|办事处|领导小组))"
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


OFFICE = rf"{HAN}{{2,28}}?(?:人民政府|局|厅|部|委员会|办公室|办事处|领导小组)"
_APART = r"[\s、，,]+"
_NOTICE = re.compile("[^。；：:]{0,40}关于[^。；：:]{2,50}(?:通知|公告|通告|决定|意见)")
_SIGNED = re.compile(rf"{OFFICE}(?:{_APART}{OFFICE})*")
_NAMED_FIRST = re.compile(rf"({OFFICE}(?:{_APART}{OFFICE})+)(?=关于|印发|转发)")
# In the notice, the names of what is appended to it: 附件：1.甲清单 / 2.乙清单. Each stands again
# over its own list.
_APPENDED = re.compile(r"^附件\s*[:：]\s*(?=(?:[（(]?1[)）]?\s*[.．、]|$))")
_INDEXED = re.compile(
    r"^[（(]?\d{1,2}[)）]?\s*[.．、]?\s*\S{2,60}(?:清单|目录|表|说明|样式|格式|模板)[》”]?[。；;]?$"
)


def appended(texts: Sequence[str]) -> frozenset[int]:
    """Return which lines only name what is appended (附件目录): no items, and no headings."""
    found: set[int] = set()
    within = False
    for at, text in enumerate(map(str.strip, texts)):
        if match := _APPENDED.match(text):
            rest = text[match.end() :].strip()
            within = not rest or _INDEXED.match(rest) is not None
            found |= {at} if within else set()
        else:
            within = within and _INDEXED.match(text) is not None
            found |= {at} if within else set()
    return frozenset(found)


def title_over(texts: Iterable[str], kind: ListKind) -> str:
    """Return the title of the list of ``kind`` in a paper that has two (附件的标题); else empty."""
    for text in texts:
        said = re.sub(r"^(?:附件)?\s*[（(]?\d*[)）]?\s*[:：.．、]?\s*", "", text.strip())
        names_one = re.search("清单|目录", said) and not re.search("通知|关于|[。；：:]", said)
        if names_one and 6 <= len(said) <= 60 and over_each([said])[0] is kind:
            return said
    return ""


def notice_of(texts: Iterable[str]) -> str:
    """Return what the notice itself is called that lists are appended to (文件名称); else empty."""
    said = (text.strip() for text in texts)
    return next((one for one in said if _NOTICE.fullmatch(one) and len(one) <= 60), "")


def _signed(texts: Sequence[str]) -> str:
    """Return all who sign at the end, in their order (联合印发)."""
    found: list[str] = []
    for text in reversed(texts[-8:]):
        if _SIGNED.fullmatch(text.strip()):
            found[:0] = re.split(_APART, text.strip())
        elif found:
            break
    return "、".join(dict.fromkeys(found))


def issuer_of(texts: Sequence[str], title: str) -> str:
    """Return who issued it: who signs at the end, else whom the heading names; all of them."""
    if "、" in (signed := _signed(texts)):
        return signed
    for text in (title, *texts[:6]):
        if several := _NAMED_FIRST.match(text.strip()):
            return "、".join(re.split(_APART, several[1]))
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


# What stands over a list of one kind within a paper that has both; "no" is looked for first.
_OVER = (
    (
        ListKind.NEGATIVE,
        re.compile("(?:不|停止|禁止)[^，。：:]{0,4}(?:出具|开具)|取消[^，。：:]{0,8}(?:证明|事项)"),
    ),
    (
        ListKind.ISSUABLE,
        re.compile(
            "(?:可|应|应当|可以|能|继续|保留|依法)(?:依法)?(?:出具|开具)|保留[^，。：:]{0,8}(?:证明|事项)"
        ),
    ),
)
LONGEST_HEADING = 45


def over_each(texts: Iterable[str]) -> list[ListKind | None]:
    """Return of each line what kind of list the last heading before it, or itself, speaks of."""
    found: list[ListKind | None] = []
    for text in texts:
        head, colon, _ = text.strip().replace(":", "：").partition("：")
        fits = len(head) <= LONGEST_HEADING and (colon or not head.endswith(("。", "；", ";")))
        own = next((kind for kind, said in _OVER if fits and said.search(head)), None)
        found.append(own or (found[-1] if found else None))
    return found
