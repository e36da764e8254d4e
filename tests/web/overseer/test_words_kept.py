"""Who was slower keeps his words (写了没保存的话): at the officers' and the units' pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from juzheng.acts.base import offices
from juzheng.acts.catalogue import amendments, changes, confirming, tellings
from juzheng.acts.catalogue.changes import Heading
from juzheng.acts.catalogue.tellings import Wanted
from juzheng.acts.demands import registry, units
from juzheng.law.base.demanders import Demander
from juzheng.records.catalogue import governing
from juzheng.records.models import (
    Amendment,
    Case,
    Confirmation,
    Delivery,
    Hold,
    LocalTelling,
    Publication,
    User,
)
from tests.conftest import NOON
from tests.records.snapshots import snapshot
from tests.web.department.test_demands import FORM, SOUND
from tests.web.overseer.test_changes import sound
from tests.web.overseer.test_retention import HELD
from tests.web.pages import faults

PLACE, TYPED = "990121", "写了很久的一句话"
KEEPS = "您刚才写的没有保存，还要用的请复制"
DAY = {"year": "2026", "month": "12", "day": "1"}


@pytest.fixture
def county(loaded: None, noon: None, person: Callable[..., User]) -> User:
    return person("county", "overseer", None, "郑科长", division=PLACE)


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def kept(client: Client, address: str, /, **said: Any) -> None:
    """Post what was typed on an old page: nothing is changed, and every word is in the answer."""
    before = snapshot()
    answer = client.post(address, {"version": "0", **said}, follow=True)
    page = answer.content.decode()
    assert snapshot() == before
    assert faults(page) == []
    assert KEEPS in page
    part = page.partition(KEEPS)[2].partition("</section>")[0]
    typed = [one for one in said.values() if TYPED in str(one)]
    assert typed
    assert [one for one in typed if str(one) not in part] == []


@pytest.fixture
def nation(loaded: None, noon: None, person: Callable[..., User]) -> User:
    return person("nation", "overseer", None, "部里", division="")


@pytest.mark.parametrize(
    ("step", "said"),
    [
        ("consultation", {"consultation-units": f"{TYPED}甲单位"}),
        ("argument", {"argument-argument": f"{TYPED}论证"}),
        ("withdrawal", {"withdrawal-note": f"{TYPED}不办了"}),
    ],
)
def test_a_step_of_a_proposal(nation: User, step: str, said: dict[str, str]) -> None:
    item = amendments.candidates("", NOON)[0].item
    proposal = amendments.Proposal(item, "", "改")
    made = amendments.propose(proposal, key="k", by=nation, at=NOON)
    kept(browser(nation), f"/office/amendments/{made.pk}/{step}/", **said)


def test_a_proposal_that_another_made_meanwhile(nation: User, person: Any) -> None:
    item = amendments.candidates("", NOON)[0].item
    amendments.propose(amendments.Proposal(item, "", "改"), key="k", by=nation, at=NOON)
    other = browser(person("other", "overseer", None, "王科长", division=""))
    kept(other, f"/office/amendments/new/?item={item}", wanted=TYPED, key="2")
    assert Amendment.objects.count() == 1


@pytest.mark.parametrize(
    ("step", "said"),
    [
        ("may-not", {"reason": f"{TYPED}由公证机构核实", "source": f"{TYPED}网站"}),
        ("raise", {"note": f"{TYPED}请上级定"}),
        (
            "may",
            {
                "title": "公证法",
                "provision": "第十一条",
                "checked": f"{TYPED}核对",
                "days": "3",
                "source": f"{TYPED}公报",
            },
        ),
    ],
)
def test_an_answer_whether_a_committee_may(county: User, step: str, said: dict[str, str]) -> None:
    item = governing.governing(NOON.date()).items["POS-013"]
    confirming.ask(item, PLACE, by=None, at=NOON)
    address = f"/office/confirmations/{Confirmation.objects.get().pk}/{step}/"
    kept(browser(county), address, **{f"{step}-{key}": value for key, value in said.items()})


def test_what_a_draft_says_of_itself_and_why_it_goes_back(nation: User, person: Any) -> None:
    heading = Heading("一次修订", "原因", "", NOON.date())
    change = changes.draft(heading, [sound()], key="k", by=nation, at=NOON)
    of_it = {"title": f"{TYPED}题", "division": "", "reason": f"{TYPED}由"}
    of_it |= {f"effective_on_{part}": one for part, one in DAY.items()}
    kept(browser(nation), f"/office/changes/{change.pk}/heading/", **of_it)
    changes.submit(change, version=change.version, by=nation, at=NOON)
    kept(browser(nation), f"/office/changes/{change.pk}/heading/", **of_it)
    second = browser(person("second", "overseer", None, "另一位", division=""))
    kept(second, f"/office/changes/{change.pk}/return/", note=f"{TYPED}印发日")


def test_why_words_are_taken_back(county: User) -> None:
    _, seen = tellings.tried("NEG-06", "呱呱叫的条子", NOON)
    tellings.add(Wanted("NEG-06", "呱呱叫的条子", "有人问"), seen=seen, by=county, at=NOON)
    row = LocalTelling.objects.get()
    kept(browser(county), f"/office/tellings/{row.pk}/withdrawal/", reason=TYPED)


def test_why_a_case_is_kept_longer_or_let_go(county: User, case_for: Callable[..., Case]) -> None:
    client = browser(county)
    sent = {**HELD, "number": case_for("POS-001").number}
    client.post("/office/retention/holds/", sent)
    hold = Hold.objects.get()
    address = f"/office/retention/holds/{hold.pk}/"
    until = {"year": "2028", "month": "1", "day": "1"}
    later = {f"end-{hold.pk}-until_{part}": one for part, one in until.items()}
    kept(client, f"{address}end/", **later, **{f"end-{hold.pk}-reason": f"{TYPED}二审"})
    kept(client, f"{address}lifting/", **{f"lifting-{hold.pk}-reason": f"{TYPED}已结"})


def test_how_an_office_is_reached(county: User) -> None:
    said = offices.Reached("示例县民政局", "人民路1号", "0999-1", "工作日")
    offices.enter(PLACE, said, version=0, by=county, at=NOON)
    typed = dict.fromkeys(("name", "address", "telephone", "hours"), TYPED)
    kept(browser(county), "/office/office/", **typed)


def test_where_a_text_was_posted(county: User) -> None:
    heading = Heading("一次修订", "原因", PLACE, NOON.date())
    change = changes.draft(heading, [], key="k", by=county, at=NOON)
    said: Any = {"content": {}, "digest": "0" * 64, "intended_at": NOON, "effective_on": NOON}
    publication = Publication.objects.create(
        change=change, division=PLACE, title="某清单", intended_by=county, **said
    )
    made = Delivery.objects.create(publication=publication, channel="weibo", state="failed")
    kept(browser(county), f"/office/deliveries/{made.pk}/posting/", place=f"{TYPED}公告栏")


@pytest.fixture
def unit(loaded: None, noon: None, person: Callable[..., User]) -> User:
    made = units.enter(
        "示例县住房登记中心", kind=Demander.HOUSING, division=PLACE, by="operator", at=NOON
    )
    return person("registrar", "department", None, "钱登记", unit=made)


def test_what_a_unit_writes_of_its_demand(unit: User) -> None:
    assert unit.unit is not None
    made = registry.register(SOUND, unit=unit.unit, key="k", by=unit, at=NOON)
    typed = {**FORM, "matter": f"{TYPED}事", "paper": f"{TYPED}证明", "fact": f"{TYPED}事实"}
    kept(browser(unit), f"/unit/demands/{made.pk}/edit/", **typed)
    registry.submit(made, version=made.version, by=unit, at=NOON)
    kept(browser(unit), f"/unit/demands/{made.pk}/cancellation/", reason=TYPED)


def test_an_opinion_on_a_demand(unit: User, person: Any) -> None:
    assert unit.unit is not None
    made = registry.register(SOUND, unit=unit.unit, key="k", by=unit, at=NOON)
    registry.submit(made, version=made.version, by=unit, at=NOON)
    first = browser(person("zh", "overseer", None, "郑", division=PLACE, office="civil_affairs"))
    address = f"/office/demands/{made.pk}/review/"
    kept(first, address, opinion="amend", note=f"{TYPED}改成看户口簿")


def test_what_went_through_is_not_shown_again(county: User) -> None:
    _, seen = tellings.tried("NEG-06", "呱呱叫的条子", NOON)
    tellings.add(Wanted("NEG-06", "呱呱叫的条子", "有人问"), seen=seen, by=county, at=NOON)
    row = LocalTelling.objects.get()
    said = {"version": row.version, "reason": TYPED}
    answer = browser(county).post(f"/office/tellings/{row.pk}/withdrawal/", said)
    assert answer.status_code == 302
    assert answer["Location"] == "/office/tellings/"
