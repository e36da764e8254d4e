"""Local tellings (本地说法): what the finder of this database knows beside the shipped words.

Asked of the database at each request, once in it: what one process adds, every process hears.
Only doors ask by them. What the records say of a demand, an exhibit or a basis is found by the
shipped words alone and confirmed by people: no guess of ours becomes a reason.
"""

from __future__ import annotations

from django.db import DatabaseError

from juzheng.finder import Tellings
from juzheng.records.catalogue import governing
from juzheng.records.models import LocalTelling

KEY = "local tellings"


def in_use() -> Tellings:
    """Return each label with its words, in the order in which they were added."""
    return governing.once_held(KEY, _read)


def if_any() -> Tellings:
    """Return the same; nothing where there is no database yet."""
    try:
        return in_use() if governing.there() else ()
    except DatabaseError:
        return ()


def _read() -> Tellings:
    return tuple(LocalTelling.objects.in_use().values_list("label", "text"))
