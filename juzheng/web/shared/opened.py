"""
What a page showed when it was opened (打开时的内容): known from what was written on it since.

Who was slower is shown what he wrote, to copy. Compared with what stands now, that would be all
that the faster one put right, too: whoever copied it would undo that. So the page carries a short
digest of each box that it filled in, never its words twice.
"""

from __future__ import annotations

import json
from datetime import date
from hashlib import sha256
from typing import Any

from django.forms import BaseForm, BooleanField, BoundField, MultiWidget
from django.utils.html import format_html
from django.utils.safestring import SafeString

from juzheng.web.shared.day_boxes import PARTS, DateParts, DayInput, parted

NAME = "opened"
_DIGITS = 12


def box(form: BaseForm) -> SafeString:
    """Return the hidden box that says what ``form`` showed; of one that was empty, nothing."""
    showed = {} if form.is_bound else _digests(form)
    said = _sent(form) if form.is_bound else json.dumps(showed) if showed else ""
    name = form.add_prefix(NAME)
    hidden = format_html('<input type="hidden" name="{}" value="{}">', name, said)
    return hidden if said else SafeString()


def changed(form: BaseForm) -> list[str]:
    """Return which boxes are otherwise than the page showed them; of an old page, than now."""
    try:
        showed = json.loads(_sent(form) or "null")
    except ValueError:
        showed = None
    if not isinstance(showed, dict):
        return form.changed_data
    empty = _digest([""])
    return [one.name for one in form if showed.get(one.name, empty) != _of(one)]


def _sent(form: BaseForm) -> str:
    return str(form.data.get(form.add_prefix(NAME), ""))


def _digests(form: BaseForm) -> dict[str, str]:
    empty = _digest([""])
    found = {one.name: _of(one) for one in form if not one.is_hidden}
    return {name: digest for name, digest in found.items() if digest != empty}


def _of(bound: BoundField) -> str:
    return _digest(_parts(bound))


def _digest(parts: list[str]) -> str:
    return sha256("\n".join(filter(None, parts)).encode()).hexdigest()[:_DIGITS]


def _parts(bound: BoundField) -> list[str]:
    """Return what stands in a box, the same whether the page filled it in or it was sent."""
    value, widget = bound.value(), bound.field.widget
    if isinstance(bound.field, BooleanField):
        return ["x" if value else ""]
    if isinstance(value, date) or (isinstance(widget, MultiWidget) and not _many(value)):
        value = (widget if isinstance(widget, MultiWidget) else DateParts()).decompress(value)
    said = [_plain(one) for one in (value if _many(value) else [value])]
    is_day = isinstance(widget, DateParts | DayInput) and len(said) == len(PARTS)
    return (
        [_plain(int(one)) if one.isdecimal() else one for one in parted(said)] if is_day else said
    )


def _many(value: Any) -> bool:
    return isinstance(value, list | tuple)


def _plain(value: Any) -> str:
    return "" if value is None else str(value).replace("\r\n", "\n").strip()
