"""Seven kinds of act, each in its own form; only what can change expires (文书性质)."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from juzheng.catalogue import catalogue
from juzheng.law.cases import samples
from juzheng.law.cases.certificates import (
    BadPaper,
    Paper,
    canonical,
    fingerprint,
    meeting_in_words,
    read_canonical,
)
from juzheng.law.cases.deliberation import Meeting
from juzheng.law.catalogue import guides
from juzheng.law.catalogue.act_kinds import FORMS, ActKind, Form, Part
from juzheng.law.catalogue.fitness import unfit
from juzheng.law.catalogue.guides import Where
from juzheng.law.catalogue.items import CommitteeKind, DeliberationNeed, Item, ListKind
from juzheng.law.catalogue.meetings import holds
from juzheng.law.catalogue.sentences import sentence_faults
from tests.papers import ACTS, CERTIFICATE, FORMAT_1

ITEMS = catalogue().items
TODAY = date(2026, 11, 29)
OTHER_ACTS = [act for act in ActKind if act is not ActKind.CERTIFICATE]
LINES = st.text(st.characters(exclude_categories=["Cc", "Cs", "Cf"]), min_size=1, max_size=20)

# What the law cited in the item asks for, read in its text: often it is no 证明.
ASKED_FOR = {
    ActKind.DECISION: {"POS-003"},
    ActKind.CONSENT: {"POS-004", "POS-005", "POS-006", "POS-040"},
    ActKind.RECOMMENDATION: {"POS-007", "POS-008", "POS-009", "POS-010", "POS-011"},
    ActKind.MEETING_OUTCOME: {"POS-017", "POS-018", "POS-019", "POS-025", "POS-041"},
    ActKind.RECORD_EXTRACT: {"POS-021"},
}
# Of the items that are issued, those that certify what may be otherwise next month.
CHANGEABLE = {
    "POS-001": "婚姻、住房、收入",
    "POS-028": "是否仍在务农",
    "POS-035": "种什么、是否仍自产",
    "POS-036": "负责人会换",
    "POS-048": "住址、是否独户",
}


def test_the_kinds_are_a_closed_list_each_with_its_form() -> None:
    assert [act.label for act in ActKind] == [
        *("证明", "同意意见", "推荐函", "决定", "会议决议、评议结果", "记录摘录", "复函"),
    ]
    assert set(FORMS) == set(ActKind)
    for form in FORMS.values():
        assert (Part.DOES in form.parts) == bool(form.does)
        assert (Part.REFERS in form.parts) <= bool(form.refers)
        assert (Part.REMEDY in form.parts) == form.remedy
        assert (Part.MEETING in form.parts) or not form.meets
        assert {Part.FACTS, Part.BASIS} <= set(form.parts)


def test_each_item_that_is_issued_is_the_act_that_its_law_asks_for() -> None:
    for act, expected in ASKED_FOR.items():
        first = {one.id for one in ITEMS.values() if one.enabled and "POS-" in one.id <= "POS-062"}
        assert {one for one in first if ITEMS[one].act is act} == expected


def test_nothing_is_headed_a_certificate_that_its_own_title_calls_something_else() -> None:
    for item in ITEMS.values():
        others = re.search("同意|推荐|评议意见|审议意见|决定书|摘录", item.certificate_title)
        assert (item.act is ActKind.CERTIFICATE) <= (others is None), item.id


def test_nothing_lapses_that_is_no_certificate_of_changeable_facts() -> None:
    issued = [one for one in ITEMS.values() if one.enabled and one.kind is not ListKind.NEGATIVE]
    assert {one.id for one in issued if one.validity_days} == set(CHANGEABLE)
    for item in ITEMS.values():
        assert not item.validity_days or FORMS[item.act].lapses or item.validity_source, item.id


def test_a_validity_that_a_law_sets_names_it() -> None:
    assert "北京市养犬管理规定第十二条" in ITEMS["POS-048"].validity_source
    assert "汕尾市农村建房条例第十九条" in ITEMS["POS-042"].limit_source


@pytest.mark.parametrize("act", OTHER_ACTS)
def test_the_gate_lets_nothing_but_a_certificate_expire_by_our_own_number(act: ActKind) -> None:
    item = _listed(act)
    assert unfit(item, catalogue().instruments, TODAY) == ()
    lapsing = replace(item, validity_days=30)
    assert "不会过期" in "".join(unfit(lapsing, catalogue().instruments, TODAY))
    sourced = replace(lapsing, validity_source="某条例第一条")
    assert unfit(sourced, catalogue().instruments, TODAY) == ()


def _listed(act: ActKind) -> Item:
    """Return an item of that act that may be published."""
    found = next((one for one in ITEMS.values() if one.enabled and one.act is act), None)
    return found or replace(ITEMS["POS-021"], act=act, refers_to="某日来函")


@pytest.mark.parametrize(
    ("item", "lacking", "told"),
    [
        ("POS-003", {"remedy": ""}, "不服怎么办"),
        ("POS-003", {"deliberation": DeliberationNeed.NONE}, "出自会议"),
        ("POS-019", {"deliberation": DeliberationNeed.ADVISED}, "出自会议"),
        ("POS-021", {"refers_to": ""}, "所摘的记录"),
        ("NEG-16", {"refers_to": ""}, "所摘的记录"),
        ("POS-021", {"act": ActKind.REPLY, "refers_to": ""}, "所复的来函"),
        ("POS-003", {"act": ActKind.CERTIFICATE}, "只说明事实"),
        ("POS-001", {"act": ActKind.CONSENT, "validity_days": 0}, "意思表示"),
        ("POS-001", {"validity_days": 0, "validity_source": "某条例"}, "没有写天数"),
    ],
)
def test_an_item_lacks_nothing_that_its_act_must_say(
    item: str, lacking: dict[str, object], told: str
) -> None:
    bent = replace(ITEMS[item], **lacking)  # type: ignore[arg-type]
    found = unfit(bent, catalogue().instruments, TODAY)
    assert len(found) == 1
    assert told in found[0]


@pytest.mark.parametrize("paper", ACTS.values(), ids=lambda paper: paper.act.value)
def test_a_paper_of_each_kind_is_read_back(paper: Paper) -> None:
    assert b'"format":"juzheng-paper/2"' in canonical(paper)
    assert read_canonical(canonical(paper)) == paper


@given(st.sampled_from(ActKind), LINES, LINES, LINES)
def test_any_act_is_read_back(act: ActKind, said: str, met: str, named: str) -> None:
    paper = replace(ACTS[act], operative=(said,), meeting=met, refers_to=named, remedy=met)
    assert read_canonical(canonical(paper)) == paper


@given(st.sampled_from(OTHER_ACTS), st.dates())
def test_no_paper_lapses_that_is_no_certificate(act: ActKind, until: date) -> None:
    with pytest.raises(BadPaper, match="不会过期"):
        replace(ACTS[act], valid_until=until)
    assert replace(ACTS[act], valid_until=until, validity_source="某条例").valid_until == until


@pytest.mark.parametrize(
    ("act", "lacking", "told"),
    [
        (ActKind.DECISION, {"meeting": ""}, "会议"),
        (ActKind.MEETING_OUTCOME, {"meeting": ""}, "会议"),
        (ActKind.DECISION, {"remedy": ""}, "不服怎么办"),
        (ActKind.DECISION, {"operative": ()}, "决定如下"),
        (ActKind.CONSENT, {"operative": ()}, "本委员会的意见"),
        (ActKind.RECOMMENDATION, {"operative": ()}, "推荐意见"),
        (ActKind.RECORD_EXTRACT, {"refers_to": ""}, "所摘的记录"),
        (ActKind.REPLY, {"refers_to": ""}, "所复的来函"),
    ],
)
def test_a_paper_says_what_its_act_must(
    act: ActKind, lacking: dict[str, object], told: str
) -> None:
    with pytest.raises(BadPaper, match=told):
        replace(ACTS[act], **lacking)  # type: ignore[arg-type]


@pytest.mark.parametrize("act", [ActKind.DECISION, ActKind.MEETING_OUTCOME])
def test_a_preview_may_wait_for_the_meeting(act: ActKind) -> None:
    assert replace(ACTS[act], number="", meeting="", operative=()).meeting == ""


def test_an_older_paper_is_read_and_written_as_it_was() -> None:
    assert b"juzheng-paper/1" in canonical(FORMAT_1)
    assert b'"act"' not in canonical(FORMAT_1)
    assert read_canonical(canonical(FORMAT_1)) == FORMAT_1
    assert not FORMAT_1.own_validity  # what it did not say is not read into it
    assert CERTIFICATE.own_validity
    assert fingerprint(FORMAT_1) != fingerprint(CERTIFICATE)


@pytest.mark.parametrize(
    "newer", [{"act": ActKind.CONSENT}, {"meeting": "会议"}, {"validity_source": "某条例"}]
)
def test_an_older_paper_cannot_say_what_is_new(newer: dict[str, object]) -> None:
    """It would be lost in its canonical text, and so be signed by nobody."""
    with pytest.raises(BadPaper):
        replace(FORMAT_1, **newer)  # type: ignore[arg-type]


def test_a_meeting_is_said_with_its_day_its_kind_and_its_result() -> None:
    meeting = Meeting(
        kind="村民代表会议",
        called_on=date(2026, 11, 1),
        held_on=date(2026, 11, 12),
        entitled=40,
        present=35,
        votes_for=33,
        against=1,
        abstained=1,
        public_notice_days=7,
        notice_from=date(2026, 11, 13),
    )
    said = (
        "2026年11月12日召开村民代表会议，应到40人，实到35人，同意33人，反对1人，弃权1人，讨论通过"
    )
    assert meeting_in_words(replace(meeting, notice_from=None), date(2026, 11, 20)) == f"{said}。"
    posted = f"{said}；结果自2026年11月13日起公示7天；"
    over, before = date(2026, 11, 20), date(2026, 11, 19)
    assert meeting_in_words(meeting, over) == f"{posted}公示期间没有收到异议。"
    # It was written down on the notice's last day: of the rest of it nobody has said anything.
    assert meeting_in_words(meeting, before) == f"{posted}截至2026年11月19日没有收到异议。"
    objected = replace(meeting, objections=2, objections_settled=1)
    assert meeting_in_words(objected, over) == f"{posted}公示期间收到异议2件，已经答复1件。"


@pytest.mark.parametrize("form", FORMS.values(), ids=lambda form: form.heading)
def test_a_meeting_that_was_held_is_left_off_no_paper(form: Form) -> None:
    assert Part.MEETING in form.parts


@pytest.mark.parametrize("item", ITEMS.values(), ids=lambda item: item.id)
def test_guide_and_sample_follow_the_act(item: Item) -> None:
    for division in item.divisions or ("",):
        guide = guides.guide(item, catalogue(), Where(division, TODAY))
        assert guide.act is item.act
        assert guide.validity == "不设有效期" or "依据" in guide.validity or _ours(guide.validity)
        assert not guide.limit_ground or "依据" in guide.limit_ground or _ours(guide.limit_ground)
        sample = samples.sample(guide)
        if sample is None:
            continue
        assert sample.act is item.act
        assert (sample.valid_until is None) == (item.validity_days == 0)
        assert bool(sample.operative) == bool(FORMS[item.act].does)
        if guide.deliberates:
            kind = sample.meeting.partition("召开")[2].partition("，")[0]
            assert kind in guide.deliberation_kind
            village = "村民委员会" in sample.committee
            whose = CommitteeKind.VILLAGERS if village else CommitteeKind.RESIDENTS
            assert holds(whose, kind)


def _ours(said: str) -> bool:
    return "本项目建议" in said and "法律法规没有规定" in said


def test_no_number_of_ours_is_called_a_design_value_before_residents() -> None:
    for item in ITEMS.values():
        rule = item.deliberation_rule
        said = (*item.unverified, *item.rules, rule.source.text if rule else "")
        assert not [text for text in said if "设计值" in text], item.id


def test_a_sample_picks_one_of_several_examples() -> None:
    sample = samples.sample(guides.guide(ITEMS["POS-003"], catalogue(), Where("", TODAY)))
    assert sample is not None
    assert any("系张小宝的祖父，" in fact.sentence for fact in sample.facts)


def test_the_record_of_an_extract_names_only_answers_that_are_asked_for() -> None:
    bent = replace(ITEMS["NEG-16"], refers_to="{nobody_asks}")
    assert [text for text in sentence_faults(bent) if "nobody_asks" in text]
    assert not list(sentence_faults(ITEMS["NEG-16"]))
