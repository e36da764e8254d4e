"""The history of a thing (办理经过): what its chain says happened, in words, never by whom."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone

from juzheng.law.base.permissions import AccountEvent
from juzheng.law.base.terms import Term
from juzheng.records.models import Entry, User
from juzheng.records.tracked import Tracked


def lines_of(row: Tracked) -> list[Entry]:
    """Return the lines that tell a step of ``row``, the first one first."""
    lines = Entry.objects.filter(chain=row.chain).select_related("by").order_by("position")
    return [line for line in lines if line.event not in (row.covering, row.erasing)]


def steps_of(
    row: Tracked,
    *,
    text: Callable[[Entry], str] = lambda line: "",
    without: Iterable[Term] = (),
) -> list[dict[str, Any]]:
    """
    Return the steps as the timeline shows them: kind, what, text, at.

    :param text: what to say beside a step
    :param without: events that are not shown
    """
    hidden = {row.MACHINE.line(event) for event in without}
    lines = [line for line in lines_of(row) if line.event not in hidden]
    return [
        {
            "kind": "now" if line is lines[-1] else "done",
            "what": row.MACHINE.happened(line.event),
            "text": text(line),
            "at": line.at,
        }
        for line in lines
    ]


def by_day(steps: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """
    Return steps as a history is read (按日归并): a day, and in it acts of one kind in a row once.

    They stand with their count, and what was said beside them under it, each sentence once. What
    came again after something else stands again: which was the last must be seen. Steps without a
    time (what is still to come) stand each by itself. The order is that of ``steps``.
    """
    days: list[dict[str, Any]] = []
    for step in steps:
        at = step.get("at")
        on = timezone.localtime(at).date() if at else None
        if on is None or not days or days[-1]["on"] != on:
            days.append({"on": on, "at": at, "kind": step["kind"], "acts": []})
        _add(days[-1], step)
    return days


def _add(day: dict[str, Any], step: Mapping[str, Any]) -> None:
    struck = bool(step.get("struck"))  # a slip stands apart from what counts
    acts: list[dict[str, Any]] = day["acts"]
    last = acts[-1] if acts else {}
    if (str(last.get("what")), last.get("struck")) != (str(step["what"]), struck):
        new = {"what": step["what"], "count": 0, "texts": [], "now": False, "struck": struck}
        acts.append(new)
    act = acts[-1]
    act["count"] += 1
    act["now"] = step["kind"] == "now"
    text = step.get("text")
    if text and text not in act["texts"]:
        act["texts"].append(text)
    day["kind"] = "now" if "now" in (day["kind"], step["kind"]) else step["kind"]


def account_lines(user: User, *, since: datetime | None = None) -> list[Entry]:
    """Return what happened to the account of ``user`` (账号变动), the latest first."""
    found = Entry.objects.filter(chain=user.chain, details__user=user.pk)
    events = [event.value for event in AccountEvent]
    if since is not None:
        found = found.filter(at__gt=since)
    return list(found.filter(event__in=events).order_by("-position"))


def names_of(row: Tracked) -> dict[str, str]:
    """Return the names of the staff whose lines the chain holds, as the lines call them."""
    keys = [line.by_text.removeprefix("staff:") for line in lines_of(row)]
    staff = User.objects.filter(pk__in={int(key) for key in keys if key.isdigit()})
    return {f"staff:{user.pk}": str(user) for user in staff}
