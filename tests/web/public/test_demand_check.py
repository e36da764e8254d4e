"""Ask before you demand (索要前先问): the page, the small page for other sites, the interface."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.urls import reverse
from hypothesis import HealthCheck, given, settings

from juzheng.acts.demands import units
from juzheng.catalogue import catalogue, contrary
from juzheng.finder import default_finder, finder_over, matters
from juzheng.finder.demanding import Question, told
from juzheng.law.base.demanders import (
    MAY_WRITE,
    NOT_GOVERNED,
    Demander,
    governed,
    is_administrative,
)
from juzheng.law.catalogue.items import ListKind
from juzheng.law.catalogue.lists import ListLine
from juzheng.law.demands.asking import DemandAnswer
from juzheng.web.public.demands import demand_api
from juzheng.web.public.demands.demand_api import MOST_QUESTIONS, document
from tests.conftest import NOON

ON = date(2026, 11, 24)
API = "/api/v1/demand-check"
PAGES = ("/may-i-demand/", "/widget/demand-check.html")


def ask(paper="", matter="", demander="", item="", place="", **said):
    return told(
        Question(paper, matter, demander, place, item, tuple(said.items())),
        finder=default_finder(),
        catalogue=catalogue(),
        matters=dict(matters()),
        on=ON,
    )


A = DemandAnswer


@pytest.mark.parametrize(
    ("paper", "demander", "place", "answer"),
    [
        ("收养证明", "civil_affairs", "", A.BASIS_FOUND),
        ("收养证明", "", "", A.BASIS_FOUND),
        ("收养证明", "bank", "", A.UNKNOWN),  # no article has it handed in there
        ("证明我妈是我妈", "police", "", A.NEGATIVE_LIST),  # no entry says that it can look it up
        ("证明我妈是我妈", "bank", "", A.NEGATIVE_LIST),
        (
            "健在证明",
            "social_insurance",
            "430102",
            A.NEGATIVE_LIST,
        ),  # online? shared? not asked yet
        ("健在证明", "tax", "430102", A.NEGATIVE_LIST),
        ("天上几颗星", "bank", "", A.UNKNOWN),
        *[("证明我妈是我妈", one.value, "", A.NOT_GOVERNED) for one in sorted(NOT_GOVERNED)],
        *[("天上几颗星", one.value, "", A.NOT_GOVERNED) for one in sorted(NOT_GOVERNED)],
    ],
)
def test_what_can_be_said_of_a_demand(paper, demander, place, answer):
    assert ask(paper, demander=demander, place=place).check.answer is answer


@pytest.mark.parametrize(
    ("demander", "place"),
    [
        ("housing", ""),  # nobody can certify that
        ("travel_agency", ""),
        ("travel_agency", "370000"),  # of tourists? not asked yet
        ("housing", "370000"),  # it speaks of another kind
    ],
)
def test_a_matter_that_was_chosen_is_answered_and_one_that_is_not_sure_is_asked_back(
    demander, place
):
    guessed = ask("没有养狗的情况", demander=demander, place=place)
    assert (guessed.check.answer, guessed.matter) == (A.UNKNOWN, None)
    (first, *_more) = guessed.candidates
    assert first.id in matters()
    chosen = ask("没有养狗的情况", demander=demander, place=place, item=first.id)
    assert (chosen.check.answer, chosen.matter) == (A.NO_BASIS_LISTED, first)


def test_the_unit_is_asked_back_as_a_resident_is_but_never_who_it_is(client, db):
    said = ask("证明", "贷款", "bank")
    assert said.asked is not None
    assert said.asked.key != "asker"
    assert ask("证明", "办事").asked.key != "asker"
    found = client.get("/may-i-demand/?paper=证明&matter=贷款&unit=bank").content.decode()
    assert said.asked.text in found
    assert said.check.answer.label not in found  # no verdict beside a question
    reply = said.asked.answers[0]
    address = f"/may-i-demand/?paper=证明&matter=贷款&unit=bank&told-{said.asked.key}={reply.key}"
    assert said.asked.text not in client.get(address).content.decode()
    ended = client.get("/may-i-demand/?paper=证明&matter=贷款&unit=bank&none=1").content.decode()
    assert A.UNKNOWN.label in ended
    for address in PAGES:  # both doors ask the same
        asked = client.get(f"{address}?paper=证明&matter=贷款&unit=bank").content.decode()
        assert said.asked.text in asked
    told_ = client.get(f"{API}?paper=证明&matter=贷款&unit=bank").json()
    assert (told_["sure"], told_["item"], told_["understood"]) == (False, None, None)
    assert told_["question"]["key"] == said.asked.key
    again = f"{API}?paper=证明&matter=贷款&unit=bank&told-{said.asked.key}="
    answered = client.get(f"{again}{reply.key}").json()
    assert answered["question"] is None or answered["question"]["key"] != said.asked.key
    assert client.get(f"{again}nonsense").status_code == 422
    assert client.get(f"{API}?paper=证明&told-asker=bank").status_code == 422


def test_what_we_have_not_checked_is_no_none():
    unchecked = [
        item
        for item in catalogue().items.values()
        if item.kind is ListKind.ISSUABLE and not item.enabled
    ]
    assert unchecked
    for item in unchecked:
        there = (item.divisions or ("430102",))[0]
        check = ask(item=item.id, demander="bank", place=there).check
        assert check.answer is A.BASIS_CLAIMED
        assert "没有启用" not in check.why
        assert "不能说没有依据" in check.why
        if item.divisions:
            for place, open_ in (("659001", A.NOT_LOOKED), ("", A.PLACE_OPEN)):
                elsewhere = ask(item=item.id, demander="bank", place=place).check
                assert elsewhere.answer in (A.NO_BASIS_LISTED, open_, A.NEGATIVE_LIST)
                assert "有文件提到" not in elsewhere.why


def test_where_nobody_looked_no_document_is_said_to_claim_anything():
    """16: POS-048 × bank, nationwide, was “有文件提到这份证明，还没有核对”."""
    check = ask(item="POS-054", demander="bank", place="430102").check
    assert check.answer is A.NOT_LOOKED
    assert "还没有查过" in check.why
    assert "应当同时提供依据" not in check.why
    assert "请接受" not in check.why


@pytest.mark.django_db
def test_without_a_place_it_is_not_said_that_nobody_looked_there(client, loaded):
    """“当地有没有规定，还没有查过” was said of no place at all, of what some places have."""
    for place in ("", "440000"):  # POS-054 is 441200's: its province is too wide to say
        check = ask(item="POS-054", demander="bank", place=place).check
        assert check.answer is A.PLACE_OPEN
        assert "还没有查过" not in check.why
        assert "有的地方没有" not in check.why  # that some have none is not known
        assert "不能说没有依据" in check.why
    page = client.get("/may-i-demand/?item=POS-054&unit=bank").content.decode()
    assert (
        page.index(A.PLACE_OPEN.label) < page.index("/place/?next=") < page.index("请改用这些办法")
    )


TOURIST = {"tourist": True}
CONTRARY = [
    ("NEG-10", "social_insurance", "430102", {"online": True}),
    ("NEG-19", "market", "110000", {"online": True}),
    ("NEG-19", "market", "", {"registering": True}),
    ("NEG-05", "travel_agency", "370000", TOURIST),
    ("NEG-02", "employer", "410000", {"migrant": True}),
    ("NEG-02", "bank", "410000", {"migrant": True}),  # 任何部门和单位
]


@pytest.mark.parametrize(("item", "demander", "place", "yes"), CONTRARY)
def test_a_demand_is_contrary_only_once_the_condition_of_the_article_was_answered_yes(
    item, demander, place, yes
):
    """在线办理; 旅游者; 进城务工人员 were dropped from the sentence."""
    (name,) = yes
    unasked = ask(item=item, demander=demander, place=place).check
    assert unasked.answer is A.NEGATIVE_LIST
    (hint,) = (one for one in unasked.hints if one.row.condition.value == name)
    assert hint.holds is None
    assert hint.row.condition.label in hint.said
    met = ask(item=item, demander=demander, place=place, **yes).check
    assert met.answer is A.CONTRARY_TO_PROVISION
    assert met.citations == (hint.citation,)
    assert hint.row.condition.label in met.why
    denied = ask(item=item, demander=demander, place=place, **{name: False}).check
    assert denied.answer is A.NEGATIVE_LIST
    assert name not in {one.row.condition.value for one in denied.hints}


def test_what_is_to_be_confirmed_never_becomes_contrary():
    """98 of 98 items of other places were, to every travel agency in 山东."""
    for item in catalogue().items:
        check = ask(item=item, demander="travel_agency", place="370102", **TOURIST).check
        if check.answer is A.CONTRARY_TO_PROVISION:
            plain = ask(item=item, demander="travel_agency", place="370102").check
            assert plain.answer in (A.NEGATIVE_LIST, A.NO_BASIS_LISTED)
    open_ = ask(item="POS-054", demander="travel_agency", place="370102", **TOURIST).check
    assert open_.answer in (A.NOT_LOOKED, A.NEGATIVE_LIST)


@pytest.mark.parametrize("one", contrary(), ids=lambda one: one.instrument)
def test_a_condition_that_was_not_answered_is_never_supposed(one):
    """Each row names its condition, and every kind of condition has a row."""
    assert one.condition in {row.condition for row in contrary()}
    assert one.says


@pytest.mark.parametrize(
    ("item", "demander", "place"),
    [
        ("POS-004", "bank", ""), ("POS-004", "school", ""), ("POS-005", "care_home", ""),
        ("POS-003", "hospital", ""), ("POS-046", "bank", "110105"), ("POS-011", "police", ""),
        ("POS-017", "civil_affairs", ""), ("POS-041", "civil_affairs", "110105"),
        ("POS-074", "civil_affairs", "370102"), ("POS-094", "civil_affairs", "310115"),
    ],
)  # fmt: skip
def test_our_own_list_of_askers_is_no_statute(item, demander, place):
    """“依据是写给学校、医院、公安、人民法院的”; 民法典 27 names none of them."""
    check = ask(item=item, demander=demander, place=place).check
    assert check.answer is A.UNKNOWN
    assert "没有查到条文" in check.why
    assert "写给" not in check.why


@pytest.mark.parametrize(
    ("item", "demander", "place", "words"),
    [
        ("POS-001", "civil_affairs", "", "收养人应当向收养登记机关提交"),
        ("POS-074", "township", "370102", "向镇人民政府或者街道办事处提出申请"),
        ("POS-048", "police", "110105", "公安机关进行养犬登记"),
    ],
)
def test_a_basis_is_found_where_a_provision_has_the_paper_handed_in(item, demander, place, words):
    check = ask(item=item, demander=demander, place=place).check
    assert check.answer is A.BASIS_FOUND
    assert words in check.why


def test_who_is_entitled_is_a_kind_of_unit_that_an_article_of_the_item_names():
    rows = [(item, row) for item in catalogue().items.values() for row in item.entitled]
    assert len(rows) >= 10
    for item, row in rows:
        assert row.demander in {one.value for one in Demander}
        assert row.instrument in {basis.instrument for basis in item.basis}
        assert re.search("向|持", row.words) or "证明" in row.words


@pytest.mark.parametrize(
    ("said", "who"),
    [
        ("镇政府要我开建房证明", "township"),
        ("街道办事处要居住证明", "township"),
        ("健在证明，退役军人事务局要", "veterans"),
        ("残联要我开残疾证明", "disabled_federation"),
        ("卫健局要我开生育证明", "health"),
        ("农业农村局要成员证明", "agriculture"),
        ("劳动仲裁院要居委会推荐", "arbitration"),
    ],
)
def test_no_unit_is_taken_for_another_kind(said, who):
    assert default_finder().find(said).demander == who


def test_no_instruction_of_a_page_is_given_to_a_unit():
    """“请先选好您所在的地方，再看答复” in ``instead``."""
    for item in catalogue().items:
        for place in ("", "430102"):
            check = ask(item=item, demander="police", place=place).check
            for way in check.instead:
                assert not re.search("选好|本页|请民政部门确认|先申请", way.do + way.where)


def test_the_page_asks_the_condition_and_hears_the_answer(client, loaded):
    asked = {"item": "NEG-10", "unit": "social_insurance", "division": "430102"}
    page = client.get("/may-i-demand/", asked).content.decode()
    assert "贵单位是这种情况吗" in page
    assert "online=yes" in page
    answered = client.get("/may-i-demand/", {**asked, "online": "yes"}).content.decode()
    assert A.CONTRARY_TO_PROVISION.label in answered
    assert "贵单位是这种情况吗" not in answered


def test_a_program_is_told_the_condition_and_answers_it(client, loaded):
    asked = {"item": "NEG-10", "unit": "social_insurance", "division": "430102"}
    plain = client.get(API, asked).json()
    assert plain["answer"] == "negative_list"
    assert [one["condition"] for one in plain["hints"]] == ["online"]
    assert client.get(API, {**asked, "online": "yes"}).json()["answer"] == "contrary_to_provision"
    assert client.get(API, {**asked, "online": "perhaps"}).status_code == 422


@pytest.mark.parametrize("demander", ["", *(kind.value for kind in Demander)])
@pytest.mark.parametrize("place", ["", "370102", "310101", "420106"])
def test_every_item_has_an_answer_for_every_unit(demander, place):
    """OP-2.2.b, OP-4.2.b: whoever may not have the paper is told what works instead."""
    texts = {one.instrument for one in contrary()}
    for item in catalogue().items.values():
        check = ask(item=item.id, demander=demander, place=place).check
        if check.answer is A.BASIS_FOUND:
            assert item.enabled
            assert not demander or demander in {one.demander for one in item.entitled}
        else:
            assert check.instead
        assert (check.answer is A.NOT_GOVERNED) is not governed(demander)
        if check.answer is A.CONTRARY_TO_PROVISION:  # only with a provision that says so
            assert check.citations[0].instrument in texts
        if check.answer is A.NOT_GOVERNED:
            assert not check.citations
            assert ("发函" in check.why) is (demander in MAY_WRITE)
            assert not re.search("应当|不得|必须|违", check.why)
        assert not re.search("违法|违反|不应当(向|要)|无权", check.why)
        for cited in check.citations:
            assert catalogue().instruments[cited.instrument].in_force(ON)
            if cited.duty in ("OP-2.2.b", "OP-4.3.a", "OP-4.4.a"):  # 相关部门, 各部门, 行政机关
                assert not demander or is_administrative(demander)


@pytest.mark.parametrize("unit", ["court", "police", "tax"])
def test_an_inquiry_is_no_demand_of_a_resident(unit):
    check = ask("来函核实张三住不住村里，法院税务局派出所来函", demander=unit).check
    assert check.answer in (A.UNKNOWN, A.NOT_GOVERNED)
    assert "来函" in check.instead[0].do
    assert "开证明" not in check.instead[0].do


def test_a_mission_is_told_only_that_it_is_not_governed():
    for words in ("亲属关系证明", "大使馆来函核实居民婚姻"):
        check = ask(words, demander="embassy").check
        assert check.answer is A.NOT_GOVERNED
        assert "函" not in check.why + "".join(way.do for way in check.instead)


def test_several_close_items_are_asked_back():
    close = ask("无犯罪记录证明和单身证明")
    assert close.candidates
    assert close.check.answer is DemandAnswer.UNKNOWN
    chosen = ask("无犯罪记录证明和单身证明", item=close.candidates[0].id)
    assert chosen.item == close.candidates[0]


@pytest.mark.parametrize("address", PAGES)
def test_it_answers_at_once_without_an_account(client, loaded, address):
    answer = client.get(address, {"paper": "亲属关系证明", "unit": "bank"})

    page = answer.content.decode()
    assert answer.status_code == 200
    assert DemandAnswer.NEGATIVE_LIST.label[:10] in page
    assert "户口簿" in page
    assert not answer.cookies


@pytest.mark.parametrize("address", PAGES)
def test_what_cannot_be_read_is_said_first(client, loaded, address):
    for query in ({"paper": " "}, {"paper": "x" * 250}, {"paper": "证明", "unit": "nobody"}):
        answer = client.get(address, query)
        assert answer.status_code == 422
        assert "error-summary" in answer.content.decode()
    assert client.get(address, {"item": "NEG-99"}).status_code == 404
    assert client.get(address, {"item": "NEG-01"}).status_code == 200


def test_only_the_small_page_may_be_set_into_other_sites(client, loaded):
    widget = client.get(reverse("public:widget"))
    assert "frame-ancestors *" in widget.headers["Content-Security-Policy"]
    assert "script-src" not in widget.headers["Content-Security-Policy"]  # default-src 'none'
    assert "X-Frame-Options" not in widget.headers
    assert "<script" not in widget.content.decode()
    others = ("home", "items", "about", "may-i-demand", "demands", "check", "demanded", "openapi")
    for name in others:
        headers = client.get(reverse(f"public:{name}")).headers
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"], name
        assert headers["X-Frame-Options"] == "DENY", name


def test_the_line_to_paste_leads_to_the_small_page(client, loaded, settings):
    settings.BASE_URL = "https://juzheng.example"
    page = client.get("/may-i-demand/").content.decode()
    assert "&lt;iframe src=&quot;https://juzheng.example/widget/demand-check.html&quot;" in page


def test_no_identity_number_stays_in_an_address_or_comes_back(client, loaded):
    number = "11010519491231002X"
    for address in (*PAGES, API):
        answer = client.get(address, {"paper": f"{number}的亲属关系证明"}, follow=True)
        assert answer.status_code == 200
        assert number not in answer.content.decode(), address
        if address != API:
            assert number not in answer.redirect_chain[0][0]


def test_a_program_gets_the_same_answer(client, loaded):
    one = client.get(API, {"paper": "亲属关系证明", "unit": "bank"})
    many = client.post(
        API,
        json.dumps(
            {"questions": [{"paper": "亲属关系证明", "unit": "bank"}, {"paper": "收养证明"}]}
        ),
        content_type="application/json",
    )

    assert one.json()["answer"] == "negative_list"
    assert many.json()["answers"][0].items() <= one.json().items()
    assert many.json()["answers"][1]["answer"] == "basis_found"
    assert one.headers["Access-Control-Allow-Origin"] == "*"
    assert one.headers["Cache-Control"] == "public, max-age=300"
    assert many.headers["Cache-Control"] == "no-store"
    again = client.get(
        API,
        {"paper": "亲属关系证明", "unit": "bank"},
        headers={"If-None-Match": one.headers["ETag"]},
    )
    assert again.status_code == 304
    assert not one.cookies


def test_a_browser_of_another_site_may_ask(client, loaded):
    asked = client.options(API, headers={"Origin": "https://unit.example"})
    assert asked.status_code == 204
    assert "POST" in asked.headers["Access-Control-Allow-Methods"]
    assert asked.headers["Access-Control-Allow-Headers"] == "Content-Type"


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        ("{", "application/json", 400),
        ("[" * 100_000, "application/json", 400),
        ("{}", "application/json", 422),
        ('{"questions": []}', "application/json", 422),
        ('{"questions": [1]}', "application/json", 422),
        ('{"questions": [{"paper": 1}]}', "application/json", 422),
        ('{"questions": [{"paper": ""}]}', "application/json", 422),
        ('{"questions": [{"paper": "证明", "colour": "red"}]}', "application/json", 422),
        ('{"questions": [{"paper": "证明", "division": "12"}]}', "application/json", 422),
        ('{"questions": [{"paper": "证明", "division": "123456"}]}', "application/json", 404),
        ('{"questions": [{"paper": "证明", "item": "NEG-99"}]}', "application/json", 404),
        ('{"questions": [{"paper": "证明", "item": "\\ud800"}]}', "application/json", 404),
        ('{"questions": [{"\\ud800": "证明"}]}', "application/json", 422),
        (json.dumps({"questions": [{"paper": "证明"}] * 51}), "application/json", 422),
        ('{"questions": [{"paper": "证明"}]}', "text/plain", 415),
    ],
)
def test_each_mistake_says_what_is_so_and_what_to_do(client, loaded, body, kind, status):
    answer = client.post(API, body, content_type=kind)
    assert answer.status_code == status
    assert all(answer.json()["error"][part] for part in ("what", "do", "where"))


def test_one_address_asks_so_often_and_a_batch_counts_as_its_questions(client, loaded, monkeypatch):
    monkeypatch.setattr(demand_api, "QUESTIONS", MOST_QUESTIONS)
    batch = json.dumps({"questions": [{"paper": "收养证明"}] * MOST_QUESTIONS})
    assert client.post(API, batch, content_type="application/json").status_code == 200
    slowed = client.get(API, {"paper": "收养证明"})
    assert slowed.status_code == 429
    assert 0 < int(slowed.headers["Retry-After"]) <= 600
    assert client.get(API, {"paper": "收养证明"}, REMOTE_ADDR="192.0.2.7").status_code == 200


def test_the_description_knows_the_words_of_the_code(client, loaded):
    whole = client.get("/api/v1/openapi.json").json()
    assert whole == document()
    assert whole["components"]["schemas"]["Unit"]["enum"] == [kind.value for kind in Demander]
    assert set(whole["paths"][API]) == {"get", "post"}


@pytest.fixture
def kept_connection():
    """Keep the test's transaction open between requests, as Django's own test client does."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.mark.slow
@pytest.mark.many
@pytest.mark.parametrize("mode", list(schemathesis.GenerationMode))
def test_what_is_described_is_what_happens(loaded, monkeypatch, kept_connection, mode):
    """Sound and unsound questions made up from the description, asked in this very process."""
    monkeypatch.setattr(demand_api, "QUESTIONS", 1_000_000)
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())
    asked = []
    for operation in schema.get_all_operations():

        @settings(max_examples=40, derandomize=True, suppress_health_check=list(HealthCheck))
        @given(case=operation.ok().as_strategy(generation_mode=mode))
        def ask_it(case):
            # What it finds compressed here it does not unpack; a client over the network does.
            plain = {"Accept-Encoding": "identity"}
            asked.append(case.call_and_validate(headers=plain).status_code)

        ask_it()
    assert len(asked) >= 40
    assert (200 in asked) == (mode is schemathesis.GenerationMode.POSITIVE)


@pytest.mark.parametrize("address", PAGES)
def test_a_court_is_told_that_it_is_not_governed_and_nothing_more(client, loaded, address):
    page = client.get(address, {"paper": "亲属关系证明", "unit": "court"}).content.decode()
    assert "不规范人民法院" in page
    for word in ("请照着接受", "请改用", "应当同时提供", "列入不应出具清单"):
        assert word not in page


def test_everybody_sees_which_units_take_a_commitment(client, loaded):
    page = client.get("/offers/").content.decode()
    for said in ("法律援助机构", "第四十一条", "2022年1月1日", "上海市", "社会保险经办机构"):
        assert said in page


def test_a_letter_to_a_court_cites_nothing_and_offers_no_complaint(client, loaded):
    asked = {"item": "NEG-01", "proof": "亲属关系证明"}
    court, police = (
        client.get("/letters/", {**asked, "demander": one}).content.decode()
        for one in ("court", "police")
    )
    for word in ("填一张投诉单", "第四十四条", "应当"):
        assert word in police
        assert word not in court


def test_a_matter_that_demands_nothing_gets_no_verdict_when_it_is_chosen_either() -> None:
    quiet = [one.id for one in matters().values() if one.talk or one.informs]
    assert quiet
    for matter in quiet:
        found = ask("几点下班", item=matter)
        assert (found.check.answer, found.matter) == (A.UNKNOWN, None)


def _with_list(named: bool):
    """Return the catalogue with a list of 示例县 that has 未享受低保证明, or calls an item so."""
    listed = catalogue()
    national = next(one for one in listed.lists.values() if one.kind is ListKind.NEGATIVE)
    item = replace(
        listed.items["NEG-17"],
        id="NEG-17" if named else "NEG-990121-01",
        name="未享受低保证明",
        aliases=(),
        used_for=(),
        divisions=("990121",),
    )
    line = ListLine(item.id, name=item.name if named else "")
    local = replace(national, id="x", division="990121", title="示例县清单", lines=(line,))
    items = listed.items if named else {**listed.items, item.id: item}
    return replace(listed, items=items, lists={**listed.lists, "x": local})


@pytest.mark.parametrize("named", [True, False], ids=["renamed", "its own"])
@pytest.mark.parametrize("matter", ["", "办理公租房", "租房资格审核"])
def test_a_name_of_a_local_list_is_found_whatever_it_is_wanted_for(named, matter):
    listed = _with_list(named)

    def said(place):
        return told(
            Question("未享受低保证明", matter, "housing", place),
            finder=finder_over(listed, on=ON),
            catalogue=listed,
            matters=dict(matters()),
            on=ON,
        ).check.answer

    assert said("990121") is A.NEGATIVE_LIST
    assert said("990121001001") is A.NEGATIVE_LIST
    assert said("110105") is not A.NEGATIVE_LIST
    if not named:  # nothing else is called so: the nation is no place where it has no basis
        assert said("") is A.PLACE_OPEN
        assert said("990100") is A.PLACE_OPEN


@pytest.mark.django_db
def test_a_unit_that_is_signed_in_is_known_with_its_county(client, loaded, person):
    unit = units.enter("示例局", kind=Demander.HOUSING, division="990121", by="operator", at=NOON)
    client.force_login(person("unit", "department", None, "赵", unit=unit))
    found = client.get("/may-i-demand/").content.decode()
    assert re.search(r'<option\s+value="housing"\s+selected', found)
    assert 'value="示例省示例市示例县"' in found
    assert "还没有选地方" not in found
    changed = client.get("/may-i-demand/?paper=收养证明&unit=bank&division=").content.decode()
    assert re.search(r'<option\s+value="bank"\s+selected', changed)
    assert 'value="示例省' not in changed
    assert 'value="示例省' not in client.get("/widget/demand-check.html").content.decode()


@pytest.mark.django_db
def test_a_county_is_chosen_without_a_committee(client, loaded):
    found = client.get("/may-i-demand/?paper=收养证明&division=示例市示例县").content.decode()
    assert "按这里的规定回答：" in found
    assert "还没有选地方" not in found
    assert 'value="示例市示例县"' in found
    assert 'name="division"' in client.get("/widget/demand-check.html").content.decode()
