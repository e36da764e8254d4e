"""
Still needed (现阶段据实出具): the grounds of OP-3.2.a, who asked, and the fact to be certified.

The text says 明确要求, not 书面: an oral demand counts once it is written down who said it, when,
where, and who heard it. 能够核实 is a fact of the case: the clerk says which fact, by which means.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from juzheng.law.base.demanders import ADMINISTRATIVE, NOT_GOVERNED, Demander
from juzheng.law.base.terms import Term
from juzheng.law.cases import wording
from juzheng.law.cases.verification import Means
from juzheng.law.catalogue.items import FactToVerify, Source

STATED = "stated"  # the key of a fact that the clerk states, in checks and on ledger lines

_PLAIN = "情况说明"
_OF_ANY_MATTER = re.compile("状况|情况|居民|有关|人员")  # of a heading: what stands in any

# No 民商事主体: what these ask for is a policy that is not joined up, or no ground at all.
_NOT_CIVIL = ADMINISTRATIVE | NOT_GOVERNED | {Demander.DISABLED_FEDERATION, Demander.ARBITRATION}


class TransitionKind(Term):
    """The two grounds, in the order of the sentence (仍需办理的理由), OP-3.2.a."""

    POLICY_GAP = "policy_gap", "政策措施衔接不到位"
    PRIVATE_DEMAND = "private_demand", "民商事主体明确要求"


@dataclass(frozen=True)
class ReviewRule:
    """When a ground is looked at again (理由复查), as data with its source: never a constant."""

    id: str
    days: int
    note: str
    source: Source

    def due_on(self, recorded_on: date) -> date:
        """Return the day from which a ground of ``recorded_on`` is due for review (复查日)."""
        return recorded_on + timedelta(days=self.days)


@dataclass(frozen=True)
class Demanded:
    """How the unit asked (怎样要求的): said or written."""

    said_by: str = ""
    said_on: date | None = None
    office: str = ""
    heard_by: str = ""
    written: bool = False


def gaps(kind: TransitionKind, demanded: Demanded) -> tuple[str, ...]:
    """
    Return what is missing before the demand counts as 明确要求; empty: it is explicit.

    A paper says it all by itself. A policy gap is nobody's demand. Source: OP-3.2.a.
    """
    if kind is TransitionKind.POLICY_GAP or demanded.written:
        return ()
    asked = (
        (demanded.said_by, "谁说的"),
        (demanded.said_on, "哪天说的"),
        (demanded.office, "在哪个窗口、科室"),
        (demanded.heard_by, "谁听到的"),
    )
    return tuple(label for said, label in asked if not said)


def open_to(demander: str) -> tuple[TransitionKind, ...]:
    """Return the grounds that there can be towards this kind of unit (可以用的理由)."""
    if demander in {one.value for one in _NOT_CIVIL}:
        return (TransitionKind.POLICY_GAP,)
    return tuple(TransitionKind)


def stated(sentence: str, means: str) -> FactToVerify:
    """Return the fact that the clerk states (要证明的事实), to be verified like any other."""
    return FactToVerify(
        STATED, "要证明的这件事实", sentence, (Means(means).label,) if means else ()
    )


def heading(title: str, sentence: str) -> str:
    """
    Return what a paper is headed that says ``sentence`` and nothing else (标题和写的事一致).

    Who receives it reads the heading first: “婚姻状况情况说明” over where somebody lives would say
    that a marriage was looked into. Where the two share no word, it says of no matter what it is.
    """
    matter = _OF_ANY_MATTER.sub("", title.removesuffix(_PLAIN))
    words = {matter[at : at + 2] for at in range(len(matter) - 1)}
    about_it = any(word in sentence for word in words)
    return title if about_it or not title.endswith(_PLAIN) else _PLAIN


def faults(sentence: str, names: Iterable[str] = ()) -> tuple[str, ...]:
    """Return why ``sentence`` may not be the fact on a certificate (不能这样写); empty: it may."""
    found = [each.why for each in wording.forbidden(sentence, names)]
    if set(sentence) & {"{", "}"}:
        found.append("这句话会原样印在证明上，不能有花括号。请删去。")
    return tuple(found)
