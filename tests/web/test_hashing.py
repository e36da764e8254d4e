"""Password hashes (口令散列): their parameters, how many at once, and old ones made anew."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier, BrokenBarrierError, Lock
from typing import Any

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher, make_password
from django.test import Client

from juzheng.config import settings as ours
from juzheng.records.models import User
from juzheng.web.shared import hashing
from tests.conftest import PASSWORD

OWASP = "$argon2id$v=19$m=19456,t=2,p=1$"


@pytest.fixture(autouse=True)
def real_hashers(settings: Any) -> None:
    settings.PASSWORD_HASHERS = ours.PASSWORD_HASHERS


def test_the_parameters_are_those_of_owasp() -> None:
    assert make_password("x" * 12).startswith(f"argon2{OWASP}")


def test_two_are_counted_at_once_and_never_three(monkeypatch: pytest.MonkeyPatch) -> None:
    inside, most, lock = 0, 0, Lock()
    together = Barrier(3)

    def encode(self: Any, password: str, salt: str) -> str:
        nonlocal inside, most
        with lock:
            inside += 1
            most = max(most, inside)
        with suppress(BrokenBarrierError):
            together.wait(0.2)  # three would meet here
        with lock:
            inside -= 1
        return "done"

    monkeypatch.setattr(Argon2PasswordHasher, "encode", encode)
    with ThreadPoolExecutor(6) as many:
        list(many.map(lambda _: hashing.Argon2().encode("p", "s"), range(6)))
    assert most == hashing.AT_ONCE


def test_a_hash_of_other_parameters_is_made_anew_at_sign_in(clerk: User) -> None:
    clerk.password = Argon2PasswordHasher().encode(PASSWORD, "a-salt-of-twenty-two-cs")
    clerk.save()
    assert OWASP not in clerk.password
    Client().post("/sign-in/", {"username": clerk.username, "password": PASSWORD})
    clerk.refresh_from_db()
    assert OWASP in clerk.password
    assert clerk.check_password(PASSWORD)
