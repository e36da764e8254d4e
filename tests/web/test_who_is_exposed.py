"""Nobody beyond the three words is exposed, by any door there is (公开对象, OP-4.2.c)."""

from __future__ import annotations

import ast
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction
from django.test import Client

from juzheng.acts import audit
from juzheng.acts.base.moves import NotReady
from juzheng.acts.demands import units
from juzheng.acts.supervision import afterwards, exposure, reports
from juzheng.acts.supervision.exposure import Element
from juzheng.law.base.demanders import Demander
from juzheng.law.supervision.exposable import BEYOND, LISTED, READINGS, beyond
from juzheng.law.supervision.on_file import Shows
from juzheng.records.models import Correction, DemandingUnit, Entry, User
from juzheng.records.models.supervision.corrections import BEFORE
from juzheng.records.supervision import corrections, totals
from tests.acts.test_exposure import (  # noqa: F401 - officers is a fixture
    ABOUT,
    COUNTY,
    accepted,
    exposed,
    filed,
    heard,
    officers,
)
from tests.conftest import NOON

OUTSIDE = [one for one in Demander if one.value not in LISTED]
SURE = [one for one, read in READINGS.items() if not read.open]
OPEN = [one for one, read in READINGS.items() if read.open]
ROOT = Path(corrections.__file__).parents[2]
UNIT = ABOUT.unit_name
# One name for each kind outside that gives it away, whatever kind is chosen.
NAMES = {
    "court": "示例县人民法院",
    "procuratorate": "示例县人民检察院",
    "supervision": "示例县监察委员会",
    "congress": "示例县人大常委会",
    "conscription": "示例县征兵办公室",
    "army": "武警示例支队",
    "party": "中共示例县委办公室",
    "embassy": "某国总领事馆",
    "village": "示例村村民委员会",
    "travel_agency": "示例旅行社",
    "disabled_federation": "示例县残疾人联合会",
    "arbitration": "示例县劳动人事争议仲裁院",
    "employer": None,  # a name says nothing of it
}


def test_each_kind_outside_has_a_name_to_try() -> None:
    assert set(NAMES) == {one.value for one in OUTSIDE}
    for kind, name in NAMES.items():
        if name is not None:
            assert beyond("police", name) is BEYOND[Demander(kind)]


def shown_to_the_public(one: Correction, client: Client) -> bool:
    """Return whether any public page, table or file names the unit."""
    pages = ("", "exposures.json", "exposures.csv", "report/", "report.json", "method/")
    answers = [client.get(f"/exposures/{page}") for page in pages]
    assert {answer.status_code for answer in answers} == {200}
    texts = [answer.content.decode() for answer in answers]
    alone = client.get(f"/exposures/{one.number}/")
    texts += [alone.content.decode()]
    found = any(one.unit_name in text or one.statement in text for text in texts)
    assert found is (alone.status_code == 200)
    return found


@pytest.mark.parametrize("kind", OUTSIDE)
def test_no_officer_accepts_one_at_the_desk_or_behind_it(
    officers: dict[str, User],  # noqa: F811
    client: Client,
    kind: Demander,
) -> None:
    report = reports.receive(filed(unit_kind=kind.value), at=NOON)
    with pytest.raises(NotReady, match="公开对象只有"):
        exposure.accept(report, replace(ABOUT, unit_kind=kind.value), by=officers["first"], at=NOON)
    client.force_login(officers["first"])
    seen = client.get(f"/office/reports/{report.number}/").content.decode()
    assert "反映人写错了单位或类别" in seen
    kinds = seen.split('name="unit_kind"')[1].split("</select>")[0]
    assert 'value=""' in kinds.split("</option>")[0]  # no kind is preset
    assert "selected" not in kinds
    typed = {"unit_name": UNIT, "proof": "关系证明", "matter": ""}
    address = f"/office/reports/{report.number}/acceptance/"
    assert client.post(address, {**typed, "unit_kind": kind.value}).status_code == 422
    if name := NAMES[kind.value]:  # as an innocent kind
        typed |= {"unit_name": name, "unit_kind": "police"}
        assert client.post(address, typed).status_code == 422
    assert not Correction.objects.exists()


@pytest.mark.parametrize("kind", OUTSIDE)
def test_no_report_on_one_is_merged_into_another(
    officers: dict[str, User],  # noqa: F811
    client: Client,
    kind: Demander,
) -> None:
    one, first = accepted(officers), officers["first"]
    told = filed(unit_kind=kind.value, unit_name=NAMES[kind.value] or "示例厂")
    other = reports.receive(told, at=NOON)
    with pytest.raises(NotReady, match="公开对象只有"):
        exposure.join(other, one, by=first, at=NOON)
    client.force_login(first)
    address = f"/office/reports/{other.number}/joining/"
    page = client.post(address, {"correction": one.number})
    assert page.status_code == 422
    assert "公开对象只有" in page.content.decode()
    other.refresh_from_db()
    assert (other.state, other.correction) == ("received", None)


@pytest.mark.parametrize("kind", OUTSIDE)
def test_no_unit_becomes_one_by_another_name_or_kind(
    officers: dict[str, User],  # noqa: F811
    client: Client,
    kind: Demander,
) -> None:
    one, first = accepted(officers), officers["first"]
    name = NAMES[kind.value] or UNIT
    for who in ((UNIT, kind.value), (name, ABOUT.unit_kind)):
        if who == (UNIT, ABOUT.unit_kind):
            continue
        with pytest.raises(NotReady, match="公开对象只有"):
            exposure.identify(one, *who, "认错了", version=one.version, by=first, at=NOON)
    assert Correction.objects.get().listed_as == "service"
    client.force_login(first)
    typed = {"identity-unit_name": UNIT, "identity-unit_kind": kind.value, "identity-note": "错了"}
    address = f"/office/corrections/{one.number}/identity/"
    page = client.post(address, {**typed, "version": one.version})
    assert page.status_code == 422
    assert "公开对象只有" in page.content.decode()


@pytest.mark.parametrize("kind", OUTSIDE)
def test_whose_kind_is_put_right_after_publication_leaves_the_board_at_once(
    officers: dict[str, User],  # noqa: F811
    person: Any,
    client: Client,
    kind: Demander,
) -> None:
    one, later = exposed(officers)
    judge = person("judge", "overseer", None, "复核员", division=COUNTY)
    assert shown_to_the_public(one, client)
    seen: dict[str, Any] = {"by": officers["first"], "at": later}
    with pytest.raises(NotReady, match="经手过"):  # nobody hides what they had a hand in
        exposure.identify(one, UNIT, kind.value, "认错了", version=one.version, **seen)
    seen["by"] = judge
    exposure.identify(one, UNIT, kind.value, "认错了", version=one.version, **seen)
    assert not shown_to_the_public(one, client)
    assert f"<td>{kind.label}</td>" not in client.get("/exposures/").content.decode()
    assert {row.key for row in totals.by_kind().rows} <= set(LISTED)
    gone = client.get(f"/exposures/{one.number}/").content.decode()
    assert "从这一天起撤下" in gone
    assert 'href="/exposures/"' in gone
    line = Entry.objects.filter(chain=one.chain).latest("position")
    assert line.details["to"] == [UNIT, kind.value]
    assert line.details["off"]
    # Nobody puts it back, whoever they are; it is retracted, and the apology stands.
    last: dict[str, Any] = {"by": officers["city"], "at": later}
    exposure.identify(one, UNIT, ABOUT.unit_kind, "又改", version=one.version, **last)
    assert one.listed_as == BEFORE
    assert not shown_to_the_public(one, client)
    third = person("third-one", "overseer", None, "另一人", division=COUNTY)
    last["by"] = third
    afterwards.retract(one, "认错了单位类别，致歉。", version=one.version, **last)
    assert "认错了单位类别，致歉。" in client.get(f"/exposures/{one.number}/").content.decode()
    assert not audit.audit().faults


@pytest.mark.parametrize("kind", [*SURE, *OPEN])
def test_put_right_within_the_list_it_stays_only_with_all_that_its_kind_wants(
    officers: dict[str, User],  # noqa: F811
    person: Any,
    client: Client,
    kind: Demander,
) -> None:
    if kind.value == ABOUT.unit_kind:
        return
    one, later = exposed(officers)
    judge = person("judge", "overseer", None, "复核员", division=COUNTY)
    seen: dict[str, Any] = {"by": judge, "at": later}
    exposure.identify(one, UNIT, kind.value, "类别错了", version=one.version, **seen)
    assert shown_to_the_public(one, client) is not READINGS[kind].open
    assert not audit.audit().faults


@pytest.mark.parametrize("kind", OUTSIDE)
def test_what_the_register_learns_counts_before_and_after(
    officers: dict[str, User],  # noqa: F811
    client: Client,
    kind: Demander,
) -> None:
    one, later = heard(officers)
    exposed_ = {"by": officers["second"], "at": later}
    unit = units.enter(UNIT, kind=kind, division=COUNTY, by="operator", at=NOON)
    with pytest.raises(NotReady, match="公开对象只有"):
        exposure.publish(one, version=one.version, **exposed_)
    DemandingUnit.objects.filter(pk=unit.pk).update(kind="other")
    exposure.publish(one, version=one.version, **exposed_)
    assert shown_to_the_public(one, client)
    DemandingUnit.objects.filter(pk=unit.pk).update(kind=kind.value)
    assert not shown_to_the_public(one, client)
    client.force_login(officers["first"])
    assert "不能通报、公开" in client.get(f"/office/corrections/{one.number}/").content.decode()


@pytest.mark.parametrize("kind", OUTSIDE)
def test_no_hand_in_the_database_shows_one(
    officers: dict[str, User],  # noqa: F811
    client: Client,
    kind: Demander,
) -> None:
    one, _ = exposed(officers)
    rows = Correction.objects.filter(pk=one.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(unit_kind=kind.value)
    for listed in ("department", "utility", "service", ""):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(unit_kind=kind.value, listed_as=listed)
    if name := NAMES[kind.value]:
        rows.update(unit_name=name)
        one.refresh_from_db()
        assert not shown_to_the_public(one, client)


@pytest.mark.parametrize("kind", OPEN)
def test_where_the_text_is_open_it_waits_for_a_paper(
    officers: dict[str, User],  # noqa: F811
    client: Client,
    kind: Demander,
) -> None:
    one, first = accepted(officers), officers["first"]
    exposure.identify(one, UNIT, kind.value, "是这类", version=one.version, by=first, at=NOON)
    client.force_login(first)
    page = client.get(f"/office/corrections/{one.number}/").content.decode()
    assert "我们的理解，没有机关确认过" in page
    assert READINGS[kind].because in page


def test_only_one_act_makes_a_correction_and_no_admin_command_or_import_does() -> None:
    makers = set()
    for path in ROOT.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in (
                "Correction",
                "Correction.objects.create",
                "Correction.objects.bulk_create",
                "Correction.objects.get_or_create",
                "Correction.objects.update_or_create",
            ):
                makers.add(path.relative_to(ROOT).as_posix())
    # The others read an unsaved one for its defaults, or for the names of what is told.
    assert makers == {
        "acts/supervision/exposure.py",
        "records/supervision/corrections.py",
    }
    assert "django.contrib.admin" not in settings.INSTALLED_APPS


def test_the_readings_are_public(client: Client) -> None:
    page = client.get("/exposures/method/").content.decode()
    for kind in Demander:
        said = READINGS.get(kind) or BEYOND[kind]
        assert kind.label in page
        assert said.because in page
    assert "没有机关确认过" in page


def test_a_paper_that_the_word_names_it_is_shown_with_the_grounds(
    officers: dict[str, User],  # noqa: F811
) -> None:
    one, later = heard(officers)
    first = officers["first"]
    said = Element("市民政局说它属于服务机构。", "市民政局函", date(2026, 11, 20), "示例市民政局")
    again = {
        **{
            p.shown_as: Element(p.text, p.document, p.on, p.whence)
            for p in corrections.exhibits.elements(one)
        },
        Shows.ADDRESSED: said,
    }
    exposure.send_back(one, "补材料", version=one.version, by=officers["second"], at=later)
    exposure.state_facts(one, one.statement, again, version=one.version, by=first, at=later)
    shows = [paper.shown_as for paper in corrections.exhibits.elements(one)]
    assert shows == [Shows.ARBITRARY, Shows.UNREASONABLE, Shows.HARDSHIP, Shows.ADDRESSED]
