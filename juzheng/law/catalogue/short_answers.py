"""Short answers (先答一句): yes, no or it depends, before the reasons, where that is asked."""

from __future__ import annotations

from collections.abc import Mapping

from juzheng.law.base.terms import Term
from juzheng.law.catalogue.outcomes import ISSUING, Outcome
from juzheng.law.catalogue.routing import Decision


class Polar(Term):
    """What is asked to be answered by yes or no (是否问)."""

    GONE = "gone", "是不是取消了"
    NEEDED = "needed", "要不要开"
    CAN = "can", "能不能开"


_NO_PAPER = {
    Outcome.NOT_NEEDED_DOCUMENT: "不用，手里的证件就够。",
    Outcome.NOT_NEEDED_DATA: "不用，由要证明的单位自己核查。",
    Outcome.NOT_NEEDED_COMMITMENT: "不用，可以书面承诺。",
    Outcome.ELSEWHERE: "不用，这不是开证明的事。",
    Outcome.ANSWER_AUTHORITY: "不用，由居（村）委会直接答复。",
    Outcome.UNRULED: "看情况：那一天还没有这份规定。",
    Outcome.TO_CONFIRM: "看情况：这一项还要确认，现在不能说能开，也不能说不能开。",
}
_ISSUED: Mapping[Polar, str] = {
    Polar.NEEDED: "要，对方需要这一份的，居（村）委会可以开。",
    Polar.CAN: "能，居（村）委会可以开。",
    Polar.GONE: "没有取消，居（村）委会可以开。",
}
_TALKED_OVER: Mapping[Polar, str] = {
    Polar.NEEDED: "要，先讨论同意，居（村）委会再开。",
    Polar.CAN: "能，但要先讨论同意。",
    Polar.GONE: "没有取消，讨论同意后可以开。",
}
_CONDITIONAL: Mapping[Polar, str] = {
    Polar.NEEDED: "看情况：对方需要这一份、条件又符合的，居（村）委会可以开。",
    Polar.CAN: "看情况：符合条件的，居（村）委会可以开。",
    Polar.GONE: "没有取消，符合条件的，居（村）委会可以开。",
}
_REFUSED: Mapping[Polar, str] = {
    Polar.NEEDED: "不用来居（村）委会开：这一项不出具。对方还要的，看下面的办法。",
    Polar.CAN: "不能，这一项居（村）委会不出具。",
    Polar.GONE: "居（村）委会本来就不开这一项。",
}
_TRANSITIONAL: Mapping[Polar, str] = {
    Polar.NEEDED: "看情况：先用别的办法；对方还要的，现阶段可以据实出具。",
    Polar.CAN: "看情况：对方还要的，现阶段可以据实出具。",
    Polar.GONE: "是，列入了不应出具清单；对方还要的，现阶段可以据实出具。",
}
_LISTED = "是，这一项列入了不应出具清单，居（村）委会不再出具。"


def short_answer(asked: Polar, decision: Decision) -> str:
    """Return the line that comes before the verdict: yes, no, or what it depends on."""
    outcome = decision.outcome
    if outcome is Outcome.TRANSITIONAL:
        return _TRANSITIONAL[asked]
    if decision.conditional:
        return _CONDITIONAL[asked]
    if outcome is Outcome.DELIBERATE:
        return _TALKED_OVER[asked]
    if outcome in ISSUING:
        return _ISSUED[asked]
    if outcome is Outcome.REFUSE:
        listed = decision.may_insist and asked is Polar.GONE
        return _LISTED if listed else _REFUSED[asked]
    return _NO_PAPER[outcome]
