"""Personal circumstances (本人情形): a closed list of what ways onward depend on."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from juzheng.law.base.terms import Term


class Circumstance(Term):
    """
    What somebody says of himself or his matter (本人情形), as far as a way depends on it.

    No label has a comma: a cell of a sheet may hold several.
    """

    NEVER_MARRIED = "never_married", "没有结过婚"
    MARRIED = "married", "已经结婚"
    DIVORCED = "divorced", "已经离婚"
    WIDOWED = "widowed", "配偶去世"
    SINGLE = "single", "现在没有配偶"
    MARRIAGE_PAPERS_LOST = "marriage_papers_lost", "结婚证或者离婚证丢了"
    BIRTH_CERTIFICATE_LOST = "birth_certificate_lost", "出生医学证明丢了"
    BIRTH_CERTIFICATE_NEVER = "birth_certificate_never", "没有办过出生医学证明"
    ID_CARD_LOST = "id_card_lost", "身份证丢了"
    TITLE_DEED_LOST = "title_deed_lost", "不动产权证书丢了"
    NOT_AT_HAND = "not_at_hand", "临时没带证件"
    NO_DISABILITY_CARD = "no_disability_card", "还没有办残疾人证"
    DISABILITY_CARD_LOST = "disability_card_lost", "残疾人证丢了"
    NO_RESIDENCE_PERMIT = "no_residence_permit", "还没有居住证"
    NOT_ON_REGISTER = "not_on_register", "户口簿上看不出来"
    DIED_IN_HOSPITAL = "died_in_hospital", "在医院去世"
    DIED_AT_HOME = "died_at_home", "在家里或者养老院去世"
    DIED_ABNORMALLY = "died_abnormally", "非正常死亡"
    DIED_LONG_AGO = "died_long_ago", "去世多年"
    DECLARED_DEAD = "declared_dead", "宣告死亡"
    INHERITS = "inherits", "办继承"
    INHERITS_DEPOSIT = "inherits_deposit", "取已故亲人的存款"
    INHERITS_HOUSE = "inherits_house", "继承房产"
    DISPUTED = "disputed", "有争议"
    OBJECTS = "objects", "对结果有意见"
    MEDIATION_FAILED = "mediation_failed", "协商或者调解不成"
    FOR_ABROAD = "for_abroad", "出国要用"
    FOR_TAIWAN = "for_taiwan", "到台湾使用"
    AWAY = "away", "人在外地或者国外来不了"
    CANNOT_MOVE = "cannot_move", "行动不便"
    CAN_COME = "can_come", "本人能到场"
    FOREIGNER = "foreigner", "外国人"
    EMPLOYED = "employed", "有工作"
    UNEMPLOYED = "unemployed", "没有工作"
    CHANGES_ETHNICITY = "changes_ethnicity", "改民族成份"
    ALREADY_CHANGED = "already_changed", "户口登记已经改过"
    CHILD_TO_REGISTER = "child_to_register", "给孩子上户口"
    ADOPTS = "adopts", "收养孩子"
    FOUNDLING = "foundling", "孩子是捡来的"
    PARENTS_AWAY = "parents_away", "父母外出临时托人照看"
    PARENTS_MISSING = "parents_missing", "孩子的父母失联"
    MISSING_TWO_YEARS = "missing_two_years", "下落不明满二年"
    CAPACITY_UNDECLARED = "capacity_undeclared", "行为能力还没有认定"
    DRAWS_SOCIAL_INSURANCE = "draws_social_insurance", "领养老金等社会保险待遇"
    DRAWS_ALLOWANCE = "draws_allowance", "领高龄津贴"
    DRAWS_VETERAN_PAY = "draws_veteran_pay", "领优抚或者烈士遗属待遇"
    HAS_MEDICAL_RECORD = "has_medical_record", "看过病有病历"
    CLAIMS_INJURY = "claims_injury", "医保报销外伤"
    NEEDS_APPRAISAL = "needs_appraisal", "要评定劳动能力或者行为能力"
    SCHOOL_RECORD = "school_record", "要说明学历"
    ABOUT_HOUSE = "about_house", "要说明房产"
    ABOUT_MONEY = "about_money", "要说明存款和收入"
    SEEKS_LEGAL_AID = "seeks_legal_aid", "申请法律援助"
    SEEKS_RELIEF = "seeks_relief", "申请低保等救助"
    COURT_FEES = "court_fees", "交不起诉讼费"
    HOUSE_TO_BUSINESS = "house_to_business", "住宅改成经营用房"
    DOG_REGISTERED = "dog_registered", "狗已经登记"
    IN_DANGER = "in_danger", "现在有危险"
    NEVER_ASKED_HERE = "never_asked_here", "没有来社区求助过"
    SEEKS_PROTECTION = "seeks_protection", "申请人身安全保护令"
    NOT_SUPPORTED = "not_supported", "子女不赡养"
    HAS_COLLECTIVE = "has_collective", "设立了农村集体经济组织"
    HAS_OWNERS_COMMITTEE = "has_owners_committee", "成立了业主委员会"
    NOT_ON_ROLL = "not_on_roll", "选民名单上没有自己"


_C = Circumstance
# Of each group at most one is so: who names one rules out the others.
_APART = (
    frozenset({_C.NEVER_MARRIED, _C.MARRIED, _C.DIVORCED, _C.WIDOWED}),
    frozenset({_C.SINGLE, _C.MARRIED}),
    frozenset({_C.DIED_IN_HOSPITAL, _C.DIED_AT_HOME, _C.DECLARED_DEAD}),
    frozenset({_C.DIED_ABNORMALLY, _C.DECLARED_DEAD}),
    frozenset({_C.EMPLOYED, _C.UNEMPLOYED}),
    frozenset({_C.CAN_COME, _C.CANNOT_MOVE}),
    frozenset({_C.CAN_COME, _C.AWAY}),
    # Who draws two of them says both; who says one is not sent to who pays the other.
    frozenset({_C.DRAWS_SOCIAL_INSURANCE, _C.DRAWS_ALLOWANCE, _C.DRAWS_VETERAN_PAY}),
)
# Who says the one says the other.
_FOLLOWS = {
    _C.NEVER_MARRIED: _C.SINGLE,
    _C.DIVORCED: _C.SINGLE,
    _C.WIDOWED: _C.SINGLE,
    _C.INHERITS_DEPOSIT: _C.INHERITS,
    _C.INHERITS_HOUSE: _C.INHERITS,
}


def with_what_follows(known: Collection[str]) -> frozenset[str]:
    """Return ``known`` and what follows from it (由此可知): who is divorced has no spouse now."""
    follows = {_FOLLOWS[one] for one in _FOLLOWS if one in known}
    return frozenset(known) | {one for one in follows if not ruled_out(one, known)}


def ruled_out(one: str, known: Collection[str]) -> bool:
    """Return whether ``one`` cannot be so for whoever said what is ``known`` (互相排斥)."""
    if one in known:
        return False
    return any(one in group and not group.isdisjoint(known) for group in _APART)


def bears_on(one: Circumstance, asked: Collection[Circumstance]) -> bool:
    """Return whether ``one`` says anything of those ``asked`` about: itself, or against them."""
    said = with_what_follows({one})
    return any(other in said or ruled_out(other, said) for other in asked)


def briefly(said: tuple[Circumstance, ...]) -> tuple[Circumstance, ...]:
    """Return ``said`` without what follows from the rest of it (不必再说的)."""
    follows = {_FOLLOWS[one] for one in said if one in _FOLLOWS}
    return tuple(one for one in said if one not in follows)


def of_codes(codes: Iterable[str]) -> tuple[Circumstance, ...]:
    """Return the circumstances among ``codes``, each once, in the order of the list."""
    given = frozenset(codes)
    return tuple(one for one in Circumstance if one.value in given)
