"""Recognising a list (认出清单): its heading, its days, and the names that stand in it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from juzheng.catalogue.papers.headings import DAY, TITLE, days_in, issuer_of, kind_of, title_of
from juzheng.catalogue.papers.reading import Line
from juzheng.catalogue.tables import spoken
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
    re.compile(r"^\d{1,3}(?:[-－—.．]\d{1,2})?\s*(?:[、.．)）:：]\s*|\s+)(?=\D)"),
    re.compile(r"^[（(]\s*\d{1,3}\s*[)）]\s*[、.．]?\s*"),
    re.compile(r"^[①-⑳㉑-㉟]\s*"),
)
_STYLES_OF_NAMES = _STYLES[2:]  # in the outer ones stand headings, and names below them
_TIGHT = re.compile(rf"^\d{{1,3}}(?={_HAN})")  # a number with nothing after it: only in a gap
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳㉑㉒㉓㉔㉕㉖㉗㉘㉙㉚㉛㉜㉝㉞㉟"
_ORDINAL = re.compile(rf"\d+|{_NUMBER}|[①-⑳㉑-㉟]")
_DIGITS = "〇一二三四五六七八九"
_NO_HALF = re.compile(
    r"(?:类|事项|方面|部分|清单|目录|[。；;：:])$"
)  # a heading, or a whole sentence
_END_OF_NAME = re.compile(
    r"[^。；;：:、，,]{0,29}?(?:证明|说明|声明|意见|材料|手续)(?:[（(].*[)）])?[。；;]?"
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
_BRACKETED = re.compile("[（(][^（()）]*[)）]")
_ALSO_CALLED = re.compile("[（(](?:又称|又叫|也叫|也称|俗称|简称)[:：]?([^（()）]+)[)）]")
_QUOTES = "“”\"'《》「」 \u3000"
_HEADERS = re.compile("事项|证明|名称|项目")
_SURE_HEADER = re.compile("(?:(?:证明|事项|材料|项目|清单)[^证]{0,4})?名称|证明事项|事项")
_WITHIN = re.compile("^(?:其中|另有?|含|包括)[:：]\\s*")  # a part of the item above, an item itself
_REMARKED = re.compile(r"^(\S*(?:证明|声明))\s+(?![（(]|.*(?:证明|声明))\S")  # 甲证明 原来盖章的
_DITTO = frozenset(("同上", "同前", "〃", "″", "同上。"))
_COUNTED = re.compile(r"[（(]\s*共?计?\s*\d+\s*[项条类]\s*[)）]")
_LOOSE = re.compile(r"[^。；;：:，,]{2,40}(?:证明|声明)(?:[（(].*[)）])?")
_NAME_HEADER = re.compile("(?:证明|事项|材料|项目).{0,4}名称|^名称$|证明事项|事项$|证明$")
_FROM = re.compile(
    r"(?:自|从)\s*((?:20\d\d|19\d\d)\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日)\s*(?:起|开始)"
)
_FROM_ITS_ISSUE = re.compile("(?:自|从)(?:本[^，。]{1,4})?(?:印发|发布|公布|下发|发文)之日起")
_DOCUMENT_NUMBER = re.compile(
    rf"{_HAN}{{1,12}}[〔\[［(（](?:20|19)\d\d[〕\]］)）]\s*\d{{1,4}}\s*号"
)
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


@dataclass(frozen=True)
class Named:
    """One name that stands in a paper (来文里的一项): the name, and the line as it stands."""

    name: str
    line: str
    instead: str = ""  # what the paper says to do instead, where it says it beside the name
    called: tuple[str, ...] = ()  # what else the paper calls it: （又称：…）


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


def recognised(lines: Sequence[Line]) -> tuple[Paper, ...]:
    """
    Return what the ``lines`` of a paper say of themselves, once for each kind of list in it.

    A paper with a list of what may be issued and one of what may not is two: an item that was read
    under the wrong heading would be published as its contrary.
    """
    lines = _unwrapped(list(_with_short_rows(map(_as_heading, lines))))
    over = _over(line.text if _alone_in(line) else "" for line in lines)
    by_kind = {
        kind: _all_names(_under(lines, over, kind)) for kind in dict.fromkeys(filter(None, over))
    }
    if len([names for names in by_kind.values() if names]) < 2:
        names = _all_names(lines)
        return (_paper(lines, names, names, None),)
    every = tuple(one for names in by_kind.values() for one in names)
    return tuple(_paper(lines, names, every, kind) for kind, names in by_kind.items())


def _as_heading(line: Line) -> Line:
    """Return a row that is a heading within its table, 二、不应出具的（共5项）, as one text."""
    texts = list(dict.fromkeys(filter(None, line.cells)))
    if len(line.cells) < 2 or not texts or len(texts) > 2:
        return line
    if len(texts) == 2 and _ORDINAL.fullmatch(texts[0].strip("、.．（）()第 ")) is None:
        return line
    text = "、".join(texts)
    is_one = _heads(text) or (len(texts) == 1 and line.cells.count(texts[0]) > 1)
    return replace(line, cells=(text,)) if is_one else line


def _with_short_rows(lines: Iterable[Line]) -> Iterator[Line]:
    """Yield the lines; a row that is a name with nothing beside it is a row of its table too."""
    head: Line | None = None
    for line in lines:
        if _surely_heads(line) and len(line.cells) > 1:
            head = line
        named = head is not None and head.table == line.table and _headed([head])[0] == 0
        if named and len(line.cells) == 1 and _LOOSE.fullmatch(line.text) and not _heads(line.text):
            yield replace(line, cells=(line.text, ""))
        else:
            yield line


def _heads(text: str) -> bool:
    """Return whether ``text`` stands over names and is none: it counts them, or says their kind."""
    outer = any(style.match(text.strip()) for style in _STYLES[:2])
    counted = _COUNTED.search(text) is not None
    return counted or (outer and (_over([text])[0] is not None or not _PAPER.search(text)))


def _under(lines: Sequence[Line], over: Sequence[ListKind | None], kind: ListKind) -> list[Line]:
    """Return the lines of ``kind``, each table's with the heading that stands over all of it."""
    heads = {
        table: row
        for table, rows in _tables(lines)
        if (row := next(filter(_surely_heads, rows), None)) is not None
    }
    found: list[Line] = []
    for line, own in zip(lines, over, strict=True):
        if own is not kind:
            continue
        if len(line.cells) > 1 and (head := heads.pop(line.table, None)) not in (None, line):
            found.append(head)
        found.append(line)
    return found


def _tables(lines: Iterable[Line]) -> Iterator[tuple[int, list[Line]]]:
    """Yield the rows of each table of the paper, or sheet (各表)."""
    rows = (line for line in lines if len(line.cells) > 1)
    yield from ((table, list(each)) for table, each in groupby(rows, key=lambda row: row.table))


def _surely_heads(row: Line) -> bool:
    """Return whether a row is the heading of a table of names, and can be no row of it."""
    known = set(map(spoken.heading, spoken.titles("要什么证明"))) - {"证明"}
    said = list(map(spoken.heading, row.cells))
    named = any(one in known or _SURE_HEADER.fullmatch(one) for one in said)
    return named and not any(one.isdigit() for one in said)


def _unwrapped(lines: Sequence[Line]) -> list[Line]:
    """Return the lines, the names that run on in the line below put together (折行的名称)."""
    whole: list[Line] = []
    for line in lines:
        if whole and _runs_on(whole[-1], line):
            whole[-1] = replace(whole[-1], cells=(whole[-1].text.rstrip() + line.text.strip(),))
        else:
            whole.append(line)
    return whole


def _runs_on(begun: Line, rest: Line) -> bool:
    """Return whether ``rest`` is the end of the numbered name that ``begun`` is half of."""
    if len(begun.cells) != 1 or len(rest.cells) != 1 or rest.numbered:
        return False
    half, end = begun.text.strip(), rest.text.strip()
    return (
        any(style.match(half) for style in _STYLES_OF_NAMES)
        and not any(style.match(end) for style in _STYLES)
        and not _PAPER.search(half)
        and not _NO_HALF.search(half)
        and _END_OF_NAME.fullmatch(end) is not None
        and len(half) + len(end) <= LONGEST_NAME
    )


def _over(texts: Iterable[str]) -> list[ListKind | None]:
    """Return of each line what kind of list the last heading before it, or itself, speaks of."""
    found: list[ListKind | None] = []
    for text in texts:
        head, colon, _ = text.strip().replace(":", "：").partition("：")
        fits = len(head) <= LONGEST_HEADING and (colon or not head.endswith(("。", "；", ";")))
        own = next((kind for kind, said in _OVER if fits and said.search(head)), None)
        found.append(own or (found[-1] if found else None))
    return found


def _all_names(lines: Sequence[Line]) -> tuple[Named, ...]:
    return tuple(_once(_names(lines)))[:MOST_NAMES]


def _paper(
    lines: Sequence[Line], names: tuple[Named, ...], every: Iterable[Named], kind: ListKind | None
) -> Paper:
    """Return the paper with ``names``; ``every`` name of any kind stands in no heading."""
    taken = {one.line for one in every}
    rest = [line.text for line in lines if line.text not in taken and _alone_in(line)]
    whole = "\n".join(rest)
    days = [day for text in rest for day in days_in(text)]
    begins = next((day for found in _FROM.findall(whole) for day in days_in(found)), None)
    alone = [day for text in rest if DAY.fullmatch(text.strip()) for day in days_in(text)]
    issued = next(iter(reversed(alone or [day for day in days if day != begins])), None)
    title = title_of(rest)
    return Paper(
        names,
        title,
        next(iter(_DOCUMENT_NUMBER.findall(whole)), "").replace(" ", ""),
        issuer_of(rest, title),
        issued,
        begins or (issued if _FROM_ITS_ISSUE.search(whole) else None),
        kind or kind_of(title) or kind_of(whole),
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
    if len(found) < 2:  # no table, or one that says something else, or one row under its heading
        one = found if _surely_headed(rows) else []
        beside = [line for line in lines if len(line.cells) == 1] if one else lines
        found = list(_numbered(beside)) or one or list(_alone(lines))
    yield from found


def _in_table(rows: Sequence[Line]) -> Iterator[Named]:
    """
    Yield the names of the tables: each under the heading that says so, else where most stand.

    A table without a heading goes on with the one above, if it has papers in the same column; one
    that has neither is of something else: whom to call.
    """
    above: tuple[int | None, tuple[str, ...]] | None = None
    every = [table for _, table in _tables(rows)]
    sure = any(any(map(_surely_heads, table[:20])) for table in every)
    for table in every:
        column, begins = _headed(table)
        heading = table[begins - 1].cells if begins else ()
        if sure and not (begins and _surely_heads(table[begins - 1])):
            begins = 0
            column, heading = above or (_likeliest(table), ())
            if not any(_PAPER.search(_cell(row, column)) for row in table):
                continue
        elif column is None:
            column = _likeliest(table)
        above = (column, heading)
        yield from _of_rows(table[begins:] if column is not None else (), column, heading)


def _of_rows(rows: Iterable[Line], column: int | None, heading: tuple[str, ...]) -> Iterator[Named]:
    beside = next((at for at, cell in enumerate(heading) if _INSTEAD.search(cell)), None)
    last = ""
    for row in rows:
        text, called = _called(_cell(row, column))
        name = _bare(text)
        named = name and not _SERIAL.fullmatch(name) and row.cells != heading
        if named and not spoken.closes(row.cells):
            said = _cell(row, beside)
            last = last if said in _DITTO else said
            yield Named(name, row.text, last[:LONGEST_INSTEAD], called)


def _surely_headed(rows: Sequence[Line]) -> bool:
    """Return whether a table has a heading that can be no row of it: 序号, 证明名称."""
    known = set(map(spoken.heading, spoken.titles("要什么证明"))) - {"证明"}
    heading = rows[begins - 1].cells if (begins := _headed(rows)[1]) else ()
    return any(spoken.numbering(one) or spoken.heading(one) in known for one in heading)


def _alone_in(line: Line) -> bool:
    """Return whether one text stands alone in its line, whatever empty cells are beside it."""
    return sum(map(bool, line.cells)) == 1


def _cell(row: Line, column: int | None) -> str:
    return row.cells[column] if column is not None and column < len(row.cells) else ""


def _headed(rows: Sequence[Line]) -> tuple[int | None, int]:
    first = sorted(enumerate(rows[:20]), key=lambda one: not _surely_heads(one[1]))
    for at, row in first:
        titled = _alone_in(row) and TITLE.search(row.text)  # above the table, in merged cells
        named = any(_HEADERS.search(cell) for cell in row.cells)
        if named and not titled and not any(len(cell) > 20 for cell in row.cells):
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
    marked = list(_marked(lines))
    by_style: dict[int, list[Named]] = {}
    for one in marked:
        if one.style < len(_STYLES) or one.of_itself:
            by_style.setdefault(one.style, []).extend(_taken(one.text, one.line))
    best = max(
        by_style,
        key=lambda style: (
            sum(bool(_PAPER.search(one.name)) for one in by_style[style]),
            len(by_style[style]),
        ),
        default=None,
    )
    if best is None:
        return
    found = by_style[best]
    if len(found) > 1 or (found and _PAPER.search(found[0].name)):
        yield from (name for one in _in_order(marked, best) for name in _taken(one.text, one.line))


@dataclass(frozen=True)
class _Marked:
    """What stands behind a number (编号后的文字): how it is numbered, and as which."""

    style: int
    number: int
    text: str
    line: str
    of_itself: bool = False  # the program numbers it


def _marked(lines: Sequence[Line]) -> Iterator[_Marked]:
    every = ((part.strip(), line) for line in lines for part in _INLINE.split(line.text))
    for part, line in every:
        if _COUNTED.search(part):  # the heading of some
            continue
        for style, expression in enumerate((*_STYLES, _TIGHT)):
            if match := expression.match(part):
                yield _Marked(style, _ordinal(match[0]), part[match.end() :], part)
                break
        else:
            if line.numbered:
                yield _Marked(len(_STYLES) + 1, 0, part, part, of_itself=True)


def _in_order(marked: Sequence[_Marked], best: int) -> Iterator[_Marked]:
    """
    Yield what is numbered in the ``best`` way, and what fills a gap in it in another way.

    2、 （3） 4． is one list of several hands; 2、 （1）（2） 3、 is an item with its cases.
    """
    last, passed_over = 0, -1
    numbers = [0]  # of what comes next in the best way, after each line
    for one in reversed(marked):
        numbers.append(one.number if one.style == best else numbers[-1])
    for one, after in zip(marked, numbers[-2::-1], strict=True):
        if one.style != best:
            case, passed_over = passed_over == one.style, one.style
            fills = one.number == last + 1 and not last < after <= one.number and not case
            outer = one.style < len(_STYLES) - len(_STYLES_OF_NAMES) and not last
            if not fills or outer or _heads(one.line) or not _LOOSE.match(one.text):
                continue
        last, passed_over = one.number, -1
        yield one


def _ordinal(mark: str) -> int:
    """Return which number a mark is (序数): 3 of （3）, of 三、 and of ③; of 2-1 the last."""
    said = _ORDINAL.findall(mark)
    if not said:
        return 0
    if said[-1] in _CIRCLED:
        return _CIRCLED.index(said[-1]) + 1
    if said[-1].isdecimal():
        return int(said[-1])
    tens, ten, ones = said[-1].rpartition("十")
    of = _DIGITS.find(ones) if len(ones) == 1 else 0
    return of + 10 * max(_DIGITS.find(tens) if tens else 1, 0) * len(ten)


def _taken(text: str, line: str) -> Iterator[Named]:
    """Yield the names that stand behind one number."""
    if several := _in_sentence(text):
        yield from (Named(name, line) for name in several)
        return
    text, called = _called(text)
    if name := _bare(text):
        said = _AFTER_NAME.search(text[len(name) :])
        instead = said[1].strip()[:LONGEST_INSTEAD] if said else ""
        yield Named(name, line, instead, called)


def _alone(lines: Sequence[Line]) -> Iterator[Named]:
    """Yield the lines that are a name and nothing besides, also several on one line."""
    for line in lines:
        sentences = re.split("[。\n]", line.text)
        if several := [name for one in sentences for name in _in_sentence(one)]:
            yield from (Named(name, line.text) for name in several)
            continue
        if TITLE.search(line.text) or DAY.search(line.text) or _heads(line.text):
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


def unread(texts: Sequence[str], names: Iterable[str], kind: ListKind) -> tuple[str, ...]:
    """
    Return the sentences of a paper that hold none of the ``names`` that were read in it.

    What stands under a heading of the other ``kind`` belongs to that list's own draft.
    """
    known = tuple(names)
    texts = [line.text for line in _unwrapped([Line((text,)) for text in texts])]
    over = _over(texts)
    if len({*over} - {None}) < 2:
        over = [kind] * len(texts)
    own = (text for text, of in zip(texts, over, strict=True) if of in (None, kind))
    found = (one.strip() for text in own for one in re.split("[。\n]", text))
    return tuple(one for one in found if one and not any(name in one for name in known))


def doubtful(texts: Iterable[str]) -> tuple[str, ...]:
    """Return which of the ``unread`` sentences look like an item that was missed (可能漏读的)."""
    return tuple(one for one in texts if not TITLE.search(one) and not _heads(one) and _looks(one))


def _looks(text: str) -> bool:
    marked = any(style.match(text) for style in (*_STYLES_OF_NAMES, _TIGHT))
    return bool(_LOOSE.fullmatch(text)) or (marked and bool(_PAPER.search(text)))


def _called(text: str) -> tuple[str, tuple[str, ...]]:
    """Return ``text`` without what it says a paper is also called, and that."""
    called = (
        one.strip() for said in _ALSO_CALLED.findall(text) for one in re.split("[、，,]", said)
    )
    return _ALSO_CALLED.sub("", text), tuple(filter(None, called))


def _bare(text: str) -> str:
    """Return the name at the beginning of ``text``, without its number, quotes and remarks."""
    for expression in _STYLES:
        text = expression.sub("", text.strip(), count=1)
    text = _WITHIN.sub("", text.strip())
    text = _REMARKED.sub(lambda found: f"{found[1]}；", text)
    # What stands in brackets ends no name.
    ends = _ENDS_NAME.search(_BRACKETED.sub(lambda found: "（" * len(found[0]), text))
    name = (text[: ends.start()] if ends else text).strip(_QUOTES).rstrip("、，,.．")
    if spoken.closes((text,)):
        return ""
    name = "".join(sign for sign in name if not unseen(sign))
    return name if 2 <= len(name) <= LONGEST_NAME else ""
