"""
The same once more (重复办理): papers in force of the same person on the same item.

Another one may well be right: a second child, a second plot, a sheet that was lost. So it is said
to whoever takes, works on or signs the case, and stops nobody. Reads, never writes.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from juzheng.law.cases.searching import unit_key
from juzheng.records.cases import alive
from juzheng.records.models import Case, Certificate, Committee


@dataclass(frozen=True)
class There:
    """One paper that is in force already (已有的有效文书)."""

    number: str
    case: str  # the number of its case
    same_recipient: bool  # it goes to the very unit that the new one goes to
    issued_on: date
    valid_until: date | None


@dataclass(frozen=True)
class Asked:
    """What is asked for, of a case or of what may become one (这次要办的)."""

    committee: Committee
    item: str  # its subject in the catalogue
    identity_index: str
    recipient: str
    own: int | None = None  # the case itself: a paper of its own is none beside it


def asked_in(case: Case) -> Asked:
    """Return what ``case`` asks for."""
    item = case.revision.subject
    return Asked(case.committee, item, case.identity_index, case.recipient, case.pk)


def in_force(asked: Asked, on: date) -> tuple[There, ...]:
    """Return what is in force beside ``asked``, what goes to the same unit first (已有的)."""
    found = [_there(one, asked) for one in _alive([asked]) if _fits(one, asked, on)]
    return tuple(sorted(found, key=lambda one: not one.same_recipient))


def open_beside(case: Case) -> list[Case]:
    """Return the same person's other open cases on the item, for the very unit (还没办完的)."""
    same = Case.objects.filter(
        identity_index=case.identity_index, committee=case.committee_id, erased_at=None
    ).open()
    found = same.filter(revision__subject=case.revision.subject).exclude(pk=case.pk)
    unit = unit_key(case.recipient)
    return [one for one in found.order_by("pk") if unit_key(one.recipient) == unit]


def beside(cases: Iterable[Case], on: date) -> dict[int, tuple[There, ...]]:
    """Return the same for several cases of one committee, by their id; one question for all."""
    wanted = {case.pk: asked_in(case) for case in cases}
    papers = _alive(list(wanted.values()))
    return {
        key: tuple(_there(one, asked) for one in papers if _fits(one, asked, on))
        for key, asked in wanted.items()
    }


def _alive(asked: list[Asked]) -> list[Certificate]:
    """Return the papers of those people that are signed and not revoked, the latest first."""
    if not asked:
        return []
    theirs = Case.objects.filter(
        identity_index__in={one.identity_index for one in asked},
        committee__in={one.committee.pk for one in asked},
        erased_at=None,
    )
    return alive.of(theirs)


def _fits(paper: Certificate, asked: Asked, on: date) -> bool:
    case = paper.case
    return (
        case is not None
        and case.pk != asked.own
        and case.identity_index == asked.identity_index
        and case.revision.subject == asked.item
        and alive.on(paper, on)
    )


def _there(paper: Certificate, asked: Asked) -> There:
    case = paper.case
    assert case is not None  # noqa: S101 - see _fits
    stood = str(paper.content.get("recipient", case.recipient))  # as it stands on the paper
    return There(
        number=paper.number,
        case=case.number,
        same_recipient=unit_key(stood) == unit_key(asked.recipient),
        issued_on=timezone.localdate(paper.intended_at),
        valid_until=paper.valid_until,
    )
