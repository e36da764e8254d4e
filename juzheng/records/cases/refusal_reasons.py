"""Why a case may be refused (不予出具的理由), and what that leaves open. Reads, never writes."""

from __future__ import annotations

from dataclasses import dataclass

from juzheng.law.base.citations import Citation
from juzheng.law.catalogue import items, routing, ways
from juzheng.records.models import Case


@dataclass(frozen=True)
class RefusalReason:
    """Why a case may be refused (不予出具的理由), and where that is written."""

    reason: str
    citations: tuple[Citation, ...]
    again: items.Onward | None = None  # where it may be issued yet, once what was in the way is not


def only_this_time(case: Case, why: RefusalReason) -> bool:
    """
    Return whether a listed item was refused for this once (这一次不能出具).

    The unit may ask for it then: nobody is told to demand its basis of it.
    """
    return why.again is not None and case.revision.item.kind is not items.ListKind.NEGATIVE


def onward(decision: routing.Decision, why: RefusalReason) -> list[items.Onward]:
    """Return the ways of the notice (可以这样办): what would mend it first."""
    known = decision.onward or ((ways.ASK_WHICH_ARTICLE,) if why.again is None else ())
    return [*filter(None, [why.again]), *known]
