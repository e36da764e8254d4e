"""Who stands above a unit sees what it demands and owes, to read only; nobody beside it does."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from juzheng.acts.base.moves import MovedMeanwhile, NotReady, NotYours
from juzheng.acts.demands import registry, units
from juzheng.acts.demands.units import Above, relate
from juzheng.acts.supervision import exposure, inquiry
from juzheng.law.base.demanders import Demander
from juzheng.law.demands.registry import AskedOf, Stated
from juzheng.law.supervision.exposure import Service
from juzheng.records.demands.units_below import units_below
from juzheng.records.models import Correction, DemandingUnit, Entry, User
from tests.conftest import NOON
from tests.supervising import messenger
from tests.web.department.test_notices import officer, one, press  # noqa: F401 - fixtures
from tests.web.pages import faults
from tests.web.reporting import ABOUT, DIVISION, report
from tests.web.visiting import noon  # noqa: F401 - a fixture

Named = dict[str, DemandingUnit]


def entered(name: str, **more: Any) -> DemandingUnit:
    said: dict[str, Any] = {"kind": Demander(ABOUT.unit_kind), "division": DIVISION, **more}
    return units.enter(name, **said, by="operator", at=NOON)


@pytest.fixture
def named(loaded: None) -> Named:
    """A head office, two units below it, one below the first, and the authority of the first."""
    head, authority = entered("总局"), entered("主管局")
    own = entered(ABOUT.unit_name, superior=head)
    made = {
        "head": head,
        "authority": authority,
        "own": own,
        "sibling": entered("旁边的局", superior=head),
        "under": entered("下属站", superior=own),
    }
    relate(own, Above(head, authority), seen=Above(head), by="operator", at=NOON)
    return made


@pytest.fixture
def clients(named: Named, person: Any) -> dict[str, Client]:
    found = {}
    for name, unit in named.items():
        found[name] = Client()
        found[name].force_login(person(f"of-{name}", "department", None, "钱登记", unit=unit))
    return found


def page(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, address
    found = answer.content.decode()
    assert faults(found) == []
    return found


SEES = {
    "head": {"own", "sibling", "under"},
    "authority": {"own", "under"},
    "own": {"under"},
    "sibling": set(),
    "under": set(),
}


def test_who_sees_whose(named: Named, clients: dict[str, Client]) -> None:
    for who, seen in SEES.items():
        for whose, unit in named.items():
            status = clients[who].get(f"/unit/below/{unit.pk}/").status_code
            assert status == (200 if whose in seen else 404), (who, whose)
        listed = page(clients[who], "/unit/below/")
        for whose, unit in named.items():
            assert (f"/unit/below/{unit.pk}/" in listed) == (whose in seen), (who, whose)


def test_a_superior_sees_what_is_overdue_and_handed_in_and_no_draft_and_no_reporter(
    one: Correction,  # noqa: F811
    named: Named,
    clients: dict[str, Client],
    noon: None,  # noqa: F811
) -> None:
    by = User.objects.get(username="of-own")
    who: Any = {"unit": named["own"], "by": by, "at": NOON}
    for paper in ("交了的证明", "草稿里的证明"):
        stated = Stated("办事", paper, AskedOf.COMMITTEE, "事实")
        demand = registry.register(stated, key=paper, **who)
        if paper == "交了的证明":
            registry.submit(demand, version=demand.version, by=by, at=NOON)
    address = f"/unit/below/{named['own'].pk}/"
    before = page(clients["head"], address)
    assert one.number in before
    assert ABOUT.proof not in before  # what the unit has not read, nobody reads for it
    assert "交了的证明" in before
    assert "草稿里的证明" not in before

    press(clients["own"], one, "receipt")
    Correction.objects.filter(pk=one.pk).update(due_on=NOON.date() - timedelta(days=1))
    after = page(clients["head"], address)
    assert ABOUT.proof in after
    assert "逾期未答复 1，办理中的通报 1，公开中 0，索要登记 1" in after
    told = one.reports.get()
    for private in (told.number, told.story, told.words, told.reporter_name):
        assert private not in after
    for name in ("head", "authority"):  # to read only
        answer = clients[name].get(f"/unit/notices/{one.number}/")
        assert answer.status_code == 404
        press(clients[name], one, "answer", 404, corrected="yes", note="改了")
    assert one.state == "notified"


def test_a_superior_reads_in_its_inbox_what_it_is_asked(
    named: Named,
    one: Correction,  # noqa: F811
    person: Any,
    noon: None,  # noqa: F811
) -> None:
    post, clients = messenger(DIVISION), {}
    for name, place in (("示例省示例局", "420000"), ("示例省示例局", "430000")):
        unit = entered(name, division=place)
        clients[place] = Client()
        clients[place].force_login(person(f"at{place}", "department", None, "孙", unit=unit))
    ours, elsewhere = clients["420000"], clients["430000"]
    address, said = reverse("department:superior-letter", args=[one.number]), "答复给主管部门的函"
    assert "给主管部门的函" not in page(ours, "/unit/")  # its unit has not got the notice yet
    exposure.serve(one, Service.POST, NOON.date(), "挂号1号", **hand(one, post))
    inquiry.serve_superior(one, Service.POST, NOON.date(), "挂号2号", **hand(one, post))
    found = page(ours, "/unit/")
    assert said in found
    assert one.number in found
    read = reverse("department:superior", args=[one.number])
    assert read in found
    assert address in page(ours, read)
    assert ours.get(address).content.startswith(b"%PDF")
    assert said not in page(elsewhere, "/unit/")  # another place's
    for hidden in (address, read):
        assert elsewhere.get(hidden).status_code == 404
    inquiry.superior_answered(one, "", NOON.date(), "函1号", **hand(one, post))
    assert said not in page(ours, "/unit/")


def hand(of: Correction, by: User) -> Any:
    return {"version": of.version, "by": by, "at": NOON}


def test_it_is_set_by_who_governs_the_unit_and_on_record(
    named: Named,
    person: Any,
    officer: User,  # noqa: F811
) -> None:
    under, head = named["under"], named["head"]
    seen = units.above(under)
    who: Any = {"by": officer, "at": NOON}
    stranger = person("far", "overseer", None, "远", division="430000")
    with pytest.raises(NotYours):
        relate(under, Above(head), seen=seen, by=stranger, at=NOON)
    for end in (under, named["own"]):  # the first is itself; the second stands above it
        with pytest.raises(NotReady, match="就是这个单位"):
            relate(named["own"], Above(end), seen=units.above(named["own"]), **who)
    relate(under, Above(head), seen=seen, **who)
    line = Entry.objects.filter(chain="units").order_by("-position").first()
    assert line is not None
    assert (line.event, line.by) == ("unit.related", officer)
    assert line.details["superior"] == head.pk
    with pytest.raises(MovedMeanwhile):
        relate(under, Above(None), seen=seen, **who)
    assert under not in units_below(named["own"])


def test_an_officer_sets_it_on_a_page_and_an_old_page_changes_nothing(
    named: Named,
    officer: User,  # noqa: F811
) -> None:
    client, under = Client(), named["under"]
    client.force_login(officer)
    assert "下属站" in page(client, "/office/units/")
    page(client, f"/office/units/{under.pk}/")
    shown = {"seen_superior": str(named["own"].pk), "seen_supervisor": ""}
    new = {"superior": str(named["head"].pk), "supervisor": "", **shown}
    client.post(f"/office/units/{under.pk}/", new)
    under.refresh_from_db()
    assert under.superior == named["head"]
    client.post(f"/office/units/{under.pk}/", {**new, "superior": ""})  # as the old page had it
    under.refresh_from_db()
    assert under.superior == named["head"]
    ring = {"superior": str(under.pk), "supervisor": "", "seen_supervisor": ""}
    answer = client.post(f"/office/units/{named['head'].pk}/", {**ring, "seen_superior": ""})
    assert answer.status_code == 422
    assert "就是这个单位" in answer.content.decode()


def test_a_ring_that_came_in_otherwise_ends(named: Named) -> None:
    DemandingUnit.objects.filter(pk=named["head"].pk).update(superior=named["under"])
    assert len(units_below(DemandingUnit.objects.get(pk=named["head"].pk))) == 3


def test_a_report_that_was_not_told_to_the_unit_is_told_to_nobody(
    named: Named,
    clients: dict[str, Client],
    officer: User,  # noqa: F811
) -> None:
    hidden = exposure.accept(report(officer), ABOUT, by=officer, at=NOON)
    found = page(clients["head"], f"/unit/below/{named['own'].pk}/")
    assert hidden.number not in found
