"""A text that everybody may read is read again first, and is masked at every door."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from juzheng.acts.cases import signing
from juzheng.acts.supervision import exposure
from juzheng.records.models import Correction, Entry, User
from tests.conftest import NOON, PASSWORD
from tests.web import reporting
from tests.web.clerk.conftest import at
from tests.web.visiting import noon  # noqa: F401 - a fixture

PRIVATE = "窗口王丽说要带13800138000，柳如烟在场"
MASKED = "窗口〔姓名〕说要带〔电话号码〕，柳如烟在场"
LEAKS = ("王丽", "138001")


def read_again(answer: Any) -> dict[str, str]:
    """Return the mark that the page carries once it has pointed something out."""
    assert answer.status_code == 422
    text = answer.content.decode()
    assert MASKED in text
    assert "可能还有人名：柳如烟" in text
    found = re.search(r'name="(\w+_read)" value="([0-9a-f]+)"', text)
    assert found
    return {found[1]: found[2]}


@pytest.fixture
def officer(loaded: None, person: Any) -> User:
    return person("zhang", "overseer", None, "张", division=reporting.DIVISION)


@pytest.fixture
def second(loaded: None, person: Any) -> User:
    return person("wu", "overseer", None, "吴", division=reporting.DIVISION)


def test_a_reason_of_revocation(
    client: Client,
    responsible: User,
    drafted_for: Any,
    noon: None,  # noqa: F811
) -> None:
    client.force_login(responsible)
    paper = signing.sign(drafted_for("POS-001"), by=responsible, at=NOON)
    address = at("revocation", paper.number)
    typed = {"reason": PRIVATE, "proof": PASSWORD}
    mark = read_again(client.post(address, typed))
    assert client.post(address, {**typed, **mark, "reason": PRIVATE + "！"}).status_code == 422
    assert client.post(address, {**typed, **mark}).status_code == 302
    paper.refresh_from_db()
    assert paper.revocation_reason == MASKED
    lines = str(list(Entry.objects.values_list("details", flat=True)))
    assert not any(leak in lines for leak in LEAKS)


def test_an_exposure_of_an_older_version(client: Client, officer: User, second: User) -> None:
    one = reporting.exposed(officer, second)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE records_correction SET statement = %s, reply = %s", [PRIVATE] * 2)
    page = client.get(f"/exposures/{one.number}/").content.decode()
    assert page.count(MASKED) == 2
    assert not any(leak in page for leak in LEAKS)
    assert "个人信息已遮盖" not in page
    assert f"报编号 {one.number}" in page


def test_why_a_superior_stopped_it_as_an_older_version_kept_it(
    client: Client, officer: User, second: User, person: Any
) -> None:
    one = reporting.exposed(officer, second)
    chief = person("zhou", "overseer", None, "周", division="420000")
    exposure.stop(one, "依据已经补上。", version=one.version, by=chief, at=timezone.now())
    line = Entry.objects.filter(event="override.stopped").get()
    Entry.objects.filter(pk=line.pk).update(details={**line.details, "note": PRIVATE})
    page = client.get("/exposures/").content.decode()
    assert MASKED in page
    assert not any(leak in page for leak in LEAKS)


def test_the_second_officer_sees_what_may_be_a_name(
    officer: User, second: User, client: Client
) -> None:
    one, _ = reporting.heard(officer)
    Correction.objects.update(statement=PRIVATE)
    client.force_login(second)
    page = client.get(f"/office/corrections/{one.number}/").content.decode()
    assert "<mark>柳如烟</mark>" in page
