"""The notices to a unit: received, answered and replied to by its own account, by nobody else's."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from juzheng.acts.base.moves import NotReady
from juzheng.acts.demands import units
from juzheng.acts.supervision import afterwards, exposure, inquiry
from juzheng.law.base.demanders import Demander
from juzheng.law.supervision.exposure import Hearing
from juzheng.law.supervision.on_file import Shows
from juzheng.records.models import Correction, User
from juzheng.records.supervision import due
from tests.conftest import NOON
from tests.supervising import GROUNDS, facts_served, messenger
from tests.web.pages import faults
from tests.web.reporting import ABOUT, DIVISION, FACTS, exposed, report
from tests.web.visiting import noon  # noqa: F401 - a fixture


@pytest.fixture
def officer(loaded: None, person: Any) -> User:
    return person("zhang", "overseer", None, "张", division=DIVISION)  # type: ignore[no-any-return]


@pytest.fixture
def one(officer: User) -> Correction:
    one = exposure.accept(report(officer), ABOUT, by=officer, at=NOON)
    return exposure.notify(one, "示例省示例局", version=one.version, by=officer, at=NOON)


def desk(person: Any, name: str, division: str = DIVISION) -> Client:
    kind = Demander(ABOUT.unit_kind)
    unit = units.enter(name, kind=kind, division=division, by="operator", at=NOON)
    client = Client()
    client.force_login(person(f"of-{unit.pk}", "department", None, "钱登记", unit=unit))
    return client


def press(client: Client, one: Correction, name: str, status: int = 200, **said: str) -> str:
    one.refresh_from_db()
    data = {f"{name}-{key}": value for key, value in said.items()}
    address = f"/unit/notices/{one.number}/{name}/"
    answer = client.post(address, {**data, "version": one.version}, follow=True)
    assert answer.status_code == status
    one.refresh_from_db()
    found = answer.content.decode()
    assert faults(found) == []
    return found


def test_a_unit_of_the_level_above_answers_what_its_inbox_shows(
    one: Correction,
    person: Any,
    noon: None,  # noqa: F811
) -> None:
    """Its register stands at the province, the report is of a city: the notice is its own."""
    client = desk(person, ABOUT.unit_name, "420000")
    assert one.number in client.get("/unit/").content.decode()
    press(client, one, "receipt")
    assert one.served_on is not None
    press(client, one, "answer", corrected="yes", note="已经不再要了")
    assert one.state == "answered"


def test_a_unit_receives_answers_and_replies(
    officer: User,
    one: Correction,
    person: Any,
    monkeypatch: pytest.MonkeyPatch,
    noon: None,  # noqa: F811
) -> None:
    unit = desk(person, ABOUT.unit_name)
    assert one.number in unit.get("/unit/notices/").content.decode()
    closed = unit.get(f"/unit/notices/{one.number}/").content.decode()
    assert "签收并阅看" in closed
    assert ABOUT.proof not in closed  # its days run from the moment that it can read it

    assert one.notice_text
    assert unit.get(f"/unit/notices/{one.number}/notice.pdf").status_code == 404
    page = press(unit, one, "receipt")
    assert ABOUT.proof in page
    assert all(line in page for line in one.notice_text.splitlines())  # and the text itself
    assert one.notice_number in page
    printed = unit.get(f"/unit/notices/{one.number}/notice.pdf")
    assert printed.content.startswith(b"%PDF-")
    assert (one.served_how, one.served_on) == ("account", NOON.date())
    assert one.due_on is not None
    assert "送达已经登记过" in press(unit, one, "receipt", 422)
    press(unit, one, "answer", 422, corrected="no")
    page = press(unit, one, "answer", corrected="no", note="不改", basis="《某办法》第三条")
    assert "单位答复：不纠正" in page
    assert "给出了依据" not in page
    assert "不改<br>《某办法》第三条" in page  # in its own words, both of them
    seen = Client()
    seen.force_login(officer)
    shown = seen.get(f"/office/corrections/{one.number}/").content.decode()
    assert "不改<br>《某办法》第三条" in shown
    assert (one.state, one.answer, one.answer_document) == ("refused", "refused", "")

    one.refresh_from_db()
    said = ("", NOON.date(), "市局函1号")
    post = messenger(DIVISION)
    inquiry.superior_answered(one, *said, version=one.version, by=post, at=NOON)
    inquiry.weigh(
        one, Shows.FALLS, "《某办法》第三条没有写。", version=one.version, by=post, at=NOON
    )
    with pytest.raises(NotReady, match="答复里说了依据"):
        exposure.state_facts(one, FACTS, GROUNDS, version=one.version, by=officer, at=NOON)
    facts = f"{FACTS}单位答复时说了依据，核对后不成立。"
    exposure.state_facts(one, facts, GROUNDS, version=one.version, by=officer, at=NOON)
    page = unit.get(f"/unit/notices/{one.number}/").content.decode()
    assert facts not in page  # read once it is signed for: from then on its days run
    assert 'name="reply-reply"' not in page
    assert "签收事实说明" in unit.get("/unit/").content.decode()
    assert facts in press(unit, one, "facts-receipt")
    assert one.facts_served_on is not None
    press(unit, one, "reply", reply="已经在改。")
    assert (one.state, one.hearing, one.reply) == ("heard", "spoke", "已经在改。")


def test_what_a_unit_said_is_kept_when_more_is_written_down(
    officer: User,
    one: Correction,
    person: Any,
    noon: None,  # noqa: F811
) -> None:
    unit, post = desk(person, ABOUT.unit_name), messenger(DIVISION)
    press(unit, one, "receipt")
    press(unit, one, "answer", corrected="no", note="不改")
    seen: Any = {"by": post, "at": NOON}
    inquiry.superior_answered(one, "", NOON.date(), "市局函1号", version=one.version, **seen)
    exposure.state_facts(one, FACTS, GROUNDS, version=one.version, by=officer, at=NOON)
    press(unit, one, "facts-receipt")
    press(unit, one, "reply", reply="是为了住户安全。")
    exposure.send_back(one, "当面又说了，接着登记。", version=one.version, **seen)

    client = Client()
    client.force_login(post)
    page = client.get(f"/office/corrections/{one.number}/").content.decode()
    words = page.partition('name="hearing-reply"')[2].partition("</textarea>")[0]
    assert "是为了住户安全。" not in words  # they are no officer's to change
    assert "是为了住户安全。" in page
    again = unit.get(f"/unit/notices/{one.number}/").content.decode()
    assert (
        "是为了住户安全。" in again.partition('name="reply-reply"')[2].partition("</textarea>")[0]
    )

    late: Any = {"by": post, "at": NOON + timedelta(days=30)}
    with pytest.raises(NotReady, match="已经陈述过意见"):
        exposure.hear(one, Hearing.SILENT, "", version=one.version, **late)
    exposure.state_facts(one, FACTS + "改。", GROUNDS, version=one.version, by=officer, at=NOON)
    with pytest.raises(NotReady, match="怎样送达"):  # the new words
        exposure.hear(one, Hearing.SILENT, "", version=one.version, **late)
    facts_served(one, NOON)
    exposure.hear(one, Hearing.SILENT, "", version=one.version, **late)
    assert (one.hearing, one.reply) == ("silent", "")


def test_what_a_unit_wrote_on_an_old_page_is_shown_to_copy(
    one: Correction,
    person: Any,
    noon: None,  # noqa: F811
) -> None:
    unit = desk(person, ABOUT.unit_name)
    press(unit, one, "receipt")
    seen, said = one.version - 1, {"answer-corrected": "no", "answer-note": "不改\n另有规定"}
    address = f"/unit/notices/{one.number}/answer/"
    page = unit.post(address, {**said, "version": seen}, follow=True).content.decode()
    assert faults(page) == []
    assert "您刚才写的没有保存" in page
    assert "不改<br>另有规定" in page
    one.refresh_from_db()
    assert one.answer == ""


@pytest.mark.parametrize(("name", "division"), [("别的局", DIVISION), (ABOUT.unit_name, "430100")])
def test_another_unit_finds_no_such_notice(
    one: Correction, person: Any, name: str, division: str
) -> None:
    stranger = desk(person, name, division)
    assert one.number not in stranger.get("/unit/notices/").content.decode()
    assert stranger.get(f"/unit/notices/{one.number}/").status_code == 404
    assert stranger.get(f"/unit/notices/{one.number}/notice.pdf").status_code == 404
    press(stranger, one, "receipt", 404)
    assert one.served_on is None


def test_an_exposed_unit_says_in_its_account_that_it_has_mended_and_reads_until_when(
    officer: User,
    person: Any,
    client: Client,
    noon: None,  # noqa: F811
) -> None:
    one, unit = exposed(officer, messenger(DIVISION, "second")), desk(person, ABOUT.unit_name)
    known, address = one.known, f"/unit/notices/{one.number}/"
    assert "最多再公开 30 日；没有改的，一直公开" in unit.get(address).content.decode()
    later = {"by": officer, "at": NOON + timedelta(days=40)}
    with pytest.MonkeyPatch.context() as clock:
        clock.setattr("django.utils.timezone.now", lambda: later["at"])
        unit.force_login(User.objects.get(unit__name=ABOUT.unit_name))
        press(unit, one, "answer", corrected="yes", note="窗口不再要了。")
    assert one.state == "exposed"
    # What was known when it was published stays: that nobody has found it mended is no finding.
    assert (one.known, one.answer) == (known, "")
    office = Client()
    office.force_login(officer)
    shown = office.get(f"/office/corrections/{one.number}/").content.decode()
    assert "公开以后，单位说改了" in shown.split('id="next-title"')[1].split("</section>")[0]
    assert "窗口不再要了。" in shown
    assert [each.pk for each in due.to_verify(officer).take(9)] == [one.pk]
    afterwards.mend(one, "看过窗口。", version=one.version, **later)
    assert not due.to_verify(officer).count(9)
    until = "最晚公开到2027年2月2日（星期二），民政部门也可以提前撤下。"
    with pytest.MonkeyPatch.context() as clock:
        clock.setattr("django.utils.timezone.now", lambda: later["at"])
        unit.force_login(User.objects.get(unit__name=ABOUT.unit_name))
        for page in (unit.get(address), client.get(f"/exposures/{one.number}/")):
            assert until in page.content.decode()
    assert "最多再公开 30 日" in " ".join(client.get("/exposures/method/").content.decode().split())


def test_only_these_three_acts_are_the_units(one: Correction, person: Any) -> None:
    press(desk(person, ABOUT.unit_name), one, "reminder", 404)
