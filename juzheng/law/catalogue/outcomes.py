"""Outcomes (办理结论): the closed list of what an answer can be."""

from __future__ import annotations

from juzheng.law.base.terms import Term


class Outcome(Term):
    """What the answer is (办理结论)."""

    ON_THE_SPOT = "on_the_spot", "当场出具"
    TIME_LIMITED = "time_limited", "核查后限时出具"
    DELIBERATE = "deliberate", "讨论同意后出具"
    TRANSITIONAL = "transitional", "现阶段据实出具"
    REFUSE = "refuse", "不予出具"
    NOT_NEEDED_DOCUMENT = "not_needed_document", "不用开：已有证件就能证明"
    NOT_NEEDED_DATA = "not_needed_data", "不用开：由索要单位自己核查"
    NOT_NEEDED_COMMITMENT = "not_needed_commitment", "不用开：可以书面承诺"
    ELSEWHERE = "elsewhere", "不是居（村）委会的证明事项"
    ANSWER_AUTHORITY = "answer_authority", "由居（村）委会直接答复来函机关"
    UNRULED = "unruled", "当日还没有施行这份规定"
    TO_CONFIRM = "to_confirm", "待民政部门确认"

    @property
    def issues(self) -> bool:
        """Return whether a certificate may come of it."""
        return self in ISSUING


ISSUING = frozenset(
    {Outcome.ON_THE_SPOT, Outcome.TIME_LIMITED, Outcome.DELIBERATE, Outcome.TRANSITIONAL}
)
