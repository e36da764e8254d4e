"""Privacy classes (信息分级): every field of every model is one of these."""

from __future__ import annotations

from juzheng.law.base.terms import Term


class Privacy(Term):
    """Who may see a field (信息分级)."""

    PUBLIC = "public", "可公开"
    PUBLISHED = "published", "会公开的文字，先遮盖个人信息"
    INTERNAL = "internal", "内部"
    PERSONAL = "personal", "个人信息，查看留痕"
    SECRET = "secret", "密钥类，不显示"


def classed(
    *,
    public: str = "",
    published: str = "",
    internal: str = "",
    personal: str = "",
    withheld: str = "",
) -> dict[str, Privacy]:
    """Return the class of each field; the fields of one class are written in one text."""
    named = {
        Privacy.PUBLIC: public,
        Privacy.PUBLISHED: published,
        Privacy.INTERNAL: internal,
        Privacy.PERSONAL: personal,
        Privacy.SECRET: withheld,
    }
    return {field: privacy for privacy, fields in named.items() for field in fields.split()}
