"""Labels of items (事项的标示): in a picker, whose an item is where several go by one name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from django.utils.translation import gettext as _

from juzheng.catalogue import Catalogue
from juzheng.law.base.characters import titled
from juzheng.law.catalogue.items import Item, ListKind
from juzheng.web.shared.law_sentences import in_language


def labelled(
    items: Iterable[Item], division: str, listed: Catalogue
) -> tuple[tuple[str, str], ...]:
    """
    Return the id of each item with what a picker says of it, those that apply here first.

    Which of several of one name is which is told by where it applies and by which text; what does
    not apply in ``division`` says so.
    """
    each = tuple(items)
    names = Counter(one.name for one in listed.items.values())

    def said(one: Item) -> str:
        if applies(one, division):
            return _told(one, listed) if names[one.name] > 1 else in_language(one.name)
        return _("%(item)s · 这里不适用") % {"item": _told(one, listed)}

    ranked = sorted(each, key=lambda one: not applies(one, division))
    return tuple((one.id, said(one)) for one in ranked)


def told_apart(items: Iterable[Item], division: str, listed: Catalogue) -> dict[str, str]:
    """
    Return the names of items that are offered side by side (并排的事项), by their ids.

    Of several of one name only those are left that apply in ``division``; where none does, each
    says whose it is.
    """
    each = tuple(items)
    names = Counter(one.name for one in each)
    here = {one.name for one in each if applies(one, division)}
    return {
        one.id: one.name if names[one.name] == 1 or one.name in here else _told(one, listed)
        for one in each
        if names[one.name] == 1 or one.name not in here or applies(one, division)
    }


def grouped(
    choices: Iterable[tuple[str, str]], listed: Catalogue
) -> list[tuple[str, str] | tuple[str, list[tuple[str, str]]]]:
    """Return the choices of a picker under the kinds of their items (按清单分组), others last."""
    found: dict[str, list[tuple[str, str]]] = {in_language(kind.label): [] for kind in ListKind}
    others: list[tuple[str, str]] = []
    for code, said in choices:
        item = listed.items.get(code)
        (found[in_language(item.kind.label)] if item else others).append((code, said))
    return [*((name, pairs) for name, pairs in found.items() if pairs), *others]


def applies(item: Item, division: str) -> bool:
    """Return whether ``item`` applies in ``division``, or in places within it."""
    return item.applies_in(division) or item.lies_in(division)


def _told(item: Item, listed: Catalogue) -> str:
    """Return the item with where it applies and by which text (哪里的、依据什么)."""
    codes = item.divisions
    places = "、".join("".join(part.name for part in listed.path_of(one)) for one in codes)
    texts = (listed.instruments.get(one.instrument) for one in item.basis)
    said = [places or _("全国"), *(titled(one.title) for one in texts if one)][:2]
    return f"{in_language(item.name)}（{'，'.join(said)}）"
