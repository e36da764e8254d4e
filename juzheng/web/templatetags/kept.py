"""Parts of a page that are the same for everybody (公共部分), drawn once and kept in memory.

``{% kept language what=row.what %}…{% endkept %}``: the part is drawn with these variables and no
others, so that it cannot show what it is not kept by; no request, no form token and nobody's data
can come into it. A variable must be a word, a number or a day: a person is none of these. Only what
has few values may be one, and nothing that anybody types; a test names them all.
"""

from __future__ import annotations

from datetime import date
from typing import Final

from django import template
from django.template.base import FilterExpression, Node, NodeList, Parser, Token
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()

MOST: Final = 64  # of one part; then it is begun again
PLAIN: Final = (str, int, date, type(None))  # whole values, that say themselves what they are

Key = tuple[object, ...]


class Kept(Node):
    """A part of a page, kept by the language and by its variables (公共部分)."""

    def __init__(self, by: dict[str, FilterExpression], nodelist: NodeList) -> None:
        self.by, self.nodelist = by, nodelist
        self.drawn: dict[Key, SafeString] = {}

    def render(self, context: template.Context) -> SafeString:
        """Return the part as it was drawn for the same variables, or draw it."""
        told = ((name, by.resolve(context, ignore_failures=True)) for name, by in self.by.items())
        values = dict(told)
        for name, value in values.items():
            if not isinstance(value, PLAIN) or isinstance(value, Promise):
                raise template.TemplateSyntaxError(f"{name} is not plain, so nothing is kept by it")
        # True and 1 are one key, and so are they on a page; "1" is another.
        key = (get_language(), *values.values())
        found = self.drawn.get(key)
        if found is None:
            if len(self.drawn) >= MOST:
                self.drawn.clear()
            found = self.drawn[key] = self._draw(context, values)
        return found

    def _draw(self, context: template.Context, values: dict[str, object]) -> SafeString:
        alone = template.Context(values, autoescape=context.autoescape)
        alone.template, alone.render_context = context.template, context.render_context
        return self.nodelist.render(alone)


@register.tag
def kept(parser: Parser, token: Token) -> Kept:
    """Keep a part by its variables (公共部分)."""
    named = (one.partition("=") for one in token.split_contents()[1:])
    by = {name: parser.compile_filter(said or name) for name, _equals, said in named}
    nodelist = parser.parse(("endkept",))
    parser.delete_first_token()
    return Kept(by, nodelist)
