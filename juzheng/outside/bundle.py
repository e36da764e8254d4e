"""The service hall's bundle (服务大厅材料包): guides, forms, samples, poster and data in one ZIP.

The same lists give the same bytes: names in order, no clock, no user, one level of compression.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from juzheng.catalogue.tables import archive
from juzheng.law.catalogue.guides import Guide
from juzheng.law.catalogue.notices import Notice
from juzheng.outside import guides as printed
from juzheng.outside import open_data
from juzheng.outside.open_data import Scope
from juzheng.outside.renderings import Rendering

README = """\
这是{name}居（村）委会证明事项的办事指南合集，按{on}有效的清单编制。
guides/ 办事指南，A4，可以直接打印发放
forms/ 空白申请表，A4
samples/ 证明样张，内容是编的，不得使用
poster.pdf 公告栏海报，A3
items.json、items.csv 机器可读的事项数据
不收费。网页版：{url}
"""


def service_hall(guides: Sequence[Guide], notice: Notice, scope: Scope) -> Rendering:
    """
    Return the bundle (材料包) for ``scope``; about a second for forty items.

    :raises MissingGlyphs: if a character cannot be drawn
    """
    files = sorted(_files(guides, notice, scope))
    return Rendering("guides.zip", "application/zip", archive.packed(files))


def _files(guides: Sequence[Guide], notice: Notice, scope: Scope) -> Iterator[tuple[str, bytes]]:
    yield "README.txt", _readme(scope)
    yield "items.json", open_data.items_json(guides, scope).body
    yield "items.csv", open_data.items_csv(guides, scope).body
    yield "poster.pdf", printed.poster_pdf(notice, url=f"{scope.base_url}/items/")
    for guide in guides:
        url = scope.page_of(guide.item)
        yield f"guides/{guide.item}.pdf", printed.guide_pdf(guide, url=url)
        if guide.issued:
            yield f"forms/{guide.item}.pdf", printed.form_pdf(guide, url=url)
            yield f"samples/{guide.item}.pdf", printed.sample_pdf(guide)


def _readme(scope: Scope) -> bytes:
    name = scope.division_name or "全国"
    url = f"{scope.base_url}/items/"
    return README.format(name=name, on=scope.on.isoformat(), url=url).encode()
