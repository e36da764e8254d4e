"""
Reading a case once (一次读卷): grounds, checks, meetings and lines, however often they are asked.

A page or a judgement asks the same rows fifty times. While one is made nothing is written, so they
are read when first asked and kept until it is done; outside of that each question reads anew.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cached_property
from typing import Concatenate, ParamSpec, TypeVar

from juzheng.records.history import lines_of
from juzheng.records.models import (
    Case,
    Consultation,
    Deliberation,
    Entry,
    TransitionGround,
    Verification,
)

P = ParamSpec("P")
T = TypeVar("T")


class OnFile:
    """What was written down in a case (在卷登记): each sort is read when it is first asked for."""

    def __init__(self, case: Case) -> None:
        self._case = case

    @cached_property
    def grounds(self) -> list[TransitionGround]:
        """Return why it is still needed, the first one first (仍需办理的理由)."""
        return list(self._case.grounds.order_by("pk"))

    @cached_property
    def checks(self) -> list[Verification]:
        """Return the checks that count, with who made them (没有作废的核查)."""
        return list(self._case.verifications.standing().select_related("by"))

    @cached_property
    def meetings(self) -> list[Deliberation]:
        """Return the meetings that count, the first one first (议事协商)."""
        return list(self._case.deliberations.standing().order_by("pk"))

    @cached_property
    def hearings(self) -> list[Consultation]:
        """Return the rounds in which residents were heard that count (听取意见)."""
        return list(self._case.consultations.standing().order_by("pk"))

    @cached_property
    def lines(self) -> list[Entry]:
        """Return the lines that tell its steps, the first one first (办理经过)."""
        return lines_of(self._case)


_OPEN = "_on_file"  # where a case keeps what is read of it, while it is being read


def of(case: Case) -> OnFile:
    """Return what is on file in ``case``: as kept while it is read once, else read anew."""
    kept: OnFile | None = case.__dict__.get(_OPEN)
    return kept or OnFile(case)


@contextmanager
def once(case: Case) -> Iterator[None]:
    """
    Read each sort of rows of ``case`` once until this is left.

    None of these may be written in it. A look may: its line stands in a chain of its own.
    """
    if _OPEN in case.__dict__:
        yield
        return
    case.__dict__[_OPEN] = OnFile(case)
    try:
        yield
    finally:
        del case.__dict__[_OPEN]


def reads_once(
    judge: Callable[Concatenate[Case, P], T],
) -> Callable[Concatenate[Case, P], T]:
    """Let ``judge``, which only reads the case it is given first, read each sort of rows once."""

    @functools.wraps(judge)
    def judged(case: Case, /, *args: P.args, **kwargs: P.kwargs) -> T:
        with once(case):
            return judge(case, *args, **kwargs)

    return judged
