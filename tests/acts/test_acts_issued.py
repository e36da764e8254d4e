"""What is signed is the act that the item asks for, with its recorded meeting (文书性质)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from juzheng.acts import audit
from juzheng.acts.base import papers
from juzheng.acts.cases import (
    consultation,
    deliberation,
    drafting,
    refusal,
    signing,
    transition,
    verification,
)
from juzheng.law.cases import consultation as consulting
from juzheng.law.cases.certificates import Paper
from juzheng.law.cases.consultation import Result as Heard
from juzheng.law.cases.transition import STATED
from juzheng.law.cases.verification import Means, Result
from juzheng.law.catalogue.act_kinds import ActKind
from juzheng.records.models import Case, Certificate, User
from tests.acts.test_working_on_a_case import PDF, meeting
from tests.conftest import NOON, insisted

Cases = Callable[..., Case]


@pytest.fixture
def issued(case_for: Cases, confirm: Cases, clerk: User, responsible: User) -> Any:
    """Return a maker of issued papers: ``issued("POS-003", meeting())``."""

    def make(item: str, held: Any = None) -> Certificate:
        case = confirm(case_for(item, by=clerk), by=clerk)
        if held:
            deliberation.record(case, held, sheet=PDF, by=clerk, at=NOON)
        drafting.send(case, by=clerk, at=NOON)
        return signing.sign(case, by=responsible, at=NOON)

    return make


def paper(certificate: Certificate) -> Paper:
    return papers.paper_of(certificate)


def heard(
    form: str = "居民座谈会", result: Heard = Heard.AGREED, days_ago: int = 0
) -> consulting.Consultation:
    day = (NOON - timedelta(days=days_ago)).date()
    return consulting.Consultation(form, day, "同楼6户", "都说认识", result)


@pytest.fixture
def risky(case_for: Cases, clerk: User) -> Any:
    """Return a maker of cases in which a legal risk alone calls for hearing residents."""

    def make(item: str) -> Case:
        case = case_for(item, demander="bank", by=clerk)
        scan = transition.keep_demand(case, PDF)
        ground = insisted(legal_risk=True, fact="2026年11月23日，工作人员在示例路1号看到门牌。")
        transition.record_ground(case, ground, document=scan, by=clerk, at=NOON)
        said = {"means": Means.HOME_VISIT, "result": Result.CONFIRMED, "note": "看过"}
        verification.record(case, STATED, **said, by=clerk, at=NOON)
        transition.assess(case, risk="有", precaution="写明用途", counsel="", by=clerk, at=NOON)
        return case

    return make


@pytest.mark.parametrize("item", ["NEG-01", "NEG-16"])
def test_what_was_heard_in_a_flexible_form_stands_on_the_paper(
    item: str, risky: Any, clerk: User, responsible: User
) -> None:
    case = risky(item)
    consultation.record(case, heard(days_ago=2), by=clerk, at=NOON)
    consultation.record(case, heard("入户走访听取意见"), by=clerk, at=NOON)
    drafting.send(case, by=clerk, at=NOON)
    said = paper(signing.sign(case, by=responsible, at=NOON))
    assert said.meeting == (
        "2026年11月22日以“居民座谈会”的方式组织居民议事协商；"
        "2026年11月24日以“入户走访听取意见”的方式组织居民议事协商，参加的人同意据实出具。"
    )
    assert "同楼6户" not in str(said)  # who took part and what they said is nobody else's
    assert audit.audit().faults == ()


def test_a_round_that_disagreed_and_what_was_before_it_do_not_count(
    risky: Any, clerk: User, responsible: User
) -> None:
    case = risky("NEG-01")
    for one in (heard(days_ago=3), heard(result=Heard.DECLINED, days_ago=2), heard("楼栋会议")):
        consultation.record(case, one, by=clerk, at=NOON)
    drafting.send(case, by=clerk, at=NOON)
    said = paper(signing.sign(case, by=responsible, at=NOON))
    assert said.meeting == (
        "2026年11月24日以“楼栋会议”的方式组织居民议事协商，参加的人同意据实出具。"
    )


def test_a_refusal_names_the_hearing_that_did_not_agree(
    risky: Any, clerk: User, person: Callable[..., User]
) -> None:
    case = risky("NEG-01")
    consultation.record(case, heard(result=Heard.DECLINED), by=clerk, at=NOON)
    other = person("other-clerk", "clerk", clerk.committee)
    said = paper(refusal.refuse(case, by=other, at=NOON))
    assert said.reason == ("2026年11月24日以“居民座谈会”的方式组织居民议事协商，没有同意出具。")


def test_a_refusal_names_the_meeting_that_did_not_agree(
    case_for: Cases, clerk: User, person: Callable[..., User]
) -> None:
    case = case_for("POS-003", by=clerk)
    no = meeting(votes_for=1, against=5)
    deliberation.record(case, no, sheet=PDF, by=clerk, at=NOON)
    other = person("other-clerk", "clerk", clerk.committee)
    said = paper(refusal.refuse(case, by=other, at=NOON))
    assert said.reason.startswith("2026年11月15日召开居民委员会会议，应到7人，实到6人，同意1人，")
    assert said.reason.endswith("，没有同意出具。")


def test_a_guardian_is_appointed_by_a_decision_that_does_not_lapse(issued: Any) -> None:
    made = issued("POS-003", meeting())
    said = paper(made)
    assert (said.act, said.format, made.valid_until) == (ActKind.DECISION, 2, None)
    assert said.meeting == (
        "2026年11月15日召开居民委员会会议，应到7人，实到6人，同意6人，反对0人，弃权0人，讨论通过。"
    )
    assert len(said.operative) == 1
    assert "指定" in said.operative[0]
    assert said.operative[0] not in [fact.sentence for fact in said.facts]
    assert "三十日内向人民法院" in said.remedy
    assert said.not_verified[0].startswith("本决定")
    assert audit.audit().faults == ()


@pytest.mark.parametrize(
    ("item", "act", "does"),
    [
        ("POS-004", ActKind.CONSENT, "同意"),
        ("POS-007", ActKind.RECOMMENDATION, "推荐"),
        ("POS-009", ActKind.RECOMMENDATION, "推荐"),
    ],
)
def test_consents_and_recommendations_do_something_and_do_not_lapse(
    issued: Any, item: str, act: ActKind, does: str
) -> None:
    made = issued(item)
    said = paper(made)
    assert (said.act, made.valid_until, said.meeting) == (act, None, "")
    assert does in said.operative[0]
    assert said.facts


def test_a_consent_that_was_discussed_states_the_meeting(
    issued: Any, case_for: Cases, confirm: Cases, clerk: User, responsible: User
) -> None:
    case = confirm(case_for("POS-004", by=clerk), by=clerk)
    held = meeting().held_on
    party = {"party_body": "示例社区党委", "party_on": held}
    fit = meeting(kind="居民会议", public_notice_days=7, notice_from=held, **party)
    deliberation.record(case, fit, sheet=PDF, by=clerk, at=NOON.replace(day=23))
    drafting.send(case, by=clerk, at=NOON)
    said = paper(signing.sign(case, by=responsible, at=NOON))
    assert said.meeting.startswith("2026年11月15日召开居民会议")
    assert "公示7天" in said.meeting


def test_an_extract_names_the_record(issued: Any) -> None:
    made = issued("POS-021")
    said = paper(made)
    assert (said.act, made.valid_until) == (ActKind.RECORD_EXTRACT, None)
    assert said.refers_to == "家庭暴力投诉、反映、求助登记"
    assert said.not_verified[0].startswith("本摘录")


def test_a_certificate_of_what_can_change_has_a_day_marked_as_our_own(issued: Any) -> None:
    said = paper(issued("POS-001"))
    assert (said.act, said.own_validity) == (ActKind.CERTIFICATE, True)
    assert said.valid_until is not None
    assert (said.valid_until - said.issued_on).days == 30


def test_a_certificate_of_a_past_event_has_none(issued: Any) -> None:
    assert paper(issued("POS-002")).valid_until is None


def test_a_preview_waits_for_the_meeting_and_can_be_looked_at(
    case_for: Cases, confirm: Cases, clerk: User
) -> None:
    case = confirm(case_for("POS-003", by=clerk), by=clerk)
    assert signing.draft(case, at=NOON).startswith(b"%PDF-")


def test_what_was_refused_stands_on_record_with_the_refusal(
    case_for: Cases, responsible: User
) -> None:
    said = paper(refusal.refuse(case_for("NEG-16"), by=responsible, at=NOON))
    assert (said.act, said.called) == (ActKind.RECORD_EXTRACT, "不予出具告知单")
