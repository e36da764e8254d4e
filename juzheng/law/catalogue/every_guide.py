"""All guides of a place (全部指南), kept for the last places that were asked about."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from juzheng.law.catalogue import guides
from juzheng.law.catalogue.applicability import Governing

PLACES_KEPT = 4  # of each some hundred guides are kept


def at(under: Governing, where: guides.Where) -> Mapping[str, guides.Guide]:
    """
    Return the guide to each item of ``under`` at ``where``, in its order (全部指南).

    Those of the last places that were asked about are kept: a notice, a poster, a bundle and open
    data are made of the same, one after the other.
    """
    return _every(_Itself(under), where)


class _Itself:
    """A catalogue as a cache key: it never changes, and is itself and no other (同一目录)."""

    def __init__(self, under: Governing) -> None:
        self.under = under

    def __hash__(self) -> int:
        return id(self.under)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Itself) and other.under is self.under


@lru_cache(maxsize=PLACES_KEPT)
def _every(which: _Itself, where: guides.Where) -> Mapping[str, guides.Guide]:
    under = which.under
    return {key: guides.guide(item, under, where) for key, item in under.items.items()}
