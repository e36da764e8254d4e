"""What if (试算): last year's cases under a change that is not published, streamed. OP-2.3.a."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from itertools import chain
from typing import Any, cast

from django.http import HttpResponse, StreamingHttpResponse
from django.template.loader import render_to_string
from django.utils import timezone, translation

from juzheng.law.catalogue.items import Item
from juzheng.law.catalogue.whatif import Change as Turn
from juzheng.law.catalogue.whatif import Lived, Tally, fold
from juzheng.records.catalogue import change_effects, past_cases
from juzheng.web.overseer.access import change_for_officer
from juzheng.web.shared.access import SignedInRequest, show, signed_in

LOOK_BACK = timedelta(days=365)
MARK = "<!-- the cases come here --></div>"  # what is found goes before the end
STEPS = 20  # as many lines of progress, however many cases there are
SHOWN = 100


@signed_in("GET")
def whatif(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show how last year's cases and registered demands would end, with lines of progress."""
    change, now = change_for_officer(request, pk), timezone.now()
    on = max(change.effective_on, timezone.localdate(now))
    before, after = change_effects.before_and_after(change, on)
    tally = Tally(before, after)
    cases = past_cases.received(change.division, now - LOOK_BACK, now + timedelta(seconds=1))
    demands = past_cases.registered(change.division)
    total, asked = cases.count(), demands.count()
    context = {"change": change, "on": on, "total": total, "demanded": asked}
    page = show(request, "overseer/whatif.html", context).content.decode()
    lived = chain(past_cases.lived(cases, on), past_cases.demanded(demands, before, on))
    parts = _parts(page, tally, lived, total + asked)
    # A stream is no HttpResponse for the type checker, but every decorator treats it as one.
    return cast("HttpResponse", StreamingHttpResponse(parts))


def _parts(page: str, tally: Tally, cases: Iterator[Lived], total: int) -> Iterator[str]:
    """Yield the page: its head, progress, what was found, its end; each part is whole HTML."""
    language = translation.get_language()
    head, _, tail = page.partition(MARK)
    yield head
    for done in fold(tally, cases, max(1, total // STEPS)):
        with translation.override(language):  # others may have been served in between
            line = render_to_string(
                "overseer/_progress.html", {"done": done, "total": max(total, done)}
            )
        yield line
    with translation.override(language):
        found = render_to_string("overseer/_whatif.html", _found(tally))
    yield f"</div>{found}{tail}"


def _found(tally: Tally) -> dict[str, Any]:
    ends = [
        (end.label, str(old), str(new), f"{new - old:+d}" if new != old else "0")
        for end, old, new in tally.ends()
    ]
    items: dict[str, Item] = {**tally.before.items, **tally.after.items}
    return {
        "tally": tally,
        "ends": ends,
        "items": _rows(tally.items, {key: one.name for key, one in items.items()}),
        "committees": _rows(tally.committees, {}),
        "onward": [(what, str(count)) for what, count in tally.onward.most_common(SHOWN)],
    }


def _rows(counted: Counter[tuple[str, Turn]], names: dict[str, str]) -> list[tuple[str, ...]]:
    """Return what would end otherwise, the most cases first."""
    moved = [
        (count, names.get(key, key), old.label, new.label)
        for (key, (old, new)), count in counted.items()
        if old is not new
    ]
    moved.sort(key=lambda row: (-row[0], *row[1:]))
    return [(name, old, new, str(count)) for count, name, old, new in moved[:SHOWN]]
