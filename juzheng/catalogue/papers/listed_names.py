"""Names in the lines of a list (清单里的名称): numbered, in a table, in a sentence, or alone."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from juzheng.catalogue.papers import labelled
from juzheng.catalogue.papers.headings import DAY, HAN, TITLE, over_each
from juzheng.catalogue.papers.reading import Line
from juzheng.catalogue.tables import spoken
from juzheng.law.base.characters import unseen

MOST_NAMES = 200
LONGEST_NAME = 60
LONGEST_INSTEAD = 80  # as the manual has it for what to do
_NUMBER = "[〇零一二三四五六七八九十百]+"
# Ways of numbering, from the outer to the inner: a list is written in one of them.
STYLES = (
    re.compile(rf"^第?{_NUMBER}(?:项|类)?\s*[、.．:：]\s*"),
    re.compile(rf"^[（(]\s*{_NUMBER}\s*[)）]\s*[、.．]?\s*"),
    re.compile(r"^\d{1,3}(?:[-－—.．]\d{1,2})?\s*(?:[、.．)）:：]\s*|\s+)(?=\D)"),
    re.compile(r"^[（(]\s*\d{1,3}\s*[)）]\s*[、.．]?\s*"),
    re.compile(r"^[①-⑳㉑-㉟]\s*"),
)
STYLES_OF_NAMES = STYLES[2:]  # in the outer ones stand headings, and names below them
TIGHT = re.compile(rf"^\d{{1,3}}(?={HAN})")  # a number with nothing after it: only in a gap
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳㉑㉒㉓㉔㉕㉖㉗㉘㉙㉚㉛㉜㉝㉞㉟"
ORDINAL = re.compile(rf"\d+|{_NUMBER}|[①-⑳㉑-㉟]")
_DIGITS = "〇一二三四五六七八九"
_ALSO = str.maketrans("零两", "〇二")
_SERIAL = re.compile(r"[\d\s.、．()（）]*")
_INLINE = re.compile(
    r"(?<=[;；。:：])\s*(?=(?:[（(]?\d{1,3}[)）]?\s*[、.．]|[（(]\d{1,3}[)）])\s*\D)"
)
PAPER = re.compile("证明|说明|证件|声明|意见|表$|材料$|手续$|盖章")
_ENDS_NAME = re.compile(r"(?:——|--|－－|[。；;：:\n]|，(?=由|凭|改|向|可|请|不))")
_AFTER_NAME = re.compile(r"(?:——|--|－－|[：:]|，(?=由|凭|改|向|可|请))\s*(?=\S)(.{4,})", re.DOTALL)
_INSTEAD = re.compile("怎么办|替代|途径|去向|办理方式|办理办法|解决|取代|改为")
_WHERE = re.compile("去哪|哪里办|何处办|办理(?:地点|单位|机构|部门)|受理(?:地点|单位|机构|部门)")
# A sentence that names several: what stands before its colon or its verb is no name.
_SAYS = re.compile("以下|下列|如下|取消|不再|不得|不予|停止|可以|保留|包括")
_VERB = re.compile("^(?:现|拟|决定|一律|予以)*(?:取消|不再(?:开具|出具)|停止(?:开具|出具))")
_SEVERAL = re.compile(
    r"[、；;，,]|(?<=证明)\s*(?:以及|及其|及|和|与|或者|或)|(?<=证明)\s*(?:等|共)[^、]*$"
)
_BRACKETED = re.compile("[（(][^（()）]*[)）]")
_ALSO_CALLED = re.compile("[（(](?:又称|又叫|也叫|也称|俗称|简称)[:：]?([^（()）]+)[)）]")
_ALSO_HEADER = re.compile("俗称|别名|又称|也称|又叫|也叫|(?:习惯|常用|平常).{0,4}叫")
_QUOTES = "“”\"'《》「」 \u3000"
_HEADERS = re.compile("事项|证明|名称|项目")
_SURE_HEADER = re.compile("(?:(?:证明|事项|材料|项目|清单)[^证]{0,4})?名称|证明事项|事项")
_WITHIN = re.compile("^(?:其中|另有?|含|包括)[:：]\\s*")  # a part of the item above, an item itself
_REMARKED = re.compile(r"^(\S*(?:证明|声明))\s+(?![（(]|.*(?:证明|声明))\S")  # 甲证明 原来盖章的
_DITTO = frozenset(("同上", "同前", "〃", "″", "同上。"))
_COUNTED = re.compile(r"[（(]\s*共?计?\s*\d+\s*[项条类]\s*[)）]")
LOOSE = re.compile(r"[^。；;：:，,]{2,40}(?:证明|声明)(?:[（(].*[)）])?")
_NAME_HEADER = re.compile("(?:证明|事项|材料|项目).{0,4}名称|^名称$|证明事项|事项$|证明$")


@dataclass(frozen=True)
class Named:
    """One name that stands in a paper (来文里的一项): the name, and the line as it stands."""

    name: str
    line: str
    instead: str = ""  # what the paper says to do instead, where it says it beside the name
    where: str = ""  # where to go for that, where the paper has a column of it
    called: tuple[str, ...] = ()  # what else the paper calls it: （又称：…）


def all_names(lines: Sequence[Line]) -> tuple[Named, ...]:
    """Return the names of the lines, each once (清单里的全部名称)."""
    return tuple(_once(_names(lines)))[:MOST_NAMES]


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
    every = [table for _, table in tables(rows)]
    sure = any(any(map(surely_heads, table[:20])) for table in every)
    for table in every:
        column, begins = headed(table)
        heading = table[begins - 1].cells if begins else ()
        if sure and not (begins and surely_heads(table[begins - 1])):
            begins = 0
            column, heading = above or (_likeliest(table), ())
            if not any(PAPER.search(_cell(row, column)) for row in table):
                continue
        elif column is None:
            column = _likeliest(table)
        above = (column, heading)
        yield from _of_rows(table[begins:] if column is not None else (), column, heading)


def _of_rows(rows: Iterable[Line], column: int | None, heading: tuple[str, ...]) -> Iterator[Named]:
    beside = next((at for at, cell in enumerate(heading) if _INSTEAD.search(cell)), None)
    at_which = next((at for at, cell in enumerate(heading) if _WHERE.search(cell)), None)
    also = next((at for at, cell in enumerate(heading) if _ALSO_HEADER.search(cell)), None)
    last = ""
    for row in rows:
        text, called = _called(_cell(row, column))
        called += _each_called(_cell(row, also))
        name = _bare(text)
        named = name and not _SERIAL.fullmatch(name) and row.cells != heading
        if named and not labelled.is_label(name) and not spoken.closes(row.cells):
            said = _cell(row, beside)
            last = last if said in _DITTO else said
            where = _cell(row, at_which)[:LONGEST_INSTEAD]
            yield Named(name, row.text, last[:LONGEST_INSTEAD], where, called)


def _surely_headed(rows: Sequence[Line]) -> bool:
    """Return whether a table has a heading that can be no row of it: 序号, 证明名称."""
    known = set(map(spoken.heading, spoken.titles("要什么证明"))) - {"证明"}
    heading = rows[begins - 1].cells if (begins := headed(rows)[1]) else ()
    return any(spoken.numbering(one) or spoken.heading(one) in known for one in heading)


def surely_heads(row: Line) -> bool:
    """Return whether a row is the heading of a table of names, and can be no row of it."""
    known = set(map(spoken.heading, spoken.titles("要什么证明"))) - {"证明"}
    said = list(map(spoken.heading, row.cells))
    named = any(one in known or _SURE_HEADER.fullmatch(one) for one in said)
    return named and not any(one.isdigit() for one in said)


def tables(lines: Iterable[Line]) -> Iterator[tuple[int, list[Line]]]:
    """Yield the rows of each table of the paper, or sheet (各表)."""
    rows = (line for line in lines if len(line.cells) > 1)
    yield from ((table, list(each)) for table, each in groupby(rows, key=lambda row: row.table))


def alone_in(line: Line) -> bool:
    """Return whether one text stands alone in its line, whatever empty cells are beside it."""
    return sum(map(bool, line.cells)) == 1


def _cell(row: Line, column: int | None) -> str:
    return row.cells[column] if column is not None and column < len(row.cells) else ""


def headed(rows: Sequence[Line]) -> tuple[int | None, int]:
    """Return which column of a table holds names, and how many rows its heading takes (表头)."""
    first = sorted(enumerate(rows[:20]), key=lambda one: not surely_heads(one[1]))
    for at, row in first:
        titled = alone_in(row) and TITLE.search(row.text)  # above the table, in merged cells
        named = any(_HEADERS.search(cell) for cell in row.cells)
        if named and not titled and not any(len(cell) > 20 for cell in row.cells):
            for expression in (_NAME_HEADER, _HEADERS):
                for column, cell in enumerate(row.cells):
                    if expression.search(cell) and "序" not in cell:
                        return column, at + 1
    return None, 0


def _likeliest(rows: Sequence[Line]) -> int | None:
    papers = Counter(
        column for row in rows for column, cell in enumerate(row.cells) if PAPER.search(cell)
    )
    found = papers.most_common(1)
    return found[0][0] if found and found[0][1] >= 2 else None


def heads(text: str) -> bool:
    """Return whether ``text`` stands over names and is none: it counts them, or says their kind."""
    outer = any(style.match(text.strip()) for style in STYLES[:2])
    counted = _COUNTED.search(text) is not None
    return counted or (outer and (over_each([text])[0] is not None or not PAPER.search(text)))


def _numbered(lines: Sequence[Line]) -> Iterator[Named]:
    """Yield the names of the one way of numbering that most papers' names are written in."""
    marked = list(_marked(lines))
    by_style: dict[int, list[Named]] = {}
    for one in marked:
        if one.style < len(STYLES) or one.of_itself:
            by_style.setdefault(one.style, []).extend(_taken(one.text, one.line))
    best = max(
        by_style,
        key=lambda style: (
            sum(bool(PAPER.search(one.name)) for one in by_style[style]),
            len(by_style[style]),
        ),
        default=None,
    )
    if best is None:
        return
    found = by_style[best]
    if len(found) > 1 or (found and PAPER.search(found[0].name)):
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
        for style, expression in enumerate((*STYLES, TIGHT)):
            if match := expression.match(part):
                yield _Marked(style, ordinal(match[0]), part[match.end() :], part)
                break
        else:
            if line.numbered:
                yield _Marked(len(STYLES) + 1, 0, part, part, of_itself=True)


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
            outer = one.style < len(STYLES) - len(STYLES_OF_NAMES) and not last
            if not fills or outer or heads(one.line) or not LOOSE.match(one.text):
                continue
        last, passed_over = one.number, -1
        yield one


def ordinal(mark: str) -> int:
    """Return which number a mark is (序数): 3 of （3）, of 三、 and of ③; of 2-1 the last."""
    said = ORDINAL.findall(mark)
    if not said:
        return 0
    if said[-1] in _CIRCLED:
        return _CIRCLED.index(said[-1]) + 1
    return cardinal(said[-1])


def cardinal(said: str) -> int:
    """Return the number that ``said`` writes (数), in figures or 汉字: 17, 十七, 两, 一七."""
    if said.isdecimal():
        return int(said)
    plain = said.translate(_ALSO)
    if not set(plain) & set("十百"):
        return int("".join(str(_DIGITS.index(one)) for one in plain))
    found = 0
    for unit, times in (("百", 100), ("十", 10)):
        before, there, plain = plain.rpartition(unit)
        found += _digit(before, 1) * times if there else 0
    return found + _digit(plain, 0)


def _digit(said: str, otherwise: int) -> int:
    plain = said.strip("〇")
    return _DIGITS.find(plain) if len(plain) == 1 else otherwise


def _taken(text: str, line: str) -> Iterator[Named]:
    """Yield the names that stand behind one number."""
    if several := _in_sentence(text):
        yield from (Named(name, line) for name in several)
        return
    text, called = _called(text)
    if name := _bare(text):
        said = _AFTER_NAME.search(text[len(name) :])
        instead = said[1].strip()[:LONGEST_INSTEAD] if said else ""
        yield Named(name, line, instead, called=called)


def _alone(lines: Sequence[Line]) -> Iterator[Named]:
    """Yield the lines that are a name and nothing besides, also several on one line."""
    for line in lines:
        sentences = re.split("[。\n]", line.text)
        if several := [name for one in sentences for name in _in_sentence(one)]:
            yield from (Named(name, line.text) for name in several)
            continue
        if TITLE.search(line.text) or DAY.search(line.text) or heads(line.text):
            continue
        for part in (
            _SEVERAL.split(line.text) if "、" in line.text else re.split("[；;]", line.text)
        ):
            name = _bare(part)
            if name and PAPER.search(name) and len(name) <= LONGEST_NAME // 2:
                yield Named(name, line.text)


def _in_sentence(text: str) -> tuple[str, ...]:
    """Return the names of a sentence such as 取消以下证明：甲证明、乙证明和丙证明; else nothing."""
    names = tuple(filter(None, map(_bare, _SEVERAL.split(_enumerated(text)))))
    return names if len(names) > 1 and PAPER.search(names[0]) else ()


def _enumerated(text: str) -> str:
    """Return what a sentence names after its colon or its verb; empty: it names nothing so."""
    said = text.strip().split("。")[0]
    head, _, rest = said.replace(":", "：").partition("：")
    if rest:
        return rest if _SAYS.search(head) else ""
    clauses = re.split("(?<=[，,])", said)
    at = next((at for at, one in enumerate(clauses) if _VERB.match(one)), None)
    return "" if at is None else _VERB.sub("", "".join(clauses[at:]))


def _called(text: str) -> tuple[str, tuple[str, ...]]:
    """Return ``text`` without what it says a paper is also called, and that."""
    called = (
        one.strip() for said in _ALSO_CALLED.findall(text) for one in re.split("[、，,]", said)
    )
    return _ALSO_CALLED.sub("", text), tuple(filter(None, called))


def _each_called(text: str) -> tuple[str, ...]:
    """Return the names in a cell of a column of what else papers are called (俗称); — is none."""
    names = (one.strip(_QUOTES) for one in re.split("[、，,；;/]", text))
    return tuple(one for one in names if len(one) > 1 and any(map(str.isalnum, one)))


def _bare(text: str) -> str:
    """Return the name at the beginning of ``text``, without its number, quotes and remarks."""
    for expression in STYLES:
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
