"""Sessions at rest: who copies the table has nothing to come in with, and nothing to read."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings as configured
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from juzheng.records.models import User
from juzheng.web.shared import startup
from juzheng.web.shared.sessions import SessionStore

DESK = "/desk/"
COOKIE = configured.SESSION_COOKIE_NAME


@pytest.fixture
def signed_in(client: Client, clerk: User) -> Client:
    client.force_login(clerk)
    assert client.get(DESK).status_code == 200
    return client


def browser(key: str) -> Client:
    other = Client()
    other.cookies[COOKIE] = key
    return other


def test_what_the_table_holds_opens_no_door(signed_in: Client) -> None:
    row = Session.objects.get()
    key = signed_in.cookies[COOKIE].value
    assert browser(key).get(DESK).status_code == 200
    assert row.session_key != key
    assert browser(row.session_key).get(DESK).status_code == 302


def test_what_a_session_holds_is_not_read_from_the_table(signed_in: Client, clerk: User) -> None:
    session = signed_in.session
    session["report"] = "990121-2026-反000001"
    session.save()
    row = Session.objects.get()
    assert "反" not in row.session_data
    assert db.SessionStore().decode(row.session_data) == {}
    assert SessionStore(signed_in.cookies[COOKIE].value)["report"] == "990121-2026-反000001"


def test_nobody_puts_one_session_under_the_key_of_another(
    signed_in: Client, responsible: User
) -> None:
    other = Client()
    other.force_login(responsible)
    theirs = Session.objects.latest("expire_date")
    mine = Session.objects.exclude(pk=theirs.pk).get()
    Session.objects.filter(pk=mine.pk).update(session_data=theirs.session_data)
    assert signed_in.get(DESK).status_code == 302


def test_a_session_from_before_ends(client: Client, clerk: User) -> None:
    old = db.SessionStore()
    old["_auth_user_id"] = str(clerk.pk)
    old.create()
    assert browser(str(old.session_key)).get(DESK).status_code == 302


def test_signing_out_removes_it(signed_in: Client) -> None:
    key = str(signed_in.cookies[COOKIE].value)
    assert SessionStore().exists(key)
    SessionStore(key).delete()
    assert not SessionStore().exists(key)
    assert not Session.objects.exists()
    assert browser(key).get(DESK).status_code == 302


def test_what_is_over_is_forgotten(signed_in: Client) -> None:
    Session.objects.update(expire_date=timezone.now() - timedelta(minutes=1))
    list(startup.leftovers(at=timezone.now()))
    assert not Session.objects.exists()
