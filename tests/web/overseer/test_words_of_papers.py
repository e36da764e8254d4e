"""The words of a list on paper: none is changed, and none dropped, without a word."""

from __future__ import annotations

import pytest

from juzheng.catalogue.papers import drafting as paper
from juzheng.records.models import Change
from tests.web.overseer.test_lists_on_paper import handed_in, officer, settled, signed_in

__all__ = ["officer", "signed_in"]
pytestmark = pytest.mark.django_db(transaction=True)

ROWS = """示例县村（社区）不应出具证明事项清单
证明名称\t俗称\t怎么办\t去哪里办
贫困证明\t穷证、—\t由民政部门核对\t街道
狗粮补贴证明\t狗粮单、养狗补助证\t查低保系统\t到居民楼物业登记，找王小明，打13800138000
"""


@pytest.fixture
def change(officer) -> Change:
    handed_in(officer, text=ROWS)
    return Change.objects.get()


def test_what_an_office_wrote_stays_and_what_is_masked_or_doubted_is_said(officer, change):
    poor, dog = paper.read_back(change.document.drafting).rows
    assert (dog.do, dog.aliases) == ("查低保系统", ("狗粮单", "养狗补助证"))
    assert dog.where == "到居民楼物业登记，找王小明，打〔电话号码〕"
    page = officer.get(f"/office/changes/{change.pk}/document/").content.decode()
    assert f"读入时有字按个人信息遮去了：“{dog.where}”" in page
    assert "“查低保系统”里可能有人名" not in page
    assert (poor.do, poor.aliases) == ("由民政部门核对", ("穷证",))
    assert "原件写的办法“由民政部门核对；街道”没有用" in page
    assert "原件里的俗称“穷证”没有记到这一项" in page
    fold = " ".join(page.split())
    assert (
        '<details class="govuk-details" open> <summary class="govuk-details__summary"> <span'
        in (fold[: fold.index("已对上的")][-200:])
    )


def test_what_stays_as_it_stands_in_the_paper_is_saved_and_told_to_who_approves(officer, change):
    own = {"row-1-do": "查低保系统", "row-1-where": "找王小明", "row-1-choice": paper.NEW}
    answer = settled(officer, change, **own)
    assert answer.status_code == 422  # typed anew, a name is masked and read again
    said = "到居民楼物业登记，找王小明，打〔电话号码〕"
    answer = settled(officer, change, **{**own, "row-1-where": said})
    assert answer.status_code == 302
    page = officer.get(answer.headers["Location"]).content.decode()
    assert f"“狗粮补贴证明”：读入时有字按个人信息遮去了：“{said}”" in page
    assert "“贫困证明”：原件写的办法“由民政部门核对；街道”没有用" in page


def test_a_day_that_the_paper_names_is_never_today_by_default(officer):
    text = "示例县不应出具证明事项清单\n1. 狗粮补贴证明\n2. 健在证明\n"
    handed_in(officer, text=f"{text}施行日期：待定\n印发日期：2026年12月9日")
    change = Change.objects.get()
    drafting = paper.read_back(change.document.drafting)
    assert (drafting.asks_effective, drafting.issued_on) == (True, None)  # the ninth is to come
    page = officer.get(f"/office/changes/{change.pk}/document/").content.decode()
    assert "文件写了从哪天起施行，没有读出是哪天，请填写。" in page
    assert "从2026年12月1日起" not in page
    settled(officer, change, effective_on_0="2026", effective_on_1="12", effective_on_2="20")
    drafting = paper.read_back(Change.objects.get().document.drafting)
    assert not drafting.asks_effective
