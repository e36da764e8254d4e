"""``juzheng demands``: a list from a file; what is wrong with the whole register."""

from __future__ import annotations

import io
import json

import pytest
from openpyxl import load_workbook

from juzheng.acts.demands import registry
from juzheng.records.models import Demand, DemandingUnit, User
from tests.conftest import NOON, PASSWORD

WORDS = (
    "--name",
    "钱立新",
    "--role",
    "department",
    "--unit",
    "示例公证处",
    "--unit-kind",
    "notary",
)


@pytest.fixture
def qian(loaded, juzheng, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{PASSWORD}\n"))
    ended = juzheng("staff", "add", "qian", *WORDS, "--division", "420000", "--password-stdin")
    assert ended.status == 0, ended.err
    return User.objects.get(username="qian")


def write(folder, *lines):
    path = folder / "list.json"
    path.write_text(json.dumps({"demands": lines}), encoding="utf-8")
    return str(path)


def test_an_account_of_a_unit_enters_the_unit(qian, juzheng):
    unit = DemandingUnit.objects.get()
    assert (unit.name, unit.kind, unit.division, qian.unit) == (
        "示例公证处", "notary", "420000", unit,
    )  # fmt: skip
    assert "示例公证处" in juzheng("staff", "list").out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--role", "department", "--name", "钱"), "--division"),
        (("--role", "department", "--name", "钱", "--division", "420000"), "--unit"),
        (("--role", "overseer", "--name", "郑", "--division", "420000", "--unit", "x"), "--unit"),
        (("--role", "overseer", "--name", "郑\u200b", "--division", "420000"), "U+200B"),
        (("--role", "overseer", "--name", "郑1", "--division", "420000"), "姓名里的“1”"),
    ],
)
def test_what_an_account_lacks_is_said(loaded, juzheng, words, said):
    ended = juzheng("staff", "add", "somebody", *words, "--password-stdin")
    assert ended.status == 1
    assert said in ended.err
    assert not User.objects.exists()


def test_a_list_is_registered_once_and_only_looked_at_if_so_asked(qian, juzheng, tmp_path):
    path = write(tmp_path, {"matter": "继承公证书", "paper": "亲属关系证明", "fact": "亲属关系"})
    looked = juzheng("demands", path, "--dry-run")
    assert (looked.status, Demand.objects.count()) == (0, 0)
    assert "共 1 行" in looked.out
    for new in (1, 0):
        assert f"新登记 {new} 项" in juzheng("demands", path, "--by", "qian").out
    assert Demand.objects.count() == 1


def test_a_wrong_list_registers_nothing(qian, juzheng, tmp_path):
    path = write(tmp_path, {"matter": "x", "paper": "y", "fact": "z"}, {"asked_of": "moon"})
    ended = juzheng("demands", path, "--by", "qian")
    assert ended.status == 2
    assert "demands[1].asked_of" in ended.err
    assert not Demand.objects.exists()


def test_nobody_registers_without_a_unit(clerk, juzheng, tmp_path):
    path = write(tmp_path, {"matter": "x", "paper": "y", "fact": "z"})
    for by in ("clerk", "nobody"):
        ended = juzheng("demands", path, "--by", by)
        assert ended.status == 1
        assert "索要单位" in ended.err
    assert juzheng("demands", str(tmp_path / "none.xlsx"), "--by", "clerk").status == 1
    assert juzheng("demands").status == 2


def test_the_empty_list_can_be_filled_in_and_read(qian, juzheng, tmp_path):
    path = str(tmp_path / "空表.xlsx")
    assert juzheng("demands", "--template", path).status == 0
    empty = juzheng("demands", path, "--dry-run")
    assert empty.status == 2
    assert "只有示例那一行。请从它下面一行起填写。" in empty.err
    book = load_workbook(path)
    sheet = book.active
    sheet.append([cell.value for cell in sheet[2]])
    sheet.cell(3, 1).value = "办理另一件事"
    book.save(path)
    assert juzheng("demands", path, "--dry-run").status == 0


def test_the_register_is_untangled(qian, juzheng, tmp_path):
    assert juzheng("demands", "--tangle").status == 0
    path = write(tmp_path, {"matter": "公证", "paper": "亲属关系证明", "fact": "亲属关系"})
    juzheng("demands", path, "--by", "qian")
    assert juzheng("demands", "--tangle").status == 0  # a draft is nobody's business
    demand = Demand.objects.get()
    registry.submit(demand, version=demand.version, by=qian, at=NOON)
    found = juzheng("demands", "--tangle")
    assert found.status == 1
    assert "示例公证处" in found.out


def test_a_unit_of_the_nation_is_told_from_others_of_its_name(qian, juzheng):
    for division in ("", "420100", "990121001001", "420199"):
        DemandingUnit.objects.create(name="示例局", kind="other", division=division)
    listed = juzheng("units").out
    assert [line.split(" ")[1] for line in listed.splitlines() if line.startswith("示例局")] == [
        *("全国", "湖北省武汉市", "420199", "示例省示例市示例县"),  # no place is the nation but it
    ]
    several = juzheng("units", "示例局", "--superior", "-")
    assert "示例局@nation、示例局@420100" in several.err
    ended = juzheng("units", "示例公证处", "--superior", "示例局@nation")
    assert ended.status == 0, ended.err
    assert DemandingUnit.objects.get(name="示例公证处").superior.division == ""


def test_who_stands_above_a_unit_is_set_and_told(qian, juzheng):
    DemandingUnit.objects.create(name="示例司法局", kind="other", division="420000")
    ended = juzheng("units", "示例公证处", "--superior", "示例司法局")
    assert ended.status == 0, ended.err
    assert "上级：示例司法局 主管部门：没有登记" in ended.out
    assert "示例公证处" in juzheng("units").out
    ring = juzheng("units", "示例司法局", "--supervisor", "示例公证处")
    assert (ring.status, "它的下级" in ring.err) == (1, True)
    assert juzheng("units", "没有的处", "--superior", "-").status == 1
    assert "上级：没有登记" in juzheng("units", "示例公证处", "--superior", "-").out
