"""What became of the words of a line (原件的字怎么处理): masked, doubted, or not taken over."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from juzheng.catalogue.papers.drafting import LEFT_OUT, NEW, Row
from juzheng.law.base.redaction import hidden_in, masked_text


def notes(row: Row) -> Iterator[str]:
    """
    Yield what an officer must be told of one line of a paper (要说明的).

    Nothing that an office wrote is changed or dropped without a word: what was masked is named,
    what may be somebody's name is asked, and a way that the catalogue's own stands for is quoted.
    """
    if row.choice == LEFT_OUT:
        return
    words = (row.name, row.do, row.where, *row.aliases) if row.choice == NEW else (row.name,)
    for text in filter(None, words):
        if hidden_in(text):
            yield _("读入时有字按个人信息遮去了：“%(text)s”。请对照原件改好。") % {"text": text}
        elif row.line and masked_text(text) != text:
            yield _("“%(text)s”里可能有人名，是人名的请删去。") % {"text": text}
    if row.choice not in ("", NEW):
        yield from _not_taken(row)


def _not_taken(row: Row) -> Iterator[str]:
    """Yield what the paper says of an item that the catalogue has, and nobody will read."""
    if way := "；".join(filter(None, (row.do, row.where))):
        yield _(
            "原件写的办法“%(way)s”没有用：居民看到的还是目录里的办法。要改的，请在这个修订案里改这一项。"
        ) % {"way": way}
    if row.aliases:
        yield _("原件里的俗称“%(names)s”没有记到这一项：要问得到的，请在这个修订案里改这一项。") % {
            "names": "、".join(row.aliases)
        }
