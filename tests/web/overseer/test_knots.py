"""Officers untangle a whole file: everything found, every mistake with its place, nothing kept."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from juzheng.outside.demand_files import TABLES, read
from juzheng.web.overseer.demands import cycles
from tests.records.snapshots import snapshot
from tests.web.pages import faults

KNOTS = "/office/knots/"
INHERITANCE = Path("docs/examples/inheritance.json")


@pytest.fixture
def browser(loaded: None, person: Any, noon: None) -> Client:
    client = Client()
    client.force_login(person("officer", "overseer", None, "郑科长", division="420000"))
    return client


def uploaded(client: Client, content: bytes, name: str = "demands.json") -> Any:
    return client.post(KNOTS, {"file": SimpleUploadedFile(name, content)})


def test_the_import_is_found_explained_and_cut(browser: Client) -> None:
    before = snapshot()
    answer = uploaded(browser, INHERITANCE.read_bytes())
    told = answer.content.decode()
    assert answer.status_code == 200
    assert "绕成一圈了" in told
    assert "某派出所" in told
    assert told.count('role="img"') == 1
    assert told.split('id="cuts"')[1].split("</section>")[0].count("<h3") == 2
    assert faults(told) == []
    assert snapshot() == before


def test_the_template_is_read_back_and_what_is_written_into_it(
    browser: Client, tmp_path: Path
) -> None:
    answer = browser.get(f"{KNOTS}template.xlsx")
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    assert book.sheetnames == ["说明", *(table.title for table in TABLES)]
    book["单位"].append(["", "某银行", "银行"])
    book["材料"].append(["", "公证书", "某银行"])
    book["事项"].append(["", "取款", "某银行"])
    book["要求"].append(["", "取款", "公证书"])
    path = tmp_path / "filled.xlsx"
    book.save(path)
    assert len(read(path, ()).demands) == 1
    told = uploaded(browser, path.read_bytes(), "filled.xlsx").content.decode()
    assert "没有绕成圈" in told


def test_more_than_ten_loops_are_counted_not_drawn(browser: Client) -> None:
    papers = [{"id": f"{kind}{n}", "name": f"{kind}{n}", "issued_by": "某局"}
              for n in range(12) for kind in "甲乙"]  # fmt: skip
    demands = [{"owner": f"{a}{n}", "papers": [f"{b}{n}"]}
               for n in range(12) for a, b in ("甲乙", "乙甲")]  # fmt: skip
    whole = {"bodies": [{"name": "某局"}], "papers": papers, "demands": demands}
    told = uploaded(browser, json.dumps(whole).encode()).content.decode()
    assert told.count('role="img"') == 10
    assert "还有 2 圈没有画出来" in told
    assert faults(told) == []


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b'{"papers": [{"name": ""}]}', "a.json", "papers[0].name"),
        (b"{", "a.json", "不是 UTF-8 的 JSON"),
        (b"PK\x03\x04", "a.xlsx", "不是能读的 XLSX"),
        (b"<script>alert(1)</script>", "<script>.json", "不是 UTF-8 的 JSON"),
        (b"a", "a.csv", "不是 XLSX 或 JSON 文件"),
        (b"", "a.json", "文件是空的"),
        (b" " * (5 * 1024 * 1024 + 1), "a.json", "文件超过 5 MB"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(
    browser: Client, content: bytes, name: str, said: str
) -> None:
    answer = uploaded(browser, content, name)
    told = answer.content.decode()
    assert answer.status_code == 422
    assert said in told
    assert "<script>alert" not in told
    assert faults(told) == []


def test_too_many_demands_for_a_page_are_sent_to_the_command_line(
    browser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("juzheng.web.overseer.demands.cycles.MOST_DEMANDS", 6)
    answer = uploaded(browser, INHERITANCE.read_bytes())
    assert answer.status_code == 422
    assert "juzheng tangle" in answer.content.decode()


def test_a_small_file_that_unpacks_to_a_large_one_is_not_read(
    browser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cycles, "LIMITS", replace(cycles.LIMITS, unpacked=1000))
    template = browser.get(f"{KNOTS}template.xlsx").content
    answer = uploaded(browser, template, "a.xlsx")
    assert answer.status_code == 422
    assert "展开后超过" in answer.content.decode()
