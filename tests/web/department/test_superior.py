"""The unit's superior signs for its letter, reads it and answers by its own account (主管部门)."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from juzheng.acts import audit
from juzheng.acts.base.moves import NotReady, NotYours
from juzheng.acts.demands import units
from juzheng.acts.demands.units import Above, relate
from juzheng.acts.supervision import exposure, inquiry
from juzheng.law.base.demanders import Demander
from juzheng.law.supervision.exposure import CorrectionEvent, Service
from juzheng.records.models import Correction, Entry, User
from tests.conftest import NOON
from tests.supervising import messenger
from tests.web.department.test_notices import desk, officer, one  # noqa: F401 - fixtures
from tests.web.pages import faults
from tests.web.reporting import ABOUT, DIVISION
from tests.web.visiting import noon  # noqa: F401 - a fixture

SUPERIOR = "示例省示例局"
WORDS = "《示例条例》第三条要求提供。"


@pytest.fixture
def served(one: Correction) -> Correction:  # noqa: F811
    post = messenger(DIVISION)
    return exposure.serve(
        one, Service.POST, NOON.date(), "挂号1号", version=one.version, by=post, at=NOON
    )


@pytest.fixture
def above(person: Any, loaded: None) -> Client:
    return desk(person, SUPERIOR, "420000")


def address(one: Correction, name: str = "") -> str:  # noqa: F811
    args = [one.number, name] if name else [one.number]
    return reverse(f"department:superior{'-step' if name else ''}", args=args)


def press(client: Client, one: Correction, name: str, status: int = 200, **said: str) -> str:  # noqa: F811
    one.refresh_from_db()
    version = said.pop("version", str(one.version))
    data = {f"{name}-{key}": value for key, value in said.items()}
    answer = client.post(address(one, name), {**data, "version": version}, follow=True)
    assert answer.status_code == status
    one.refresh_from_db()
    found = answer.content.decode()
    assert faults(found) == []
    return found


def test_it_signs_reads_and_answers_that_there_is_a_basis(
    served: Correction,
    above: Client,
    noon: None,  # noqa: F811
) -> None:
    one = served  # noqa: F811
    inbox = above.get("/unit/").content.decode()
    assert "签收给主管部门的函" in inbox
    assert address(one) in inbox
    before = above.get(address(one)).content.decode()
    assert "签收并阅看" in before
    assert "有没有依据" not in before, "what it says only once it is signed for"
    letter = reverse("department:superior-letter", args=[one.number])
    assert above.get(letter).status_code == 404
    press(above, one, "answer", 404, gave="none", text="")  # nobody answers what was not served
    assert not one.exhibits.filter(event=CorrectionEvent.SUPERIOR_ANSWERED.value).exists()

    page = press(above, one, "receipt")
    assert one.superior_due_on == NOON.date() + timedelta(days=21)  # fifteen working days
    assert "请贵单位：" in page
    above.cookies["django_language"] = "en"
    english = above.get(address(one), headers={"accept-language": "en"}).content.decode()
    assert "请贵单位：" in english, "a letter is not half of it English"
    above.cookies.pop("django_language")
    assert ABOUT.unit_name in page
    assert above.get(letter).content.startswith(b"%PDF")
    assert "答复给主管部门的函" in above.get("/unit/").content.decode()

    assert "请选一项。" in press(above, one, "answer", 422, text=WORDS)
    assert "请写文件名称和条款。" in press(above, one, "answer", 422, gave="basis", text="")
    press(above, one, "answer", gave="basis", text=WORDS)
    paper = one.exhibits.get(event=CorrectionEvent.SUPERIOR_ANSWERED.value)
    assert (paper.text, paper.account, paper.shows) == (WORDS, True, "basis")
    assert not paper.single_handed, "its own word needs nobody to compare it with a paper"
    assert "给主管部门的函" not in above.get("/unit/").content.decode()
    assert address(one) in above.get("/unit/below/").content.decode(), "it is found again"
    line = Entry.objects.filter(chain=one.chain).order_by("-position")[0]
    assert line.by.unit.name == SUPERIOR
    assert audit.audit().faults == ()


def test_it_has_the_unit_put_it_right(
    served: Correction,
    above: Client,
    noon: None,  # noqa: F811
) -> None:
    press(above, served, "receipt")
    assert "请写怎样纠正的。" in press(above, served, "answer", 422, gave="corrected", text=" ")
    press(above, served, "answer", gave="corrected", text="已发文要求不再索要。")
    assert served.state == "answered"
    paper = served.exhibits.get(event=CorrectionEvent.SUPERIOR_CORRECTED.value)
    assert (paper.text, paper.account) == ("已发文要求不再索要。", True)


def test_of_two_at_once_the_slower_keeps_the_words(
    served: Correction,
    above: Client,
    noon: None,  # noqa: F811
) -> None:
    press(above, served, "receipt")
    old = str(served.version)
    press(above, served, "answer", gave="none", text="没有依据。")
    paper = served.exhibits.order_by("pk").last()
    assert paper is not None
    assert paper.heading.label == "没有依据"  # it said that there is none
    found = press(above, served, "answer", gave="basis", text=WORDS, version=old)
    assert WORDS in found
    assert served.exhibits.filter(event=CorrectionEvent.SUPERIOR_ANSWERED.value).count() == 1


def test_nobody_else_signs_or_answers_for_it(
    served: Correction,
    above: Client,
    person: Any,
    noon: None,  # noqa: F811
) -> None:
    others = [desk(person, name, place) for name, place in OTHERS]
    for client in others:
        assert client.get(address(served)).status_code == 404
        for name in ("receipt", "answer"):
            press(client, served, name, 404, gave="none", text="")
    for user in User.objects.filter(unit__isnull=False).exclude(unit__name=SUPERIOR):
        with pytest.raises(NotYours):
            inquiry.superior_answered(
                served, "", NOON.date(), version=served.version, by=user, at=NOON
            )
    mine = User.objects.get(unit__name=SUPERIOR, unit__division="420000")
    with pytest.raises(NotYours):  # nor does a superior speak for the unit
        exposure.answer(served, False, "不改", version=served.version, by=mine, at=NOON)
    accuser = User.objects.get(username="zhang")
    with pytest.raises(NotReady, match="回执号"):  # an officer needs the receipt, as before
        inquiry.serve_superior(
            served, Service.POST, NOON.date(), "", version=served.version, by=accuser, at=NOON
        )


OTHERS = ((SUPERIOR, "430000"), ("别的局", "420000"), (ABOUT.unit_name, DIVISION))


def test_an_officer_reads_how_the_superior_is_reached_and_registers_it(
    served: Correction,
    person: Any,
    client: Client,
    officer: User,  # noqa: F811
    noon: None,  # noqa: F811
) -> None:
    page_of = reverse("overseer:correction", args=[served.number])
    client.force_login(officer)

    def page() -> str:
        found = client.get(page_of).content.decode()
        assert faults(found) == []
        return found

    assert "主管部门没有登记，收件箱里收不到函" in page()
    assert "请找管理员" in page()
    kind, who = Demander(ABOUT.unit_kind), {"by": "operator", "at": NOON}
    head = units.enter(SUPERIOR, kind=kind, division="420000", **who)
    own = units.enter(ABOUT.unit_name, kind=kind, division=DIVISION, **who)
    link = f"{reverse('overseer:unit', args=[own.pk])}?superior={head.pk}"
    assert "还没有人有账号" in page()
    assert link in page()
    form = client.get(link).content.decode()
    assert re.search(rf'<option\s+value="{head.pk}"\s+selected', form)
    assert faults(form) == []
    person("of-head", "department", None, "孙", unit=head)
    assert "主管部门有账号" in page()
    relate(own, Above(None, head), seen=Above(), by=officer, at=NOON)
    assert link not in page(), "the competent authority is registered as such"
    assert "主管部门有账号" in page()
