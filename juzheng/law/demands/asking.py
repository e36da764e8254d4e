"""
Ask before you demand (索要前先问): what can be said to a unit that wants a proof, and what instead.

Only what software can stand behind: what stands on the lists and in the texts that we hold. That a
demand is unlawful is never concluded; where a provision itself forbids it to that kind of unit, the
provision is shown with its condition, and is the answer only once the unit said that the condition
is met. That a committee may issue a paper gives no unit the right to demand it: a basis is found
for the units to which a provision itself has the paper handed in (``Item.entitled``). Of a body
that the Opinion does not govern nothing is said but that.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from juzheng.law.base import citations
from juzheng.law.base.citations import Citation
from juzheng.law.base.demanders import (
    MAY_WRITE,
    Demander,
    governed,
    is_administrative,
)
from juzheng.law.base.terms import Term
from juzheng.law.catalogue.citing import in_force
from juzheng.law.catalogue.items import Entitled, Instrument, Item, ListKind, Onward, OnwardKind
from juzheng.law.catalogue.routing import Decision, Outcome
from juzheng.law.catalogue.to_units import for_the_unit
from juzheng.law.catalogue.ways import ASK_WHAT_FOR, ASK_WHICH_ARTICLE
from juzheng.law.demands.contrary import Condition, Contrary, Demanded, Hint, hints


class DemandAnswer(Term):
    """What can be said of a demand (索要答复)."""

    BASIS_FOUND = "basis_found", "查到当日有效的依据"
    BASIS_CLAIMED = "basis_claimed", "有文件提到这份证明，还没有确认"
    NOT_LOOKED = "not_looked", "当地有没有规定，还没有查过"
    PLACE_OPEN = "place_open", "有的地方有规定，要看在哪个地方"
    NO_BASIS_LISTED = "no_basis_listed", "在我们的清单里没有查到依据"
    NEGATIVE_LIST = "negative_list", "列入不应出具清单"
    CONTRARY_TO_PROVISION = "contrary_to_provision", "条文写明不得这样要"
    NOT_GOVERNED = "not_governed", "不受民发〔2020〕20号规范，不作判断"
    UNKNOWN = "unknown", "没有查到，不作判断"


@dataclass(frozen=True)
class Asking:
    """What is asked (所问): the unit's kind, place and day; what was understood comes beside."""

    demander: str  # a code of law.base.demanders.Demander, or empty
    on: date
    division: str = ""
    listed: bool = False  # the item stands on a negative list there
    told: Mapping[Condition, bool] = field(default_factory=dict)  # of what provisions depend on


@dataclass(frozen=True)
class Check:
    """The answer to a unit (索要答复): what can be said, why, and what to accept instead."""

    answer: DemandAnswer
    why: str
    citations: tuple[Citation, ...]
    instead: tuple[Onward, ...]  # what to accept or do instead; empty if a basis was found
    used_for: tuple[
        str, ...
    ] = ()  # if a basis was found: for what it is usually asked, by our own list
    caution: str = ""
    hints: tuple[Hint, ...] = ()  # provisions that may reach it, each with its condition

    def __post_init__(self) -> None:
        if self.answer is not DemandAnswer.BASIS_FOUND and not self.instead:
            raise ValueError("an answer that is no yes says what to accept instead (OP-4.2.b)")
        if self.answer not in _SAYS_NOTHING and not self.citations:
            raise ValueError("an answer needs a citation")


# Answers that judge nothing, and so need rest on nothing.
_SAYS_NOTHING = frozenset({DemandAnswer.UNKNOWN, DemandAnswer.NOT_GOVERNED})


def check(
    asking: Asking,
    decision: Decision | None,
    item: Item | None,
    instruments: Mapping[str, Instrument],
    contrary: Iterable[Contrary] = (),
) -> Check:
    """
    Return what can be said of the demand that was understood.

    :param decision: of ``law.catalogue.applicability`` on the item or matter, for this demander,
        at the place; None if nothing was understood, or several things are close
    :param instruments: those of the catalogue, so that nothing is cited that is not in force
    :param contrary: the provisions that forbid demands
    Source: OP-2.2.a, OP-2.2.b, OP-4.2.b.
    """
    if not governed(asking.demander):
        return _not_governed(asking, decision, instruments)
    if decision is None or decision.outcome is Outcome.UNRULED:
        why = decision.reason if decision else _NOT_UNDERSTOOD
        cited = (citations.DEMANDER_GIVES_BASIS,) if _asked_for_a_basis(asking.demander) else ()
        return Check(DemandAnswer.UNKNOWN, why, in_force(cited, instruments, asking.on), _ASK)
    if decision.outcome.issues:
        return _found(asking, decision, item, instruments)
    if decision.outcome is Outcome.ANSWER_AUTHORITY:
        return _asks_itself(decision)
    demanded = Demanded(
        asking.demander, item.id if item else "", asking.division, asking.on, asking.told
    )
    also, ways = hints(contrary, demanded, instruments), _ways(asking, decision)
    met = next((one for one in also if one.holds), None)
    answer = _answer(asking, decision, item)
    if met and answer not in _OPEN:  # what is open may be demanded by a law that we did not read
        return Check(DemandAnswer.CONTRARY_TO_PROVISION, met.said, (met.citation,), ways)
    kept = in_force(decision.cited, instruments, asking.on) or decision.cited
    return Check(answer, _why(asking, decision, answer), kept, ways, hints=also)


_ASK = for_the_unit((ASK_WHICH_ARTICLE,))
_WHAT_FOR = for_the_unit((ASK_WHAT_FOR,))
_NOT_UNDERSTOOD = (
    "没有查到这份证明，所以不作判断。请写清要什么材料、办什么事；"
    "要居（村）委会出具的，须有法律法规依据。"
)


def _asked_for_a_basis(demander: str) -> bool:
    """“相关部门要求…应当同时提供” is said of departments alone (OP-2.2.b)."""
    return not demander or is_administrative(demander)


def _ways(asking: Asking, decision: Decision) -> tuple[Onward, ...]:
    return for_the_unit(decision.onward, asking.demander) or _ASK


def _not_governed(
    asking: Asking, decision: Decision | None, instruments: Mapping[str, Instrument]
) -> Check:
    """Return that the Opinion does not speak of the body: no verdict, and no duty of its own."""
    who = Demander(asking.demander)
    why = f"民发〔2020〕20号不规范{who.label}，要不要这份证明，这里不作判断。"
    asks_itself = decision is not None and not decision.trace  # no rule on papers was asked
    ways = (
        for_the_unit(decision.onward, asking.demander)
        if decision and not decision.outcome.issues and not asks_itself
        else ()
    )
    if cited := in_force(MAY_WRITE.get(who, ()), instruments, asking.on):
        by = "、".join(str(one) for one in cited)
        why += f"需要了解情况的，可以依法（{by}）直接向居（村）委会发函询问。"
        ways = (WRITE_OR_COME,) if asks_itself else ways
    return Check(DemandAnswer.NOT_GOVERNED, why, (), ways or _WHAT_FOR)


def _asks_itself(decision: Decision) -> Check:
    """Return that an inquiry goes to the committee, and nothing is demanded of a resident."""
    return Check(DemandAnswer.UNKNOWN, _ASKS_ITSELF, decision.cited, (WRITE_OR_COME,))


def _found(
    asking: Asking, decision: Decision, item: Item | None, instruments: Mapping[str, Instrument]
) -> Check:
    """Return the basis to the units to which a provision has it handed in; else it is open."""
    if not asking.demander:
        return Check(DemandAnswer.BASIS_FOUND, _MAY_ISSUE, decision.cited, (), caution=_WHO_IS_OPEN)
    text = entitling(item, asking.demander, instruments, asking.on)
    if text is None:
        why = f"{_MAY_ISSUE}{_NOT_ESTABLISHED}"
        return Check(DemandAnswer.UNKNOWN, why, decision.cited, _ways(asking, decision))
    row, place = text
    why = f"《{place.title}》{place.provision}：“{row.words}”。{_MAY_ISSUE}"
    cited = citations.law_first((place, *decision.citations))
    return Check(DemandAnswer.BASIS_FOUND, why, cited, (), used_for=item.used_for if item else ())


def entitling(
    item: Item | None, demander: str, instruments: Mapping[str, Instrument], on: date
) -> tuple[Entitled, Citation] | None:
    """Return the provision that has ``item`` handed in to that kind of unit (有权收取的规定)."""
    for row in item.entitled if item else ():
        text = instruments.get(row.instrument)
        if row.demander == demander and text is not None and text.in_force(on):
            return row, Citation(row.instrument, text.title, row.provision)
    return None


_MAY_ISSUE = (
    "居（村）委会办理这一项有当日有效的依据，核实之后可以出具。"
    "能用手里的证件、共享数据查到的，先不要让居民跑。"
)
_NOT_ESTABLISHED = "但这一类单位可不可以向居民要，我们没有查到条文，不作判断。"
_WHO_IS_OPEN = "这里只说居（村）委会可以出具；哪类单位可以向居民要，请选单位类别再看。"


def _answer(asking: Asking, decision: Decision, item: Item | None) -> DemandAnswer:
    """Return what the lists say; what we have not checked ourselves is no “none”."""
    if asking.listed:
        return DemandAnswer.NEGATIVE_LIST
    unchecked = item is not None and item.kind is not ListKind.NEGATIVE and not item.enabled
    here = item is not None and item.applies_in(asking.division)
    if decision.outcome is Outcome.TO_CONFIRM and not here:
        # Where no one place was named, that nobody looked there would be said of no place at all.
        unnamed = item is not None and item.lies_in(asking.division)
        return DemandAnswer.PLACE_OPEN if unnamed else DemandAnswer.NOT_LOOKED
    if decision.outcome is Outcome.TO_CONFIRM or (unchecked and here):
        return DemandAnswer.BASIS_CLAIMED
    return DemandAnswer.NO_BASIS_LISTED


def _why(asking: Asking, decision: Decision, answer: DemandAnswer) -> str:
    reason = _OPEN.get(answer) or to_the_unit(decision.reason)
    departments, others = _MEANWHILE if answer in _OPEN else _INSTEAD
    return f"{reason}{departments if is_administrative(asking.demander) else others}"


def to_the_unit(reason: str) -> str:
    """Return what the rules say to a resident, said to the unit."""
    for resident, unit in _SAID_TO:
        reason = reason.replace(resident, unit)
    return reason


def of_the_unit(said: str) -> str:
    """Return what is said to the unit, said of it to somebody else (说给别人听的话)."""
    for to_it, of_it in _SAID_OF:
        said = said.replace(to_it, of_it)
    return said


_SAID_TO = (("您本人", "居民本人"), ("您自己", "居民自己"), ("不用您来", "不用居民来"))
_ASKS_ITSELF = "这是向居（村）委会查情况，不是要居民交证明，不用居民去开。"
WRITE_OR_COME = Onward(
    OnwardKind.OTHER_AUTHORITY,
    "请直接向居（村）委会来函或者派人，写明依据和要查的问题；不要让居民来取。",
    where="居（村）民委员会",
)
_OPEN = {
    DemandAnswer.BASIS_CLAIMED: "有文件提到这份证明，能不能作依据还没有确认，"
    "不能说有依据，也不能说没有依据。",
    DemandAnswer.NOT_LOOKED: "这一项有的地方有规定，当地有没有，还没有查过，"
    "不能说有依据，也不能说没有依据。",
    DemandAnswer.PLACE_OPEN: "这一项有的地方有规定。还不知道是哪个地方，"
    "不能说有依据，也不能说没有依据。",
}
_INSTEAD = (  # to departments, to others
    "要核实这件事，居民可以用下面的办法，请接受；仍要居（村）委会证明的，应当同时提供依据。",
    "这里只说居（村）委会能不能出具，不评价该不该要。居民可以用下面的办法，请接受。",
)
_MEANWHILE = (
    "要居（村）委会证明的，应当同时提供依据；居民也可以先用下面的办法。",
    "这里只说居（村）委会能不能出具，不评价该不该要。居民可以先用下面的办法。",
)
# Officers and residents are shown no ways to accept: what is said of a unit stands by itself.
_NOT_JUDGED = "这里只说居（村）委会能不能出具，不评价该不该要。"
_SAID_OF = (
    (_INSTEAD[0], "单位要核实这件事，可以用别的办法；仍要居（村）委会证明的，应当同时提供依据。"),
    (_INSTEAD[1], _NOT_JUDGED),
    (_MEANWHILE[0], "单位要居（村）委会证明的，应当同时提供依据；也可以先用别的办法。"),
    (_MEANWHILE[1], _NOT_JUDGED),
    (_NOT_UNDERSTOOD, "没有查到这份证明，所以不作判断。"),
)
