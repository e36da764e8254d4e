"""Requirements (签字前必备): what lies on file before the pen, and the steps that lead there."""

from __future__ import annotations

from juzheng.law.base.terms import Term


class Requirement(Term):
    """What must lie on file before the responsible person may sign (签字前必备)."""

    FACTS = "facts", "事实已核实"
    DELIBERATION = "deliberation", "会议讨论同意"
    WRITTEN_DEMAND = "written_demand", "索要单位的书面要求"
    GROUND = "ground", "现阶段仍需办理的理由"
    RISK_ASSESSMENT = "risk_assessment", "风险评估意见"


Needs = frozenset[Requirement]


# What happens next, in order, in words a resident understands: why, what, and who does it.
STEPS: tuple[tuple[Requirement, str, str], ...] = (
    (Requirement.FACTS, "受理申请", "经办人"),
    (
        Requirement.GROUND,
        "登记理由：哪项政策没有衔接，或者谁在什么时候明确要求",
        "经办人",
    ),
    (Requirement.WRITTEN_DEMAND, "取得索要单位的书面要求", "申请人、经办人"),
    (Requirement.FACTS, "核实事实，记下由谁、用什么办法核实", "经办人"),
    (Requirement.DELIBERATION, "组织居民议事协商，讨论同意并按规定公示", "居（村）委会"),
    (Requirement.RISK_ASSESSMENT, "评估法律风险并写明防范办法", "居（村）委会"),
    (Requirement.FACTS, "经办人拟稿，负责人审核签字", "经办人、负责人"),
    (Requirement.FACTS, "出具文书，盖章后生效，可扫码核验", "印章保管人"),
)
# What the committee decides itself concerns a family, and its residents do not discuss it.
COMMITTEE_MEETS = "召开委员会会议讨论决定，涉及个人隐私的不公开"
HEARD = "用灵活多样的方式听取居民意见，记下谁参加、说了什么"
# On file where a listed item is still needed. 明确要求 is not 书面: only risk asks for paper.
INSISTED: Needs = frozenset({Requirement.GROUND})
INSISTED_IN_WRITING: Needs = INSISTED | {Requirement.WRITTEN_DEMAND}


def steps_of(
    needs: Needs, *, only_for_risk: bool, by_committee: bool = False, agreed_by: str = ""
) -> tuple[str, ...]:
    """Return what happens next; where only a risk calls for it, residents are heard in any form."""
    meeting = COMMITTEE_MEETS if by_committee else HEARD if only_for_risk else ""
    numbers = "" if only_for_risk and not by_committee else agreed_by
    found: list[str] = []
    for need, step, _ in STEPS:
        if need in needs:
            meets = need is Requirement.DELIBERATION
            found += [meeting or step, *([numbers] if numbers else [])] if meets else [step]
    return tuple(found)


def needs_of(own: Needs, *, deliberates: bool, risk: bool) -> Needs:
    """Return all that must lie on file, from what the rule itself asks for."""
    needs = own | {Requirement.FACTS}
    if deliberates:
        needs |= {Requirement.DELIBERATION}
    if risk:
        needs |= {Requirement.RISK_ASSESSMENT}
        if Requirement.GROUND in needs:  # 预先防范: what was demanded, and by whom, on paper
            needs |= {Requirement.WRITTEN_DEMAND}
    return needs
