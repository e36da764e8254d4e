"""Renderings (渠道文稿): one publication as each channel needs it. Pure: no channel is called.

Weibo's way of counting: characters up to U+00FF count a half, others of the basic plane one, the
rest two (schappo.blogspot.co.uk 2012-10, single source, medium confidence). Since 2016 longer posts
are allowed (up to 2,000) but are folded in the stream after 140 (news of 2016-04-13, single
source), so that 140 is what a reader sees without a tap. How a link counts we have not seen in any
document of Weibo's: it counts here as its own length or as a short link, whichever is longer.

WeChat's editor keeps inline styles and drops scripts, style sheets, classes and frames; most
accounts cannot link outwards from the text, so that the address stands there to be read and is to
be set as 阅读原文 (our own knowledge, not verified against a document of WeChat's).
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from html import escape

from juzheng.law.catalogue.publications import (
    ChangeWord,
    ItemChange,
    Publication,
    how,
    in_words,
    newest_first,
)
from juzheng.outside.typesetting import day

WEIBO_LIMIT = 140  # as Weibo counts
SHORT_LINK = 11  # what a link counts at least
WECHAT_TAGS = frozenset({"section", "p", "strong", "span", "br"})
WECHAT_ATTRIBUTES = frozenset({"style"})

_INK = "color:#1a1a1a;font-size:17px;line-height:1.8;"
_TEAL = "color:#0b5d5e;"
_QUIET = "color:#555555;font-size:14px;line-height:1.7;"


class TooLong(ValueError):
    """It does not fit the channel even at its shortest (超出渠道字数)."""


@dataclass(frozen=True)
class Rendering:
    """What a channel is to carry (文稿): bytes with a name and a type."""

    name: str  # a file name
    media_type: str
    body: bytes

    @property
    def digest(self) -> str:
        """Return the digest of the bytes: 64 hexadecimal digits."""
        return sha256(self.body).hexdigest()


def weibo_length(text: str) -> float:
    """Return how long ``text`` is as Weibo counts (微博字数), links apart; see the module."""
    return sum(0.5 if ord(one) < 0x100 else 1.0 if ord(one) < 0x10000 else 2.0 for one in text)


def link_length(url: str) -> int:
    """Return what a link counts (链接字数): never less than Weibo may count it."""
    return max(SHORT_LINK, math.ceil(weibo_length(url)))


def weibo(publication: Publication) -> Rendering:
    """
    Return the post for Weibo (微博文稿): title, as many changes as fit, the day, the link.

    :raises TooLong: if not even title, day and link fit
    """
    first = f"【{publication.title}】"
    last = f"自{day(publication.effective_on)}起。全文："
    room = WEIBO_LIMIT - link_length(publication.url) - weibo_length(first + last)
    if room < 0:
        raise TooLong(
            f"标题太长，微博放不下：超出{math.ceil(-room)}字。请改短标题（docs/channels.md）。"
        )
    text = first + _as_many_as_fit(publication.changes, room) + last + publication.url
    return Rendering("weibo.txt", "text/plain; charset=utf-8", (text + "\n").encode())


def _as_many_as_fit(changes: tuple[ItemChange, ...], room: float) -> str:
    """
    Return as many changes as fit into ``room``, and how many there are in all if not all do.

    What is new comes first. What stays as it was is no change: it is only counted, at the end.
    """
    told = newest_first(one for one in changes if one.word is not ChangeWord.LISTED)
    same = len(changes) - len(told)
    if not told:
        whole = f"{same}项办法不变，所在清单有变。" if same else ""
        return whole if weibo_length(whole) <= room else ""
    besides = f"另有{same}项办法不变。" if same else ""
    text = _shown(told, room - weibo_length(besides))
    return text + besides if text else _shown(told, room)


def _shown(told: tuple[ItemChange, ...], room: float) -> str:
    said, shown = "", 0
    for at, change in enumerate(told):
        before = told[at - 1] if at else None
        last = at == len(told) - 1
        longer = said + _named(change, before)
        if weibo_length(longer + _rest(len(told), all_shown=last)) > room:
            break
        said, shown = longer, at + 1
    whole = said + _rest(len(told), all_shown=shown == len(told))
    whole = whole if said else f"共{len(told)}项变更。"
    return whole if weibo_length(whole) <= room else ""


def _rest(count: int, *, all_shown: bool) -> str:
    return "。" if all_shown else f"等{count}项变更。"


def _named(change: ItemChange, before: ItemChange | None) -> str:
    """Return the item's name, with the word for what happened to it where that is a new one."""
    again = before is not None and before.word is change.word
    apart = "；" if before else ""
    if change.word is ChangeWord.RENAMED:
        return f"{'、' if again else apart}{_renamed(change)}"
    if change.word is ChangeWord.REWORDED and (told := _how(change)):
        return f"{apart}“{change.name}”{told}"
    name = f"“{change.name}”"
    return name if again else f"{apart}{_SHORT[change.word]}{name}"


def _renamed(change: ItemChange) -> str:
    """Return from what to what the item was renamed (改名): the new name alone tells nobody."""
    return f"“{change.was}”改名为“{change.name}”"


HOW_LONG = 16  # characters of what changed that a short text has room for


def _how(change: ItemChange) -> str:
    """Return from what to what an item's way changed (怎样改的); empty: too long for a post."""
    was, now = change.was.rstrip("。"), change.said.rstrip("。")
    if not was or max(len(was), len(now)) > HOW_LONG:
        return ""
    return f"由{was}改为{now}"


# Off a list says nothing of what applies now, for which a post has no room: the whole text does.
_SHORT = {
    ChangeWord.NOT_ISSUED: "不开",
    ChangeWord.OFF_NEGATIVE: "移出不开清单（现在怎样见全文）",
    ChangeWord.ISSUED: "可开",
    ChangeWord.OFF_ISSUED: "移出可开清单（现在怎样见全文）",
    ChangeWord.REWORDED: "更新",
}


def wechat(publication: Publication) -> Rendering:
    """Return the article for WeChat (微信公众号文稿): inline styles and plain tags only."""
    parts = [
        _p(f"{day(publication.effective_on)}起施行　{publication.division_name}", _QUIET),
        *_groups(publication.changes),
        _p(f"全文请看：{publication.url}", _QUIET),
        _p(
            "对办理有意见的，拨打12345；被要求提供没有依据的证明，可在12348中国法律服务网反映。",
            _QUIET,
        ),
    ]
    body = f'<section style="{_INK}">{_title(publication.title, 22)}{"".join(parts)}</section>\n'
    return Rendering("wechat.html", "text/html; charset=utf-8", body.encode())


def _groups(changes: tuple[ItemChange, ...]) -> Iterable[str]:
    """Yield the changes under the word for what happened to them, what is new first."""
    ordered = newest_first(changes)
    for word in dict.fromkeys(change.word for change in ordered):
        of_word = [change for change in ordered if change.word is word]
        yield _title(f"{word.label}（{len(of_word)}项）", 19)
        for at, change in enumerate(of_word, 1):
            renamed = word is ChangeWord.RENAMED
            title = _renamed(change) if renamed else change.name
            name = f"<strong>{at}. {escape(title)}</strong>"
            told = how(change)
            said = f"<br>{escape(told)}" if told and not renamed else ""
            yield f'<p style="{_INK}margin:0 0 12px;">{name}{said}</p>'


def _title(text: str, size: int) -> str:
    style = f"{_TEAL}font-size:{size}px;line-height:1.5;margin:24px 0 10px;"
    return f'<p style="{style}"><strong>{escape(text)}</strong></p>'


def _p(text: str, style: str) -> str:
    return f'<p style="{style}margin:0 0 12px;">{escape(text)}</p>'


def plain(publication: Publication) -> str:
    """Return the publication as plain text (公布文稿), every change a sentence."""
    lines = [publication.title, f"自{day(publication.effective_on)}起施行。"]
    told = newest_first(publication.changes)
    lines += [f"{at}. {in_words(change)}" for at, change in enumerate(told, 1)]
    return "\n".join([*lines, publication.url]) + "\n"
