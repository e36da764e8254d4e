"""Ages (年龄): an applicant who is unusually young for what is asked for.

A reminder to look at the document again, and no rule: the ages that the law sets for marrying and
adopting stand in none of our instruments, so nobody is refused by them here and none is cited.
"""

from __future__ import annotations

from datetime import date

from juzheng.law.catalogue.items import Item

_ADOPTING = "收养"
_USUAL_FROM = 30  # years; who adopts is seldom younger


def on_that_day(birth: date, on: date) -> int:
    """Return how many years old somebody born on ``birth`` is on ``on`` (周岁)."""
    return on.year - birth.year - ((on.month, on.day) < (birth.month, birth.day))


def unusual(item: Item, birth: date | None, on: date) -> int | None:
    """Return the age of an applicant who is unusually young to adopt (年龄偏小)."""
    if birth is None or _ADOPTING not in item.name:
        return None
    age = on_that_day(birth, on)
    return age if age < _USUAL_FROM else None
