"""Custody (盖章、领取、再打印): what becomes of the sheet itself once a paper is made.

None of it changes what the paper is worth: validity stands in ``law.base.papers`` alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from juzheng.law.base import citations
from juzheng.law.base.obstacles import Obstacle
from juzheng.law.base.papers import PaperState
from juzheng.law.base.terms import Term
from juzheng.law.cases.lifecycle import Event

OUR_RULE = citations.house("盖章、领取要登记")
MOST_COPIES = 50


class Custody(Term):
    """What is written down of a sheet (纸质件的登记)."""

    SEALED = "sealed", "已盖章"
    COLLECTED = "collected", "已领取"
    REPRINTED = "reprinted", "再打印"


class Collector(Term):
    """Who took the paper (领取人)."""

    APPLICANT = "applicant", "申请人本人"
    OTHER = "other", "别人代领"


EVENTS: Mapping[Custody, Event] = {
    Custody.SEALED: Event.SEALED,
    Custody.COLLECTED: Event.COLLECTED,
    Custody.REPRINTED: Event.REPRINTED,
}


@dataclass(frozen=True)
class Done:
    """One line of what was done with the sheets (一条登记), in order; undone ones count no more."""

    what: Custody
    undone: bool = False
    copies: int = 1


@dataclass(frozen=True)
class Wanted:
    """What somebody wants to write down (要登记的内容)."""

    what: Custody
    copies: int = 1
    person: str = ""  # who put the seal, or took the paper, if not the usual one
    shown: str = ""  # by what another person was identified
    reason: str = ""  # why it is printed once more

    def columns(self) -> dict[str, Any]:
        """Return what is kept of it."""
        told = {"copies": self.copies, "person": self.person, "shown": self.shown}
        return {"what": self.what.value, **told, "reason": self.reason}


def stands(done: Iterable[Done], what: Custody) -> bool:
    """Return whether the last printing is sealed or collected (这一份已盖章、已领取)."""
    told = False
    for one in done:
        if one.undone:
            continue
        if one.what is Custody.REPRINTED:
            told = False  # a fresh sheet bears no seal and lies on the desk
        elif one.what is what:
            told = True
    return told


def ever(done: Iterable[Done], what: Custody) -> bool:
    """
    Return whether any sheet is sealed or collected (已有一份盖章、领取).

    A reprint is one more sheet: it takes nothing back of what was handed over before.
    """
    return any(one.what is what and not one.undone for one in done)


def waits_for_seal(done: Sequence[Done]) -> bool:
    """
    Return whether a sheet still has to be sealed (还没盖章): also one handed out without a seal.

    A reprint of what was sealed and handed over before does not wait: it may never be wanted.
    """
    given = ever(done, Custody.COLLECTED) and ever(done, Custody.SEALED)
    return not (given or stands(done, Custody.SEALED))


def left(done: Iterable[Done]) -> int:
    """
    Return how many sealed sheets were not handed out yet (盖了章、还没交出的份数).

    Of one handed out before its seal was written down, the seal makes none that lies here.
    """
    found = 0
    for one in done:
        if one.undone:
            continue
        if one.what is Custody.SEALED:
            found += one.copies
        elif one.what is Custody.COLLECTED:
            found -= one.copies
        else:
            found = max(0, found)
    return max(0, found)


def copies(done: Iterable[Done], what: Custody) -> int:
    """Return how many sheets were sealed, collected or printed again by now (一共几份)."""
    return sum(one.copies for one in done if one.what is what and not one.undone)


def places(done: Sequence[Done], at: int) -> tuple[int, int, int]:
    """Return which sheets the line ``at`` handed out, first and last, and of how many (第几份)."""
    first = copies(done[:at], Custody.COLLECTED) + 1
    last = first + done[at].copies - 1
    return first, last, max(last, copies(done, Custody.SEALED))


def out_of_force(paper: PaperState) -> tuple[Obstacle, ...]:
    """Return that nothing is written down of a sheet that is not in force any more (已经失效)."""
    if paper is PaperState.ISSUED:
        return ()
    said = "这份文书不在有效状态，不登记盖章、领取，也不再打印。"
    return (Obstacle("paper", said, "请看最新情况。", OUR_RULE),)


def obstacles(wanted: Wanted, paper: PaperState, done: Sequence[Done]) -> tuple[Obstacle, ...]:
    """Return what stands in the way of writing that down (不能登记的理由), all at once."""
    found = [*out_of_force(paper)]
    # Of several that bear the seal each is handed out when somebody comes for it.
    some = wanted.what is Custody.COLLECTED and left(done)
    if wanted.what is not Custody.REPRINTED and not some and stands(done, wanted.what):
        said = f"这一份已经登记过“{wanted.what.label}”，没有再登记。"
        found.append(
            Obstacle("twice", said, "登记错了的，请先更正；另有一份的，先登记再打印。", OUR_RULE)
        )
    elif wanted.what is Custody.COLLECTED:
        found += unsealed(wanted.copies, done)
    if not 1 <= wanted.copies <= MOST_COPIES:
        found.append(Obstacle("copies", f"份数要在1到{MOST_COPIES}之间。", "请改份数。", OUR_RULE))
    if wanted.what is Custody.COLLECTED and wanted.person.strip() and not wanted.shown.strip():
        said = "别人代领的，要写怎样核对的身份。"
        found.append(Obstacle("shown", said, "例如：看了身份证原件和申请人的委托书。", OUR_RULE))
    if wanted.what is Custody.REPRINTED and not wanted.reason.strip():
        said = "再打印要写为什么。"
        found.append(Obstacle("reason", said, "例如：第一份盖章盖花了。", OUR_RULE))
    return tuple(found)


def unsealed(copies: int, done: Sequence[Done]) -> Iterator[Obstacle]:
    """Yield that only what bears the seal is handed out, and no more of it than was sealed."""
    sealed = left(done)
    if not sealed and not stands(done, Custody.SEALED):  # a fresh sheet keeps no sealed one here
        said = "这一份还没有登记盖章，不能交出去。"
        yield Obstacle("unsealed", said, "请先盖章、登记盖章，再登记领取。", OUR_RULE)
    elif copies > sealed:
        said = f"盖了章还没交出去的有{sealed}份，不能交出{copies}份。"
        yield Obstacle("more", said, "请改份数；盖章的份数登记错了的，请先更正。", OUR_RULE)
