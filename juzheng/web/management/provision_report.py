"""Reports of provisions (条款清单): the same findings as words, JSON and rows of a spreadsheet."""

from __future__ import annotations

from collections.abc import Sequence

from juzheng.law.catalogue.provisions import Provision

HEAD = ("文件", "法规", "条", "原话", "为什么列出")
Found = Sequence[tuple[str, Provision]]


def rows(found: Found) -> list[tuple[str, ...]]:
    """Return one row of texts for each provision, in the order of ``HEAD``."""
    return [(file, one.title, one.article, one.sentence, one.why) for file, one in found]


def as_mapping(found: Found) -> list[dict[str, str]]:
    """Return the provisions as plain JSON values."""
    keys = ("file", "title", "article", "sentence", "why")
    return [dict(zip(keys, row, strict=True)) for row in rows(found)]


def in_words(found: Found, read: int) -> str:
    """Return the provisions for a person to read, and what to do with them."""
    lines = [f"{title} {article}：{said}（{why}）" for _, title, article, said, why in rows(found)]
    end = f"看了 {read} 部，找到 {len(found)} 条目录里没有的。"
    advice = "请逐条读原文、核对现行效力，再录入文件和事项；列出来不等于可以出具。"
    return "\n".join([*lines, end + (advice if found else "")])
