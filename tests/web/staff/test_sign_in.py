"""Signing in: the same words for every mistake, a slow door for guesses, a new session key."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pyotp
import pytest
from django.test import Client
from django.utils import timezone

from juzheng.acts.base import people
from juzheng.acts.demands import units
from juzheng.law.base.demanders import Demander
from juzheng.records.models import Attempt, Committee, Entry, User
from tests.conftest import PASSWORD

SIGN_IN = "/sign-in/"


def attempt(client: Client, username: str, password: str, **more: str) -> Any:
    return client.post(SIGN_IN, {"username": username, "password": password, **more})


def test_it_lets_the_right_password_in_under_a_new_session_key(client: Client, clerk: User) -> None:
    session = client.session
    session["before"] = "yes"
    session.save()
    old_key = session.session_key

    answer = attempt(client, "clerk", PASSWORD, next="/desk/new/")

    assert answer.status_code == 302
    assert answer.headers["Location"] == "/desk/new/"
    assert client.session.session_key != old_key
    assert client.session["_auth_user_id"] == str(clerk.pk)
    assert client.session.get_expiry_age() <= 8 * 60 * 60


def test_who_is_signed_in_is_not_asked_to_sign_in(client: Client, clerk: User) -> None:
    footer = lambda: client.get("/account/").content.decode().split("<footer")[1]  # noqa: E731
    assert "工作人员登录" in client.get(SIGN_IN).content.decode().split("<footer")[1]
    client.force_login(clerk)
    assert "工作人员登录" not in footer()


def test_it_says_the_same_of_an_unknown_name_and_of_a_wrong_password(
    client: Client, clerk: User
) -> None:
    unknown = attempt(client, "nobody", "wrong-password-1")
    wrong = attempt(client, "clerk", "wrong-password-1")

    def words(answer: Any) -> list[str]:
        return [str(text) for text in answer.context["form"].non_field_errors()]

    assert unknown.status_code == wrong.status_code == 422
    assert words(unknown) == words(wrong) != []
    assert "账号或密码不对" in words(wrong)[0]


def test_it_does_not_let_the_inactive_in_and_says_the_same(client: Client, clerk: User) -> None:
    User.objects.filter(pk=clerk.pk).update(is_active=False)
    answer = attempt(client, "clerk", PASSWORD)
    assert answer.status_code == 422
    assert "账号或密码不对" in answer.content.decode()


def test_it_slows_down_after_five_wrong_passwords_and_names_the_time(
    client: Client, clerk: User
) -> None:
    for _ in range(5):
        assert attempt(client, "clerk", "wrong-password-1").status_code == 422

    slow = attempt(client, "clerk", PASSWORD)

    assert slow.status_code == 429
    assert 0 < int(slow.headers["Retry-After"]) <= 15 * 60
    assert "请等" in slow.content.decode()
    assert "_auth_user_id" not in client.session


def test_right_passwords_do_not_add_up(client: Client, clerk: User) -> None:
    for _ in range(8):
        assert attempt(client, "clerk", PASSWORD).status_code == 302


def test_it_slows_down_an_address_that_tries_many_accounts(client: Client, clerk: User) -> None:
    answers = [attempt(client, f"name-{n}", "wrong-password-1").status_code for n in range(31)]
    assert answers == [422] * 30 + [429]


def test_nobody_locks_a_member_of_staff_out_of_their_own_computer(
    client: Client, clerk: User
) -> None:
    assert attempt(client, "clerk", PASSWORD).status_code == 302
    client.post("/sign-out/")
    stranger = Client()
    assert [attempt(stranger, "clerk", f"wrong-{n}").status_code for n in range(40)][-1] == 429

    assert attempt(client, "clerk", PASSWORD).status_code == 302
    client.post("/sign-out/")
    for _ in range(5):  # the device has its own limit
        assert attempt(client, "clerk", "wrong-password-1").status_code == 422
    assert attempt(client, "clerk", PASSWORD).status_code == 429


def test_a_stranger_elsewhere_locks_nobody_out_of_a_new_computer(
    client: Client, clerk: User
) -> None:
    for host in range(1, 10):
        for _ in range(6):
            client.post(
                SIGN_IN,
                {"username": "clerk", "password": "wrong-password-1"},
                REMOTE_ADDR=f"198.51.100.{host}",
            )
    assert attempt(Client(), "clerk", PASSWORD).status_code == 302


def test_guesses_from_everywhere_end_too_but_not_on_a_known_device(
    client: Client, clerk: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    attempt(client, "clerk", PASSWORD)
    monkeypatch.setattr("juzheng.web.shared.reauthentication.TRIES_FROM_ANYWHERE", 3)
    said = [
        Client().post(
            SIGN_IN,
            {"username": "clerk", "password": "wrong-password-1"},
            REMOTE_ADDR=f"198.51.100.{host}",
        )
        for host in range(4)
    ]
    assert [answer.status_code for answer in said] == [422, 422, 422, 429]
    assert attempt(client, "clerk", PASSWORD).status_code == 302


def test_all_addresses_of_an_ipv6_network_are_one(client: Client, clerk: User) -> None:
    said = [
        client.post(
            SIGN_IN,
            {"username": "clerk", "password": "wrong-password-1"},
            REMOTE_ADDR=f"2001:db8:1:2::{n}",
        ).status_code
        for n in range(1, 7)
    ]
    assert said == [422] * 5 + [429]


def test_a_device_is_known_for_one_account_and_until_the_password_changes(
    client: Client, clerk: User, responsible: User
) -> None:
    attempt(client, "clerk", PASSWORD)
    names = [name for name in client.cookies if name.startswith("juzheng_device_")]
    assert len(names) == 1
    assert "clerk" not in str(client.cookies[names[0]])
    assert client.cookies[names[0]]["httponly"]
    stranger = Client()
    for _ in range(6):
        attempt(stranger, responsible.username, "wrong-password-1")
    assert attempt(client, responsible.username, PASSWORD).status_code == 429

    people.change_password(clerk, "another-horse-battery", by="operator", at=timezone.now())
    for _ in range(6):
        attempt(stranger, "clerk", "wrong-password-1")
    assert attempt(client, "clerk", "another-horse-battery").status_code == 429


def test_strangers_lock_no_open_session_out_of_its_proofs(client: Client, clerk: User) -> None:
    client.force_login(clerk)
    stranger = Client()
    for name in ("clerk", f"code|{clerk.pk}", f"proof|{clerk.pk}"):
        for _ in range(31):
            attempt(stranger, name, "wrong-password-1")
    new = {"new": "another-horse-battery", "again": "another-horse-battery"}
    assert client.post("/account/password/", {"old": PASSWORD, **new}).status_code == 302


def test_proofs_in_a_session_are_limited(client: Client, clerk: User) -> None:
    client.force_login(clerk)
    new = {"new": "another-horse-battery", "again": "another-horse-battery"}
    said = [
        client.post("/account/password/", {"old": f"wrong-{n}", **new}).status_code
        for n in range(6)
    ]
    assert said == [422] * 5 + [429]


def test_codes_are_limited_for_whoever_knows_the_password_from_many_addresses(
    client: Client, clerk: User
) -> None:
    secret = pyotp.random_base32()
    people.set_totp(clerk, secret, at=timezone.now())
    attempt(client, "clerk", PASSWORD)
    client.post("/sign-in/code/", {"code": pyotp.TOTP(secret).at(timezone.now())})
    client.post("/sign-out/")
    right = pyotp.TOTP(secret).at(timezone.now() + timedelta(seconds=30))
    wrong = "000000" if right != "000000" else "111111"
    thief, said = Client(), []
    for host in range(6):
        attempt(thief, "clerk", PASSWORD)
        said.append(thief.post("/sign-in/code/", {"code": wrong}, REMOTE_ADDR=f"198.51.100.{host}"))
    assert [answer.status_code for answer in said] == [422] * 5 + [429]

    attempt(client, "clerk", PASSWORD)  # its owner, on a device that is known
    assert client.post("/sign-in/code/", {"code": right}).status_code == 302


@pytest.mark.parametrize("printed", ["/desk/", "/office/", "/unit/"])
@pytest.mark.parametrize(
    ("role", "more", "home"),
    [
        ("clerk", {}, "/desk/"),
        ("responsible", {}, "/desk/"),
        ("reader", {}, "/desk/"),
        ("overseer", {"division": "990000"}, "/office/"),
        ("department", {"unit": True}, "/unit/"),
    ],
)
def test_everybody_comes_to_their_own_door_from_any_printed_address(
    client: Client,
    committee: Committee,
    person: Any,
    printed: str,
    role: str,
    more: dict[str, Any],
    home: str,
) -> None:
    if "unit" in more:
        unit = units.enter(
            "某中心", kind=Demander.HOUSING, division="990121", by="operator", at=timezone.now()
        )
        more = {"unit": unit}
    person("somebody", role, None if more else committee, **more)
    sign_in = client.get(printed).headers["Location"]
    landed = client.post(
        SIGN_IN,
        {"username": "somebody", "password": PASSWORD, "next": sign_in.partition("=")[2]},
        follow=True,
    )
    assert (landed.status_code, landed.request["PATH_INFO"]) == (200, home)
    assert client.get(printed, follow=True).request["PATH_INFO"] == home


def test_it_keeps_no_name_and_no_address_of_who_tried(client: Client, clerk: User) -> None:
    attempt(client, "clerk", "wrong-password-1")
    assert Attempt.objects.count() == 3
    for kept in Attempt.objects.all():
        assert "clerk" not in kept.key
        assert "127.0.0.1" not in kept.key


@pytest.mark.parametrize(
    "foreign",
    ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "desk/", "/\\evil.example"],
)
def test_it_goes_on_only_to_its_own_pages(client: Client, clerk: User, foreign: str) -> None:
    assert attempt(client, "clerk", PASSWORD, next=foreign).headers["Location"] == "/desk/"


def test_it_asks_for_the_second_factor_of_those_who_have_one(client: Client, clerk: User) -> None:
    secret = pyotp.random_base32()
    people.set_totp(clerk, secret, at=timezone.now())
    code = pyotp.TOTP(secret).at(timezone.now())

    half = attempt(client, "clerk", PASSWORD, next="/desk/new/")

    assert half.headers["Location"].startswith("code/")
    assert "_auth_user_id" not in client.session
    assert client.get("/desk/").status_code == 302  # the password alone opens nothing
    wrong = client.post("/sign-in/code/", {"code": "000000" if code != "000000" else "111111"})
    assert wrong.status_code == 422
    right = client.post("/sign-in/code/", {"code": f"{code[:3]} {code[3:]}", "next": "/desk/new/"})
    assert right.headers["Location"] == "/desk/new/"
    assert client.session["_auth_user_id"] == str(clerk.pk)


def test_a_code_works_once(client: Client, clerk: User) -> None:
    secret = pyotp.random_base32()
    people.set_totp(clerk, secret, at=timezone.now())
    code = pyotp.TOTP(secret).at(timezone.now())
    answers = []
    for _ in range(2):
        attempt(client, "clerk", PASSWORD)
        answers.append(client.post("/sign-in/code/", {"code": code}).status_code)
        client.post("/sign-out/")
    assert answers == [302, 422]


def test_the_way_between_password_and_code_is_short(client: Client, clerk: User) -> None:
    people.set_totp(clerk, pyotp.random_base32(), at=timezone.now())
    attempt(client, "clerk", PASSWORD)
    session = client.session
    session["half_way_in"]["at"] = (timezone.now() - timedelta(minutes=11)).isoformat()
    session.save()
    assert client.get("/sign-in/code/").headers["Location"] == SIGN_IN


def test_nobody_reaches_the_code_page_without_the_password(client: Client, clerk: User) -> None:
    assert client.get("/sign-in/code/").headers["Location"] == SIGN_IN


def test_signing_out_is_a_post_and_ends_the_session(client: Client, clerk: User) -> None:
    client.force_login(clerk)
    assert client.get("/sign-out/").status_code == 405
    assert client.post("/sign-out/").status_code == 302
    assert "_auth_user_id" not in client.session


def test_the_password_is_changed_with_the_old_one_and_written_down(
    client: Client, clerk: User
) -> None:
    client.force_login(clerk)
    new = "another-horse-battery"
    wrong = client.post("/account/password/", {"old": "x", "new": new, "again": new})
    weak = client.post("/account/password/", {"old": PASSWORD, "new": "short", "again": "short"})
    apart = client.post("/account/password/", {"old": PASSWORD, "new": new, "again": new + "x"})
    assert [wrong.status_code, weak.status_code, apart.status_code] == [422, 422, 422]
    clerk.refresh_from_db()
    assert clerk.check_password(PASSWORD)

    right = client.post("/account/password/", {"old": PASSWORD, "new": new, "again": new})

    assert right.status_code == 302
    assert client.get("/desk/").status_code == 200  # this browser stays signed in
    clerk.refresh_from_db()
    assert clerk.check_password(new)
    last = Entry.objects.filter(chain="staff").last()
    assert last is not None
    assert last.event == "staff.password_changed"


def test_the_second_factor_counts_only_after_a_right_code(client: Client, clerk: User) -> None:
    client.force_login(clerk)
    page = client.get("/account/code/")
    secret = page.context["secret"].replace(" ", "")
    assert client.get("/account/code/").context["secret"].replace(" ", "") == secret
    assert "<svg" in page.content.decode()
    assert secret not in str(dict(client.session))  # on offer, and already sealed

    code = pyotp.TOTP(secret).at(timezone.now())
    wrong = "000000" if code != "000000" else "111111"
    for typed in (
        {"code": wrong, "old": PASSWORD},
        {"code": code},
        {"code": code, "old": "not the password"},
    ):
        assert client.post("/account/code/", typed).status_code == 422
        clerk.refresh_from_db()
        assert clerk.totp_secret == ""
    assert client.post("/account/code/", {"code": code, "old": PASSWORD}).status_code == 302
    clerk.refresh_from_db()
    assert clerk.totp_secret == secret


def test_the_second_factor_is_removed_with_a_last_code(client: Client, clerk: User) -> None:
    secret = pyotp.random_base32()
    people.set_totp(clerk, secret, at=timezone.now())
    client.force_login(clerk)
    code = pyotp.TOTP(secret).at(timezone.now())
    for typed in ({"old": PASSWORD}, {"present": code}, {"old": "wrong", "present": code}):
        assert client.post("/account/code/removal/", typed).status_code == 422
    right = client.post("/account/code/removal/", {"old": PASSWORD, "present": code})
    assert right.status_code == 302
    clerk.refresh_from_db()
    assert clerk.totp_secret == ""


@pytest.mark.parametrize(
    ("page", "new"),
    [
        ("/account/code/", {"code": ""}),
        ("/account/code/removal/", {}),
        ("/account/password/", {"new": "another-horse-battery", "again": "another-horse-battery"}),
    ],
)
def test_no_credential_changes_without_the_ones_before(
    client: Client, clerk: User, page: str, new: dict[str, str]
) -> None:
    """A session left open is not its owner: password and present code, for each of the changes."""
    secret = pyotp.random_base32()
    people.set_totp(clerk, secret, at=timezone.now())
    client.force_login(clerk)
    shown = client.get(page)
    if "code" in new:
        offered = shown.context["secret"].replace(" ", "")
        new = {"code": pyotp.TOTP(offered).at(timezone.now())}
    now = pyotp.TOTP(secret).at(timezone.now())
    wrong = "000000" if now != "000000" else "111111"
    before = (clerk.password, clerk.totp_secret)

    for proof in (
        {},
        {"old": PASSWORD},
        {"present": now},
        {"old": PASSWORD, "present": wrong},
        {"old": "not the password", "present": now},
    ):
        assert client.post(page, {**new, **proof}).status_code == 422
        clerk.refresh_from_db()
        assert (clerk.password, clerk.totp_secret) == before

    assert client.post(page, {**new, "old": PASSWORD, "present": now}).status_code == 302
    clerk.refresh_from_db()
    assert (clerk.password, clerk.totp_secret) != before


def test_a_change_of_a_credential_ends_the_other_sessions_and_is_told(
    client: Client, clerk: User
) -> None:
    other = Client()
    for browser in (client, other):
        attempt(browser, "clerk", PASSWORD)
    secret = other.get("/account/code/").context["secret"].replace(" ", "")
    code = pyotp.TOTP(secret).at(timezone.now())
    done = other.post("/account/code/", {"code": code, "old": PASSWORD}, follow=True)
    assert "动态口令已启用" in done.content.decode()
    assert other.get("/desk/").status_code == 200
    assert client.get("/desk/").status_code == 302

    people.set_totp(clerk, "", by="operator", at=timezone.now())
    told = client.post(SIGN_IN, {"username": "clerk", "password": PASSWORD}, follow=True)
    assert "您的账号有变动：动态口令停用" in told.content.decode()
    page = client.get("/account/")
    kinds = [(line["what"], line["own"]) for line in page.context["lines"]]
    assert kinds == [("动态口令停用", False), ("动态口令启用", True), ("账号开通", False)]
    again = client.post(SIGN_IN, {"username": "clerk", "password": PASSWORD}, follow=True)
    assert "您的账号有变动" not in again.content.decode()


def test_another_members_account_is_not_told(
    client: Client, clerk: User, responsible: User
) -> None:
    people.change_password(responsible, "another-horse-battery", by="operator", at=timezone.now())
    client.force_login(clerk)
    assert len(client.get("/account/").context["lines"]) == 1


def test_pages_behind_the_door_are_kept_by_no_browser(client: Client, clerk: User) -> None:
    client.force_login(clerk)
    for page in ("/account/", "/desk/"):
        assert "no-store" in client.get(page).headers["Cache-Control"]
