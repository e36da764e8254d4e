"""Language and large type: kept, undone, and never a way to somebody else's site."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, RequestFactory
from pytest_django import DjangoAssertNumQueries

from juzheng.records.models import Case, User
from juzheng.web.shared.context import here, page
from juzheng.web.shared.preferences import LARGE, TYPE_COOKIE, YEAR_SECONDS
from juzheng.web.shared.refilling import refilled
from tests.conftest import IDENTITY
from tests.web.clerk.test_counter import typed

ELSEWHERE = [
    "https://example.org/",
    "//example.org/",
    "///example.org",
    "/\\example.org",
    "\\/example.org",
    "http:///example.org",
    "javascript:alert(1)",
    "example.org",
    " /about/",
    "/\t/example.org",
    "",
]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_language_is_kept_and_the_page_stays(client: Client, language: str) -> None:
    answer = client.post("/preferences/language/", {"language": language, "next": "/about/?a=1"})

    assert answer.status_code == 302
    assert answer.headers["Location"] == "/about/?a=1"
    cookie = answer.cookies["django_language"]
    assert cookie.value == language
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["max-age"] == YEAR_SECONDS


@pytest.mark.parametrize("language", ["fr", "", "zh-hans; Path=/", "../en", "x" * 999])
def test_a_language_that_is_not_ours_is_not_kept(client: Client, language: str) -> None:
    answer = client.post("/preferences/language/", {"language": language, "next": "/about/"})

    assert answer.status_code == 302
    assert not answer.cookies


def test_large_type_is_kept_until_it_is_undone(client: Client) -> None:
    client.post("/preferences/type/", {"type": LARGE, "next": "/about/"})
    large = client.get("/about/").content.decode()
    client.post("/preferences/type/", {"type": "normal", "next": "/about/"})
    normal = client.get("/about/").content.decode()

    assert 'class="jz-large"' in large
    assert 'aria-pressed="true"' in large
    assert "jz-large" not in normal
    assert 'aria-pressed="false"' in normal


@pytest.mark.parametrize("address", ["/preferences/language/", "/preferences/type/"])
@pytest.mark.parametrize("elsewhere", ELSEWHERE)
def test_nobody_is_sent_to_another_site(client: Client, address: str, elsewhere: str) -> None:
    answer = client.post(address, {"language": "en", "type": LARGE, "next": elsewhere})

    assert answer.status_code == 302
    assert answer.headers["Location"] == "/"


@pytest.mark.parametrize("address", ["/preferences/language/", "/preferences/type/"])
def test_a_preference_is_not_changed_by_a_link(client: Client, address: str) -> None:
    answer = client.get(address)

    assert answer.status_code == 405
    assert not answer.cookies
    assert "这个页面不能这样打开" in answer.content.decode()


def test_the_switches_come_back_to_the_page_they_stand_on(client: Client) -> None:
    html = client.get("/about/?q=%E8%AF%81").content.decode()

    assert html.count('name="next" value="/about/?q=%E8%AF%81"') == 2


@pytest.mark.parametrize(
    ("referer", "expected"),
    [
        ("http://testserver/desk/new/?item=1", "/desk/new/?item=1"),
        ("http://testserver/desk/", "/desk/"),
        ("https://example.org/desk/", "/"),
        ("", "/"),
    ],
)
def test_after_a_post_the_switches_go_to_the_form(referer: str, expected: str) -> None:
    request = RequestFactory().post("/desk/cases/1/signature/", headers={"referer": referer})

    assert here(request) == expected


@pytest.mark.django_db
def test_what_every_page_knows_costs_no_query(
    django_assert_num_queries: DjangoAssertNumQueries, client: Client
) -> None:
    with django_assert_num_queries(0):
        known = page(RequestFactory().get("/"))
        client.get("/about/")

    assert len(known["lists_version"]) == 8
    assert known["large_type"] is False


def test_large_type_is_only_what_we_wrote_ourselves() -> None:
    request = RequestFactory().get("/")
    request.COOKIES[TYPE_COOKIE] = "huge"

    assert page(request)["large_type"] is False


SWITCHES = {"English": {"switch-language": "en"}, "大字": {"switch-type": LARGE}}


@pytest.fixture
def desk(client: Client, clerk: User) -> Client:
    client.force_login(clerk)
    return client


def boxes(html: str) -> dict[str, str]:
    """Return what stands in the boxes and the ticks of the page's form."""
    form = html.partition('id="work"')[2].partition("</form>")[0]
    found = {}
    for tag in re.findall(r"<input [^>]*>", form):
        given = dict(re.findall(r'(\S+?)="([^"]*)"', tag))
        ticked = " checked" in tag or given.get("type", "text") not in ("radio", "checkbox")
        if ticked and "name" in given:
            found[given["name"]] = given.get("value", "")
    return found


@pytest.mark.django_db
@pytest.mark.parametrize("switch", SWITCHES)
def test_a_half_filled_form_survives_a_switch(desk: Client, loaded: None, switch: str) -> None:
    address = "/desk/new/?item=POS-001"
    half = typed("POS-001", applicant_name='李"秀<英>', identity="5", recipient="")
    answer = desk.post(address, {**half, **SWITCHES[switch]})
    shown = answer.content.decode()

    assert answer.status_code == 200
    assert Case.objects.count() == 0  # nothing was filed
    found = boxes(shown)
    assert found["applicant_name"] == "李&quot;秀&lt;英&gt;"
    assert found["identity"] == "5"
    assert found["purpose"] == "办理登记"
    assert found["key"] == half["key"]
    assert {name for name in found if name.startswith("consent-")} == {
        name for name in half if name.startswith("consent-")
    }
    kept = {"English": ("django_language", "en"), "大字": (TYPE_COOKIE, LARGE)}[switch]
    assert answer.cookies[kept[0]].value == kept[1]
    assert ('lang="en"' in shown.split("<head>")[0]) == (switch == "English")
    assert ("jz-large" in shown.split("<head>")[0]) == (switch == "大字")


@pytest.mark.django_db
def test_the_switches_of_a_page_to_be_filled_in_are_buttons_of_its_form(
    desk: Client, loaded: None
) -> None:
    def header(html: str) -> str:
        return html.partition("<header")[2].partition("</header>")[0]

    filling = header(desk.get("/desk/new/?item=POS-001").content.decode())
    assert filling.count('formaction="/desk/new/?item=POS-001"') == 2
    # The Enter key presses the first button of the form: the one that does what the page is for.
    assert re.findall(r"<button[^>]*>", filling)[0].count("name=") == 0
    assert 'form="work"' not in header(desk.get("/desk/").content.decode())


@pytest.mark.django_db
def test_beside_its_box_stands_which_file_a_switch_did_not_keep(client: Client) -> None:
    names = {"a.jpg": "刚才选的“a.jpg”没有留下", f"{IDENTITY}.jpg": "刚才选的文件没有留下"}
    for name, expected in names.items():
        photo = SimpleUploadedFile(name, b"x", "image/jpeg")
        answer = client.post("/reports/new/", {"photo": photo, "switch-type": LARGE})
        shown = answer.content.decode()
        before, _, box = shown.partition('type="file"')
        assert expected in before
        assert "photo_again" in before.rpartition("<input")[2] + box.partition(">")[0]
        assert IDENTITY not in shown


@pytest.mark.django_db
def test_a_form_that_was_refused_twice_is_not_lost_either(desk: Client, loaded: None) -> None:
    wrong = typed("POS-001", identity="5")
    address = re.search(
        r'id="work" method="post" action="([^"]*)"',
        desk.get("/desk/new/?item=POS-001").content.decode(),
    )
    assert address is not None
    first = desk.post(address[1], wrong, headers={"referer": f"http://testserver{address[1]}"})
    where = re.search(r'formaction="([^"]*)"', first.content.decode())

    assert first.status_code == 422
    assert where is not None
    assert where[1] == address[1]


@pytest.mark.django_db
def test_no_other_site_fills_in_a_form(clerk: User, loaded: None) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(clerk)
    answer = strict.post("/desk/new/?item=POS-001", {"purpose": "x", "switch-language": "en"})

    assert answer.status_code == 403


def switched(page: str, **pressed: str) -> dict[str, str]:
    """Return what a switch on this answer sends: the boxes of the form it belongs to."""
    form = re.findall(r'<form id="(?:again|work)".*?</form>', page, re.DOTALL)[-1]
    boxes = re.findall(r'<input\s[^>]*name="([^"]*)"[^>]*?value="([^"]*)"', form)
    apart = re.findall(r'<input type="hidden" form="work" name="([^"]*)" value="([^"]*)"', page)
    return {**dict(boxes), **dict(apart), **pressed}


@pytest.mark.django_db
def test_a_search_at_the_desk_is_shown_otherwise_and_not_lost(
    desk: Client, case_for: Callable[..., Case]
) -> None:
    cases = [case_for("POS-002"), case_for("NEG-01")]
    shown = desk.post("/desk/search/", {"wanted": "李秀英"})
    page = shown.content.decode()
    assert page.count('formaction="/desk/search/"') == 2
    assert len(re.findall(r'<input [^>]*value="李秀英"', page)) == 2  # its box, and the switches'

    answer = desk.post("/desk/search/", switched(page, **{"switch-language": "en"}))
    assert {row["number"] for row in answer.context["rows"]} == {one.number for one in cases}
    assert '<html lang="en"' in answer.content.decode()
    assert answer.cookies["django_language"].value == "en"
    assert "李秀英" not in answer.wsgi_request.get_full_path()


@pytest.mark.django_db
def test_only_what_changes_nothing_is_asked_once_more(
    desk: Client, drafted_for: Callable[..., Case], responsible: User
) -> None:
    case = drafted_for("POS-001")
    desk.force_login(responsible)
    address = f"/desk/cases/{case.number}/signature/"
    sent = {"version": case.version, "switch-type": LARGE, "switch-again": "yes"}
    desk.post(address, sent)
    case.refresh_from_db()
    assert not case.certificates.exists()


@pytest.mark.django_db
def test_what_is_heard_at_the_counter_stays_and_nothing_is_filed(
    desk: Client, loaded: None
) -> None:
    page = desk.post("/desk/new/", {"q": "居民"}).content.decode()
    assert "要的是哪一种" in page
    large = desk.post("/desk/new/", switched(page, **{"switch-type": LARGE})).content.decode()
    assert "要的是哪一种" in large
    assert "jz-large" in large
    filing = typed("POS-001", **{"switch-type": LARGE, "switch-again": "yes"})
    desk.post("/desk/new/?item=POS-001", filing)
    assert not Case.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("number", [IDENTITY, f"{IDENTITY[:6]} {IDENTITY[6:14]} {IDENTITY[14:]}"])
@pytest.mark.parametrize(
    ("address", "box"), [("/desk/new/", "q"), ("/desk/search/", "wanted"), ("/check/", "name")]
)
def test_a_private_number_is_kept_in_no_page_for_a_switch(
    desk: Client, loaded: None, address: str, box: str, number: str
) -> None:
    page = desk.post(address, {box: f"李秀英 {number}"}).content.decode()
    assert "switch-again" not in page
    assert "switch-again" in desk.post(address, {box: "李秀英"}).content.decode()


FORM = '<input name="a" value="out"><form id="work">{}</form><input name="a" value="out">'


@pytest.mark.parametrize(
    ("html", "typed_in", "expected"),
    [
        ('<input name="a" value="1">', ["2"], '<input name="a" value="2">'),
        (
            '<input name="a"><input name="a">',
            ["1", "2"],
            '<input name="a" value="1"><input name="a" value="2">',
        ),
        ('<input name="a" type="password">', ["2"], '<input name="a" type="password">'),
        (
            '<input type="radio" name="a" value="1" checked>',
            ["2"],
            '<input type="radio" name="a" value="1">',
        ),
        ('<input type="checkbox" name="a">', ["on"], '<input type="checkbox" name="a" checked>'),
        (
            '<textarea name="a">old &amp; so</textarea>',
            ["<b>"],
            '<textarea name="a">\n&lt;b&gt;</textarea>',
        ),
        (
            '<select name="a"><option value="1" selected><option value="2"></select>',
            ["2"],
            '<select name="a"><option value="1"><option value="2" selected></select>',
        ),
        ("<p>&amp;&#x27;<br/></p><svg><path d='M0'/></svg>", ["2"], None),
    ],
)
def test_each_kind_of_box_is_filled_again(
    html: str, typed_in: list[str], expected: str | None
) -> None:
    page = FORM.format(html)

    assert refilled(page, {"a": typed_in}) == FORM.format(expected or html)
