"""Recognising a list (认出清单): its heading, its days, and the names that stand in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from juzheng.catalogue.papers import labelled
from juzheng.catalogue.papers.headings import (
    DAY,
    HAN,
    TITLE,
    appended,
    days_in,
    issuer_of,
    kind_of,
    notice_of,
    over_each,
    title_of,
    title_over,
)
from juzheng.catalogue.papers.listed_names import (
    LONGEST_NAME,
    LOOSE,
    ORDINAL,
    PAPER,
    STYLES,
    STYLES_OF_NAMES,
    TIGHT,
    Named,
    all_names,
    alone_in,
    headed,
    heads,
    surely_heads,
    tables,
)
from juzheng.catalogue.papers.reading import Line
from juzheng.law.catalogue.items import ListKind

_NO_HALF = re.compile(
    r"(?:类|事项|方面|部分|清单|目录|[。；;：:])$"
)  # a heading, or a whole sentence
_END_OF_NAME = re.compile(
    r"[^。；;：:、，,]{0,29}?(?:证明|说明|声明|意见|材料|手续)(?:[（(].*[)）])?[。；;]?"
)
_FROM = re.compile(
    r"(?:自|从)\s*((?:20\d\d|19\d\d)\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日)\s*(?:起|开始)"
)
_FROM_ITS_ISSUE = re.compile("(?:自|从)(?:本[^，。]{1,4})?(?:印发|发布|公布|下发|发文)之日起")
_DOCUMENT_NUMBER = re.compile(rf"{HAN}{{1,12}}[〔\[［(（](?:20|19)\d\d[〕\]］)）]\s*\d{{1,4}}\s*号")


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
    notice: str = ""  # of a paper with several lists: what it is called itself
    asks_effective: bool = False  # it says from when it holds, and that was not read


def recognised(lines: Sequence[Line]) -> tuple[Paper, ...]:
    """
    Return what the ``lines`` of a paper say of themselves, once for each kind of list in it.

    A paper with a list of what may be issued and one of what may not is two: an item that was read
    under the wrong heading would be published as its contrary.
    """
    whole = _unwrapped(list(_with_short_rows(map(_as_heading, lines))))
    index = appended([line.text for line in whole])
    lines = [line for at, line in enumerate(whole) if at not in index]
    over = over_each(line.text if alone_in(line) else "" for line in lines)
    by_kind = {
        kind: all_names(_under(lines, over, kind)) for kind in dict.fromkeys(filter(None, over))
    }
    if len([names for names in by_kind.values() if names]) < 2:
        names = all_names(lines)
        return (_paper(lines, names, names, None),)
    every = tuple(one for names in by_kind.values() for one in names)
    titles = [line.text for line in lines if alone_in(line)]
    titles += [whole[at].text for at in sorted(index)]
    return tuple(
        replace(one, title=title_over(titles, kind) or one.title, notice=notice_of(titles))
        for kind, names in by_kind.items()
        for one in (_paper(lines, names, every, kind),)
        if kind is not None
    )


def _as_heading(line: Line) -> Line:
    """Return a row that is a heading within its table, 二、不应出具的（共5项）, as one text."""
    texts = list(dict.fromkeys(filter(None, line.cells)))
    if len(line.cells) < 2 or not texts or len(texts) > 2:
        return line
    if len(texts) == 2 and ORDINAL.fullmatch(texts[0].strip("、.．（）()第 ")) is None:
        return line
    text = "、".join(texts)
    is_one = heads(text) or (len(texts) == 1 and line.cells.count(texts[0]) > 1)
    return replace(line, cells=(text,)) if is_one else line


def _with_short_rows(lines: Iterable[Line]) -> Iterator[Line]:
    """Yield the lines; a row that is a name with nothing beside it is a row of its table too."""
    head: Line | None = None
    for line in lines:
        if surely_heads(line) and len(line.cells) > 1:
            head = line
        named = head is not None and head.table == line.table and headed([head])[0] == 0
        if named and len(line.cells) == 1 and LOOSE.fullmatch(line.text) and not heads(line.text):
            yield replace(line, cells=(line.text, ""))
        else:
            yield line


def _under(lines: Sequence[Line], over: Sequence[ListKind | None], kind: ListKind) -> list[Line]:
    """Return the lines of ``kind``, each table's with the heading that stands over all of it."""
    heads = {
        table: row
        for table, rows in tables(lines)
        if (row := next(filter(surely_heads, rows), None)) is not None
    }
    found: list[Line] = []
    for line, own in zip(lines, over, strict=True):
        if own is not kind:
            continue
        if len(line.cells) > 1 and (head := heads.pop(line.table, None)) not in (None, line):
            found.append(head)
        found.append(line)
    return found


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
        any(style.match(half) for style in STYLES_OF_NAMES)
        and not any(style.match(end) for style in STYLES)
        and not PAPER.search(half)
        and not _NO_HALF.search(half)
        and _END_OF_NAME.fullmatch(end) is not None
        and len(half) + len(end) <= LONGEST_NAME
    )


def _paper(
    lines: Sequence[Line], names: tuple[Named, ...], every: Iterable[Named], kind: ListKind | None
) -> Paper:
    """Return the paper with ``names``; ``every`` name of any kind stands in no heading."""
    taken = {one.line for one in every}
    others = [line for line in lines if line.text not in taken]
    rest = [text for line in others for text in _told_by(line)]
    label = labelled.said(others)
    whole = "\n".join(rest)
    days = [day for text in rest for day in days_in(text)]
    begins = label.effective_on or next(
        (day for found in _FROM.findall(whole) for day in days_in(found)), None
    )
    alone = [day for text in rest if DAY.fullmatch(text.strip()) for day in days_in(text)]
    signed = [day for day in alone if day != label.effective_on]
    signed = signed or [day for day in days if day != begins]
    issued = label.issued_on or next(reversed(signed), None)
    begins = begins or (issued if _FROM_ITS_ISSUE.search(whole) else None)
    title = title_of(rest)
    return Paper(
        names,
        title,
        next(iter(_DOCUMENT_NUMBER.findall(whole)), "").replace(" ", ""),
        label.issuer or issuer_of(rest, title),
        issued,
        begins,
        kind or kind_of(title) or kind_of(whole),
        asks_effective=begins is None and label.speaks_of_effect,
    )


def _told_by(line: Line) -> tuple[str, ...]:
    """Return what a line says of the paper: of a row, the cells that are its number or its day."""
    if alone_in(line):
        return (line.text,)
    return tuple(one for one in line.cells if _of_the_paper(one))


def _of_the_paper(text: str) -> bool:
    plain = text.strip()
    return bool(DAY.fullmatch(plain) or _DOCUMENT_NUMBER.fullmatch(plain))


def unread(texts: Sequence[str], names: Iterable[str], kind: ListKind) -> tuple[str, ...]:
    """
    Return the sentences of a paper that hold none of the ``names`` that were read in it.

    What stands under a heading of the other ``kind`` belongs to that list's own draft.
    """
    known = tuple(names)
    texts = [line.text for line in _unwrapped([Line((text,)) for text in texts])]
    over = over_each(texts)
    if len({*over} - {None}) < 2:
        over = [kind] * len(texts)
    own = (text for text, of in zip(texts, over, strict=True) if of in (None, kind))
    found = (one.strip() for text in own for one in re.split("[。\n]", text))
    own_words = (one for one in found if one and not labelled.is_all(one))
    left = (one for one in own_words if not all(map(_of_the_paper, one.split())))
    return tuple(one for one in left if not any(name in one for name in known))


def doubtful(texts: Iterable[str]) -> tuple[str, ...]:
    """Return which of the ``unread`` sentences look like an item that was missed (可能漏读的)."""
    return tuple(one for one in texts if not TITLE.search(one) and not heads(one) and _looks(one))


def _looks(text: str) -> bool:
    marked = any(style.match(text) for style in (*STYLES_OF_NAMES, TIGHT))
    return bool(LOOSE.fullmatch(text)) or (marked and bool(PAPER.search(text)))
