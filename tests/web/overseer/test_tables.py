"""Templates, exports, and a file on its way to being a draft, through the officers' pages."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from juzheng.catalogue import catalogue, sheets
from juzheng.catalogue.prepared import prepared
from juzheng.records.models import Change, Import
from tests.records.snapshots import snapshot

READY = prepared("hubei-2020")
HUBEI = [*READY.instruments.values(), *READY.items.values(), *READY.lists.values()]
TABLES, IMPORT = "/office/tables/", "/office/tables/import/"
HEADING = {
    "title": "发布湖北省清单",
    "division": "420000",
    "effective_on_year": "2020",
    "effective_on_month": "12",
    "effective_on_day": "31",
    "reason": "鄂民政发〔2020〕32号",
}


@pytest.fixture
def officer(loaded, person):
    return person("officer", "overseer", None, "郑科长", division="")


@pytest.fixture
def browser(officer):
    client = Client()
    client.force_login(officer)
    return client


def hand_in(browser, raw, name="表.xlsx"):
    answer = browser.post(TABLES, {"file": SimpleUploadedFile(name, raw)})
    return answer if answer.status_code != 302 else browser.get(answer.headers["Location"])


def test_a_file_is_shown_confirmed_and_becomes_one_draft(browser):
    page = hand_in(browser, sheets.write_xlsx(HUBEI)).content.decode()

    assert "缴费票据遗失证明" in page
    assert "导入：湖北省不应由基层群众性自治组织出具证明事项清单" in page
    assert 'value="2020"' in page  # the list's own day
    assert Change.objects.count() == 0

    answers = [browser.post(IMPORT, HEADING) for _ in range(2)]

    change = Change.objects.get()
    assert answers[0].headers["Location"] == reverse("overseer:change", args=[change.pk])
    assert (change.edits.count(), change.division) == (len(HUBEI), "420000")
    assert not Import.objects.exists()


def test_faults_are_shown_with_row_and_column_and_nothing_can_be_confirmed(browser):
    answer = hand_in(browser, "法律文件编号,文件名称\n编 号,某办法".encode(), "法律文件.csv")

    page = answer.content.decode()
    assert "没有导入任何内容" in page
    assert "缺少列" in page
    assert "导入为草稿</button>" not in page
    assert browser.post(IMPORT, HEADING).status_code == 422
    assert Change.objects.count() == 0


def test_differences_are_told_in_words(browser):
    changed = replace(catalogue().items["POS-001"], validity_days=60)

    page = hand_in(browser, sheets.write_csv([changed]), "事项.zip").content.decode()

    assert "由“30”改为“60”" in page


def test_an_officer_of_a_province_does_not_import_what_is_the_nations(loaded, person):
    client = Client()
    client.force_login(person("local", "overseer", None, "吴科员", division="420000"))
    changed = replace(catalogue().items["POS-018"], validity_days=60)

    page = hand_in(client, sheets.write_xlsx([changed])).content.decode()

    assert "不归本级管理" in page
    assert client.post(IMPORT, HEADING).status_code == 422
    assert Change.objects.count() == 0


def test_one_officers_file_is_not_anothers(browser, person):
    hand_in(browser, sheets.write_xlsx(HUBEI))
    other = Client()
    other.force_login(person("other", "overseer", None, "吴科员", division=""))

    assert other.get(IMPORT).headers["Location"] == TABLES
    other.post(IMPORT + "removal/")
    assert Import.objects.count() == 1
    browser.post(IMPORT + "removal/")
    assert not Import.objects.exists()


@pytest.mark.slow
@pytest.mark.parametrize("what", ["items", "lists", "instruments", "unlisted", "all"])
@pytest.mark.parametrize("form", ["xlsx", "csv", "yaml"])
def test_what_is_taken_out_may_be_handed_in_again_and_changes_nothing(browser, what, form):
    answer = browser.get(reverse("overseer:export", args=[what, form]))

    name = "a.zip" if answer.content.startswith(b"PK") else f"a.{form}"
    found = sheets.read(answer.content, name)
    assert found.whole
    assert "attachment" in answer.headers["Content-Disposition"]
    assert "与现行内容相同" in hand_in(browser, answer.content, name).content.decode()


def test_a_list_is_taken_out_with_its_items_and_its_text(browser):
    answer = browser.get(reverse("overseer:export", args=["national-negative-1", "yaml"]))

    found = sheets.read(answer.content, "a.yaml")
    assert (len(found.items), len(found.lists), len(found.instruments)) == (20, 1, 1)


@pytest.mark.parametrize("path", ["exports/items.pdf", "exports/no-such.csv", "templates/x.xlsx"])
def test_what_there_is_not_is_not_there(browser, path):
    assert browser.get(TABLES + path).status_code == 404


@pytest.mark.parametrize(
    ("content", "name", "status", "says"),
    [
        (b"", "a.xlsx", 422, "文件是空的"),
        (b"0" * (sheets.LARGEST + 1), "a.csv", 422, "超过 10 MB"),
        (b"%PDF-1.7", "a.pdf", 200, "认不出这个文件的格式"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a.xls", 200, "另存为 .xlsx"),
        (b"PK\x03\x04 torn", "a.xlsx", 200, "已损坏"),
        (b"<script>alert(1)</script>", "<script>.csv", 200, "认不出这张表"),
    ],
)
def test_what_is_no_table_is_refused_in_words(browser, content, name, status, says):
    answer = hand_in(browser, content, name)

    page = answer.content.decode()
    assert answer.status_code == status
    assert says in page
    assert "<script>.csv" not in page
    assert Change.objects.count() == 0


def test_no_file_at_all_is_told_and_nothing_changes(browser):
    before = snapshot()

    answer = browser.post(TABLES)

    assert answer.status_code == 422
    assert "请选择要导入的文件" in answer.content.decode()
    assert snapshot() == before
