"""Programs and visitors who speak English: answers and mistakes in it, at every door."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.test import Client

from juzheng.web.public.demands import demand_api

pytestmark = pytest.mark.django_db
CHINESE = re.compile("[\u4e00-\u9fff]")
ENGLISH = {"Accept-Language": "en-GB,en;q=0.9,zh;q=0.1"}
WRONG = (
    ("/api/v1/ask", 422),
    ("/api/v1/ask?q=x&unit=none", 422),
    ("/api/v1/ask?q=x&division=1", 422),
    ("/api/v1/ask?q=x&told-x=1", 422),
    ("/api/v1/ask?q=x&not=x", 404),
    ("/api/v1/demand-check", 422),
    ("/api/v1/demand-check?paper=x&foo=1", 422),
    ("/api/v1/demand-check?item=NEG-99", 404),
    ("/api/v1/demand-check?paper=x&online=maybe", 422),
    ("/data/items.json?on=x", 422),
    ("/data/lists.json?division=x", 422),
    ("/data/demands.json?after=x", 422),
    ("/data/demands.json?division=999999", 404),
    ("/api/v1/nothing", 404),
    ("/data/nothing.json", 404),
    ("/exposures/nothing.json/", 404),
)


@pytest.mark.parametrize(("address", "status"), WRONG)
def test_mistakes_are_told_in_the_language_asked_for(
    client: Client, loaded: None, address: str, status: int
) -> None:
    answer = client.get(address, headers=ENGLISH)
    assert answer.status_code == status
    assert answer.headers["Content-Language"] == "en"
    assert "Accept-Language" in answer.headers["Vary"]
    told = answer.json()["error"]
    assert not CHINESE.search(told["what"]), told
    said = re.sub("for example: [^.]*|“[^”]*”", "", told["do"])
    assert not CHINESE.search(said), told
    assert client.get(address).headers["Content-Language"] == "zh-Hans"
    assert CHINESE.search(client.get(address).json()["error"]["what"])


def test_a_wrong_method_and_too_many_questions_too(
    client: Client, loaded: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = client.delete("/api/v1/ask", headers=ENGLISH)
    assert (wrong.status_code, wrong.headers["Content-Language"]) == (405, "en")
    assert not CHINESE.search(wrong.json()["error"]["what"])
    several = client.put("/api/v1/demand-check", headers=ENGLISH).json()["error"]
    assert several["do"] == "Please use GET, POST instead."
    monkeypatch.setattr(demand_api, "QUESTIONS", 0)
    many = client.get("/api/v1/ask?q=divorce certificate", headers=ENGLISH)
    assert many.status_code == 429
    assert not CHINESE.search(str(many.json()))


def test_an_english_question_is_answered_in_english(client: Client, loaded: None) -> None:
    address = "/api/v1/demand-check?paper=no criminal record certificate&matter=hiring"
    answer = client.get(address, headers=ENGLISH)
    told = answer.json()
    assert answer.headers["Content-Language"] == "en"
    assert (told["item"], told["answer"]) == ("NEG-05", "negative_list")
    for name in ("label", "why", "note"):
        assert not CHINESE.search(re.sub("《[^》]*》", "", told[name])), told[name]
    assert "in Chinese only" in told["note"]
    asked = client.get("/api/v1/ask?q=I need a no criminal record certificate", headers=ENGLISH)
    said = asked.json()
    assert said["understood"]["item"] == "NEG-05"
    assert not CHINESE.search(said["label"] + re.sub("《[^》]*》", "", said["reason"]))
    assert said["choices"] == []


def test_data_is_chinese_whoever_asks_and_kept_apart_for_nobody(
    client: Client, loaded: None
) -> None:
    first = client.get("/data/items.json", headers=ENGLISH)
    assert first.headers["Content-Language"] == "zh-Hans"
    assert client.get("/data/items.json").content == first.content


@pytest.mark.parametrize(
    ("said", "language"),
    [
        ("", "zh-Hans"),
        ("en", "en"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh-Hans"),
        ("zh-Hant", "zh-Hans"),
        ("fr,en;q=0.5", "en"),
        ("fr", "zh-Hans"),
        ("en;q=0", "zh-Hans"),
        ("*", "zh-Hans"),
        ("x" * 5000, "zh-Hans"),
    ],
)
def test_the_first_language_that_we_speak(
    client: Client, loaded: None, said: str, language: str
) -> None:
    answer = client.get("/api/v1/ask", headers={"Accept-Language": said})
    assert answer.headers["Content-Language"] == language


def test_no_cookie_changes_what_a_program_is_told(client: Client, loaded: None) -> None:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    assert client.get("/api/v1/ask").headers["Content-Language"] == "zh-Hans"


def test_the_interface_says_in_which_languages(client: Client, loaded: None) -> None:
    described = client.get("/api/v1/openapi.json").json()
    assert "Accept-Language" in described["info"]["description"]
    for path in described["paths"].values():
        for method in path.values():
            assert "Accept-Language" in [one["name"] for one in method["parameters"]]


@pytest.mark.parametrize(
    "address",
    [
        "/ask/?q=no criminal record certificate",
        "/may-i-demand/?paper=no criminal record certificate",
        "/widget/demand-check.html?paper=no criminal record certificate",
        "/items/?q=no criminal record certificate",
        "/letters/?proof=no criminal record certificate&demander=employer",
    ],
)
def test_an_english_question_is_understood_at_each_door(
    client: Client, loaded: None, address: str
) -> None:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    page = client.get(address).content.decode()
    assert "无犯罪记录证明" in page


@pytest.mark.parametrize("address", ["/items/", "/letters/?proof=关系证明&demander=bank", "/law/"])
def test_an_english_page_says_what_is_chinese_on_it(
    client: Client, loaded: None, address: str
) -> None:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    page = client.get(address).content.decode()
    assert "in Chinese only" in page
    bare = re.sub(r'<(\w+)[^>]*lang="zh-Hans"[^>]*>.*?</\1>|<[^>]*>', "", page, flags=re.DOTALL)
    assert set(CHINESE.findall(bare)) == set()


def test_what_a_program_sends_wrongly_is_told_in_english(client: Client, loaded: None) -> None:
    api = "/api/v1/demand-check"
    for status, kind, body in (
        (400, "application/json", "{"),
        (413, "application/json", "x" * 3_000_000),
        (415, "text/plain", "x"),
        (422, "application/json", "{}"),
        (422, "application/json", '{"questions": [{"paper": 1}]}'),
    ):
        answer = client.post(api, body, content_type=kind, headers=ENGLISH)
        assert (answer.status_code, answer.headers["Content-Language"]) == (status, "en")
        told = answer.json()["error"]
        assert not CHINESE.search(str(told)), told
        assert set(told) == {"what", "do", "where"}


def test_a_page_that_is_not_there_stays_a_page_for_people(client: Client, loaded: None) -> None:
    assert client.get("/no-such-page/").headers["Content-Type"].startswith("text/html")


def test_what_each_column_of_the_register_means_is_english(client: Client, loaded: None) -> None:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    page = client.get("/data/").content.decode()
    assert "<dd>number of the registration; it never changes</dd>" in page
    listed = page.split('<dl class="govuk-details__text jz-facts">')[1].split("</dl>")[0]
    assert not CHINESE.search(listed)


def test_what_is_to_be_asked_first_is_english_however_many_there_are(
    client: Client, loaded: None
) -> None:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    page = client.get("/ask/?q=收养证明").content.decode()
    assert "才在这里办" not in page
    assert "only with the answer “No” is it done here" in page


def test_a_unit_reads_in_english_that_the_chinese_counts(client: Client, loaded: None) -> None:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    page = client.get("/may-i-demand/?paper=亲属关系证明&demander=housing").content.decode()
    assert "our own translation and not official: the Chinese counts" in page


def test_the_method_says_in_english_where_its_days_come_from(client: Client, loaded: None) -> None:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    page = client.get("/exposures/method/").content.decode()
    assert "The 15 and 20 days are taken from" in page
    assert "since 5 September 2018" in page


def test_half_a_number_of_a_report_is_told_to_be_half(client: Client, loaded: None) -> None:
    for typed in ("1", "000001", "反000001"):
        answer = client.post("/reports/", {"number": typed, "code": "AAAAA-AAAAA"})
        assert answer.status_code == 422
        assert "编号没有写全" in answer.content.decode()
        assert "可以重新反映" not in answer.content.decode()
