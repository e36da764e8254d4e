"""What an unsealed notice is good for (告知单): receipt, page and paper say one thing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from juzheng.acts.cases import custody, refusal
from juzheng.law.cases.custody import Custody, Wanted
from juzheng.records.models import Case, Certificate, User
from tests.conftest import NOON
from tests.web.visiting import receipt_of

pytestmark = pytest.mark.django_db


def page(client: Client, address: str) -> str:
    return " ".join(client.get(address).content.decode().split())


def test_the_receipt_of_a_notice_sends_for_the_sealed_sheet(
    file: Callable[..., Case], visitor: Client
) -> None:
    file("NEG-10")
    receipt = page(visitor, receipt_of(visitor))
    assert "到窗口领纸质件，拿给要证明的单位看" in receipt
    assert "下载的只作备查" in receipt


def test_the_page_shows_the_unit_nothing_that_bears_no_seal(
    case_for: Callable[..., Case], clerk: User, follow: Callable[..., Any], visitor: Client
) -> None:
    case = case_for("NEG-05")
    address = follow(case).url
    refusal.refuse(case, by=clerk, at=NOON)
    written = page(visitor, address)
    assert "盖章的纸质件才能拿给要证明的单位看，请到居（村）委会领取" in written
    assert "书面告知单写好了。到居（村）委会领盖了章的纸质件" in written
    assert "可以拿给要证明的单位看" not in written

    paper = Certificate.objects.get(case=case)
    seen = {"version": Case.objects.get().version, "by": clerk, "at": NOON}
    custody.record(paper, Wanted(Custody.SEALED), **seen)
    assert "书面告知单章已经盖好。带证件到居（村）委会领" in page(visitor, address)
