"""What to write instead (禁写词怎么改): of a paper's sentence, and of one question's answer."""

from __future__ import annotations

from juzheng.law.base.citations import BASIS_AND_DUTIES, ON_THE_SPOT, Citation, house
from juzheng.law.base.terms import Term
from juzheng.law.catalogue.items import Question


class Offence(Term):
    """What is wrong with a wording (禁写类别)."""

    NEGATIVE = "negative", "否定性事实"
    CHARACTER = "character", "品行评价"
    HEDGE = "hedge", "含糊措辞"
    CONCLUSION = "conclusion", "法律结论"


CITED: dict[Offence, Citation] = {
    Offence.NEGATIVE: house("不证明没有发生的事"),
    Offence.CHARACTER: house("不证明品行好坏"),
    Offence.HEDGE: ON_THE_SPOT,
    Offence.CONCLUSION: BASIS_AND_DUTIES,
}


def advice(offence: Offence, word: str) -> tuple[str, Citation]:
    """Return what is so with ``word`` and what to do now (怎么改), and where that is written."""
    said = {
        Offence.NEGATIVE: f"“{word}”写的是“没有什么”，居（村）民委员会无法核实。"
        "请改写为查看到的事实，或者删去。",
        Offence.CHARACTER: f"“{word}”是对人的评价，不是能够核实的事实。"
        "请删去，或者改写为有记录的具体事实。",
        Offence.HEDGE: f"“{word}”表示没有核实清楚。请核实后照实写明，不能核实的删去。",
        Offence.CONCLUSION: f"“{word}”是法律上的结论，不属于居（村）民委员会职责范围。"
        "请只写核实到的事实，结论由登记机关、公证机构或人民法院作出。",
    }
    return said[offence], CITED[offence]


def advice_on_answer(offence: Offence, word: str, question: Question) -> str:
    """
    Return what to write in the box of ``question`` (这一题怎么写); empty if nothing special.

    Its hint shows how: a form that insists on an answer does not advise to leave it out.
    """
    if offence is not Offence.NEGATIVE:
        return ""
    said = f"“{word}”写的是“没有什么”，居（村）民委员会无法核实。"
    hint = question.hint.rstrip("。")
    said += f"请改写为查看到的事实：{hint}。" if hint else "请改写为查看到的事实。"
    return said if question.required else said + "也可以空着不填。"
