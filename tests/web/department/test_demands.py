"""From a unit's form to what everybody sees (索要登记): three doors, no script."""

from __future__ import annotations

import json
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from juzheng.acts.demands import registry, units
from juzheng.acts.demands.registry import Review
from juzheng.law.base.demanders import Demander
from juzheng.law.catalogue.items import LegalBasis
from juzheng.law.demands.registry import AskedOf, Opinion, Stated
from juzheng.outside import material_lists
from juzheng.records.models import Demand
from tests.conftest import NOON
from tests.web.pages import faults

FORM = {
    "matter": "房屋过户",
    "paper": "亲属关系证明",
    "asked_of": "committee",
    "fact": "申请人是原权利人的儿子",
    "bases": "",
    "held": "no",
}
SOUND = Stated(
    "收养登记", "收养登记用的证明", AskedOf.COMMITTEE, "抚养教育能力",
    (LegalBasis("adoption-registration", "第五条"),), item="POS-001",
)  # fmt: skip


@pytest.fixture
def unit(loaded):
    return units.enter(
        "示例县住房登记中心", kind=Demander.HOUSING, division="420100", by="operator", at=NOON
    )


@pytest.fixture
def registrar(person, unit):
    return person("registrar", "department", None, "钱登记", unit=unit)


def browser(user):
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def desk(registrar):
    return browser(registrar)


@pytest.fixture
def officers(person):
    return [
        browser(person(name, "overseer", None, name, division="420000", office=office))
        for name, office in (("zh", "civil_affairs"), ("wu", "justice"))
    ]


@pytest.fixture
def submitted(unit, registrar):
    made = registry.register(SOUND, unit=unit, key="k", by=registrar, at=NOON)
    return registry.submit(made, version=made.version, by=registrar, at=NOON)


def page(client, address, status=200):
    answer = client.get(address)
    assert answer.status_code == status, address
    html = answer.content.decode()
    assert faults(html) == [], address
    return html


def test_a_demand_goes_from_a_form_to_the_public_and_to_two_offices(desk, officers, client):
    made = desk.post("/unit/demands/new/", {**FORM, "key": "once"})
    address = made.headers["Location"]
    assert desk.post("/unit/demands/new/", {**FORM, "key": "once"}).headers["Location"] == address
    demand = Demand.objects.get()
    assert demand.item == ""
    assert client.get(f"/demands/{demand.pk}/").status_code == 404  # a draft is the unit's own

    assert "没有查到依据" in page(desk, address)
    desk.post(f"{address}submission/", {"version": demand.version})

    seen = page(client, f"/demands/{demand.pk}/")
    assert "没有查到依据" in seen
    assert "可能是目录里的“NEG-01 亲属关系证明”，待工作人员确认" in seen
    assert "不应出具清单" not in seen  # nobody has said yet that it is that one
    assert "没有写依据" in seen
    listed = page(client, "/demands/?basis=none")
    assert f"/demands/{demand.pk}/" in listed
    assert f"/demands/{demand.pk}/" not in page(client, "/demands/?basis=in_force")

    for officer in officers:
        demand.refresh_from_db()
        assert f"/office/demands/{demand.pk}/" in page(officer, "/office/demands/")
        keep = {"opinion": "keep", "version": demand.version}
        if not demand.item:
            keep["item"] = "NEG-01"
        stopped = officer.post(f"/office/demands/{demand.pk}/review/", keep)
        assert stopped.status_code == 422
        assert "不能定为" in stopped.content.decode()
        cancel = {**keep, "opinion": "cancel", "note": "由登记中心内部核查"}
        officer.post(f"/office/demands/{demand.pk}/review/", cancel)
    demand.refresh_from_db()
    assert demand.state == "cancelled"
    settled = page(client, f"/demands/{demand.pk}/")
    assert "不应出具清单" in settled
    assert "待工作人员确认" not in settled
    assert settled.count("由登记中心内部核查") == 3  # by both offices, and why it ended
    assert "zh" not in re.findall(r"<main.*?</main>", settled, re.DOTALL)[0].split("lang=")[0]


def test_an_opinion_on_an_old_page_changes_nothing(officers, submitted):
    address = f"/office/demands/{submitted.pk}/review/"
    said = {"opinion": "cancel", "note": "理由", "version": "1"}
    answer = officers[0].post(address, said, follow=True)
    assert "没有改动" in answer.content.decode()
    assert not submitted.reviews.exists()


def test_a_unit_rewrites_hands_in_anew_and_gives_up(desk, submitted, officers, client):
    home = f"/unit/demands/{submitted.pk}/"
    for user in ("zh", "wu"):
        submitted.refresh_from_db()
        by = type(submitted.registered_by).objects.get(username=user)
        said = Review(Opinion.KEEP)
        registry.review(submitted, said, version=submitted.version, by=by, at=NOON)
    form = {**FORM, "bases": "《公证法》第二十九条\n", "version": submitted.version}
    assert "adoption" not in page(desk, f"{home}edit/")  # titles, not ids
    desk.post(f"{home}edit/", form)
    submitted.refresh_from_db()
    assert (submitted.state, submitted.basis) == (
        "to_amend",
        (LegalBasis("公证法", "第二十九条"),),
    )
    desk.post(f"{home}cancellation/", {"reason": "改为内部核查", "version": submitted.version})
    assert "改为内部核查" in page(client, f"/demands/{submitted.pk}/")
    assert "已经取消" in page(desk, home)


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"matter": ""}, "请写明办什么事"),
        ({"asked_of": "moon"}, "请从列表里选"),
        ({"bases": "按上级要求"}, "看不懂"),
        ({"held": "shared"}, "在哪里能查到"),
        ({"item": "NEG-99"}, "目录里没有"),
        ({"fact": "看不见\u202e"}, "看不见"),
    ],
)
def test_each_mistake_is_named_and_nothing_typed_is_lost(desk, change, word):
    answer = desk.post("/unit/demands/new/", {**FORM, **change})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert word in html
    assert "error-summary" in html
    assert FORM["paper"] in html
    assert not Demand.objects.exists()


def upload(client, lines, name="list.json"):
    content = lines if isinstance(lines, bytes) else json.dumps({"demands": lines}).encode()
    return client.post("/unit/import/", {"file": SimpleUploadedFile(name, content)})


def test_a_list_is_looked_at_first_and_registered_whole(desk):
    lines = [{"matter": f"事项{n}", "paper": "证明", "fact": "事实"} for n in range(3)]
    looked = upload(desk, lines).content.decode()
    assert not Demand.objects.exists()
    packed = re.search(r'name="listed"\s+value="([^"]+)"', looked)
    for _ in range(2):  # twice is once
        desk.post("/unit/import/registration/", {"listed": packed[1]})
    assert Demand.objects.count() == 3
    assert "事项2" in page(desk, "/unit/")


def test_a_list_with_a_mistake_registers_nothing_and_says_where(desk):
    lines = [{"matter": "事项", "paper": "证明", "fact": "事实"}, {"matter": "x", "bases": "某法"}]
    answer = upload(desk, lines)
    assert answer.status_code == 422
    assert "demands[1].bases" in answer.content.decode()
    assert upload(desk, b"PK", "list.xlsx").status_code == 422
    assert upload(desk, material_lists.template(), "list.xlsx").status_code == 422
    assert not Demand.objects.exists()


def test_all_that_is_wrong_with_a_list_is_said_at_once_and_what_to_do_with_other_tables(desk):
    lines = [{"matter": "事项", "fact": "事实", "held": "是"}, {"paper": "证明"}]
    told = upload(desk, lines).content.decode()
    for where in ("demands[0].paper", "demands[0].held", "demands[1].matter", "demands[1].fact"):
        assert where in told
    comma = upload(desk, "事项,要什么证明\n甲,乙\n".encode("gbk"), "list.csv")
    assert comma.status_code == 422
    assert "另存为 .xlsx" in comma.content.decode()


def registered_from(desk, lines):
    looked = upload(desk, lines).content.decode()
    packed = re.search(r'name="listed"\s+value="([^"]+)"', looked)[1]
    done = desk.post("/unit/import/registration/", {"listed": packed}, follow=True)
    return looked, done.content.decode()


def test_a_list_says_which_lines_are_alike_and_which_were_given_up(desk):
    lines = [{"matter": "事项", "paper": paper, "fact": "事实"} for paper in "甲乙甲"]
    looked, done = registered_from(desk, lines)
    assert "另有 1 行和别的行一样" in looked
    assert "已经取消" not in done.partition("收件箱")[0]
    for again in (3, 4):  # a draft that nobody saw may come again, as often as one likes
        one = Demand.objects.filter(paper="甲", state="draft").get()
        address = f"/unit/demands/{one.pk}/"
        desk.post(f"{address}cancellation/", {"reason": "导入错了", "version": one.version})
        _looked, done = registered_from(desk, lines)
        assert "新登记 1 项草稿，1 项以前登记过" in done
        assert Demand.objects.count() == again
    one = Demand.objects.filter(paper="甲", state="draft").get()
    for step in ("submission", "cancellation"):
        sent = {"reason": "改为内部核查", "version": one.version}
        desk.post(f"/unit/demands/{one.pk}/{step}/", sent)
        one.refresh_from_db()
    _looked, done = registered_from(desk, lines)
    assert "有 1 项已经取消，这次没有再登记" in done
    assert Demand.objects.count() == again


def test_a_draft_is_given_up_without_a_word_to_the_public(desk):
    made = desk.post("/unit/demands/new/", {**FORM, "key": "k"}, follow=True)
    one = Demand.objects.get()
    address = f"/unit/demands/{one.pk}/"
    draft = made.content.decode()
    assert "理由也不公示" in draft
    assert "放弃这份草稿" in draft
    gone = {"reason": "写错了", "version": one.version}
    after = desk.post(f"{address}cancellation/", gone, follow=True).content.decode()
    assert "已放弃这份草稿" in after
    assert "不能再要" not in after
    assert Client().get(f"/demands/{one.pk}/").status_code == 404


def test_a_list_that_was_changed_or_is_another_units_is_not_registered(desk, person):
    other = units.enter("示例银行", kind=Demander.BANK, division="", by="operator", at=NOON)
    stranger = browser(person("stranger", "department", None, unit=other))
    lines = [{"matter": "事项", "paper": "证明", "fact": "事实"}]
    packed = re.search(r'name="listed"\s+value="([^"]+)"', upload(desk, lines).content.decode())[1]
    for client, given in ((desk, packed + "x"), (stranger, packed), (desk, "")):
        answer = client.post("/unit/import/registration/", {"listed": given})
        assert answer.headers["Location"] == "/unit/import/"
    assert not Demand.objects.exists()


def test_another_units_demands_do_not_exist_here(person, submitted):
    other = units.enter("示例银行", kind=Demander.BANK, division="", by="operator", at=NOON)
    stranger = browser(person("stranger", "department", None, unit=other))
    for address in ("", "edit/"):
        assert stranger.get(f"/unit/demands/{submitted.pk}/{address}").status_code == 404
    hunan = browser(person("hunan", "overseer", None, division="430000"))
    assert hunan.get(f"/office/demands/{submitted.pk}/").status_code == 404


def test_whoever_signs_in_for_a_unit_begins_at_its_register(registrar, client):
    from tests.conftest import PASSWORD

    answer = client.post("/sign-in/", {"username": "registrar", "password": PASSWORD})
    assert answer.headers["Location"] == "/unit/"


@pytest.mark.each
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", True),
        ("q=住房", True),
        ("q=银行", False),
        ("kind=housing", True),
        ("kind=bank", False),
        ("kind=moon", True),  # no such word: no filter
        ("division=420000", True),
        ("division=430000", False),
        ("division=abc", True),
        ("state=submitted", True),
        ("state=aligned", False),
        ("state=draft", True),  # drafts are nobody's to filter
        ("page=99", True),
    ],
)
def test_everybody_finds_what_is_demanded(client, submitted, query, found):
    assert (f"/demands/{submitted.pk}/" in page(client, f"/demands/?{query}")) == found


def test_a_private_unit_is_not_accused(person, client, loaded):
    bank = units.enter("示例银行", kind=Demander.BANK, division="", by="operator", at=NOON)
    by = person("teller", "department", None, unit=bank)
    stated = Stated("取款", "亲属关系证明", AskedOf.COMMITTEE, "亲属关系")
    made = registry.register(stated, unit=bank, key="k", by=by, at=NOON)
    registry.submit(made, version=made.version, by=by, at=NOON)

    seen = page(client, f"/demands/{made.pk}/")
    assert "不等于违法" in seen
    assert "优化营商环境条例 第四十四条" not in seen  # argued with, not held against it
