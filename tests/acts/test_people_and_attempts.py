"""People and attempts: weak passwords stay out, a code works once, guesses are counted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pyotp
import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils import translation

from juzheng.acts import audit
from juzheng.acts.base import attempts, people
from juzheng.law.base.permissions import Role
from juzheng.records.models import Attempt, Committee, Entry, User
from juzheng.web.shared.passwords import DEMO_PASSWORD
from tests.conftest import NOON, PASSWORD


def test_a_member_of_staff_is_added_with_a_line(clerk: User) -> None:
    line = Entry.objects.get(chain="staff")
    assert line.event == "staff.added"
    assert line.details["role"] == "clerk"
    assert clerk.password != PASSWORD
    assert audit.audit().faults == ()


@pytest.mark.parametrize("weak", ["short", "password123", "1234567890"])
def test_a_weak_password_adds_nobody(committee: Committee, weak: str) -> None:
    with pytest.raises(ValidationError):
        people.add(
            "weak",
            full_name="某人",
            role=Role.CLERK,
            committee=committee,
            password=weak,
            by="operator",
            at=NOON,
        )
    assert not User.objects.filter(username="weak").exists()
    assert not Entry.objects.filter(chain="staff").exists()


@pytest.mark.parametrize(
    "guessed",
    [
        "wang-fang-zi",
        "WANG_FANG_ZI",
        "iz-gnaf-gnaw",
        "wang.fang.zi2026",
        "correct horse battery staple",
    ],
)
def test_a_password_of_the_account_or_a_published_one_is_refused_in_chinese(guessed: str) -> None:
    with pytest.raises(ValidationError) as refused:
        validate_password(guessed, User(username="wang-fang-zi", full_name="王芳子"))
    assert all("密码" in text and text.isascii() is False for text in refused.value.messages)


def test_the_password_of_the_demonstration_is_for_demonstrations(settings: Any) -> None:
    validate_password(DEMO_PASSWORD, User(username="chen"))
    settings.DEMO = False
    with pytest.raises(ValidationError, match="公开过"):
        validate_password(DEMO_PASSWORD.upper(), User(username="chen"))


def test_the_rules_for_passwords_are_said_in_both_languages() -> None:
    for language, told in (("zh-hans", "密码不足 10 个字符。"), ("en", "at least 10 characters")):
        with translation.override(language), pytest.raises(ValidationError, match=told):
            validate_password("short")


def test_a_weak_password_changes_nothing(clerk: User) -> None:
    with pytest.raises(ValidationError):
        people.change_password(clerk, "short", at=NOON)
    clerk.refresh_from_db()
    assert clerk.check_password(PASSWORD)


def test_a_code_is_good_for_a_minute_and_once(clerk: User) -> None:
    secret = pyotp.random_base32()
    people.set_totp(clerk, secret, at=NOON)
    totp = pyotp.TOTP(secret)
    early = totp.at(NOON - timedelta(seconds=30))
    assert not people.totp_fits(clerk, totp.at(NOON - timedelta(seconds=120)), at=NOON)
    assert people.totp_fits(clerk, early, at=NOON)
    assert not people.totp_fits(clerk, early, at=NOON)
    assert people.totp_fits(clerk, totp.at(NOON), at=NOON)


def test_the_secret_of_the_second_factor_is_sealed_at_rest(clerk: User) -> None:
    from django.db import connection

    secret = pyotp.random_base32()
    people.set_totp(clerk, secret, at=NOON)
    with connection.cursor() as cursor:
        cursor.execute("SELECT totp_secret FROM records_user")
        stored = [row[0] for row in cursor.fetchall()]
    assert all(secret not in text for text in stored)


def test_tries_add_up_in_a_window_and_are_forgotten_after_it(db: None) -> None:
    def tried(minutes: int) -> int:
        return attempts.count("x", "who", window_minutes=15, at=NOON + timedelta(minutes=minutes))

    assert [tried(0), tried(1), tried(14), tried(15)] == [1, 2, 3, 1]
    attempts.forget(at=NOON + timedelta(minutes=29, seconds=30))
    assert Attempt.objects.count() == 1


def test_a_right_try_is_taken_back_and_never_below_nothing(db: None) -> None:
    for _ in range(3):
        attempts.count("x", "who", window_minutes=15, at=NOON)
        attempts.take_back("x", "who", window_minutes=15, at=NOON)
        attempts.take_back("x", "who", window_minutes=15, at=NOON)
    assert attempts.count("x", "who", window_minutes=15, at=NOON) == 1


def test_counters_of_different_purposes_are_never_one(db: None) -> None:
    tried = [
        ("a", "b|c"),
        ("a|b", "c"),
        ("a", ("b", "c")),
        ("a", ("b|c",)),
        ("a", 'b", "c'),
        ("a", ""),
    ]
    for what, who in tried:
        assert attempts.count(what, who, window_minutes=15, at=NOON) == 1, (what, who)
    assert attempts.count("a", "b|c", window_minutes=30, at=NOON) == 1


def test_one_does_not_pay_for_another(person: Callable[..., User]) -> None:
    for _ in range(9):
        attempts.count("sign-in", "one", window_minutes=15, at=NOON)
    assert attempts.count("sign-in", "two", window_minutes=15, at=NOON) == 1
