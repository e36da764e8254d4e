"""The counter: words, answer, one page, and what is known goes to the pen in the same minute."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from juzheng.acts.cases import intake, signing, withdrawal
from juzheng.catalogue import catalogue
from juzheng.law.cases.lifecycle import State
from juzheng.law.cases.verification import Means, named
from juzheng.law.catalogue.items import Item
from juzheng.records.models import Case, Committee, Entry, User
from juzheng.web.shared.catalogue.item_labels import told_apart
from juzheng.web.templatetags.juzheng import mistakes, zh_date
from tests.conftest import ANSWERS_BY_KIND, IDENTITY
from tests.hearing import hearing

NEW = "/desk/new/"


def typed(item_id: str, *, means: str = "", **changes: str) -> dict[str, str]:
    """Return the whole page filled in, with every fact established by ``means``."""
    item: Item = catalogue().items[item_id]
    answers: dict[str, str] = {}
    for question in item.questions:
        name = f"answer-{question.key}"
        if question.kind.value == "date":
            answers |= {f"{name}_year": "1968", f"{name}_month": "3", f"{name}_day": "15"}
        elif question.kind.value == "yes_no":
            answers[name] = "yes"
        else:
            value = (
                question.choices[0] if question.choices else ANSWERS_BY_KIND[question.kind.value]
            )
            answers[name] = str(value)
    return {
        "item": item_id,
        "key": "a-key-of-this-page-and-no-other",
        "applicant_name": "李秀英",
        "identity": IDENTITY,
        "recipient": "示例县民政局",
        "purpose": "办理登记",
        **answers,
        **{one.asked.key: "yes" if one.wanted else "no" for one in item.preconditions},
        **{f"consent-{kind.value}": "on" for kind in item.sensitive},
        **{f"fact-{fact.key}": means for fact in item.facts},
        **changes,
    }


HEARD = [
    ("法院来函核实被告住不住在村里", "court"),
    ("监委调查", "supervision"),
    ("市场监管局执法人员来社区调查取证", "enforcement"),
    ("民政局来函核实低保户情况", "relief"),
    ("部队来函政审", "other"),
    ("外国法院来函调查", ""),
    ("台湾法院来函", ""),
    ("有个律师来函问他住不住这", ""),
    ("证明他欠我钱", ""),
    ("证明我没打过人", ""),
    ("公章借我用一下", ""),
]


@pytest.mark.parametrize(("words", "authority"), HEARD)
def test_a_matter_is_heard_as_on_the_public_page(desk: Client, words: str, authority: str) -> None:
    """Its reason, its ways, and of an inquiry where it is registered; nothing "not recognised"."""
    page = desk.post(NEW, {"q": words})
    public = desk.get("/ask/", {"q": words})
    matter = page.context["matter"]
    assert matter == public.context["matter"]
    assert page.context["decision"] == public.context["decision"]
    shown = page.content.decode()
    assert matter.reason in shown
    assert matter.onward[0].do in shown
    assert "没有认出" not in shown
    link = f"/desk/inquiries/new/?authority={authority}"
    assert (link in shown) is bool(authority)
    assert ("/desk/inquiries/new/" in shown) is bool(authority)
    if authority:
        assert f'value="{authority}" checked' in " ".join(desk.get(link).content.decode().split())


def test_words_lead_to_items_and_never_into_an_address(desk: Client) -> None:
    """What is sure is opened at once, with what is easily mistaken for it beside it."""
    sure = desk.post(NEW, {"q": f"收养证明 {IDENTITY}"})
    assert sure.headers["Location"] == "/desk/new/?item=POS-001"
    page = desk.get(sure.headers["Location"])
    assert IDENTITY not in page.content.decode()
    beside = {one.id for one in page.context["beside"]}
    assert beside == set(catalogue().items["POS-001"].instead_see)


def test_whoever_is_not_understood_finds_it_in_the_list(desk: Client) -> None:
    lost = desk.post(NEW, {"q": "白菜萝卜"}).content.decode()
    assert "/desk/new/items/" in lost
    page = desk.get("/desk/new/items/")
    shown = [item.id for group in page.context["groups"] for item in group["items"]]
    assert {"POS-002", "NEG-01"} <= set(shown)
    assert len(shown) == len(set(shown))
    first = page.context["groups"][0]
    assert (first["title"], "POS-002" in {one.id for one in first["items"]}) == (
        "当场就能开",
        True,
    )
    assert "/desk/new/?item=POS-002" in page.content.decode()


def test_the_list_goes_by_who_asks_and_by_name(desk: Client) -> None:
    groups = desk.get("/desk/new/items/", {"by": "asker"}).context["groups"]
    banks = next(group for group in groups if group["title"] == "银行")
    assert "NEG-01" in {one.id for one in banks["items"]}
    assert groups[-1]["title"] == "其他单位"
    found = desk.post("/desk/new/items/", {"name": " 收养委托书 "}).context["groups"]
    assert [one.id for group in found for one in group["items"]] == ["POS-002"]
    nothing = desk.post("/desk/new/items/", {"name": IDENTITY})
    assert nothing.context["groups"] == []
    assert "没有叫这个名称的" in nothing.content.decode()


def test_one_button_says_how_what_it_can_show_was_seen(desk: Client) -> None:
    facts = catalogue().items["POS-002"].facts
    shown = {one.key for one in facts if Means.ORIGINAL in named(one)}
    said = {one.key: "asked" for one in facts if Means.ASKED in named(one)}
    said |= {one.key: "signed_before" for one in facts if Means.SIGNED_BEFORE in named(one)}
    assert shown
    assert said
    assert shown | set(said) == {one.key for one in facts}
    chosen = {f"fact-{key}": means for key, means in said.items()}
    assert desk.post(NEW, typed("POS-002", **chosen, all="original")).status_code == 302
    case = Case.objects.get()
    means = dict(case.verifications.values_list("fact", "means"))
    assert means == {**dict.fromkeys(shown, "original"), **said}
    assert case.state == "awaiting_signature"


def test_one_button_states_of_each_fact_the_way_that_the_page_names(desk: Client) -> None:
    facts = catalogue().items["POS-002"].facts
    page = desk.get(NEW, {"item": "POS-002"})
    told = page.context["as_named"]
    assert told == [(one.label, named(one)[0]) for one in facts]
    shown = " ".join(page.content.decode().split())
    assert all(f"<li>{label}：{means.label}</li>" in shown for label, means in told)
    assert desk.post(NEW, typed("POS-002", all="named")).status_code == 302
    case = Case.objects.get()
    assert dict(case.verifications.values_list("fact", "means")) == {
        one.key: named(one)[0].value for one in facts
    }
    assert case.state == "awaiting_signature"


def test_one_button_states_nothing_that_no_document_shows(desk: Client) -> None:
    facts = catalogue().items["POS-002"].facts
    told = {
        one["means"]: one["left"] for one in desk.get(NEW, {"item": "POS-002"}).context["at_once"]
    }
    left = [one.label for one in facts if Means.ORIGINAL not in named(one)]
    assert left
    assert told[Means.ORIGINAL] == left
    assert desk.post(NEW, typed("POS-002", all="original")).status_code == 302
    case = Case.objects.get()
    shown = {one.key for one in facts if Means.ORIGINAL in named(one)}
    assert set(case.verifications.values_list("fact", flat=True)) == shown
    assert case.state == "received"


def test_what_was_said_before_the_clerk_is_a_way_only_where_it_is_the_fact(desk: Client) -> None:
    form = desk.get(NEW, {"item": "POS-001"}).context["form"]
    for fact in catalogue().items["POS-001"].facts:
        groups = form.fields[f"fact-{fact.key}"].choices
        offered = {value for _, pairs in groups[1:] for value, _ in pairs}
        assert ("asked" in offered) is (Means.ASKED in named(fact))
        assert "own_statement" not in offered
        assert {one.value for one in named(fact)} <= offered


@pytest.mark.parametrize("means", ["own_statement", "x", ""])
def test_no_other_word_establishes_all_the_facts(desk: Client, means: str) -> None:
    assert desk.post(NEW, typed("POS-002", all=means)).status_code == 302
    case = Case.objects.get()
    assert (case.state, case.verifications.count()) == ("received", 0)


def test_the_usual_purpose_is_there_already_and_may_be_changed(desk: Client) -> None:
    form = desk.get(NEW, {"item": "POS-002"}).context["form"]
    assert form["purpose"].value() == catalogue().items["POS-002"].used_for[0]
    assert "purpose" in {box.name for box in form.about_the_rest()}
    desk.post(NEW, typed("POS-002", purpose="另有用途"))
    assert Case.objects.get().purpose == "另有用途"


def test_the_paper_is_opened_when_it_is_signed(desk: Client, responsible: User) -> None:
    desk.post(NEW, typed("POS-002", means="original"))
    case = Case.objects.get()
    waiting = desk.get(f"/desk/cases/{case.number}/paper/", follow=True)
    assert "还没有做好的文书" in waiting.content.decode()
    paper = signing.sign(case, by=responsible, at=timezone.now())
    answer = desk.get(f"/desk/cases/{case.number}/paper/", follow=True)
    assert answer.redirect_chain[-1][0].endswith(f"{quote(paper.number)}/")
    assert answer.content.startswith(b"%PDF-")


def test_words_that_name_no_paper_say_what_to_do(desk: Client) -> None:
    page = desk.post(NEW, {"q": "今天天气怎么样"})
    assert page.status_code == 200
    assert "请说一下谁要您的证明" in page.content.decode()
    page = desk.post(NEW, {"q": "白菜萝卜"})
    assert page.context["choices"] == []
    assert "没有认出是哪一项证明" in page.content.decode()


def test_the_clerk_has_a_question_to_ask_aloud_and_no_word_goes_into_an_address(
    desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    hearing(monkeypatch, "bank", NEG_02=0.4, NEG_20=0.4, OUT_BANK=0.1)

    page = desk.post(NEW, {"q": f"存折的事 {IDENTITY}"})
    text = page.content.decode()
    assert "请问居民：是下面哪种情况？" in text
    assert 'name="told-trouble"' in text
    assert "都不是" in text
    assert "银行" in text  # said back
    assert IDENTITY not in text
    assert [one["name"] for one in page.context["choices"]][-1] == "银行自己的业务"

    page = desk.post(NEW, {"q": "存折的事", "told-trouble": "lost"})
    assert page.context["aloud"] is None
    assert page.context["choices"][0]["name"] == "证件遗失证明"


def test_an_answer_of_the_dialogue_is_taken_back_at_the_counter_too(
    desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    hearing(monkeypatch, "bank", NEG_02=0.4, NEG_20=0.4, OUT_BANK=0.1)
    page = desk.post(NEW, {"q": "存折的事", "told-trouble": "lost"})
    text = page.content.decode()
    assert 'name="ask"' in text
    assert 'value="trouble"' in text

    page = desk.post(NEW, {"q": "存折的事", "told-trouble": "lost", "ask": "trouble"})
    text = page.content.decode()
    assert page.context["aloud"].key == "trouble"
    assert 'value="存折的事"' in text  # the words stay in the box
    assert ("ask", "trouble") not in page.context["carried"]  # or it would ask for ever

    page = desk.post(NEW, {"q": "存折的事", "told-trouble": "plain"})
    assert page.context["aloud"] is None
    assert page.context["choices"][0]["name"] != "证件遗失证明"


def test_of_several_items_of_one_name_whose_each_is_or_only_that_of_this_place(
    desk: Client, committee: Committee
) -> None:
    names = [one["name"] for one in desk.post(NEW, {"q": "老伴打我"}).context["choices"]]
    same = [name for name in names if name.startswith("家庭暴力相关证明")]
    assert any("北京市" in name for name in same)
    assert any("上海市" in name for name in same)
    assert len(set(names)) == len(names)
    listed = catalogue()
    both = [one for one in listed.items.values() if one.name == "家庭暴力相关证明"]
    assert list(told_apart(both, "110101001001", listed).values()) == ["家庭暴力相关证明"]
    other = [*both, listed.items["POS-001"]]
    assert told_apart(other, committee.code, listed)["POS-001"] == listed.items["POS-001"].name


def test_a_matter_that_is_no_certificate_is_a_choice_at_the_counter_too(desk: Client) -> None:
    text = desk.get(NEW, {"item": "OUT-HUKOU"}).content.decode()
    assert "户口业务" in text
    assert "可以这样办" in text


def test_an_item_that_does_not_exist_is_asked_for_again(desk: Client) -> None:
    page = desk.get(NEW, {"item": "POS-999"})
    assert page.status_code == 200
    assert "居民要开什么证明" in page.content.decode()


def test_the_answer_stands_on_the_page_before_anything_is_typed(desk: Client) -> None:
    page = desk.get(NEW, {"item": "NEG-01"})
    assert page.context["decision"].outcome.value == "refuse"
    text = page.content.decode()
    assert "不予出具" in text
    assert "户口簿" in text  # the way onward


@pytest.mark.duty("OP-2.3.d")
def test_what_is_known_goes_to_the_pen_in_one_submit(desk: Client, clerk: User) -> None:
    answer = desk.post(NEW, typed("POS-002", means="original"), follow=True)
    case = Case.objects.get()
    assert answer.redirect_chain[0][1] == 302
    assert (case.channel, case.received_by, case.state) == (
        "counter",
        clerk,
        "awaiting_signature",
    )
    facts = catalogue().items["POS-002"].facts
    events = list(case.entries.order_by("position").values_list("event", flat=True))
    assert events == [
        "case.received",
        *["verification.confirmed"] * len(facts),
        "case.prepared",
    ]
    text = answer.content.decode()
    assert case.number in text
    assert intake.code_of(case) in text


def test_the_same_page_sent_again_adds_nothing(desk: Client) -> None:
    page = typed("POS-001")
    first = next(iter(catalogue().items["POS-001"].facts))
    page[f"fact-{first.key}"] = "original"
    for _ in range(2):
        assert desk.post(NEW, page).status_code == 302
    case = Case.objects.get()
    assert case.verifications.count() == 1
    assert Entry.objects.filter(case=case).count() == 2


def test_half_of_the_facts_leave_the_case_where_it_stands(desk: Client) -> None:
    page = typed("POS-001")
    first = next(iter(catalogue().items["POS-001"].facts))
    page[f"fact-{first.key}"] = "home_visit"
    answer = desk.post(NEW, page, follow=True)
    assert Case.objects.get().state == "received"
    assert "送签前还缺" in answer.content.decode()


def test_a_refusal_is_received_for_its_notice(desk: Client) -> None:
    assert desk.post(NEW, typed("NEG-01")).status_code == 302
    case = Case.objects.get()
    assert (case.outcome, case.state) == ("refuse", "received")


def test_the_clerk_may_say_that_it_is_known_already(desk: Client) -> None:
    desk.post(NEW, typed("POS-001", already_known="on"))
    assert Case.objects.get().outcome == "on_the_spot"


@pytest.mark.parametrize("item", ["POS-001", "POS-002", "POS-003", "POS-011", "NEG-04", "NEG-20"])
def test_every_kind_of_item_has_its_page(desk: Client, item: str) -> None:
    page: Any = desk.get(NEW, {"item": item})
    assert page.status_code == 200
    assert len(page.content) < 60_000


def test_a_refusal_asks_for_none_of_the_items_own_answers(desk: Client) -> None:
    # NEG-10 asks on which day staff met the person: nobody did, and a notice needs no such day.
    sent = {name: value for name, value in typed("NEG-10").items() if not name.startswith("answer")}

    assert desk.post(NEW, sent).status_code == 302

    assert Case.objects.get().answers == {}


def test_an_emergency_is_the_first_thing_the_clerk_reads(desk: Client) -> None:
    text = desk.post(NEW, {"q": "隔壁老人两天没开门，敲门不应"}).content.decode()

    assert 'href="tel:110"' in text
    assert text.index("tel:110") < text.index("一起上门看看")
    assert "没有认出" not in text


def test_two_wishes_at_the_counter_are_two_items_and_a_greeting_is_none(desk: Client) -> None:
    two = desk.post(NEW, {"q": "单身证明和亲属关系证明怎么开"}).content.decode()
    assert two.index("?item=NEG-08") < two.index("?item=NEG-01")
    assert two.count('class="jz-choice"') == 2
    talk = desk.post(NEW, {"q": "你好"}).content.decode()
    assert "请说一下谁要您的证明" in talk
    assert "依据" not in talk.split("<main")[1].split("</main>")[0]


def test_the_same_wish_of_the_same_person_is_said_before_it_is_filed_twice(desk: Client) -> None:
    desk.post(NEW, typed("POS-002"))
    (first,) = Case.objects.all()
    again = typed("POS-002", key="another-page-of-the-same-wish")
    asked = desk.post(NEW, again)
    assert asked.status_code == 409
    assert f'href="/desk/cases/{quote(first.number)}/"' in asked.content.decode()
    assert [(one.what, one.by) for one in first.views.all()] == [("查找", User.objects.get())]
    assert Case.objects.count() == 1
    assert desk.post(NEW, again | {"there": asked.context["there_said"]}).status_code == 302
    assert Case.objects.count() == 2


def test_one_number_under_two_names_is_said_and_only_of_ones_own_committee(
    desk: Client, case_for: Callable[..., Case], village: Committee
) -> None:
    case_for("POS-002", committee=village)
    page = desk.post(NEW, typed("POS-002"), follow=True).content.decode()
    assert "登记的是另一个姓名" not in page
    other = typed("POS-001", key="the-next-page", applicant_name="李秀莹")
    asked = desk.post(NEW, other)
    shown = Case.objects.get(revision__subject="POS-002", committee__kind="residents")
    assert asked.status_code == 409
    assert "登记的是另一个姓名" in asked.content.decode()
    assert f"{shown.number}</a>·李秀英" in "".join(asked.content.decode().split()), "in full"
    assert [look.what for look in shown.views.order_by("pk")] == ["办件", "查找"]
    assert Case.objects.filter(committee__kind="residents").count() == 1
    assert desk.post(NEW, other | {"names": asked.context["names_said"]}).status_code == 302


def test_who_was_taken_in_gets_a_slip_with_number_code_last_day_and_what_is_missing(
    desk: Client, loaded: None
) -> None:
    answer = desk.post(NEW, typed("POS-001"), follow=True)
    case = Case.objects.get()
    address = reverse("clerk:receipt", args=[case.number])
    assert f'href="{address}"' in answer.content.decode()
    slip = desk.get(address).content.decode()
    lacking = slip.partition("还缺什么")[2]
    assert case.number in slip
    assert intake.code_of(case) in slip
    assert zh_date(case.due_on) in slip
    assert "的第二天起算 5 个工作日" in slip
    for thing in case.revision.item.materials:
        assert thing in lacking
    assert IDENTITY not in slip


def test_what_was_seen_at_the_counter_is_not_asked_for_again_on_the_slip(
    desk: Client, loaded: None
) -> None:
    seen = {f"fact-{one}": Means.ORIGINAL.value for one in ("residence", "marriage", "household")}
    desk.post(NEW, typed("POS-001", **seen))
    case = Case.objects.get()
    slip = desk.get(reverse("clerk:receipt", args=[case.number])).content.decode()
    lacking = slip.partition("还缺什么")[2].partition("查进度")[0]
    (left,) = [one for one in case.revision.item.facts if one.key == "livelihood"]
    assert f"{left.label}（{'；'.join(left.means)}）" in lacking
    assert "别的已经核实，不用再带材料" in lacking
    assert not [thing for thing in case.revision.item.materials if thing in lacking]


def test_the_code_is_on_the_slip_for_whoever_took_the_case_alone_and_not_for_long(
    desk: Client, loaded: None, responsible: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.post(NEW, typed("POS-001"), follow=True)
    case = Case.objects.get()
    code, address = intake.code_of(case), reverse("clerk:receipt", args=[case.number])
    colleague = Client()
    colleague.force_login(responsible)
    assert code not in colleague.get(address).content.decode()
    later = timezone.now() + timedelta(minutes=31)
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)
    slip = desk.get(address).content.decode()
    assert code not in slip
    assert case.number in slip
    assert "打印回执，交给居民" not in desk.get(f"/desk/cases/{case.number}/").content.decode()


def test_where_everything_was_seen_the_slip_says_that_nothing_is_missing(
    desk: Client, loaded: None
) -> None:
    desk.post(NEW, typed("POS-001", means="original"))
    case = Case.objects.get()
    slip = desk.get(reverse("clerk:receipt", args=[case.number])).content.decode()
    assert "现在不缺什么" in slip


def test_the_slip_of_a_case_that_has_ended_says_so_and_promises_nothing(
    desk: Client, loaded: None
) -> None:
    desk.post(NEW, typed("POS-001"), follow=True)
    case = Case.objects.get()
    withdrawal.withdraw(case, at=timezone.now())
    page = desk.get(reverse("clerk:case", args=[case.number])).content.decode()
    assert "最晚哪天、还缺什么" not in page
    slip = desk.get(reverse("clerk:receipt", args=[case.number])).content.decode()
    assert State.WITHDRAWN.label in slip
    assert "缺什么" not in slip
    assert "最晚哪天有结果" not in slip


def test_mistakes_that_read_alike_say_which_box_in_the_order_of_the_page(
    desk: Client, loaded: None
) -> None:
    answer = desk.post(NEW, {"item": "POS-001", "key": "a-key-of-another-page"})
    told = [one["text"] for one in mistakes(answer.context["form"])]
    assert len(set(told)) == len(told)
    assert told[0].startswith("“收养人（夫妻有一方就算）是外国人")
    assert told[-2] == "“您有没有工作单位？”：请从下面选一项。"
    assert "请照证件填写姓名，例如：李秀英。" in told  # one alone needs no name beside its box


def test_a_pen_at_the_counter_is_told_what_it_gives_up(
    desk: Client, responsible: User, person: Any
) -> None:
    gives_up, alone = "由您在窗口受理的，这一件就不能再由您签字", "没有别人能签字"
    pen = Client()
    pen.force_login(responsible)

    def page(who: Client) -> str:
        return who.get("/desk/new/?item=POS-001").content.decode()

    assert gives_up not in page(desk)
    assert page(pen).index(gives_up) < page(pen).index("受理</button>")
    assert alone in page(pen)
    person("free", "responsible", responsible.committee, "孙主任")
    assert "能签字的：孙主任。" in page(pen)
    assert alone not in page(pen)


def test_the_counter_calls_no_answer_certain_before_what_it_presupposes_is_asked(
    desk: Client,
) -> None:
    said = "符合条件的，核查后限时出具"
    assert said in desk.get("/desk/new/?item=POS-001").content.decode()
    wrong = {**typed("POS-001"), "recipient": ""}  # all that is asked first is answered
    answered = desk.post("/desk/new/?item=POS-001", wrong)
    assert answered.status_code == 422
    assert said not in answered.content.decode()
    assert "核查后限时出具" in answered.content.decode()


def test_a_foreign_document_contradicts_that_one_is_no_foreigner_at_the_counter_too(
    desk: Client,
) -> None:
    said = "可是选的证件是护照"
    passport = {**typed("POS-001"), "identity": "护照E12345678"}
    assert said in desk.post("/desk/new/?item=POS-001", passport).content.decode()
    card = {**typed("POS-001"), "recipient": ""}
    assert said not in desk.post("/desk/new/?item=POS-001", card).content.decode()


def test_the_counter_says_what_may_not_be_written_and_offers_no_way_that_belies_the_paper(
    desk: Client,
) -> None:
    form = desk.get(NEW, {"item": "NEG-01"}).context["form"]
    (fact,) = catalogue().items["NEG-01"].facts
    groups = form.fields[f"fact-{fact.key}"].choices
    offered = {value for _, pairs in groups[1:] for value, _ in pairs}
    assert offered == {"own_register"}
    said = desk.post(NEW, typed("POS-001") | {"answer-household_members": "无"})
    assert "写的是“没有什么”" in said.content.decode()
