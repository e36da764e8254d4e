"""What is said in whose name: notices by who asks, duties in the words of their article."""

from __future__ import annotations

import re
from datetime import date
from itertools import product

import pytest

from juzheng.catalogue import catalogue
from juzheng.catalogue.rights import still_asked
from juzheng.law.base.demanders import (
    ADMINISTRATIVE,
    NOT_GOVERNED,
    PRIVATE,
    PUBLIC,
    Demander,
)
from juzheng.law.catalogue import guides
from juzheng.law.catalogue.applicability import Circumstances, decide
from juzheng.law.catalogue.items import CommitteeKind, ListKind
from juzheng.law.catalogue.routing import Outcome
from juzheng.outside import letters

LISTED = catalogue()
TODAY = date(2026, 11, 29)
NEGATIVE = sorted(one.id for one in LISTED.items.values() if one.kind is ListKind.NEGATIVE)
# 宪法 第一百一十一条第二款, 2018 text.
CONSTITUTION = (
    "居民委员会、村民委员会设人民调解、治安保卫、公共卫生等委员会，办理本居住地区的公共事务和公益事业，"
    "调解民间纠纷，协助维护社会治安，并且向人民政府反映群众的意见、要求和提出建议。"
)


def notice(demander: str, *, may_insist: bool = True) -> str:
    return "\n".join(still_asked().to(demander, may_insist=may_insist))


@pytest.mark.parametrize("demander", ["", *Demander])
def test_only_departments_owe_a_basis_and_nobody_beyond_owes_anything(demander: str) -> None:
    """15: an embassy, a court and a bank were asked for their “法律法规依据”."""
    said = notice(str(demander))
    kind = Demander(demander) if demander else Demander.OTHER
    assert ("同时提供有关依据" in said) is (kind in ADMINISTRATIVE or kind is Demander.OTHER)
    assert ("优化营商环境条例" in said) is (kind in PUBLIC)
    if kind in PRIVATE | NOT_GOVERNED:
        assert not re.search("依据|不得|应当|12348", said)
    if kind in NOT_GOVERNED:
        assert not re.search("12345|发函|来函", said)


@pytest.mark.parametrize("demander", ["", *Demander])
def test_where_it_was_only_not_confirmed_nobody_is_asked_for_a_basis(demander: str) -> None:
    said = "\n".join(still_asked().to(str(demander), may_insist=True, listed=True))
    assert "不是这一项不能开" in said
    assert not re.search("依据|12345|12348", said)


@pytest.mark.parametrize("demander", ["", *Demander])
def test_no_channel_is_given_days_that_no_provision_promises(demander: str) -> None:
    texts = (notice(str(demander)), *guides.COMPLAINTS, *(one["days"] for one in letters.CHANNELS))
    assert not any(re.search("[0-9]+ ?日内|延至", text) for text in texts)


@pytest.mark.duty("OP-3.2.a", part="named on the notice of every negative item, whoever asks")
@pytest.mark.parametrize("item", NEGATIVE)
def test_the_notice_of_every_negative_item_names_the_way_that_is_still_open(item: str) -> None:
    for demander in ("", *Demander):
        asked = Circumstances("430102", TODAY, demander=str(demander))
        decision = decide(LISTED.items[item], LISTED, asked)
        assert decision.may_insist
        assert "现阶段仍需办理" in notice(str(demander), may_insist=decision.may_insist)
    assert "现阶段" not in notice("bank", may_insist=False)


@pytest.mark.parametrize("item", LISTED.items.values(), ids=lambda one: one.id)
def test_the_constitution_is_quoted_for_its_own_words_alone(item: object) -> None:
    """18: “关心照料老人，当面见到本人（宪法 第一百一十一条第二款）”."""
    duty = item.duty  # type: ignore[attr-defined]
    if duty is None or duty.instrument != "constitution":
        return
    assert duty.words in CONSTITUTION
    decision = decide(item, LISTED, Circumstances("430102", TODAY))  # type: ignore[arg-type]
    (line,) = (one.answer for one in decision.trace if one.rule == "outside_duties")
    written, _, ours = line.partition("。本系统的理解：")
    assert written == f"属于居（村）委会的职责：{duty.words}（宪法 {duty.provision}）"
    assert ours == duty.ours


@pytest.mark.parametrize("item", ["POS-051", "POS-052"])
@pytest.mark.parametrize("place", ["", "140000", "140105", "430102"])
def test_that_we_registered_no_duty_is_no_reason_to_refuse(item: str, place: str) -> None:
    """17: “按规定…不属于它的职责范围”, of what Shanxi's public list names."""
    for demander, committee in product(("", "party", "employer"), (None, *CommitteeKind)):
        asked = Circumstances(place, TODAY, demander=demander, committee=committee)
        decision = decide(LISTED.items[item], LISTED, asked)
        assert decision.outcome is Outcome.TO_CONFIRM
        assert "不属于" not in decision.reason


@pytest.mark.parametrize("item", LISTED.items.values(), ids=lambda one: one.id)
def test_nobody_is_advised_to_withhold_what_is_to_be_confirmed(item: object) -> None:
    """21: “没有依据的，可以不提供” while we say that we do not know."""
    for place in ("", "430102", "110105", "330105"):
        for demander in ("", "police", "school", "bank"):
            asked = Circumstances(place, TODAY, demander=demander)
            decision = decide(item, LISTED, asked)  # type: ignore[arg-type]
            if decision.outcome is Outcome.TO_CONFIRM:
                assert not any("可以不提供" in way.do for way in decision.onward)
