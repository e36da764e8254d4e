"""Officers' pages of amendments, alignment and what-if (提请修改、衔接比对、试算)."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import pytest
from openpyxl import load_workbook

from juzheng.acts.cases import transition
from juzheng.acts.catalogue import changes
from juzheng.acts.catalogue.changes import Heading, Page
from juzheng.catalogue.prepared import prepared
from juzheng.records.catalogue import governing
from juzheng.records.models import Amendment, Case
from juzheng.web.overseer.catalogue import whatif
from tests.conftest import NOON
from tests.web.visiting import noon  # noqa: F401 - a fixture

TODAY = NOON.date()


@pytest.fixture
def office(client, person, loaded, noon):  # noqa: F811 - the fixture
    """Return the browser of an officer of the nation."""
    officer = person("officer", "overseer", None, "郑科长", division="")
    client.force_login(officer)
    return client


@pytest.fixture
def refused(case_for, clerk):
    """Return a case that was refused because the committee cannot verify."""
    case = case_for("POS-001", by=clerk)
    changed = {"public_interest": False, "legal_risk": False, "verifiable": False}
    return transition.restate(case, **changed, by=clerk, at=NOON)


@pytest.fixture
def proposal(office, refused):
    """Put the refused item forward through the page and return its address."""
    words = {"wanted": "改为由登记机关核查", "key": "k"}
    return office.post("/office/amendments/new/?item=POS-001", words).url


def text(response):
    return response.content.decode()


def version():
    return Amendment.objects.latest("pk").version


def take(office, proposal, step, **words):
    data = {f"{step}-{key}": value for key, value in words.items()}
    return office.post(f"{proposal}{step}/", {**data, "version": version()}, follow=True)


def test_candidates_are_shown_with_their_reason_and_both_texts(office, refused):
    page = text(office.get("/office/amendments/"))
    assert "1 件因居\uff08村\uff09委会核实不了而不予出具" in page
    assert page.count("地方规定与不应出具清单互相抵触") >= 2
    assert "北京市" in page
    assert "河南省" in page
    assert "同时按程序提请修改" in page  # the rule that decides


def test_the_whole_way_through_the_pages(office, proposal, refused):
    page = text(office.get(proposal))
    assert refused.number in page
    assert refused.applicant_name not in page
    assert "现在还不能提请" in page
    assert 'id="step-submission"' not in page

    take(office, proposal, "consultation", units="示例县民政局\n示例县司法局\n")
    opinion = Amendment.objects.get().opinions.first().pk
    take(office, proposal, "opinion", opinion=opinion, stance="agrees", text="同意")
    page = text(take(office, proposal, "argument", argument="核实不了"))
    assert 'id="step-submission"' in page
    take(office, proposal, "submission")
    page = text(take(office, proposal, "outcome", adopted="yes", note="已修订"))
    assert Amendment.objects.get().state == "adopted"
    assert "已采纳" in page


@pytest.mark.parametrize(
    ("step", "words", "said"),
    [
        ("consultation", {"units": " \n "}, "请至少写一个单位"),
        ("consultation", {"units": "长" * 101}, "单位名称最多"),
        ("withdrawal", {"note": ""}, "请写明为什么撤回"),
    ],
)
def test_what_is_missing_stands_at_the_head_of_the_page(office, proposal, step, words, said):
    response = take(office, proposal, step, **words)
    assert response.status_code == 422
    page = text(response)
    assert said in page
    target = re.search(r'<a\s+href="#([^"]+)"', page[page.index("govuk-error-summary") :])[1]
    assert f'id="{target}"' in page


def test_submitting_too_early_or_twice_changes_nothing(office, proposal):
    stale = version()
    take(office, proposal, "submission")
    assert Amendment.objects.get().state == "proposed"
    take(office, proposal, "consultation", units="示例县民政局")
    office.post(f"{proposal}withdrawal/", {"withdrawal-note": "不办", "version": stale})
    assert Amendment.objects.get().state == "consulting"
    assert office.post(f"{proposal}nothing/", {}).status_code == 404


def test_nothing_can_be_put_forward_without_evidence(office):
    assert office.post("/office/amendments/new/?item=POS-002", {"wanted": "改"}).status_code == 302
    assert not Amendment.objects.exists()


def test_alignment_on_the_page_and_as_a_spreadsheet(office):
    asked = "?division=110000&above="
    page = text(office.get(f"/office/alignment/{asked}"))
    assert "互相抵触" in page
    made = office.get(f"/office/alignment/report.xlsx{asked}")
    rows = list(load_workbook(io.BytesIO(made.content)).active.values)
    assert rows[0][0] == "发现"
    assert any(row[0] == "互相抵触" for row in rows)


@pytest.mark.parametrize("asked", ["?division=12", "?on=2020-13-01", "?above=x"])
def test_what_cannot_be_compared_is_said(office, asked):
    for address in ("/office/alignment/", "/office/alignment/report.xlsx"):
        response = office.get(address + asked)
        assert response.status_code == 422
        assert "govuk-error-summary" in text(response)


def test_an_officer_compares_only_what_they_govern(client, person, loaded):
    client.force_login(person("hubei", "overseer", None, division="420000"))
    assert client.get("/office/alignment/?division=430000").status_code == 422
    assert client.get("/office/alignment/").status_code == 200


@pytest.fixture
def change(office, person):
    """Draft a change that turns the adoption certificate off, with one page of Hubei beside it."""
    by = person("writer", "overseer", None, division="")
    item = governing.governing(TODAY).items["POS-001"]
    off = Page(replace(item, enabled=False, disabled_reason="试算"))
    heading = Heading("停用一项", "原因", "", TODAY)
    return changes.draft(heading, [off], key="off", by=by, at=NOON)


def streamed(office, change):
    response = office.get(f"/office/changes/{change.pk}/what-if/")
    assert response.streaming
    return [part.decode() for part in response.streaming_content]


def test_what_if_streams_its_progress_and_then_what_would_change(
    office, change, case_for, monkeypatch
):
    for _ in range(3):
        case_for("POS-001")
    case_for("NEG-01")
    monkeypatch.setattr(whatif, "STEPS", 2)
    parts = streamed(office, change)

    assert "已试算 2 件\uff0c共 4 件" in parts[1]
    assert "已试算 4 件\uff0c共 4 件" in parts[2]
    assert len(parts) == 4
    assert "有 3 件的答复会不同" in parts[3]
    assert "不予出具" in parts[3]
    assert Case.objects.get(number=Case.objects.first().number).outcome != "refuse"  # untouched


def test_the_streamed_page_is_whole_and_names_nobody(office, change, case_for):
    case = case_for("POS-001")
    page = "".join(streamed(office, change))
    for tag in ("html", "main", "div", "table", "section"):
        assert len(re.findall(f"<{tag}[ >]", page)) == page.count(f"</{tag}>"), tag
    assert page.rstrip().endswith("</html>")
    assert case.applicant_name not in page
    assert whatif.MARK not in page


def test_what_if_without_cases_says_so(office, change):
    assert "近一年这里没有办件" in "".join(streamed(office, change))


def test_what_if_counts_only_the_division_of_the_change(office, person, case_for):
    case_for("POS-001")
    by = person("writer", "overseer", None, division="")
    ready = prepared("hubei-2020")
    heading = Heading("湖北", "原因", "420000", TODAY)
    pages = [Page(one) for one in ready.instruments.values()]
    change = changes.draft(heading, pages, key="hubei", by=by, at=NOON)
    assert "近一年收到的 0 件" in "".join(streamed(office, change))


def test_what_if_asks_of_registered_demands_too(office, change, person):
    from juzheng.acts.demands import registry, units
    from juzheng.law.base.demanders import Demander
    from juzheng.law.demands.registry import AskedOf, Stated

    kind = Demander.CIVIL_AFFAIRS
    unit = units.enter("示例县民政局", kind=kind, division="990121", by="operator", at=NOON)
    clerk = person("unit", "department", None, unit=unit)
    stated = Stated("收养登记", "收养人证明", AskedOf.COMMITTEE, "收养能力", item="POS-001")
    made = registry.register(stated, unit=unit, key="k", by=clerk, at=NOON)
    drafted = "".join(streamed(office, change))
    registry.submit(made, version=made.version, by=clerk, at=NOON)
    handed_in = "".join(streamed(office, change))

    assert "0 项索要" in drafted  # a draft is nobody's demand yet
    assert "1 项索要" in handed_in
    assert "有 1 件的答复会不同" in handed_in
    assert "示例县民政局" in handed_in
