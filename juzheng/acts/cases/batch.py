"""Signing several (批量签字): cases that were read, one pen, each in a transaction of its own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from juzheng.acts.base import moves, papers
from juzheng.acts.cases import signing
from juzheng.acts.cases.reading import ChangedSinceSeen
from juzheng.law.base.obstacles import Obstacle
from juzheng.law.base.papers import PaperKind, PaperState
from juzheng.law.cases.lifecycle import BESIDE, CASES
from juzheng.law.cases.reading import Part, Signed
from juzheng.records.cases import seen
from juzheng.records.history import lines_of
from juzheng.records.models import Case, Certificate, User

MADE = (PaperState.INTENDED.value, PaperState.ISSUED.value)


@dataclass(frozen=True)
class Result:
    """What became of one case of a batch (一件的结果)."""

    case: Case
    went: Signed
    number: str = ""  # of its paper
    obstacles: tuple[Obstacle, ...] = ()
    changed: tuple[Part, ...] = ()
    happened: str = ""  # what took it away from the pen, in the words of the ledger


def sign_each(cases: Iterable[Case], *, by: User, at: datetime) -> tuple[Result, ...]:
    """
    Sign each of ``cases`` that ``by`` has read as it stands; what one meets stops no other.

    Sent again, what was signed is told as signed: whoever was interrupted sends the same again.
    """
    return tuple(_result(case, by, at) for case in list(cases))


def _result(case: Case, by: User, at: datetime) -> Result:
    if made := _signed_before(case, by):
        return _of(case, made)
    if case.pk not in seen.last_looks([case], by):
        return Result(case, Signed.NOT_OPENED)
    try:
        return _of(case, signing.sign(case, by=by, at=at))
    except papers.PaperNotMade as later:
        return Result(case, Signed.MAKING, str(later))
    except ChangedSinceSeen as otherwise:
        return Result(case, Signed.CHANGED, changed=otherwise.parts)
    except moves.NotReady as unready:
        return Result(case, Signed.NOT_READY, obstacles=unready.obstacles)
    except (moves.StepNotAllowed, moves.MovedMeanwhile):
        return Result(case, Signed.MOVED, happened=_happened(case))


def _happened(case: Case) -> str:
    """Return the last that brought the case on: it was sent back, recalled, signed by another."""
    lines = (line.event for line in reversed(lines_of(case)))
    return next((CASES.happened(line) for line in lines if CASES.event(line) not in BESIDE), "")


def _of(case: Case, paper: Certificate) -> Result:
    made = paper.status == PaperState.ISSUED.value
    return Result(case, Signed.SIGNED if made else Signed.MAKING, paper.number)


def _signed_before(case: Case, by: User) -> Certificate | None:
    """Return the paper that ``by`` has signed, if the case does not wait for a pen again."""
    if signing.waits(case):
        return None
    of_it = case.certificates.filter(kind=PaperKind.CERTIFICATE.value, intended_by=by)
    return of_it.filter(status__in=MADE).order_by("-pk").first()
