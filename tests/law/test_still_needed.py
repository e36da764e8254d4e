"""现阶段据实出具 in the law room: what an explicit demand is, a hearing without an assembly."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from juzheng.catalogue import catalogue
from juzheng.law.base.demanders import Demander
from juzheng.law.cases.consultation import Consultation, Result, event_of, shortfalls
from juzheng.law.cases.lifecycle import Event
from juzheng.law.cases.transition import Demanded, TransitionKind, faults, gaps, open_to
from juzheng.law.catalogue.fitness import unfit

TODAY = date(2026, 11, 22)
RULE = catalogue().procedures["risk-meeting"].rule
HELD = Consultation("入户走访听取意见", TODAY, "同楼6户", "都说认识", Result.AGREED)
SAID = Demanded("王经理", TODAY, "2号窗口", "申请人本人")
PRIVATE, GAP = TransitionKind.PRIVATE_DEMAND, TransitionKind.POLICY_GAP


def test_an_oral_demand_is_explicit_once_all_four_are_written_down() -> None:
    assert gaps(PRIVATE, SAID) == ()
    for name in ("said_by", "said_on", "office", "heard_by"):
        assert len(gaps(PRIVATE, replace(SAID, **{name: None}))) == 1
    assert len(gaps(PRIVATE, Demanded())) == 4


def test_a_paper_says_it_all_and_a_policy_gap_is_nobodys_demand() -> None:
    assert gaps(PRIVATE, Demanded(written=True)) == ()
    assert gaps(GAP, Demanded()) == ()


def test_only_a_private_party_can_explicitly_ask_and_every_unit_may_lag_behind() -> None:
    for unit in ("", *Demander):
        assert open_to(unit)[0] is GAP
    for unit in (Demander.BANK, Demander.INSURER, Demander.EMPLOYER, Demander.SCHOOL, ""):
        assert PRIVATE in open_to(unit)
    for unit in (Demander.POLICE, Demander.COURT, Demander.ARMY, Demander.PARTY, Demander.EMBASSY):
        assert PRIVATE not in open_to(unit)


def test_the_day_of_review_is_data_of_our_own() -> None:
    rule = catalogue().reviews["transition"]
    assert (rule.due_on(date(2026, 1, 1)) - date(2026, 1, 1)).days == rule.days
    assert "本项目自己定的" in rule.note


def test_the_shipped_hearing_asks_for_no_number() -> None:
    assert RULE.flexible
    assert shortfalls(HELD, RULE, TODAY) == ()
    assert event_of(HELD) is Event.AGREED


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"form": "开大会"}, "form"),
        ({"held_on": date(2026, 11, 23)}, "not_held"),
        ({"took_part": " "}, "record"),
        ({"said": ""}, "record"),
        ({"result": Result.DECLINED}, "declined"),
    ],
)
def test_a_hearing_that_does_not_carry_says_why(changes: dict[str, object], code: str) -> None:
    (found,) = shortfalls(replace(HELD, **changes), RULE, TODAY)  # type: ignore[arg-type]
    assert found.code == code
    assert found.citation.duty == "OP-3.2.b" or found.citation.ours


def test_no_items_own_meeting_may_do_without_numbers() -> None:
    listed = catalogue()
    item = next(one for one in listed.items.values() if one.enabled and one.deliberation_rule)
    assert not [why for why in unfit(item, listed.instruments, TODAY) if "比例" in why]
    loose = replace(item, deliberation_rule=RULE)
    assert [why for why in unfit(loose, listed.instruments, TODAY) if "比例" in why]


def test_a_stated_fact_is_what_was_seen() -> None:
    assert faults("2026年11月23日，工作人员看到门牌。") == ()
    for sentence in ("没有房产。", "品行端正。", "据了解住这里。", "看到{applicant}。"):
        assert faults(sentence), sentence
    assert faults("张无忌在场。", ["张无忌"]) == ()
