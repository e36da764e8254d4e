"""Constant words (固定文字): Django's own i18n tags, each constant translated once a language.

Two thousand of our tags say one sentence that never changes; looking it up again for every page
was a quarter of its time. Templates load this as ``i18n`` (``settings.TEMPLATES``), so nothing is
written otherwise, and what has variables is said by Django as ever.
"""

from __future__ import annotations

from django import template
from django.template.base import FilterExpression, Node, Parser, Token, Variable
from django.templatetags import i18n
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()
register.tags |= i18n.register.tags
register.filters |= i18n.register.filters


class Remembered(Node):
    """What a constant says in each language (固定文字), kept with the tag that says it."""

    child_nodelists = ()

    def __init__(self, said_by: i18n.TranslateNode | i18n.BlockTranslateNode) -> None:
        self.said_by, self.name = said_by, said_by.asvar
        self.said: dict[str | None, str] = {}

    def render(self, context: template.Context) -> str:
        """Say it, or put it under the name that the tag gives it."""
        language = get_language()
        said = self.said.get(language)
        if said is None:
            drawn = self.said_by.render(context)
            said = self.said[language] = context[self.name] if self.name else drawn
        if not self.name:
            return said
        context[self.name] = said
        return ""


@register.tag("translate")
@register.tag("trans")
def translate(parser: Parser, token: Token) -> Node:
    """Return Django's node, or one that remembers where it says a constant (固定的一句)."""
    node = i18n.do_translate(parser, token)
    constant = node.message_context is None and _constant(node.filter_expression)
    return Remembered(node) if constant else node


@register.tag("blocktranslate")
@register.tag("blocktrans")
def blocktranslate(parser: Parser, token: Token) -> Node:
    """Return Django's node, or one that remembers where it says a constant (固定的一段)."""
    node = i18n.do_block_translate(parser, token)
    varies = node.extra_context or node.plural or node.message_context
    return node if varies or node.render_token_list(node.singular)[1] else Remembered(node)


def _constant(said: FilterExpression) -> bool:
    literal = isinstance(said.var, Variable) and isinstance(said.var.literal, SafeString)
    return literal and not said.filters
