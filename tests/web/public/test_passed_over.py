"""What an address says and nobody knows (认不出的参数): the page says so, with what was typed."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.test import Client

from juzheng.web.shared.context import own_desk

pytestmark = pytest.mark.django_db
TAG = re.compile(r"<[^>]+>")
ASKED = "paper=亲属关系证明&matter=存款继承"


def text(response) -> str:
    return " ".join(unescape(TAG.sub("", response.content.decode())).split())


@pytest.mark.parametrize(
    ("address", "typed"),
    [
        ("/?committee=999999999999", "committee=999999999999"),
        ("/items/?committee=nowhere", "committee=nowhere"),
        ("/ask/?q=单身证明&committee=1", "committee=1"),
        ("/ask/?q=单身证明&demander=bnak", "demander=bnak"),
        ("/ask/?q=单身证明&so=marred", "so=marred"),
        ("/ask/?q=单身证明&told-x=y", "told-x=y"),
        ("/ask/?q=单身证明&not=NEG-999", "not=NEG-999"),
        ("/demands/?kind=bnak", "kind=bnak"),
        ("/demands/?basis=none-such", "basis=none-such"),
        ("/demands/?state=lost", "state=lost"),
        ("/demands/?after=page2", "after=page2"),
        ("/exposures/?after=2", "after=2"),
        ("/offers/?committee=99", "committee=99"),
        ("/publications/?page=99", "page=99"),
        ("/publications/?page=two", "page=two"),
        ("/reports/new/?item=NEG-999", "item=NEG-999"),
        ("/reports/new/?demander=bnak", "demander=bnak"),
        ("/letters/?proof=单身证明&demander=bnak", "demander=bnak"),
        ("/letters/?proof=单身证明&argument=because", "argument=because"),
    ],
)
def test_what_an_address_says_and_nobody_knows_is_said_to(
    client: Client, loaded: None, address: str, typed: str
) -> None:
    said = text(client.get(address))
    assert f"网址里的“{typed}”认不出来，这一页没有按它来。" in said
    english = text(client.get(address, headers={"Accept-Language": "en"}))
    assert f"“{typed}” in the address is not known; this page goes without it. " in english


@pytest.mark.parametrize(
    "address",
    [
        f"/may-i-demand/?{ASKED}&division=420000",
        f"/may-i-demand/?{ASKED}&division=湖北省",
        "/ask/?q=单身证明&demander=bank&so=married",
        "/demands/?kind=bank&after=over.",
        "/demands/?after=12",
        "/publications/?page=1",
        "/items/?committee=",
        "/exposures/",
    ],
)
def test_what_is_known_is_taken_without_a_word(client: Client, loaded: None, address: str) -> None:
    assert "认不出来" not in text(client.get(address))


@pytest.mark.parametrize("name", ["division", "on"])
def test_a_parameter_that_only_other_pages_read_is_said_to(
    client: Client, loaded: None, name: str
) -> None:
    assert f"这一页不按 {name} 列出" in text(client.get(f"/items/?{name}=420000"))
    assert "列出，网址里写的没有用上" not in text(client.get(f"/items/?{name}="))


def test_no_identity_number_of_an_address_is_shown(client: Client, loaded: None) -> None:
    page = client.get("/demands/?kind=11010519491231002X").content.decode()
    assert "“kind=〔证件号码〕”认不出来" in page


@pytest.mark.parametrize(
    ("address", "typed", "where"),
    [
        ("/items/POS-999/", "POS-999", "/items/"),
        ("/place/for/POS-999/", "POS-999", "/items/"),
        ("/may-i-demand/?item=POS-999", "POS-999", "/items/"),
        ("/ask/?item=POS-999", "POS-999", "/items/"),
        ("/law/no-such-law/", "no-such-law", "/law/"),
        ("/exposures/2026-9/", "2026-9", "/exposures/"),
    ],
)
def test_a_page_that_never_was_says_what_was_typed_and_where_to_look(
    client: Client, loaded: None, address: str, typed: str, where: str
) -> None:
    response = client.get(address)
    assert response.status_code == 404
    assert f"“{typed}”。" in text(response)
    assert f'href="{where}">在全部里面找' in response.content.decode()


@pytest.mark.parametrize("file", ["demands.json", "demands.csv"])
@pytest.mark.parametrize("division", ["999999", "42"])
def test_no_file_is_the_whole_register_for_a_place_that_is_not_known(
    client: Client, loaded: None, file: str, division: str
) -> None:
    response = client.get(f"/data/{file}?division={division}")
    assert response.status_code in (404, 422)
    assert response.json()["error"]["do"]


def test_what_was_typed_stays_in_the_boxes(client: Client, loaded: None) -> None:
    assert 'value="没有这个县"' in client.get("/demands/?division=没有这个县").content.decode()
    asked = "/publications/?channel=portal&division=999999&on=2026-13-01"
    page = client.get(asked).content.decode()
    for what in (
        'value="999999"',
        'value="2026-13-01"',
        "没有“999999”这个地区",
        "日期不对",
        "没有查。",
    ):
        assert what in page


@pytest.mark.parametrize(
    ("role", "desk"), [("clerk", "/desk/"), ("overseer", "/office/"), ("nobody", "")]
)
def test_who_is_signed_in_finds_the_desk_and_the_way_out_on_public_pages(
    client: Client, committee, person, role: str, desk: str
) -> None:
    if role == "overseer":
        client.force_login(person("who", role, None, "", division="420000"))
    elif role == "clerk":
        client.force_login(person("who", role, committee, "陈"))
    for address in ("/", "/items/", "/exposures/", "/no-such-page/"):
        page = client.get(address).content.decode()
        assert ("工作人员登录" in page) == (not desk), address
        assert (f'href="{desk}">回到我的工作台' in page) == bool(desk), address
        assert ('action="/sign-out/"' in page) == bool(desk), address


def test_nobody_without_a_session_is_looked_up(rf, django_assert_num_queries) -> None:
    with django_assert_num_queries(0):
        assert own_desk(rf.get("/")) == ""


@pytest.mark.parametrize(
    ("address", "typed"),
    [
        ("/may-i-demand/?division=999999", "999999"),
        (f"/may-i-demand/?{ASKED}&division=999999", "999999"),
        (f"/may-i-demand/?{ASKED}&division=没有这个县", "没有这个县"),
        ("/widget/demand-check.html?division=999999", "999999"),
        ("/may-i-demand/?paper=单身证明&division=火星", "火星"),
    ],
)
def test_who_wrote_in_a_box_reads_of_the_box_and_of_no_address(
    client: Client, loaded: None, address: str, typed: str
) -> None:
    said = text(client.get(address))
    assert f"“哪个地区”里写的“{typed}”认不出来，没有按它来。" in said
    assert "网址里的" not in said
    english = text(client.get(address, headers={"Accept-Language": "en"}))
    assert "in the address" not in english
    assert f"“{typed}”, is not known; the page goes without it. " in english
