"""Recognising a list (认出清单): its heading, its days, and the names that stand in it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from juzheng.catalogue.papers.reading import Line
from juzheng.law.base.characters import unseen
from juzheng.law.catalogue.items import ListKind

MOST_NAMES = 200
LONGEST_NAME = 60
LONGEST_INSTEAD = 80  # as the manual has it for what to do
_HAN = "[\u4e00-\u9fff]"
_NUMBER = "[〇零一二三四五六七八九十百]+"
# Ways of numbering, from the outer to the inner: a list is written in one of them.
_STYLES = (
    re.compile(rf"^第?{_NUMBER}(?:项|类)?\s*[、.．:：]\s*"),
    re.compile(rf"^[（(]\s*{_NUMBER}\s*[)）]\s*[、.．]?\s*"),
    re.compile(r"^\d{1,3}\s*(?:[、.．)）:：]\s*|\s+)(?=\D)"),
    re.compile(r"^[（(]\s*\d{1,3}\s*[)）]\s*[、.．]?\s*"),
    re.compile(r"^[①-⑳㉑-㉟]\s*"),
)
_SERIAL = re.compile(r"[\d\s.、．()（）]*")
_INLINE = re.compile(
    r"(?<=[;；。:：])\s*(?=(?:[（(]?\d{1,3}[)）]?\s*[、.．]|[（(]\d{1,3}[)）])\s*\D)"
)
_PAPER = re.compile("证明|说明|证件|声明|意见|表$|材料$|手续$|盖章")
_ENDS_NAME = re.compile(r"(?:——|--|－－|[。；;：:\n]|，(?=由|凭|改|向|可|请|不))")
_AFTER_NAME = re.compile(r"(?:——|--|－－|[：:]|，(?=由|凭|改|向|可|请))\s*(?=\S)(.{4,})", re.DOTALL)
_INSTEAD = re.compile("怎么办|替代|途径|去向|办理方式|办理办法|解决|取代|改为")
# A sentence that names several: what stands before its colon or its verb is no name.
_SAYS = re.compile("以下|下列|如下|取消|不再|不得|不予|停止|可以|保留|包括")
_VERB = re.compile("^(?:现|拟|决定|一律|予以)*(?:取消|不再(?:开具|出具)|停止(?:开具|出具))")
_SEVERAL = re.compile(
    r"[、；;，,]|(?<=证明)\s*(?:以及|及其|及|和|与|或者|或)|(?<=证明)\s*(?:等|共)[^、]*$"
)
_QUOTES = "“”\"'《》「」 \u3000"
_HEADERS = re.compile("事项|证明|名称|项目")
_NAME_HEADER = re.compile("(?:证明|事项|材料|项目).{0,4}名称|^名称$|证明事项|事项$|证明$")
_TITLE = re.compile("清单|目录|通知|公告|通告|决定|意见|方案|办法|规定")
_DAY = re.compile(r"(20\d\d|19\d\d)\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日")
_FROM = re.compile(
    r"(?:自|从)\s*((?:20\d\d|19\d\d)\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日)\s*(?:起|开始)"
)
_DOCUMENT_NUMBER = re.compile(
    rf"{_HAN}{{1,12}}[〔\[［(（](?:20|19)\d\d[〕\]］)）]\s*\d{{1,4}}\s*号"
)
_NO = re.compile("不应|不再|不得|不予|不能|不准|取消|禁止|停止|不开具|不出具")
_YES = re.compile("可以|可出具|应当|保留|应出具|可开具|出具证明事项")
_ISSUER = re.compile(
    rf"({_HAN}{{2,30}}?(?:人民政府|民政局|民政厅|民政部|办公室|委员会|办事处|领导小组))"
)


@dataclass(frozen=True)
class Named:
    """One name that stands in a paper (来文里的一项): the name, and the line as it stands."""

    name: str
    line: str
    instead: str = ""  # what the paper says to do instead, where it says it beside the name


@dataclass(frozen=True)
class Paper:
    """What could be recognised in a paper (来文要素); what could not is empty, and asked."""

    names: tuple[Named, ...]
    title: str = ""
    number: str = ""
    issuer: str = ""
    issued_on: date | None = None
    effective_on: date | None = None
    kind: ListKind | None = None


def recognised(lines: Sequence[Line]) -> Paper:
    """Return what the ``lines`` of a paper say of themselves; at most ``MOST_NAMES`` names."""
    names = tuple(_once(_names(lines)))[:MOST_NAMES]
    taken = {one.line for one in names}
    rest = [line.text for line in lines if line.text not in taken and len(line.cells) == 1]
    whole = "\n".join(rest)
    days = [day for text in rest for day in _days(text)]
    begins = next((day for found in _FROM.findall(whole) for day in _days(found)), None)
    alone = [day for text in rest if _DAY.fullmatch(text.strip()) for day in _days(text)]
    title = _title(rest)
    return Paper(
        names,
        title,
        next(iter(_DOCUMENT_NUMBER.findall(whole)), "").replace(" ", ""),
        _issuer(rest, title),
        next(iter(reversed(alone or [day for day in days if day != begins])), None),
        begins,
        _kind(title) or _kind(whole),
    )


def _once(names: Iterable[Named]) -> Iterator[Named]:
    seen: set[str] = set()
    for one in names:
        if one.name not in seen:
            seen.add(one.name)
            yield one


def _names(lines: Sequence[Line]) -> Iterator[Named]:
    rows = [line for line in lines if len(line.cells) > 1]
    found = list(_in_table(rows))
    if len(found) < 2:  # no table, or one that says something else
        found = list(_numbered(lines)) or list(_alone(lines))
    yield from found


def _in_table(rows: Sequence[Line]) -> Iterator[Named]:
    """Yield the names of a table: under the heading that says so, else where most of them stand."""
    column, begins = _headed(rows)
    if column is None:
        column = _likeliest(rows)
    heading = rows[begins - 1].cells if begins else ()
    beside = next((at for at, cell in enumerate(heading) if _INSTEAD.search(cell)), None)
    for row in rows[begins:] if column is not None else ():
        name = _bare(_cell(row, column))
        if name and not _SERIAL.fullmatch(name) and row.cells != heading:
            yield Named(name, row.text, _cell(row, beside)[:LONGEST_INSTEAD])


def _cell(row: Line, column: int | None) -> str:
    return row.cells[column] if column is not None and column < len(row.cells) else ""


def _headed(rows: Sequence[Line]) -> tuple[int | None, int]:
    for at, row in enumerate(rows[:20]):
        if sum(bool(_HEADERS.search(cell)) for cell in row.cells) and not any(
            len(cell) > 20 for cell in row.cells
        ):
            for expression in (_NAME_HEADER, _HEADERS):
                for column, cell in enumerate(row.cells):
                    if expression.search(cell) and "序" not in cell:
                        return column, at + 1
    return None, 0


def _likeliest(rows: Sequence[Line]) -> int | None:
    papers = Counter(
        column for row in rows for column, cell in enumerate(row.cells) if _PAPER.search(cell)
    )
    found = papers.most_common(1)
    return found[0][0] if found and found[0][1] >= 2 else None


def _numbered(lines: Sequence[Line]) -> Iterator[Named]:
    """Yield the names of the one way of numbering that most papers' names are written in."""
    every = [(part, line) for line in lines for part in _INLINE.split(line.text)]
    by_style: dict[int, list[Named]] = {}
    for part, line in every:
        for style, expression in enumerate(_STYLES):
            if match := expression.match(part.strip()):
                _take(by_style, style, part.strip()[match.end() :], part)
                break
        else:
            if line.numbered:
                _take(by_style, len(_STYLES), part, part)
    best = max(
        by_style.values(),
        key=lambda found: (sum(bool(_PAPER.search(one.name)) for one in found), len(found)),
        default=[],
    )
    if len(best) > 1 or (best and _PAPER.search(best[0].name)):
        yield from best


def _take(by_style: dict[int, list[Named]], style: int, text: str, line: str) -> None:
    if several := _in_sentence(text):
        by_style.setdefault(style, []).extend(Named(name, line.strip()) for name in several)
    elif name := _bare(text):
        said = _AFTER_NAME.search(text[len(name) :])
        instead = said[1].strip()[:LONGEST_INSTEAD] if said else ""
        by_style.setdefault(style, []).append(Named(name, line.strip(), instead))


def _alone(lines: Sequence[Line]) -> Iterator[Named]:
    """Yield the lines that are a name and nothing besides, also several on one line."""
    for line in lines:
        sentences = re.split("[。\n]", line.text)
        if several := [name for one in sentences for name in _in_sentence(one)]:
            yield from (Named(name, line.text) for name in several)
            continue
        if _TITLE.search(line.text) or _DAY.search(line.text):
            continue
        for part in (
            _SEVERAL.split(line.text) if "、" in line.text else re.split("[；;]", line.text)
        ):
            name = _bare(part)
            if name and _PAPER.search(name) and len(name) <= LONGEST_NAME // 2:
                yield Named(name, line.text)


def _in_sentence(text: str) -> tuple[str, ...]:
    """Return the names of a sentence such as 取消以下证明：甲证明、乙证明和丙证明; else nothing."""
    names = tuple(filter(None, map(_bare, _SEVERAL.split(_enumerated(text)))))
    return names if len(names) > 1 and _PAPER.search(names[0]) else ()


def _enumerated(text: str) -> str:
    """Return what a sentence names after its colon or its verb; empty: it names nothing so."""
    said = text.strip().split("。")[0]
    head, _, rest = said.replace(":", "：").partition("：")
    if rest:
        return rest if _SAYS.search(head) else ""
    clauses = re.split("(?<=[，,])", said)
    at = next((at for at, one in enumerate(clauses) if _VERB.match(one)), None)
    return "" if at is None else _VERB.sub("", "".join(clauses[at:]))


def unread(texts: Iterable[str], names: Iterable[str]) -> tuple[str, ...]:
    """Return the sentences of a paper that hold none of the ``names`` that were read in it."""
    known = tuple(names)
    found = (one.strip() for text in texts for one in re.split("[。\n]", text))
    return tuple(one for one in found if one and not any(name in one for name in known))


def _bare(text: str) -> str:
    """Return the name at the beginning of ``text``, without its number, quotes and remarks."""
    for expression in _STYLES:
        text = expression.sub("", text.strip(), count=1)
    name = _ENDS_NAME.split(text.strip(), maxsplit=1)[0].strip(_QUOTES).rstrip("、，,.．")
    name = "".join(sign for sign in name if not unseen(sign))
    return name if 2 <= len(name) <= LONGEST_NAME else ""


def _title(texts: Sequence[str]) -> str:
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
        if _TITLE.search(said) and 4 <= len(said) <= 60 and not said.endswith(("。", "：", ":")):
            return said
    return ""


def _issuer(texts: Sequence[str], title: str) -> str:
    """Return who issued it: who signs at the end, else whom the heading names."""
    for text in reversed(texts[-8:]):
        if (found := _ISSUER.fullmatch(text.strip())) is not None:
            return found[1]
    for text in (title, *texts[:6]):
        if found := _ISSUER.match(text.strip()):
            return found[1]
    return ""


def _kind(text: str) -> ListKind | None:
    if _NO.search(text):
        return ListKind.NEGATIVE
    return ListKind.ISSUABLE if _YES.search(text) else None


def _days(text: str) -> Iterator[date]:
    for year, month, day in _DAY.findall(text):
        try:
            yield date(int(year), int(month), int(day))
        except ValueError:
            continue  # no such day: it is asked
