"""What a paper counts otherwise than was read in it, in words (项数对不上的): for both pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from juzheng.catalogue.papers import drafting as paper
from juzheng.catalogue.papers.counting import Gap
from juzheng.catalogue.papers.drafting import Drafting

LONGEST_QUOTED = 60


def in_words(drafting: Drafting, texts: Sequence[str]) -> Iterator[str]:
    """Yield each count that differs and each gap in the numbering, one sentence each."""
    for one in paper.miscounted(drafting, texts):
        said = {"line": _quoted(one.line), "read": one.read, "n": abs(one.stated - one.read)}
        fewer = _("原件写着“%(line)s”，读到 %(read)s 项，少 %(n)s 项。")
        more = _("原件写着“%(line)s”，读到 %(read)s 项，多 %(n)s 项。")
        yield (fewer if one.read < one.stated else more) % said
    gaps = paper.gaps(drafting, texts)
    yield from map(_gap, gaps)
    told = {line for one in gaps if one.again for line in one.lines}
    for name, lines in paper.repeated(drafting, texts):
        if not told & {*lines}:
            said = {"name": name, "n": len(lines)}
            yield _("“%(name)s”在原件里写了 %(n)s 次，只列一项。请核对是不是写重了。") % said


def _gap(one: Gap) -> str:
    numbers = _("、").join(map(str, one.numbers))
    said = {"after": _quoted(one.after), "numbers": numbers, "lines": "；".join(one.lines)}
    if one.again:
        return _("编号 %(numbers)s 的名称前面已有，只算一项：%(lines)s。") % said
    text = _("编号在“%(after)s”后面断开，没有读到编号 %(numbers)s。")
    if not one.after:
        text = _("第一项前面少了编号 %(numbers)s。")
    there = _("原件里这样写：%(lines)s。") if one.lines else ""
    return text % said + there % said


def _quoted(line: str) -> str:
    plain = line.rstrip("。；：;:")
    return plain if len(plain) <= LONGEST_QUOTED else f"{plain[:LONGEST_QUOTED]}……"
