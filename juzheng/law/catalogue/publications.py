"""Publications (公布): what changed for people in one place, to be said the same on every channel.

Source: OP-2.3.c, the same content on the portal, the service platform, the premises, Weibo and
WeChat at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from juzheng.law.base.characters import titled
from juzheng.law.base.machine import Machine
from juzheng.law.base.terms import Term
from juzheng.law.catalogue.guides import Guide
from juzheng.law.catalogue.notices import Notice, NoticeLine


class ChannelKind(Term):
    """Where something is published (公布渠道), OP-2.3.c."""

    PORTAL = "portal", "政府网站（开放数据）"
    SERVICE_HALL = "service_hall", "服务大厅（办事指南合集）"
    NOTICE_BOARD = "notice_board", "公告栏（海报）"
    WEIBO = "weibo", "微博"
    WECHAT = "wechat", "微信公众号"


# What shows all items of a place as of its day; the others tell only what changed.
OF_EVERYTHING = (ChannelKind.PORTAL, ChannelKind.SERVICE_HALL, ChannelKind.NOTICE_BOARD)


class DeliveryState(Term):
    """What became of a publication on one channel (送出状态)."""

    INTENDED = "intended", "待送出"
    READY = "ready", "文稿已备好，等人工发布"
    POSTED = "posted", "已发布"
    FAILED = "failed", "没有送出"


class DeliveryEvent(Term):
    """What happens to a publication on one channel (送出事件); all lines stand in one chain."""

    INTENDED = "intended", "待送出"
    READIED = "readied", "文稿已备好"
    CARRIED = "carried", "渠道已发布"
    POSTED = "posted", "人工发布并登记"
    FAILED = "failed", "没有送出"
    RETRIED = "retried", "重新送出"
    RENEWED = "renewed", "按当天的内容重新备文稿"


_S, _E = DeliveryState, DeliveryEvent
DELIVERIES = Machine(
    "publication",
    DeliveryState,
    DeliveryEvent,
    {
        None: {_E.INTENDED: _S.INTENDED},
        _S.INTENDED: {_E.READIED: _S.READY, _E.CARRIED: _S.POSTED, _E.FAILED: _S.FAILED},
        _S.READY: {_E.POSTED: _S.POSTED, _E.RENEWED: _S.READY},
        _S.FAILED: {_E.RETRIED: _S.INTENDED},
        _S.POSTED: {},
    },
    # Both ways to be delivered are one word in the ledger; the line says which state it led to.
    names={_E.READIED: "publication.delivered", _E.CARRIED: "publication.delivered"},
)


class ChangeWord(Term):
    """What happened to an item, in the word that people read (变更)."""

    NOT_ISSUED = "not_issued", "居（村）委会不开"
    OFF_NEGATIVE = "off_negative", "从不应出具清单中去掉"
    ISSUED = "issued", "可以开"
    OFF_ISSUED = "off_issued", "从可出具清单中去掉"
    RENAMED = "renamed", "改名"
    REWORDED = "reworded", "办法有更新"
    LISTED = "listed", "办法不变，所在清单有变"


@dataclass(frozen=True)
class ItemChange:
    """One change (变更条目): what happened to which item, and the sentence that says so."""

    word: ChangeWord
    item: str
    name: str
    said: str  # what works instead, the time limit, the name before, or what else changed
    was: str = ""  # the name before, of what is renamed; of what is reworded, ``said`` before


@dataclass(frozen=True)
class Publication:
    """What is published at once on every channel (公布内容)."""

    id: str
    title: str
    division: str
    division_name: str
    effective_on: date
    changes: tuple[ItemChange, ...]
    url: str  # where the whole of it can be read
    digest: str  # of what it was made from, 64 hexadecimal digits


def changes(before: Notice | None, after: Notice) -> tuple[ItemChange, ...]:
    """
    Return what ``after`` says otherwise than ``before``; None: nothing was said before.

    In the order of ``after``, what went away last.
    """
    was = (before.refused, before.issued) if before else ((), ())
    return (
        *_changed(was[0], after.refused, ChangeWord.NOT_ISSUED, ChangeWord.OFF_NEGATIVE),
        *_changed(was[1], after.issued, ChangeWord.ISSUED, ChangeWord.OFF_ISSUED),
    )


def _changed(
    before: tuple[NoticeLine, ...],
    after: tuple[NoticeLine, ...],
    came: ChangeWord,
    went: ChangeWord,
) -> Iterator[ItemChange]:
    known, now = {line.item: line for line in before}, {line.item: line for line in after}
    for item, line in now.items():
        old = known.get(item)
        if old is None:
            yield ItemChange(came, item, line.name, line.said)
        elif old.name != line.name:
            said = f"原名“{old.name}”"
            yield ItemChange(ChangeWord.RENAMED, item, line.name, said, was=old.name)
        elif _told(old) != _told(line):
            yield _reworded(old, line)
        elif said := _on_lists(old, line):
            yield ItemChange(ChangeWord.LISTED, item, line.name, said)
    for item, line in known.items():
        if item not in now:
            yield ItemChange(went, item, line.name, "")


def _reworded(old: NoticeLine, line: NoticeLine) -> ItemChange:
    """Return what changed and how (怎样改的): from what to what, never only that it did."""
    if old.said != line.said:
        return ItemChange(ChangeWord.REWORDED, line.item, line.name, line.said, was=old.said)
    said = ""
    if old.guide and line.guide:
        said = "；".join(_besides(old.guide, line.guide))
    return ItemChange(ChangeWord.REWORDED, line.item, line.name, said or line.said)


def _besides(was: Guide, now: Guide) -> Iterator[str]:
    """Yield what changed beside the sentence of the board: what to bring, who issues it."""
    if was.materials != now.materials:
        yield _brought(now)
    if was.issuers != now.issuers:
        yield _issued_by(now)


def _brought(now: Guide) -> str:
    brought = "、".join(one.name for one in now.materials)
    return f"要带的材料改为：{brought}" if brought else "要带的材料改为：不用带"


def _issued_by(now: Guide) -> str:
    issuers = "、".join(kind.label for kind in now.issuers)
    return f"改由{issuers}出具"


NOW_UNLISTED = "现在没有清单列它：没有依据的不能开，能不能开请问民政部门。"


def with_what_applies(said: ItemChange, every: Mapping[str, Guide]) -> ItemChange:
    """Return ``said`` with what applies now of an item that went off a list (现在怎样)."""
    if said.word not in (ChangeWord.OFF_NEGATIVE, ChangeWord.OFF_ISSUED):
        return said
    now = every.get(said.item)
    return replace(said, said=now.reason if now else NOW_UNLISTED)


def _told(line: NoticeLine) -> tuple[str, Guide | None]:
    """Return what people are told of an item, wherever it is listed (办法)."""
    return line.said, line.guide and replace(line.guide, lists=(), reason="")


def _on_lists(old: NoticeLine, line: NoticeLine) -> str:
    """Return on which lists an item came or went, whose way stays as it was; empty: on none."""
    was, now = (
        {one.id: titled(one.title) for one in each.guide.lists} if each.guide else {}
        for each in (old, line)
    )
    came = "、".join(title for key, title in now.items() if key not in was)
    went = "、".join(title for key, title in was.items() if key not in now)
    return f"列入{came}" if came else f"不再列在{went}" if went else ""


def in_words(change: ItemChange) -> str:
    """Return ``change`` as one sentence (变更说明) that a person reads aloud."""
    said = {
        ChangeWord.NOT_ISSUED: f"“{change.name}”居（村）委会不开，这样办：{change.said}",
        ChangeWord.OFF_NEGATIVE: f"“{change.name}”从不应出具清单中去掉。{change.said}",
        ChangeWord.ISSUED: f"“{change.name}”可以开，{change.said}。",
        ChangeWord.OFF_ISSUED: f"“{change.name}”从可出具清单中去掉。{change.said}",
        ChangeWord.RENAMED: f"“{change.name}”，{change.said}。",
        ChangeWord.REWORDED: f"“{change.name}”的办法有更新：{how(change)}",
        ChangeWord.LISTED: f"“{change.name}”{change.said}，办法不变。",
    }
    return said[change.word]


def how(change: ItemChange) -> str:
    """Return what is said of a change, with what was so before where that is told (怎样改的)."""
    if change.word is not ChangeWord.REWORDED or not change.was:
        return change.said
    return f"{change.said.rstrip('。')}（原来：{change.was.rstrip('。')}）"


# What is new comes first, then what went, then what changed; what stays as it was comes last.
_RANK = (
    ChangeWord.NOT_ISSUED,
    ChangeWord.ISSUED,
    ChangeWord.OFF_NEGATIVE,
    ChangeWord.OFF_ISSUED,
    ChangeWord.REWORDED,
    ChangeWord.RENAMED,
    ChangeWord.LISTED,
)


def newest_first(told: Iterable[ItemChange]) -> tuple[ItemChange, ...]:
    """Return changes in the order in which a short text names them (先说新的，再说改了的)."""
    return tuple(sorted(told, key=lambda one: _RANK.index(one.word)))


def otherwise(said: Iterable[ItemChange], now: Notice) -> tuple[ItemChange, ...]:
    """
    Return how it stands now with what ``said`` no longer tells as it is (已不是这样).

    On which lists an item stands changes nothing for people, and is no reason to tell it anew.

    :param now: the notice board of the place for which it was said: what is published elsewhere
        counts only by what it changed there
    """
    refused, issued = ({line.item: line for line in one} for one in (now.refused, now.issued))
    told = ((one, _as_now(one, refused, issued)) for one in said)
    return tuple(now for then, now in told if now != then and then.word is not ChangeWord.LISTED)


def brought_up(said: Publication, now: Notice) -> Publication:
    """
    Return ``said`` with what still holds of it, worded as of now (按现在的内容).

    What was taken back since is left out: whatever took it back has a text of its own.
    """
    refused, issued = ({line.item: line for line in one} for one in (now.refused, now.issued))
    told = ((one, _as_now(one, refused, issued)) for one in said.changes)
    kept = (now for then, now in told if now.word is then.word and not _renamed_back(then, now))
    return replace(said, changes=tuple(kept))


def _renamed_back(then: ItemChange, now: ItemChange) -> bool:
    return now.word is ChangeWord.RENAMED and now.name == then.was


_Lines = Mapping[str, NoticeLine]


def _as_now(then: ItemChange, refused: _Lines, issued: _Lines) -> ItemChange:
    """Return how it stands now with the item of ``then``; the same if it is as was said."""
    word, line = then.word, refused.get(then.item) or issued.get(then.item)
    if word is ChangeWord.NOT_ISSUED:
        return _on_board(then, refused, ChangeWord.OFF_NEGATIVE)
    if word is ChangeWord.ISSUED:
        return _on_board(then, issued, ChangeWord.OFF_ISSUED)
    if word in (ChangeWord.OFF_NEGATIVE, ChangeWord.OFF_ISSUED):
        again, back = (
            (refused, ChangeWord.NOT_ISSUED)
            if word is ChangeWord.OFF_NEGATIVE
            else (issued, ChangeWord.ISSUED)
        )
        return _on_board(replace(then, word=back), again, word, then.said)
    if line is None:  # it stood on one board or the other when it was renamed or reworded
        return replace(then, word=ChangeWord.OFF_NEGATIVE, said="", was="")
    if word is ChangeWord.RENAMED and line.name == then.was:  # it has its old name back
        return replace(then, name=line.name, was=then.name, said=f"原名“{then.name}”")
    if word is ChangeWord.RENAMED:
        return replace(then, name=line.name)
    return _reworded_now(then, line) if word is ChangeWord.REWORDED else then


def _on_board(then: ItemChange, board: _Lines, gone: ChangeWord, said: str = "") -> ItemChange:
    line = board.get(then.item)
    if line is None:
        return replace(then, word=gone, said=said)
    return replace(then, name=line.name, said=line.said)


def _reworded_now(then: ItemChange, line: NoticeLine) -> ItemChange:
    now = () if line.guide is None else (_brought(line.guide), _issued_by(line.guide))
    parts = then.said.split("；")
    if not any(one[:BEGINS] == each[:BEGINS] for one in now for each in parts):
        return replace(then, name=line.name, said=line.said)
    said = (next((one for one in now if one[:BEGINS] == each[:BEGINS]), each) for each in parts)
    return replace(then, name=line.name, said="；".join(said))


BEGINS = 2  # characters by which what :func:`_besides` says is told apart


NAMED = 3  # names in one sentence; of more the number is said


def in_sentences(
    one: Publication, committees: int, before: Notice, after: Notice
) -> tuple[str, ...]:
    """
    Return what will change for whom (发布后谁会怎样), a sentence for each kind of change.

    :param committees: how many committees lie in the place; 0: none is registered yet
    :param before: the notice board of the place without what is published, and ``after`` with it
    """
    day = one.effective_on
    since = "".join((str(day.year), "年", str(day.month), "月", str(day.day), "日"))
    where = one.division_name or "全国"
    told = [
        _for_whom(word, _named(names))
        for word in ChangeWord
        if (names := [change.name for change in one.changes if change.word is word])
    ]
    told = [*filter(None, told), *_renamed(before, after)]
    differing = tuple(_otherwise(before, after))
    told += (sentence for item in differing[:NAMED] for sentence in item)
    if differing[NAMED:]:
        told.append(f"另有 {len(differing) - NAMED} 项的办法有更新")
    if committees:
        return tuple(f"自{since}起，在{where} {committees} 个村居，{said}。" for said in told)
    return tuple(f"自{since}起，在{where}，{said}。" for said in told)


def _for_whom(word: ChangeWord, names: str) -> str:
    """Return what happens to the items called ``names``; of new wording more is said elsewhere."""
    said = {
        ChangeWord.NOT_ISSUED: f"{names}不再开具",
        ChangeWord.OFF_NEGATIVE: f"{names}从不应出具清单中去掉",
        ChangeWord.ISSUED: f"{names}可以开具",
        ChangeWord.OFF_ISSUED: f"{names}从可出具清单中去掉",
    }
    return said.get(word, "")


def _renamed(before: Notice, after: Notice) -> Iterator[str]:
    """Yield each new name with the one before it and what it means for who asks: never a count."""
    known = {line.item: line.name for line in (*before.refused, *before.issued)}
    for line in (*after.refused, *after.issued):
        name, old = line.name, known.get(line.item, line.name)
        if name != old:
            yield f"“{old}”改了名称，现在叫“{name}”，所有办这一项的人看到的都是新名称"


def _otherwise(before: Notice, after: Notice) -> Iterator[tuple[str, ...]]:
    """Yield what residents meet otherwise at each item that stays: limit, what to bring, who."""
    known = {line.item: line for line in (*before.refused, *before.issued)}
    for line in (*after.refused, *after.issued):
        old = known.get(line.item)
        if old is None or old.guide is None or line.guide is None:
            continue
        if told := tuple(_differing(old, line, old.guide, line.guide)):
            yield told


def _differing(old: NoticeLine, line: NoticeLine, was: Guide, now: Guide) -> Iterator[str]:
    if old.said != line.said:
        yield f"“{line.name}”改为：{line.said.rstrip('。')}（原来：{old.said.rstrip('。')}）"
    elif was.onward != now.onward:
        yield f"“{line.name}”的办法有更新"
    if was.materials != now.materials:
        brought = "、".join(one.name for one in now.materials)
        yield f"“{line.name}”要带的材料改为：{brought}"
    if was.issuers != now.issuers:
        issuers = "、".join(kind.label for kind in now.issuers)
        yield f"“{line.name}”改由{issuers}出具"


def _named(names: list[str]) -> str:
    shown = "".join(f"“{name}”" for name in names[:NAMED])
    return shown if len(names) <= NAMED else f"{shown}等 {len(names)} 项"
