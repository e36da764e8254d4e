"""The options of a list to choose from (下拉选项), without a template for each of them.

A page of eight rows has three hundred options; drawn one by one they were nine tenths of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from juzheng.web.templatetags.juzheng import in_language, t

register = template.Library()

Groups = Iterable[tuple[str | None, Iterable[Mapping[str, Any]], int]]


@register.simple_tag
def options(groups: Groups) -> SafeString:
    """Return every option in its group; one that stays Chinese is marked so (选项)."""
    drawn: list[str] = []
    for name, choices, _number in groups:
        drawn += [format_html('\n  <optgroup label="{}">', name)] if name else []
        drawn += [_option(one) for one in choices]
        drawn += ["\n  </optgroup>"] if name else []
    return mark_safe("".join(drawn))  # noqa: S308 - each part is escaped


def _option(one: Mapping[str, Any]) -> str:
    label = in_language(one["label"])
    foreign = get_language() != "zh-hans" and t(one["label"]) != label
    attrs = "".join(
        f" {conditional_escape(name)}" + ("" if value is True else f'="{_said(value)}"')
        for name, value in one["attrs"].items()
        if value is not False
    )
    lang = 'lang="zh-Hans"' if foreign else ""
    value, shown = _said(one["value"]), conditional_escape(label)
    return f'\n  <option\n  value="{value}"\n  {attrs}\n  {lang}\n>\n  {shown}\n</option>\n'


def _said(value: Any) -> str:
    return conditional_escape(value if isinstance(value, str) else str(value))
